// Shows on every database how accounts are looked after: made with a code and no password anybody
// knows, changed, closed and opened again inside one's own area only, never one's own; whoever
// entrusts children sees the people and changes none; and what of children and erasures such pages
// show stays inside the area.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "access/account_desk.h"
#include "access/one_time_code.h"
#include "access/sign_in.h"
#include "access/store.h"
#include "core/hash.h"
#include "registry/assigning.h"
#include "registry/erasure.h"
#include "registry/erasure_standing.h"
#include "registry/operations.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

using access::Account;
using access::AccountId;
using access::Actor;
using access::Area;
using access::Role;

constexpr std::string_view own_words = "a-hill-behind-the-seventh-well";

core::Digest hash_of(std::string_view code) {
  return core::sha256(core::as_bytes(access::tidy_code(code)));
}

struct Desk {
  World& world;
  Actor keeper = access::make_actor(AccountId::derive("keeper"), Role::administrator,
                                    Area{county_code}, "keeper");

  template <class Work>
  std::string run(const Actor& actor, Work work) {
    return world.submit(
        [&](const access::Call& call) -> core::Result<std::string> {
          const core::Result<void> done = work(call);
          return done ? core::Result<std::string>("{}") : core::Result<std::string>(done.error());
        },
        &actor);
  }

  std::string start(const Actor& actor, const std::string& login, Role role, std::int64_t area,
                    std::string_view code = "code") {
    return run(actor, [&](const access::Call& call) {
      const access::NewAccount wish{AccountId::derive(login), login, login, role, Area{area}, {}};
      return access::start_account(call, wish, "-", hash_of(code));
    });
  }

  /// The administrator's own account, which nobody makes for himself.
  std::string enrol_keeper() {
    return run(keeper, [&](const access::Call& call) {
      Account account;
      account.id = keeper.account;
      account.login = "keeper";
      account.name = "keeper";
      account.role = Role::administrator;
      account.area = keeper.area;
      account.created_at = call.now;
      return access::insert_account(call, account, "-");
    });
  }

  std::vector<access::ManagedAccount> list(const Actor& actor) {
    std::vector<access::ManagedAccount> accounts;
    const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
      auto found = access::list_managed_accounts(call);
      if (found) {
        accounts = std::move(*found);
      }
      return found ? core::Result<void>() : core::Result<void>(found.error());
    });
    CHECK(done.ok());
    return accounts;
  }

  const Account* find(const std::vector<access::ManagedAccount>& accounts, std::string_view login) {
    for (const auto& each : accounts) {
      if (each.account.login == login) {
        return &each.account;
      }
    }
    return nullptr;
  }
};

