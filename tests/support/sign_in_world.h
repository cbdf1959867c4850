#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "access/accounts.h"
#include "access/door.h"
#include "access/one_time_code.h"
#include "access/policy.h"
#include "access/session.h"
#include "access/sign_in.h"
#include "core/clock.h"
#include "core/rng.h"
#include "support/databases.h"

namespace caregrid::support {

/// A database with one account, a clock that stands still and seeded randomness.
struct SignInWorld {
  static constexpr std::int64_t county_code = 990'601'000'000;
  static constexpr std::int64_t second = 1'000'000;
  static constexpr core::Instant noon{1'790'000'000 * second};
  static constexpr std::string_view password = "a horse that counts stars";

  explicit SignInWorld(TestDatabase& test) : door(test.database(), clock), sign_in(door, rng) {
    add("wang.li", access::Role::county);
  }

  void add(std::string_view login, access::Role role) {
    const auto hash = access::hash_password(password);
    REQUIRE(hash.ok());
    const access::NewAccount account{access::AccountId::make(clock.now(), rng),
                                     std::string(login),
                                     "示例",
                                     role,
                                     access::Area{county_code},
                                     std::string(password)};
    const auto reason =
        act(access::operator_of(access::Role::administrator, access::Area{county_code}),
            [&](const access::Call& call) { return access::add_account(call, account, *hash); });
    REQUIRE(reason.empty());
  }

  /// Does something through the door; the reason of the failure, empty when it is done.
  std::string act(const access::Actor& actor,
                  core::FunctionRef<core::Result<void>(const access::Call&)> work) {
    const access::Command command{access::CommandId::make(clock.now(), rng), "test", "test"};
    const auto done =
        door.submit(actor, command, [&](const access::Call& call) -> core::Result<std::string> {
          const auto step = work(call);
          return step ? core::Result<std::string>("{}") : core::Result<std::string>(step.error());
        });
    return done ? std::string() : done.error().reason;
  }

  /// What the app shows now for a secret in base 32.
  std::string code_of(std::string_view secret) {
    std::string bytes;
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const char c : secret) {
      const auto value = static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
      buffer = ((buffer << 5U) | value) & 0xffffU;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes += static_cast<char>((buffer >> bits) & 0xffU);
      }
    }
    return access::one_time_code(core::as_bytes(bytes), access::code_step(clock.now()));
  }

  void wait(std::int64_t seconds) { clock.set({clock.now().micros + seconds * second}); }

  template <class T>
  static std::string reason_of(const core::Result<T>& result) {
    return result ? std::string() : result.error().reason;
  }

  core::ManualClock clock{noon};
  core::SeededRng rng{7};
  access::Door door;
  access::SignIn sign_in;
};

}  // namespace caregrid::support
