#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "access/area.h"
#include "access/call.h"
#include "allocation/operations.h"
#include "allocation/snapshot.h"
#include "core/result.h"

namespace caregrid::allocation {

/// A plan as stored, without its lines.
struct StoredPlan {
  PlanId id;
  std::int64_t number = 0;  ///< 1, 2, 3 …; the highest is in force.
  core::Instant made_at;
  core::Date week_of;
  std::int64_t revision = 0;  ///< Grows with every decision.
  SolverNote solver;
};

/// The plan in force; none before the first.
core::Result<std::optional<StoredPlan>> find_newest(const access::Call& call);
core::Result<std::optional<StoredPlan>> find_stored(const access::Call& call, PlanId id);

/// Plans below a number, newest first.
core::Result<std::vector<StoredPlan>> list_stored(const access::Call& call,
                                                  std::int64_t below_number, int limit);

core::Result<void> insert_plan(const access::Call& call, const StoredPlan& plan);

/// Notes that a decision was made, so that a plan being solved meanwhile is solved again.
core::Result<void> update_revision(const access::Call& call, PlanId plan);

/// What a line or an unmet row repeats of its need.
struct NeedEcho {
  care::NeedId need;
  int tier = 1;
  care::NeedKind kind = care::NeedKind::mentor;
  std::int64_t village = 0;  ///< The county's code when not known.
};

/// What a line belongs to.
struct LineKeys {
  LineId id;
  NeedEcho need;
  services::OfferId offer;
};
core::Result<void> insert_line(const access::Call& call, PlanId plan, const LineKeys& keys,
                               const DraftLine& line);

/// What an unmet row belongs to; the id is the need's, or the refused line's.
struct UnmetKeys {
  core::IdBytes id{};
  NeedEcho need;
};
core::Result<void> insert_unmet(const access::Call& call, PlanId plan, const UnmetKeys& keys,
                                const DraftUnmet& unmet);
core::Result<void> delete_unmet(const access::Call& call, PlanId plan, const core::IdBytes& id);

core::Result<void> insert_capacity(const access::Call& call, PlanId plan, care::NeedKind kind,
                                   std::int64_t capacity);
core::Result<void> insert_release(const access::Call& call, PlanId plan, std::size_t position,
                                  const Released& released);

/// Accepted and pinned lines of a plan, whoever gives them.
core::Result<std::vector<KeptLine>> list_kept(const access::Call& call, PlanId plan);

/// Refused pairs of the county, from all plans.
core::Result<std::vector<RefusedPair>> list_refused(const access::Call& call);
core::Result<void> insert_refusal(const access::Call& call, const RefusedPair& pair);
core::Result<void> delete_refusal(const access::Call& call, const RefusedPair& pair);

/// Records a decision with who made it and when.
core::Result<void> update_line(const access::Call& call, PlanId plan, LineId line, LineState state);

/// Keeps why a line was decided as it was, sealed under its child's key; in place of what was noted
/// of it before.
core::Result<void> put_decision_note(const access::Call& call, PlanId plan, const PlanLine& line,
                                     const std::string& note);

/// Accepts what is still proposed in an area, of helpers cleared for the week.
core::Result<void> update_proposed(const access::Call& call, PlanId plan, access::Area area);

}  // namespace caregrid::allocation
