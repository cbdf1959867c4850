#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace caregrid::registry {

/// Longest name in characters. Source: domain handbook 4.4.
inline constexpr std::size_t name_length_max = 50;

/// A name as it is stored and compared: full-width letters narrow, accents joined to their letter,
/// no blanks between Chinese characters, single spaces between Latin words, and every separator of
/// minority names ("•", "・", "." between letters …) as U+00B7 without blanks around it.
///
/// Never splits surname from given name. Source: domain handbook 4.4.
std::string normalise_name(std::string_view raw);

/// Translation key of what is wrong with a normalised name: "name.empty", "name.too_long",
/// "name.no_letter"; empty when nothing is.
std::string_view check_name(std::string_view normalised);

/// Whether the name is written in Chinese characters at least in part.
bool has_han(std::string_view name);

/// Whether two names could be one person's as different clerks write it: equal, one character off,
/// two characters swapped, or the same Latin words in another order. Placeholders for characters
/// that could not be typed ("?", "〓") fit any one character.
bool is_similar_name(std::string_view a, std::string_view b);

/// Whether any Chinese character stands in both names.
bool shares_character(std::string_view a, std::string_view b);

}  // namespace caregrid::registry
