// Shows what the rules make of what the register knows: a table of children, each a few sayings and
// what schemes answer on some days; what lists' own words about absences mean; and that an answer
// says why, what is missing, what would turn it and when it changed.
#include "registry/status_facts.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"
#include "registry/child_status.h"
#include "registry/fact_kinds.h"

namespace caregrid::registry {
namespace {

constexpr std::int64_t county = 620524000000;

core::Date day(std::string_view text) { return *core::parse_iso_date(text); }

core::Instant noon(std::string_view text) {
  return {std::int64_t{day(text).days} * 86'400'000'000 + std::int64_t{4} * 3'600'000'000};
}

/// One saying: who, when, of what.
struct Said {
  std::string_view at;    ///< The day a list came in or somebody entered it.
  std::string_view name;  ///< As stored: "father_absence".
  std::string_view value;
  std::string_view from = {};
  std::string_view to = {};
  bool is_entry = false;
};

FactLedger ledger_of(const std::vector<Said>& said) {
  std::vector<Saying> sayings;
  for (const Said& one : said) {
    const auto [kind, subject] = read_stored_name(one.name);
    Saying saying;
    saying.id = {static_cast<std::int64_t>(sayings.size()), kind, subject};
    saying.act = one.is_entry ? FactAct::record : FactAct::state;
    const auto document = core::json::Document::parse(one.value);
    REQUIRE(document.ok());
    saying.value = read_value(document->root());
    saying.valid_from = core::parse_iso_date(one.from);
    saying.valid_to = core::parse_iso_date(one.to);
    const std::string file = one.is_entry ? "" : std::string(one.at) + ".csv";
    saying.origin = {{file, "", 2, noon(one.at)}, {}};
    sayings.push_back(std::move(saying));
  }
  return know(std::move(sayings));
}

/// "yes" of a scheme on a day; empty when the rules have no such scheme.
std::string answer_on(const RuleBook& book, const FactLedger& ledger, std::string_view born,
                      std::string_view on, std::string_view scheme) {
  const rules::Scheme* const found = rules::find_scheme(book.book, scheme);
  REQUIRE(found != nullptr);
  const StatusSubject child{ledger, book.facts.read(ledger, core::parse_iso_date(born)), county};
  switch (status_of(book, child, day(on), *found).truth) {
    case rules::Truth::yes:
      return "yes";
    case rules::Truth::no:
      return "no";
    case rules::Truth::unknown:
      break;
  }
  return "unknown";
}

struct Expected {
  std::string_view on;
  std::string_view scheme;
  std::string_view answer;
};

struct Row {
  std::string_view what;
  std::string_view born;
  std::vector<Said> said;
  std::vector<Expected> expected;
};

constexpr std::string_view rural = R"({"kind": "rural", "division": 620524102203})";
constexpr std::string_view here = R"({"division": 620524102203})";

const std::vector<Row> rows{
    {"both away by the list's own words; sixteen on a birthday",
     "2010-05-20",
     {{"2026-03-01", "hukou", rural},
      {"2026-03-01", "father_absence", R"({"text": "广东省东莞市"})"},
      {"2026-03-01", "mother_absence", R"({"text": "上海市"})"}},
     {{"2026-03-01", "CN-MCA-2016", "yes"},
      {"2026-05-19", "CN-MCA-2016", "yes"},
      {"2026-05-20", "CN-MCA-2016", "no"},
      // The day before anybody said so, nothing was known.
      {"2026-02-28", "CN-MCA-2016", "unknown"},
      {"2026-03-01", "SEED003-LBC", "yes"},
      {"2028-05-19", "SEED003-LBC", "yes"},
      {"2028-05-20", "SEED003-LBC", "no"}}},
    {"without a word on who is away, nobody knows",
     "2015-05-20",
     {{"2026-03-01", "hukou", rural}},
     {{"2026-03-01", "CN-MCA-2016", "unknown"}, {"2026-03-01", "D06", "unknown"}}},
    {"both at home",
     "2015-05-20",
     {{"2026-03-01", "hukou", rural},
      {"2026-03-01", "father_absence", R"({"text": "在家务农"})"},
      {"2026-03-01", "mother_absence", R"({"text": "在家"})"}},
     {{"2026-03-01", "CN-MCA-2016", "no"}, {"2026-03-01", "SEED003-LBC", "no"}}},
    {"absent for five months and for six: since a stated day",
     "2015-05-20",
     {{"2026-03-01", "hukou", rural},
      {"2026-03-01", "residence", here},
      {"2026-03-01", "father_absence", R"({"state": "away", "place": 440306001002})", "2026-02-01"},
      {"2026-03-01", "mother_absence", R"({"state": "home"})", "2020-01-01"}},
     {{"2026-07-01", "CN-CENSUS-2020-LBC", "no"},
      {"2026-08-01", "CN-CENSUS-2020-LBC", "no"},
      {"2026-08-02", "CN-CENSUS-2020-LBC", "yes"},
      {"2026-04-30", "CN-MOE-LBC", "no"},
      {"2026-05-01", "CN-MOE-LBC", "yes"},
      {"2026-08-02", "CN-MCA-2016", "unknown"}}},
    {"since when nobody said: unknown until it has lasted anyway",
     "2015-05-20",
     {{"2026-03-01", "hukou", rural},
      {"2026-03-01", "residence", here},
      {"2026-03-01", "father_absence", R"({"text": "广东省东莞市"})"},
      {"2026-03-01", "mother_absence", R"({"text": "在家"})"}},
     {{"2026-03-02", "CN-CENSUS-2020-LBC", "unknown"},
      {"2026-09-01", "CN-CENSUS-2020-LBC", "yes"}}},
    {"one parent dead, the other away: the dead one looks after nobody",
     "2015-05-20",
     {{"2026-03-01", "hukou", rural},
      {"2026-03-01", "father_absence", R"({"state": "away"})", "2026-02-01"},
      {"2026-03-01", "mother_parent_state", R"({"state": ["dead"]})", "2019-01-01", "", true}},
     {{"2026-03-01", "CN-MCA-2016", "yes"}, {"2026-03-01", "orphan", "no"}}},
    {"words about death or prison decide nothing",
     "2015-05-20",
     {{"2026-03-01", "hukou", rural},
      {"2026-03-01", "father_absence", R"({"text": "已去世"})"},
      {"2026-03-01", "mother_absence", R"({"text": "上海市"})"}},
     {{"2026-03-01", "CN-MCA-2016", "unknown"}, {"2026-03-01", "orphan", "no"}}},
    {"two lists of one term contradict each other",
     "2015-05-20",
     {{"2026-03-01", "hukou", rural},
      {"2026-03-01", "guardianship", R"({"both_out": true})"},
      {"2026-03-20", "guardianship", R"({"both_out": false})"}},
     {{"2026-03-10", "CN-MCA-2016", "yes"}, {"2026-03-20", "CN-MCA-2016", "unknown"}}},
    {"a value that ended, and a return",
     "2015-05-20",
     {{"2026-03-01", "hukou", rural},
      {"2026-03-01", "father_absence", R"({"state": "away"})", "2025-01-01"},
      {"2026-03-01", "mother_absence", R"({"state": "away"})", "2025-01-01"},
      {"2026-06-01", "mother_absence", R"({"state": "home"})", "2026-05-01", "", true}},
     {{"2026-04-30", "CN-MCA-2016", "yes"},
      // Thirty days at home do not end an absence.
      {"2026-05-15", "CN-MCA-2016", "yes"},
      {"2026-06-15", "CN-MCA-2016", "unknown"}}},
    {"on the list of the subsistence allowance",
     "2015-05-20",
     {{"2026-03-01", "assistance", R"({"kinds": ["dibao", "temporary"]})"}},
     {{"2026-03-01", "D06", "yes"}, {"2026-03-01", "child_in_difficulty", "yes"}}},
    {"R2: under 8 and unattended is a danger to the day before the birthday",
     "2018-05-20",
     {{"2026-03-01", "supervision", R"({"state": "unattended"})", "", "", true},
      {"2026-03-01", "health", R"({"state": "healthy", "special_care": false})", "", "", true}},
     {{"2026-05-19", "unattended_under_8", "yes"}, {"2026-05-20", "unattended_under_8", "no"}}},
    {"R2: under 16 and alone is a danger to the day before the birthday",
     "2010-05-20",
     {{"2026-03-01", "guardianship", R"({"care_type": "alone"})"}},
     {{"2026-05-19", "alone_under_16", "yes"}, {"2026-05-20", "alone_under_16", "no"}}},
    {"R2: who looks after the child is not known: not safe, unknown",
     "2018-05-20",
     {{"2026-03-01", "hukou", rural}},
     {{"2026-03-01", "unattended_under_8", "unknown"},
      {"2026-03-01", "alone_under_16", "unknown"}}},
    {"R3: a receipt of the village is missing: the agreement may not be active",
     "2015-05-20",
     {{"2026-03-01", "care_agreement", R"({"state": "signed"})", "", "", true},
      {"2026-03-01", "care_notice", R"({"school": true, "village": false})", "", "", true}},
     {{"2026-03-01", "agreement_may_be_active", "no"}}},
    {"R3: nobody said whether the village was told: not active, unknown",
     "2015-05-20",
     {{"2026-03-01", "care_agreement", R"({"state": "signed"})", "", "", true}},
     {{"2026-03-01", "agreement_may_be_active", "unknown"}}},
};

TEST_CASE("R1: what is known of a child, asked by every definition") {
  const RuleBooks books;
  if (books.shipped().book.schemes.empty()) {
    return;  // Built without a country's packs.
  }
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const FactLedger ledger = ledger_of(row.said);
    for (const Expected& one : row.expected) {
      CAPTURE(one.scheme);
      CAPTURE(one.on);
      CHECK(answer_on(books.shipped(), ledger, row.born, one.on, one.scheme) == one.answer);
    }
  }
}

TEST_CASE("R4: weekly contact binds in Zhejiang too, whatever its monthly rule says") {
  const RuleBooks books;
  const RuleBook& book = books.shipped();
  const rules::Scheme* const interval = rules::find_scheme(book.book, "contact_interval");
  if (interval == nullptr) {
    return;
  }
  const FactLedger ledger = ledger_of({{"2026-03-01", "residence", R"({"division": 330782001001})"},
                                       {"2026-03-01", "guardianship", R"({"both_out": true})"}});
  const StatusSubject child{ledger, book.facts.read(ledger, day("2015-05-20")), county};
  const ChildStatus status = status_of(book, child, day("2026-03-02"), *interval);
  CHECK(status.number == 7);
  CHECK(status.rules.size() == 2);
  // Ended, the nation's week would still be the stricter one of two.
  CHECK(status.rules.front().truth == rules::Truth::yes);
  CHECK(status.rules.back().truth == rules::Truth::yes);
}

TEST_CASE("R1: a fact changes: a row of history with its reasons") {
  const RuleBooks books;
  const RuleBook& book = books.shipped();
  const rules::Scheme* const scheme = rules::find_scheme(book.book, "CN-MCA-2016");
  if (scheme == nullptr) {
    return;
  }
  const FactLedger ledger =
      ledger_of({{"2026-03-01", "hukou", rural},
                 {"2026-03-01", "father_absence", R"({"state": "away"})", "2025-02-01"},
                 {"2026-03-01", "mother_absence", R"({"state": "home"})", "2025-02-01"},
                 {"2026-03-01", "mother_capacity", R"({"capable": true})", "2025-02-01", "", true},
                 {"2026-04-10", "mother_absence", R"({"state": "away"})", "2026-04-01", "", true}});
  const StatusSubject child{ledger, book.facts.read(ledger, day("2011-01-05")), county};
  const auto history = history_of(book, child, day("2027-06-01"), *scheme);
  REQUIRE(history.size() == 3);
  CHECK(history[0].on == day("2027-01-05"));
  CHECK(history[0].after == rules::Truth::no);
  CHECK(history[0].because == std::vector<std::uint32_t>{birth_reason});
  CHECK(history[1].on == day("2026-04-01"));
  CHECK(history[1].before == rules::Truth::no);
  CHECK(history[1].after == rules::Truth::yes);
  // The child's age, the place of registration, father away, mother away.
  CHECK(history[1].because.size() >= 4);
  CHECK(std::ranges::find(history[1].because, 4U) != history[1].because.end());
  // With a capable mother at home no place of registration made a difference.
  CHECK(history[2].on == day("2025-02-01"));
  CHECK(history[2].after == rules::Truth::no);
  // Day by day nothing else happened.
  rules::Truth before = rules::Truth::unknown;
  std::size_t changes = 0;
  for (core::Date on = day("2025-02-01"); on <= day("2027-06-01"); on = on + 1) {
    const rules::Truth now = status_of(book, child, on, *scheme).truth;
    changes += now == before ? 0 : 1;
    before = now;
  }
  CHECK(changes == history.size());
}

TEST_CASE("an unknown answer names the question that settles it, and what would turn it") {
  const RuleBooks books;
  const RuleBook& book = books.shipped();
  const rules::Scheme* const scheme = rules::find_scheme(book.book, "CN-MCA-2016");
  if (scheme == nullptr) {
    return;
  }
  const FactLedger ledger = ledger_of({{"2026-03-01", "guardianship", R"({"both_out": true})"}});
  const StatusSubject child{ledger, book.facts.read(ledger, day("2015-05-20")), county};
  const ChildStatus status = status_of(book, child, day("2026-03-02"), *scheme);
  CHECK(status.truth == rules::Truth::unknown);
  CHECK(status.missing == std::vector<FactQuestion>{{"hukou", FactSubject::child, "kind"}});
  const auto turns = turns_of(book, child, day("2026-03-02"), *scheme);
  const auto rural_turn = std::ranges::find_if(turns, [](const StatusTurn& turn) {
    return turn.changes.size() == 1 && turn.changes.front().question.member == "kind" &&
           turn.changes.front().value == "rural" && turn.truth == rules::Truth::yes;
  });
  CHECK(rural_turn != turns.end());
}

TEST_CASE("what a list's own words about a parent's place mean") {
  using State = WrittenAbsence::State;
  const std::vector<std::pair<std::string_view, WrittenAbsence>> words{
      {"广东省东莞市", {State::away, 440000000000}},
      {"上海市", {State::away, 310000000000}},
      {"新疆乌鲁木齐市", {State::away, 650000000000}},
      {"深圳打工", {State::away, 0}},
      {"在家", {State::home, 0}},
      {"在家务农", {State::home, 0}},
      {"未外出", {State::home, 0}},
      {"At home", {State::home, 0}},
      {"去世", {State::unclear, 0}},
      {"2019年病亡", {State::unclear, 0}},
      {"服刑中", {State::unclear, 0}},
      {"失联", {State::unclear, 0}},
      {"不详", {State::unclear, 0}},
      {"—", {State::unclear, 0}},
      {"", {State::unclear, 0}}};
  for (const auto& [text, expected] : words) {
    CAPTURE(text);
    CHECK(read_written_absence(text) == expected);
  }
}

TEST_CASE("where a child lives on a day decides whose rules bind") {
  const FactLedger ledger = ledger_of(
      {{"2026-03-01", "residence", here, "2020-01-01"},
       {"2026-03-01", "residence", R"({"division": 330782001001})", "2026-02-01", "", true}});
  CHECK(home_on(ledger, day("2026-01-31"), county) == 620524102203);
  CHECK(home_on(ledger, day("2026-02-01"), county) == 330782001001);
  CHECK(home_on(ledger, day("2019-01-01"), county) == county);
}

}  // namespace
}  // namespace caregrid::registry
