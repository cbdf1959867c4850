#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace caregrid::registry {

/// How one word of a search and a child agree, the best first: hits are put in this order.
enum class MatchKind : std::uint8_t {
  exact,          ///< The whole name.
  prefix,         ///< The name begins so.
  part,           ///< The name holds it: a given name, a word of a minority's name.
  pinyin,         ///< The whole name, in letters.
  pinyin_prefix,  ///< The name begins so in letters.
  pinyin_part,    ///< One of its later characters begins so.
  initials,       ///< First letters of the syllables, also mixed with whole ones ("zhangw").
  variant,        ///< Variants of characters (闫 for 阎), or one that could not be typed ("?").
  same_sound,     ///< Other characters of the same sound.
  blurred_sound,  ///< The same as southern speech blurs it.
  swapped,        ///< Two neighbours changed places.
  one_off,        ///< One character or letter differs, lacks, or is too many.
  birth,          ///< Day, month or year of birth.
  identity,       ///< The end of the identity number.
  phone,          ///< A phone of somebody around the child, or its end.
  village,
  township,
  school,
  none,
};
inline constexpr std::size_t match_kind_count = static_cast<std::size_t>(MatchKind::none);

/// One word of a search, as all it may mean.
struct SearchWord {
  std::u32string han;          ///< Chinese characters, and placeholders for some.
  std::string letters;         ///< Small, without accents, v for ü.
  std::string digits;          ///< A number's end, perhaps with X behind it.
  std::int32_t born_from = 1;  ///< Days of birth it may mean, inclusive; none when from > to.
  std::int32_t born_to = 0;

  bool operator==(const SearchWord&) const = default;
  [[nodiscard]] bool is_name() const { return !han.empty() || !letters.empty(); }
  [[nodiscard]] bool is_birth() const { return born_from <= born_to; }
};

/// A text somebody looks for, taken apart.
struct SearchText {
  std::vector<SearchWord> words;  ///< Each must fit a child.
  /// Names of several words once more as one ("zhang wei", "阿依古丽·买买提"); fits instead of all
  /// words. None when a number is among them or there is one word alone.
  std::optional<SearchWord> whole;
  std::string name;  ///< The whole as a normalised name, to know exact ones by.
};

inline constexpr std::size_t search_words_max = 8;
inline constexpr std::size_t search_letters_max = 60;  ///< Of one word; the rest is not looked at.

/// Takes a text apart: at blanks, commas, "·" and where characters, letters and digits meet
/// ("张伟2017"). Full-width forms are read; of more words than the most the rest is left out.
/// "2017", "2017-05", "2017年5月3日", "20170503" may be births.
/// Cost: one pass. Any bytes are fine.
SearchText read_search(std::string_view text);

}  // namespace caregrid::registry
