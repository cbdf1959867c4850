// A small county goes through a week on every database: its lists go in through the same targets
// an import uses, a plan is made, people accept, refuse and pin, a volunteer loses clearance, and
// the next plan keeps, releases and never repeats what it should.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "access/door.h"
#include "allocation/operations.h"
#include "care/operations.h"
#include "care/targets.h"
#include "core/rng.h"
#include "registry/targets.h"
#include "services/operations.h"
#include "services/targets.h"
#include "support/databases.h"

namespace caregrid::allocation {
namespace {

using Cells = std::map<std::string, std::string>;

constexpr std::int64_t county_code = 620'524'000'000;
constexpr std::int64_t township_code = 620'524'100'000;
constexpr core::Instant monday_noon{1'789'963'200'000'000};  // 2026-09-21T04:00Z
constexpr auto go_on = [](const PlanProgress&) { return true; };

std::string reason_of(const core::Error& error) { return error.reason; }

/// A county on one database, with a clock that stands still.
struct World {
  explicit World(support::TestDatabase& test) : door(test.database(), clock) {}

  core::ManualClock clock{monday_noon};
  core::SeededRng rng{11};
  access::Door door;
  access::Actor office{{}, access::Role::county, access::Area{county_code}, "office"};
  access::Actor director{{}, access::Role::director, access::Area{township_code + 1}, "director"};

  /// Gives rows to a target as an import would; one word a row: "created", or its first problem.
  std::vector<std::string> import(std::unique_ptr<intake::Target> target,
                                  const std::vector<Cells>& rows) {
    REQUIRE(read(office, [&](const access::Call& call) { return target->prepare(call); }).ok());
    std::vector<std::vector<intake::Value>> values;
    std::vector<intake::Record> records;
    for (const Cells& cells : rows) {
      std::vector<intake::Value> row;
      for (const intake::Field& field : target->fields()) {
        const auto cell = cells.find(std::string(field.name));
        row.push_back({cell == cells.end() ? std::string_view() : cell->second, {}});
      }
      values.push_back(std::move(row));
    }
    for (const auto& row : values) {
      records.push_back({static_cast<std::int64_t>(records.size()) + 2, row});
    }
    const auto batch = target->read(records, {"list.xlsx", ""}, door.today());
    std::vector<std::string> words;
    submit([&](const access::Call& call) -> core::Result<std::string> {
      auto results = target->store(call, *batch);
      if (!results) {
        return results.error();
      }
      for (const intake::RowResult& result : *results) {
        words.push_back(word_of(result));
      }
      return std::string("{}");
    });
    return words;
  }

  static std::string word_of(const intake::RowResult& result) {
    constexpr std::array names{"created", "updated", "unchanged"};
    return result.outcome == intake::Outcome::rejected
               ? result.problems.at(0).reason
               : names.at(static_cast<std::size_t>(result.outcome));
  }

  template <class Look>
  core::Result<void> read(const access::Actor& actor, Look look) {
    return door.read(actor, look);
  }

  /// Runs an operation inside the door; its reason when it fails, else "".
  template <class Operate>
  std::string submit(Operate operate, const access::Actor* actor = nullptr) {
    const access::Command command{access::CommandId::make(clock.now(), rng), "test", "test", false};
    const auto done = door.submit(actor == nullptr ? office : *actor, command, operate);
    return done ? std::string() : done.error().reason;
  }

  PlanSummary plan() {
    const auto made = make_plan(door, office, {PlanId::make(clock.now(), rng), {}}, go_on);
    CAPTURE((made ? std::string() : made.error().reason + made.error().detail));
    REQUIRE(made.ok());
    CHECK(made->solver.is_optimal);
    return *made;
  }

  LinePage lines(PlanId id, const LineFilter& filter = {}) {
    LinePage page;
    const auto done = read(office, [&](const access::Call& call) -> core::Result<void> {
      auto found = list_lines(call, id, filter);
      REQUIRE(found.ok());
      page = std::move(*found);
      return {};
    });
    REQUIRE(done.ok());
    return page;
  }

  UnmetPage unmet(PlanId id, const UnmetFilter& filter = {}) {
    UnmetPage page;
    const auto done = read(office, [&](const access::Call& call) -> core::Result<void> {
      auto found = list_unmet(call, id, filter);
      REQUIRE(found.ok());
      page = std::move(*found);
      return {};
    });
    REQUIRE(done.ok());
    return page;
  }

  std::string decide(PlanId id, LineId line, Decision decision) {
    return submit([&](const access::Call& call) -> core::Result<std::string> {
      const auto decided = decide_line(call, id, line, decision, "said so");
      return decided ? core::Result<std::string>("{}") : decided.error();
    });
  }
};

void add_places(World& world) {
  std::vector<Cells> villages;
  for (int i = 1; i <= 4; ++i) {
    villages.push_back(
        {{"code", std::to_string(township_code + i)},
         {"name", "村" + std::string(1, static_cast<char>('A' + i - 1)) + "村民委员会"},
         {"township_code", "620524100"},
         {"township", "城关镇"},
         {"latitude", "34.7"},
         {"longitude", "104." + std::to_string(900 + 20 * i)}});
  }
  for (const std::string& word : world.import(registry::make_division_target(), villages)) {
    CHECK(word == "created");
  }
}

Cells child(const std::string& name, char village) {
  return {{"name", name}, {"village", "村" + std::string(1, village) + "村民委员会"}};
}

Cells need(const std::string& name, char village, const std::string& kind,
           const std::string& urgency) {
  return {{"child_name", name},
          {"village", "村" + std::string(1, village) + "村民委员会"},
          {"kind", kind},
          {"tier", urgency},
          {"slots", "周六上午、周日下午"},
          {"units_weekly", "1"},
          {"opened_on", "2026-09-01"}};
}

Cells offer(const std::string& code, const std::string& kinds, char village,
            const std::string& clearance) {
  return {{"code", code},
          {"name", "志愿者" + code},
          {"sex", "女"},
          {"provider_kind", "大学生志愿者"},
          {"kinds", kinds},
          {"mode", "线下"},
          {"village", "村" + std::string(1, village) + "村民委员会"},
          {"radius_km", "10"},
          {"slots", "周六上午、周三晚上"},
          {"capacity_weekly", "1"},
          {"clearance", clearance},
          {"queried_on", "2026-03-01"},
          {"phone", "10047588763"}};
}

std::vector<Cells> all_needs() {
  return {need("王小雨", 'A', "数学辅导", "特急"), need("李晨", 'B', "math tutoring", "一般"),
          need("张月", 'C', "tutoring_math", "可缓"), need("王小雨", 'A', "mentor", "紧急")};
}

std::vector<Cells> all_offers() {
  return {offer("V1", "tutoring_math", 'A', "无违法犯罪记录"),
          offer("V2", "数学辅导、陪伴", 'B', "无违法犯罪记录"),
          offer("V3", "tutoring_math", 'C', "查询中")};
}

void fill(World& world) {
  add_places(world);
  const std::vector<std::string> created(3, "created");
  CHECK(world.import(registry::make_child_target(),
                     {child("王小雨", 'A'), child("李晨", 'B'), child("张月", 'C')}) == created);
  CHECK(world.import(care::make_need_target(), all_needs()) ==
        std::vector<std::string>(4, "created"));
  CHECK(world.import(services::make_offer_target(), all_offers()) == created);
}

UnmetFilter refused_only() {
  UnmetFilter filter;
  filter.reason = UnmetReason::refused;
  return filter;
}

LineFilter proposed_only() {
  LineFilter filter;
  filter.state = LineState::proposed;
  return filter;
}

template <class Test>
void on_every_database(Test test) {
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    World world(*database);
    test(world);
  }
}

TEST_CASE("lists go in once; a changed row updates; a bad row says why") {
  on_every_database([](World& world) {
    fill(world);
    CHECK(world.import(care::make_need_target(), all_needs()) ==
          std::vector<std::string>(4, "unchanged"));
    CHECK(world.import(services::make_offer_target(), all_offers()) ==
          std::vector<std::string>(3, "unchanged"));
    Cells urgent = all_needs()[2];
    urgent["tier"] = "1";
    Cells wider = all_offers()[0];
    wider["radius_km"] = "12";
    CHECK(world.import(care::make_need_target(), {urgent}) == std::vector<std::string>{"updated"});
    CHECK(world.import(services::make_offer_target(), {wider}) ==
          std::vector<std::string>{"updated"});
    struct Row {
      std::string field;
      std::string value;
      std::string reason;
    };
    for (const Row& row : std::vector<Row>{{"kind", "洗车", "need.kind_unknown"},
                                           {"tier", "五", "need.tier_unknown"},
                                           {"slots", "周八上午", "need.slots_unknown"},
                                           {"units_weekly", "0", "need.units"},
                                           {"sex_rule", "外星人", "need.sex_rule_unknown"},
                                           {"opened_on", "2026-13-01", "date.no_such_day"},
                                           {"opened_on", "2027-01-01", "date.in_future"},
                                           {"child_name", "没有人", "child.unknown"}}) {
      CAPTURE(row.field);
      Cells cells = all_needs()[0];
      cells[row.field] = row.value;
      CHECK(world.import(care::make_need_target(), {cells}) ==
            std::vector<std::string>{row.reason});
    }
    Cells contrary = all_needs()[0];
    contrary["tier"] = "可缓";
    CHECK(world.import(care::make_need_target(), {all_needs()[0], contrary}) ==
          std::vector<std::string>{"unchanged", "need.repeated"});
  });
}

TEST_CASE("a first plan: who is helped, who is not, and why") {
  on_every_database([](World& world) {
    fill(world);
    const PlanSummary summary = world.plan();
    CHECK(core::to_iso(summary.week_of) == "2026-09-21");
    CHECK(summary.state == PlanState::proposed);
    CHECK(summary.needs == 4);
    CHECK(summary.units == 4);
    CHECK(summary.units_served == 2);
    CHECK(summary.tiers[0].served == 1);
    CHECK(summary.tiers[1].served == 1);
    REQUIRE(summary.townships.size() == 1);
    CHECK(summary.townships[0].name == "城关镇");
    CHECK(summary.townships[0].units == 4);
    REQUIRE(summary.kinds.size() == 2);
    CHECK(summary.kinds[0].capacity == 2);
    REQUIRE(summary.unmet_reasons.size() == 1);
    CHECK(summary.unmet_reasons[0].reason == UnmetReason::reachable_full);
    const LinePage lines = world.lines(summary.id);
    REQUIRE(lines.items.size() == 2);
    CHECK(lines.total == 2);
    CHECK(lines.items[0].need.child_name == "王小雨");
    CHECK(lines.items[0].offer.code == "V1");
    CHECK(lines.items[0].slots.count() == 1);
    CHECK(lines.items[0].distance_m == 0);
    CHECK_FALSE(lines.items[0].reasons.empty());
    CHECK(lines.items[1].offer.code == "V2");
    CHECK(lines.items[1].child_village->name == "村A村民委员会");
    const UnmetPage unmet = world.unmet(summary.id);
    REQUIRE(unmet.items.size() == 2);
    CHECK(unmet.items[0].need.child_name == "李晨");
    CHECK(std::ranges::any_of(unmet.items[1].would_help,
                              [](const Phrase& phrase) { return phrase.key == "clearance"; }));
  });
}

TEST_CASE("pages follow each other without gap or repeat") {
  on_every_database([](World& world) {
    fill(world);
    const PlanId id = world.plan().id;
    LineFilter filter;
    filter.limit = 1;
    const LinePage first = world.lines(id, filter);
    REQUIRE(first.next);
    filter.after = *first.next;
    const LinePage second = world.lines(id, filter);
    CHECK(second.items.size() == 1);
    CHECK_FALSE(second.next);
    CHECK(first.items[0].id != second.items[0].id);
    care::NeedFilter needs;
    needs.limit = 3;
    const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
      const auto page = care::list_needs(call, needs);
      REQUIRE(page.ok());
      CHECK(page->total == 4);
      REQUIRE(page->next);
      needs.after = *page->next;
      const auto rest = care::list_needs(call, needs);
      REQUIRE(rest.ok());
      REQUIRE(rest->items.size() == 1);
      CHECK(rest->items[0].need.tier == 4);
      needs.after = "nonsense";
      CHECK(care::list_needs(call, needs).error().reason == "list.cursor");
      services::OfferFilter offers;
      offers.limit = 2;
      const auto helpers = services::list_offers(call, offers);
      REQUIRE(helpers.ok());
      REQUIRE(helpers->next);
      offers.after = *helpers->next;
      CHECK(services::list_offers(call, offers)->items.at(0).offer.code == "V3");
      offers = {};
      offers.is_cleared = false;
      CHECK(services::list_offers(call, offers)->total == 1);
      CHECK(services::count_offers(call)->not_cleared == 1);
      return {};
    });
    CHECK(done.ok());
  });
}

