// Shows on every database: what a session without a second factor may not do and how it comes by
// one, what people are told about their own sign-in, and the way back to a lost factor.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "access/assignment.h"
#include "access/second_factors.h"
#include "access/settings.h"
#include "access/sign_in_notice.h"
#include "support/sign_in_world.h"

namespace caregrid::access {
namespace {

using World = support::SignInWorld;

constexpr std::string_view reset_code = "abcd-efgh-2345-6789";

core::Digest reset_hash() { return core::sha256(core::as_bytes("abcdefgh23456789")); }

/// What the policy says to a look at children in this session.
std::string may_see(World& world, std::string_view token) {
  const auto actor = world.sign_in.find_session(token);
  return World::reason_of(
      actor ? authorise(*actor, Operation::see_children, {world.county_code, FieldClass::personal})
            : core::Result<void>(actor.error()));
}

/// What an actor has not acknowledged: "kind detail", newest first.
std::vector<std::string> told(World& world, const Actor& actor) {
  std::vector<std::string> lines;
  const auto done = world.door.read(actor, [&](const Call& call) -> core::Result<void> {
    const auto notices = list_own_notices(call);
    REQUIRE(notices.ok());
    for (const SignInNotice& notice : *notices) {
      if (!notice.acknowledged_at && !notice.is_own) {
        lines.push_back(notice.kind + (notice.detail.empty() ? "" : " " + notice.detail));
      }
    }
    const auto count = count_own_notices(call);
    REQUIRE(count.ok());
    CHECK(*count == static_cast<std::int64_t>(lines.size()));
    return {};
  });
  REQUIRE(done.ok());
  return lines;
}

bool has(const std::vector<std::string>& lines, std::string_view line) {
  return std::ranges::find(lines, line) != lines.end();
}

SessionGrant enter(World& world, std::string_view code = {}, const Browser& from = {}) {
  const auto grant = world.sign_in.sign_in("wang.li", World::password, from, code);
  CAPTURE(World::reason_of(grant));
  REQUIRE(grant.ok());
  return *grant;
}

/// Turns codes on in a session; the secret, the recovery codes and the session that goes on.
struct Enrolled {
  std::string secret;
  CodesOn on;
};

Enrolled enrol(World& world, const SessionGrant& grant) {
  const auto enrolment = world.sign_in.factors().enrol(grant.actor);
  REQUIRE(enrolment.ok());
  auto on =
      world.sign_in.turn_on_codes(world.code_of(enrolment->secret), {.session_token = grant.token});
  REQUIRE(on.ok());
  return {enrolment->secret, std::move(*on)};
}

TEST_CASE("a session by password alone touches nobody's data until codes are set up") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    const SessionGrant grant = enter(world);
    CHECK(grant.actor.lacks_second_factor);
    CHECK(may_see(world, grant.token) == "session.second_factor");
    const auto actor = world.sign_in.find_session(grant.token);
    REQUIRE(actor.ok());
    CHECK(authorise(*actor, Operation::see_counts, {}).ok());
    // To prove the password again proves no more.
    const auto again = world.sign_in.confirm(World::password, {}, {.session_token = grant.token});
    REQUIRE(again.ok());
    CHECK(may_see(world, again->token) == "session.second_factor");

    const Enrolled enrolled = enrol(world, *again);
    CHECK(enrolled.on.recovery_codes.size() == 10);
    CHECK(may_see(world, again->token) == "session.none");  // A proof gives a new token.
    CHECK(may_see(world, enrolled.on.grant.token).empty());
    world.wait(60);
    CHECK(may_see(world, enter(world, world.code_of(enrolled.secret)).token).empty());
    world.wait(60);
    CHECK(may_see(world, enter(world, enrolled.on.recovery_codes[0]).token).empty());

    // Without any factor left, what was proved by one counts no more.
    const auto last = world.sign_in.find_session(enrolled.on.grant.token);
    REQUIRE(last.ok());
    REQUIRE(world.sign_in.factors().turn_off(*last).ok());
    CHECK(may_see(world, enrolled.on.grant.token) == "session.second_factor");
    CHECK(may_see(world, enter(world).token) == "session.second_factor");
  }
}

/// What a session by password alone may do where second factors are optional.
std::string see_leniently(World& world, SignIn& lenient) {
  const auto grant = lenient.sign_in("wang.li", World::password);
  REQUIRE(grant.ok());
  const auto actor = lenient.find_session(grant->token);
  REQUIRE(actor.ok());
  CHECK(actor->lacks_second_factor == grant->actor.lacks_second_factor);
  return World::reason_of(
      authorise(*actor, Operation::see_children, {world.county_code, FieldClass::personal}));
}

