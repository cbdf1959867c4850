// Shows sign-in through an identity provider on every database: one answer for one question from
// one browser, people known by issuer and subject alone, and what a provider that errs, lies or is
// down can not do. The provider is of software and signs with real keys.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "access/policy.h"
#include "access/session.h"
#include "support/provider_world.h"

namespace caregrid::access {
namespace {

TEST_CASE("whoever is bound signs in, is asked for least, and the session says how") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    ProviderWorld world(*test);
    const std::string url = world.begin();
    CHECK(url.starts_with("https://id.example/auth?"));
    const std::vector<std::pair<std::string, std::string>> asked{
        {"response_type", "code"},
        {"scope", "openid"},
        {"client_id", "caregrid"},
        {"redirect_uri", "https://county.example/sign-in/return"},
        {"code_challenge_method", "S256"},
        {"max_age", "43200"},
        {"acr_values", "urn:two"},
        {"prompt", ""}};
    for (const auto& [name, value] : asked) {
      CAPTURE(name);
      CHECK(SoftProvider::value_of(url, name) == value);
    }
    CHECK(SoftProvider::value_of(url, "state").size() == 64);
    CHECK(SoftProvider::value_of(url, "code_challenge").size() == 43);
    CHECK(SoftProvider::value_of(url, "nonce") != SoftProvider::value_of(url, "state"));
    CHECK(url.find(settings.secret) == std::string::npos);
    const std::string code = world.soft.consent(url, "subject-of-wang");
    const auto grant = world.entry.finish(ProviderWorld::answer(url, code), world.visit);
    REQUIRE(grant.ok());
    const auto actor = world.sign_in.find_session(grant->token);
    REQUIRE(actor.ok());
    CHECK(actor->role == Role::county);
    CHECK_FALSE(actor->has_second_factor);
    const auto read = world.door.read(*actor, [](const Call& call) -> core::Result<void> {
      const auto method = own_method(call);
      CHECK((method && *method == "provider"));
      return {};
    });
    CHECK(read.ok());
    // Metadata and keys are kept; each sign-in asks for one token.
    CHECK(world.round().empty());
    CHECK(world.soft.times("https://id.example/.well-known/openid-configuration") == 1);
    CHECK(world.soft.times("https://id.example/keys") == 1);
    CHECK(world.soft.times("https://id.example/token") == 2);
  }
}

TEST_CASE("an answer is taken once, within five minutes, from the browser that asked") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    ProviderWorld world(*test);
    const std::string url = world.begin();
    const ProviderAnswer answer =
        ProviderWorld::answer(url, world.soft.consent(url, "subject-of-wang"));
    CHECK(world.entry.finish(answer, world.visit).ok());
    CHECK(reason_of(world.entry.finish(answer, world.visit)) == "provider.state");

    // Somebody else's answer in one's own browser: the other way round of a stolen session.
    const std::string theirs = world.begin();
    const std::string code = world.soft.consent(theirs, "subject-of-wang");
    ProviderVisit other = world.visit;
    other.token = std::string(64, 'a');
    CHECK(reason_of(world.entry.finish(ProviderWorld::answer(theirs, code), other)) ==
          "provider.state");
    other.token.clear();
    CHECK(reason_of(world.entry.finish(ProviderWorld::answer(theirs, code), other)) ==
          "provider.state");
    CHECK(world.soft.times("https://id.example/token") == 1);  // Nothing was asked for them.

    // A code of one question under the state of another: its verifier does not fit.
    const std::string first = world.begin();
    const std::string stolen = world.soft.consent(first, "subject-of-wang");
    const std::string next = world.begin();
    CHECK(reason_of(world.entry.finish(ProviderWorld::answer(next, stolen), world.visit)) ==
          "provider.denied");

    const std::string late = world.begin();
    world.wait(301);
    CHECK(reason_of(world.entry.finish(
              ProviderWorld::answer(late, world.soft.consent(late, "subject-of-wang")),
              world.visit)) == "provider.state");
    CHECK(reason_of(world.entry.finish({std::string(64, '0'), "code", {}, {}, {}}, world.visit)) ==
          "provider.state");
    CHECK(reason_of(world.entry.finish({}, world.visit)) == "provider.state");
  }
}

