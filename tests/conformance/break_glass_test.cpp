// Shows on every database that an emergency access answers alike for children that are and are not
// there, that somebody else reviews it, and that a conflict of interest closes the record.
#include "access/break_glass.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "access/accounts.h"
#include "access/conflict_of_interest.h"
#include "access/store.h"
#include "registry/emergencies.h"
#include "registry/operations.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

using access::AccountId;
using access::GlassBreak;
using access::GlassId;
using access::GlassVerdict;
using access::Role;
using registry::ChildId;

const std::string reason = "邻村走失的孩子在我家门口，要找她的监护人";

/// Accounts of a small county: two directors, their supervisor, the county office.
struct Staff {
  access::Actor director = access::make_actor(AccountId::derive("one"), Role::director,
                                              access::Area{township_code + 1}, "director");
  access::Actor other = access::make_actor(AccountId::derive("two"), Role::director,
                                           access::Area{township_code + 2}, "other");
  access::Actor supervisor = access::make_actor(AccountId::derive("three"), Role::supervisor,
                                                access::Area{township_code}, "supervisor");
  access::Actor office = access::make_actor(AccountId::derive("four"), Role::county,
                                            access::Area{county_code}, "office");
};

/// Stores the accounts as they are, so that names are found.
void add_accounts(World& world, const Staff& staff) {
  for (const access::Actor* actor :
       {&staff.director, &staff.other, &staff.supervisor, &staff.office}) {
    CHECK(world
              .submit([&](const access::Call& call) -> core::Result<std::string> {
                access::Account account;
                account.id = actor->account;
                account.login = actor->name;
                account.name = actor->name;
                account.role = actor->role;
                account.area = actor->area;
                account.created_at = call.now;
                const auto done = access::insert_account(call, account, "x");
                return done ? core::Result<std::string>("{}") : done.error();
              })
              .empty());
  }
}

ChildId child_named(World& world, const std::string& name) {
  ChildId id;
  const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
    registry::ChildFilter filter;
    filter.query = name;
    const auto page = registry::list_children(call, filter);
    REQUIRE(page.ok());
    REQUIRE(page->items.size() == 1);
    id = page->items.front().id;
    return {};
  });
  REQUIRE(done.ok());
  return id;
}

/// What came of asking: the reason of a refusal, or what the answer tells.
std::string ask(World& world, const access::Actor& actor, const registry::EmergencyWish& wish) {
  std::string answer;
  const std::string refused = world.submit(
      [&](const access::Call& call) -> core::Result<std::string> {
        const auto glass = registry::break_glass(call, wish);
        if (!glass) {
          return glass.error();
        }
        answer = std::to_string((glass->ends_at.micros - glass->at.micros) / 1'000'000) + " " +
                 std::to_string(glass->due_at().micros - glass->at.micros);
        return std::string("{}");
      },
      &actor);
  return refused.empty() ? answer : refused;
}

GlassId glass_id(World& world) { return GlassId::make(world.clock.now(), world.rng); }

std::string find(World& world, const access::Actor& actor, GlassId id, bool* has_child = nullptr) {
  const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
    const auto opened = registry::find_opened(call, id);
    if (!opened) {
      return opened.error();
    }
    if (has_child != nullptr) {
      *has_child = opened->child.has_value();
    }
    return {};
  });
  return done ? std::string() : done.error().reason;
}

std::vector<GlassBreak> to_review(World& world, const access::Actor& actor) {
  std::vector<GlassBreak> found;
  const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
    auto listed = access::list_glass(call);
    REQUIRE(listed.ok());
    found = std::move(*listed);
    return {};
  });
  REQUIRE(done.ok());
  return found;
}

std::string review(World& world, const access::Actor& actor, GlassId id, GlassVerdict verdict,
                   const std::string& note = "") {
  return world.submit(
      [&](const access::Call& call) -> core::Result<std::string> {
        const auto done = access::review_glass(call, id, verdict, note);
        return done ? core::Result<std::string>("{}") : done.error();
      },
      &actor);
}

