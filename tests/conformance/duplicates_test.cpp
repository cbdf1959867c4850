// Shows on every database that linking the register merges what is sure, puts what is not before
// people, never merges twins, two valid numbers, two sexes or shielded children, keeps to what
// people decided, and changes nothing when it runs again. The county is small, so that the shipped
// model judges.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "care/operations.h"
#include "registry/link_register.h"
#include "registry/link_review.h"
#include "registry/operations.h"
#include "registry/shielding.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

using registry::ChildId;
using registry::PairState;

Cells person(const std::string& name, char village, const std::string& born_on,
             const std::string& sex = "女", const std::string& guardian = "王建国",
             const std::string& phone = "10047588763") {
  Cells cells = child(name, village);
  cells["born_on"] = born_on;
  cells["sex"] = sex;
  cells["guardian_name"] = guardian;
  cells["guardian_phone"] = phone;
  return cells;
}

Cells numbered(Cells cells, const std::string& number) {
  cells["identity_number"] = number;
  return cells;
}

struct Linking {
  explicit Linking(World& made) : world(made) { add_places(world); }

  registry::LinkageReport link() {
    const auto id = registry::LinkageRunId::make(world.clock.now(), world.rng);
    const auto report = registry::link_register(
        world.door, world.office, id,
        {[](const access::Call& call, const registry::Following& following) {
           return care::follow_merge(call, following);
         },
         [](std::int64_t, std::int64_t) { return true; }});
    CAPTURE((report ? std::string() : report.error().reason + report.error().detail));
    REQUIRE(report.ok());
    return *report;
  }
  std::size_t children() {
    std::size_t count = 0;
    REQUIRE(world
                .read(world.office,
                      [&](const access::Call& call) -> core::Result<void> {
                        const auto page = registry::list_children(call, {});
                        REQUIRE(page.ok());
                        count = page->items.size();
                        return {};
                      })
                .ok());
    return count;
  }
  registry::ReviewPage queue() {
    registry::ReviewPage page;
    REQUIRE(world
                .read(world.office,
                      [&](const access::Call& call) -> core::Result<void> {
                        auto found = registry::list_duplicates(call, 50);
                        REQUIRE(found.ok());
                        page = std::move(*found);
                        return {};
                      })
                .ok());
    return page;
  }
  std::string decide(const ChildId& a, const ChildId& b, PairState state) {
    return world.submit([&](const access::Call& call) -> core::Result<std::string> {
      const auto follow = [&](const registry::Following& following) {
        return care::follow_merge(call, following);
      };
      const auto done = state == PairState::open
                            ? registry::reopen_duplicate(call, a, b, follow)
                            : registry::decide_duplicate(call, a, b, state, follow);
      return done ? core::Result<std::string>("{}") : done.error();
    });
  }

  World& world;
};

struct Case {
  std::string_view what;
  Cells a;
  Cells b;
  std::size_t children;  ///< After linking by itself.
};

}  // namespace

TEST_CASE("what merges by itself and what never does") {
  const std::string id_a = "990101201509030029";
  const std::string id_b = "990101201509030045";
  const std::vector<Case> cases{
      {"the same in two lists, one without a number",
       numbered(person("王小雨", 'A', "2015-09-03"), id_a), person("王小雨", 'A', "2015-09-03"), 1},
      {"a character that could not be typed", person("王小雨", 'A', "2015-09-03"),
       person("王?雨", 'A', "2015-09-03"), 1},
      {"a name in pinyin", person("王小雨", 'A', "2015-09-03"),
       person("Wang Xiaoyu", 'A', "2015-09-03"), 1},
      {"twins of one household", person("王小雨", 'A', "2015-09-03"),
       person("王小雪", 'A', "2015-09-03"), 2},
      {"two sexes", person("王小雨", 'A', "2015-09-03", "女"),
       person("王小雨", 'A', "2015-09-03", "男"), 2},
      {"two numbers of their own", numbered(person("王小雨", 'A', "2015-09-03"), id_a),
       numbered(person("王小雨", 'A', "2015-09-03"), id_b), 2},
      {"brothers who share a phone", person("王小雨", 'A', "2015-09-03"),
       person("王小风", 'A', "2013-02-11"), 2},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    on_every_database([&](World& world) {
      Linking linking(world);
      Cells second = one.b;
      second["school"] = "城关小学";  // Another row of another list.
      world.import(registry::make_child_target(), {one.a, second});
      const std::size_t before = linking.children();
      CHECK(linking.link().used_prior);
      CHECK(linking.children() == std::min(before, one.children));
      CHECK(linking.link().merged == 0);
    });
  }
}

TEST_CASE("people's decisions bind later runs, and are taken back") {
  on_every_database([](World& world) {
    Linking linking(world);
    Cells second = person("王小宇", 'B', "2015-09-08", "女", "李桂英");
    world.import(registry::make_child_target(), {person("王小雨", 'A', "2015-09-03"), second});
    const auto first = linking.link();
    const registry::ReviewPage page = linking.queue();
    if (page.items.empty()) {  // Judged sure or unlikely: nothing to ask.
      CHECK(first.waiting == 0);
      return;
    }
    const ChildId a = page.items[0].a.row.id;
    const ChildId b = page.items[0].b.row.id;
    CHECK(page.items[0].fields.size() == 7);
    CHECK(linking.decide(a, b, PairState::later).empty());
    CHECK(linking.queue().later == 1);
    CHECK(linking.decide(a, b, PairState::different).empty());
    CHECK(linking.queue().items.empty());
    CHECK(linking.link().waiting == 0);
    CHECK(linking.decide(a, b, PairState::open).empty());
    CHECK(linking.decide(a, b, PairState::same).empty());
    CHECK(linking.children() == 1);
    CHECK(linking.link().merged == 0);
    CHECK(linking.decide(a, b, PairState::same) == "duplicate.merged");
    CHECK(linking.decide(a, b, PairState::open).empty());
    CHECK(linking.children() == 2);
  });
}

TEST_CASE("a shielded child is left out, and only who may link does") {
  on_every_database([](World& world) {
    Linking linking(world);
    Cells again = person("王小雨", 'A', "2015-09-03");
    again["school"] = "城关小学";
    world.import(registry::make_child_target(), {person("王小雨", 'A', "2015-09-03"), again});
    world.office.is_confirmed = true;
    REQUIRE(world
                .submit([&](const access::Call& call) -> core::Result<std::string> {
                  const auto page = registry::list_children(call, {});
                  REQUIRE(page.ok());
                  const auto done = registry::shield_child(call, page->items.front().id, "法院令");
                  return done ? core::Result<std::string>("{}") : done.error();
                })
                .empty());
    CHECK(linking.link().merged == 0);
    CHECK(linking.children() == 2);
    const auto refused = registry::link_register(
        world.door, world.director, registry::LinkageRunId::make(world.clock.now(), world.rng),
        {[](const access::Call&, const registry::Following&) { return core::Result<void>(); },
         [](std::int64_t, std::int64_t) { return true; }});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().reason == "access.role");
  });
}

}  // namespace caregrid::allocation
