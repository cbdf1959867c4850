// Shows on every database that the index in memory answers from what is committed when it is asked,
// whoever wrote it; that a search shows only who may be seen, and only by what may be seen; that a
// child somebody describes is found before it is entered twice; and that what is registered is a
// statement like any other, found at once.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "registry/child_search.h"
#include "registry/erasure.h"
#include "registry/fact_operations.h"
#include "registry/operations.h"
#include "registry/registration.h"
#include "registry/shielding.h"
#include "registry/upkeep.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

using registry::Agreement;
using registry::ChildId;
using registry::CountyKeeper;
using registry::Likeness;
using registry::Registration;

struct Found {
  std::vector<std::string> names;
  bool is_complete = false;
};

Found search(World& world, CountyKeeper& keeper, const access::Actor& actor,
             const std::string& text) {
  Found found;
  const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
    const auto page = registry::search_children(call, keeper, {text, 20});
    if (!page) {
      return page.error();
    }
    for (const registry::SearchedChild& one : page->items) {
      found.names.push_back(one.row.name);
    }
    CHECK(page->total == static_cast<std::int64_t>(found.names.size()));
    found.is_complete = page->is_complete;
    return {};
  });
  CAPTURE((done ? std::string() : done.error().reason + done.error().detail));
  REQUIRE(done.ok());
  return found;
}

/// Makes the index as the thread of a server does.
void make_index(World& world, CountyKeeper& keeper, int step = 1000) {
  for (bool is_ready = false; !is_ready;) {
    const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
      const auto state = keeper.work(call, step);
      REQUIRE(state.ok());
      is_ready = state->is_ready;
      CHECK(state->done <= state->total);
      return {};
    });
    REQUIRE(done.ok());
  }
}

using Names = std::vector<std::string>;

Cells grown(const std::string& name, char village) {
  Cells cells = child(name, village);
  cells["born_on"] = "2016-03-01";
  cells["guardian_name"] = "王建国";
  cells["guardian_phone"] = "10047588763";
  return cells;
}

registry::RegistrationCheck check(World& world, CountyKeeper& keeper, const Registration& wish,
                                  const access::Actor* actor = nullptr) {
  registry::RegistrationCheck result;
  const auto done = world.read(actor == nullptr ? world.office : *actor,
                               [&](const access::Call& call) -> core::Result<void> {
                                 auto made = registry::check_registration(call, keeper, wish);
                                 REQUIRE(made.ok());
                                 result = std::move(*made);
                                 return {};
                               });
  REQUIRE(done.ok());
  return result;
}

std::string enter(World& world, const Registration& wish, const access::Actor* actor = nullptr) {
  return world.submit(
      [&](const access::Call& call) -> core::Result<std::string> {
        const auto id = registry::register_child(call, wish);
        return id ? core::Result<std::string>(std::string("{}"))
                  : core::Result<std::string>(id.error());
      },
      actor);
}

Registration wish_for(const std::string& name, std::int64_t division = township_code + 1) {
  Registration wish;
  wish.name = name;
  wish.born_on = core::parse_iso_date("2016-03-01").value();
  wish.division = division;
  return wish;
}

ChildId id_of(World& world, const std::string& name) {
  ChildId id;
  const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
    registry::ChildFilter filter;
    filter.query = name;
    const auto page = registry::list_children(call, filter);
    REQUIRE(page.ok());
    REQUIRE(page->items.size() == 1);
    id = page->items[0].id;
    return {};
  });
  REQUIRE(done.ok());
  return id;
}

}  // namespace

