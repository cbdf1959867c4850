#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/linkage.h"

namespace caregrid::stats {

/// Finds who a new record may be, without linking everybody again.
///
/// Holds the keys of the records it was given, in memory; the records themselves stay the caller's.
/// What it finds for the last record is what `link_records` would compare it with.
/// Cost: 8 bytes a key; adding and finding take microseconds.
class LinkageIndex final {
 public:
  /// `expected` records may come without the index growing out of its table.
  LinkageIndex(std::size_t key_columns, std::size_t expected, std::size_t block_max = 60);

  /// Enters a record's keys. Records are numbered as they come: 0, 1, 2, …
  void add(std::span<const std::uint32_t> keys);

  [[nodiscard]] std::size_t count() const { return columns_ == 0 ? 0 : keys_.size() / columns_; }

  /// Records that share a key with these, each once, in ascending order. A key that more than
  /// `block_max` records would have, this one with them, finds nothing.
  [[nodiscard]] std::vector<std::uint32_t> candidates(std::span<const std::uint32_t> keys) const;

 private:
  [[nodiscard]] std::size_t bucket_of(std::size_t column, std::uint32_t key) const;

  std::size_t columns_;
  std::size_t block_max_;
  std::vector<std::uint32_t> heads_;  ///< First entry of each bucket, plus 1; a power of two.
  std::vector<std::uint32_t> next_;   ///< The entry after, plus 1; entries are record × column.
  std::vector<std::uint32_t> keys_;   ///< By entry.
};

/// Who a record may be: the best first; pairs below `log_odds_min` and hard non-links left out.
/// `record` is one of `records`, but not in the index yet.
std::vector<LinkageEdge> find_links(const LinkageIndex& index, const LinkageRecords& records,
                                    const LinkageOdds& odds, std::uint32_t record,
                                    double log_odds_min = -4);

}  // namespace caregrid::stats