TEST_CASE("an account is made with a code, and its owner alone sets the password") {
  on_every_database([](World& world) {
    Desk desk{world};
    core::SeededRng rng{5};
    const std::string code = access::make_hand_over_code(rng);
    CHECK(code.size() == 19);
    CHECK(code != access::make_hand_over_code(rng));
    CHECK(desk.start(desk.keeper, "wang.li", Role::director, township_code + 1, code).empty());
    CHECK(desk.start(desk.keeper, "wang.li", Role::director, township_code + 1) ==
          "account.exists");
    CHECK(desk.start(desk.keeper, "w", Role::director, township_code) == "account.login");
    CHECK(desk.start(desk.keeper, "far.away", Role::director, 620'525'000'000) ==
          "access.not_found");
    CHECK(desk.start(desk.keeper, "ma.ma", Role::parent, township_code) == "account.area");
    CHECK(desk.start(world.office, "by.office", Role::director, township_code) == "access.role");

    access::SignIn sign_in(world.door, rng);
    CHECK(sign_in.sign_in("wang.li", "").error().reason == "session.denied");
    world.clock.set({world.clock.now().micros + 5'000'000});
    CHECK(sign_in.reset_password("wang.li", code, own_words, {}).ok());
    world.clock.set({world.clock.now().micros + 5'000'000});
    CHECK(sign_in.reset_password("wang.li", code, own_words, {}).error().reason == "reset.denied");
    world.clock.set({world.clock.now().micros + 5'000'000});
    const auto grant = sign_in.sign_in("wang.li", own_words);
    REQUIRE(grant.ok());
    CHECK(grant->actor.role == Role::director);
  });
}

TEST_CASE("an account is changed, closed and opened again, and never one's own") {
  on_every_database([](World& world) {
    Desk desk{world};
    CHECK(desk.enrol_keeper().empty());
    CHECK(desk.start(desk.keeper, "wang.li", Role::director, township_code + 1).empty());
    const AccountId id = AccountId::derive("wang.li");
    const auto change = [&](const Actor& actor, AccountId account, Role role, std::int64_t area) {
      return desk.run(actor, [&](const access::Call& call) {
        return access::change_account(call, {account, "王丽", role, Area{area}});
      });
    };
    CHECK(change(desk.keeper, id, Role::supervisor, township_code).empty());
    const auto accounts = desk.list(desk.keeper);
    const Account* changed = desk.find(accounts, "wang.li");
    REQUIRE(changed != nullptr);
    CHECK(changed->name == "王丽");
    CHECK(changed->role == Role::supervisor);
    CHECK(changed->area.code == township_code);
    CHECK(change(desk.keeper, id, Role::school, township_code) == "account.area");
    CHECK(change(desk.keeper, id, Role::supervisor, 620'525'000'000) == "access.not_found");
    CHECK(change(desk.keeper, AccountId::derive("nobody"), Role::director, township_code) ==
          "account.unknown");
    CHECK(change(desk.keeper, desk.keeper.account, Role::county, county_code) == "account.self");
    CHECK(change(world.office, id, Role::director, township_code) == "access.role");

    CHECK(desk.run(desk.keeper,
                   [](const access::Call& call) {
                     return access::deactivate_account(call, "wang.li");
                   })
              .empty());
    const auto after = desk.list(desk.keeper);
    REQUIRE(desk.find(after, "wang.li") != nullptr);
    CHECK_FALSE(desk.find(after, "wang.li")->is_active);
    CHECK(after.back().account.login == "wang.li");
    CHECK(desk.run(desk.keeper,
                   [&](const access::Call& call) { return access::reopen_account(call, id); })
              .empty());
    CHECK(desk.find(desk.list(desk.keeper), "wang.li")->is_active);
  });
}

TEST_CASE("who entrusts children sees the people of the area and changes none") {
  on_every_database([](World& world) {
    Desk desk{world};
    CHECK(desk.enrol_keeper().empty());
    CHECK(desk.start(desk.keeper, "near", Role::director, township_code + 1).empty());
    CHECK(desk.start(desk.keeper, "far", Role::director, township_code + 1001).empty());
    for (const auto& each : desk.list(desk.keeper)) {
      CHECK(each.may_change == (each.account.login != "keeper"));
      CHECK_FALSE(each.has_second_factor);
      CHECK_FALSE(each.seen_at);
    }
    const Actor township = access::make_actor(AccountId::derive("township"), Role::supervisor,
                                              Area{township_code}, "township");
    const auto seen = desk.list(township);
    REQUIRE(seen.size() == 1);
    CHECK(seen.front().account.login == "near");
    CHECK_FALSE(seen.front().may_change);
    CHECK(world
              .read(world.director,
                    [](const access::Call& call) -> core::Result<void> {
                      const auto found = access::list_managed_accounts(call);
                      return found ? core::Result<void>() : core::Result<void>(found.error());
                    })
              .error()
              .reason == "access.role");

    core::SeededRng rng{5};
    access::SignIn sign_in(world.door, rng);
    CHECK(sign_in.reset_password("near", "code", own_words, {}).ok());
    access::Browser browser;
    browser.device_token = std::string(64, 'a');
    REQUIRE(sign_in.sign_in("near", own_words, browser).ok());
    CHECK(desk.list(township).front().seen_at == world.clock.now());
  });
}

std::vector<std::string> assigned_names(World& world, const Actor& actor, AccountId account) {
  std::vector<std::string> names;
  const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
    const auto found = registry::list_assigned_children(call, account);
    if (!found) {
      return found.error();
    }
    for (const auto& each : *found) {
      names.push_back(each.name);
    }
    return {};
  });
  return done ? names : std::vector<std::string>{done.error().reason};
}

TEST_CASE("the children of an account are shown as far as the area goes, and while they are its") {
  on_every_database([](World& world) {
    fill(world);
    Desk desk{world};
    world.office.account = AccountId::derive("office");
    CHECK(desk.start(desk.keeper, "ma.ma", Role::parent, county_code).empty());
    const AccountId mother = AccountId::derive("ma.ma");
    registry::ChildId child;
    std::string name;
    CHECK(world
              .read(world.office,
                    [&](const access::Call& call) -> core::Result<void> {
                      const auto page = registry::list_children(call, {});
                      child = page->items.front().id;
                      name = page->items.front().name;
                      return {};
                    })
              .ok());
    CHECK(assigned_names(world, world.office, mother).empty());
    CHECK(desk.run(world.office,
                   [&](const access::Call& call) {
                     return registry::assign_child(call, child, {mother, {}, {}, {}, {}});
                   })
              .empty());
    CHECK(assigned_names(world, world.office, mother) == std::vector<std::string>{name});
    const Actor elsewhere = access::make_actor(AccountId::derive("elsewhere"), Role::supervisor,
                                               Area{township_code + 50'000}, "elsewhere");
    CHECK(assigned_names(world, elsewhere, mother).empty());
    CHECK(assigned_names(world, world.office, AccountId::derive("nobody")) ==
          std::vector<std::string>{"account.unknown"});
    CHECK(assigned_names(world, desk.keeper, mother) == std::vector<std::string>{"access.role"});
    CHECK(desk.run(world.office,
                   [&](const access::Call& call) {
                     return registry::end_assignments(call, child, mother);
                   })
              .empty());
    CHECK(assigned_names(world, world.office, mother).empty());

    const auto standing = [&] {
      core::Result<registry::ErasureStanding> found = core::failure(core::Code::internal, "unset");
      const auto done = world.read(world.office, [&](const access::Call& call) {
        found = registry::find_erasure_standing(call, child);
        return found ? core::Result<void>() : core::Result<void>(found.error());
      });
      CHECK(done.ok());
      return found.ok() ? *found : registry::ErasureStanding{};
    };
    const auto waiting = [&](const Actor& actor) {
      registry::WaitingErasures count;
      const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
        const auto found = registry::count_waiting_erasures(call);
        count = found ? *found : registry::WaitingErasures{-1, -1};
        return {};
      });
      CHECK(done.ok());
      return count;
    };
    CHECK_FALSE(standing().hold);
    CHECK_FALSE(standing().waiting);
    CHECK(desk.run(world.office,
                   [&](const access::Call& call) {
                     return registry::hold_child(call, child, "2026-12");
                   })
              .empty());
    CHECK(standing().hold == "2026-12");
    CHECK(desk.run(world.office,
                   [&](const access::Call& call) { return registry::hold_child(call, child, ""); })
              .empty());
    CHECK(desk.run(world.office,
                   [&](const access::Call& call) -> core::Result<void> {
                     const auto asked =
                         registry::request_erasure(call, registry::ErasureId::derive("wish"), child,
                                                   registry::ErasureGround::purpose_ended);
                     return asked ? core::Result<void>() : core::Result<void>(asked.error());
                   })
              .empty());
    CHECK(standing().waiting->ground == registry::ErasureGround::purpose_ended);
    Actor second = world.office;
    second.account = AccountId::derive("second");
    CHECK(waiting(world.office).waiting == 1);
    CHECK(waiting(world.office).to_confirm == 0);
    CHECK(waiting(second).to_confirm == 1);
    CHECK(waiting(desk.keeper).waiting == -1);
  });
}

}  // namespace
}  // namespace caregrid::allocation
