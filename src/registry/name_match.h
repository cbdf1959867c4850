#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "registry/search_words.h"

namespace caregrid::registry::name_match {

/// How a syllable, or a word of letters, is written.
struct Syllable {
  std::string text;
  std::uint32_t folded = 0;  ///< Equal for those that southern speech blurs.
};

/// A character of a text and what it may be read as.
struct Character {
  char32_t point = 0;    ///< 0: a word of letters.
  char32_t variant = 0;  ///< Its class, see `variant_class`.
  std::array<std::uint32_t, 5> syllables{};
  std::array<std::uint32_t, 5> folded{};  ///< Of each syllable.
  std::uint8_t count = 0;
  bool is_wildcard = false;

  [[nodiscard]] std::span<const std::uint32_t> readings() const {
    return {syllables.data(), count};
  }
  [[nodiscard]] std::span<const std::uint32_t> blurred() const { return {folded.data(), count}; }
};

/// The letters texts are written in; a text is numbers of characters.
struct Alphabet {
  std::vector<Character> characters;
  std::vector<Syllable> syllables;
};

/// Set on a character's number where a word of a minority's or Latin name begins.
inline constexpr std::uint32_t begins_word = 1U << 31U;

/// One text: its characters, and whether any is a Chinese one.
struct Text {
  std::span<const std::uint32_t> characters;
  bool has_han = false;
};

/// Holds one word of Chinese characters against texts. What it says of each character of the
/// alphabet is worked out beforehand, a bit for each place of the word.
class HanWord final {
 public:
  /// `word` has 1 to 64 characters. Cost: alphabet × word.
  HanWord(const Alphabet& alphabet, std::u32string_view word);

  /// `MatchKind::exact` is all characters in their order, whatever parts them. Cost: nanoseconds.
  [[nodiscard]] MatchKind match(const Text& text) const;

 private:
  struct Masks {
    std::uint64_t same = 0;
    std::uint64_t variant = 0;  ///< Or one of the two stands for any character.
    std::uint64_t sound = 0;
    std::uint64_t blurred = 0;
  };
  [[nodiscard]] const Masks& masks(std::uint32_t character) const {
    return masks_[character & ~begins_word];
  }
  [[nodiscard]] bool fits(std::uint32_t character, std::size_t place) const {
    return (masks(character).variant >> place & 1U) != 0;
  }
  struct Ends {
    std::size_t front = 0;
    std::size_t back = 0;
  };
  [[nodiscard]] Ends ends_of(std::span<const std::uint32_t> characters) const;
  [[nodiscard]] MatchKind match_slip(std::span<const std::uint32_t> characters) const;
  [[nodiscard]] bool is_swapped(std::span<const std::uint32_t> characters) const;
  [[nodiscard]] bool is_one_off(std::span<const std::uint32_t> characters) const;

  std::size_t length_;
  std::vector<Masks> masks_;
  std::vector<std::uint8_t> is_any_;  ///< By character: it fits somewhere. Most do not.
};

/// The same for a word of letters, held against what characters are read as: a machine whose states
/// are the places of the word, a bit each.
class LetterWord final {
 public:
  /// `word` has 1 to 62 letters, a to z. Cost: syllables × word.
  LetterWord(const Alphabet& alphabet, std::string_view word);

  [[nodiscard]] MatchKind match(const Text& text) const;

 private:
  /// Where in the word a syllable fits: bit p for from place p on.
  struct Masks {
    std::uint64_t same = 0;
    std::uint64_t beginning = 0;             ///< The rest of the word is less than the syllable.
    std::array<std::uint64_t, 2> initial{};  ///< Its first letter; zh, ch or sh.
    std::array<std::uint64_t, 3> slip{};     ///< One letter wrong, by letters less or more.
    std::array<std::uint64_t, 5> blurred{};  ///< As southern speech has it, likewise.
    std::uint8_t length = 0;
  };
  /// States after some characters; the last place is bit `length_`.
  struct States {
    std::uint64_t same = 1;
    std::uint64_t initials = 0;
    std::uint64_t blurred = 0;
    std::uint64_t slip = 0;

    [[nodiscard]] bool is_dead() const { return (same | initials | blurred | slip) == 0; }
  };
  Masks masks_of(const Syllable& syllable) const;
  [[nodiscard]] States step(const States& states, const Character& character) const;
  [[nodiscard]] bool ends_within(std::uint64_t states, const Character& character) const;
  [[nodiscard]] MatchKind match_begun(const Text& text) const;
  [[nodiscard]] bool matches_later(const Text& text) const;

  /// What a character alone can do: most can do nothing.
  struct Start {
    bool begins = false;   ///< A text that begins with it may fit.
    bool is_part = false;  ///< A part of a text may begin with it.
  };

  const Alphabet& alphabet_;
  std::string word_;
  std::size_t length_;
  std::uint64_t last_;  ///< The state in which all of the word is read.
  std::vector<Masks> masks_;
  std::vector<Start> starts_;  ///< By character.
};

}  // namespace caregrid::registry::name_match
