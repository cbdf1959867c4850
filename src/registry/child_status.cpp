#include "registry/child_status.h"

#include <algorithm>
#include <set>
#include <utility>

#include "rules/asked.h"

namespace caregrid::registry {
namespace {

using rules::Truth;

/// The first day on which anything is known of a child besides its day of birth.
std::optional<core::Date> first_day(const StatusSubject& child) {
  std::optional<core::Date> first;
  for (const rules::Fact& fact : child.facts) {
    if (fact.from != rules::always_from && (!first || fact.from < first->days)) {
      first = core::Date{fact.from};
    }
  }
  return first;
}

/// Days on which the child may have come under other rules.
void add_moves(const StatusSubject& child, std::set<core::Date>& days) {
  for (const KnownFact& fact : child.ledger.facts) {
    if (fact.id.kind != "residence") {
      continue;
    }
    days.insert(fact.known_from);
    for (const auto& end : {fact.valid_to, fact.succeeded_on}) {
      if (end) {
        days.insert(*end);
      }
    }
  }
}

}  // namespace

FactQuestion question_of(const rules::Vocabulary& vocabulary, rules::AttributeId attribute) {
  const rules::Attribute& about = vocabulary.attributes[attribute];
  const auto subject =
      core::value_of<FactSubject>(rules::subject_names[static_cast<std::size_t>(about.subject)]);
  return {vocabulary.kind_of(attribute).id, subject.value_or(FactSubject::child),
          vocabulary.member_of(attribute).id};
}

ChildStatus status_of(const RuleBook& book, const StatusSubject& child, core::Date day,
                      const rules::Scheme& scheme) {
  rules::Answer answer = rules::answer(book.book, book.vocabulary, child.on(day), scheme);
  ChildStatus status;
  status.scheme = &scheme;
  status.truth = answer.finding.truth;
  status.number = answer.number;
  status.may_be_stricter = answer.may_be_stricter;
  status.is_on_file = answer.is_on_file;
  status.because = std::move(answer.finding.because);
  for (const rules::AttributeId attribute : answer.finding.missing) {
    status.missing.push_back(question_of(book.vocabulary, attribute));
  }
  for (rules::RuleFinding& found : answer.rules) {
    status.rules.push_back(
        {found.rule, found.finding.truth & found.binds, std::move(found.finding.because)});
  }
  return status;
}

std::vector<StatusTurn> turns_of(const RuleBook& book, const StatusSubject& child, core::Date day,
                                 const rules::Scheme& scheme) {
  std::vector<StatusTurn> turns;
  for (const rules::Turn& turn :
       rules::would_change(book.book, book.vocabulary, child.on(day), scheme)) {
    if (turns.size() == turns_max) {
      break;
    }
    StatusTurn& told = turns.emplace_back();
    told.truth = turn.truth;
    for (const rules::Change& change : turn.changes) {
      told.changes.push_back({question_of(book.vocabulary, change.attribute),
                              rules::value_text(book.vocabulary, change.attribute, change.value),
                              change.is_since_long});
    }
  }
  return turns;
}

std::vector<StatusEvent> history_of(const RuleBook& book, const StatusSubject& child,
                                    core::Date until, const rules::Scheme& scheme) {
  std::vector<StatusEvent> events;
  const auto first = first_day(child);
  if (!first || *first > until) {
    return events;
  }
  const auto turning =
      rules::turning_days(book.book, book.vocabulary, child.facts, scheme, {*first, until});
  std::set<core::Date> days(turning.begin(), turning.end());
  days.insert(*first);
  add_moves(child, days);
  Truth before = Truth::unknown;
  for (const core::Date day : days) {
    if (day < *first || day > until) {
      continue;
    }
    const rules::Answer answer = rules::answer(book.book, book.vocabulary, child.on(day), scheme);
    if (answer.finding.truth != before) {
      events.push_back({day, before, answer.finding.truth, answer.finding.because});
      before = answer.finding.truth;
    }
  }
  std::ranges::reverse(events);
  return events;
}

}  // namespace caregrid::registry
