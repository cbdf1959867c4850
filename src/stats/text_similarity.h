#pragma once

#include <cstddef>
#include <string_view>

namespace caregrid::stats {

/// How alike two words are, from 0 to 1 (equal): matching letters, transpositions, and a bonus for
/// a common beginning of up to four letters.
///
/// Symmetric. Cost: O(|a| · |b|), no allocation up to 64 letters; longer words are cut there.
/// Source: Jaro (1989), Winkler (1990).
double jaro_winkler(std::u32string_view a, std::u32string_view b);

/// Fewest insertions, deletions, replacements and swaps of neighbours that turn one into the other,
/// or `most` + 1 when it is more than `most`. Words are cut at 64 letters.
///
/// Symmetric. Source: the restricted distance of Damerau (1964).
std::size_t edits_up_to(std::u32string_view a, std::u32string_view b, std::size_t most);

}  // namespace caregrid::stats
