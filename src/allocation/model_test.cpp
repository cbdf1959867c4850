// Plans drawn as village maps: one letter a village, one kilometre a character. Each case puts
// needs and helpers on the map and says who should help whom, or why nobody does.
#include "allocation/model.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "support/grid.h"

namespace caregrid::allocation {
namespace {

using support::Grid;
using support::GridNeed;
using support::GridOffer;
using Lines = std::vector<std::string>;

constexpr auto never = [] { return false; };

Draft plan(Grid& grid) {
  auto draft = draft_plan(grid.snapshot(), never);
  REQUIRE(draft.ok());
  CHECK(draft->is_optimal);
  CHECK(draft->objective == draft->bound);
  return std::move(*draft);
}

std::set<std::string> keys_of(const std::vector<Phrase>& phrases) {
  std::set<std::string> keys;
  for (const Phrase& phrase : phrases) {
    keys.insert(phrase.key);
  }
  return keys;
}

TEST_CASE("the nearer helper goes to each of two children") {
  Grid grid(R"(
    a..A.......B.b
  )");
  grid.need({.at = 'a'});
  grid.need({.at = 'b'});
  grid.offer({.at = 'A'});
  grid.offer({.at = 'B'});
  const Draft draft = plan(grid);
  CHECK(Grid::lines_of(draft) == Lines{"0 <- 0", "1 <- 1"});
  CHECK(keys_of(draft.lines[0].reasons).contains("nearest"));
}

TEST_CASE("a child gives way when only so both are helped") {
  Grid grid("b........A.a..B");  // A reaches both children, B only the nearer one
  grid.need({.at = 'a'});
  grid.need({.at = 'b'});
  grid.offer({.at = 'A', .radius_km = 10});
  grid.offer({.at = 'B', .radius_km = 5});
  CHECK(Grid::lines_of(plan(grid)) == Lines{"0 <- 1", "1 <- 0"});
  // Without B one of them stays, and the shorter way decides which.
  grid.snapshot().offers[1].radius_m = 100;
  CHECK(Grid::lines_of(plan(grid)) == Lines{"0 <- 0", "1 reachable_full"});
}

TEST_CASE("the more urgent child comes first, however far") {
  Grid grid("a.........A.b");
  grid.need({.at = 'a', .tier = 1});
  grid.need({.at = 'b', .tier = 2});
  grid.offer({.at = 'A'});
  CHECK(Grid::lines_of(plan(grid)) == Lines{"0 <- 0", "1 reachable_full"});
}

TEST_CASE("one unit of a tier outweighs any number below it") {
  Grid grid("aA");
  grid.need({.at = 'a', .kind = care::NeedKind::mentor, .tier = 1});
  for (int i = 0; i < 5; ++i) {
    grid.need({.at = 'a', .kind = care::NeedKind::mentor, .tier = 2});
  }
  grid.offer({.at = 'A', .kinds = {care::NeedKind::mentor}});
  CHECK(Grid::lines_of(plan(grid))[0] == "0 <- 0");
}

TEST_CASE("a known helper is kept unless it costs too much") {
  Grid grid("A.a...B........C");
  const auto need = grid.need({.at = 'a', .previous_helper = "V1"});
  grid.offer({.at = 'A', .radius_km = 30});
  grid.offer({.at = 'B', .radius_km = 30});
  CHECK(Grid::lines_of(plan(grid)) == Lines{"0 <- 1"});  // 2 km more, a bond is worth 5
  CHECK(keys_of(plan(grid).lines[0].reasons).contains("keeps_bond"));
  grid.offer({.at = 'C', .radius_km = 30});
  grid.snapshot().needs[need].need.previous_helper = "V2";
  CHECK(Grid::lines_of(plan(grid)) == Lines{"0 <- 0"});  // 11 km more
}

TEST_CASE("two times a week may come from two helpers") {
  Grid grid("A.a..B");
  grid.need({.at = 'a', .units = 3});
  grid.offer({.at = 'A', .capacity = 1});
  grid.offer({.at = 'B', .capacity = 1});
  const Draft draft = plan(grid);
  CHECK(Grid::lines_of(draft) == Lines{"0 <- 0", "0 <- 1", "0 reachable_full"});
  CHECK(draft.unmet[0].units == 1);
}

TEST_CASE("each filter has its reason, told in a fixed order") {
  using enum UnmetReason;
  struct Row {
    std::string_view what;
    GridNeed need;
    std::vector<GridOffer> offers;
    UnmetReason reason;
    std::set<std::string> help;
  };
  const care::Slots morning{1};
  const care::Slots evening{4};
  const std::set<std::string> capacity{"more_capacity"};
  const std::vector<Row> rows{
      {"nobody gives the kind",
       {.at = 'a'},
       {{.at = 'A', .kinds = {care::NeedKind::mentor}}},
       no_offer_of_kind,
       capacity},
      {"the query is still under way",
       {.at = 'a'},
       {{.at = 'A', .clearance = services::ClearanceResult::pending}},
       only_uncleared,
       {"clearance", "more_capacity"}},
      {"uncleared and too far: clearance alone would not help",
       {.at = 'a'},
       {{.at = 'B', .clearance = services::ClearanceResult::pending}},
       only_uncleared,
       capacity},
      {"too far", {.at = 'a'}, {{.at = 'B'}}, out_of_reach, {"wider_radius", "more_capacity"}},
      {"village not known", {.at = ' '}, {{.at = 'A'}}, no_place, {}},
      {"no common hour",
       {.at = 'a', .slots = morning},
       {{.at = 'A', .slots = evening}},
       no_common_slot,
       {"other_slot", "more_capacity"}},
      {"a woman is wished for",
       {.at = 'a', .sex_rule = care::SexRule::female},
       {{.at = 'A', .sex = registry::Sex::male}},
       sex_rule,
       {"any_sex", "more_capacity"}},
      {"nobody speaks it",
       {.at = 'a', .language = "bo"},
       {{.at = 'A', .languages = "ug"}},
       language,
       {"language", "more_capacity"}},
      {"no places at all",
       {.at = 'a'},
       {{.at = 'A', .capacity = 0}},
       reachable_full,
       {"more_at_nearest", "more_capacity"}},
      {"the one who comes furthest decides",
       {.at = 'a', .slots = morning},
       {{.at = 'A', .clearance = services::ClearanceResult::none},
        {.at = 'B'},
        {.at = 'A', .slots = evening}},
       no_common_slot,
       {"clearance", "wider_radius", "other_slot", "more_capacity"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Grid grid("a.A...........................B");
    grid.need(row.need);
    for (const GridOffer& offer : row.offers) {
      grid.offer(offer);
    }
    const Draft draft = plan(grid);
    CHECK(draft.lines.empty());
    REQUIRE(draft.unmet.size() == 1);
    CHECK(draft.unmet[0].reason == row.reason);
    CHECK(keys_of(draft.unmet[0].would_help) == row.help);
  }
}

TEST_CASE("online help needs no place; a place needs no sex") {
  Grid grid("a.A");
  grid.need({.at = ' ', .sex_rule = care::SexRule::female});
  grid.need(
      {.at = 'a', .kind = care::NeedKind::after_school_place, .sex_rule = care::SexRule::female});
  grid.offer({.at = ' ', .is_online = true, .sex = registry::Sex::female});
  grid.offer({.at = 'A',
              .kinds = {care::NeedKind::after_school_place},
              .clearance = services::ClearanceResult::not_required,
              .provider_kind = services::ProviderKind::care_place});
  const Draft draft = plan(grid);
  CHECK(Grid::lines_of(draft) == Lines{"0 <- 0", "1 <- 1"});
  CHECK_FALSE(draft.lines[0].distance_m);
  CHECK(draft.lines[1].distance_m);
}

TEST_CASE("clearance must hold on every day of the week") {
  struct Row {
    std::string_view what;
    services::ClearanceResult result;
    int queried_days_before;
    services::ProviderKind kind;
    bool helps;
  };
  using enum services::ClearanceResult;
  using enum services::ProviderKind;
  const std::vector<Row> rows{
      {"queried last month", clear, 30, volunteer, true},
      {"queried on the Monday itself", clear, 0, volunteer, true},
      {"queried on the Tuesday", clear, -1, volunteer, false},
      {"runs out on the Sunday", clear, 359, volunteer, false},
      {"runs out the Monday after", clear, 358, volunteer, true},
      {"a record was found", not_clear, 30, volunteer, false},
      {"pending", pending, 30, volunteer, false},
      {"never asked", none, 30, volunteer, false},
      {"not required of a person counts for nothing", not_required, 30, volunteer, false},
      {"not required of somebody unknown neither", not_required, 30, other, false},
      {"not required of a depot", not_required, 30, depot, true},
      {"a place with a record", not_clear, 30, care_place, false},
      {"a place still asked about", pending, 30, care_place, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Grid grid("aA");
    grid.need({.at = 'a'});
    grid.offer({.at = 'A', .clearance = row.result, .provider_kind = row.kind});
    grid.snapshot().offers[0].clearance.queried_on = Grid::monday + -row.queried_days_before;
    CHECK(plan(grid).lines.size() == (row.helps ? 1 : 0));
  }
}

TEST_CASE("refused pairs never come again") {
  Grid grid("a.A.B");
  grid.need({.at = 'a'});
  grid.offer({.at = 'A'});
  auto& snapshot = grid.snapshot();
  snapshot.refused.push_back({snapshot.needs[0].need.id, snapshot.offers[0].id});
  const Draft draft = plan(grid);
  CHECK(Grid::lines_of(draft) == Lines{"0 refused"});
  CHECK(keys_of(draft.unmet[0].would_help) == std::set<std::string>{"reconsider", "more_capacity"});
  grid.offer({.at = 'B'});
  CHECK(Grid::lines_of(plan(grid)) == Lines{"0 <- 1"});
}

TEST_CASE("kept lines stand even where the optimum would differ") {
  Grid grid("a.A.......B");
  grid.need({.at = 'a'});
  grid.offer({.at = 'A'});
  grid.offer({.at = 'B'});
  auto& snapshot = grid.snapshot();
  snapshot.kept.push_back(
      {snapshot.needs[0].need.id, snapshot.offers[1].id, 1, LineState::accepted, {2}});
  const Draft draft = plan(grid);
  CHECK(Grid::lines_of(draft) == Lines{"0 <- 1"});
  CHECK(draft.lines[0].state == LineState::accepted);
  CHECK(draft.lines[0].slots == care::Slots{2});
  CHECK(keys_of(draft.lines[0].reasons).contains("kept_accepted"));
  CHECK(draft.released.empty());
}

TEST_CASE("a kept line goes only when it must, and says why") {
  struct Row {
    std::string_view what;
    void (*change)(Snapshot&);
    ReleaseReason reason;
    int units;
  };
  using enum ReleaseReason;
  const std::vector<Row> rows{
      {"need withdrawn", [](Snapshot& s) { s.needs.clear(); }, need_closed, 2},
      {"helper gone", [](Snapshot& s) { s.offers.erase(s.offers.begin()); }, offer_gone, 2},
      {"clearance lost",
       [](Snapshot& s) { s.offers[0].clearance.result = services::ClearanceResult::not_clear; },
       not_cleared, 2},
      {"gives it no more", [](Snapshot& s) { s.offers[0].kinds = {}; }, kind_not_offered, 2},
      {"no common hour", [](Snapshot& s) { s.offers[0].slots = {}; }, no_common_slot, 2},
      {"fewer times wanted", [](Snapshot& s) { s.needs[0].need.units_weekly = 1; }, units_reduced,
       1},
      {"fewer places given", [](Snapshot& s) { s.offers[0].capacity_weekly = 1; }, capacity_reduced,
       1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Grid grid("aA");
    grid.need({.at = 'a', .units = 2});
    grid.offer({.at = 'A', .capacity = 2});
    auto& snapshot = grid.snapshot();
    snapshot.kept.push_back(
        {snapshot.needs[0].need.id, snapshot.offers[0].id, 2, LineState::pinned, {3}});
    row.change(snapshot);
    const Draft draft = plan(grid);
    REQUIRE(draft.released.size() == 1);
    CHECK(draft.released[0].reason == row.reason);
    CHECK(draft.released[0].units == row.units);
  }
}

TEST_CASE("a pin goes before an accepted line when there is room for one") {
  Grid grid("aA");
  grid.need({.at = 'a'});
  grid.need({.at = 'a'});
  grid.offer({.at = 'A'});
  auto& snapshot = grid.snapshot();
  snapshot.kept.push_back(
      {snapshot.needs[0].need.id, snapshot.offers[0].id, 1, LineState::accepted, {1}});
  snapshot.kept.push_back(
      {snapshot.needs[1].need.id, snapshot.offers[0].id, 1, LineState::pinned, {1}});
  const Draft draft = plan(grid);
  CHECK(Grid::lines_of(draft) == Lines{"1 <- 0", "0 reachable_full"});
  CHECK(draft.released.size() == 1);
}

TEST_CASE("hours: a helper and a child each once, as long as hours last") {
  Grid grid("aA");
  grid.need({.at = 'a', .units = 2, .slots = {0b0111}});
  grid.need({.at = 'a', .tier = 1, .slots = {0b0001}});
  grid.need({.at = 'a', .slots = {0b1111}});
  grid.offer({.at = 'A', .capacity = 4});
  const Draft draft = plan(grid);
  REQUIRE(draft.lines.size() == 3);
  CHECK(draft.lines[1].slots == care::Slots{0b0001});  // the most urgent chose first
  CHECK(draft.lines[0].slots == care::Slots{0b0110});
  CHECK(draft.lines[2].slots == care::Slots{0b1000});
}

TEST_CASE("why this one: whoever is nearer is full, and doing without would cost") {
  Grid grid("aA....B......C");
  grid.need({.at = 'a'});
  grid.need({.at = 'a'});
  grid.offer({.at = 'A', .radius_km = 20});
  grid.offer({.at = 'B', .radius_km = 20});
  grid.offer({.at = 'C', .radius_km = 20});
  auto& snapshot = grid.snapshot();
  snapshot.kept.push_back(
      {snapshot.needs[0].need.id, snapshot.offers[0].id, 1, LineState::pinned, {1}});
  const Draft draft = plan(grid);
  REQUIRE(draft.lines.size() == 2);
  const DraftLine& far = draft.lines[1];
  CHECK(far.offer == 1);
  REQUIRE(keys_of(far.reasons) == std::set<std::string>{"nearer_full", "next_best_costs"});
  CHECK(std::get<double>(far.reasons[1].values[0].value) == doctest::Approx(7.0).epsilon(0.05));
}

TEST_CASE("why this one: without it a child would be left out") {
  Grid grid("a.A");
  grid.need({.at = 'a'});
  grid.offer({.at = 'A'});
  CHECK(keys_of(plan(grid).lines[0].reasons) ==
        std::set<std::string>{"only_one_eligible", "nearest", "others_needed"});
}

TEST_CASE("nothing to plan is a plan") {
  Grid grid("a");
  CHECK(Grid::lines_of(plan(grid)).empty());
  grid.need({.at = 'a'});
  CHECK(Grid::lines_of(plan(grid)) == Lines{"0 no_offer_of_kind"});
}

}  // namespace
}  // namespace caregrid::allocation
