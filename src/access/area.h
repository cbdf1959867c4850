#pragma once

#include <cstdint>

namespace caregrid::access {

/// A place in the hierarchy of divisions and all that lies inside it.
///
/// A division code has 12 digits, zero-padded on the right: 620524000000 is a county,
/// 620524100000 a township in it, 620524100001 a village in that. A whole country is 0.
/// Source: domain handbook 4.1.
struct Area {
  std::int64_t code = 0;

  bool operator==(const Area&) const = default;

  /// First code inside, inclusive.
  [[nodiscard]] std::int64_t low() const { return code; }
  /// First code past the end.
  [[nodiscard]] std::int64_t high() const;
  [[nodiscard]] bool covers(std::int64_t division) const {
    return division >= low() && division < high();
  }
  /// The six-digit county key that starts every table's primary key; 0 above county level.
  [[nodiscard]] std::int64_t county() const { return code / 1'000'000; }
};

enum class Level { country, province, prefecture, county, township, village };

/// The level of a 12-digit division code, by its trailing zeros.
Level level_of(std::int64_t division);

/// The code of the division one level up (village → township → county …; country → itself).
std::int64_t parent_of(std::int64_t division);

}  // namespace caregrid::access
