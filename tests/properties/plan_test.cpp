// Plans held against an exhaustive search on thousands of small random counties, and every claim an
// explanation makes held against solving again with the claim carried out.
//
// The reference shares no code with the planner: it knows the rules of eligibility in its own words
// and tries every way to share out helpers. A failing case prints its seed and runs alone with it.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "allocation/model.h"
#include "core/rng.h"
#include "support/grid.h"

namespace caregrid::allocation {
namespace {

using support::Grid;

constexpr auto never = [] { return false; };
constexpr std::string_view picture = R"(a..b...c
.d...e..
f....g.h)";
constexpr std::string_view letters = "abcdefgh";
constexpr std::int64_t online_m = 3'000;
constexpr std::int64_t bond_m = 5'000;

/// Units left out by tier, then what travel and lost bonds cost: smaller is better, in this order.
struct Cost {
  std::array<std::int64_t, 4> unmet{};
  std::int64_t travel = 0;

  auto operator<=>(const Cost&) const = default;
};

std::uint32_t random_slots(core::SeededRng& rng) {
  return static_cast<std::uint32_t>(rng.below(7) + 1);
}

support::GridNeed random_need(core::SeededRng& rng) {
  support::GridNeed need;
  need.at = rng.chance(0.05) ? ' ' : letters[rng.below(letters.size())];
  need.kind = rng.chance(0.6) ? care::NeedKind::tutoring_math : care::NeedKind::mentor;
  need.tier = static_cast<int>(rng.below(4)) + 1;
  need.units = static_cast<int>(rng.below(2)) + 1;
  need.slots = {random_slots(rng)};
  need.sex_rule = rng.chance(0.15) ? care::SexRule::female : care::SexRule::any;
  need.language = rng.chance(0.1) ? "bo" : "";
  need.previous_helper = rng.chance(0.2) ? "V" + std::to_string(rng.below(4)) : "";
  return need;
}

support::GridOffer random_offer(core::SeededRng& rng) {
  using enum services::ClearanceResult;
  support::GridOffer offer;
  offer.at = rng.chance(0.05) ? ' ' : letters[rng.below(letters.size())];
  offer.kinds = {rng.chance(0.6) ? care::NeedKind::tutoring_math : care::NeedKind::mentor};
  if (rng.chance(0.3)) {
    offer.kinds = {care::NeedKind::tutoring_math, care::NeedKind::mentor};
  }
  offer.capacity = static_cast<int>(rng.below(4));
  offer.radius_km = static_cast<int>(rng.below(7)) + 1;
  offer.is_online = rng.chance(0.15);
  offer.slots = {random_slots(rng)};
  offer.sex = rng.chance(0.5) ? registry::Sex::female : registry::Sex::male;
  offer.languages = rng.chance(0.4) ? "ug bo" : "";
  constexpr std::array results{clear, clear, clear, clear, not_clear, pending, none, not_required};
  offer.clearance = results[rng.below(results.size())];
  offer.provider_kind =
      rng.chance(0.2) ? services::ProviderKind::depot : services::ProviderKind::volunteer;
  return offer;
}

Snapshot random_snapshot(std::uint64_t seed, int size_max) {
  core::SeededRng rng(seed);
  Grid grid(picture);
  const auto size = static_cast<std::uint64_t>(size_max);
  for (std::uint64_t i = rng.below(size) + 1; i > 0; --i) {
    grid.need(random_need(rng));
  }
  for (std::uint64_t j = rng.below(size) + 1; j > 0; --j) {
    grid.offer(random_offer(rng));
  }
  Snapshot snapshot = std::move(grid.snapshot());
  for (const care::NeedRow& need : snapshot.needs) {
    for (const services::Offer& offer : snapshot.offers) {
      if (rng.chance(0.05)) {
        snapshot.refused.push_back({need.need.id, offer.id});
      }
    }
  }
  return snapshot;
}

const PlaceRef* place_of(const Snapshot& snapshot, std::optional<std::int64_t> village) {
  for (const PlaceRef& place : snapshot.places) {
    if (village == place.code) {
      return &place;
    }
  }
  return nullptr;
}

/// Cleared for the whole week, in the words of the rule.
bool may_meet_children(const services::Offer& offer) {
  if (offer.clearance.result == services::ClearanceResult::not_required) {
    return offer.provider_kind == services::ProviderKind::depot ||
           offer.provider_kind == services::ProviderKind::care_place;
  }
  return offer.clearance.result == services::ClearanceResult::clear &&
         *offer.clearance.queried_on <= Grid::monday &&
         *offer.clearance.queried_on + 365 > Grid::monday + 6;
}

/// What one unit of a pair costs; none when it may not be.
std::optional<std::int64_t> pair_cost(const Snapshot& snapshot, const care::NeedRow& row,
                                      const services::Offer& offer) {
  const care::Need& need = row.need;
  const PlaceRef* from = place_of(snapshot, row.village);
  const PlaceRef* to = place_of(snapshot, offer.village);
  const bool is_person = offer.provider_kind != services::ProviderKind::depot;
  const bool is_far =
      !offer.is_online && (from == nullptr || to == nullptr ||
                           core::distance_m(from->point, to->point) > offer.radius_m.value_or(0));
  const bool wrong_sex =
      is_person && need.sex_rule == care::SexRule::female && offer.sex != registry::Sex::female;
  const bool mute = need.language == "bo" && offer.languages.find("bo") == std::string::npos;
  const RefusedPair pair{need.id, offer.id};
  if (!offer.kinds.has(need.kind) || !may_meet_children(offer) || is_far || wrong_sex || mute ||
      (need.slots.mask & offer.slots.mask) == 0 ||
      std::ranges::find(snapshot.refused, pair) != snapshot.refused.end()) {
    return std::nullopt;
  }
  const bool has_bond = need.previous_helper == offer.code;
  return (offer.is_online ? online_m : core::distance_m(from->point, to->point)) +
         (has_bond ? 0 : bond_m);
}

/// Tries every way to serve the needs from `need` on with what capacity is left.
class Search final {
 public:
  explicit Search(const Snapshot& snapshot) : snapshot_(snapshot) {
    for (const services::Offer& offer : snapshot.offers) {
      left_.push_back(offer.capacity_weekly);
    }
    for (const care::NeedRow& row : snapshot.needs) {
      for (const services::Offer& offer : snapshot.offers) {
        costs_.push_back(pair_cost(snapshot, row, offer));
      }
      for (int unit = 0; unit < row.need.units_weekly; ++unit) {
        units_.push_back(static_cast<std::size_t>(&row - snapshot.needs.data()));
      }
    }
  }

