#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/function_ref.h"

namespace caregrid::stats {

/// What records are found by: for each of several ways to look, a number for each record.
///
/// Shapes: `keys` is records × columns, a record after the other, so that whether two records met
/// before is asked of two places in memory; key 0 finds nothing. At most 64 columns, 2^32 − 1
/// records.
struct BlockingKeys {
  std::size_t records = 0;
  std::size_t columns = 0;
  std::vector<std::uint32_t> keys;

  BlockingKeys() = default;
  BlockingKeys(std::size_t record_count, std::size_t column_count)
      : records(record_count), columns(column_count), keys(record_count * column_count) {}

  [[nodiscard]] std::uint32_t& at(std::size_t column, std::size_t record) {
    return keys[record * columns + column];
  }
  [[nodiscard]] std::uint32_t at(std::size_t column, std::size_t record) const {
    return keys[record * columns + column];
  }
  [[nodiscard]] std::span<std::uint32_t> of(std::size_t record) {
    return {keys.data() + record * columns, columns};
  }
  [[nodiscard]] std::span<const std::uint32_t> of(std::size_t record) const {
    return {keys.data() + record * columns, columns};
  }
};

/// Visits every pair of records with a common key once, the smaller number first.
///
/// A key more than `block_max` records have finds nothing: it says too little. Such keys are set to
/// 0 in `keys`. Pairs come in an order that depends on the keys alone.
/// Cost: a radix sort of each column, then the pairs; 16 bytes a record besides the keys.
/// Returns how many records each column had to leave out.
std::vector<std::size_t> visit_candidates(
    BlockingKeys& keys, std::size_t block_max,
    core::FunctionRef<void(std::uint32_t, std::uint32_t)> visit);

}  // namespace caregrid::stats
