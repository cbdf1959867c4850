#pragma once

#include <cstdint>
#include <vector>

#include "access/call.h"
#include "allocation/figures_store.h"
#include "allocation/store.h"
#include "allocation/summary.h"
#include "core/result.h"

namespace caregrid::allocation {

/// Adds up tallies into the shares of a summary; everything else of it is left as it is.
///
/// Units of lines whose helper is not cleared any more are wanted but not served; refused lines
/// are counted through the unmet rows that stand for them.
void add_shares(const std::vector<LineTally>& lines, const std::vector<UnmetTally>& unmet,
                PlanSummary& summary);

/// The numbers of a stored plan within the actor's area. The caller has authorised.
core::Result<PlanSummary> summarise(const access::Call& call, const StoredPlan& plan);

/// Units wanted and served by village within the actor's area. The caller has authorised.
core::Result<std::vector<VillageShare>> sum_villages(const access::Call& call, PlanId plan);

}  // namespace caregrid::allocation
