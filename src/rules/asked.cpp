#include "rules/asked.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>

namespace caregrid::rules {
namespace {

constexpr int months_a_year = 12;

/// Collects the questions of a scheme.
class Asking final {
 public:
  Asking(const Book& book, const Vocabulary& vocabulary) : book_(book), vocabulary_(vocabulary) {}

  void add_scheme(const Scheme& scheme) {
    for (const Rule& rule : book_.rules) {
      if (rule.scheme == scheme.id) {
        rules_.push_back(&rule);
        add(rule.when, Parent::none);
      }
    }
  }

  [[nodiscard]] std::vector<Question>& questions() { return questions_; }
  /// The rules that were met on the way.
  [[nodiscard]] const std::vector<const Rule*>& rules() const { return rules_; }

 private:
  void add(const Expression& expression, Parent parent) {
    if (expression.op == Op::term) {
      const Term* const term = find_term(book_, expression.name);
      const bool is_new =
          seen_.insert("t" + expression.name + std::to_string(static_cast<int>(parent))).second;
      if (term != nullptr && is_new) {
        add(term->when, parent);
      }
    } else if (expression.op == Op::scheme) {
      const Scheme* const scheme = find_scheme(book_, expression.name);
      if (scheme != nullptr && seen_.insert("s" + expression.name).second) {
        add_scheme(*scheme);
      }
    } else if (expression.op == Op::question) {
      Question question = question_of(vocabulary_, expression, parent);
      if (std::ranges::find(questions_, question) == questions_.end()) {
        questions_.push_back(std::move(question));
      }
    }
    const bool binds = expression.op == Op::any_parent || expression.op == Op::both_parents;
    for (const Expression& part : expression.parts) {
      add(part, binds ? Parent::father : parent);
      if (binds) {
        add(part, Parent::mother);
      }
    }
  }

  const Book& book_;
  const Vocabulary& vocabulary_;
  std::vector<Question> questions_;
  std::vector<const Rule*> rules_;
  std::set<std::string> seen_;
};

/// The first day on which a day lies so long back.
std::int32_t day_when_past(std::int32_t begun, Period period) {
  constexpr int clipped_max = 4;  // A month may be so many days shorter than another, and one more.
  std::int32_t day = before(core::Date{begun}, {-period.months, -period.days}).days - clipped_max;
  while (before(core::Date{day}, period).days < begun) {
    ++day;
  }
  return day;
}

/// Collects the days on which one child's answers can change.
class Turning final {
 public:
  Turning(std::span<const Fact> facts, const DaySpan& span) : facts_(facts), span_(span) {}

  void add(const Question& question) {
    for (const Fact& fact : facts_of(facts_, question.attribute)) {
      add_bounds(question, fact);
      add_value(question, fact.value);
    }
    if (question.test == Test::same) {
      for (const Fact& fact : facts_of(facts_, question.other)) {
        add_bounds(question, fact);
      }
    }
    const bool counts_months = question.test == Test::renewed || question.total_months > 0;
    for (std::int32_t day = span_.first.days; counts_months && day <= span_.last.days; ++day) {
      note(day);
    }
  }

  void add(const Rule& rule) {
    note(rule.valid_from.days);
    if (rule.valid_to) {
      note(std::int64_t{rule.valid_to->days} + 1);
    }
  }

  [[nodiscard]] std::vector<core::Date> take() const {
    std::vector<core::Date> days;
    for (const std::int32_t day : days_) {
      days.push_back(core::Date{day});
    }
    return days;
  }

 private:
  void note(std::int64_t day) {
    if (day >= span_.first.days && day <= span_.last.days) {
      days_.insert(static_cast<std::int32_t>(day));
    }
  }

  /// Where a fact begins and ends, with the break that is forgiven, and where that lies long
  /// enough back.
  void add_bounds(const Question& question, const Fact& fact) {
    if (fact.from != always_from) {
      add_bound(question, fact.from);
    }
    if (fact.to != always_to) {
      add_bound(question, std::int64_t{fact.to} + 1);
      note(std::int64_t{fact.to} + question.grace_days + 1);
    }
  }

  void add_bound(const Question& question, std::int64_t day) {
    note(day);
    if (question.lasting.is_none() || day > span_.last.days) {
      return;
    }
    const auto begun = static_cast<std::int32_t>(day);
    // One day on either side: doubts end on the last day of a fact, runs begin on its first.
    for (const std::int32_t near : {begun - 1, begun, begun + 1}) {
      note(day_when_past(near, question.lasting));
    }
  }

  void add_value(const Question& question, std::int64_t value) {
    if (question.test == Test::recent) {
      note(value);
      note(day_when_past(static_cast<std::int32_t>(value) + 1, question.recent));
    }
    if (question.test != Test::years) {
      return;
    }
    for (const std::int64_t years : {question.least, question.below}) {
      constexpr std::int64_t years_max = 200;
      if (years >= 0 && years < years_max) {
        const Period period{static_cast<int>(years) * months_a_year, 0};
        note(day_when_past(static_cast<std::int32_t>(value), period));
      }
    }
  }

  std::span<const Fact> facts_;
  DaySpan span_;
  std::set<std::int32_t> days_;
};

}  // namespace

std::vector<Question> questions_of(const Book& book, const Vocabulary& vocabulary,
                                   const Scheme& scheme) {
  Asking asking(book, vocabulary);
  asking.add_scheme(scheme);
  return std::move(asking.questions());
}

std::vector<AttributeId> attributes_of(const Book& book, const Vocabulary& vocabulary,
                                       const Scheme& scheme) {
  std::set<AttributeId> found;
  for (const Question& question : questions_of(book, vocabulary, scheme)) {
    found.insert(question.attribute);
    if (question.test == Test::same) {
      found.insert(question.other);
    }
  }
  return {found.begin(), found.end()};
}

std::vector<core::Date> turning_days(const Book& book, const Vocabulary& vocabulary,
                                     std::span<const Fact> facts, const Scheme& scheme,
                                     const DaySpan& span) {
  Asking asking(book, vocabulary);
  asking.add_scheme(scheme);
  Turning turning(facts, span);
  for (const Question& question : asking.questions()) {
    turning.add(question);
  }
  for (const Rule* rule : asking.rules()) {
    turning.add(*rule);
  }
  return turning.take();
}

}  // namespace caregrid::rules
