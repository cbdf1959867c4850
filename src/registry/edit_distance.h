#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace caregrid::registry {

std::u32string to_code_points(std::string_view text);

/// Fewest insertions, deletions and replacements of one character that turn `a` into `b`
/// (Levenshtein).
///
/// Cost: O(|a| · |b|) time, O(|b|) space.
std::size_t edit_distance(std::u32string_view a, std::u32string_view b);

}  // namespace caregrid::registry