std::string declare(World& world, const access::Actor& actor, const ChildId& child,
                    AccountId account) {
  access::ConflictOfInterest conflict;
  conflict.id = access::ConflictId::make(world.clock.now(), world.rng);
  conflict.account = account;
  conflict.note = "孩子的舅舅";
  return world.submit(
      [&](const access::Call& call) -> core::Result<std::string> {
        const auto done = registry::declare_conflict(call, child, conflict);
        return done ? core::Result<std::string>("{}") : done.error();
      },
      &actor);
}

bool is_conflicted(World& world, const access::Actor& actor, const ChildId& child) {
  bool found = false;
  const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
    const auto conflicted = access::has_conflict(call, child.bytes);
    REQUIRE(conflicted.ok());
    found = *conflicted;
    return {};
  });
  REQUIRE(done.ok());
  return found;
}

TEST_CASE("the request answers alike for a child elsewhere, in another county, and nobody") {
  on_every_database([](World& world) {
    fill(world);
    const Staff staff;
    const ChildId elsewhere = child_named(world, "李晨");
    const ChildId own = child_named(world, "王小雨");
    const std::vector<registry::EmergencyWish> wishes{
        {glass_id(world), elsewhere, "", reason},
        {glass_id(world), ChildId::derive("another county"), "", reason},
        {glass_id(world), std::nullopt, "99052420150101001X", reason},
        {glass_id(world), std::nullopt, "no number at all", reason}};
    const std::string answer = ask(world, staff.director, wishes[0]);
    CHECK(answer == "86400 259200000000");
    for (const registry::EmergencyWish& wish : wishes) {
      CHECK(ask(world, staff.director, wish) == answer);  // The first is a resend.
      bool has_child = false;
      CHECK(find(world, staff.director, wish.id, &has_child).empty());
      CHECK(has_child == (wish.id == wishes[0].id));
      CHECK(find(world, staff.other, wish.id) == "break_glass.not_found");
    }
    CHECK(ask(world, staff.director, {glass_id(world), own, "", reason}) ==
          "break_glass.not_needed");
    CHECK(ask(world, staff.director, {glass_id(world), elsewhere, "", "看一下 看一下"}) ==
          "break_glass.reason");
    CHECK(ask(world, staff.director, {glass_id(world), std::nullopt, "", reason}) ==
          "break_glass.who");
    CHECK(ask(world, staff.director, {glass_id(world), elsewhere, "", reason}) == answer);
    CHECK(ask(world, staff.director, {glass_id(world), elsewhere, "", reason}) ==
          "break_glass.too_many");
    world.clock.set(
        {world.clock.now().micros + access::glass_hours * access::microseconds_per_hour});
    CHECK(find(world, staff.director, wishes[0].id) == "break_glass.not_found");
    const auto volunteer =
        access::make_actor({}, Role::volunteer, access::Area{county_code}, "volunteer");
    CHECK(ask(world, volunteer, {glass_id(world), elsewhere, "", reason}) == "access.role");
  });
}

