#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/date.h"
#include "rules/book.h"
#include "rules/facts.h"

namespace caregrid::rules {

/// One child on one day.
struct Circumstance {
  std::span<const Fact> facts;  ///< Settled.
  core::Date on;
  std::int64_t place = 0;  ///< Division whose rules bind it, 12 digits.
};

/// An answer with its reasons.
struct Finding {
  Truth truth = Truth::unknown;
  std::vector<std::uint32_t> because;  ///< Ids of facts that made it so; sorted.
  std::vector<AttributeId> missing;    ///< What is not known and would matter; sorted.

  bool operator==(const Finding&) const = default;
};

/// What one rule says of a child.
struct RuleFinding {
  const Rule* rule = nullptr;
  Truth binds = Truth::yes;  ///< Unknown when only a larger place of the child is known.
  Finding finding;
};

/// What a scheme says of a child.
struct Answer {
  const Scheme* scheme = nullptr;
  bool is_on_file = false;  ///< Whether any rule binds here today; without one nothing is decided.
  Finding finding;          ///< Of a number scheme: whether some rule gives a number.
  std::optional<std::int64_t> number;
  bool may_be_stricter = false;  ///< A stricter rule could bind; what it needs is not known.
  std::vector<RuleFinding> rules;
};

/// Looks at one condition, with reasons. The book must be free of faults.
Finding evaluate(const Book& book, const Vocabulary& vocabulary, const Circumstance& circumstance,
                 const Expression& expression);

/// What a scheme says, the most protective of the rules that bind.
///
/// This is the reference that `Program` is checked against: it follows the text of the rules step
/// by step and keeps the reasons. Cost: microseconds to a millisecond for one child.
Answer answer(const Book& book, const Vocabulary& vocabulary, const Circumstance& circumstance,
              const Scheme& scheme);

}  // namespace caregrid::rules
