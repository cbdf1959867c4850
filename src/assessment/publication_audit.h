#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "stats/count_table.h"

namespace caregrid::assessment {

/// A table as it was or shall be released, with what its places mean.
struct ReleasedTable {
  std::int64_t area = 0;
  std::vector<std::string> dimensions;
  std::vector<std::vector<std::string>> categories;  ///< Keys, one list for each dimension.
  stats::CountTable table;
  std::vector<std::uint8_t> hidden;  ///< Empty for a new one.
};

/// Counts of a new table and all earlier ones that differ from it, together: more take too long.
inline constexpr std::size_t audited_together_max = 4000;

/// Chooses what a new table hides, given all that was released of the same measure.
///
/// The same count of the same children is one unknown: what was shown is known, what was hidden
/// stays so. A count that differs from its earlier self by less than the threshold is hidden, since
/// the difference would isolate the few who came or went.
/// Shapes: one entry for each count of the new table. Errors: conflict "publication.difference";
/// too_large "publication.too_large". Cost: 5 seconds for 3,000 counts together.
core::Result<std::vector<std::uint8_t>> audit_release(const ReleasedTable& fresh,
                                                      std::span<const ReleasedTable> earlier,
                                                      const stats::DisclosureRules& rules);

}  // namespace caregrid::assessment
