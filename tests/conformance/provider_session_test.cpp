// Shows what a session by an identity provider is worth, on every database: how strong and how old
// its proof is, that it ends as any other, and that no second factor is lost by this way in.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "access/one_time_code.h"
#include "access/policy.h"
#include "access/session.h"
#include "support/provider_world.h"

namespace caregrid::access {
namespace {

std::string from_base32(std::string_view text) {
  std::string bytes;
  unsigned buffer = 0;
  int bits = 0;
  for (const char c : text) {
    buffer = (buffer << 5U) | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((buffer >> static_cast<unsigned>(bits)) & 255U);
    }
  }
  return bytes;
}

TEST_CASE("a second factor counts when the provider names one we were told to believe") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    ProviderWorld world(*test);
    struct Row {
      SoftProvider::Says says;
      bool counts;
    };
    const std::vector<Row> rows{{{}, false},
                                {{.acr = "urn:two"}, true},
                                {{.acr = "urn:one"}, false},
                                {{.acr = "otp"}, false},
                                {{.amr = R"(["pwd","otp"])"}, true},
                                {{.amr = R"(["pwd"])"}, false},
                                {{.amr = R"(["urn:two",""])"}, false},
                                {{.amr = R"("otp")"}, false}};
    for (const Row& row : rows) {
      CAPTURE(row.says.acr + row.says.amr);
      REQUIRE(world.round("subject-of-wang", row.says).empty());
      const auto actor = world.sign_in.find_session(world.last->token);
      CHECK((actor && actor->has_second_factor == row.counts));
    }
  }
}

TEST_CASE("a proof counts from when the provider took it, not from when we heard of it") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    ProviderWorld world(*test);
    const auto may_export = [&] {
      const auto actor = world.sign_in.find_session(world.last->token);
      REQUIRE(actor.ok());
      return reason_of(authorise(*actor, Operation::export_records, {}));
    };
    const std::string twice = R"(["pwd","otp"])";  // Whoever exports needs a second factor, too.
    REQUIRE(world.round("subject-of-wang", {.amr = twice, .age_seconds = 599}).empty());
    CHECK(may_export() == "");
    world.wait(2);
    CHECK(may_export() == "session.step_up");
    REQUIRE(world.round("subject-of-wang", {.amr = twice, .age_seconds = 601}).empty());
    CHECK(may_export() == "session.step_up");
    REQUIRE(world.round("subject-of-wang", {.amr = twice, .tells_when = false}).empty());
    CHECK(may_export() == "session.step_up");

    // Asked to confirm, they prove themselves to the provider anew.
    const auto actor = world.sign_in.find_session(world.last->token);
    REQUIRE(actor.ok());
    world.visit.from.session_token = world.last->token;
    const auto confirm = [&](const std::string& subject, const SoftProvider::Says& says) {
      const std::string url = world.begin(&*actor);
      CHECK(SoftProvider::value_of(url, "prompt") == "login");
      CHECK(SoftProvider::value_of(url, "max_age") == "0");
      return world.entry.finish(ProviderWorld::answer(url, world.soft.consent(url, subject, says)),
                                world.visit);
    };
    CHECK(reason_of(confirm("subject-of-wang", {.age_seconds = 61})) == "provider.token");
    CHECK(reason_of(confirm("subject-of-wang", {.tells_when = false})) == "provider.token");
    CHECK(reason_of(confirm("somebody", {})) == "provider.unknown");
    REQUIRE(world.link({issuer, "subject-of-zhao", "zhao.yun"}).empty());
    CHECK(reason_of(confirm("subject-of-zhao", {})) == "provider.other_person");
    CHECK(may_export() == "session.step_up");
    auto renewed = confirm("subject-of-wang", {.amr = R"(["otp"])"});
    REQUIRE(renewed.ok());
    CHECK(reason_of(world.sign_in.find_session(world.last->token)) == "session.none");
    world.last = renewed;
    CHECK(may_export() == "");
    const auto stronger = world.sign_in.find_session(renewed->token);
    CHECK((stronger && stronger->has_second_factor));
  }
}

