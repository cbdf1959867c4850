#include "stats/blocking.h"

#include <algorithm>
#include <array>

#include "core/check.h"

namespace caregrid::stats {
namespace {

struct Entry {
  std::uint32_t key = 0;
  std::uint32_t record = 0;
};

constexpr unsigned digit_bits = 11;
constexpr std::uint32_t digit_mask = (1U << digit_bits) - 1;

/// Sorts by key, equal keys by record; three passes whatever the keys.
void radix_sort(std::vector<Entry>& entries, std::vector<Entry>& scratch) {
  scratch.resize(entries.size());
  for (unsigned shift = 0; shift < 32; shift += digit_bits) {
    std::array<std::size_t, digit_mask + 2> begins{};
    for (const Entry& entry : entries) {
      ++begins[((entry.key >> shift) & digit_mask) + 1];
    }
    for (std::size_t digit = 1; digit < begins.size(); ++digit) {
      begins[digit] += begins[digit - 1];
    }
    for (const Entry& entry : entries) {
      scratch[begins[(entry.key >> shift) & digit_mask]++] = entry;
    }
    entries.swap(scratch);
  }
}

/// Whether an earlier column has shown the pair already.
bool was_shown(const BlockingKeys& keys, std::size_t column, std::uint32_t a, std::uint32_t b) {
  const std::span<const std::uint32_t> left = keys.of(a);
  const std::span<const std::uint32_t> right = keys.of(b);
  for (std::size_t before = 0; before < column; ++before) {
    if (left[before] != 0 && left[before] == right[before]) {
      return true;
    }
  }
  return false;
}

/// Visits the pairs of one key.
void visit_block(BlockingKeys& keys, std::size_t column, std::span<const Entry> block,
                 core::FunctionRef<void(std::uint32_t, std::uint32_t)> visit) {
  for (std::size_t i = 0; i < block.size(); ++i) {
    for (std::size_t j = i + 1; j < block.size(); ++j) {
      if (!was_shown(keys, column, block[i].record, block[j].record)) {
        visit(block[i].record, block[j].record);
      }
    }
  }
}

void collect_entries(const BlockingKeys& keys, std::size_t column, std::vector<Entry>& entries) {
  entries.clear();
  for (std::size_t record = 0; record < keys.records; ++record) {
    if (const std::uint32_t key = keys.at(column, record); key != 0) {
      entries.push_back({key, static_cast<std::uint32_t>(record)});
    }
  }
}

}  // namespace

std::vector<std::size_t> visit_candidates(
    BlockingKeys& keys, std::size_t block_max,
    core::FunctionRef<void(std::uint32_t, std::uint32_t)> visit) {
  core::check(keys.keys.size() == keys.records * keys.columns);
  std::vector<std::size_t> left_out(keys.columns, 0);
  std::vector<Entry> entries;
  std::vector<Entry> scratch;
  for (std::size_t column = 0; column < keys.columns; ++column) {
    collect_entries(keys, column, entries);
    radix_sort(entries, scratch);
    for (auto begin = entries.begin(); begin != entries.end();) {
      const auto end = std::find_if(begin, entries.end(),
                                    [&](const Entry& entry) { return entry.key != begin->key; });
      const std::span<const Entry> block(begin, end);
      begin = end;
      if (block.size() <= block_max) {
        visit_block(keys, column, block, visit);
        continue;
      }
      left_out[column] += block.size();
      for (const Entry& entry : block) {
        keys.at(column, entry.record) = 0;
      }
    }
  }
  return left_out;
}

}  // namespace caregrid::stats
