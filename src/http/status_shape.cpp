#include "http/status_shape.h"

#include <map>

namespace caregrid::http {
namespace {

using FactNames = std::map<std::uint32_t, std::string>;

std::vector<std::string> named(const FactNames& names, const std::vector<std::uint32_t>& numbers) {
  std::vector<std::string> found;
  for (const std::uint32_t number : numbers) {
    if (const auto name = names.find(number); name != names.end()) {
      found.push_back(name->second);
    }
  }
  return found;
}

std::string digits_of(const rules::Prefix& prefix) {
  return prefix.length == 0 ? std::string() : std::to_string(prefix.digits);
}

StatusRuleShape rule_shape(const registry::StatusRule& found, const FactNames& names) {
  const rules::Rule& rule = *found.rule;
  StatusRuleShape shape;
  shape.id = rule.id;
  shape.zh = rule.zh;
  shape.en = rule.en;
  shape.jurisdiction = digits_of(rule.jurisdiction);
  shape.valid_from = rule.valid_from;
  shape.valid_to = rule.valid_to;
  shape.version = rule.version;
  shape.confirmed = rule.is_confirmed;
  shape.note = rule.note;
  shape.citation = {rule.citation.title, rule.citation.document, rule.citation.article,
                    rule.citation.url};
  shape.answer = found.truth;
  shape.because = named(names, found.because);
  return shape;
}

TurnShape turn_shape(const registry::StatusTurn& turn) {
  TurnShape shape{turn.truth, {}};
  for (const registry::FactAnswer& change : turn.changes) {
    TurnChangeShape told;
    told.kind = change.question.kind;
    told.subject = change.question.subject;
    told.member = change.question.member;
    told.value = change.value;
    told.since_long = change.is_since_long;
    shape.changes.push_back(std::move(told));
  }
  return shape;
}

StatusShape status_shape(const registry::ChildStatus& status, const FactNames& names) {
  StatusShape shape;
  shape.scheme = shape_of(*status.scheme);
  shape.answer = status.truth;
  shape.number = status.number;
  shape.unit = status.scheme->unit;
  shape.may_be_stricter = status.may_be_stricter;
  shape.on_file = status.is_on_file;
  shape.because = named(names, status.because);
  for (const registry::FactQuestion& question : status.missing) {
    shape.missing.push_back(shape_of(question));
  }
  for (const registry::StatusRule& rule : status.rules) {
    shape.rules.push_back(rule_shape(rule, names));
  }
  for (const registry::StatusTurn& turn : status.turns) {
    shape.turns.push_back(turn_shape(turn));
  }
  for (const registry::StatusEvent& event : status.history) {
    shape.history.push_back({event.on, event.before, event.after, named(names, event.because)});
  }
  return shape;
}

}  // namespace

SchemeShape shape_of(const rules::Scheme& scheme) {
  return {scheme.id, scheme.zh, scheme.en, scheme.group};
}

QuestionShape shape_of(const registry::FactQuestion& question) {
  return {question.kind, question.subject, question.member};
}

StatusesShape shape_of(const registry::ChildStatuses& statuses) {
  StatusesShape shape;
  shape.on = statuses.on;
  FactNames names;
  for (const registry::StatusReason& reason : statuses.reasons) {
    shape.facts.push_back(shape_of(reason.fact));
    names.emplace(reason.number, shape.facts.back().id);
  }
  for (const registry::ChildStatus& status : statuses.items) {
    shape.items.push_back(status_shape(status, names));
  }
  for (const rules::Scheme* scheme : statuses.withheld) {
    shape.withheld.push_back(shape_of(*scheme));
  }
  return shape;
}

}  // namespace caregrid::http
