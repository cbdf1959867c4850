// Shows the door, the journal, accounts and sign-in on every database: one effect per command,
// nothing half written, a chain that tells any tampering, sessions that end.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "access/accounts.h"
#include "access/door.h"
#include "access/journal.h"
#include "access/settings.h"
#include "access/sign_in.h"
#include "access/store.h"
#include "core/clock.h"
#include "core/rng.h"
#include "support/databases.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t county = 990'601;
constexpr std::int64_t county_code = 990'601'000'000;
constexpr std::int64_t second = 1'000'000;
constexpr core::Instant noon{1'790'000'000 * second};

/// One migrated database with a door, a clock that stands still and seeded randomness.
struct World {
  explicit World(support::TestDatabase& test) : door(test.database(), clock) {}

  core::ManualClock clock{noon};
  core::SeededRng rng{7};
  Door door;
  Actor office{{}, Role::county, Area{county_code}, "office"};
  Actor administrator = make_actor({}, Role::administrator, Area{county_code}, "administrator");

  core::Result<std::string> set(const Command& command, std::string_view value) {
    return door.submit(office, command, [&](const Call& call) -> core::Result<std::string> {
      if (auto done = set_county_setting(call, "colour", value); !done) {
        return done.error();
      }
      call.changed("setting", CommandId::derive(value));
      return std::string(value);
    });
  }

  std::string colour() {
    std::string found;
    const auto done = door.read(office, [&](const Call& call) -> core::Result<void> {
      auto value = county_setting(call, "colour");
      found = value ? value->value_or("none") : value.error().reason;
      return {};
    });
    return done ? found : done.error().reason;
  }

  JournalReport report() {
    JournalReport found;
    const auto done = door.read(office, [&](const Call& call) -> core::Result<void> {
      auto verified = verify_journal(call.transaction, county);
      CHECK(verified.ok());
      found = verified ? *verified : JournalReport{};
      return {};
    });
    CHECK(done.ok());
    return found;
  }

  void add(std::string_view login, Role role, std::int64_t area, std::string_view password) {
    const NewAccount account{AccountId::make(clock.now(), rng),
                             std::string(login),
                             "Somebody",
                             role,
                             Area{area},
                             std::string(password)};
    const auto hash = hash_password(password);
    REQUIRE(hash.ok());
    const auto done = door.submit(
        administrator, {CommandId::make(clock.now(), rng), "add_account", account.login},
        [&](const Call& call) -> core::Result<std::string> {
          auto added = add_account(call, account, *hash);
          return added ? core::Result<std::string>(std::string("{}")) : added.error();
        });
    REQUIRE(done.ok());
  }
};

Command command_named(std::string_view name, std::string_view payload) {
  return {CommandId::derive(name), "set_setting", payload};
}

TEST_CASE("a command sent twice has one effect and one answer") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    CHECK(*world.set(command_named("one", "red"), "red") == "red");
    // The resend would write blue if it ran; it must answer red and leave red.
    CHECK(*world.set(command_named("one", "red"), "blue") == "red");
    CHECK(world.colour() == "red");
    CHECK(world.report().entries == 1);
    const auto reused = world.set(command_named("one", "green"), "green");
    REQUIRE_FALSE(reused.ok());
    CHECK(reused.error().reason == "command.id_reuse");
  }
}

TEST_CASE("a command that fails leaves neither record nor journal entry, and may be sent again") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    const auto failed = world.door.submit(world.office, command_named("one", "red"),
                                          [&](const Call& call) -> core::Result<std::string> {
                                            CHECK(set_county_setting(call, "colour", "red").ok());
                                            return core::invalid("colour", "test.refused");
                                          });
    CHECK_FALSE(failed.ok());
    CHECK(world.colour() == "none");
    CHECK(world.report().entries == 0);
    CHECK(world.set(command_named("one", "red"), "red").ok());
    CHECK(world.colour() == "red");
  }
}

TEST_CASE("the chain holds over many commands and a restart") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    {
      World world(*test);
      for (int i = 0; i < 50; ++i) {
        const std::string name = std::to_string(i);
        CHECK(world.set(command_named(name, name), name).ok());
      }
    }
    CHECK(test->reopen().ok());
    World world(*test);
    const JournalReport report = world.report();
    CHECK(report.entries == 50);
    CHECK(report.broken_at == 0);
  }
}

TEST_CASE("any change to the journal is found") {
  constexpr std::array<db::Sql, 4> tamperings{
      db::Sql("UPDATE journal SET kind = 'other' WHERE seq = 5"),
      db::Sql("UPDATE journal SET at = at + 1 WHERE seq = 5"),
      db::Sql("DELETE FROM journal WHERE seq = 5"),
      db::Sql("UPDATE journal SET role = 'director' WHERE seq = 5"),
  };
  for (const db::Sql& tampering : tamperings) {
    CAPTURE(tampering.text());
    for (auto& test : support::every_database()) {
      CAPTURE(test->name());
      World world(*test);
      for (int i = 0; i < 8; ++i) {
        const std::string name = std::to_string(i);
        CHECK(world.set(command_named(name, name), name).ok());
      }
      const auto done = test->database().write([&](db::Transaction& transaction) {
        const auto changed = transaction.run(tampering, {});
        return changed ? core::Result<void>() : core::Result<void>(changed.error());
      });
      CHECK(done.ok());
      CHECK(world.report().broken_at == 5);
    }
  }
}

