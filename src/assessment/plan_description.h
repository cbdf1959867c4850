#pragma once

#include <string_view>
#include <tuple>

#include "allocation/summary.h"
#include "core/describe.h"

/// How a plan's numbers look outside: one description for the web, the command line and the home
/// page. What the members mean stands at the types themselves.
namespace caregrid::core {

template <>
struct Describe<allocation::TierShare> {
  using It = allocation::TierShare;
  static constexpr std::string_view name = "TierShare";
  static constexpr auto fields =
      std::tuple{field("tier", &It::tier, "1 most urgent … 4"), field("units", &It::units),
                 field("served", &It::served)};
};

template <>
struct Describe<allocation::TownshipShare> {
  using It = allocation::TownshipShare;
  static constexpr std::string_view name = "TownshipShare";
  static constexpr auto fields = std::tuple{
      field("code", &It::code, "0 where the child's village is not known"),
      field("name", &It::name), field("units", &It::units), field("served", &It::served)};
};

template <>
struct Describe<allocation::KindShare> {
  using It = allocation::KindShare;
  static constexpr std::string_view name = "KindShare";
  static constexpr auto fields = std::tuple{
      field("kind", &It::kind), field("units", &It::units), field("served", &It::served),
      field("capacity", &It::capacity, "Units a week of all cleared offers that give this kind")};
};

template <>
struct Describe<allocation::ReasonShare> {
  using It = allocation::ReasonShare;
  static constexpr std::string_view name = "ReasonShare";
  static constexpr auto fields =
      std::tuple{field("reason", &It::reason), field("units", &It::units)};
};

template <>
struct Describe<allocation::SolverNote> {
  using It = allocation::SolverNote;
  static constexpr std::string_view name = "SolverNote";
  static constexpr auto fields =
      std::tuple{field("name", &It::name), field("milliseconds", &It::milliseconds),
                 field("optimal", &It::is_optimal, "Proved: objective equals bound"),
                 field("objective", &It::objective), field("bound", &It::bound)};
};

template <>
struct Describe<allocation::PlanSummary> {
  using It = allocation::PlanSummary;
  static constexpr std::string_view name = "PlanSummary";
  static constexpr auto fields = std::tuple{
      field("id", &It::id),
      field("made_at", &It::made_at),
      field("week_of", &It::week_of, "The Monday of the planned week"),
      field("state", &It::state),
      field("needs", &It::needs),
      field("units", &It::units),
      field("units_served", &It::units_served),
      field("lines", &It::lines),
      field("accepted", &It::accepted),
      field("refused", &It::refused),
      field("pinned", &It::pinned),
      field("released", &It::released, "Kept lines of the plan before that had to go"),
      field("withheld", &It::withheld, "Lines hidden because a clearance was lost since"),
      field("travel_km", &It::travel_km, "Sum over lines of units × distance, one way"),
      field("tiers", &It::tiers),
      field("townships", &It::townships),
      field("kinds", &It::kinds),
      field("unmet_reasons", &It::unmet_reasons),
      field("solver", &It::solver)};
};

}  // namespace caregrid::core
