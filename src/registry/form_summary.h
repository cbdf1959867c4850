#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace caregrid::registry {

/// Columns of the form's summary table, c1 to c32; `figures[0]` is c1. None: the cell is empty.
inline constexpr std::size_t summary_columns = 32;
using SummaryFigures = std::array<std::optional<std::int64_t>, summary_columns>;

/// Two sides of an identity that should be equal, in words and numbers.
struct BrokenIdentity {
  std::string left;  ///< "c1"
  std::int64_t left_value = 0;
  std::string right;  ///< "c2+c5+c8"
  std::int64_t right_value = 0;

  bool operator==(const BrokenIdentity&) const = default;
};

/// The identities of the form's summary table that do not hold, in the order of the handbook:
/// c1 = c2+c5+c8 = Σc11..c18 = c19+c20 = Σc21..c25 = Σc26..c29 = c30+c31+c32; c2 = c3+c4;
/// c5 = c6+c7; c8 = c9+c10; c13+c14 = c24+c25. One with an empty cell is not known to be broken
/// and is not told. Pure. Source: domain handbook 2.5.
std::vector<BrokenIdentity> check_summary(const SummaryFigures& figures);

/// "c1 = 120 ≠ c2+c5+c8 = 118"
std::string to_text(const BrokenIdentity& broken);

}  // namespace caregrid::registry
