#include "allocation/kept.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

namespace caregrid::allocation {
namespace {

/// Where each id stands in a list.
template <class Id>
using Positions = std::unordered_map<Id, std::size_t>;

template <class Id>
std::optional<std::size_t> position_of(const Positions<Id>& positions, const Id& id) {
  const auto found = positions.find(id);
  return found == positions.end() ? std::nullopt : std::optional(found->second);
}

class Settlement final {
 public:
  Settlement(const Snapshot& snapshot, const Eligibility& eligibility)
      : snapshot_(snapshot), eligibility_(eligibility) {
    for (const care::NeedRow& row : snapshot.needs) {
      need_at_.emplace(row.need.id, need_at_.size());
      remainder_.demand.push_back(row.need.units_weekly);
    }
    for (const services::Offer& offer : snapshot.offers) {
      offer_at_.emplace(offer.id, offer_at_.size());
      remainder_.capacity.push_back(offer.capacity_weekly);
    }
  }

  void settle(const KeptLine& line) {
    const auto need = position_of(need_at_, line.need);
    if (!need) {
      return release(line, line.units, ReleaseReason::need_closed);
    }
    const auto offer = position_of(offer_at_, line.offer);
    if (!offer) {
      return release(line, line.units, ReleaseReason::offer_gone);
    }
    if (const auto reason = must_go(*need, *offer)) {
      return release(line, line.units, *reason);
    }
    keep(line, *need, *offer);
  }

  Remainder take() { return std::move(remainder_); }

 private:
  [[nodiscard]] std::optional<ReleaseReason> must_go(std::size_t need, std::size_t offer) const {
    if (!eligibility_.is_cleared(offer)) {
      return ReleaseReason::not_cleared;
    }
    if (!snapshot_.offers[offer].kinds.has(snapshot_.needs[need].need.kind)) {
      return ReleaseReason::kind_not_offered;
    }
    if (care::common(snapshot_.offers[offer].slots, snapshot_.needs[need].need.slots).empty()) {
      return ReleaseReason::no_common_slot;
    }
    return std::nullopt;
  }

  void keep(const KeptLine& line, std::size_t need, std::size_t offer) {
    const int wanted = std::min(line.units, remainder_.demand[need]);
    const int held = std::min(wanted, remainder_.capacity[offer]);
    release(line, line.units - wanted, ReleaseReason::units_reduced);
    release(line, wanted - held, ReleaseReason::capacity_reduced);
    if (held == 0) {
      return;
    }
    remainder_.demand[need] -= held;
    remainder_.capacity[offer] -= held;
    DraftLine kept{need, offer, held, line.state, line.slots, std::nullopt, {}};
    if (!snapshot_.offers[offer].is_online) {
      kept.distance_m = eligibility_.distance_m(need, offer);
    }
    kept.reasons.push_back({line.state == LineState::pinned ? "kept_pinned" : "kept_accepted", {}});
    remainder_.lines.push_back(std::move(kept));
  }

  void release(const KeptLine& line, int units, ReleaseReason reason) {
    if (units > 0) {
      remainder_.released.push_back({line.need, line.offer, units, reason});
    }
  }

  const Snapshot& snapshot_;
  const Eligibility& eligibility_;
  Remainder remainder_;
  Positions<care::NeedId> need_at_;
  Positions<services::OfferId> offer_at_;
};

}  // namespace

Remainder settle_kept(const Snapshot& snapshot, const Eligibility& eligibility) {
  Settlement settlement(snapshot, eligibility);
  for (const LineState state : {LineState::pinned, LineState::accepted}) {
    for (const KeptLine& line : snapshot.kept) {
      if (line.state == state) {
        settlement.settle(line);
      }
    }
  }
  return settlement.take();
}

}  // namespace caregrid::allocation
