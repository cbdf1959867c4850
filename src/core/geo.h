#pragma once

#include <cstdint>

namespace caregrid::core {

/// A place on the earth in degrees, WGS 84.
struct Point {
  double latitude = 0;
  double longitude = 0;

  bool operator==(const Point&) const = default;
};

/// Great-circle distance in whole metres on a sphere of radius 6,371,008.8 m (haversine).
/// Roads are longer; the allocation model says by how much.
std::int64_t distance_m(Point a, Point b);

}  // namespace caregrid::core
