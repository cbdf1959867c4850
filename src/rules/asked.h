#pragma once

#include <span>
#include <vector>

#include "core/date.h"
#include "rules/book.h"
#include "rules/facts.h"

namespace caregrid::rules {

/// Every question the rules of a scheme ask, by whatever terms and schemes they go: of all places
/// and days, each question once. The book must be free of faults.
/// Cost: linear in the rules.
std::vector<Question> questions_of(const Book& book, const Vocabulary& vocabulary,
                                   const Scheme& scheme);

/// The attributes a scheme may rest on, sorted; the day of birth for an age.
std::vector<AttributeId> attributes_of(const Book& book, const Vocabulary& vocabulary,
                                       const Scheme& scheme);

/// Days, both included.
struct DaySpan {
  core::Date first;
  core::Date last;
};

/// The days on which a scheme's answer for one child can change, sorted: where a fact begins or
/// ends, a birthday comes, a length of time is complete, a rule takes or loses force. Between two
/// of them it never does, as long as the place that binds the child is the same.
///
/// Pure. Cost: a few dates for each fact and question; each day of the span for the two questions
/// that count months of insurance or permits.
std::vector<core::Date> turning_days(const Book& book, const Vocabulary& vocabulary,
                                     std::span<const Fact> facts, const Scheme& scheme,
                                     const DaySpan& span);

}  // namespace caregrid::rules
