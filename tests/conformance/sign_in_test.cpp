// Shows sign-in on every database: sessions that renew and end, devices that are known and revoked,
// guessing that slows the guesser and never the owner, and the same effort for every answer.
#include <doctest/doctest.h>

#include <array>
#include <set>
#include <string>

#include "access/accounts.h"
#include "access/door.h"
#include "access/one_time_code.h"
#include "access/policy.h"
#include "access/session.h"
#include "access/sign_in.h"
#include "access/sign_in_key.h"
#include "core/bytes.h"
#include "core/clock.h"
#include "core/hash.h"
#include "core/rng.h"
#include "support/databases.h"
#include "support/sign_in_world.h"

namespace caregrid::access {
namespace {

using support::SignInWorld;

constexpr std::int64_t county_code = SignInWorld::county_code;
constexpr std::int64_t second = SignInWorld::second;
constexpr std::string_view password = SignInWorld::password;

TEST_CASE("a sensitive operation asks again after ten minutes, and a proof gives a new token") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    SignInWorld world(*test);
    const auto grant = world.sign_in.sign_in("wang.li", password);
    REQUIRE(grant.ok());
    const auto may_export = [&](std::string_view token) {
      const auto actor = world.sign_in.find_session(token);
      if (!actor) {
        return actor.error().reason;
      }
      Actor proved = *actor;  // That a second factor is asked for first is shown elsewhere.
      proved.lacks_second_factor = false;
      return SignInWorld::reason_of(authorise(proved, Operation::export_records, {}));
    };
    CHECK(may_export(grant->token).empty());
    world.wait(10 * 60);
    CHECK(may_export(grant->token).empty());
    world.wait(1);
    CHECK(may_export(grant->token) == "session.step_up");
    const auto actor = world.sign_in.find_session(grant->token);
    REQUIRE(actor.ok());
    CHECK(authorise(*actor, Operation::see_counts, {}).ok());
    // What the role may not do at all is not worth a password.
    CHECK(authorise(*actor, Operation::manage_accounts, {}).error().reason == "access.role");

    Browser browser;
    browser.session_token = grant->token;
    CHECK(SignInWorld::reason_of(world.sign_in.confirm("wrong", {}, browser)) == "session.denied");
    world.wait(1);
    const auto renewed = world.sign_in.confirm(password, {}, browser);
    REQUIRE(renewed.ok());
    CHECK(renewed->token != grant->token);
    CHECK(may_export(renewed->token).empty());
    CHECK(may_export(grant->token) == "session.none");
    CHECK(SignInWorld::reason_of(world.sign_in.confirm(password, {}, browser)) == "session.none");
    // A renewed session is no younger: twelve hours count from the sign-in.
    for (int step = 0; step < 35; ++step) {
      world.wait(20 * 60);
      CHECK(world.sign_in.find_session(renewed->token).ok());
    }
    world.wait(20 * 60);
    CHECK(may_export(renewed->token) == "session.none");
  }
}

TEST_CASE("the operator at the machine is not asked again") {
  const Actor keeper = operator_of(Role::administrator, Area{county_code});
  CHECK(authorise(keeper, Operation::manage_accounts, {}).ok());
}

TEST_CASE("no session is taken over from before the sign-in, and the old one ends") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    SignInWorld world(*test);
    Browser browser;
    browser.session_token = std::string(64, 'a');  // Planted by somebody else.
    browser.device_token = std::string(64, 'b');   // So is this.
    const auto first = world.sign_in.sign_in("wang.li", password, browser);
    REQUIRE(first.ok());
    CHECK(first->token != browser.session_token);
    CHECK(first->device_token != browser.device_token);
    browser = {.session_token = first->token};
    const auto next = world.sign_in.sign_in("wang.li", password, browser);
    REQUIRE(next.ok());
    CHECK(SignInWorld::reason_of(world.sign_in.find_session(first->token)) == "session.none");
    CHECK(world.sign_in.find_session(next->token).ok());
  }
}

