#include "allocation/figures.h"

#include <algorithm>
#include <map>
#include <utility>

#include "access/area.h"
#include "registry/operations.h"

namespace caregrid::allocation {
namespace {

constexpr double metres_per_km = 1'000.0;

std::int64_t township_of(std::int64_t division) {
  switch (access::level_of(division)) {
    case access::Level::village:
      return access::parent_of(division);
    case access::Level::township:
      return division;
    default:
      return 0;
  }
}

/// Sums by tier, township, kind and reason while tallies are read.
class Adder final {
 public:
  explicit Adder(PlanSummary& summary) : summary_(summary) {
    for (int tier = 1; tier <= care::tier_count; ++tier) {
      summary_.tiers.push_back({tier, 0, 0});
    }
    for (const KindShare& share : summary_.kinds) {
      capacity_[share.kind] = share.capacity;
    }
    summary_.kinds.clear();
  }

  void add(const LineTally& tally) {
    count(tally);
    if (tally.state == LineState::refused) {
      return;  // An unmet row stands for its units.
    }
    add_units(tally.tier, tally.kind, tally.village, tally.units,
              tally.is_cleared ? tally.units : 0);
    if (tally.is_cleared) {
      summary_.travel_km += static_cast<double>(tally.travel_m) / metres_per_km;
    }
  }

  void add(const UnmetTally& tally) {
    add_units(tally.tier, tally.kind, tally.village, tally.units, 0);
    reasons_[tally.reason] += tally.units;
  }

  void finish() {
    for (const auto& [kind, capacity] : capacity_) {
      KindShare share = kinds_[kind];
      share.kind = kind;
      share.capacity = capacity;
      kinds_[kind] = share;
    }
    for (auto& [kind, share] : kinds_) {
      summary_.kinds.push_back(share);
    }
    for (auto& [code, share] : townships_) {
      summary_.townships.push_back(std::move(share));
    }
    for (const auto& [reason, units] : reasons_) {
      summary_.unmet_reasons.push_back({reason, units});
    }
    std::ranges::stable_sort(summary_.unmet_reasons, std::ranges::greater{}, &ReasonShare::units);
  }

 private:
  void count(const LineTally& tally) {
    if (!tally.is_cleared) {
      summary_.withheld += tally.lines;
      return;
    }
    summary_.lines += tally.lines;
    summary_.accepted += tally.state == LineState::accepted ? tally.lines : 0;
    summary_.refused += tally.state == LineState::refused ? tally.lines : 0;
    summary_.pinned += tally.state == LineState::pinned ? tally.lines : 0;
  }

  void add_units(int tier, care::NeedKind kind, std::int64_t village, std::int64_t units,
                 std::int64_t served) {
    summary_.units += units;
    summary_.units_served += served;
    TierShare& by_tier = summary_.tiers[static_cast<std::size_t>(tier - 1)];
    by_tier.units += units;
    by_tier.served += served;
    KindShare& by_kind = kinds_[kind];
    by_kind.kind = kind;
    by_kind.units += units;
    by_kind.served += served;
    TownshipShare& by_township = townships_[township_of(village)];
    by_township.code = township_of(village);
    by_township.units += units;
    by_township.served += served;
  }

  PlanSummary& summary_;
  std::map<care::NeedKind, KindShare> kinds_;
  std::map<care::NeedKind, std::int64_t> capacity_;
  std::map<std::int64_t, TownshipShare> townships_;
  std::map<UnmetReason, std::int64_t> reasons_;
};

core::Result<void> name_townships(const access::Call& call, PlanSummary& summary) {
  const auto divisions = registry::list_divisions(call);
  if (!divisions) {
    return divisions.error();
  }
  for (TownshipShare& share : summary.townships) {
    const auto found =
        std::ranges::lower_bound(*divisions, share.code, {}, &registry::Division::code);
    if (found != divisions->end() && found->code == share.code) {
      share.name = found->name;
    }
  }
  return {};
}

core::Result<PlanState> state_of(const access::Call& call, const StoredPlan& plan,
                                 const PlanSummary& summary) {
  const auto newest = find_newest(call);
  if (!newest) {
    return newest.error();
  }
  if (*newest && (*newest)->number > plan.number) {
    return PlanState::superseded;
  }
  const bool is_decided = summary.lines == summary.accepted + summary.refused + summary.pinned;
  return summary.lines > 0 && is_decided ? PlanState::accepted : PlanState::proposed;
}

}  // namespace

void add_shares(const std::vector<LineTally>& lines, const std::vector<UnmetTally>& unmet,
                PlanSummary& summary) {
  Adder adder(summary);
  for (const LineTally& tally : lines) {
    adder.add(tally);
  }
  for (const UnmetTally& tally : unmet) {
    adder.add(tally);
  }
  adder.finish();
}

core::Result<PlanSummary> summarise(const access::Call& call, const StoredPlan& plan) {
  PlanSummary summary;
  summary.id = plan.id;
  summary.made_at = plan.made_at;
  summary.week_of = plan.week_of;
  summary.solver = plan.solver;
  auto capacities = list_capacities(call, plan.id);
  const auto lines = tally_lines(call, plan.id, call.actor.area);
  const auto unmet = tally_unmet(call, plan.id, call.actor.area);
  const auto needs = count_needs(call, plan.id, call.actor.area);
  const auto released = list_release_rows(call, plan.id);
  if (!capacities || !lines || !unmet || !needs || !released) {
    return !capacities ? capacities.error()
           : !lines    ? lines.error()
           : !unmet    ? unmet.error()
           : !needs    ? needs.error()
                       : released.error();
  }
  summary.kinds = std::move(*capacities);
  summary.needs = *needs;
  summary.released = static_cast<std::int64_t>(released->size());
  add_shares(*lines, *unmet, summary);
  const auto state = state_of(call, plan, summary);
  if (!state) {
    return state.error();
  }
  summary.state = *state;
  if (auto named = name_townships(call, summary); !named) {
    return named.error();
  }
  return summary;
}

core::Result<std::vector<VillageShare>> sum_villages(const access::Call& call, PlanId plan) {
  const auto lines = tally_lines(call, plan, call.actor.area);
  const auto unmet = tally_unmet(call, plan, call.actor.area);
  if (!lines || !unmet) {
    return lines ? unmet.error() : lines.error();
  }
  std::map<std::int64_t, VillageShare> shares;
  for (const LineTally& tally : *lines) {
    if (tally.state != LineState::refused) {
      shares[tally.village].units += tally.units;
      shares[tally.village].served += tally.is_cleared ? tally.units : 0;
    }
  }
  for (const UnmetTally& tally : *unmet) {
    shares[tally.village].units += tally.units;
  }
  std::vector<VillageShare> villages;
  for (auto& [village, share] : shares) {
    share.village = village;
    villages.push_back(share);
  }
  return villages;
}

}  // namespace caregrid::allocation
