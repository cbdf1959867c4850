// Shows that a seed gives the published SplitMix64 sequence on every machine, and that what is
// drawn from it is spread evenly enough for tests and demonstrations.
#include "core/rng.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <vector>

namespace caregrid::core {
namespace {

TEST_CASE("the reference sequence of seed 1234567") {
  constexpr std::array<std::uint64_t, 5> expected = {6457827717110365317ULL, 3203168211198807973ULL,
                                                     9817491932198370423ULL, 4593380528125082431ULL,
                                                     16408922859458223821ULL};
  SeededRng rng(1234567);
  for (const std::uint64_t value : expected) {
    CHECK(rng.next() == value);
  }
}

TEST_CASE("bytes are the same sequence, a rest is cut off") {
  std::array<std::byte, 11> bytes{};
  SeededRng(1234567).fill(bytes);
  CHECK(bytes[0] == std::byte{0x85});  // 6457827717110365317 = 0x599ed017fb08fc85, low byte first.
  CHECK(bytes[7] == std::byte{0x59});
  std::array<std::byte, 16> more{};
  SeededRng(1234567).fill(more);
  CHECK(std::equal(bytes.begin(), bytes.end(), more.begin()));
}

TEST_CASE("draws stay inside their bounds and visit all of them") {
  SeededRng rng(5);
  std::array<int, 7> seen{};
  double sum = 0;
  int hits = 0;
  for (int i = 0; i < 70'000; ++i) {
    ++seen.at(rng.below(7));
    const double unit = rng.unit();
    REQUIRE(unit >= 0);
    REQUIRE(unit < 1);
    sum += unit;
    hits += rng.chance(0.25) ? 1 : 0;
  }
  for (const int count : seen) {
    CHECK(count > 9'500);
    CHECK(count < 10'500);
  }
  CHECK(sum / 70'000 == doctest::Approx(0.5).epsilon(0.01));
  CHECK(hits / 70'000.0 == doctest::Approx(0.25).epsilon(0.03));
}

TEST_CASE("the system's randomness does not repeat") {
  SystemRng rng;
  std::array<std::byte, 32> first{};
  std::array<std::byte, 32> second{};
  rng.fill(first);
  rng.fill(second);
  CHECK(first != second);
}

}  // namespace
}  // namespace caregrid::core