  Cost best(std::size_t unit = 0) {
    if (unit == units_.size()) {
      return {};
    }
    const auto [known, is_new] = seen_.try_emplace({unit, left_});
    if (!is_new) {
      return known->second;
    }
    const std::size_t need = units_[unit];
    Cost least = best(unit + 1);
    ++least.unmet[static_cast<std::size_t>(snapshot_.needs[need].need.tier - 1)];
    for (std::size_t j = 0; j < left_.size(); ++j) {
      const auto cost = costs_[need * left_.size() + j];
      if (cost && left_[j] > 0) {
        --left_[j];
        Cost other = best(unit + 1);
        ++left_[j];
        other.travel += *cost;
        least = std::min(least, other);
      }
    }
    seen_[{unit, left_}] = least;
    return least;
  }

 private:
  const Snapshot& snapshot_;
  std::vector<int> left_;
  std::vector<std::size_t> units_;
  std::vector<std::optional<std::int64_t>> costs_;
  std::map<std::pair<std::size_t, std::vector<int>>, Cost> seen_;
};

Draft plan(const Snapshot& snapshot) {
  auto draft = draft_plan(snapshot, never);
  REQUIRE(draft.ok());
  REQUIRE(draft->is_optimal);
  return std::move(*draft);
}

Cost cost_of(const Snapshot& snapshot, const Draft& draft) {
  Cost cost;
  for (const DraftLine& line : draft.lines) {
    const auto unit = pair_cost(snapshot, snapshot.needs[line.need], snapshot.offers[line.offer]);
    REQUIRE(unit);  // No line may break a rule, whatever it costs.
    cost.travel += line.units * *unit;
  }
  for (const DraftUnmet& unmet : draft.unmet) {
    cost.unmet[static_cast<std::size_t>(snapshot.needs[unmet.need].need.tier - 1)] += unmet.units;
  }
  return cost;
}

/// Capacity and demand hold whatever else is asked.
void check_sums(const Snapshot& snapshot, const Draft& draft) {
  std::vector<int> given(snapshot.offers.size(), 0);
  std::vector<int> taken(snapshot.needs.size(), 0);
  for (const DraftLine& line : draft.lines) {
    CHECK(line.units > 0);
    given[line.offer] += line.units;
    taken[line.need] += line.units;
    const care::Slots shared =
        care::common(snapshot.needs[line.need].need.slots, snapshot.offers[line.offer].slots);
    CHECK((line.slots.mask & ~shared.mask) == 0);
  }
  for (const DraftUnmet& unmet : draft.unmet) {
    taken[unmet.need] += unmet.units;
  }
  for (std::size_t j = 0; j < given.size(); ++j) {
    CHECK(given[j] <= snapshot.offers[j].capacity_weekly);
  }
  for (std::size_t i = 0; i < taken.size(); ++i) {
    CHECK(taken[i] == snapshot.needs[i].need.units_weekly);
  }
}

TEST_CASE("plans equal an exhaustive search, tier before tier, then travel") {
  for (std::uint64_t seed = 1; seed <= 2'500; ++seed) {
    CAPTURE(seed);
    const Snapshot snapshot = random_snapshot(seed, 6);
    const Draft draft = plan(snapshot);
    check_sums(snapshot, draft);
    REQUIRE(cost_of(snapshot, draft) == Search(snapshot).best());
  }
}

TEST_CASE("nobody without clearance, in larger counties too") {
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    CAPTURE(seed);
    const Snapshot snapshot = random_snapshot(seed * 7'919, 40);
    for (const DraftLine& line : plan(snapshot).lines) {
      REQUIRE(may_meet_children(snapshot.offers[line.offer]));
    }
  }
}

TEST_CASE("the order of rows does not matter") {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    CAPTURE(seed);
    const Snapshot snapshot = random_snapshot(seed, 20);
    Snapshot turned = snapshot;
    std::vector<core::IdBytes> ids;
    for (care::NeedRow& row : turned.needs) {
      ids.push_back(row.need.id.bytes);
    }
    // Needs keep their content but take each other's ids, and so each other's places.
    std::map<care::NeedId, care::NeedId> new_id;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      care::Need& need = turned.needs[i].need;
      const care::NeedId taken{ids[ids.size() - 1 - i]};
      new_id[need.id] = taken;
      need.id = taken;
    }
    std::ranges::reverse(turned.needs);
    for (RefusedPair& pair : turned.refused) {
      pair.need = new_id[pair.need];
    }
    REQUIRE(cost_of(turned, plan(turned)) == cost_of(snapshot, plan(snapshot)));
  }
}

