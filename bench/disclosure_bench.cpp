// How long it takes to decide what a table hides. Target: 2 s for 5,000 counts.
#include <chrono>
#include <cstdio>
#include <vector>

#include "core/rng.h"
#include "stats/count_table.h"

namespace {

using namespace caregrid;

void measure(const char* name, const std::vector<std::size_t>& sizes) {
  core::SeededRng rng(1);
  std::size_t inner = 1;
  for (const std::size_t size : sizes) {
    inner *= size;
  }
  std::vector<std::int64_t> counts(inner);
  for (auto& count : counts) {
    const std::uint64_t most[] = {1, 3, 6, 15, 60};
    count = static_cast<std::int64_t>(rng.below(most[rng.below(5)] + 1));
  }
  const stats::CountTable table = stats::with_margins(sizes, counts);
  const auto begun = std::chrono::steady_clock::now();
  const auto made = stats::suppress(table, {});
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begun;
  std::printf("%-22s %6zu counts  %5lld small  %5lld more hidden  %7.3f s\n", name,
              table.counts.size(), made ? static_cast<long long>(made->primary) : -1,
              made ? static_cast<long long>(made->secondary) : -1, spent.count());
}

}  // namespace

int main() {
  measure("township x sex", {19, 2});
  measure("township x kind", {19, 31});
  measure("township x age x sex", {19, 7, 2});
  measure("township x kind x tier", {19, 31, 4});
  measure("25 x 20 x 10", {25, 20, 10});
  return 0;
}
