#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace caregrid::registry::county_search {

/// How many characters of the end of an identity number are looked for at most, and how many by
/// those who see it masked.
inline constexpr std::size_t identity_more = 6;
inline constexpr std::size_t identity_shown = 4;

/// Fewest and most digits of a phone that are its end and not the whole.
inline constexpr std::size_t phone_end_min = 4;
inline constexpr std::size_t phone_whole_min = 7;

/// The last characters of a number to the base 11, plus 1; 0 for a text that has fewer or holds
/// anything but digits and a last X.
std::uint32_t identity_end(std::string_view number, std::size_t characters);

}  // namespace caregrid::registry::county_search
