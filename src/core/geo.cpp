#include "core/geo.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace caregrid::core {

std::int64_t distance_m(Point a, Point b) {
  constexpr double radius_m = 6'371'008.8;
  constexpr double degree = std::numbers::pi / 180;
  const double half_lat = std::sin((b.latitude - a.latitude) * degree / 2);
  const double half_lon = std::sin((b.longitude - a.longitude) * degree / 2);
  const double chord = half_lat * half_lat + std::cos(a.latitude * degree) *
                                                 std::cos(b.latitude * degree) * half_lon *
                                                 half_lon;
  return std::llround(2 * radius_m * std::asin(std::sqrt(std::clamp(chord, 0.0, 1.0))));
}

}  // namespace caregrid::core