TEST_CASE("decisions last: accepted kept, refused never again, lost clearance releases") {
  on_every_database([](World& world) {
    fill(world);
    const PlanSummary first = world.plan();
    const LinePage lines = world.lines(first.id);
    CHECK(world.decide(first.id, lines.items[0].id, Decision::refuse).empty());
    CHECK(world.decide(first.id, lines.items[1].id, Decision::pin).empty());
    CHECK(world.unmet(first.id, refused_only()).total == 1);

    const PlanSummary second = world.plan();
    CHECK(second.pinned == 1);
    const LinePage after = world.lines(second.id);
    for (const PlanLine& line : after.items) {
      const bool is_refused_pair = line.need.need.id == lines.items[0].need.need.id &&
                                   line.offer.id == lines.items[0].offer.id;
      CHECK_FALSE(is_refused_pair);
    }
    CHECK(world.decide(first.id, lines.items[1].id, Decision::accept) == "plan.superseded");

    Cells lost = all_offers()[1];
    lost["clearance"] = "存在记录";
    lost["queried_on"] = "2026-09-20";
    CHECK(world.import(services::make_offer_target(), {lost}) ==
          std::vector<std::string>{"updated"});
    for (const PlanLine& line : world.lines(second.id).items) {
      CHECK(line.offer.code != "V2");  // withheld at once, before anybody plans again
    }
    const auto pinned = std::ranges::find(after.items, LineState::pinned, &PlanLine::state);
    REQUIRE(pinned != after.items.end());
    CHECK(world.decide(second.id, pinned->id, Decision::accept) == "plan.not_cleared");
    const PlanSummary third = world.plan();
    CHECK(third.released == 1);
    CHECK(third.withheld == 0);
  });
}

