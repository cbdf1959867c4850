#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/date.h"
#include "rules/book.h"
#include "rules/evaluate.h"
#include "rules/facts.h"

namespace caregrid::rules {

/// What a case expects of one scheme.
struct Expectation {
  std::string scheme;
  std::string answer;  ///< "yes", "no", "unknown", a number, or "none" for no number.
  std::string path;
};

/// One row of a pack's test table: facts, a day, a place, and what must come out.
struct Case {
  std::string name;
  std::string file;
  std::string path;
  core::Date on;
  std::int64_t place = 0;
  std::vector<Fact> facts;  ///< Settled.
  std::vector<Expectation> expected;

  [[nodiscard]] Circumstance circumstance() const { return {facts, on, place}; }
};

/// Reads test tables: {"cases": [{"name", "on", "place", "facts", "expect": {SCHEME: ANSWER}}]}.
std::vector<Case> read_cases(std::span<const Source> sources, const Vocabulary& vocabulary,
                             std::vector<Fault>& faults);

/// "yes", "no", "unknown"; of a number scheme its number or "none".
std::string answer_text(const Answer& answer);

/// Runs cases against a book; a fault "rules.case_failed" for each answer that is not the expected
/// one, "rules.not_tested" for each rule of the book no case looks at on a day and place it binds.
void run_cases(const Book& book, const Vocabulary& vocabulary, std::span<const Case> cases,
               std::span<const Source> sources, std::vector<Fault>& faults);

}  // namespace caregrid::rules
