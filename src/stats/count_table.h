#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/disclosure.h"

namespace caregrid::stats {

/// A table of counts by one to three dimensions with all its margins.
///
/// Shapes: a dimension of n categories has n + 1 places, the last of which is its total; counts lie
/// row-major over the places, the last dimension fastest.
struct CountTable {
  std::vector<std::size_t> sizes;  ///< Categories of each dimension.
  std::vector<std::int64_t> counts;

  bool operator==(const CountTable&) const = default;
};

/// How many counts such a table has, margins included.
std::size_t cells_of(std::span<const std::size_t> sizes);

/// Where a count lies; a place equal to the dimension's size is its total.
std::size_t cell_at(std::span<const std::size_t> sizes, std::span<const std::size_t> places);

/// The places of a count.
std::vector<std::size_t> places_of(std::span<const std::size_t> sizes, std::size_t cell);

/// A table from its inner counts (row-major over the categories alone): adds the margins.
CountTable with_margins(std::span<const std::size_t> sizes, std::span<const std::int64_t> inner);

/// Everything that adds up in a table of this shape: each line of each dimension.
std::vector<Sum> sums_of(std::span<const std::size_t> sizes);

/// Chooses what to hide of one table nothing else is known of: as `suppress` of its system, by
/// boxes of hidden counts instead of programs when it is large. The range of each hidden count then
/// comes from two whole-numbered tables. Cost: at most cells² · 2^dimensions steps; 5,000 counts in
/// 2 s. Source: Repsilber's GHMITER, as used by Germany's and Austria's statistical offices.
core::Result<Suppression> suppress(const CountTable& table, const DisclosureRules& rules);

/// Whether a share may be shown: not when it would be when it would be of fewer than 20. Source:
/// domain handbook 7.3.
inline constexpr std::int64_t denominator_min = 20;
inline bool may_show_rate(std::int64_t denominator) { return denominator >= denominator_min; }

/// A count as a public map shows it: to the nearest 5, halves up.
inline std::int64_t rounded_for_map(std::int64_t count) { return (count + 2) / 5 * 5; }

}  // namespace caregrid::stats