TEST_CASE("only a county of invented people is looked at without a second factor") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    SignIn lenient(world.door, world.rng,
                   {.second_factor = SecondFactorRule::optional_in_demonstration});
    const auto real = [&] {
      const auto found = find_real_county(test->database());
      REQUIRE(found.ok());
      return found->has_value();
    };
    CHECK(real());
    CHECK(see_leniently(world, lenient) == "session.second_factor");
    const auto mark = [&](std::string_view value) {
      CHECK(world
                .act(operator_of(Role::administrator, Area{world.county_code}),
                     [&](const Call& call) {
                       return set_county_setting(call, synthetic_setting, value);
                     })
                .empty());
    };
    mark("1");
    CHECK_FALSE(real());
    CHECK(see_leniently(world, lenient).empty());
    // The strict rule asks there too, and the mark is read again at each request.
    CHECK(may_see(world, enter(world).token) == "session.second_factor");
    mark("0");
    CHECK(see_leniently(world, lenient) == "session.second_factor");
  }
}

TEST_CASE("people are told of a sign-in from a new device") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    const SessionGrant first = enter(world, {}, {.name = "Chrome, Windows"});
    CHECK(told(world, first.actor).empty());  // The very first device is no news.
    const SessionGrant known = enter(world, {}, {.device_token = first.device_token});
    CHECK(told(world, known.actor).empty());
    const SessionGrant second = enter(world, {}, {.name = "Firefox, Linux"});
    CHECK(told(world, second.actor).empty());  // Whoever does it knows, the other session is told.
    CHECK(told(world, known.actor) == std::vector<std::string>{"new_device Firefox, Linux"});
  }
}

TEST_CASE("people are told of failed tries that were not theirs, once") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    const SessionGrant first = enter(world);
    // One slip is nobody's concern, three failures from anywhere are.
    const Browser own{.device_token = first.device_token};
    const auto fail = [&](const std::string& address) {
      CHECK(World::reason_of(world.sign_in.sign_in("wang.li", "a guess", {.address = address})) ==
            "session.denied");
    };
    fail("192.0.2.1");
    const SessionGrant after_one = enter(world, {}, own);
    CHECK_FALSE(has(told(world, after_one.actor), "after_failures 1"));
    world.wait(5);
    fail("192.0.2.1");
    world.wait(5);
    fail("198.51.100.1");
    fail("203.0.113.1");
    const SessionGrant after_three = enter(world, {}, own);
    CHECK(has(told(world, after_three.actor), "after_failures 3"));
    CHECK(told(world, after_three.actor) == told(world, first.actor));
    // Each count is told once.
    const SessionGrant later = enter(world, {}, own);
    CHECK(told(world, later.actor) == told(world, after_three.actor));
  }
}

/// The ids of all notices of an actor.
std::vector<NoticeId> notices_of(World& world, const Actor& actor) {
  std::vector<NoticeId> ids;
  const auto done = world.door.read(actor, [&](const Call& call) -> core::Result<void> {
    const auto notices = list_own_notices(call);
    REQUIRE(notices.ok());
    for (const SignInNotice& notice : *notices) {
      ids.push_back(notice.id);
    }
    return {};
  });
  REQUIRE(done.ok());
  return ids;
}

TEST_CASE("a notice is acknowledged by its owner, in every session at once") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    const SessionGrant known = enter(world);
    const SessionGrant later = enter(world, {}, {.name = "Firefox, Linux"});
    REQUIRE(told(world, known.actor).size() == 1);
    world.add("li.na", Role::county);
    const auto other = world.sign_in.sign_in("li.na", World::password);
    REQUIRE(other.ok());
    const std::vector<NoticeId> ids = notices_of(world, later.actor);
    REQUIRE(ids.size() == 1);
    const auto acknowledge = [&](const Actor& actor, const NoticeId& id) {
      return world.act(actor, [&](const Call& call) { return acknowledge_own_notice(call, id); });
    };
    CHECK(acknowledge(other->actor, ids[0]) == "notice.unknown");
    CHECK(told(world, known.actor).size() == 1);
    CHECK(acknowledge(known.actor, ids[0]).empty());
    CHECK(acknowledge(known.actor, ids[0]).empty());
    CHECK(told(world, known.actor).empty());
    CHECK(notices_of(world, known.actor) == ids);  // The list keeps it.
  }
}

