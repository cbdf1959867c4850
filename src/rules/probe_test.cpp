// Truth: Kleene's tables, all of them. What facts say together, as rows. Birthdays against
// completed years, lengths of time against a count day by day.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

#include "core/rng.h"
#include "rules/probe.h"
#include "support/small_rules.h"

namespace {

using namespace caregrid;
using namespace caregrid::rules;
using namespace caregrid::rules::test;

constexpr std::array truths{Truth::no, Truth::unknown, Truth::yes};

TEST_CASE("Kleene's laws") {
  for (const Truth a : truths) {
    CHECK(~~a == a);
    for (const Truth b : truths) {
      CHECK((a & b) == (b & a));
      CHECK((a | b) == (b | a));
      CHECK(~(a & b) == (~a | ~b));
      CHECK((a | (a & b)) == a);
      for (const Truth c : truths) {
        CHECK(((a & b) & c) == (a & (b & c)));
        CHECK((a & (b | c)) == ((a & b) | (a & c)));
      }
    }
  }
  CHECK((Truth::unknown & Truth::no) == Truth::no);
  CHECK((Truth::unknown | Truth::yes) == Truth::yes);
  CHECK((Truth::unknown | ~Truth::unknown) == Truth::unknown);
}

TEST_CASE("what facts say together") {
  constexpr std::string_view away = R"({"fact": "father.absence", "is": "away"})";
  constexpr std::string_view held = R"({"fact": "father.state", "is": "held"})";
  constexpr std::string_view food = R"({"fact": "household.aid", "is": "food"})";
  constexpr std::string_view here = R"({"fact": "child.residence", "within": ["620524"]})";
  struct Row {
    std::string_view when;
    std::string_view facts;
    Truth truth;
  };
  const std::array rows{
      Row{away, R"({})", Truth::unknown},
      Row{away, R"({"father.absence": {"place": "44"}})", Truth::yes},
      Row{away, R"({"father.absence": {"state": "home"}})", Truth::no},
      Row{away, R"({"father.absence": {"from": "2026-02-01"}})", Truth::unknown},
      Row{away, R"({"father.absence": {"from": "2025-01-01", "to": "2025-02-01"}})",
          Truth::unknown},
      Row{away,
          R"({"father.absence": [{"from": "2025-01-01"},
                                 {"state": "home", "from": "2025-02-01"}]})",
          Truth::no},
      Row{away,
          R"({"father.absence": [{"from": "2025-01-01"},
                                 {"state": "home", "from": "2025-01-01"}]})",
          Truth::unknown},
      Row{held, R"({"father.state": {"kinds": ["ill"]}})", Truth::unknown},
      Row{held, R"({"father.state": {"kinds": ["ill", "held"]}})", Truth::yes},
      Row{held, R"({"father.state": {"kinds": ["none"]}})", Truth::no},
      Row{held, R"({"father.state": [{"kinds": ["held"], "from": "2025-01-01"},
                                     {"kinds": ["none"], "from": "2025-06-01"}]})",
          Truth::no},
      Row{food, R"({"household.aid": {"kinds": ["rent"]}})", Truth::no},
      Row{food, R"({"household.aid": [{"kinds": ["rent"]}, {"kinds": ["food"]}]})", Truth::yes},
      Row{here, R"({"child.residence": {"division": "620524101"}})", Truth::yes},
      Row{here, R"({"child.residence": {"division": "620525"}})", Truth::no},
      Row{here, R"({"child.residence": {"division": "62"}})", Truth::unknown},
      Row{here, R"({"child.residence": {"division": "44"}})", Truth::no},
      Row{R"({"fact": "child.residence.fit", "is": true})",
          R"({"child.residence": {"fit": false}})", Truth::no},
      Row{R"({"fact": "child.residence.rooms", "at_least": 2})",
          R"({"child.residence": {"rooms": 2}})", Truth::yes},
      Row{R"({"fact": "child.residence", "digits": {"first": 5, "count": 2, "under": 21}})",
          R"({"child.residence": {"division": "440305"}})", Truth::yes},
      Row{R"({"fact": "child.residence", "differs_from": "father.absence.place", "at": "county"})",
          R"({"child.residence": {"division": "62"}, "father.absence": {"place": "4403"}})",
          Truth::yes},
      Row{R"({"agreeing": [{"fact": "father.absence", "is": "away"},
                           {"fact": "mother.absence", "is": "away"}]})",
          R"({"father.absence": {}, "mother.absence": {"state": "home"}})", Truth::unknown},
      Row{R"({"both_parents": {"fact": "parent.absence", "is": "away"}})",
          R"({"father.absence": {}, "mother.absence": {"state": "home"}})", Truth::no},
      Row{R"({"any_parent": {"all": [{"fact": "parent.absence", "is": "away"},
                                     {"fact": "other_parent.state", "is": "held"}]}})",
          R"({"mother.absence": {}, "father.state": {"kinds": ["held"]}})", Truth::yes},
  };
  for (const Row& row : rows) {
    CAPTURE(row.when);
    CAPTURE(row.facts);
    CHECK(truth_on(row.when, row.facts, "2026-01-01") == row.truth);
  }
}