TEST_CASE("somebody else of the child's place reviews; misuse closes the record at once") {
  on_every_database([](World& world) {
    fill(world);
    const Staff staff;
    add_accounts(world, staff);
    const ChildId child = child_named(world, "李晨");
    const registry::EmergencyWish wish{glass_id(world), child, "", reason};
    const registry::EmergencyWish nobody{glass_id(world), ChildId::derive("nobody"), "", reason};
    ask(world, staff.director, wish);
    ask(world, staff.director, nobody);
    CHECK(to_review(world, staff.supervisor).size() == 1);
    const auto listed = to_review(world, staff.office);
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].account_name == "director");
    CHECK(listed[0].account_role == "director");
    CHECK(listed[0].reason == reason);
    CHECK_FALSE(listed[0].is_overdue(world.clock.now()));
    CHECK(review(world, staff.director, wish.id, GlassVerdict::accepted) == "access.role");
    CHECK(review(world, staff.supervisor, nobody.id, GlassVerdict::accepted) ==
          "break_glass.not_found");
    CHECK(review(world, staff.supervisor, wish.id, GlassVerdict::open) == "break_glass.verdict");
    CHECK(review(world, staff.supervisor, wish.id, GlassVerdict::misuse) == "break_glass.note");
    CHECK(find(world, staff.director, wish.id).empty());
    CHECK(review(world, staff.supervisor, wish.id, GlassVerdict::misuse, "没有紧急情况").empty());
    CHECK(find(world, staff.director, wish.id) == "break_glass.not_found");
    CHECK(review(world, staff.office, wish.id, GlassVerdict::accepted) == "break_glass.reviewed");
    world.clock.set(
        {world.clock.now().micros + (access::review_hours + 1) * access::microseconds_per_hour});
    const auto later = to_review(world, staff.office);
    REQUIRE(later.size() == 2);
    CHECK(later[0].id == nobody.id);
    CHECK(later[0].is_overdue(world.clock.now()));
    CHECK(later[1].verdict == GlassVerdict::misuse);
    CHECK(later[1].review_note == "没有紧急情况");
    // Nobody reviews an access of their own, whatever their role.
    const registry::EmergencyWish own{glass_id(world), ChildId::derive("nobody"), "", reason};
    ask(world, staff.office, own);
    CHECK(review(world, staff.office, own.id, GlassVerdict::accepted) == "break_glass.own");
    CHECK(to_review(world, staff.office).size() == 2);
  });
}

TEST_CASE("a conflict of interest is declared by the worker or from above, and ended from above") {
  on_every_database([](World& world) {
    fill(world);
    const Staff staff;
    add_accounts(world, staff);
    const ChildId child = child_named(world, "王小雨");
    CHECK(declare(world, staff.other, child, staff.other.account) == "child.not_found");
    CHECK(declare(world, staff.director, child, staff.other.account) == "access.role");
    CHECK(declare(world, staff.director, child, AccountId::derive("x")) == "conflict.account");
    CHECK_FALSE(is_conflicted(world, staff.director, child));
    CHECK(declare(world, staff.director, child, staff.director.account).empty());
    CHECK(is_conflicted(world, staff.director, child));
    CHECK_FALSE(is_conflicted(world, staff.supervisor, child));
    const auto conflicts_of = [&](const access::Actor& actor) {
      registry::ChildConflicts found;
      const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
        auto listed = registry::list_conflicts_of_interest(call, child);
        REQUIRE(listed.ok());
        found = std::move(*listed);
        return {};
      });
      REQUIRE(done.ok());
      return found;
    };
    const auto listed = conflicts_of(staff.supervisor);
    REQUIRE(listed.declared.size() == 1);
    CHECK(listed.declared[0].account_name == "director");
    CHECK(listed.candidates.size() == 3);
    const auto end = [&](const access::Actor& actor) {
      return world.submit(
          [&](const access::Call& call) -> core::Result<std::string> {
            const auto done = registry::end_conflict(call, child, listed.declared[0].id);
            return done ? core::Result<std::string>("{}") : done.error();
          },
          &actor);
    };
    CHECK(end(staff.supervisor).empty());
    CHECK_FALSE(is_conflicted(world, staff.director, child));
    CHECK(end(staff.supervisor) == "conflict.not_found");
  });
}

TEST_CASE("a review goes past somebody with a conflict of interest to those above") {
  on_every_database([](World& world) {
    fill(world);
    const Staff staff;
    add_accounts(world, staff);
    const ChildId child = child_named(world, "李晨");
    const registry::EmergencyWish wish{glass_id(world), child, "", reason};
    ask(world, staff.director, wish);
    CHECK(declare(world, staff.office, child, staff.supervisor.account).empty());
    CHECK(to_review(world, staff.supervisor).empty());
    CHECK(review(world, staff.supervisor, wish.id, GlassVerdict::accepted) ==
          "break_glass.not_found");
    CHECK(to_review(world, staff.office).size() == 1);
    CHECK(review(world, staff.office, wish.id, GlassVerdict::accepted).empty());
    // Who broke the glass and has a conflict sees nothing through it.
    CHECK(declare(world, staff.office, child, staff.director.account).empty());
    bool has_child = true;
    CHECK(find(world, staff.director, wish.id, &has_child).empty());
    CHECK_FALSE(has_child);
  });
}