TEST_CASE("a right password without the second step is told to the owner") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    const Enrolled enrolled = enrol(world, enter(world));
    world.wait(60);
    const auto half = [&](std::string_view code, const std::string& address) {
      return World::reason_of(
          world.sign_in.sign_in("wang.li", World::password, {.address = address}, code));
    };
    // As pages do: the password first, then password and code. That half is the owner's own.
    CHECK(half("", "192.0.2.1") == "session.code_needed");
    const SessionGrant usual = enter(world, world.code_of(enrolled.secret));
    CHECK_FALSE(has(told(world, usual.actor), "half_done 1"));
    world.wait(60);
    CHECK(half("", "198.51.100.1") == "session.code_needed");
    CHECK(half("000000", "198.51.100.1") == "session.code_wrong");
    CHECK(half("", "192.0.2.1") == "session.code_needed");
    world.wait(60);
    const SessionGrant after = enter(world, world.code_of(enrolled.secret));
    CHECK(has(told(world, after.actor), "half_done 2"));
  }
}

TEST_CASE("people are told of every change of how they sign in") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    const Browser device{.device_token = enter(world).device_token};
    const SessionGrant grant = enter(world, {}, device);
    const Enrolled enrolled = enrol(world, grant);
    world.wait(60);
    const auto next = [&] {
      world.wait(60);
      return enter(world, world.code_of(enrolled.secret), device);
    };
    SessionGrant session = next();
    CHECK(has(told(world, session.actor), "codes_on"));
    REQUIRE(world.sign_in.factors().make_recovery_codes(session.actor).ok());
    CHECK_FALSE(has(told(world, session.actor), "recovery_codes_made"));  // One's own doing.
    session = next();
    CHECK(has(told(world, session.actor), "recovery_codes_made"));
    constexpr std::string_view changed = "a goat that reads the wind";
    world.wait(60);
    REQUIRE(
        world.sign_in.change_password(World::password, changed, {.session_token = session.token})
            .ok());
    CHECK(has(told(world, grant.actor), "password_changed"));
    const auto as_administrator = [&](core::FunctionRef<core::Result<void>(const Call&)> work) {
      CHECK(world.act(operator_of(Role::administrator, Area{world.county_code}), work).empty());
    };
    as_administrator([&](const Call& call) { return start_reset(call, "wang.li", reset_hash()); });
    CHECK(has(told(world, session.actor), "password_reset_begun"));
    REQUIRE(world.sign_in.reset_password("wang.li", reset_code, World::password, Browser{}).ok());
    session = next();
    CHECK(has(told(world, session.actor), "password_reset"));
    as_administrator([&](const Call& call) { return revoke_everywhere(call, "wang.li"); });
    session = next();
    CHECK(has(told(world, session.actor), "signed_out"));
    REQUIRE(world.sign_in.factors().turn_off(session.actor).ok());
    CHECK(has(told(world, enter(world, {}, device).actor), "codes_off"));
    // After a year nobody needs to be told.
    world.wait(std::int64_t{367} * 24 * 3600);
    as_administrator([&](const Call& call) { return revoke_everywhere(call, "wang.li"); });
    CHECK(told(world, enter(world, {}, device).actor) == std::vector<std::string>{"signed_out"});
  }
}

TEST_CASE("a forgotten password set anew does not get around the second factor") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    const Enrolled enrolled = enrol(world, enter(world));
    REQUIRE(world
                .act(operator_of(Role::administrator, Area{world.county_code}),
                     [&](const Call& call) { return start_reset(call, "wang.li", reset_hash()); })
                .empty());
    constexpr std::string_view next = "a goat that reads the wind";
    REQUIRE(world.sign_in.reset_password("wang.li", reset_code, next, Browser{}).ok());
    CHECK(World::reason_of(world.sign_in.sign_in("wang.li", next)) == "session.code_needed");
    world.wait(60);
    CHECK(world.sign_in.sign_in("wang.li", next, {}, world.code_of(enrolled.secret)).ok());
  }
}

