#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>

namespace caregrid::core {

/// ISO 4217 code, upper-case ("CNY").
struct Currency {
  std::array<char, 3> code{'C', 'N', 'Y'};

  auto operator<=>(const Currency&) const = default;
};

/// An amount in integer minor units (fen). Two currencies never add.
struct Money {
  std::int64_t minor = 0;
  Currency currency;

  bool operator==(const Money&) const = default;
};

/// The sum; none when the currencies differ or the sum overflows.
std::optional<Money> add(Money a, Money b);

}  // namespace caregrid::core