TEST_CASE("one more helper never takes a unit from a more urgent tier") {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    CAPTURE(seed);
    const Snapshot snapshot = random_snapshot(seed, 8);
    Snapshot fewer = snapshot;
    const services::OfferId gone = fewer.offers.back().id;
    fewer.offers.pop_back();
    std::erase_if(fewer.refused, [&](const RefusedPair& pair) { return pair.offer == gone; });
    CHECK(cost_of(snapshot, plan(snapshot)).unmet <= cost_of(fewer, plan(fewer)).unmet);
  }
}

TEST_CASE("decided lines stand in the next plan; refused ones do not come back") {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    CAPTURE(seed);
    core::SeededRng rng(seed);
    Snapshot snapshot = random_snapshot(seed, 12);
    const Draft before = plan(snapshot);
    for (const DraftLine& line : before.lines) {
      const care::NeedId need = snapshot.needs[line.need].need.id;
      const services::OfferId offer = snapshot.offers[line.offer].id;
      if (rng.chance(0.3)) {
        snapshot.refused.push_back({need, offer});
      } else if (rng.chance(0.5)) {
        const LineState state = rng.chance(0.5) ? LineState::accepted : LineState::pinned;
        snapshot.kept.push_back({need, offer, line.units, state, line.slots});
      }
    }
    const Draft after = plan(snapshot);
    CHECK(after.released.empty());
    check_sums(snapshot, after);
    static_cast<void>(cost_of(snapshot, after));  // refused pairs would fail here
    for (const KeptLine& kept : snapshot.kept) {
      const bool stands = std::ranges::any_of(after.lines, [&](const DraftLine& line) {
        return snapshot.needs[line.need].need.id == kept.need &&
               snapshot.offers[line.offer].id == kept.offer && line.units == kept.units &&
               line.state == kept.state && line.slots == kept.slots;
      });
      CHECK(stands);
    }
  }
}

