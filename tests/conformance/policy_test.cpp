// Shows on every database that assigned people see their children and no others, for the days and
// purpose they were entrusted, and that a shielded child's place is gone from lists, counts and
// plans until the shield is lifted, also when its list comes in again.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "access/accounts.h"
#include "access/assignment.h"
#include "access/store.h"
#include "allocation/shielding.h"
#include "registry/assigning.h"
#include "registry/operations.h"
#include "registry/shielding.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

using access::Role;
using registry::ChildId;

constexpr access::Area village_a{township_code + 1};

std::vector<registry::ChildRow> listed(World& world, const access::Actor& actor,
                                       const registry::ChildFilter& filter = {}) {
  std::vector<registry::ChildRow> rows;
  const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
    auto page = registry::list_children(call, filter);
    if (page) {
      rows = std::move(page->items);
    }
    return page ? core::Result<void>() : core::Result<void>(page.error());
  });
  CAPTURE((done ? std::string() : done.error().reason));
  CHECK(done.ok());
  return rows;
}

ChildId named(World& world, std::string_view name) {
  for (const auto& row : listed(world, world.office)) {
    if (row.name == name) {
      return row.id;
    }
  }
  FAIL("no child of this name");
  return {};
}

std::string reason_of_finding(World& world, const access::Actor& actor, const ChildId& id) {
  const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
    const auto found = registry::find_child(call, id);
    return found ? core::Result<void>() : core::Result<void>(found.error());
  });
  return done ? std::string() : done.error().reason;
}

access::Actor add_account(World& world, Role role, access::Area area) {
  const auto id = access::AccountId::make(world.clock.now(), world.rng);
  const std::string name(access::to_text(role));
  access::Account account;
  account.id = id;
  account.login = name;
  account.name = name;
  account.role = role;
  account.area = area;
  account.created_at = world.clock.now();
  const auto said = world.submit([&](const access::Call& call) -> core::Result<std::string> {
    const auto done = access::insert_account(call, account, "-");
    return done ? core::Result<std::string>("{}") : core::Result<std::string>(done.error());
  });
  CHECK(said.empty());
  return access::make_actor(id, role, area, name);
}

template <class Operate>
std::string run(World& world, const access::Actor& actor, Operate operate) {
  return world.submit(
      [&](const access::Call& call) -> core::Result<std::string> {
        const core::Result<void> done = operate(call);
        return done ? core::Result<std::string>("{}") : core::Result<std::string>(done.error());
      },
      &actor);
}

std::string assign(World& world, const ChildId& child, access::NewAssignment wish) {
  return run(world, world.office,
             [&](const access::Call& call) { return registry::assign_child(call, child, wish); });
}

std::string shield(World& world, const ChildId& child) {
  return run(world, world.office, [&](const access::Call& call) {
    return allocation::shield_child(call, child, "法院令");
  });
}

TEST_CASE("assigned people see their children, for the days and the purpose entrusted") {
  on_every_database([](World& world) {
    fill(world);
    world.office.account = access::AccountId::derive("office");
    const ChildId child = named(world, "王小雨");
    const access::Area county{county_code};
    const access::Actor parent = add_account(world, Role::parent, county);
    const access::Actor volunteer = add_account(world, Role::volunteer, county);
    CHECK(listed(world, parent).empty());
    CHECK(reason_of_finding(world, parent, child) == "child.not_found");

    CHECK(assign(world, child, {parent.account, {}, {}, {}, {}}).empty());
    REQUIRE(listed(world, parent).size() == 1);
    CHECK(listed(world, parent).front().name == "王小雨");
    CHECK(reason_of_finding(world, parent, child).empty());
    CHECK(reason_of_finding(world, parent, named(world, "李晨")) == "child.not_found");

    // A volunteer sees nobody without the guardian's consent.
    CHECK(assign(world, child, {volunteer.account, {}, {}, {}, {}}).empty());
    CHECK(listed(world, volunteer).empty());
    CHECK(reason_of_finding(world, volunteer, child) == "access.consent");

    const core::Date today = world.door.today();
    CHECK(assign(world, child, {parent.account, {}, {}, today + 1, {}}).empty());
    CHECK(listed(world, parent).empty());
    CHECK(assign(world, child, {parent.account, {}, {}, today + -9, today + 1}).empty());
    CHECK(listed(world, parent).size() == 1);
    CHECK(run(world, world.office, [&](const access::Call& call) {
            return registry::end_assignments(call, child, parent.account);
          }).empty());
    CHECK(listed(world, parent).empty());
    CHECK(reason_of_finding(world, parent, child) == "child.not_found");
  });
}

