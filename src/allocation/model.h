#pragma once

#include <cstdint>
#include <vector>

#include "allocation/eligibility.h"
#include "allocation/kept.h"
#include "allocation/snapshot.h"
#include "core/result.h"
#include "solve/assignment.h"

namespace caregrid::allocation {

/// What counts beside metres. Units: metres of travel that weigh the same.
struct Weights {
  std::int64_t online_m = 3'000;  ///< Being helped through a screen.
  std::int64_t bond_m = 5'000;    ///< Losing the helper the child knows.
};

/// The numbers given to the engine and what they stand for.
///
/// Shapes: problem row r is need `row_need[r]`; its columns are the offers of the snapshot, in
/// order.
struct Model {
  solve::Problem problem;
  std::vector<std::size_t> row_need;
  std::int64_t tier_gap = 0;  ///< More than twice what any exchange of helpers can cost in travel.
};

/// Builds rows for needs with units left and arcs to every offer without obstacle.
///
/// The unmet cost of tier t is (5 − t) × gap; gap exceeds the cost of the longest exchange of
/// helpers, so that no travel saved ever costs a unit and no lower tier a higher one.
/// Source: docs/models/allocation.md.
Model build_model(const Snapshot& snapshot, const Eligibility& eligibility,
                  const Remainder& remainder, const Weights& weights);

/// Plans a week: kept lines first, then the least-cost assignment of the rest, with hours, reasons
/// and what would help. The only place that speaks to the engine.
///
/// Errors: those of `solve::assign`. Equal snapshots give equal drafts.
core::Result<Draft> draft_plan(const Snapshot& snapshot, solve::Stop stop,
                               const Weights& weights = {});

}  // namespace caregrid::allocation
