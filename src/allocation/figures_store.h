#pragma once

#include <cstdint>
#include <vector>

#include "access/area.h"
#include "access/call.h"
#include "allocation/operations.h"
#include "core/result.h"

namespace caregrid::allocation {

/// Lines of a plan in an area, added up.
struct LineTally {
  int tier = 1;
  care::NeedKind kind = care::NeedKind::mentor;
  std::int64_t village = 0;
  LineState state = LineState::proposed;
  bool is_cleared = true;
  std::int64_t lines = 0;
  std::int64_t units = 0;
  std::int64_t travel_m = 0;  ///< Units × metres.
};
core::Result<std::vector<LineTally>> tally_lines(const access::Call& call, PlanId plan,
                                                 access::Area area);

/// Unmet rows of a plan in an area, added up.
struct UnmetTally {
  int tier = 1;
  care::NeedKind kind = care::NeedKind::mentor;
  std::int64_t village = 0;
  UnmetReason reason = UnmetReason::no_offer_of_kind;
  std::int64_t units = 0;
};
core::Result<std::vector<UnmetTally>> tally_unmet(const access::Call& call, PlanId plan,
                                                  access::Area area);

/// Needs with a line or unmet units.
core::Result<std::int64_t> count_needs(const access::Call& call, PlanId plan, access::Area area);

/// Capacity of each kind when the plan was made; shares are left 0.
core::Result<std::vector<KindShare>> list_capacities(const access::Call& call, PlanId plan);

core::Result<std::vector<Released>> list_release_rows(const access::Call& call, PlanId plan);
core::Result<std::vector<OfferLoad>> list_load_rows(const access::Call& call, PlanId plan);

}  // namespace caregrid::allocation