TEST_CASE("people see their sessions and devices, and end them at once") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    SignInWorld world(*test);
    const auto desk = world.sign_in.sign_in("wang.li", password, {.name = "Chrome, Windows"});
    REQUIRE(desk.ok());
    world.wait(5);
    const auto phone = world.sign_in.sign_in("wang.li", password, {.name = "Chrome, Android"});
    REQUIRE(phone.ok());
    std::vector<Session> sessions;
    std::vector<Device> devices;
    const auto look = [&](const Actor& actor) {
      const auto done = world.door.read(actor, [&](const Call& call) -> core::Result<void> {
        sessions = *list_own_sessions(call);
        devices = *list_own_devices(call);
        return {};
      });
      REQUIRE(done.ok());
    };
    look(desk->actor);
    REQUIRE(sessions.size() == 2);
    REQUIRE(devices.size() == 2);
    CHECK_FALSE(sessions[0].is_current);
    CHECK(sessions[1].is_current);
    CHECK(devices[0].name == "Chrome, Android");
    CHECK(devices[1].is_current);

    // Somebody else's session and device are not found.
    world.add("li.ming", Role::county);
    const auto other = world.sign_in.sign_in("li.ming", password);
    REQUIRE(other.ok());
    CHECK(world.act(other->actor, [&](const Call& call) {
      return revoke_own_session(call, sessions[0].id);
    }) == "session.unknown");
    CHECK(world.act(other->actor, [&](const Call& call) {
      return revoke_own_device(call, devices[0].id);
    }) == "device.unknown");

    CHECK(world
              .act(desk->actor,
                   [&](const Call& call) { return revoke_own_device(call, devices[0].id); })
              .empty());
    CHECK(SignInWorld::reason_of(world.sign_in.find_session(phone->token)) == "session.none");
    CHECK(world.sign_in.find_session(desk->token).ok());
    look(desk->actor);
    CHECK(devices.size() == 1);
    // A revoked device is a stranger at its next sign-in, under another token.
    const auto back =
        world.sign_in.sign_in("wang.li", password, {.device_token = phone->device_token});
    REQUIRE(back.ok());
    CHECK(back->device_token != phone->device_token);
    const auto same =
        world.sign_in.sign_in("wang.li", password, {.device_token = desk->device_token});
    REQUIRE(same.ok());
    CHECK(same->device_token == desk->device_token);
    CHECK(world.act(desk->actor, [](const Call& call) { return revoke_other_sessions(call); })
              .empty());
    CHECK_FALSE(world.sign_in.find_session(back->token).ok());
    CHECK(world.sign_in.find_session(desk->token).ok());
    // An administrator ends everything; the owner ends nothing without a fresh proof.
    Actor stale = desk->actor;
    stale.is_confirmed = false;
    CHECK(world.act(stale, [](const Call& call) { return revoke_other_sessions(call); }) ==
          "session.step_up");
    CHECK(world
              .act(operator_of(Role::administrator, Area{county_code}),
                   [](const Call& call) { return revoke_everywhere(call, "wang.li"); })
              .empty());
    CHECK_FALSE(world.sign_in.find_session(desk->token).ok());
  }
}

TEST_CASE("guessing from elsewhere slows the guesser, never the owner on a known device") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    SignInWorld world(*test);
    Browser home{.address = "192.0.2.7"};
    const auto grant = world.sign_in.sign_in("wang.li", password, home);
    REQUIRE(grant.ok());
    home.device_token = grant->device_token;
    const Browser guesser{.address = "198.51.100.9"};
    const Browser neighbour{.address = "198.51.100.200"};
    for (int guess = 0; guess < 4; ++guess) {
      CHECK(SignInWorld::reason_of(world.sign_in.sign_in("wang.li", "a guess", guesser)) ==
            "session.denied");
      // The same network shares the wait; the owner at home has none, nor on a known device there.
      const auto early = world.sign_in.sign_in("wang.li", password, neighbour);
      CHECK(SignInWorld::reason_of(early) == "session.wait");
      CHECK(world.sign_in.sign_in("wang.li", password, home).ok());
      Browser visiting = home;
      visiting.address = guesser.address;
      CHECK(world.sign_in.sign_in("wang.li", password, visiting).ok());
      world.wait(15 * 60);  // The longest wait there is.
    }
    CHECK(world.sign_in.sign_in("wang.li", password, guesser).ok());
  }
}

TEST_CASE("one address may fail twenty times a minute, whatever the logins") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    SignInWorld world(*test);
    const Browser sprayer{.address = "203.0.113.5"};
    for (int guess = 0; guess < 20; ++guess) {
      const std::string login = "nobody." + std::to_string(guess);
      CHECK(SignInWorld::reason_of(world.sign_in.sign_in(login, "a guess", sprayer)) ==
            "session.denied");
    }
    const auto refused = world.sign_in.sign_in("wang.li", password, sprayer);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().reason == "session.wait");
    CHECK(world.sign_in.sign_in("wang.li", password, {.address = "203.0.113.6"}).ok());
    world.wait(60);
    CHECK(world.sign_in.sign_in("wang.li", password, sprayer).ok());
  }
}

