// Shows what a client that asks too fast is told, by a clock of numbers.
#include "http/rate_limit.h"

#include <doctest/doctest.h>

#include <array>

namespace caregrid::http {
namespace {

TEST_CASE("a burst passes, then the steady rate") {
  RateLimit limit({10, 3});
  const std::array<std::pair<std::int64_t, int>, 9> asks{
      {{0, 0}, {0, 0}, {0, 0}, {0, 1}, {99, 1}, {100, 0}, {101, 1}, {10'000, 0}, {10'000, 0}}};
  for (const auto& [now_ms, wait_seconds] : asks) {
    CAPTURE(now_ms);
    CHECK(limit.take("a", now_ms) == wait_seconds);
  }
}

TEST_CASE("keys do not share, a clock that goes back gives nothing, the wait is told whole") {
  RateLimit limit({0.1, 1});
  CHECK(limit.take("a", 5000) == 0);
  CHECK(limit.take("b", 5000) == 0);
  CHECK(limit.take("a", 5000) == 10);
  CHECK(limit.take("a", 1000) == 10);
  CHECK(limit.take("a", 16'000) == 0);
}

TEST_CASE("no rate, no limit") {
  RateLimit limit({0, 1});
  for (int i = 0; i < 1000; ++i) {
    CHECK(limit.take("a", 0) == 0);
  }
  CHECK(limit.keys() == 0);
}

TEST_CASE("keys that rest are forgotten, and a flood of keys does not grow") {
  RateLimit limit({1, 2}, 10);
  for (int i = 0; i < 10; ++i) {
    CHECK(limit.take(std::to_string(i), 0) == 0);
  }
  CHECK(limit.take("late", 60'000) == 0);
  CHECK(limit.keys() == 1);
  for (int i = 0; i < 1000; ++i) {
    CHECK(limit.take("flood" + std::to_string(i), 60'000) == 0);
  }
  CHECK(limit.keys() <= 10);
}

}  // namespace
}  // namespace caregrid::http
