#include "assessment/home.h"

#include <algorithm>
#include <map>

#include "access/policy.h"
#include "allocation/operations.h"
#include "assessment/counts.h"
#include "care/operations.h"
#include "registry/operations.h"
#include "services/operations.h"

namespace caregrid::assessment {
namespace {

/// What the rooms below know, read on one snapshot.
struct Facts {
  registry::RegistryFigures registry;
  std::vector<registry::DivisionCount> divisions;
  std::vector<care::NeedCount> needs;
  services::OfferCounts offers;
  std::optional<allocation::PlanSummary> plan;
  std::vector<allocation::VillageShare> shares;
};

/// Stores what an operation gave; false and the error when it failed.
template <class T>
bool take(core::Result<T> result, T& into, core::Result<void>& outcome) {
  if (!result) {
    outcome = result.error();
    return false;
  }
  into = std::move(*result);
  return true;
}

core::Result<Facts> gather(const access::Call& call) {
  Facts facts;
  core::Result<void> outcome;
  const bool is_read = take(registry::count_figures(call), facts.registry, outcome) &&
                       take(registry::count_children_by_division(call), facts.divisions, outcome) &&
                       take(care::count_needs(call), facts.needs, outcome) &&
                       take(services::count_offers(call), facts.offers, outcome);
  if (!is_read) {
    return outcome.error();
  }
  if (!access::authorise(call.actor, access::Operation::see_plan, {})) {
    return facts;  // An administrator sees counts, but no plan.
  }
  if (!take(allocation::current_plan(call), facts.plan, outcome)) {
    return outcome.error();
  }
  if (facts.plan &&
      !take(allocation::list_village_shares(call, facts.plan->id), facts.shares, outcome)) {
    return outcome.error();
  }
  return facts;
}

std::int64_t units_wanted(const Facts& facts) {
  std::int64_t units = 0;
  for (const auto& need : facts.needs) {
    units += need.units;
  }
  return units;
}

std::vector<Figure> figures_of(const Facts& facts) {
  const std::int64_t wanted = facts.plan ? facts.plan->units : units_wanted(facts);
  const std::int64_t served = facts.plan ? facts.plan->units_served : 0;
  return {{"children", facts.registry.children},
          {"needs_open", wanted},
          {"needs_served", served},
          {"needs_unmet", wanted - served},
          {"offers", facts.offers.offers},
          {"offers_not_cleared", facts.offers.not_cleared},
          {"capacity_weekly", facts.offers.capacity_weekly}};
}

std::vector<TierFigures> tiers_of(const Facts& facts) {
  std::vector<TierFigures> tiers;
  for (int tier = 1; tier <= care::tier_count; ++tier) {
    tiers.push_back({tier, 0, 0});
  }
  const auto at = [&](int tier) -> TierFigures& {
    return tiers[static_cast<std::size_t>(tier - 1)];
  };
  if (facts.plan) {
    for (const auto& share : facts.plan->tiers) {
      at(share.tier) = {share.tier, share.units, share.served};
    }
    return tiers;
  }
  for (const auto& need : facts.needs) {
    at(need.tier).needs += need.units;
  }
  return tiers;
}

std::vector<KindFigures> kinds_of(const Facts& facts) {
  std::vector<KindFigures> kinds;
  if (facts.plan) {
    for (const auto& share : facts.plan->kinds) {
      kinds.push_back({share.kind, share.units, share.served, share.capacity});
    }
    return kinds;
  }
  std::map<care::NeedKind, std::int64_t> units;
  for (const auto& need : facts.needs) {
    units[need.kind] += need.units;
  }
  for (const auto& [kind, wanted] : units) {
    kinds.push_back({kind, wanted, 0, 0});
  }
  return kinds;
}

struct Share {
  std::int64_t units = 0;
  std::int64_t served = 0;
};

/// Wanted and served units by village; by the plan where there is one.
std::map<std::int64_t, Share> shares_by_village(const Facts& facts) {
  std::map<std::int64_t, Share> shares;
  if (facts.plan) {
    for (const auto& share : facts.shares) {
      shares[share.village] = {share.units, share.served};
    }
  } else {
    for (const auto& need : facts.needs) {
      shares[need.village].units += need.units;
    }
  }
  return shares;
}

/// Townships and villages with their children and needs, in order of code. `outer` is the township
/// of somebody whose area is one village.
void add_places(const Facts& facts, const std::string& outer, Home& home) {
  const auto shares = shares_by_village(facts);
  std::map<std::int64_t, std::size_t> township_at;
  for (const auto& [division, children] : facts.divisions) {
    if (division.level() == access::Level::township) {
      township_at[division.code] = home.townships.size();
      home.townships.push_back({division.code, division.name, children, 0, 0});
    }
  }
  for (const auto& [division, children] : facts.divisions) {
    if (division.level() != access::Level::village) {
      continue;
    }
    const auto found = shares.find(division.code);
    const Share share = found == shares.end() ? Share{} : found->second;
    const auto township = township_at.find(division.parent());
    std::string township_name = outer;
    if (township != township_at.end()) {
      TownshipFigures& figures = home.townships[township->second];
      figures.needs += share.units;
      figures.served += share.served;
      township_name = figures.name;
    }
    if (division.place) {
      home.villages.push_back({division.code, division.name, township_name,
                               division.place->latitude, division.place->longitude, children,
                               share.units, share.units - share.served});
    }
  }
}

/// Units of the two urgent tiers that the plan leaves unserved.
std::int64_t urgent_unmet(const Facts& facts) {
  std::int64_t units = 0;
  for (const auto& tier : tiers_of(facts)) {
    units += tier.tier <= 2 ? tier.needs - tier.served : 0;
  }
  return units;
}

std::vector<Attention> attention_of(const Facts& facts, const Pending& pending) {
  const auto& plan = facts.plan;
  const bool is_proposed = plan && plan->state == allocation::PlanState::proposed;
  const std::int64_t undecided =
      is_proposed ? plan->lines - plan->accepted - plan->refused - plan->pinned : 0;
  std::vector<Attention> attention{
      {"plan_missing", !plan && !facts.needs.empty() ? 1 : 0, "/plan"},
      {"plan_to_review", undecided, "/plan"},
      {"urgent_unmet", plan ? urgent_unmet(facts) : 0, "/plan?view=unmet"},
      {"clearance_expired", facts.offers.expired, "/offers?cleared=no"},
      {"clearance_expiring", facts.offers.expiring, "/offers"},
      {"import_rejects", pending.import_rejects, "/import"},
      {"children_without_village", facts.registry.children_without_village, "/children"},
      {"conflicts", facts.registry.conflicts, "/children"},
  };
  std::erase_if(attention, [](const Attention& item) { return item.count == 0; });
  return attention;
}

}  // namespace

core::Result<Home> show_home(const access::Call& call, const Pending& pending) {
  if (const auto allowed = access::authorise(call.actor, access::Operation::see_counts, {});
      !allowed) {
    return allowed.error();
  }
  Home home;
  home.today = call.today;
  const auto ceiling = access::ceiling_of(call.actor.role, access::Operation::see_counts);
  if (ceiling == access::FieldClass::open) {
    return home;  // Published tables are all the figures these see.
  }
  auto facts = gather(call);
  if (!facts) {
    return facts.error();
  }
  home.figures = figures_of(*facts);
  home.attention = attention_of(*facts, pending);
  home.tiers = tiers_of(*facts);
  home.kinds = kinds_of(*facts);
  const auto outer = find_place_name(call, access::parent_of(call.actor.area.code));
  if (!outer) {
    return outer.error();
  }
  add_places(*facts, *outer, home);
  home.plan = std::move(facts->plan);
  return home;
}

}  // namespace caregrid::assessment