TEST_CASE(
    "a lost second factor goes by code and password together, and nobody chooses for the owner") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    const Enrolled enrolled = enrol(world, enter(world));
    world.wait(60);
    const auto reset = [&](std::string_view secret, std::string_view code) {
      return World::reason_of(world.sign_in.reset_factors({"wang.li", secret, code}, Browser{}));
    };
    const auto start = [&](const Actor& actor) {
      return world.act(actor, [&](const Call& call) {
        return start_factor_reset(call, "wang.li", reset_hash());
      });
    };
    CHECK(reset(World::password, reset_code) == "factor_reset.denied");  // None was started.
    world.wait(1);
    // Neither the owner alone nor the office may start it, nor an administrator of elsewhere.
    CHECK(start(enrolled.on.grant.actor) == "access.role");
    CHECK(start(make_actor({}, Role::administrator, Area{990'602'000'000}, "neighbour")) ==
          "access.not_found");
    CHECK(start(operator_of(Role::administrator, Area{world.county_code})).empty());
    // Starting it takes nothing away yet.
    CHECK(World::reason_of(world.sign_in.sign_in("wang.li", World::password)) ==
          "session.code_needed");
    // The code without the password, the password without the code, a code for something else.
    CHECK(reset("a guess", reset_code) == "factor_reset.denied");
    world.wait(60);
    CHECK(reset(World::password, "abcd-efgh-2345-6780") == "factor_reset.denied");
    world.wait(60);
    CHECK(World::reason_of(world.sign_in.reset_password("wang.li", reset_code, World::password,
                                                        Browser{})) == "reset.denied");
    world.wait(60);
    CHECK(may_see(world, enrolled.on.grant.token).empty());
    CHECK(reset(World::password, "ABCD efgh 2345 6789").empty());
    CHECK(may_see(world, enrolled.on.grant.token) == "session.none");
    // In by the password alone, which shows nobody; the old codes are worth nothing.
    const SessionGrant grant = enter(world);
    CHECK(may_see(world, grant.token) == "session.second_factor");
    const auto lines = told(world, grant.actor);
    CHECK(has(lines, "factor_reset"));
    CHECK(has(lines, "factor_reset_begun"));
    CHECK(has(lines, "half_done 3"));  // Beside no code, none that was started, and a wrong one.
    const Enrolled anew = enrol(world, grant);
    CHECK(anew.secret != enrolled.secret);
    world.wait(60);
    CHECK(World::reason_of(world.sign_in.sign_in("wang.li", World::password, {},
                                                 world.code_of(enrolled.secret))) ==
          "session.code_wrong");
    world.wait(60);
    CHECK(World::reason_of(world.sign_in.sign_in("wang.li", World::password, {},
                                                 enrolled.on.recovery_codes[0])) ==
          "session.code_wrong");
    world.wait(60);
    CHECK(reset(World::password, reset_code) == "factor_reset.denied");  // Once.
    world.wait(60);
    CHECK(start(operator_of(Role::administrator, Area{world.county_code})).empty());
    world.wait(24 * 3600 + 1);
    CHECK(reset(World::password, reset_code) == "factor_reset.denied");  // And for a day.
  }
}

TEST_CASE("nobody grants more than they hold, and nobody changes what they themselves are") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    constexpr std::int64_t township = 990'601'100'000;
    const auto hash = hash_password(World::password);
    REQUIRE(hash.ok());
    const auto add_as = [&](const Actor& actor, Role role, std::int64_t area) {
      const std::string login = "new." + std::to_string(world.clock.now().micros);
      world.wait(1);
      const NewAccount account{AccountId::make(world.clock.now(), world.rng),
                               login,
                               "示例",
                               role,
                               Area{area},
                               std::string(World::password)};
      return world.act(actor, [&](const Call& call) { return add_account(call, account, *hash); });
    };
    // An administrator of a township gives nobody the county, nor a place beside it.
    const Actor small = make_actor({}, Role::administrator, Area{township}, "small");
    CHECK(add_as(small, Role::director, township + 1).empty());
    CHECK(add_as(small, Role::supervisor, township).empty());
    CHECK(add_as(small, Role::county, world.county_code) == "access.not_found");
    CHECK(add_as(small, Role::administrator, world.county_code) == "access.not_found");
    CHECK(add_as(small, Role::director, township + 1001) == "access.not_found");
    // Nobody else makes accounts at all, whatever they may see.
    for (std::size_t r = 0; r < role_count; ++r) {
      const auto role = static_cast<Role>(r);
      CAPTURE(to_text(role));
      if (role != Role::administrator) {
        CHECK(add_as(make_actor({}, role, Area{world.county_code}, "x"), Role::director,
                     township + 1) == "access.role");
      }
    }
    // An administrator does not touch the account they work with.
    world.add("keeper", Role::administrator);
    const auto grant = world.sign_in.sign_in("keeper", World::password);
    REQUIRE(grant.ok());
    const auto on_self = [&](core::FunctionRef<core::Result<void>(const Call&)> work) {
      return world.act(grant->actor, work);
    };
    CHECK(on_self([](const Call& call) { return deactivate_account(call, "keeper"); }) ==
          "session.second_factor");
    const Enrolled enrolled = enrol(world, *grant);
    const auto proved = [&](core::FunctionRef<core::Result<void>(const Call&)> work) {
      return world.act(enrolled.on.grant.actor, work);
    };
    CHECK(proved([](const Call& call) { return deactivate_account(call, "keeper"); }) ==
          "account.self");
    CHECK(proved([](const Call& call) { return start_reset(call, "keeper", reset_hash()); }) ==
          "account.self");
    CHECK(proved([](const Call& call) {
            return start_factor_reset(call, "keeper", reset_hash());
          }) == "account.self");
  }
}

}  // namespace
}  // namespace caregrid::access
