// Reading packs: each mistake a county can make in a file is named with its line. What rules that
// bind together come to, and what a county may change.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

#include "rules/case.h"
#include "support/small_rules.h"

namespace {

using namespace caregrid;
using namespace caregrid::rules;
using namespace caregrid::rules::test;

TEST_CASE("each mistake in a file is named with its place") {
  struct Row {
    std::string_view when;
    std::string_view path;
    std::string_view reason;
  };
  constexpr std::array rows{
      Row{R"({"fact": "father.absense", "is": "away"})", "rules[0].when.fact",
          "rules.unknown_fact"},
      Row{R"({"fact": "child.absence", "is": "away"})", "rules[0].when.fact", "rules.unknown_fact"},
      Row{R"({"fact": "father.absence.stat", "is": "away"})", "rules[0].when.fact",
          "rules.unknown_fact"},
      Row{R"({"fact": "father.absence", "is": "gone"})", "rules[0].when.is", "rules.unknown_code"},
      Row{R"({"fact": "father.absence"})", "rules[0].when", "rules.no_test"},
      Row{R"({"fact": "father.absence", "is": "away", "iz": 1})", "rules[0].when.iz",
          "rules.unknown_member"},
      Row{R"({"fact": "child.residence.text", "is": "x"})", "rules[0].when.fact",
          "rules.not_asked"},
      Row{R"({"fact": "child.residence.rooms", "at_least": 3, "under": 2})", "rules[0].when",
          "rules.empty_range"},
      Row{R"({"fact": "child.residence.rooms", "is": "x"})", "rules[0].when", "rules.no_test"},
      Row{R"({"fact": "child.residence", "within": ["621"]})", "rules[0].when.within",
          "rules.not_a_division"},
      Row{R"({"fact": "child.residence", "same_as": "father.absence.place", "at": "street"})",
          "rules[0].when.at", "rules.unknown_level"},
      Row{R"({"fact": "child.residence", "same_as": "father.absence.state", "at": "county"})",
          "rules[0].when.same_as", "rules.wrong_type"},
      Row{R"({"fact": "child.birth", "years": {"under": 16}, "lasting": {"months": 6}})",
          "rules[0].when.lasting", "rules.not_dated"},
      Row{R"({"fact": "father.absence", "is": "away", "lasting": {"months": 0}})",
          "rules[0].when.lasting", "rules.out_of_range"},
      Row{R"({"age": {"under": 200}})", "rules[0].when.age", "rules.out_of_range"},
      Row{R"({"all": []})", "rules[0].when.all", "rules.wrong_type"},
      Row{R"({"all": [{"not": [{"age": {"under": 6}}]}]})", "rules[0].when.all[0].not",
          "rules.wrong_type"},
      Row{R"({"whatever": 1})", "rules[0].when", "rules.no_condition"},
      Row{R"({"term": "nowhere"})", "rules[0].when", "rules.unknown_term"},
      Row{R"({"scheme": "nowhere"})", "rules[0].when", "rules.unknown_scheme"},
      Row{R"({"scheme": "s"})", "rules[0]", "rules.cycle"},
      Row{R"({"fact": "parent.absence", "is": "away"})", "rules[0].when", "rules.no_parent"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.when);
    const auto faults = faults_of(pack_of(row.when));
    REQUIRE(!faults.empty());
    CHECK(faults.front().path == row.path);
    CHECK(faults.front().reason == row.reason);
    CHECK(faults.front().line >= 3);
  }
}

/// The same pack with one piece of text replaced by another.
std::vector<Fault> faults_after(std::string_view what, std::string_view with) {
  std::string text = pack_of(R"({"age": {"under": 16}})");
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  text.replace(at, what.size(), with);
  return faults_of(text);
}

TEST_CASE("mistakes around a condition") {
  struct Row {
    std::string_view what;
    std::string_view with;
    std::string_view reason;
    int line;
  };
  constexpr std::array rows{
      Row{R"("citation": {"title": "t"},)", "", "rules.no_citation", 3},
      Row{R"({"title": "t"})", R"({"url": "t"})", "rules.missing_member", 4},
      Row{R"("2020-01-01")", R"("2020-13-01")", "rules.wrong_type", 3},
      Row{R"("valid_from": "2020-01-01")",
          R"("valid_from": "2020-01-01", "valid_to": "2019-01-01")", "rules.ends_before", 3},
      Row{R"("protective": "yes")", R"("protective": "least")", "rules.unit", 2},
      Row{R"("protective": "yes")", R"("protective": "least", "unit": "days")", "rules.value", 3},
      Row{R"("protective": "yes")", R"("protective": "maybe")", "rules.unknown_code", 2},
      Row{R"("scheme": "s")", R"("scheme": "z")", "rules.unknown_scheme", 3},
      Row{R"("pack": "t")", R"("pack": "t", "jurisdiction": "62",)", "rules.json", 1},
      Row{R"("rules": [)", R"("terms": [{"id": "a", "zh": "a", "en": "a",
"when": {"age": {"under": 3}}}], "rules": [)",
          "rules.unused_term", 3},
      Row{R"("rules": [)", R"("terms": [
{"id": "a", "zh": "a", "en": "a", "when": {"any": [{"term": "b"}, {"age": {"under": 3}}]}},
{"id": "b", "zh": "b", "en": "b", "when": {"term": "a"}}], "rules": [)",
          "rules.cycle", 5},
  };
  for (const Row& row : rows) {
    CAPTURE(row.with);
    const auto faults = faults_after(row.what, row.with);
    REQUIRE(!faults.empty());
    CHECK(faults.front().reason == row.reason);
    CHECK(faults.front().line == row.line);
  }
  // Outside the pack's own jurisdiction.
  const auto outside = faults_after(R"("valid_from")", R"("jurisdiction": "99", "valid_from")");
  CHECK(outside.empty());
}