TEST_CASE("a search sees every write committed before it, whoever wrote it") {
  on_every_database([](World& world) {
    add_places(world);
    world.import(registry::make_child_target(), {grown("王小雨", 'A'), grown("李晨", 'B')});
    std::int64_t woken = 0;
    CountyKeeper keeper([&](std::int64_t county) { woken = county; });
    const Found before = search(world, keeper, world.office, "李晨");
    CHECK_FALSE(before.is_complete);
    CHECK(before.names == Names{"李晨"});
    CHECK(search(world, keeper, world.office, "lichen").names.empty());
    CHECK(woken == county_code / 1'000'000);
    make_index(world, keeper, 1);
    const Found whole = search(world, keeper, world.office, "lichen");
    CHECK(whole.is_complete);
    CHECK(whole.names == Names{"李晨"});
    CHECK(search(world, keeper, world.office, "chengguan").names.size() == 2);
    CHECK(search(world, keeper, world.office, "城关 王小").names == Names{"王小雨"});
    CHECK(search(world, keeper, world.office, "10047588763").names.size() == 2);
    CHECK(search(world, keeper, world.office, "8763 2016 李").names == Names{"李晨"});

    // Another program's door: the keeper hears of nothing and reads the feed.
    access::Door other(world.door.database(), world.clock, world.keys.ring);
    const access::Command command{access::CommandId::make(world.clock.now(), world.rng), "test",
                                  "test", false};
    const auto entered = other.submit(
        world.office, command, [&](const access::Call& call) -> core::Result<std::string> {
          const auto id = registry::register_child(call, wish_for("赵敏"));
          return id ? core::Result<std::string>(std::string("{}"))
                    : core::Result<std::string>(id.error());
        });
    REQUIRE(entered.ok());
    CHECK(search(world, keeper, world.office, "zm").names == Names{"赵敏"});
    world.import(registry::make_child_target(), {grown("李晨", 'C')});
    CHECK(search(world, keeper, world.office, "lichen").names.size() == 2);

    // More than one search takes in by itself.
    std::vector<Cells> many;
    for (std::size_t i = 0; i <= registry::use_changes_max; ++i) {
      many.push_back(grown("孙一" + std::string(i % 2 == 0 ? "乙" : "丁"), 'D'));
      many.back()["guardian_phone"] = std::to_string(10'050'000'000 + static_cast<int>(i));
    }
    world.import(registry::make_child_target(), many);
    const Found meanwhile = search(world, keeper, world.office, "赵敏");
    CHECK_FALSE(meanwhile.is_complete);
    CHECK(meanwhile.names == Names{"赵敏"});
    make_index(world, keeper, 100);
    const auto counted =
        world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
          const auto page = registry::search_children(call, keeper, {"sunyi", 5});
          REQUIRE(page.ok());
          CHECK(page->total == static_cast<std::int64_t>(registry::use_changes_max) + 1);
          CHECK(page->items.size() == 5);
          return {};
        });
    CHECK(counted.ok());
  });
}

TEST_CASE("a search shows who may be seen, by what may be seen") {
  on_every_database([](World& world) {
    add_places(world);
    world.import(registry::make_child_target(),
                 {grown("王小雨", 'A'), grown("王小宇", 'B'), grown("王晓雨", 'C')});
    CountyKeeper keeper;
    make_index(world, keeper);
    CHECK(search(world, keeper, world.office, "wangxiaoyu").names.size() == 3);
    CHECK(search(world, keeper, world.director, "wangxiaoyu").names == Names{"王小雨"});
    CHECK(search(world, keeper, world.director, "村b").names.empty());
    CHECK(search(world, keeper, world.director, "8763").names == Names{"王小雨"});

    // For planning nobody sees phones, so nobody finds by them.
    access::Actor planner = world.office;
    planner.purpose = access::Purpose::planning;
    CHECK(search(world, keeper, planner, "王小雨").names == Names{"王小雨", "王小宇", "王晓雨"});
    CHECK(search(world, keeper, planner, "8763").names.empty());
    CHECK(search(world, keeper, planner, "10047588763").names.empty());

    // A shielded child is found by its name by the county alone, and by nothing that tells where.
    const ChildId hidden = id_of(world, "王小宇");
    REQUIRE(world.submit([&](const access::Call& call) -> core::Result<std::string> {
      const auto done = registry::shield_child(call, hidden, "法院令");
      return done ? core::Result<std::string>(std::string("{}"))
                  : core::Result<std::string>(done.error());
    }) == "");
    CHECK(search(world, keeper, world.office, "王小宇 2016").names.front() == "王小宇");
    CHECK(search(world, keeper, world.office, "王 村b").names.empty());
    CHECK(search(world, keeper, world.office, "王 8763").names.size() == 2);

    const access::Actor donor{{}, access::Role::donor, access::Area{county_code}, "donor"};
    const auto refused = world.read(donor, [&](const access::Call& call) -> core::Result<void> {
      const auto page = registry::search_children(call, keeper, {"王", 20});
      return page ? core::Result<void>() : core::Result<void>(page.error());
    });
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().reason == "access.role");
  });
}