TEST_CASE("people are known by issuer and subject, bound beforehand, and by nothing else") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    ProviderWorld world(*test);
    CHECK(world.round("somebody") == "provider.unknown somebody");
    CHECK(world.round("wang.li") == "provider.unknown wang.li");  // A login is no subject.
    CHECK(world.round("Subject-of-wang") == "provider.unknown Subject-of-wang");
    // The same subject of another provider is somebody else.
    CHECK(world.link({"https://other.example", "subject-of-zhao", "zhao.yun"}).empty());
    CHECK(world.round("subject-of-zhao") == "provider.unknown subject-of-zhao");
    CHECK(world.link({"https://other.example", "subject-of-wang", "zhao.yun"}).empty());
    REQUIRE(world.round().empty());
    CHECK(world.last->actor.account == world.sign_in.find_session(world.last->token)->account);
    // A subject belongs to one account; binding it again changes nothing.
    CHECK(world.link({issuer, "subject-of-wang", "zhao.yun"}) == "identity.taken");
    CHECK(world.link({issuer, "subject-of-wang", "wang.li"}).empty());
    CHECK(world.link({issuer, "x", "nobody"}) == "account.unknown");
    CHECK(world.link({"http://id.example", "x", "wang.li"}) == "identity.issuer");
    CHECK(world.link({issuer, "", "wang.li"}) == "identity.subject");
    CHECK(world.link({issuer, std::string(256, 'x'), "wang.li"}) == "identity.subject");
  }
}

TEST_CASE("unbound or closed accounts stay outside, and their sessions end") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    ProviderWorld world(*test);
    REQUIRE(world.round().empty());
    const IdentityLink link{issuer, "subject-of-wang", "wang.li"};
    CHECK(world
              .act([&](const Call& call) {
                const auto listed = list_identities(call);
                CHECK((listed && *listed == std::vector<IdentityLink>{link}));
                return unlink_identity(call, link);
              })
              .empty());
    CHECK(reason_of(world.sign_in.find_session(world.last->token)) == "session.none");
    CHECK(world.act([&](const Call& call) { return unlink_identity(call, link); }) ==
          "identity.unknown");
    CHECK(world.round() == "provider.unknown subject-of-wang");
    CHECK(world.link(link).empty());
    CHECK(world.act([](const Call& call) { return deactivate_account(call, "wang.li"); }).empty());
    CHECK(world.round() == "provider.closed");
    // Only who manages accounts, and only inside their area.
    const auto by = [&](Role role, std::int64_t area) {
      const Command command{CommandId::make(world.clock.now(), world.rng), "test", "test"};
      return reason_of(world.door.submit(
          make_actor(AccountId::make(world.clock.now(), world.rng), role, Area{area}, "x"), command,
          [&](const Call& call) -> core::Result<std::string> {
            const auto step = link_identity(call, {issuer, "y", "wang.li"});
            return step ? core::Result<std::string>("{}") : core::Result<std::string>(step.error());
          }));
    };
    CHECK(by(Role::county, county_code) == "access.role");
    CHECK(by(Role::administrator, 990'602'000'000) == "access.not_found");
  }
}

TEST_CASE("a provider that lies is not believed") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    ProviderWorld world(*test);
    const std::string subject = "subject-of-wang";
    CHECK(world.round(subject, {.issuer = "https://other.example"}) == "provider.token issuer");
    CHECK(world.round(subject, {.audience = "other"}) == "provider.token audience");
    CHECK(world.round(subject, {.nonce = "another"}) == "provider.token nonce");
    CHECK(world.round(subject, {.issued_ago = 400}) == "provider.token expired");
    CHECK(world.round(subject, {.age_seconds = 12 * 3600 + 61}) == "provider.token auth_time");
    const support::Signer stranger(support::Signer::Kind::rsa, "key-1");
    world.soft.signs_with = &stranger;
    CHECK(world.round() == "provider.token signature");
    world.soft.signs_with = nullptr;
    // An answer that says it is another provider's is not shown to this one.
    const std::string url = world.begin();
    ProviderAnswer answer = ProviderWorld::answer(url, world.soft.consent(url, subject));
    answer.issuer = "https://other.example";
    const int before = world.soft.times("https://id.example/token");
    CHECK(reason_of(world.entry.finish(answer, world.visit)) == "provider.token");
    CHECK(world.soft.times("https://id.example/token") == before);
    const std::string refused = world.begin();
    answer = ProviderWorld::answer(refused, {});
    answer.error = "access_denied";
    CHECK(reason_of(world.entry.finish(answer, world.visit)) == "provider.denied");
    CHECK(world.round().empty());
  }
}