constexpr std::string_view national = R"({"pack": "n", "version": "1", "zh": "n", "en": "n",
"schemes": [
  {"id": "days", "zh": "s", "en": "s", "group": "g", "protective": "least", "unit": "days"},
  {"id": "may", "zh": "s", "en": "s", "group": "g", "protective": "no"},
  {"id": "near", "zh": "s", "en": "s", "group": "g", "protective": "yes", "binding": "nearest"}],
"rules": [
  {"id": "a", "scheme": "days", "zh": "r", "en": "r", "valid_from": "2020-01-01",
   "citation": {"title": "t"}, "when": {"age": {"under": 16}}, "outcome": {"value": 7}},
  {"id": "b", "scheme": "may", "zh": "r", "en": "r", "valid_from": "2020-01-01",
   "citation": {"title": "t"}, "when": {"age": {"at_least": 6}}},
  {"id": "c", "scheme": "near", "zh": "r", "en": "r", "valid_from": "2020-01-01",
   "citation": {"title": "t"}, "when": {"age": {"under": 18}}}]})";

std::string county_pack(std::string_view rule) {
  return R"({"pack": "c", "version": "1", "zh": "c", "en": "c", "jurisdiction": "620524",
"rules": [{"zh": "r", "en": "r", "citation": {"title": "t"},
)" + std::string(rule) +
         "}]}";
}

/// Answers of the national pack and a county's rule, in and outside the county.
std::array<std::string, 2> with_county(std::string_view rule, std::string_view scheme) {
  const Vocabulary vocabulary = small_vocabulary();
  const std::string county = county_pack(rule);
  const std::array sources{Source{"n.json", national}, Source{"c.json", county}};
  std::vector<Fault> faults;
  const Book book = read_book(sources, vocabulary, faults);
  show(faults);
  const auto facts = facts_from(vocabulary, R"({"child.birth": {"born_on": "2016-01-01"}})");
  std::array<std::string, 2> texts;
  for (std::size_t i = 0; i < 2; ++i) {
    const std::int64_t place = i == 0 ? 620524101200 : 620525101200;
    texts[i] = answer_text(
        answer(book, vocabulary, {facts, day("2026-01-01"), place}, *find_scheme(book, scheme)));
  }
  return texts;
}

TEST_CASE("the most protective of the rules that bind wins") {
  using Pair = std::array<std::string, 2>;
  const std::string always = R"("valid_from": "2020-01-01", "when": {"age": {"under": 18}})";
  CHECK(with_county(R"("id": "x", "scheme": "days", "outcome": {"value": 3}, )" + always, "days") ==
        Pair{"3", "7"});
  CHECK(with_county(R"("id": "x", "scheme": "days", "outcome": {"value": 30}, )" + always,
                    "days") == Pair{"7", "7"});
  CHECK(with_county(R"("id": "x", "scheme": "may", "valid_from": "2020-01-01",
                      "when": {"age": {"at_least": 12}})",
                    "may") == Pair{"no", "yes"});
  CHECK(with_county(R"("id": "x", "scheme": "near", "valid_from": "2020-01-01",
                      "when": {"age": {"under": 6}})",
                    "near") == Pair{"no", "yes"});
  // Not yet in force.
  CHECK(with_county(R"("id": "x", "scheme": "days", "outcome": {"value": 3},
                      "valid_from": "2027-01-01", "when": {"age": {"under": 18}})",
                    "days") == Pair{"7", "7"});
}

TEST_CASE("a county's pack cannot change what binds elsewhere, nor add what never binds") {
  const Vocabulary vocabulary = small_vocabulary();
  const auto reason = [&](std::string_view rule) {
    const std::string county = county_pack(rule);
    const std::array sources{Source{"n.json", national}, Source{"c.json", county}};
    std::vector<Fault> faults;
    read_book(sources, vocabulary, faults);
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().file == "c.json");
    return faults.front().reason;
  };
  CHECK(reason(R"("id": "x", "scheme": "days", "jurisdiction": "62", "outcome": {"value": 3},
                  "valid_from": "2020-01-01", "when": {"age": {"under": 9}})") ==
        "rules.outside_jurisdiction");
  CHECK(reason(R"("id": "x", "scheme": "days", "outcome": {"value": 30},
                  "valid_from": "2020-01-01", "when": {"age": {"under": 16}})") ==
        "rules.unreachable");
}

TEST_CASE("a later pack replaces a rule of the same id, place and first day") {
  const Vocabulary vocabulary = small_vocabulary();
  const std::string once = county_pack(R"("id": "x", "scheme": "days", "outcome": {"value": 3},
                  "valid_from": "2020-01-01", "when": {"age": {"under": 9}})");
  const std::string again = county_pack(R"("id": "x", "scheme": "days", "outcome": {"value": 2},
                  "valid_from": "2020-01-01", "when": {"age": {"under": 9}})");
  const std::array sources{Source{"n.json", national}, Source{"c.json", once},
                           Source{"d.json", again}};
  std::vector<Fault> faults;
  const Book book = read_book(sources, vocabulary, faults);
  show(faults);
  CHECK(book.rules.size() == 4);
  CHECK(book.rules.back().outcome.value == 2);
}

}  // namespace
