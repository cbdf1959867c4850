#include "rules/expression.h"

#include <algorithm>

namespace caregrid::rules {
namespace {

Subject subject_for(Whose whose, Parent parent) {
  const bool is_mother = (whose == Whose::parent) == (parent == Parent::mother);
  if (whose == Whose::parent || whose == Whose::other_parent) {
    return is_mother ? Subject::mother : Subject::father;
  }
  return static_cast<Subject>(whose);
}

AttributeId attribute_of(const Vocabulary& vocabulary, const FactName& name, Parent parent) {
  return vocabulary.attribute(subject_for(name.whose, parent), name.kind, name.member).value_or(0);
}

bool is_parent(Whose whose) { return whose == Whose::parent || whose == Whose::other_parent; }

}  // namespace

Question question_of(const Vocabulary& vocabulary, const Expression& expression, Parent parent) {
  Question question = expression.question;
  question.attribute = attribute_of(vocabulary, expression.own, parent);
  if (question.test == Test::same) {
    question.other = attribute_of(vocabulary, expression.other, parent);
  }
  return question;
}

bool speaks_of_parent(const Expression& expression) {
  if (expression.op == Op::any_parent || expression.op == Op::both_parents) {
    return false;
  }
  if (expression.op == Op::question) {
    return is_parent(expression.own.whose) ||
           (expression.question.test == Test::same && is_parent(expression.other.whose));
  }
  return std::ranges::any_of(expression.parts, speaks_of_parent);
}

std::optional<Prefix> read_prefix(std::string_view text) {
  Prefix prefix;
  const bool is_level = text.empty() || text.size() == 2 || text.size() == 4 || text.size() == 6 ||
                        text.size() == 9 || text.size() == 12;
  if (!is_level || text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  for (const char digit : text) {
    prefix.digits = prefix.digits * 10 + (digit - '0');
  }
  prefix.length = static_cast<int>(text.size());
  return prefix;
}

}  // namespace caregrid::rules
