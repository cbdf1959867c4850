// A small county goes through a week on every database: its lists go in through the same targets
// an import uses, a plan is made, people accept, refuse and pin, a volunteer loses clearance, and
// the next plan keeps, releases and never repeats what it should.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "access/accounts.h"
#include "support/failing_database.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

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

TEST_CASE("what happens while a plan is solved is not lost") {
  on_every_database([](World& world) {
    fill(world);
    const PlanSummary first = world.plan();
    const LineId line = world.lines(first.id).items[0].id;
    int solved = 0;
    const auto interfere = [&](const PlanProgress& progress) {
      if (progress.step == "solve" && progress.done == 1 && ++solved == 1) {
        CHECK(world.decide(first.id, line, Decision::accept).empty());
        Cells lost = all_offers()[1];
        lost["clearance"] = "查询中";
        CHECK(world.import(services::make_offer_target(), {lost}).at(0) == "updated");
      }
      return true;
    };
    const PlanRequest request{PlanId::make(world.clock.now(), world.rng), {}};
    const auto made = make_plan(world.door, world.office, request, interfere);
    REQUIRE(made.ok());
    CHECK(solved == 2);  // solved again on what had changed
    CHECK(made->accepted == 1);
    CHECK(made->withheld == 0);
    const auto again = make_plan(world.door, world.office, request, interfere);
    REQUIRE(again.ok());
    CHECK(solved == 2);  // the same request plans once
    CHECK(again->made_at == made->made_at);
    PlanRequest tuesday = request;
    tuesday.id = PlanId::make(world.clock.now(), world.rng);
    tuesday.week_of = first.week_of + 1;
    CHECK(reason_of(make_plan(world.door, world.office, tuesday, go_on).error()) ==
          "plan.not_a_monday");
  });
}

TEST_CASE("a plan is stored whole or not at all, whichever statement fails") {
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    World whole(*database);
    fill(whole);
    support::FailingDatabase failing(database->database());
    access::Door door(failing, whole.clock);
    const PlanRequest request{PlanId::make(whole.clock.now(), whole.rng), {}};
    int failures = 0;
    for (int statement = 1; statement < 200; ++statement) {
      failing.fail_statement(statement);
      const auto made = make_plan(door, whole.office, request, go_on);
      const auto stored = whole.read(whole.office, [&](const access::Call& call) {
        const auto current = current_plan(call);
        REQUIRE(current.ok());
        // Once stored it stays, even when reading it back is what failed.
        CHECK((!*current || (*current)->lines == 2));
        return core::Result<void>();
      });
      CHECK(stored.ok());
      if (made.ok() && !failing.has_failed()) {
        break;
      }
      ++failures;
    }
    CHECK(failures > 15);
    CHECK(failures < 100);
  }
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
          const auto page = list_lines(call, id, {});
          REQUIRE(page.ok());
          for (const PlanLine& line : page->items) {
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
    const access::Actor coordinator =
        access::make_actor({}, access::Role::ngo_coordinator, world.office.area, "coordinator");
    const auto shortened =
        world.read(coordinator, [&](const access::Call& call) -> core::Result<void> {
          CHECK(list_lines(call, id, {})->items.at(0).need.child_name == "—");
          CHECK(care::list_needs(call, {})->items.at(0).child_name == "—");
          CHECK(list_unmet(call, id, {})->items.at(0).need.child_name == "—");
          return {};
        });
    CHECK(shortened.ok());
    const PlanRequest request{PlanId::make(world.clock.now(), world.rng), {}};
    CHECK(reason_of(make_plan(world.door, world.director, request, go_on).error()) ==
          "access.role");
    const auto cancel = [](const PlanProgress&) { return false; };
    CHECK(reason_of(make_plan(world.door, world.office, request, cancel).error()) ==
          "plan.cancelled");
  });
}

}  // namespace
}  // namespace caregrid::allocation
