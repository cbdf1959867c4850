#include "stats/count_table.h"

#include "core/check.h"

namespace caregrid::stats {

std::size_t cells_of(std::span<const std::size_t> sizes) {
  std::size_t cells = 1;
  for (const std::size_t size : sizes) {
    cells *= size + 1;
  }
  return cells;
}

std::size_t cell_at(std::span<const std::size_t> sizes, std::span<const std::size_t> places) {
  core::check(sizes.size() == places.size());
  std::size_t cell = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    core::check(places[i] <= sizes[i]);
    cell = cell * (sizes[i] + 1) + places[i];
  }
  return cell;
}

std::vector<std::size_t> places_of(std::span<const std::size_t> sizes, std::size_t cell) {
  std::vector<std::size_t> places(sizes.size());
  for (std::size_t i = sizes.size(); i-- > 0;) {
    places[i] = cell % (sizes[i] + 1);
    cell /= sizes[i] + 1;
  }
  return places;
}

CountTable with_margins(std::span<const std::size_t> sizes, std::span<const std::int64_t> inner) {
  CountTable table{{sizes.begin(), sizes.end()}, std::vector<std::int64_t>(cells_of(sizes), 0)};
  for (std::size_t i = 0; i < inner.size(); ++i) {
    std::vector<std::size_t> places(sizes.size());
    std::size_t rest = i;
    for (std::size_t d = sizes.size(); d-- > 0;) {
      places[d] = rest % sizes[d];
      rest /= sizes[d];
    }
    // Each set of dimensions that are summed over is a bit pattern.
    for (std::size_t summed = 0; summed < (std::size_t{1} << sizes.size()); ++summed) {
      std::vector<std::size_t> target = places;
      for (std::size_t d = 0; d < sizes.size(); ++d) {
        target[d] = ((summed >> d) & 1U) != 0 ? sizes[d] : target[d];
      }
      table.counts[cell_at(sizes, target)] += inner[i];
    }
  }
  return table;
}

std::vector<Sum> sums_of(std::span<const std::size_t> sizes) {
  std::vector<Sum> sums;
  for (std::size_t cell = 0; cell < cells_of(sizes); ++cell) {
    const std::vector<std::size_t> places = places_of(sizes, cell);
    for (std::size_t d = 0; d < sizes.size(); ++d) {
      if (places[d] != sizes[d]) {
        continue;
      }
      Sum& sum = sums.emplace_back(Sum{cell, {}});
      std::vector<std::size_t> part = places;
      for (part[d] = 0; part[d] < sizes[d]; ++part[d]) {
        sum.parts.push_back(cell_at(sizes, part));
      }
    }
  }
  return sums;
}

}  // namespace caregrid::stats
