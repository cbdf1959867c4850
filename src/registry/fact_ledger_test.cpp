// Shows what is known on a day and what the time line tells, from sayings alone: a table of cases,
// each a few sayings in the order they came in, with the state on some days and the events. And
// that nobody's saying is ever lost, on random ledgers.
#include "registry/fact_ledger.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"
#include "core/rng.h"
#include "registry/time_line.h"

namespace caregrid::registry {
namespace {

core::Date day(std::string_view text) { return *core::parse_iso_date(text); }

core::Instant noon(std::string_view text) {
  return {std::int64_t{day(text).days} * 86'400'000'000 + std::int64_t{4} * 3'600'000'000};
}

/// One saying; `about` is the position of the saying it is about.
struct Said {
  std::string_view at;
  std::string_view by;  ///< A file; a name without ".csv" is a person's.
  FactAct act = FactAct::state;
  std::string_view value = {};  ///< "stage=primary school=A"
  std::string_view from = {};
  std::string_view to = {};
  std::optional<int> about = {};
  std::string_view kind = "schooling";
};

FactValue value_of(std::string_view text) {
  FactValue value;
  while (!text.empty()) {
    const std::string_view member = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), member.size() + 1));
    const std::size_t at = member.find('=');
    core::json::Writer json;
    json.string(member.substr(at + 1));
    value.emplace(member.substr(0, at), json.take());
  }
  return value;
}

std::string text_of(const FactValue& value) {
  std::string text;
  for (const auto& [name, member] : value) {
    text += (text.empty() ? "" : " ") + name + "=" + member.substr(1, member.size() - 2);
  }
  return text;
}

FactLedger ledger_of(const std::vector<Said>& rows) {
  std::vector<Saying> sayings;
  for (const Said& row : rows) {
    Saying saying;
    saying.id = {static_cast<std::int64_t>(sayings.size()), std::string(row.kind),
                 FactSubject::child};
    saying.act = row.act;
    saying.value = value_of(row.value);
    saying.valid_from = core::parse_iso_date(row.from);
    saying.valid_to = core::parse_iso_date(row.to);
    if (row.about) {
      saying.about = sayings[static_cast<std::size_t>(*row.about)].id;
    }
    const bool is_list = row.by.ends_with(".csv");
    saying.origin.row = {is_list ? std::string(row.by) : "", "", is_list ? 2 : 0, noon(row.at)};
    saying.origin.account = is_list ? "" : row.by;
    sayings.push_back(std::move(saying));
  }
  return know(std::move(sayings));
}

std::string state_text(const FactLedger& ledger, std::string_view on) {
  std::string text;
  for (const DayFact& fact : state_on(ledger, day(on))) {
    text += text.empty() ? "" : " | ";
    text += text_of(fact.value) + (fact.is_contested ? "?" : "");
  }
  return text;
}

std::string events_text(const FactLedger& ledger) {
  std::string text;
  for (const TimeEvent& event : timeline(ledger)) {
    if (event.kind == TimeEventKind::source_arrived) {
      continue;
    }
    text += text.empty() ? "" : ", ";
    text += std::string(core::name_of(event.kind)) + " " + core::to_iso(event.on);
  }
  return text;
}

struct Case {
  std::string_view what;
  std::vector<Said> said;
  std::vector<std::pair<std::string_view, std::string_view>> states;
  std::string_view events;
};

