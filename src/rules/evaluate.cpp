#include "rules/evaluate.h"

#include <algorithm>
#include <utility>

namespace caregrid::rules {
namespace {

/// Sorted and without repetition.
template <class T>
void tidy_up(std::vector<T>& values) {
  std::ranges::sort(values);
  const auto repeated = std::ranges::unique(values);
  values.erase(repeated.begin(), repeated.end());
}

void add_reasons(Finding& to, const Finding& from) {
  to.because.insert(to.because.end(), from.because.begin(), from.because.end());
  to.missing.insert(to.missing.end(), from.missing.begin(), from.missing.end());
}

/// Keeps of the parts' reasons those that decide: for a definite whole the parts that say the same.
Finding gather(Truth whole, Truth deciding, const std::vector<Finding>& parts) {
  Finding finding{whole, {}, {}};
  for (const Finding& part : parts) {
    if (part.truth == deciding) {
      add_reasons(finding, part);
    }
  }
  return finding;
}

class Evaluation final {
 public:
  Evaluation(const Book& book, const Vocabulary& vocabulary, const Circumstance& circumstance)
      : book_(book), vocabulary_(vocabulary), circumstance_(circumstance) {}

  Finding look(const Expression& expression, Parent parent) {
    switch (expression.op) {
      case Op::all:
      case Op::any:
      case Op::agreeing:
        return group(expression, parent);
      case Op::negation: {
        Finding finding = look(expression.parts.front(), parent);
        finding.truth = ~finding.truth;
        return finding;
      }
      case Op::any_parent:
      case Op::both_parents: {
        const Expression& part = expression.parts.front();
        return combine(expression.op == Op::any_parent ? Op::any : Op::all,
                       {look(part, Parent::father), look(part, Parent::mother)});
      }
      case Op::term: {
        const Term* const term = find_term(book_, expression.name);
        return term == nullptr ? Finding{} : look(term->when, parent);
      }
      case Op::scheme: {
        const Scheme* const scheme = find_scheme(book_, expression.name);
        return scheme == nullptr ? Finding{} : decide(*scheme).finding;
      }
      case Op::question:
        break;
    }
    return ask(question_of(vocabulary_, expression, parent));
  }

  Answer decide(const Scheme& scheme) {
    Answer answer;
    answer.scheme = &scheme;
    for (const Rule& rule : book_.rules) {
      const Truth binds = is_within(circumstance_.place, rule.jurisdiction);
      if (rule.scheme == scheme.id && rule.is_valid_on(circumstance_.on) && binds != Truth::no) {
        answer.rules.push_back({&rule, binds, look(rule.when, Parent::none)});
      }
    }
    answer.is_on_file = !answer.rules.empty();
    std::ranges::stable_sort(answer.rules, {}, [](const RuleFinding& found) {
      return std::pair(-found.rule->jurisdiction.length, found.rule->jurisdiction.digits);
    });
    answer.finding = scheme.binding == Binding::nearest ? nearest(scheme, answer.rules)
                                                        : together(scheme, answer.rules);
    if (scheme.is_number()) {
      choose_number(answer);
    }
    tidy_up(answer.finding.because);
    tidy_up(answer.finding.missing);
    return answer;
  }

 private:
  static Finding combine(Op op, const std::vector<Finding>& parts) {
    if (op == Op::agreeing) {
      return agree(parts);
    }
    const Truth strong = op == Op::any ? Truth::yes : Truth::no;
    Truth whole = ~strong;
    for (const Finding& part : parts) {
      whole = op == Op::any ? whole | part.truth : whole & part.truth;
    }
    return gather(whole, whole, parts);
  }

  static Finding agree(const std::vector<Finding>& parts) {
    Agreement heard;
    for (const Finding& part : parts) {
      heard.hear(part.truth);
    }
    if (!heard.is_contradictory()) {
      return gather(heard.truth(), heard.truth(), parts);
    }
    // Sources that contradict each other: both sides are the reason, nothing is missing.
    Finding finding{Truth::unknown, {}, {}};
    for (const Finding& part : parts) {
      finding.because.insert(finding.because.end(), part.because.begin(), part.because.end());
    }
    return finding;
  }