TEST_CASE("nobody is entrusted with what they may not be") {
  on_every_database([](World& world) {
    fill(world);
    world.office.account = access::AccountId::derive("office");
    const ChildId child = named(world, "王小雨");
    const access::Actor donor = add_account(world, Role::donor, {county_code});
    const access::Actor school = add_account(world, Role::school, {county_code});
    const core::Date today = world.door.today();
    CHECK(assign(world, child, {donor.account, {}, {}, {}, {}}) == "account.unknown");
    CHECK(assign(world, child, {world.office.account, {}, {}, {}, {}}) == "assignment.self");
    CHECK(assign(world, child, {school.account, {}, access::Purpose::care, {}, {}}) ==
          "assignment.purpose");
    CHECK(assign(world, child, {school.account, {}, {}, today, today}) == "assignment.days");
    CHECK(run(world, world.office, [&](const access::Call& call) {
            return registry::end_assignments(call, child, school.account);
          }) == "assignment.none");
  });
}

std::int64_t counted(World& world, std::int64_t division) {
  std::int64_t children = 0;
  const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
    const auto counts = registry::count_children_by_division(call);
    REQUIRE(counts.ok());
    for (const auto& count : *counts) {
      children += count.division.code == division ? count.children : 0;
    }
    return {};
  });
  REQUIRE(done.ok());
  return children;
}

TEST_CASE("a shielded child's place is gone until the shield is lifted") {
  on_every_database([](World& world) {
    fill(world);
    const PlanSummary plan = world.plan();
    const ChildId id = named(world, "王小雨");
    CHECK(reason_of_finding(world, world.director, id).empty());
    CHECK(counted(world, village_a.code) == 1);
    REQUIRE(shield(world, id).empty());
    CHECK(shield(world, id) == "shield.already");

    CHECK(reason_of_finding(world, world.director, id) == "child.not_found");
    CHECK(counted(world, village_a.code) == 0);
    registry::ChildFilter there;
    there.division = village_a.code;
    CHECK(listed(world, world.office, there).empty());
    const auto rows = listed(world, world.office);
    const auto row = std::ranges::find(rows, id, &registry::ChildRow::id);
    REQUIRE(row != rows.end());
    CHECK(row->is_shielded);
    CHECK(!row->village);
    for (const PlanLine& line : world.lines(plan.id).items) {
      if (line.need.need.child == id) {
        CHECK(!line.child_village);
        CHECK(!line.distance_m);
        CHECK(line.reasons.empty());
      }
    }

    // The same list again, and another that says where the child is, change nothing of it.
    world.import(registry::make_child_target(), {child("王小雨", 'A')});
    CHECK(counted(world, village_a.code) == 0);
    CHECK(reason_of_finding(world, world.director, id) == "child.not_found");

    CHECK(run(world, world.office, [&](const access::Call& call) {
            return registry::lift_shield(call, id, "已解除");
          }).empty());
    CHECK(reason_of_finding(world, world.director, id).empty());
    CHECK(counted(world, village_a.code) == 1);
    CHECK(listed(world, world.office, there).size() == 1);
  });
}

TEST_CASE("a director to whom a shielded child is assigned sees it, and not where it is") {
  on_every_database([](World& world) {
    fill(world);
    world.office.account = access::AccountId::derive("office");
    const ChildId child = named(world, "王小雨");
    const access::Actor director = add_account(world, Role::director, {township_code + 2});
    REQUIRE(shield(world, child).empty());
    CHECK(reason_of_finding(world, director, child) == "child.not_found");
    CHECK(assign(world, child, {director.account, {}, {}, {}, {}}).empty());
    CHECK(reason_of_finding(world, director, child).empty());
    registry::ChildFilter mine;
    mine.only_assigned = true;
    REQUIRE(listed(world, director, mine).size() == 1);
    CHECK(listed(world, director, mine).front().is_shielded);
    const auto done = world.read(director, [&](const access::Call& call) -> core::Result<void> {
      const auto detail = registry::find_child(call, child);
      REQUIRE(detail.ok());
      CHECK(!detail->row.village);
      CHECK(std::ranges::none_of(detail->facts,
                                 [](const auto& fact) { return fact.id.kind == "residence"; }));
      CHECK(std::ranges::count(detail->withheld, "fact.residence") == 1);
      return {};
    });
    CHECK(done.ok());
  });
}

}  // namespace
}  // namespace caregrid::allocation