TEST_CASE("people sign in, are recognised, sign out, and time out") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    world.add("wang.li", Role::director, 990'601'100'001, "correct horse");
    SignIn sign_in(world.door, world.rng);

    const auto grant = sign_in.sign_in("wang.li", "correct horse");
    REQUIRE(grant.ok());
    CHECK(grant->actor.role == Role::director);
    CHECK(grant->actor.area.code == 990'601'100'001);
    CHECK(sign_in.find_session(grant->token).ok());

    world.clock.set({noon.micros + 29 * 60 * second});
    CHECK(sign_in.find_session(grant->token).ok());
    // Seen at 29 minutes, so the idle limit starts again there.
    world.clock.set({noon.micros + 58 * 60 * second});
    CHECK(sign_in.find_session(grant->token).ok());
    world.clock.set({noon.micros + 89 * 60 * second});
    CHECK(sign_in.find_session(grant->token).error().reason == "session.none");

    const auto again = sign_in.sign_in("wang.li", "correct horse");
    REQUIRE(again.ok());
    CHECK(sign_in.sign_out(again->token).ok());
    CHECK_FALSE(sign_in.find_session(again->token).ok());
    CHECK_FALSE(sign_in.find_session("").ok());
  }
}

TEST_CASE("a session ends after twelve hours however busy it is") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    world.add("wang.li", Role::director, 990'601'100'001, "correct horse");
    SignIn sign_in(world.door, world.rng);
    const auto grant = sign_in.sign_in("wang.li", "correct horse");
    REQUIRE(grant.ok());
    for (int minute = 20; minute <= 720; minute += 20) {
      world.clock.set({noon.micros + minute * 60 * second});
      CHECK(sign_in.find_session(grant->token).ok());
    }
    world.clock.set({noon.micros + 721 * 60 * second});
    CHECK_FALSE(sign_in.find_session(grant->token).ok());
  }
}

TEST_CASE("wrong passwords wait longer each time and never for ever") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    world.add("wang.li", Role::director, 990'601'100'001, "correct horse");
    SignIn sign_in(world.door, world.rng);
    std::int64_t at = noon.micros;
    for (const std::int64_t wait_s : {1, 2, 4, 8}) {
      CHECK(sign_in.sign_in("wang.li", "wrong horse").error().reason == "session.denied");
      const auto early = sign_in.sign_in("wang.li", "correct horse");
      REQUIRE_FALSE(early.ok());
      CHECK(early.error().reason == "session.wait");
      CHECK(early.error().detail == std::to_string(wait_s));
      at += wait_s * second;
      world.clock.set({at});
    }
    CHECK(sign_in.sign_in("wang.li", "correct horse").ok());
    CHECK(sign_in.sign_in("wang.li", "wrong horse").error().reason == "session.denied");
    CHECK(sign_in.sign_in("nobody.known", "wrong horse").error().reason == "session.denied");
  }
}

TEST_CASE("a closed account loses its sessions at once, and nobody manages outside his area") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    world.add("wang.li", Role::director, 990'601'100'001, "correct horse");
    SignIn sign_in(world.door, world.rng);
    const auto grant = sign_in.sign_in("wang.li", "correct horse");
    REQUIRE(grant.ok());

    const Actor neighbour = make_actor({}, Role::administrator, Area{990'602'000'000}, "neighbour");
    const auto close_as = [&](const Actor& actor, std::string_view name) {
      return world.door.submit(
          actor, command_named(name, name), [&](const Call& call) -> core::Result<std::string> {
            auto done = deactivate_account(call, "wang.li");
            return done ? core::Result<std::string>(std::string("{}")) : done.error();
          });
    };
    CHECK(close_as(neighbour, "a").error().code == core::Code::not_found);
    CHECK(close_as(world.office, "b").error().code == core::Code::forbidden);
    CHECK(sign_in.find_session(grant->token).ok());
    CHECK(close_as(world.administrator, "c").ok());
    CHECK_FALSE(sign_in.find_session(grant->token).ok());
    CHECK_FALSE(sign_in.sign_in("wang.li", "correct horse").ok());
  }
}

TEST_CASE("weak passwords and odd logins are refused with a reason") {
  struct Row {
    std::string_view login;
    std::string_view password;
    std::string_view reason;
  };
  constexpr std::array rows{
      Row{"wang.li", "a horse that counts stars", ""},
      Row{"wang.li", "correct horse", "password.too_short"},
      Row{"wang.li", "wang.li since 2026", "password.like_login"},
      Row{"Wang Li", "a horse that counts stars", "account.login"},
      Row{"wl", "a horse that counts stars", "account.login"},
      Row{"wang.li", "山上的云慢慢走过梯田去看海呀呀", ""},
      Row{"wang.li", "山上的云", "password.too_short"},
  };
  for (const Row& row : rows) {
    const auto checked = check_new_account(
        {{}, std::string(row.login), "Somebody", Role::director, {}, std::string(row.password)});
    CHECK((checked ? std::string() : checked.error().reason) == row.reason);
  }
}

}  // namespace
}  // namespace caregrid::access
