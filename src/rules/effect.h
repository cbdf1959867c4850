#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "rules/program.h"

namespace caregrid::rules {

/// What a change of rules does to one scheme. Children are numbered as in the table.
struct SchemeEffect {
  std::string scheme;
  /// How many went from one answer to another, by `Truth`: `moved[before][after]`.
  std::array<std::array<std::int64_t, 3>, 3> moved{};
  std::vector<std::uint32_t> entering;          ///< Anything else before, yes after.
  std::vector<std::uint32_t> leaving;           ///< Yes before, no after.
  std::vector<std::uint32_t> becoming_unknown;  ///< Decided before, unknown after.
  std::vector<std::uint32_t> ruled_out;         ///< Unknown before, no after.
  std::vector<std::uint32_t> renumbered;        ///< Another number before than after.
  bool is_only_before = false;                  ///< The scheme is gone after.
  bool is_only_after = false;                   ///< The scheme is new.

  bool operator==(const SchemeEffect&) const = default;
};

/// Compares two books over one population before the second takes effect: every scheme of either,
/// those of `before` first. A scheme one of them lacks says no to everybody there.
///
/// Pure: the caller chooses the day and who is looked at. Cost: as running both.
std::vector<SchemeEffect> compare(const Program& before, const Program& after,
                                  const FactTable& table, std::span<const std::int64_t> places);

}  // namespace caregrid::rules
