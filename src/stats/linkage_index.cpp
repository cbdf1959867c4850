#include "stats/linkage_index.h"

#include <algorithm>
#include <bit>

#include "core/check.h"

namespace caregrid::stats {

LinkageIndex::LinkageIndex(std::size_t key_columns, std::size_t expected, std::size_t block_max)
    : columns_(key_columns),
      block_max_(block_max),
      heads_(std::bit_ceil(std::max<std::size_t>(1024, expected * key_columns))) {
  core::check(expected * key_columns < 0xFFFF'FFFFU);
  next_.reserve(expected * key_columns);
  keys_.reserve(expected * key_columns);
}

std::size_t LinkageIndex::bucket_of(std::size_t column, std::uint32_t key) const {
  const std::uint64_t mixed = (key + (std::uint64_t{column} << 32U)) * 0x9e3779b97f4a7c15ULL;
  return static_cast<std::size_t>(mixed >> 24U) & (heads_.size() - 1);
}

void LinkageIndex::add(std::span<const std::uint32_t> keys) {
  core::check(keys.size() == columns_);
  for (std::size_t column = 0; column < columns_; ++column) {
    std::uint32_t before = 0;
    if (keys[column] != 0) {
      std::uint32_t& head = heads_[bucket_of(column, keys[column])];
      before = head;
      head = static_cast<std::uint32_t>(keys_.size()) + 1;
    }
    next_.push_back(before);
    keys_.push_back(keys[column]);
  }
}

std::vector<std::uint32_t> LinkageIndex::candidates(std::span<const std::uint32_t> keys) const {
  core::check(keys.size() == columns_);
  std::vector<std::uint32_t> found;
  for (std::size_t column = 0; column < columns_; ++column) {
    if (keys[column] == 0) {
      continue;
    }
    const std::size_t before = found.size();
    std::uint32_t at = heads_[bucket_of(column, keys[column])];
    while (at != 0 && found.size() - before <= block_max_) {
      const std::uint32_t entry = at - 1;
      if (keys_[entry] == keys[column] && entry % columns_ == column) {
        found.push_back(static_cast<std::uint32_t>(entry / columns_));
      }
      at = next_[entry];
    }
    if (found.size() - before >= block_max_) {
      found.resize(before);
    }
  }
  std::ranges::sort(found);
  const auto same = std::ranges::unique(found);
  found.erase(same.begin(), same.end());
  return found;
}

std::vector<LinkageEdge> find_links(const LinkageIndex& index, const LinkageRecords& records,
                                    const LinkageOdds& odds, std::uint32_t record,
                                    double log_odds_min) {
  std::vector<std::uint32_t> keys(records.key_columns());
  records.write_keys(record, keys);
  std::vector<LinkageEdge> links;
  for (const std::uint32_t other : index.candidates(keys)) {
    if (other == record || !records.may_link(record, other)) {
      continue;
    }
    const double log_odds = log_odds_of(records, odds, record, other);
    if (log_odds >= log_odds_min) {
      links.push_back({record, other, static_cast<float>(log_odds)});
    }
  }
  std::ranges::stable_sort(
      links, [](const LinkageEdge& x, const LinkageEdge& y) { return x.log_odds > y.log_odds; });
  return links;
}

}  // namespace caregrid::stats