TEST_CASE("metadata of another issuer or origin are refused, and nothing is fetched there") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    ProviderWorld world(*test);
    world.soft.issuer = "https://evil.example";
    CHECK(reason_of(world.entry.begin(world.visit, nullptr)) == "provider.misconfigured");
    world.wait(11);
    world.soft.issuer = "https://id.example/";
    CHECK(reason_of(world.entry.begin(world.visit, nullptr)) == "provider.misconfigured");
    world.wait(11);
    world.soft.issuer = issuer;
    world.soft.token_url = "https://evil.example/token";
    CHECK(reason_of(world.entry.begin(world.visit, nullptr)) == "provider.misconfigured");
    world.wait(11);
    world.soft.token_url = "https://id.example/token";
    world.soft.more_metadata = R"(,"code_challenge_methods_supported":["plain"])";
    CHECK(reason_of(world.entry.begin(world.visit, nullptr)) == "provider.misconfigured");
    world.wait(11);
    world.soft.more_metadata = R"(,"end_session_endpoint":"http://127.0.0.1:22/x")";
    CHECK(reason_of(world.entry.begin(world.visit, nullptr)) == "provider.misconfigured");
    world.wait(11);
    // One that promises to name itself must do so.
    world.soft.more_metadata = R"(,"authorization_response_iss_parameter_supported":true)";
    CHECK(world.round() == "provider.token issuer");
    for (const std::string& url : world.soft.asked) {
      CHECK(url.starts_with("https://id.example/"));
    }
  }
}

TEST_CASE("a key nobody knows has the keys fetched again, once a minute at most") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    ProviderWorld world(*test);
    REQUIRE(world.round().empty());
    const support::Signer next(support::Signer::Kind::p256, "key-2");
    world.soft.signs_with = &next;
    world.soft.keys_json = R"({"keys":[)" + world.soft.signer.jwk() + "," + next.jwk() + "]}";
    CHECK(world.round() == "provider.token key");  // Fetched less than a minute ago.
    CHECK(world.soft.times("https://id.example/keys") == 1);
    world.wait(60);
    CHECK(world.round().empty());
    CHECK(world.soft.times("https://id.example/keys") == 2);
    const support::Signer stranger(support::Signer::Kind::p256, "key-3");
    world.soft.signs_with = &stranger;
    for (int i = 0; i < 5; ++i) {
      CHECK(world.round() == "provider.token key");
    }
    CHECK(world.soft.times("https://id.example/keys") == 2);
    // A key that the provider has taken back is believed for an hour at most.
    world.soft.signs_with = &next;
    world.soft.keys_json = R"({"keys":[)" + world.soft.signer.jwk() + "]}";
    world.wait(3600);
    CHECK(world.round() == "provider.token key");
  }
}

TEST_CASE("a provider that is down is asked once in ten seconds, and says what to do instead") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    ProviderWorld world(*test);
    world.soft.is_down = true;
    for (int i = 0; i < 5; ++i) {
      CHECK(reason_of(world.entry.begin(world.visit, nullptr)) == "provider.unreachable");
    }
    CHECK(world.soft.asked.size() == 1);
    world.soft.is_down = false;
    world.wait(10);
    CHECK(world.round().empty());
    const std::string url = world.begin();
    world.soft.status = 503;
    CHECK(reason_of(world.entry.finish(
              ProviderWorld::answer(url, world.soft.consent(url, "subject-of-wang")),
              world.visit)) == "provider.unreachable");
    world.soft.status = 200;
    world.soft.secret = "another";
    CHECK(world.round() == "provider.misconfigured invalid_client");
    world.visit.origin.clear();
    CHECK(reason_of(world.entry.begin(world.visit, nullptr)) == "provider.no_origin");
  }
}

TEST_CASE("settings that could not be meant are refused at the start") {
  const auto reason = [](std::string_view address) {
    ProviderSettings odd = settings;
    odd.issuer = address;
    return reason_of(check_settings(odd));
  };
  for (const std::string_view good :
       {"https://id.example", "https://id.example/realms/county", "http://localhost:9000",
        "http://127.0.0.1:9000", "http://[::1]:9000", "https://id.example:8443/"}) {
    CAPTURE(good);
    CHECK(reason(good).empty());
  }
  for (const std::string_view bad :
       {"", "id.example", "http://id.example", "http://localhost.evil.example",
        "http://127.0.0.1@evil.example", "https://", "https://name:password@id.example",
        "https://id.example?x", "https://id.example#x", "https://id.example/a b",
        "https://id.example\\@evil.example", "ftp://id.example", "file:///etc/passwd"}) {
    CAPTURE(bad);
    CHECK(reason(bad) == "provider.issuer");
  }
  ProviderSettings odd = settings;
  odd.client.clear();
  CHECK(reason_of(check_settings(odd)) == "provider.client");
  odd = settings;
  odd.secret.clear();
  CHECK(reason_of(check_settings(odd)) == "provider.secret");
}

}  // namespace
}  // namespace caregrid::access