const std::vector<Case>& cases() {
  using enum FactAct;
  static const std::vector<Case> all{
      {"one list, no beginning: nothing is known of the days before",
       {{"2026-03-01", "a.csv", state, "stage=primary"}},
       {{"2026-02-28", ""}, {"2026-03-01", "stage=primary"}, {"2030-01-01", "stage=primary"}},
       "began 2026-03-01"},
      {"a stated beginning and end bound it; the last day is the one before the end",
       {{"2026-03-01", "a.csv", state, "stage=primary", "2020-09-01", "2026-07-01"}},
       {{"2020-08-31", ""},
        {"2020-09-01", "stage=primary"},
        {"2026-06-30", "stage=primary"},
        {"2026-07-01", ""}},
       "ended 2026-07-01, began 2020-09-01"},
      {"lists of two years that differ tell of a change",
       {{"2025-03-01", "a.csv", state, "stage=primary"},
        {"2026-03-01", "b.csv", state, "stage=junior"}},
       {{"2026-02-28", "stage=primary"}, {"2026-03-01", "stage=junior"}},
       "changed 2026-03-01, began 2025-03-01"},
      {"lists of one term that differ contradict each other, the later first",
       {{"2026-03-01", "a.csv", state, "stage=primary"},
        {"2026-04-01", "b.csv", state, "stage=junior"}},
       {{"2026-03-31", "stage=primary"}, {"2026-04-02", "stage=junior? | stage=primary?"}},
       "contradicted 2026-04-01, began 2026-04-01, began 2026-03-01"},
      {"a newer copy of the same file is a change, never a contradiction",
       {{"2026-03-01", "a.csv", state, "stage=primary"},
        {"2026-03-05", "a.csv", state, "stage=junior"}},
       {{"2026-03-06", "stage=junior"}},
       "changed 2026-03-05, began 2026-03-01"},
      {"what a list leaves out is not known, never no",
       {{"2026-03-01", "a.csv", state, "stage=primary school=A"},
        {"2026-03-02", "b.csv", state, "stage=primary"}},
       {{"2026-03-03", "school=A stage=primary"}},
       "began 2026-03-01"},
      {"a list's own words differ where a code agrees: one fact",
       {{"2026-03-01", "a.csv", state, "division=1 text=West"},
        {"2026-03-02", "b.csv", state, "division=1 text=W"}},
       {{"2026-03-03", "division=1 text=West"}},
       "began 2026-03-01"},
      {"said to run beyond the beginning of another: they contradict each other",
       {{"2026-03-01", "a.csv", state, "stage=primary", "2020-09-01", "2026-07-01"},
        {"2026-09-01", "b.csv", state, "stage=junior", "2025-09-01"}},
       {{"2025-08-31", "stage=primary"},
        {"2025-09-01", "stage=junior? | stage=primary?"},
        {"2026-07-01", "stage=junior"}},
       "contradicted 2026-09-01, ended 2026-07-01, began 2025-09-01, began 2020-09-01"},
      {"two beginnings on one day contradict each other, whoever said so",
       {{"2026-03-01", "a.csv", state, "stage=primary", "2020-09-01"},
        {"2026-09-01", "Li", record, "stage=junior", "2020-09-01"}},
       {{"2026-09-02", "stage=junior? | stage=primary?"}},
       "contradicted 2026-09-01, began 2020-09-01, began 2020-09-01"},
      {"an old fact that arrives late stands where it happened",
       {{"2026-03-01", "a.csv", state, "stage=junior", "2025-09-01"},
        {"2026-04-01", "b.csv", state, "stage=primary", "2019-09-01"}},
       {{"2019-08-31", ""}, {"2020-01-01", "stage=primary"}, {"2026-05-01", "stage=junior"}},
       "changed 2025-09-01, began 2019-09-01"},
      {"an older beginning of what is known already moves it back",
       {{"2026-03-01", "a.csv", state, "stage=primary"},
        {"2026-04-01", "b.csv", state, "stage=primary", "2021-09-01"}},
       {{"2021-08-31", ""}, {"2021-09-01", "stage=primary"}},
       "began 2021-09-01"},
      {"who went away and came back did so",
       {{"2024-03-01", "a.csv", state, "kind=home", "", "", {}, "residence"},
        {"2025-03-01", "b.csv", state, "kind=school", "", "", {}, "residence"},
        {"2026-03-01", "c.csv", state, "kind=home", "", "", {}, "residence"}},
       {{"2024-06-01", "kind=home"}, {"2025-06-01", "kind=school"}, {"2026-06-01", "kind=home"}},
       "moved 2026-03-01, moved 2025-03-01, began 2024-03-01"},
      {"a person who enters a change knows what was before",
       {{"2026-03-01", "a.csv", state, "stage=primary"},
        {"2026-04-01", "Li", record, "stage=junior", "2026-03-15"}},
       {{"2026-03-14", "stage=primary"}, {"2026-03-15", "stage=junior"}},
       "changed 2026-03-15, began 2026-03-01"},
      {"who enters what held already when the list came in knows better than the list",
       {{"2026-03-10", "a.csv", state, "stage=primary"},
        {"2026-04-01", "Li", record, "stage=junior", "2026-03-01"}},
       {{"2026-03-11", "stage=junior"}, {"2026-04-02", "stage=junior"}},
       "changed 2026-03-01"},
      {"a list that differs from what a person entered lately is asked about; the person first",
       {{"2026-03-01", "Li", record, "stage=junior", "2026-03-01"},
        {"2026-04-01", "a.csv", state, "stage=primary"}},
       {{"2026-04-02", "stage=junior? | stage=primary?"}},
       "contradicted 2026-04-01, began 2026-04-01, began 2026-03-01"},
      {"a confirmation settles it: the other steps aside",
       {{"2026-03-01", "a.csv", state, "stage=primary"},
        {"2026-04-01", "b.csv", state, "stage=junior"},
        {"2026-04-05", "Li", confirm, "", "", "", 0}},
       {{"2026-04-06", "stage=primary"}},
       "settled 2026-04-05, confirmed 2026-04-05, contradicted 2026-04-01, began 2026-03-01"},
      {"confirming the later one: the earlier held until then",
       {{"2026-03-01", "a.csv", state, "stage=primary"},
        {"2026-04-01", "b.csv", state, "stage=junior"},
        {"2026-04-05", "Li", confirm, "", "", "", 1}},
       {{"2026-03-15", "stage=primary"}, {"2026-04-06", "stage=junior"}},
       "settled 2026-04-05, confirmed 2026-04-05, contradicted 2026-04-01, changed 2026-04-01, "
       "began 2026-03-01"},
      {"said anew after the confirmation, it is asked about anew",
       {{"2026-03-01", "a.csv", state, "stage=primary"},
        {"2026-04-01", "b.csv", state, "stage=junior"},
        {"2026-04-05", "Li", confirm, "", "", "", 0},
        {"2026-04-20", "c.csv", state, "stage=junior"}},
       {{"2026-04-21", "stage=primary? | stage=junior?"}},
       "contradicted 2026-04-20, confirmed 2026-04-05, began 2026-04-01, began 2026-03-01"},
      {"undoing the confirmation brings the question back",
       {{"2026-03-01", "a.csv", state, "stage=primary"},
        {"2026-04-01", "b.csv", state, "stage=junior"},
        {"2026-04-05", "Li", confirm, "", "", "", 0},
        {"2026-04-06", "Li", undo, "", "", "", 2}},
       {{"2026-04-07", "stage=junior? | stage=primary?"}},
       "undone 2026-04-06, contradicted 2026-04-01, began 2026-04-01, began 2026-03-01"},
      {"undoing an undoing: the confirmation counts again",
       {{"2026-03-01", "a.csv", state, "stage=primary"},
        {"2026-04-01", "b.csv", state, "stage=junior"},
        {"2026-04-05", "Li", confirm, "", "", "", 0},
        {"2026-04-06", "Li", undo, "", "", "", 2},
        {"2026-04-07", "Li", undo, "", "", "", 3}},
       {{"2026-04-08", "stage=primary"}},
       "undone 2026-04-07, settled 2026-04-05, confirmed 2026-04-05, contradicted 2026-04-01, "
       "began 2026-03-01"},
      {"an end that somebody records",
       {{"2026-03-01", "a.csv", state, "stage=primary"},
        {"2026-07-05", "Li", end, "", "", "2026-07-01", 0}},
       {{"2026-06-30", "stage=primary"}, {"2026-07-01", ""}},
       "ended 2026-07-01, began 2026-03-01"},
      {"a correction: it was never so",
       {{"2026-03-01", "a.csv", state, "stage=primary"},
        {"2026-04-05", "Li", correct, "stage=junior", "", "", 0}},
       {{"2026-03-02", "stage=junior"}, {"2026-04-06", "stage=junior"}},
       "corrected 2026-04-05"},
      {"a list that says again what was corrected is asked about; the person first",
       {{"2026-03-01", "a.csv", state, "stage=primary"},
        {"2026-04-05", "Li", correct, "stage=junior", "", "", 0},
        {"2026-05-01", "b.csv", state, "stage=primary"}},
       {{"2026-05-02", "stage=junior? | stage=primary?"}},
       "contradicted 2026-05-01, began 2026-05-01, corrected 2026-04-05"},
      {"undoing a correction",
       {{"2026-03-01", "a.csv", state, "stage=primary"},
        {"2026-04-05", "Li", correct, "stage=junior", "", "", 0},
        {"2026-04-06", "Li", undo, "", "", "", 1}},
       {{"2026-04-07", "stage=primary"}},
       "undone 2026-04-06, began 2026-03-01"},
      {"programmes stand beside each other",
       {{"2026-03-01", "a.csv", state, "name=A", "", "", {}, "programme"},
        {"2026-03-02", "b.csv", state, "name=B", "", "", {}, "programme"}},
       {{"2026-03-03", "name=B | name=A"}},
       "began 2026-03-02, began 2026-03-01"},
  };
  return all;
}

