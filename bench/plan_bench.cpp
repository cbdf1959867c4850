// What a plan costs. A made-up county of Wushan's size (5,800 needs, 575 offers, 345 villages) is
// planned end to end on SQLite: read, modelled, solved, certified, explained, stored durably. Goal:
// 2 s. Then 30,000 needs and 5,000 offers are planned in memory, engine and all. Each plan must be
// certified optimal before its figure is printed.
//
// usage: plan_bench        (3 rounds each; the fastest counts)

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "access/door.h"
#include "allocation/eligibility.h"
#include "allocation/kept.h"
#include "allocation/model.h"
#include "allocation/operations.h"
#include "care/store.h"
#include "core/check.h"
#include "core/rng.h"
#include "db/migrate.h"
#include "db/sqlite/database.h"
#include "services/store.h"

namespace caregrid {
namespace {

constexpr int rounds = 3;
constexpr std::int64_t county = 990'601;
constexpr std::int64_t county_code = county * 1'000'000;
constexpr core::Instant monday_noon{1'789'963'200'000'000};
constexpr core::Date monday{20717};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct Size {
  int needs = 0;
  int offers = 0;
  int villages = 0;
};

constexpr std::array kinds{
    care::NeedKind::tutoring_math,
    care::NeedKind::tutoring_en,
    care::NeedKind::tutoring_zh,
    care::NeedKind::mentor,
    care::NeedKind::after_school_place,
    care::NeedKind::winter_clothes,
    care::NeedKind::mental_support,
    care::NeedKind::school_supplies,
    care::NeedKind::digital_literacy,
    care::NeedKind::benefit_application,
    care::NeedKind::health,
    care::NeedKind::online_subject_science,
};

std::int64_t village_code(std::size_t village) {
  const auto number = static_cast<std::int64_t>(village);
  return county_code + 1'000 * (100 + number / 25) + 1 + number % 25;
}

/// Every second slot of the draw is a weekend one or an evening, as children's are.
care::Slots some_slots(core::SeededRng& rng, std::uint64_t most) {
  care::Slots slots;
  for (std::uint64_t i = rng.below(most) + 1; i > 0; --i) {
    slots.mask |= 1U << rng.below(care::slot_count);
  }
  return slots;
}

care::NeedRow some_need(core::SeededRng& rng, const allocation::Snapshot& county_so_far) {
  const auto& places = county_so_far.places;
  care::NeedRow row;
  row.need.kind = kinds.at(rng.below(kinds.size()));
  const double urgency = rng.unit();
  row.need.tier = urgency < 0.04 ? 1 : urgency < 0.2 ? 2 : urgency < 0.6 ? 3 : 4;
  row.need.units_weekly = rng.chance(0.09) ? 2 : 1;
  row.need.slots = some_slots(rng, 6);
  row.need.sex_rule = rng.chance(0.06) ? care::SexRule::female : care::SexRule::any;
  row.need.opened_on = monday + -static_cast<int>(rng.below(90));
  row.village = places[rng.below(places.size())].code;
  return row;
}

services::Offer some_offer(core::SeededRng& rng, const allocation::Snapshot& county_so_far) {
  const auto& places = county_so_far.places;
  services::Offer offer;
  const bool is_depot = rng.chance(0.04);
  offer.provider_kind =
      is_depot ? services::ProviderKind::depot : services::ProviderKind::volunteer;
  offer.sex = rng.chance(0.6) ? registry::Sex::female : registry::Sex::male;
  for (std::uint64_t i = rng.below(3) + 1; i > 0; --i) {
    offer.kinds.add(kinds.at(rng.below(kinds.size())));
  }
  offer.is_online = rng.chance(0.16);
  offer.village = places[rng.below(places.size())].code;
  offer.radius_m = 1'000 * static_cast<std::int64_t>(is_depot ? 40 : 6 + rng.below(6));
  offer.slots = is_depot ? care::Slots::all() : some_slots(rng, 10);
  offer.capacity_weekly = is_depot ? 100 : 1 + static_cast<int>(rng.below(8));
  const bool is_cleared = rng.chance(0.87);
  offer.clearance.result =
      is_cleared ? services::ClearanceResult::clear : services::ClearanceResult::pending;
  offer.clearance.queried_on = monday + -static_cast<int>(rng.below(360));
  return offer;
}

/// Villages on 55 × 55 km, ids in order.
allocation::Snapshot some_county(const Size& size, std::uint64_t seed) {
  core::SeededRng rng(seed);
  allocation::Snapshot snapshot;
  snapshot.week_of = monday;
  for (int i = 0; i < size.villages; ++i) {
    snapshot.places.push_back({village_code(static_cast<std::size_t>(i)),
                               "village",
                               {34.5 + rng.unit() * 0.5, 104.7 + rng.unit() * 0.6}});
  }
  for (int i = 0; i < size.needs; ++i) {
    care::NeedRow row = some_need(rng, snapshot);
    row.need.id = care::NeedId::derive("need " + std::to_string(i));
    row.need.child = care::ChildId::derive("child " + std::to_string(i * 2 / 3));
    snapshot.needs.push_back(std::move(row));
  }
  for (int i = 0; i < size.offers; ++i) {
    services::Offer offer = some_offer(rng, snapshot);
    offer.id = services::OfferId::derive("offer " + std::to_string(i));
    offer.code = "V" + std::to_string(i);
    snapshot.offers.push_back(std::move(offer));
  }
  std::ranges::sort(snapshot.needs, {}, [](const care::NeedRow& row) { return row.need.id; });
  std::ranges::sort(snapshot.offers, {}, &services::Offer::id);
  return snapshot;
}

constexpr db::Sql insert_division_sql(R"(
INSERT INTO division (county, code, name, latitude, longitude)
VALUES (:county, :code, :name, :latitude, :longitude))");

constexpr db::Sql insert_child_sql(R"(
INSERT INTO child (county, number, id, sex, division, revision)
VALUES (:county, :number, :id, 0, :division, 0)
ON CONFLICT (county, id) DO NOTHING)");

core::Result<std::string> store_county(const access::Call& call,
                                       const allocation::Snapshot& snapshot) {
  for (const allocation::PlaceRef& place : snapshot.places) {
    const auto done =
        call.transaction.run(insert_division_sql, {{"county", county},
                                                   {"code", place.code},
                                                   {"name", place.name},
                                                   {"latitude", place.point.latitude},
                                                   {"longitude", place.point.longitude}});
    core::check(done.ok());
  }
  std::int64_t number = 0;
  for (const care::NeedRow& row : snapshot.needs) {
    const auto child = call.transaction.run(insert_child_sql, {{"county", county},
                                                               {"number", ++number},
                                                               {"id", row.need.child},
                                                               {"division", *row.village}});
    core::check(child.ok() && care::insert_need(call, row.need).ok());
  }
  for (const services::Offer& offer : snapshot.offers) {
    core::check(services::insert_offer(call, offer).ok());
  }
  return std::string("{}");
}

/// Reading, modelling, solving, explaining and storing, each step's seconds.
void plan_end_to_end(const Size& size) {
  const auto folder = std::filesystem::temp_directory_path() / "caregrid-plan-bench";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  db::sqlite::Options options;
  options.path = (folder / "county.db").string();
  const auto database = db::sqlite::open(options);
  core::check(database.ok());
  core::check(db::migrate(**database, db::schema_files(), monday_noon).ok());
  core::ManualClock clock(monday_noon);
  access::Door door(**database, clock);
  const access::Actor office{{}, access::Role::county, access::Area{county_code}, "office"};
  const allocation::Snapshot snapshot = some_county(size, 1);
  const access::Command command{access::CommandId::derive("county"), "bench", "bench", true};
  core::check(door.submit(office, command,
                          [&](const access::Call& call) { return store_county(call, snapshot); })
                  .ok());
  double best = 1e9;
  std::int64_t served = 0;
  for (int round = 0; round < rounds; ++round) {
    const allocation::PlanRequest request{
        allocation::PlanId::derive("plan " + std::to_string(round)), monday};
    const auto start = std::chrono::steady_clock::now();
    const auto made = allocation::make_plan(door, office, request,
                                            [](const allocation::PlanProgress&) { return true; });
    const double seconds = seconds_since(start);
    core::check(made.ok() && made->solver.is_optimal);
    best = std::min(best, seconds);
    served = made->units_served;
  }
  std::printf("plan, end to end on SQLite: %d needs x %d offers: %.3f s (goal 2 s), %lld served\n",
              size.needs, size.offers, best, static_cast<long long>(served));
  std::filesystem::remove_all(folder);
}

void plan_in_memory(const Size& size) {
  const allocation::Snapshot snapshot = some_county(size, 2);
  double whole = 1e9;
  double model_only = 1e9;
  double engine = 1e9;
  std::size_t arcs = 0;
  for (int round = 0; round < rounds; ++round) {
    auto start = std::chrono::steady_clock::now();
    const allocation::Eligibility eligibility(snapshot);
    const auto remainder = allocation::settle_kept(snapshot, eligibility);
    const auto model = allocation::build_model(snapshot, eligibility, remainder, {});
    model_only = std::min(model_only, seconds_since(start));
    arcs = model.problem.arcs();
    start = std::chrono::steady_clock::now();
    const auto solution = solve::assign(model.problem, [] { return false; });
    engine = std::min(engine, seconds_since(start));
    core::check(solution.ok() && solution->is_certified);
    start = std::chrono::steady_clock::now();
    const auto draft = allocation::draft_plan(snapshot, [] { return false; });
    whole = std::min(whole, seconds_since(start));
    core::check(draft.ok() && draft->is_optimal);
  }
  std::printf("plan, in memory: %d needs x %d offers, %zu arcs: %.3f s (model %.3f, engine %.3f)\n",
              size.needs, size.offers, arcs, whole, model_only, engine);
}

}  // namespace
}  // namespace caregrid

int main() {
  caregrid::plan_end_to_end({5'800, 575, 345});
  caregrid::plan_in_memory({5'800, 575, 345});
  caregrid::plan_in_memory({30'000, 5'000, 1'500});
  return 0;
}
