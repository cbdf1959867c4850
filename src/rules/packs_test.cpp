// The packs that ship: no fault, and every row of their own tables.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

#include "rules/case.h"
#include "rules/shipped.h"
#include "support/small_rules.h"

namespace {

using namespace caregrid;
using namespace caregrid::rules;
using namespace caregrid::rules::test;

TEST_CASE("the core's vocabulary stands without any country's") {
  std::vector<Fault> faults;
  std::vector<Source> sources;
  for (const core::EmbeddedFile& file : core_fact_files()) {
    sources.push_back({std::string(file.name), file.content});
  }
  const Vocabulary vocabulary = read_vocabulary(sources, faults);
  show(faults);
  CHECK(vocabulary.find("absence") != nullptr);
  CHECK(vocabulary.find("hukou") == nullptr);
  const Book book = read_book({}, vocabulary, faults);
  show(faults);
  CHECK(Program(book, vocabulary, day("2026-01-01")).run({}, {}).empty());
}

TEST_CASE("the country's packs have no fault and do what their tables say") {
  std::vector<Fault> faults;
  const auto fact_sources = shipped_facts();
  const Vocabulary vocabulary = read_vocabulary(fact_sources, faults);
  const auto packs = shipped_packs();
  const Book book = read_book(packs, vocabulary, faults);
  show(faults);
  auto sources = shipped_cases();
  const auto cases = read_cases(sources, vocabulary, faults);
  sources.insert(sources.end(), packs.begin(), packs.end());
  run_cases(book, vocabulary, cases, sources, faults);
  show(faults);
  CHECK(book.schemes.empty() == country_pack_files().empty());
}

}  // namespace
