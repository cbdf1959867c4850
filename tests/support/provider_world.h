#pragma once

#include <doctest/doctest.h>

#include <string>

#include "access/accounts.h"
#include "access/door.h"
#include "access/identity_link.h"
#include "access/provider.h"
#include "access/provider_sign_in.h"
#include "core/clock.h"
#include "core/rng.h"
#include "support/databases.h"
#include "support/soft_provider.h"

namespace caregrid::access {

using support::SoftProvider;

inline constexpr std::int64_t county_code = 990'601'000'000;
inline constexpr std::int64_t second = 1'000'000;
inline constexpr core::Instant noon{1'790'000'000 * second};
inline const std::string issuer = "https://id.example";
inline const ProviderSettings settings{"County identity",          issuer,      "caregrid",
                                       "a secret of the client's", {"urn:two"}, {"otp", "hwk"}};

template <class T>
std::string reason_of(const core::Result<T>& result) {
  return result ? std::string() : result.error().reason;
}

/// A county with two people, of whom one is bound to a subject, and its provider.
struct ProviderWorld {
  explicit ProviderWorld(support::TestDatabase& test)
      : door(test.database(), clock),
        sign_in(door, rng),
        soft(clock),
        provider(settings, soft, clock),
        entry(provider, door, rng, sign_in) {
    add("wang.li");
    add("zhao.yun");
    REQUIRE(link({issuer, "subject-of-wang", "wang.li"}).empty());
  }

  void add(std::string_view login) {
    const NewAccount account{AccountId::make(clock.now(), rng),
                             std::string(login),
                             "示例",
                             Role::county,
                             Area{county_code},
                             {}};
    REQUIRE(
        act([&](const Call& call) { return add_account(call, account, "no password"); }).empty());
  }

  std::string act(core::FunctionRef<core::Result<void>(const Call&)> work) {
    const Command command{CommandId::make(clock.now(), rng), "test", "test"};
    return reason_of(door.submit(operator_of(Role::administrator, Area{county_code}), command,
                                 [&](const Call& call) -> core::Result<std::string> {
                                   const auto step = work(call);
                                   return step ? core::Result<std::string>("{}")
                                               : core::Result<std::string>(step.error());
                                 }));
  }

  std::string link(const IdentityLink& link) {
    return act([&](const Call& call) { return link_identity(call, link); });
  }

  /// On the way there: the address, with the cookie put into the visit.
  std::string begin(const Actor* confirming = nullptr) {
    const auto errand = entry.begin(visit, confirming);
    REQUIRE(errand.ok());
    visit.token = errand->token;
    return errand->url;
  }

  static ProviderAnswer answer(const std::string& url, const std::string& code) {
    return {SoftProvider::value_of(url, "state"), code, {}, {}, {}};
  }

  /// There and back; what it was refused for, "" when somebody is signed in.
  std::string round(const std::string& subject = "subject-of-wang",
                    const SoftProvider::Says& says = {}) {
    const std::string url = begin();
    last = entry.finish(answer(url, soft.consent(url, subject, says)), visit);
    return last ? std::string()
                : last.error().reason +
                      (last.error().detail.empty() ? "" : " " + last.error().detail);
  }

  void wait(std::int64_t seconds) { clock.set({clock.now().micros + seconds * second}); }

  core::ManualClock clock{noon};
  core::SeededRng rng{7};
  Door door;
  SignIn sign_in;
  SoftProvider soft;
  Provider provider;
  ProviderSignIn entry;
  ProviderVisit visit{.origin = "https://county.example"};
  core::Result<SessionGrant> last = core::failure(core::Code::internal, "none yet");
};

}  // namespace caregrid::access