  Finding group(const Expression& expression, Parent parent) {
    std::vector<Finding> parts;
    parts.reserve(expression.parts.size());
    for (const Expression& part : expression.parts) {
      parts.push_back(look(part, parent));
    }
    return combine(expression.op, parts);
  }

  Finding ask(const Question& question) {
    const Probe probe(vocabulary_, question, circumstance_.on);
    const auto own = facts_of(circumstance_.facts, question.attribute);
    Finding finding{probe.ask(own, circumstance_.facts), {}, {}};
    hear(own, finding);
    if (question.test == Test::same) {
      hear(facts_of(circumstance_.facts, question.other), finding);
    }
    if (finding.truth == Truth::unknown) {
      const bool lacks_other =
          question.test == Test::same && facts_of(circumstance_.facts, question.other).empty();
      finding.missing = {lacks_other && !own.empty() ? question.other : question.attribute};
    }
    return finding;
  }

  /// Facts an answer rests on: those of the attribute that have begun.
  void hear(std::span<const Fact> facts, Finding& finding) const {
    for (const Fact& fact : facts) {
      if (fact.from <= circumstance_.on.days) {
        finding.because.push_back(fact.id);
      }
    }
  }

  /// All rules that bind. Where it is not known whether one does, it is taken for half.
  static Finding together(const Scheme& scheme, std::span<const RuleFinding> rules) {
    std::vector<Finding> parts;
    const bool wants_all = scheme.protective == Protective::no;
    for (const RuleFinding& rule : rules) {
      parts.push_back(rule.finding);
      Truth& truth = parts.back().truth;
      truth = wants_all ? truth | ~rule.binds : truth & rule.binds;
    }
    if (parts.empty()) {
      return {wants_all ? Truth::unknown : Truth::no, {}, {}};
    }
    return combine(wants_all ? Op::all : Op::any, parts);
  }

  /// The rules of the smallest division that has any; larger ones where that is in doubt.
  static Finding nearest(const Scheme& scheme, std::span<const RuleFinding> rules) {
    std::size_t end = 0;
    while (end < rules.size() &&
           rules[end].rule->jurisdiction == rules.front().rule->jurisdiction) {
      ++end;
    }
    std::vector<RuleFinding> certain(rules.begin(),
                                     rules.begin() + static_cast<std::ptrdiff_t>(end));
    for (RuleFinding& rule : certain) {
      rule.binds = Truth::yes;
    }
    Finding here = together(scheme, certain);
    const bool is_certain = rules.empty() || rules.front().binds == Truth::yes;
    if (is_certain) {
      return here;
    }
    const Finding larger = nearest(scheme, rules.subspan(end));
    here.truth = here.truth == larger.truth ? here.truth : Truth::unknown;
    add_reasons(here, larger);
    return here;
  }

  /// The strictest number that certainly binds, and whether a stricter one might.
  static void choose_number(Answer& answer) {
    const bool is_least = answer.scheme->protective == Protective::least;
    const auto is_stricter = [&](std::int64_t a, std::int64_t b) {
      return is_least ? a < b : a > b;
    };
    for (const RuleFinding& rule : answer.rules) {
      const std::int64_t value = rule.rule->outcome.value.value_or(0);
      if ((rule.finding.truth & rule.binds) == Truth::yes &&
          (!answer.number || is_stricter(value, *answer.number))) {
        answer.number = value;
      }
    }
    for (const RuleFinding& rule : answer.rules) {
      const std::int64_t value = rule.rule->outcome.value.value_or(0);
      const bool is_open = (rule.finding.truth & rule.binds) == Truth::unknown;
      answer.may_be_stricter = answer.may_be_stricter ||
                               (is_open && (!answer.number || is_stricter(value, *answer.number)));
    }
  }

  const Book& book_;
  const Vocabulary& vocabulary_;
  const Circumstance& circumstance_;
};

}  // namespace

Finding evaluate(const Book& book, const Vocabulary& vocabulary, const Circumstance& circumstance,
                 const Expression& expression) {
  Finding finding = Evaluation(book, vocabulary, circumstance).look(expression, Parent::none);
  tidy_up(finding.because);
  tidy_up(finding.missing);
  return finding;
}

Answer answer(const Book& book, const Vocabulary& vocabulary, const Circumstance& circumstance,
              const Scheme& scheme) {
  return Evaluation(book, vocabulary, circumstance).decide(scheme);
}

}  // namespace caregrid::rules