TEST_CASE("the state on a day and the time line follow from what was said") {
  for (const Case& one : cases()) {
    CAPTURE(one.what);
    const FactLedger ledger = ledger_of(one.said);
    for (const auto& [on, expected] : one.states) {
      CAPTURE(on);
      CHECK(state_text(ledger, on) == expected);
    }
    CHECK(events_text(ledger) == one.events);
  }
}

TEST_CASE("numbers in the free text of a list are starred, places and dates are not") {
  FactStatement statement;
  statement.origin.row.file = "名单.csv";
  statement.facts = R"({"other":{"备用电话":"打 10021008673 找奶奶","楼":"3 栋 1204"},)"
                    R"("note":{"text":"990101201509030010"},)"
                    R"("residence":{"place":"620524100003"}})";
  std::string all;
  for (const Saying& saying : sayings_of(statement)) {
    all += to_json(saying.value);
  }
  CHECK(all.find("打 100******** 找奶奶") != std::string::npos);
  CHECK(all.find("3 栋 1204") != std::string::npos);
  CHECK(all.find("990***************") != std::string::npos);
  CHECK(all.find("620524100003") != std::string::npos);
}

TEST_CASE("contested kinds are named once, settled ones not") {
  std::vector<Said> said{{"2026-03-01", "a.csv", FactAct::state, "stage=primary"},
                         {"2026-03-02", "b.csv", FactAct::state, "stage=junior"}};
  CHECK(contested_kinds(ledger_of(said)) == std::vector<std::string>{"schooling"});
  said.push_back({"2026-03-03", "Li", FactAct::confirm, "", "", "", 0});
  CHECK(contested_kinds(ledger_of(said)).empty());
}