TEST_CASE("an unknown, a known and a closed login cost one check each and answer alike") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    SignInWorld world(*test);
    world.add("closed.one", Role::county);
    CHECK(world
              .act(operator_of(Role::administrator, Area{county_code}),
                   [](const Call& call) { return deactivate_account(call, "closed.one"); })
              .empty());
    const auto tries = [&](std::string_view login, std::string_view with) {
      const std::int64_t before = world.sign_in.checks();
      const auto first = world.sign_in.sign_in(login, with);
      const auto second_try = world.sign_in.sign_in(login, with);
      REQUIRE_FALSE(first.ok());
      REQUIRE_FALSE(second_try.ok());
      return std::to_string(world.sign_in.checks() - before) + " " + first.error().reason + " " +
             second_try.error().reason + " " + second_try.error().detail;
    };
    const std::string expected = "1 session.denied session.wait 1";
    CHECK(tries("wang.li", "a guess") == expected);
    CHECK(tries("nobody.here", "a guess") == expected);
    CHECK(tries("closed.one", password) == expected);
    CHECK(tries("closed.one", "a guess").ends_with("session.wait 1"));
  }
}

/// Turns one-time codes on for whoever is signed in; the recovery codes come back.
std::vector<std::string> turn_on_codes(SignInWorld& world, const Actor& actor,
                                       std::string& secret) {
  const auto enrolment = world.sign_in.factors().enrol(actor);
  REQUIRE(enrolment.ok());
  secret = enrolment->secret;
  CHECK(enrolment->uri.find(secret) != std::string::npos);
  CHECK(SignInWorld::reason_of(world.sign_in.factors().turn_on(actor, "000000")) ==
        "session.code_wrong");
  auto codes = world.sign_in.factors().turn_on(actor, world.code_of(secret));
  REQUIRE(codes.ok());
  return *codes;
}

TEST_CASE("one-time codes are asked for after the password, and each is taken once") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    SignInWorld world(*test);
    const auto grant = world.sign_in.sign_in("wang.li", password);
    REQUIRE(grant.ok());
    std::string secret;
    const auto recovery = turn_on_codes(world, grant->actor, secret);
    CHECK(recovery.size() == 10);
    CHECK(recovery.front().size() == 29);  // Six groups of four: 120 bits.
    const auto enter = [&](std::string_view with, std::string_view code) {
      return SignInWorld::reason_of(world.sign_in.sign_in("wang.li", with, {}, code));
    };
    CHECK(enter(password, "") == "session.code_needed");
    CHECK(enter(password, "") == "session.code_needed");  // Half an answer costs no wait …
    CHECK(enter(password, world.code_of(secret)) == "session.code_wrong");  // … a used code does.
    CHECK(enter(password, "") == "session.wait");
    world.wait(30);
    CHECK(enter("a guess", world.code_of(secret)) == "session.denied");
    world.wait(30);
    const std::string code = world.code_of(secret);
    const auto entered = world.sign_in.sign_in("wang.li", password, {}, code);
    REQUIRE(entered.ok());
    CHECK(world.sign_in.find_session(entered->token)->has_second_factor);
    CHECK(enter(password, code) == "session.code_wrong");
    world.wait(60);

    // A lost phone: one recovery code in, once, however it is typed.
    std::string typed = recovery[3];
    for (char& c : typed) {
      c = c == '-' ? ' ' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    CHECK(enter(password, typed).empty());
    CHECK(enter(password, recovery[3]) == "session.code_wrong");
    world.wait(60);

    // To prove oneself again a code will do, a password will not.
    const Browser browser{.session_token = entered->token};
    CHECK(SignInWorld::reason_of(world.sign_in.confirm(password, {}, browser)) ==
          "session.code_needed");
    const auto renewed = world.sign_in.confirm({}, world.code_of(secret), browser);
    REQUIRE(renewed.ok());
    CHECK(world.sign_in.factors().turn_off(renewed->actor).ok());
    CHECK(enter(password, "").empty());
    world.wait(1);
    CHECK(enter(password, recovery[4]).empty());  // No second factor, no code is asked for.
  }
}

TEST_CASE("recovery codes are 120 random bits, and only their hashes are kept") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    SignInWorld world(*test);
    const auto grant = world.sign_in.sign_in("wang.li", password);
    REQUIRE(grant.ok());
    std::string secret;
    const auto codes = turn_on_codes(world, grant->actor, secret);
    CHECK(secret.size() == 32);  // 160 bits in base 32.
    CHECK(std::set<std::string>(codes.begin(), codes.end()).size() == 10);
    std::size_t kept = 0;
    const auto read = test->database().read([&](db::Transaction& transaction) {
      return transaction.each("SELECT code_hash FROM recovery_code", {}, [&](const db::Row& row) {
        const std::string hash = core::to_hex(row.blob(0));
        CHECK(hash.size() == 64);
        for (const std::string& code : codes) {
          const auto right = core::sha256(core::as_bytes(tidy_code(code)));
          kept += hash == core::to_hex(right) ? 1U : 0U;
          CHECK(hash.find(core::to_hex(core::as_bytes(tidy_code(code)))) == std::string::npos);
        }
        return true;
      });
    });
    CHECK(read.ok());
    CHECK(kept == 10);
  }
}

