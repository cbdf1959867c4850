#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "registry/name_match.h"
#include "registry/search_words.h"

namespace caregrid::registry {

/// Distinct texts of a county (names of children, of places, of schools), so kept that one word is
/// held against all of them within milliseconds.
///
/// A text is a row of characters, a character a row of syllables it may be read as; a word of
/// letters is one character, read as itself. What a word says of each syllable and each character
/// is worked out once; a text then takes a few operations on bits a character.
/// Cost: some 60 bytes a text. Not safe for writers beside others.
class NameTable final {
 public:
  /// The number of a text, entered if it is new; counts one more user of it.
  std::uint32_t add(std::string_view text);
  /// Counts one user less; without any, what the text says is wiped.
  void release(std::uint32_t number);

  [[nodiscard]] std::string_view text(std::uint32_t number) const;
  /// Numbers given out, texts wiped since among them.
  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] std::size_t bytes() const;

  /// How each text agrees with a word that names something: as many as `size`, `MatchKind::none`
  /// where it does not. `whole` is what a text must be to be exact.
  /// Cost: for 400,000 names some 3 ms.
  void match(const SearchWord& word, std::string_view whole, std::span<MatchKind> kinds) const;

 private:
  struct Name {
    std::uint32_t text = 0;        ///< Where its bytes begin.
    std::uint32_t characters = 0;  ///< Where its characters begin.
    std::uint32_t users = 0;
    std::uint16_t text_bytes = 0;
    std::uint8_t length = 0;  ///< Characters, separators not counted.
    bool has_han = false;
  };

  std::uint32_t syllable(std::string_view text);
  void add_reading(name_match::Character& character, std::string_view reading);
  std::uint32_t character(char32_t point, std::string_view extra_reading);
  std::uint32_t word(std::string_view letters);
  void add_characters(std::string_view text, Name& name);
  [[nodiscard]] std::span<const std::uint32_t> characters(const Name& name) const {
    return {characters_.data() + name.characters, name.length};
  }
  void place(std::uint32_t number);

  std::vector<Name> names_;
  std::string texts_;
  std::vector<std::uint32_t> characters_;  ///< See `name_match::begins_word`.
  name_match::Alphabet alphabet_;
  std::unordered_map<std::string, std::uint32_t> syllable_numbers_;
  std::unordered_map<std::string, std::uint32_t> folded_numbers_;
  std::unordered_map<std::string, std::uint32_t> character_numbers_;
  std::vector<std::uint32_t> places_;  ///< Names by a hash of their text, plus 1; a power of two.
};

}  // namespace caregrid::registry
