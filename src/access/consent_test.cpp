// Shows what holds after guardians spoke: table tests of each rule, and that a withdrawal wins
// whatever the order in which the sayings arrive.
#include "access/consent.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "access/policy.h"
#include "core/rng.h"

namespace caregrid::access {
namespace {

using enum ConsentAnswer;
using State = ConsentState;

constexpr core::Date today{20'718};  // 2026-09-22
constexpr std::array texts{
    ConsentText{Purpose::ngo_sharing, 1, false, "first_name", {}, {}},
    ConsentText{Purpose::ngo_sharing, 2, false, "first_name", {}, {}},
    ConsentText{Purpose::ngo_sharing, 3, true, "first_name phone", {}, {}},
};

ConsentFact said(ConsentAnswer answer, int days_ago, std::optional<int> ends_in = {},
                 int version = 3) {
  ConsentFact fact{answer, today + -days_ago, {}, version};
  if (ends_in) {
    fact.expires_on = today + *ends_in;
  }
  return fact;
}

struct StandingCase {
  std::string_view name;
  std::vector<ConsentFact> said;
  State state;
};

TEST_CASE("what holds follows from what was said") {
  const std::vector<StandingCase> rows{
      {"nobody asked", {}, State::none},
      {"given today", {said(given, 0)}, State::given},
      {"given for later", {said(given, -1)}, State::none},
      {"ends tomorrow", {said(given, 9, 1)}, State::given},
      {"ended today", {said(given, 9, 0)}, State::expired},
      {"renewed", {said(given, 400, -35), said(given, 3, 300)}, State::given},
      {"refused", {said(refused, 2)}, State::refused},
      {"given, then refused", {said(given, 9), said(refused, 2)}, State::refused},
      {"refused, then given", {said(refused, 9), said(given, 2)}, State::given},
      {"given, then withdrawn", {said(given, 9), said(withdrawn, 2)}, State::withdrawn},
      {"the same day", {said(withdrawn, 2), said(given, 2)}, State::withdrawn},
      {"dated earlier, come later", {said(withdrawn, 2), said(given, 5)}, State::withdrawn},
      {"given again a day later", {said(withdrawn, 2), said(given, 1)}, State::given},
      {"withdrawn and refused at once", {said(refused, 2), said(withdrawn, 2)}, State::withdrawn},
      {"withdrawn before it was given", {said(withdrawn, 9)}, State::withdrawn},
      {"text changed in words", {said(given, 9, {}, 2)}, State::outdated},
      {"text widened since", {said(given, 9, {}, 1)}, State::outdated},
      {"the newest text", {said(given, 9, {}, 3)}, State::given},
  };
  for (const StandingCase& row : rows) {
    CAPTURE(std::string(row.name));
    CHECK(standing_of(row.said, texts, today).state == row.state);
  }
  const std::vector<ConsentFact> older{said(given, 9, {}, 1)};
  CHECK(standing_of(older, std::span(texts).first(2), today).state == State::given);
}

TEST_CASE("nobody is asked again soon after a no") {
  const std::vector<ConsentFact> no{said(refused, 10)};
  CHECK(standing_of(no, texts, today).ask_again_on == today + (ask_again_after_days() - 10));
  const std::vector<ConsentFact> long_ago{said(withdrawn, ask_again_after_days())};
  CHECK_FALSE(standing_of(long_ago, texts, today).ask_again_on);
  const std::vector<ConsentFact> changed{said(refused, 10), said(given, 2)};
  CHECK_FALSE(standing_of(changed, texts, today).ask_again_on);
}

TEST_CASE("a withdrawal wins in every order, once or often") {
  core::SeededRng rng{20260922};
  int ended = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::vector<ConsentFact> sayings;
    core::Date last_no{-1'000'000};
    core::Date last_yes{-1'000'000};
    const auto count = 1 + rng.below(7);
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto answer = static_cast<ConsentAnswer>(rng.below(3));
      sayings.push_back(said(answer, static_cast<int>(rng.below(6))));
      core::Date& last = answer == given ? last_yes : last_no;
      last = std::max(last, sayings.back().said_on);
    }
    const ConsentStanding before = standing_of(sayings, texts, today);
    CHECK((before.state == State::given) == (last_yes > last_no));
    ended += last_no >= last_yes ? 1 : 0;
    sayings.push_back(sayings[rng.below(sayings.size())]);  // A resend.
    for (std::size_t i = sayings.size(); i > 1; --i) {
      std::swap(sayings[i - 1], sayings[rng.below(i)]);
    }
    CHECK(standing_of(sayings, texts, today) == before);
    sayings.insert(sayings.begin() + static_cast<std::ptrdiff_t>(rng.below(sayings.size())),
                   said(withdrawn, 0));
    CHECK(standing_of(sayings, texts, today).state == State::withdrawn);
  }
  CHECK(ended > 1'000);
}

Consent usual() {
  Consent consent;
  consent.purpose = Purpose::ngo_sharing;
  consent.said_on = today;
  consent.given_by = "王建国";
  consent.relation = ConsentRelation::father;
  consent.child_assent = true;
  return consent;
}

struct CheckCase {
  std::string_view reason;
  void (*change)(Consent& consent, ConsentCase& facts);
};

TEST_CASE("a saying is recorded only when the law lets it count") {
  const std::array rows{
      CheckCase{"", [](Consent&, ConsentCase&) {}},
      CheckCase{"", [](Consent& c, ConsentCase&) { c.relation = ConsentRelation::mother; }},
      CheckCase{"", [](Consent& c, ConsentCase&) { c.relation = ConsentRelation::guardian; }},
      CheckCase{"consent.not_guardian",
                [](Consent& c, ConsentCase&) { c.relation = ConsentRelation::carer; }},
      CheckCase{"consent.not_guardian",
                [](Consent& c, ConsentCase&) { c.relation = ConsentRelation::child; }},
      CheckCase{"consent.purpose", [](Consent& c, ConsentCase&) { c.purpose = Purpose::care; }},
      CheckCase{"consent.purpose",
                [](Consent& c, ConsentCase&) { c.purpose = Purpose::emergency; }},
      CheckCase{"consent.who_missing", [](Consent& c, ConsentCase&) { c.given_by.clear(); }},
      CheckCase{"text.too_long",
                [](Consent& c, ConsentCase&) { c.evidence = std::string(501, 'x'); }},
      CheckCase{"consent.in_future", [](Consent& c, ConsentCase&) { c.said_on = today + 1; }},
      CheckCase{"consent.text", [](Consent& c, ConsentCase&) { c.text_version = 0; }},
      CheckCase{"consent.text", [](Consent& c, ConsentCase&) { c.text_version = 99; }},
      CheckCase{"consent.expires", [](Consent& c, ConsentCase&) { c.expires_on = today; }},
      CheckCase{"consent.expires", [](Consent& c, ConsentCase&) { c.expires_on = today + 366; }},
      CheckCase{"", [](Consent& c, ConsentCase&) { c.expires_on = today + 365; }},
      CheckCase{"consent.assent_refused", [](Consent& c, ConsentCase&) { c.child_assent = false; }},
      // Eight today; eight tomorrow; of unknown age.
      CheckCase{"consent.assent_missing",
                [](Consent& c, ConsentCase& f) {
                  c.child_assent.reset();
                  f.born_on = core::make_date({2018, 9, 22});
                }},
      CheckCase{"",
                [](Consent& c, ConsentCase& f) {
                  c.child_assent.reset();
                  f.born_on = core::make_date({2018, 9, 23});
                }},
      CheckCase{"consent.assent_missing",
                [](Consent& c, ConsentCase& f) {
                  c.child_assent.reset();
                  f.born_on.reset();
                }},
      CheckCase{"consent.ended_later", [](Consent&, ConsentCase& f) { f.ended_on = today; }},
      CheckCase{"consent.asked_recently",
                [](Consent&, ConsentCase& f) { f.standing.ask_again_on = today + 100; }},
      CheckCase{"",
                [](Consent&, ConsentCase& f) {
                  f.standing.ask_again_on = today + 100;
                  f.is_asked = false;
                }},
      // A refusal needs neither assent nor guardian, and may follow another no.
      CheckCase{"",
                [](Consent& c, ConsentCase& f) {
                  c.answer = refused;
                  c.child_assent = false;
                  c.relation = ConsentRelation::child;
                  f.standing.ask_again_on = today + 100;
                }},
  };
  for (const CheckCase& row : rows) {
    CAPTURE(std::string(row.reason));
    Consent consent = usual();
    ConsentCase facts;
    facts.born_on = core::make_date({2014, 3, 1});
    facts.today = today;
    row.change(consent, facts);
    const auto checked = check_consent(consent, facts);
    CHECK((checked ? std::string() : checked.error().reason) == row.reason);
  }
}

TEST_CASE("every purpose with a separate consent has texts in both languages, and no other has") {
  for (std::size_t value = 0; value < purpose_count; ++value) {
    const auto purpose = static_cast<Purpose>(value);
    CAPTURE(std::string(to_text(purpose)));
    const auto versions = texts_of(purpose);
    CHECK(versions.empty() == (basis_of(purpose) != LegalBasis::separate_consent));
    for (const ConsentText& text : versions) {
      CHECK_FALSE(text.zh.what.empty());
      CHECK_FALSE(text.en.withdraw.empty());
      CHECK_FALSE(text.data_kinds.empty());
    }
  }
}

TEST_CASE("a consent ends after the months of its purpose, at the end of a shorter month") {
  CHECK(last_day_of(Purpose::ngo_sharing, *core::make_date({2026, 9, 22})) ==
        core::make_date({2027, 9, 22}));
  CHECK(last_day_of(Purpose::photo, *core::make_date({2026, 8, 31})) ==
        core::make_date({2027, 2, 28}));
  CHECK(last_day_of(Purpose::ngo_sharing, *core::make_date({2028, 2, 29})) ==
        core::make_date({2029, 2, 28}));
}

}  // namespace
}  // namespace caregrid::access