TEST_CASE("a stolen database gives no codes: the secret opens only with key and owner") {
  core::SeededRng rng(3);
  SignInKey key{};
  rng.fill(key);
  const std::string sealed = seal(key, core::as_bytes("secret"), core::as_bytes("owner"), rng);
  CHECK(sealed.find("secret") == std::string::npos);
  CHECK(unseal(key, core::as_bytes(sealed), core::as_bytes("owner")) == "secret");
  CHECK_FALSE(unseal(key, core::as_bytes(sealed), core::as_bytes("other")));
  CHECK_FALSE(unseal(SignInKey{}, core::as_bytes(sealed), core::as_bytes("owner")));
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CHECK_FALSE(unseal(key, core::as_bytes(changed), core::as_bytes("owner")));
    CHECK_FALSE(unseal(key, core::as_bytes(sealed.substr(0, at)), core::as_bytes("owner")));
  }
}

TEST_CASE("people change their own password, and set a new one by a code, once") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    SignInWorld world(*test);
    constexpr std::string_view next = "a goat that reads the wind";
    const auto grant = world.sign_in.sign_in("wang.li", password);
    const auto other = world.sign_in.sign_in("wang.li", password);
    REQUIRE((grant.ok() && other.ok()));
    const Browser browser{.session_token = grant->token};
    const auto change = [&](std::string_view present, std::string_view to) {
      return SignInWorld::reason_of(world.sign_in.change_password(present, to, browser));
    };
    CHECK(change("not this one", next) == "session.denied");
    world.wait(1);
    CHECK(change(password, "too short") == "password.too_short");
    world.wait(2);
    CHECK(change(password, next).empty());
    CHECK(world.sign_in.find_session(grant->token).ok());
    CHECK_FALSE(world.sign_in.find_session(other->token).ok());
    CHECK(world.sign_in.sign_in("wang.li", next).ok());

    const core::Digest code = core::sha256(core::as_bytes("abcdefgh23456789"));
    const auto start = [&] {
      return world.act(operator_of(Role::administrator, Area{county_code}),
                       [&](const Call& call) { return start_reset(call, "wang.li", code); });
    };
    const auto reset = [&](std::string_view login, std::string_view typed) {
      return SignInWorld::reason_of(world.sign_in.reset_password(login, typed, password, {}));
    };
    CHECK(reset("wang.li", "abcd-efgh-2345-6789") == "reset.denied");  // None was started.
    world.wait(1);
    CHECK(start().empty());
    CHECK(reset("nobody", "abcd-efgh-2345-6789") == "reset.denied");
    CHECK(reset("wang.li", "abcd-efgh-2345-6780") == "reset.denied");
    CHECK(reset("wang.li", "abcd-efgh-2345-6789") == "session.wait");
    world.wait(2);
    CHECK(reset("wang.li", "ABCD-efgh-2345-6789").empty());
    CHECK_FALSE(world.sign_in.find_session(grant->token).ok());
    CHECK(reset("wang.li", "abcd-efgh-2345-6789") == "reset.denied");
    world.wait(1);
    CHECK(world.sign_in.sign_in("wang.li", password).ok());
    CHECK(start().empty());
    world.wait(24 * 3600 + 1);
    CHECK(reset("wang.li", "abcd-efgh-2345-6789") == "reset.denied");
  }
}

TEST_CASE("a hash of other costs is made anew at the next sign-in") {
  const auto hash = hash_password(password);
  REQUIRE(hash.ok());
  CHECK_FALSE(needs_rehash(*hash));
  std::string weaker = *hash;
  weaker.replace(weaker.find("t=2"), 3, "t=1");
  CHECK(needs_rehash(weaker));
}

TEST_CASE("networks") {
  constexpr std::array<std::array<std::string_view, 2>, 6> rows{{
      {"192.0.2.7", "192.0.2."},
      {"192.0.2.255", "192.0.2."},
      {"2001:db8:1:2::9", "2001:db8:1:"},
      {"::1", "::1"},
      {"", ""},
      {"odd", "odd"},
  }};
  for (const auto& [address, network] : rows) {
    CHECK(network_of(address) == network);
  }
}

}  // namespace
}  // namespace caregrid::access