// [decision-test]
TEST_CASE("a decision can be taken back, and all the rest accepted at once") {
  on_every_database([](World& world) {
    fill(world);
    const PlanSummary made = world.plan();
    const LineId line = world.lines(made.id).items[0].id;
    CHECK(world.decide(made.id, line, Decision::refuse).empty());
    CHECK(world.decide(made.id, line, Decision::reset).empty());
    CHECK(world.unmet(made.id, refused_only()).total == 0);
    CHECK(world.lines(made.id, proposed_only()).total == 2);
    const auto accept = [&](const access::Call& call) -> core::Result<std::string> {
      const auto summary = accept_all(call, made.id);
      REQUIRE(summary.ok());
      CHECK(summary->accepted == 2);
      CHECK(summary->state == PlanState::accepted);
      return std::string("{}");
    };
    CHECK(world.submit(accept).empty());
  });
}
// [/decision-test]

TEST_CASE("areas and roles bound what is seen and done") {
  on_every_database([](World& world) {
    fill(world);
    const PlanId id = world.plan().id;
    const auto seen =
        world.read(world.director, [&](const access::Call& call) -> core::Result<void> {
          for (const PlanLine& line : list_lines(call, id, {})->items) {
            CHECK(line.need.village == township_code + 1);
          }
          CHECK(care::list_needs(call, {})->total == 2);
          care::NeedFilter elsewhere;
          elsewhere.division = township_code + 2;
          CHECK(care::list_needs(call, elsewhere).error().code == core::Code::not_found);
          CHECK(find_plan(call, id)->units == 2);
          return {};
        });
    CHECK(seen.ok());
    const PlanRequest request{PlanId::make(world.clock.now(), world.rng), {}};
    CHECK(reason_of(make_plan(world.door, world.director, request, go_on).error()) ==
          "access.role");
    const auto cancel = [](const PlanProgress&) { return false; };
    CHECK(reason_of(make_plan(world.door, world.office, request, cancel).error()) ==
          "plan.cancelled");
  });
}

