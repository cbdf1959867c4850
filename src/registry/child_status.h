#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "registry/fact_ledger.h"
#include "registry/rule_book.h"
#include "rules/change.h"
#include "rules/evaluate.h"

namespace caregrid::registry {

/// What somebody could find out: the member of a kind, about whom.
struct FactQuestion {
  std::string kind;
  FactSubject subject = FactSubject::child;
  std::string member;

  auto operator<=>(const FactQuestion&) const = default;
};

/// A question with one answer to it.
struct FactAnswer {
  FactQuestion question;
  std::string value;          ///< A code, "yes" or "no", a day, digits.
  bool is_since_long = true;  ///< Or since today only.

  bool operator==(const FactAnswer&) const = default;
};

/// What would turn an answer.
struct StatusTurn {
  std::vector<FactAnswer> changes;
  rules::Truth truth = rules::Truth::unknown;

  bool operator==(const StatusTurn&) const = default;
};

/// What one rule says.
struct StatusRule {
  const rules::Rule* rule = nullptr;
  rules::Truth truth = rules::Truth::unknown;
  std::vector<std::uint32_t> because;  ///< As of a status.
};

/// From when on an answer held.
struct StatusEvent {
  core::Date on;
  rules::Truth before = rules::Truth::unknown;
  rules::Truth after = rules::Truth::unknown;
  std::vector<std::uint32_t> because;

  bool operator==(const StatusEvent&) const = default;
};

/// What one scheme says of one child on a day, and why.
struct ChildStatus {
  const rules::Scheme* scheme = nullptr;
  rules::Truth truth = rules::Truth::unknown;
  std::optional<std::int64_t> number;
  bool may_be_stricter = false;
  bool is_on_file = true;
  /// The facts it rests on: indices of the ledger's facts, or `birth_reason`.
  std::vector<std::uint32_t> because;
  std::vector<FactQuestion> missing;  ///< What would have to be known to decide it.
  std::vector<StatusRule> rules;
  std::vector<StatusTurn> turns;     ///< With details only, as the next.
  std::vector<StatusEvent> history;  ///< Newest first.
};

/// A child as rules look at it.
struct StatusSubject {
  const FactLedger& ledger;
  std::vector<rules::Fact> facts;  ///< Of `StatusFacts::read`.
  std::int64_t county = 0;         ///< Its code of 12 digits: where it is when nobody says more.

  [[nodiscard]] rules::Circumstance on(core::Date day) const {
    return {facts, day, home_on(ledger, day, county)};
  }
};

/// Asks one scheme. Cost: microseconds.
ChildStatus status_of(const RuleBook& book, const StatusSubject& child, core::Date day,
                      const rules::Scheme& scheme);

/// The smallest changes that would turn the answer; see `rules::would_change`. At most
/// `turns_max`, those of fewest changes first. Cost: up to some tenths of a second.
std::vector<StatusTurn> turns_of(const RuleBook& book, const StatusSubject& child, core::Date day,
                                 const rules::Scheme& scheme);
inline constexpr std::size_t turns_max = 12;

/// The days up to `until` on which the answer changed, newest first, by what is known today. Before
/// anything was known of the child the answer counts as unknown.
/// Cost: one answer for each day on which it could change.
std::vector<StatusEvent> history_of(const RuleBook& book, const StatusSubject& child,
                                    core::Date until, const rules::Scheme& scheme);

/// What a fact's attribute is called in the register.
FactQuestion question_of(const rules::Vocabulary& vocabulary, rules::AttributeId attribute);

}  // namespace caregrid::registry
