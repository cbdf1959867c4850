// Shows great-circle distances that can be told from the sphere's radius alone: a degree, a
// quarter, half the way round; and that distance is symmetric and obeys the triangle.
#include "core/geo.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <numbers>

#include "core/rng.h"

namespace caregrid::core {
namespace {

constexpr double radius_m = 6'371'008.8;

TEST_CASE("arcs of a known angle") {
  struct Row {
    Point a;
    Point b;
    double angle_degrees;
  };
  constexpr std::array rows = {
      Row{{34.7, 104.8}, {34.7, 104.8}, 0},
      Row{{0, 0}, {1, 0}, 1},
      Row{{0, 0}, {0, 1}, 1},
      Row{{34, 105}, {35, 105}, 1},
      Row{{90, 0}, {0, 77}, 90},
      Row{{0, 10}, {0, -80}, 90},
      Row{{0, 179.5}, {0, -179.5}, 1},
      Row{{45, 0}, {-45, 180}, 180},
      Row{{90, 0}, {-90, 0}, 180},
      Row{{60, 0}, {60, 180}, 60},
  };
  for (const auto& row : rows) {
    CAPTURE(row.angle_degrees);
    const auto expected = std::llround(radius_m * row.angle_degrees * std::numbers::pi / 180);
    CHECK(distance_m(row.a, row.b) == expected);
    CHECK(distance_m(row.b, row.a) == expected);
  }
}

TEST_CASE("a detour is never shorter") {
  SeededRng rng(3);
  const auto point = [&] { return Point{rng.unit() * 180 - 90, rng.unit() * 360 - 180}; };
  for (int i = 0; i < 1000; ++i) {
    const Point a = point();
    const Point b = point();
    const Point c = point();
    CHECK(distance_m(a, b) <= distance_m(a, c) + distance_m(c, b) + 2);  // Two roundings.
  }
}

}  // namespace
}  // namespace caregrid::core