TEST_CASE("birthdays agree with completed years, also of those born on 29 February") {
  const Vocabulary vocabulary = small_vocabulary();
  for (const std::string_view born : {"2008-02-29", "2010-03-01", "2010-02-28", "2009-12-31"}) {
    const std::int64_t value = day(born).days;
    for (int offset = 0; offset < 6600; ++offset) {
      const core::Date on = day(born) + offset;
      Question question;
      question.test = Test::years;
      question.least = 8;
      question.below = 16;
      const int age = core::age_years(day(born), on);
      const Truth truth = Probe(vocabulary, question, on).says(value, {});
      REQUIRE(truth == truth_of(age >= 8 && age < 16));
    }
  }
}

/// Whether each of the days up to `on` was a yes, counted one by one; statements as in `Fact`.
Truth lasted_by_days(const std::vector<Fact>& facts, core::Date on, int days, int grace) {
  // The state of one day: yes, no, both, or a break short enough.
  const auto on_day = [&](int date) {
    std::array<bool, 2> seen{};
    for (const Fact& fact : facts) {
      if (fact.holds_on(date)) {
        seen.at(static_cast<std::size_t>(fact.value)) = true;
      }
    }
    return seen;
  };
  const auto yes_before = [&](int date) {
    for (int back = 1; back <= grace; ++back) {
      if (on_day(date - back)[1]) {
        return true;
      }
    }
    return false;
  };
  const auto today = on_day(on.days);
  if (today[0] && today[1]) {
    return Truth::unknown;
  }
  if (!today[1] && !yes_before(on.days)) {
    return today[0] ? Truth::no : Truth::unknown;
  }
  int certain = -1;
  int date = on.days;
  for (; date > on.days - 400; --date) {
    const auto seen = on_day(date);
    if (certain < 0 && seen[0] && seen[1]) {
      certain = date + 1;
    }
    if (!seen[1] && !yes_before(date)) {
      break;
    }
  }
  // A break at the beginning is none of it.
  int start = date + 1;
  while (!on_day(start)[1]) {
    ++start;
  }
  certain = certain < 0 ? start : certain;
  return certain + days <= on.days ? Truth::yes
         : start + days <= on.days ? Truth::unknown
                                   : Truth::no;
}

