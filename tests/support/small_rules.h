#pragma once

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "rules/book.h"
#include "rules/evaluate.h"
#include "rules/facts.h"
#include "rules/program.h"

/// A vocabulary of five kinds and a pack around one condition, for tests of the rules' language.
namespace caregrid::rules::test {

inline constexpr std::string_view small_facts = R"({
"version": "2026-11-30",
"kinds": [
  {"id": "birth", "zh": "生", "en": "Birth", "subjects": ["child", "carer"], "dated": false,
   "field": "x", "source": "x",
   "members": [{"id": "born_on", "type": "date", "zh": "日", "en": "Day"}]},
  {"id": "absence", "zh": "外", "en": "Away", "subjects": ["father", "mother"], "field": "x",
   "source": "x", "members": [
     {"id": "state", "type": "code", "zh": "态", "en": "State", "implied": "away", "codes": [
       {"id": "away", "zh": "外", "en": "Away"}, {"id": "home", "zh": "家", "en": "Home"}]},
     {"id": "place", "type": "place", "zh": "地", "en": "Where"}]},
  {"id": "state", "zh": "况", "en": "State", "subjects": ["father", "mother"], "field": "x",
   "source": "x", "members": [
     {"id": "kinds", "type": "codes", "zh": "况", "en": "State", "codes": [
       {"id": "ill", "zh": "病", "en": "Ill"}, {"id": "held", "zh": "押", "en": "Held"},
       {"id": "none", "zh": "无", "en": "None", "rules_out": ["*"]}]}]},
  {"id": "aid", "zh": "助", "en": "Aid", "subjects": ["household"], "field": "x", "source": "x",
   "members": [{"id": "kinds", "type": "codes", "complete": true, "zh": "助", "en": "Aid",
     "codes": [{"id": "food", "zh": "食", "en": "Food"}, {"id": "rent", "zh": "租", "en": "Rent"}]}]},
  {"id": "residence", "zh": "住", "en": "Lives", "subjects": ["child"], "field": "x", "source": "x",
   "members": [{"id": "division", "type": "place", "zh": "地", "en": "Where"},
               {"id": "rooms", "type": "number", "zh": "间", "en": "Rooms"},
               {"id": "fit", "type": "bool", "zh": "宜", "en": "Fit"},
               {"id": "text", "type": "text", "zh": "文", "en": "Text"}]}
]})";

inline core::Date day(std::string_view text) { return core::parse_iso_date(text).value(); }

inline Vocabulary small_vocabulary() {
  std::vector<Fault> faults;
  const std::array sources{Source{"facts.json", small_facts}};
  Vocabulary vocabulary = read_vocabulary(sources, faults);
  REQUIRE(faults.empty());
  return vocabulary;
}

/// A pack around one condition.
inline std::string pack_of(std::string_view when) {
  return R"({"pack": "t", "version": "1", "zh": "t", "en": "t",
"schemes": [{"id": "s", "zh": "s", "en": "s", "group": "g", "protective": "yes"}],
"rules": [{"id": "r", "scheme": "s", "zh": "r", "en": "r", "valid_from": "2020-01-01",
"citation": {"title": "t"},
"when": )" +
         std::string(when) + "}]}";
}

inline std::vector<Fault> faults_of(std::string_view text) {
  std::vector<Fault> faults;
  const Vocabulary vocabulary = small_vocabulary();
  const std::array sources{Source{"pack.json", text}};
  read_book(sources, vocabulary, faults);
  return faults;
}

inline std::vector<Fact> facts_from(const Vocabulary& vocabulary, std::string_view text) {
  std::vector<Fault> faults;
  const Source source{"facts", text};
  Reader reader(source, faults);
  const auto document = reader.parse();
  REQUIRE(document);
  auto facts = read_facts(reader, document->root(), "", vocabulary);
  for (const Fault& fault : faults) {
    FAIL_CHECK(fault.path << " " << fault.reason << " " << fault.detail);
  }
  return facts;
}

/// What a condition says of facts on a day, by the small vocabulary.
inline Truth truth_on(std::string_view when, std::string_view facts_text, std::string_view on) {
  const Vocabulary vocabulary = small_vocabulary();
  std::vector<Fault> faults;
  const std::string text = pack_of(when);
  const std::array sources{Source{"pack.json", text}};
  const Book book = read_book(sources, vocabulary, faults);
  for (const Fault& fault : faults) {
    FAIL_CHECK(fault.path << " " << fault.reason << " " << fault.detail);
  }
  const auto facts = facts_from(vocabulary, facts_text);
  const Truth truth =
      answer(book, vocabulary, {facts, day(on), 620524000000}, book.schemes.front()).finding.truth;
  FactTable table;
  table.add(facts);
  const std::array places{std::int64_t{620524000000}};
  CHECK(Program(book, vocabulary, day(on)).run(table, places).front().of(0) == truth);
  return truth;
}

inline void show(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    FAIL_CHECK(fault.file << ":" << fault.line << ": " << fault.path << ": " << fault.reason << " "
                          << fault.detail);
  }
}

}  // namespace caregrid::rules::test