TEST_CASE("a child somebody describes is shown before it is entered twice") {
  on_every_database([](World& world) {
    add_places(world);
    Cells known = grown("王小雨", 'A');
    known["identity_number"] = "990101201603010024";
    world.import(registry::make_child_target(), {known, grown("李晨", 'B')});
    CountyKeeper keeper;
    make_index(world, keeper);

    Registration wish = wish_for("王晓雨");
    wish.people = {{registry::RelationRole::guardian, "王建国", "100 4758 8763"}};
    auto told = check(world, keeper, wish);
    REQUIRE_FALSE(told.items.empty());
    CHECK(told.items[0].row.name == "王小雨");
    CHECK(told.items[0].likeness == Likeness::very_likely);
    CHECK(told.items[0].agreements == std::vector{Agreement::same_sound, Agreement::same_birth,
                                                  Agreement::same_guardian, Agreement::same_phone,
                                                  Agreement::same_village});
    // Without what others have in common there is little to say.
    told = check(world, keeper, wish_for("赵敏", township_code + 3));
    CHECK(told.items.empty());
    CHECK(told.is_complete);
    // A director sees nothing of other villages.
    Registration elsewhere = wish_for("李晨", township_code + 2);
    elsewhere.people = wish.people;
    told = check(world, keeper, elsewhere);
    REQUIRE_FALSE(told.items.empty());
    CHECK(told.items[0].row.name == "李晨");
    told = check(world, keeper, elsewhere, &world.director);
    for (const registry::LikelyRow& one : told.items) {
      CHECK(one.row.name != "李晨");
    }

    // The number alone finds its owner; it also says day and sex.
    Registration numbered;
    numbered.identity_number = "９９０１０１２０１６０３０１００２４";
    told = check(world, keeper, numbered);
    REQUIRE(told.items.size() == 1);
    CHECK(told.items[0].likeness == Likeness::same_number);
    CHECK(told.born_on == core::parse_iso_date("2016-03-01").value());
    CHECK(told.sex == registry::Sex::female);
    numbered.identity_number = "990101201603010021";
    told = check(world, keeper, numbered);
    CHECK(told.number_problem == "id_number.check_digit");

    Registration twice = wish_for("别的名字");
    twice.identity_number = "990101201603010024";
    CHECK(enter(world, twice) == "child.number_known");
    access::Actor next_door = world.director;
    next_door.area = access::Area{township_code + 2};
    twice.division = township_code + 2;
    told = check(world, keeper, twice, &next_door);
    CHECK(told.is_number_elsewhere);
    CHECK(told.items.empty());
    CHECK(enter(world, twice, &next_door) == "child.number_elsewhere");
  });
}