TEST_CASE("lengths of time agree with a count day by day") {
  const Vocabulary vocabulary = small_vocabulary();
  const Kind& residence = *vocabulary.find("residence");
  const auto attribute = static_cast<AttributeId>(residence.first_attribute + 2);
  core::SeededRng rng(7);
  std::array<int, 3> seen{};
  for (int round = 0; round < 3000; ++round) {
    std::vector<Fact> facts(1 + rng.below(4));
    const int origin = 20000;
    for (Fact& fact : facts) {
      fact.attribute = attribute;
      fact.value = static_cast<std::int64_t>(rng.below(10) < 7 ? 1 : 0);
      fact.from = origin + static_cast<int>(rng.below(60));
      fact.to = fact.from + static_cast<int>(rng.below(40));
      fact.is_open = rng.below(3) == 0;
      fact.to = fact.is_open ? always_to : fact.to;
    }
    settle(vocabulary, facts);
    Question question;
    question.attribute = attribute;
    question.yes_codes = 2;
    question.no_codes = 1;
    question.lasting = {0, static_cast<int>(1 + rng.below(30))};
    question.grace_days = static_cast<int>(rng.below(3) * rng.below(8));
    const core::Date on{origin + static_cast<int>(rng.below(100))};
    const Truth expected = lasted_by_days(facts, on, question.lasting.days, question.grace_days);
    const Truth got = Probe(vocabulary, question, on).ask(facts, facts);
    CAPTURE(round);
    REQUIRE(got == expected);
    ++seen.at(static_cast<std::size_t>(got));
  }
  CHECK(std::ranges::min(seen) > 100);
}

TEST_CASE("months that are added up, and papers that must be endorsed in time") {
  const Vocabulary vocabulary = small_vocabulary();
  Question covered;
  covered.attribute = static_cast<AttributeId>(vocabulary.find("residence")->first_attribute + 2);
  covered.yes_codes = 2;
  covered.no_codes = 1;
  covered.total_months = 5;
  const auto paid = [&](std::string_view facts) {
    const auto all = facts_from(vocabulary, facts);
    return Probe(vocabulary, covered, day("2026-01-01")).ask(all, all);
  };
  CHECK(paid(R"({"child.residence": [{"fit": true, "from": "2024-01-01", "to": "2024-03-31"},
      {"fit": true, "from": "2024-03-15", "to": "2024-04-30"},
      {"fit": true, "from": "2025-09-01", "to": "2025-09-30"}]})") == Truth::yes);
  CHECK(paid(R"({"child.residence": [{"fit": true, "from": "2024-01-01", "to": "2024-03-31"},
      {"fit": false, "from": "2024-04-01", "to": "2025-04-30"},
      {"fit": true, "from": "2025-09-01", "to": "2025-09-30"}]})") == Truth::no);
  CHECK(paid(R"({"child.residence": {"fit": true, "from": "2025-12-01", "or_earlier": true}})") ==
        Truth::unknown);
  CHECK(paid("{}") == Truth::unknown);

  // The worked table of the domain handbook, 3.5: T1, T2, T7.
  Question permit;
  permit.test = Test::renewed;
  permit.renew_months = 12;
  permit.early_months = 1;
  permit.lasting = {36, 0};
  const auto held = [&](std::initializer_list<std::string_view> dates, std::string_view on) {
    std::vector<Fact> facts;
    for (const std::string_view date : dates) {
      facts.emplace_back().value = day(date).days;
    }
    return Probe(vocabulary, permit, day(on)).ask(facts, facts);
  };
  CHECK(held({"2022-09-01", "2023-08-20", "2024-08-15", "2025-08-30"}, "2025-11-01") == Truth::yes);
  CHECK(held({"2022-09-01", "2023-10-10", "2024-10-01", "2025-10-05"}, "2025-11-01") == Truth::no);
  CHECK(held({"2022-09-01", "2023-10-10", "2024-10-01", "2025-10-05"}, "2026-10-09") == Truth::no);
  CHECK(held({"2022-09-01", "2023-10-10", "2024-10-01", "2025-10-05", "2026-10-01"},
             "2026-10-10") == Truth::yes);
  CHECK(held({"2022-09-01"}, "2025-11-01") == Truth::no);
  CHECK(held({}, "2025-11-01") == Truth::unknown);
  // Endorsed too early is not endorsed.
  CHECK(held({"2022-09-01", "2023-07-31", "2024-08-15", "2025-08-30"}, "2025-11-01") == Truth::no);
}

}  // namespace
