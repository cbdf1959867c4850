#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/embedded.h"

namespace caregrid::registry {

/// The table of Chinese characters, if the China pack was built in; see cmake/han_pack.py.
std::span<const core::EmbeddedFile> han_files();

/// Whether readings and variants are known at all. Without them Chinese names are compared by their
/// characters alone; other names lose nothing.
bool knows_han();

/// The readings of one character without tones, v for ü, commonest first.
struct Readings {
  std::array<std::string_view, 4> syllable;  ///< Live as long as the program.
  std::size_t count = 0;

  [[nodiscard]] std::span<const std::string_view> all() const { return {syllable.data(), count}; }
};

/// None for what is no Chinese character, or one that is not in the table.
/// Cost: one look-up for common characters; no allocation.
Readings readings_of(char32_t character);

/// One character that stands for all that clerks write for one another: traditional and simplified
/// (張, 张), and the list of the handbook's 4.4 (闫, 阎). Any other character is its own class.
char32_t variant_class(char32_t character);

/// Whether two characters may be the same: equal, variants, or one a placeholder ("?", "〓").
bool may_be_same_character(char32_t a, char32_t b);

/// Whether the character stands for one that could not be typed: "?" in both widths, "〓", "□".
bool is_wildcard_character(char32_t character);

/// The likeliest reading of a name, syllables parted by spaces: "单雄信" gives "shan xiong xin".
/// The first character (or two: 尉迟) is read as a surname, unless the name has a separator. Latin
/// words stay, small and without accents; ü becomes v; a wildcard becomes "?".
std::string pinyin_of(std::string_view name);

/// All readings of a name, the likeliest first; at most `most` of them.
std::vector<std::string> pinyin_readings_of(std::string_view name, std::size_t most = 16);

/// A syllable or word of pinyin as southern speech blurs it: n and l, h and f, z and zh (c, s
/// likewise) and final -n and -ng fall together; ü written v, u or yu too. "niu" and "liu", "huang"
/// and "fan" give one text. Blanks part syllables and stay.
std::string fold_pinyin(std::string_view pinyin);

/// A number for the letters of a reading, whatever their order, blanks and signs: "ouyang na",
/// "Na OuYang" and "naouyang" give one. 0 when there is no letter. Equal numbers of different texts
/// are possible (anagrams), so use it to find and as weak evidence only.
std::uint64_t letters_key(std::string_view pinyin);

/// The tokens of a minority's or Latin name: parted by "·" and blanks. One for other names.
std::vector<std::string> name_tokens(std::string_view normalised);

/// How two lists of tokens agree in any order.
struct TokenAgreement {
  std::size_t shared = 0;   ///< Tokens that have an equal partner.
  std::size_t shorter = 0;  ///< Tokens of the shorter name.
  std::size_t longer = 0;

  bool operator==(const TokenAgreement&) const = default;
  /// All of the shorter name is in the longer one: a last token may be missing.
  [[nodiscard]] bool is_contained() const { return shorter > 0 && shared == shorter; }
};

/// Compares tokens without regard to their order; variants and placeholders count as equal.
TokenAgreement compare_tokens(std::span<const std::string> a, std::span<const std::string> b);

}  // namespace caregrid::registry
