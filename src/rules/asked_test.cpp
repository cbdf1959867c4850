// The days on which an answer can change are all there are: children mixed from the packs' own
// cases are asked every scheme day by day, and no answer changes on any other day.
#include "rules/asked.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/rng.h"
#include "rules/case.h"
#include "rules/evaluate.h"
#include "rules/shipped.h"
#include "support/mixed_case.h"

namespace {

using namespace caregrid;
using namespace caregrid::rules;

constexpr std::int64_t county = 620524000000;

TEST_CASE("R1: answers change on turning days only") {
  std::vector<Fault> faults;
  const auto fact_sources = shipped_facts();
  const auto pack_sources = shipped_packs();
  const auto case_sources = shipped_cases();
  const Vocabulary vocabulary = read_vocabulary(fact_sources, faults);
  const Book book = read_book(pack_sources, vocabulary, faults);
  const auto cases = read_cases(case_sources, vocabulary, faults);
  REQUIRE(faults.empty());
  core::SeededRng rng(21);
  const int children = book.schemes.empty() ? 0 : 12;
  for (int child = 0; child < children; ++child) {
    const std::vector<Fact> facts = mixed(rng, vocabulary, cases);
    const core::Date first{20000 + static_cast<std::int32_t>(rng.below(400))};
    const DaySpan span{first, first + 420};
    for (const Scheme& scheme : book.schemes) {
      const auto days = turning_days(book, vocabulary, facts, scheme, span);
      CHECK(std::ranges::is_sorted(days));
      auto before = answer(book, vocabulary, {facts, first, county}, scheme).finding.truth;
      for (core::Date day = first + 1; day <= span.last; day = day + 1) {
        const auto now = answer(book, vocabulary, {facts, day, county}, scheme).finding.truth;
        if (now != before && !std::ranges::binary_search(days, day)) {
          FAIL_CHECK(scheme.id << " changes on " << core::to_iso(day));
        }
        before = now;
      }
    }
  }
}

TEST_CASE("a scheme rests on all it asks by whatever way") {
  std::vector<Fault> faults;
  const auto fact_sources = shipped_facts();
  const auto pack_sources = shipped_packs();
  const Vocabulary vocabulary = read_vocabulary(fact_sources, faults);
  const Book book = read_book(pack_sources, vocabulary, faults);
  const Scheme* const any = find_scheme(book, "child_in_difficulty");
  if (any == nullptr) {
    return;  // Built without a country's packs.
  }
  std::vector<std::string> names;
  for (const AttributeId attribute : attributes_of(book, vocabulary, *any)) {
    names.push_back(vocabulary.name_of(attribute));
  }
  for (const char* name : {"child.birth.born_on", "child.infection.hiv", "father.absence.state",
                           "mother.parent_state.state", "household.assistance.kinds"}) {
    CHECK(std::ranges::find(names, name) != names.end());
  }
  CHECK(std::ranges::find(names, "child.schooling.stage") == names.end());
}

}  // namespace
