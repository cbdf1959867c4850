#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "allocation/plan.h"
#include "core/clock.h"
#include "core/date.h"

namespace caregrid::allocation {

/// Accepted once no line is left to decide; superseded once a newer plan was made.
enum class PlanState : std::uint8_t { proposed, accepted, superseded };

/// Units a week wanted and served of one tier.
struct TierShare {
  int tier = 1;
  std::int64_t units = 0;
  std::int64_t served = 0;
};
/// The same by where the child lives.
struct TownshipShare {
  std::int64_t code = 0;  ///< 0: the child's village is not known.
  std::string name;
  std::int64_t units = 0;
  std::int64_t served = 0;
};
/// The same by kind of need, with what there was to give.
struct KindShare {
  care::NeedKind kind = care::NeedKind::mentor;
  std::int64_t units = 0;
  std::int64_t served = 0;
  std::int64_t capacity = 0;  ///< Weekly, of all cleared offers that give this kind among others.
};
/// Unmet units by the reason that binds; the commonest stands first in a summary.
struct ReasonShare {
  UnmetReason reason = UnmetReason::no_offer_of_kind;
  std::int64_t units = 0;
};

/// How the plan was found. `objective` equals `bound` when `is_optimal`.
struct SolverNote {
  std::string name;
  std::int64_t milliseconds = 0;
  bool is_optimal = false;
  std::int64_t objective = 0;
  std::int64_t bound = 0;
};

/// The plan in numbers. Served = lines not refused, of helpers still cleared for that week.
struct PlanSummary {
  PlanId id;
  core::Instant made_at;
  core::Date week_of;  ///< The Monday of the planned week.
  PlanState state = PlanState::proposed;
  std::int64_t needs = 0;
  std::int64_t units = 0;
  std::int64_t units_served = 0;
  std::int64_t lines = 0;
  std::int64_t accepted = 0;
  std::int64_t refused = 0;
  std::int64_t pinned = 0;
  std::int64_t released = 0;  ///< Accepted or pinned lines of the plan before that had to go.
  std::int64_t withheld = 0;  ///< Lines hidden because the helper's clearance was lost since.
  double travel_km = 0;       ///< Sum over lines of units × distance, one way.
  std::vector<TierShare> tiers;
  std::vector<TownshipShare> townships;
  std::vector<KindShare> kinds;
  std::vector<ReasonShare> unmet_reasons;
  SolverNote solver;
};

}  // namespace caregrid::allocation

namespace caregrid::core {

template <>
struct Describe<allocation::PlanState> {
  static constexpr std::string_view name = "PlanState";
  static constexpr std::array values{ValueOf{allocation::PlanState::proposed, "proposed"},
                                     ValueOf{allocation::PlanState::accepted, "accepted"},
                                     ValueOf{allocation::PlanState::superseded, "superseded"}};
};

}  // namespace caregrid::core