TEST_CASE("a session by a provider ends as any other: idle, after twelve hours, at once") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    ProviderWorld world(*test);
    REQUIRE(world.round().empty());
    world.wait(30 * 60 + 1);
    CHECK(reason_of(world.sign_in.find_session(world.last->token)) == "session.none");
    REQUIRE(world.round().empty());
    for (int step = 0; step < 36; ++step) {
      world.wait(20 * 60);
      CHECK(world.sign_in.find_session(world.last->token).ok());
    }
    world.wait(1);
    CHECK(reason_of(world.sign_in.find_session(world.last->token)) == "session.none");
    REQUIRE(world.round().empty());
    CHECK(world.sign_in.sign_out(world.last->token).ok());
    CHECK(reason_of(world.sign_in.find_session(world.last->token)) == "session.none");
    // Where the provider offers it, its own session can be ended too.
    CHECK(reason_of(world.entry.end_url(world.visit)) == "provider.no_sign_out");
    world.soft.more_metadata = R"(,"end_session_endpoint":"https://id.example/end")";
    world.wait(3600);
    const auto end = world.entry.end_url(world.visit);
    REQUIRE(end.ok());
    CHECK(*end ==
          "https://id.example/end?client_id=caregrid&post_logout_redirect_uri="
          "https%3A%2F%2Fcounty.example%2F");
  }
}

TEST_CASE("an account with a second factor here still shows it, unless the provider did") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    ProviderWorld world(*test);
    REQUIRE(world.round("subject-of-wang", {.amr = R"(["otp"])"}).empty());
    const Actor actor = world.sign_in.find_session(world.last->token).value();
    const auto enrolled = world.sign_in.factors().enrol(actor);
    REQUIRE(enrolled.ok());
    const std::string secret = from_base32(enrolled->secret);
    const auto code = [&] {
      return one_time_code(core::as_bytes(secret), code_step(world.clock.now()));
    };
    const auto recovery = world.sign_in.factors().turn_on(actor, code());
    REQUIRE(recovery.ok());
    REQUIRE(world.round("subject-of-wang", {.amr = R"(["otp"])"}).empty());

    CHECK(world.round() == "session.code_needed");
    const std::string url = world.begin();
    ProviderAnswer answer = ProviderWorld::answer(url, world.soft.consent(url, "subject-of-wang"));
    CHECK(reason_of(world.entry.finish(answer, world.visit)) == "session.code_needed");
    answer.code.clear();
    answer.one_time_code = "000000";
    CHECK(reason_of(world.entry.finish(answer, world.visit)) == "session.code_wrong");
    CHECK(reason_of(world.entry.finish(answer, world.visit)) == "session.wait");
    world.wait(30);
    answer.one_time_code = code();
    ProviderVisit elsewhere = world.visit;
    elsewhere.token = std::string(64, 'a');
    CHECK(reason_of(world.entry.finish(answer, elsewhere)) == "provider.state");
    const auto grant = world.entry.finish(answer, world.visit);
    REQUIRE(grant.ok());
    const auto proved = world.sign_in.find_session(grant->token);
    CHECK((proved && proved->has_second_factor));
    // Used up with the session it opened.
    answer.one_time_code = recovery->front();
    CHECK(reason_of(world.entry.finish(answer, world.visit)) == "provider.state");
    // Nor does a provider that vouches for one factor confirm for an account with two.
    world.visit.from.session_token = grant->token;
    const std::string again = world.begin(&*proved);
    CHECK(reason_of(world.entry.finish(
              ProviderWorld::answer(again, world.soft.consent(again, "subject-of-wang")),
              world.visit)) == "provider.too_weak");
  }
}

}  // namespace
}  // namespace caregrid::access