TEST_CASE("a registered child is a statement like others, and found at once") {
  on_every_database([](World& world) {
    add_places(world);
    CountyKeeper keeper;
    make_index(world, keeper);
    Registration wish = wish_for("张 伟");
    wish.identity_number = "990101201509030010";
    wish.born_on = {};
    wish.people = {{registry::RelationRole::guardian, "张建国", "10047588763"}};
    CHECK(enter(world, wish, &world.director) == "");
    CHECK(search(world, keeper, world.director, "zhangwei").names == Names{"张伟"});
    CHECK(search(world, keeper, world.director, "0010").names == Names{"张伟"});
    const ChildId entered = id_of(world, "张伟");
    const auto seen =
        world.read(world.director, [&](const access::Call& call) -> core::Result<void> {
          const auto detail = registry::find_child(call, entered);
          REQUIRE(detail.ok());
          CHECK(detail->row.born_on == core::parse_iso_date("2015-09-03").value());
          CHECK(detail->row.sex == registry::Sex::male);
          REQUIRE(detail->row.village.has_value());
          CHECK(detail->row.village->code == township_code + 1);
          REQUIRE(detail->relations.size() == 1);
          CHECK(detail->relations[0].name == "张建国");
          CHECK(detail->relations[0].phone_masked == "100******63");
          CHECK(detail->sources.empty());
          CHECK(detail->conflicts.empty());
          return {};
        });
    CAPTURE((seen ? std::string() : seen.error().reason + seen.error().detail));
    CHECK(seen.ok());

    // A later list with the same number speaks of the same child.
    Cells listed = grown("张伟", 'B');
    listed["identity_number"] = "990101201509030010";
    listed["born_on"] = "2015-09-03";
    CHECK(world.import(registry::make_child_target(), {listed}) == Names{"updated"});
    CHECK(search(world, keeper, world.office, "张伟").names == Names{"张伟"});

    // What cannot be entered says why.
    CHECK(enter(world, wish) == "child.number_known");
    CHECK(enter(world, wish_for("赵敏")) == "");
    CHECK(enter(world, wish_for("赵敏")) == "child.same_record");
    CHECK(enter(world, wish_for("")) == "name.empty");
    CHECK(enter(world, wish_for("赵敏", township_code + 2), &world.director) ==
          "village.outside_area");
    CHECK(enter(world, wish_for("赵敏", township_code + 77)) == "village.unknown");
    Registration dateless = wish_for("赵敏");
    dateless.born_on = {};
    CHECK(enter(world, dateless) == "born_on.missing");
    Registration unborn = wish_for("赵敏");
    unborn.born_on = core::parse_iso_date("2030-01-01").value();
    CHECK(enter(world, unborn) == "date.in_future");
    Registration phoned = wish_for("赵敏");
    phoned.people = {{registry::RelationRole::carer, "李四", "12"}};
    CHECK(enter(world, phoned) == "phone.format");
    const access::Actor school{{}, access::Role::school, access::Area{county_code}, "school"};
    CHECK(enter(world, wish_for("赵敏"), &school) == "access.role");
  });
}

TEST_CASE("an erased child leaves the index at once") {
  on_every_database([](World& world) {
    add_places(world);
    world.import(registry::make_child_target(), {grown("王小雨", 'A'), grown("李晨", 'B')});
    CountyKeeper keeper;
    make_index(world, keeper);
    CHECK(search(world, keeper, world.office, "wangxiaoyu").names.size() == 1);
    const ChildId child_id = id_of(world, "王小雨");
    const auto erasure = registry::ErasureId::make(world.clock.now(), world.rng);
    const access::Actor second{access::AccountId::make(world.clock.now(), world.rng),
                               access::Role::county, access::Area{county_code}, "second"};
    REQUIRE(world.submit([&](const access::Call& call) -> core::Result<std::string> {
      const auto asked =
          registry::request_erasure(call, erasure, child_id, registry::ErasureGround{});
      return asked ? core::Result<std::string>(std::string("{}"))
                   : core::Result<std::string>(asked.error());
    }) == "");
    REQUIRE(world.submit(
                [&](const access::Call& call) -> core::Result<std::string> {
                  const auto done = registry::confirm_erasure(
                      call, erasure, [](const ChildId&) { return core::Result<std::int64_t>(0); });
                  return done ? core::Result<std::string>(std::string("{}"))
                              : core::Result<std::string>(done.error());
                },
                &second) == "");
    CHECK(search(world, keeper, world.office, "wangxiaoyu").names.empty());
    Registration wish = wish_for("王小雨");
    wish.people = {{registry::RelationRole::guardian, "王建国", "10047588763"}};
    const auto told = check(world, keeper, wish);
    for (const registry::LikelyRow& one : told.items) {
      CHECK(one.row.name == "李晨");
    }
  });
}

}  // namespace caregrid::allocation
