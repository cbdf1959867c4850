#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/door.h"
#include "allocation/plan.h"
#include "allocation/summary.h"
#include "core/function_ref.h"
#include "core/result.h"

namespace caregrid::allocation {

/// What to plan: the week from the Monday `week_of`; by default the first Monday not yet past.
struct PlanRequest {
  PlanId id;  ///< Made by the client; also names the command, so a resend plans once.
  std::optional<core::Date> week_of;
};

/// How far a plan is; `step` is a literal: "load", "model", "solve", "explain", "store".
struct PlanProgress {
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::string_view step;
};

/// Hears of progress; false cancels.
using Report = core::FunctionRef<bool(const PlanProgress&)>;

/// Makes this week's plan: loads on a snapshot, solves outside any transaction, stores through the
/// door. Lines accepted or pinned in the plan before are kept unless they must go; refused pairs
/// never come again.
///
/// Errors: forbidden; unavailable "plan.cancelled"; too_large "solve.cost_overflow" with the bound;
/// conflict "plan.moved" when decisions kept arriving while it was solved (tried three times).
core::Result<PlanSummary> make_plan(access::Door& door, const access::Actor& actor,
                                    const PlanRequest& request, Report report);

/// The newest plan; none before the first. Counts only what lies in the actor's area.
core::Result<std::optional<PlanSummary>> current_plan(const access::Call& call);

/// Errors: not_found.
core::Result<PlanSummary> find_plan(const access::Call& call, PlanId id);

/// One page of plans.
struct PlanPage {
  std::vector<PlanSummary> items;
  std::optional<std::string> next;
};
/// Newest first.
core::Result<PlanPage> list_plans(const access::Call& call, int limit, const std::string& after);

/// Which lines to list; unset members do not narrow.
struct LineFilter {
  std::optional<LineState> state;
  std::optional<care::NeedKind> kind;
  std::optional<int> tier;
  std::optional<std::int64_t> division;  ///< Of the child's village.
  int limit = 50;
  std::string after;
};
/// One page of lines; `total` counts all that match.
struct LinePage {
  std::vector<PlanLine> items;
  std::optional<std::string> next;
  std::int64_t total = 0;
};
/// Most urgent first, then by village. A line whose helper's clearance is not valid for the
/// planned week any more is withheld.
core::Result<LinePage> list_lines(const access::Call& call, PlanId plan, const LineFilter& filter);

/// Which unmet needs to list; unset members do not narrow.
struct UnmetFilter {
  std::optional<UnmetReason> reason;
  std::optional<care::NeedKind> kind;
  std::optional<int> tier;
  std::optional<std::int64_t> division;
  int limit = 50;
  std::string after;
};
/// One page of unmet needs; `total` counts all that match.
struct UnmetPage {
  std::vector<Unmet> items;
  std::optional<std::string> next;
  std::int64_t total = 0;
};
/// Most urgent first, then by village.
core::Result<UnmetPage> list_unmet(const access::Call& call, PlanId plan,
                                   const UnmetFilter& filter);

/// In-person lines whose two villages differ and are on the map.
core::Result<std::vector<MapLine>> list_map_lines(const access::Call& call, PlanId plan);

/// Kept lines of the plan before that had to go.
core::Result<std::vector<Released>> list_released(const access::Call& call, PlanId plan);

/// Accepts, refuses, pins or resets one line of the newest plan; runs inside the door.
///
/// Errors: forbidden; not_found; conflict "plan.superseded"; conflict "plan.not_cleared" when the
/// helper's clearance is not valid for that week any more (refuse and reset always go).
core::Result<PlanLine> decide_line(const access::Call& call, PlanId plan, LineId line,
                                   Decision decision, const std::string& note);

/// Accepts every line still proposed whose helper is cleared; runs inside the door.
core::Result<PlanSummary> accept_all(const access::Call& call, PlanId plan);

/// Units wanted and served per village in a plan, for the map of the home page.
struct VillageShare {
  std::int64_t village = 0;
  std::int64_t units = 0;
  std::int64_t served = 0;
};
core::Result<std::vector<VillageShare>> list_village_shares(const access::Call& call, PlanId plan);

/// Units a week a plan asks of each helper that has a line, refused ones left out.
struct OfferLoad {
  services::OfferId offer;
  std::int64_t units = 0;
};
core::Result<std::vector<OfferLoad>> list_loads(const access::Call& call, PlanId plan);

}  // namespace caregrid::allocation