TEST_CASE("needs opened and withdrawn by hand; a closed one is not opened by an import") {
  on_every_database([](World& world) {
    fill(world);
    care::NeedRow known;
    const auto looked =
        world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
          known = care::list_needs(call, {})->items.at(0);
          return {};
        });
    REQUIRE(looked.ok());
    care::NewNeed wish;
    wish.id = care::NeedId::make(world.clock.now(), world.rng);
    wish.child = known.need.child;
    wish.slots = care::Slots::all();
    const auto open = [&](const access::Call& call) -> core::Result<std::string> {
      const auto opened = care::open_need(call, wish);
      return opened ? core::Result<std::string>("{}") : opened.error();
    };
    CHECK(world.submit(open).empty());
    wish.tier = 5;
    CHECK(world.submit(open) == "need.tier");
    const auto withdraw = [&](const access::Call& call) -> core::Result<std::string> {
      const auto closed = care::withdraw_need(call, known.need.id, "moved away");
      return closed ? core::Result<std::string>("{}") : closed.error();
    };
    CHECK(world.submit(withdraw).empty());
    CHECK(world.submit(withdraw) == "need.closed");
    CHECK(world.import(care::make_need_target(), all_needs())[0] == "unchanged");
    CHECK(world.plan().needs == 4);
  });
}

}  // namespace
}  // namespace caregrid::allocation