/// What came of looking at one record, for the actor's own purpose or another.
std::string look(World& world, access::Actor actor, const ChildId& child,
                 access::Purpose purpose = access::Purpose::care) {
  actor.purpose = purpose;
  const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
    const auto found = registry::find_child(call, child);
    return found ? core::Result<void>() : core::Result<void>(found.error());
  });
  return done ? std::string() : done.error().reason;
}

TEST_CASE("an opened record is read for a day, by who opened it, for the emergency alone") {
  on_every_database([](World& world) {
    fill(world);
    const Staff staff;
    add_accounts(world, staff);
    constexpr auto emergency = access::Purpose::emergency;
    const ChildId child = child_named(world, "李晨");
    CHECK(look(world, staff.director, child, emergency) == "child.not_found");
    const registry::EmergencyWish wish{glass_id(world), child, "", reason};
    ask(world, staff.director, wish);
    CHECK(look(world, staff.director, child, emergency).empty());
    CHECK(look(world, staff.director, child) == "child.not_found");
    const access::Actor third = access::make_actor(AccountId::derive("five"), Role::director,
                                                   access::Area{township_code + 3}, "third");
    CHECK(look(world, third, child, emergency) == "child.not_found");
    CHECK(look(world, staff.director, child_named(world, "张月"), emergency) == "child.not_found");
    world.clock.set(
        {world.clock.now().micros + access::glass_hours * access::microseconds_per_hour});
    CHECK(look(world, staff.director, child, emergency) == "child.not_found");
    const registry::EmergencyWish again{glass_id(world), child, "", reason};
    ask(world, staff.director, again);
    CHECK(look(world, staff.director, child, emergency).empty());
    CHECK(review(world, staff.supervisor, again.id, GlassVerdict::misuse, "没有紧急情况").empty());
    CHECK(look(world, staff.director, child, emergency) == "child.not_found");
  });
}

TEST_CASE("a worker with a conflict of interest finds the child nowhere, those above as before") {
  on_every_database([](World& world) {
    fill(world);
    const Staff staff;
    add_accounts(world, staff);
    const ChildId child = child_named(world, "王小雨");
    const auto plan = world.plan();
    struct Counts {
      std::size_t children = 0;
      std::size_t needs = 0;
      std::size_t lines = 0;
      std::size_t unmet = 0;

      bool operator==(const Counts&) const = default;
    };
    const auto count = [&](const access::Actor& actor) {
      Counts counts;
      const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
        counts.children = registry::list_children(call, {})->items.size();
        counts.needs = care::list_needs(call, {})->items.size();
        counts.lines = list_lines(call, plan.id, {})->items.size();
        counts.unmet = list_unmet(call, plan.id, {})->items.size();
        return {};
      });
      REQUIRE(done.ok());
      return counts;
    };
    const Counts whole = count(staff.supervisor);
    CHECK(count(staff.director).children == 1);
    CHECK(count(staff.director).needs == 2);
    CHECK(declare(world, staff.director, child, staff.director.account).empty());
    CHECK(count(staff.director) == Counts{});
    CHECK(look(world, staff.director, child) == "child.not_found");
    const registry::EmergencyWish wish{glass_id(world), child, "", reason};
    CHECK(ask(world, staff.director, wish) == "86400 259200000000");
    CHECK(look(world, staff.director, child, access::Purpose::emergency) == "child.not_found");
    CHECK(count(staff.supervisor) == whole);
    CHECK(look(world, staff.supervisor, child).empty());
  });
}

}  // namespace
}  // namespace caregrid::allocation