TEST_CASE("a time line comes in pages that together are all of it, once each") {
  std::vector<Said> said;
  const std::vector<std::string_view> days{"2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01",
                                           "2024-01-01"};
  const std::vector<std::string_view> values{"stage=a", "stage=b", "stage=c", "stage=d", "stage=e"};
  for (std::size_t i = 0; i < days.size(); ++i) {
    said.push_back({days[i], "a.csv", FactAct::state, values[i]});
  }
  const std::vector<TimeEvent> all = timeline(ledger_of(said));
  CHECK(all.size() == 10);
  std::vector<TimeEvent> gathered;
  std::string after;
  do {
    auto page = page_of(all, after, 3);
    REQUIRE(page);
    CHECK(page->items.size() <= 3);
    after = page->next.value_or("");
    std::ranges::move(page->items, std::back_inserter(gathered));
  } while (!after.empty());
  CHECK(gathered == all);
  CHECK(page_of(all, "99-0", 3).error().reason == "list.after");
}

TEST_CASE("whatever is said, no saying is lost and no day has two uncontested values") {
  core::SeededRng rng(20260301);
  const std::vector<std::string_view> values{"stage=a", "stage=b", "stage=a school=x", "school=y"};
  const std::vector<std::string_view> days{"2020-01-01", "2020-02-01", "2020-12-01", "2021-06-01"};
  const std::vector<std::string_view> files{"a.csv", "b.csv", "Li"};
  for (int round = 0; round < 400; ++round) {
    std::vector<Said> said;
    const auto count = 1 + rng.below(7);
    for (std::uint64_t i = 0; i < count; ++i) {
      Said one;
      one.at = days[std::min<std::uint64_t>(i / 2, 3)];
      one.by = files[rng.below(3)];
      one.value = values[rng.below(4)];
      one.from = rng.below(3) == 0 ? days[rng.below(4)] : std::string_view{};
      one.act = one.by == "Li" ? FactAct::record : FactAct::state;
      if (one.by == "Li" && i > 0) {
        constexpr std::array acts{FactAct::record, FactAct::confirm, FactAct::correct, FactAct::end,
                                  FactAct::undo};
        one.act = acts[rng.below(5)];
        one.about = static_cast<int>(rng.below(i));
        one.to = one.act == FactAct::end ? days[3] : std::string_view{};
      }
      said.push_back(one);
    }
    const FactLedger ledger = ledger_of(said);
    std::size_t asserted = 0;
    for (std::size_t i = 0; i < said.size(); ++i) {
      const FactAct act = said[i].act;
      const bool is_value =
          act == FactAct::state || act == FactAct::record || act == FactAct::correct;
      const bool is_undone = std::ranges::binary_search(ledger.undone, i);
      const auto holders = std::ranges::count_if(ledger.facts, [&](const KnownFact& fact) {
        return std::ranges::find(fact.said_by, i) != fact.said_by.end();
      });
      CHECK(holders == (is_value && !is_undone ? 1 : std::min<std::ptrdiff_t>(holders, 1)));
      asserted += is_value && !is_undone ? 1U : 0U;
    }
    CHECK(ledger.facts.size() <= asserted);
    for (const std::string_view on : days) {
      const auto state = state_on(ledger, day(on));
      CHECK((state.size() <= 1 ||
             std::ranges::all_of(state, [](const DayFact& fact) { return fact.is_contested; })));
    }
  }
}

}  // namespace
}  // namespace caregrid::registry
