// Every scheme that ships for a million children on one core. Target: 2 s. The answers are first
// held against the step-by-step reference on 2,000 of the children.
#include <chrono>
#include <cstdio>
#include <vector>

#include "core/rng.h"
#include "rules/case.h"
#include "rules/evaluate.h"
#include "rules/program.h"
#include "rules/shipped.h"
#include "support/mixed_case.h"

namespace {

using namespace caregrid;
using namespace caregrid::rules;

constexpr std::size_t children = 1'000'000;
constexpr std::size_t checked = 2'000;
constexpr core::Date today{20514};  // 2026-03-02
constexpr std::int64_t county = 620524000000;

bool agrees(const Book& book, const Vocabulary& vocabulary, const FactTable& table,
            const std::vector<SchemeColumn>& columns) {
  for (std::size_t child = 0; child < checked; ++child) {
    for (std::size_t s = 0; s < book.schemes.size(); ++s) {
      const Circumstance circumstance{table.of(child), today, county};
      const Answer expected = answer(book, vocabulary, circumstance, book.schemes[s]);
      const bool has_number = !columns[s].numbers.empty();
      if (columns[s].of(child) != expected.finding.truth ||
          (has_number && columns[s].numbers[child] != expected.number.value_or(no_number))) {
        std::printf("child %zu, %s: not what the reference says\n", child,
                    columns[s].scheme.c_str());
        return false;
      }
    }
  }
  return true;
}

}  // namespace

int main() {
  std::vector<Fault> faults;
  const auto fact_sources = shipped_facts();
  const auto pack_sources = shipped_packs();
  const auto case_sources = shipped_cases();
  const Vocabulary vocabulary = read_vocabulary(fact_sources, faults);
  const Book book = read_book(pack_sources, vocabulary, faults);
  const auto cases = read_cases(case_sources, vocabulary, faults);
  if (!faults.empty() || cases.empty()) {
    std::printf("the packs have faults, or there are none\n");
    return 1;
  }
  core::SeededRng rng(1);
  FactTable table;
  for (std::size_t child = 0; child < children; ++child) {
    table.add(mixed(rng, vocabulary, cases));
  }
  const std::vector<std::int64_t> places(children, county);
  const Program program(book, vocabulary, today);
  const auto begun = std::chrono::steady_clock::now();
  const auto columns = program.run(table, places);
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begun;
  std::printf("%zu schemes, %zu rules, %zu questions, %zu steps\n", book.schemes.size(),
              book.rules.size(), program.questions(), program.steps());
  std::printf("%zu children, %.1f facts each: %.3f s (target 2 s)\n", children,
              static_cast<double>(table.facts.size()) / static_cast<double>(children),
              spent.count());
  return agrees(book, vocabulary, table, columns) ? 0 : 1;
}