const FactValue& value_of(const Phrase& phrase, std::string_view name) {
  const auto found = std::ranges::find(phrase.values, name, &NamedFact::name);
  REQUIRE(found != phrase.values.end());
  return found->value;
}

services::Offer& offer_called(Snapshot& snapshot, const Phrase& phrase) {
  const auto found = std::ranges::find(
      snapshot.offers, std::get<std::string>(value_of(phrase, "code")), &services::Offer::code);
  REQUIRE(found != snapshot.offers.end());
  return *found;
}

/// Whether more units of this tier or a more urgent one are served, none more urgent lost.
bool is_better(const Snapshot& changed, const Cost& before, int tier) {
  const Cost after = cost_of(changed, plan(changed));
  return std::lexicographical_compare(after.unmet.begin(), after.unmet.begin() + tier,
                                      before.unmet.begin(), before.unmet.begin() + tier);
}

/// A new helper exactly as far away as the claim allows.
Snapshot with_new_helper(Snapshot snapshot, const care::NeedRow& row, const Phrase& claim) {
  const PlaceRef* home = place_of(snapshot, row.village);
  REQUIRE(home != nullptr);
  constexpr double degrees_per_km = 180.0 / (std::numbers::pi * 6'371.0088);
  const double km = std::get<double>(value_of(claim, "radius_km"));
  PlaceRef place{620'524'199'999, "new", home->point};
  place.point.latitude += km * degrees_per_km * 0.9999;
  snapshot.places.push_back(place);
  services::Offer offer = snapshot.offers.back();
  offer.id.bytes.fill(std::byte{0xFF});
  offer.kinds = {};
  offer.kinds.add(row.need.kind);
  offer.provider_kind = services::ProviderKind::volunteer;
  offer.sex = registry::Sex::female;
  offer.languages = "bo";
  offer.village = place.code;
  offer.is_online = false;
  offer.radius_m = static_cast<std::int64_t>(km * 1'000);
  offer.slots = care::Slots::all();
  offer.capacity_weekly = static_cast<int>(std::get<std::int64_t>(value_of(claim, "units")));
  offer.clearance = {services::ClearanceResult::clear, Grid::monday, {}};
  snapshot.offers.push_back(offer);
  return snapshot;
}

/// How many offers make the plan better when `change` says it could change something.
template <class Change>
std::int64_t count_better(const Snapshot& snapshot, const Cost& before, int tier, Change change) {
  std::int64_t count = 0;
  for (std::size_t j = 0; j < snapshot.offers.size(); ++j) {
    Snapshot changed = snapshot;
    if (change(changed, j)) {
      count += is_better(changed, before, tier) ? 1 : 0;
    }
  }
  return count;
}

void check_counted(const Snapshot& snapshot, const Cost& before, std::size_t need,
                   const Phrase& claim) {
  const auto with_need = [&](Snapshot& changed) -> care::Need& { return changed.needs[need].need; };
  const int tier = snapshot.needs[need].need.tier;
  const std::int64_t better =
      count_better(snapshot, before, tier, [&](Snapshot& changed, std::size_t j) {
        services::Offer& offer = changed.offers[j];
        if (claim.key == "clearance") {
          const bool was_cleared = may_meet_children(offer);
          offer.clearance = {services::ClearanceResult::clear, Grid::monday, {}};
          return !was_cleared;
        }
        if (claim.key == "other_slot") {
          const bool had_common = (with_need(changed).slots.mask & offer.slots.mask) != 0;
          with_need(changed).slots.mask |= offer.slots.mask;
          return !had_common;
        }
        if (claim.key == "reconsider") {
          return std::erase(changed.refused, RefusedPair{with_need(changed).id, offer.id}) > 0;
        }
        with_need(changed).sex_rule =
            claim.key == "any_sex" ? care::SexRule::any : with_need(changed).sex_rule;
        with_need(changed).language = claim.key == "language" ? "" : with_need(changed).language;
        return true;
      });
  CHECK(better >= std::get<std::int64_t>(value_of(claim, "count")));
}

void check_help(const Snapshot& snapshot, const Cost& before, std::size_t need,
                const Phrase& claim) {
  CAPTURE(claim.key);
  const int tier = snapshot.needs[need].need.tier;
  Snapshot changed = snapshot;
  if (claim.key == "more_capacity") {
    CHECK(is_better(with_new_helper(snapshot, snapshot.needs[need], claim), before, tier));
  } else if (claim.key == "more_at_nearest") {
    ++offer_called(changed, claim).capacity_weekly;
    CHECK(is_better(changed, before, tier));
  } else if (claim.key == "wider_radius") {
    services::Offer& offer = offer_called(changed, claim);
    const double km = std::get<double>(value_of(claim, "km"));
    offer.radius_m = offer.radius_m.value_or(0) + static_cast<std::int64_t>(km * 1'000);
    CHECK(is_better(changed, before, tier));
  } else {
    check_counted(snapshot, before, need, claim);
  }
}

TEST_CASE("whatever is said to help, helps") {
  std::map<std::string, int> claims;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    CAPTURE(seed);
    const Snapshot snapshot = random_snapshot(seed, 8);
    const Draft draft = plan(snapshot);
    const Cost before = cost_of(snapshot, draft);
    for (const DraftUnmet& unmet : draft.unmet) {
      for (const Phrase& claim : unmet.would_help) {
        check_help(snapshot, before, unmet.need, claim);
        ++claims[claim.key];
      }
    }
  }
  CHECK(claims.size() == 8);  // every kind of claim was met and checked
}

/// Solves again without the pair and holds the line's reasons against what happens.
void check_line_reasons(const Snapshot& snapshot, const Cost& before, const DraftLine& line,
                        std::map<std::string, int>& claims) {
  Snapshot without = snapshot;
  without.refused.push_back({snapshot.needs[line.need].need.id, snapshot.offers[line.offer].id});
  for (const Phrase& reason : line.reasons) {
    CAPTURE(reason.key);
    ++claims[reason.key];
    if (reason.key == "others_needed") {
      CHECK(cost_of(without, plan(without)).unmet > before.unmet);
    } else if (reason.key == "next_best_costs") {
      const Cost after = cost_of(without, plan(without));
      const double km = std::get<double>(value_of(reason, "km"));
      CHECK((after.unmet > before.unmet ||
             static_cast<double>(after.travel - before.travel) >= km * 1'000));
    } else if (reason.key == "nearest" || reason.key == "nearer_full") {
      for (std::size_t j = 0; j < snapshot.offers.size(); ++j) {
        const services::Offer& other = snapshot.offers[j];
        const bool may =
            !other.is_online && pair_cost(snapshot, snapshot.needs[line.need], other).has_value();
        const PlaceRef* home = place_of(snapshot, snapshot.needs[line.need].village);
        if (may && reason.key == "nearest") {
          CHECK(core::distance_m(home->point, place_of(snapshot, other.village)->point) >=
                *line.distance_m);
        }
      }
    }
  }
}

TEST_CASE("whatever is said for a line holds when the line is taken away") {
  std::map<std::string, int> claims;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    CAPTURE(seed);
    const Snapshot snapshot = random_snapshot(seed, 8);
    const Draft draft = plan(snapshot);
    const Cost before = cost_of(snapshot, draft);
    for (const DraftLine& line : draft.lines) {
      check_line_reasons(snapshot, before, line, claims);
    }
  }
  CHECK(claims.size() == 7);
}

}  // namespace
}  // namespace caregrid::allocation
