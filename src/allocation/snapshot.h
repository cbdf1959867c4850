#pragma once

#include <cstdint>
#include <vector>

#include "allocation/plan.h"
#include "care/operations.h"
#include "core/date.h"
#include "services/offer.h"

namespace caregrid::allocation {

/// A line of the plan before that people decided to keep.
struct KeptLine {
  care::NeedId need;
  services::OfferId offer;
  int units = 0;
  LineState state = LineState::accepted;  ///< accepted or pinned
  care::Slots slots;
};

/// A pair people refused: never proposed again.
struct RefusedPair {
  care::NeedId need;
  services::OfferId offer;

  auto operator<=>(const RefusedPair&) const = default;
};

/// Everything a plan depends on, read at one moment.
///
/// Shapes: `needs` and `offers` in order of id without repeats; `places` villages with coordinates,
/// in order of code.
struct Snapshot {
  core::Date week_of;  ///< A Monday.
  std::vector<care::NeedRow> needs;
  std::vector<services::Offer> offers;
  std::vector<PlaceRef> places;
  std::vector<KeptLine> kept;
  std::vector<RefusedPair> refused;
};

/// One line before it is stored; indices into the snapshot.
struct DraftLine {
  std::size_t need = 0;
  std::size_t offer = 0;
  int units = 0;
  LineState state = LineState::proposed;
  care::Slots slots;
  std::optional<std::int64_t> distance_m;
  std::vector<Phrase> reasons;
};

/// Units of one need nobody serves.
struct DraftUnmet {
  std::size_t need = 0;
  int units = 0;
  UnmetReason reason = UnmetReason::no_offer_of_kind;
  std::vector<NamedFact> values;
  std::vector<Phrase> would_help;
};

/// A plan before it is stored. `objective` and `bound` are in metres plus the unmet costs.
struct Draft {
  std::vector<DraftLine> lines;
  std::vector<DraftUnmet> unmet;
  std::vector<Released> released;
  bool is_optimal = false;
  std::int64_t objective = 0;
  std::int64_t bound = 0;
};

}  // namespace caregrid::allocation
