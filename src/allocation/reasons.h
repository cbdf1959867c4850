#pragma once

#include <cstdint>
#include <vector>

#include "allocation/eligibility.h"
#include "allocation/model.h"
#include "allocation/snapshot.h"
#include "solve/assignment.h"

namespace caregrid::allocation {

/// What explanations are read from; all of it borrowed.
struct Evidence {
  const Snapshot& snapshot;
  const Eligibility& eligibility;
  const Model& model;
  const solve::Solution& solution;
  std::vector<int> spare;  ///< Per offer: units a week nobody uses in this plan.
};

/// Why this helper. Keys, each true of the plan as a whole (from duals, nothing is solved again):
///   kept_accepted, kept_pinned            the line stood before
///   keeps_bond                            the child knows this helper
///   only_one_eligible                     nobody else may serve this need
///   nearest {distance_km}                 nobody eligible is nearer
///   nearer_full {count, nearest_km}       whoever is nearer has all hours given to others
///   online                                helped through a screen
///   next_best_costs {km}                  any other way costs at least this much more travel
///   others_needed                         any other way would leave some child unserved
std::vector<Phrase> explain_arc(const Evidence& evidence, std::size_t row, std::size_t arc);

/// Why units of a need are unmet, with figures, and what would change it.
///
/// `values`: offers, nearest_km, radius_km, uncleared, pending, as the reason needs them.
/// `would_help`, each enough on its own to serve at least one unit more of this tier or a more
/// urgent one, without taking any from one more urgent still:
///   more_capacity {kind, units, radius_km}     a new unit a week of this kind that near
///   more_at_nearest {code, name, distance_km}  a unit more of the nearest who is full
///   wider_radius {code, name, km}              this much wider for a helper with room
///   clearance {count}                          any one of so many waiting helpers
///   other_slot {count, slots}                  another hour, with any of so many with room
///   any_sex {count}, language {count}          without that wish, any of so many with room
///   reconsider {count}                         a refused helper with room
DraftUnmet explain_unmet(const Evidence& evidence, std::size_t need, int units);

}  // namespace caregrid::allocation
