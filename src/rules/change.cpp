#include "rules/change.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string>

namespace caregrid::rules {
namespace {

constexpr std::size_t changes_max = 96;
constexpr std::int64_t place_outside = 990000000000;

/// Collects the questions a scheme asks on a day.
class Questions final {
 public:
  Questions(const Book& book, const Vocabulary& vocabulary, const Circumstance& circumstance)
      : book_(book), vocabulary_(vocabulary), circumstance_(circumstance) {}

  std::vector<Question> of(const Scheme& scheme) {
    add_scheme(scheme);
    return std::move(found_);
  }

 private:
  void add_scheme(const Scheme& scheme) {
    for (const Rule& rule : book_.rules) {
      if (rule.scheme == scheme.id && rule.is_valid_on(circumstance_.on) &&
          is_within(circumstance_.place, rule.jurisdiction) != Truth::no) {
        add(rule.when, Parent::none);
      }
    }
  }

  void add(const Expression& expression, Parent parent) {
    if (expression.op == Op::term) {
      const Term* const term = find_term(book_, expression.name);
      const auto key = expression.name + std::to_string(static_cast<int>(parent));
      if (term != nullptr && seen_.insert(key).second) {
        add(term->when, parent);
      }
    } else if (expression.op == Op::scheme) {
      const Scheme* const scheme = find_scheme(book_, expression.name);
      if (scheme != nullptr && seen_.insert(expression.name).second) {
        add_scheme(*scheme);
      }
    } else if (expression.op == Op::question) {
      found_.push_back(question_of(vocabulary_, expression, parent));
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
  const Circumstance& circumstance_;
  std::vector<Question> found_;
  std::set<std::string> seen_;
};

/// Values of an attribute that the questions tell apart, a representative of each sort.
class Candidates final {
 public:
  Candidates(const Vocabulary& vocabulary, const Circumstance& circumstance)
      : vocabulary_(vocabulary), circumstance_(circumstance) {}

  std::vector<Change> of(const std::vector<Question>& questions) {
    for (const Question& question : questions) {
      add_values(question);
      lasting_[question.attribute] = lasting_[question.attribute] || !question.lasting.is_none();
    }
    std::vector<Change> changes;
    for (const auto& [attribute, values] : values_) {
      for (const auto& [signature, value] : representatives(attribute, values, questions)) {
        changes.push_back({attribute, value, true});
        if (lasting_[attribute]) {
          changes.push_back({attribute, value, false});
        }
      }
    }
    changes.resize(std::min(changes.size(), changes_max));
    return changes;
  }

 private:
  void add_values(const Question& question) {
    auto& values = values_[question.attribute];
    switch (question.test) {
      case Test::codes:
        for (std::size_t i = 0; i < vocabulary_.member_of(question.attribute).codes.size(); ++i) {
          values.insert(static_cast<std::int64_t>(i));
        }
        break;
      case Test::range:
        if (question.least != std::numeric_limits<std::int64_t>::min()) {
          values.insert({question.least - 1, question.least});
        }
        if (question.below != std::numeric_limits<std::int64_t>::max()) {
          values.insert({question.below - 1, question.below});
        }
        break;
      case Test::recent:
        values.insert({circumstance_.on.days, before(circumstance_.on, question.recent).days - 1});
        break;
      case Test::within:
        for (const Prefix& prefix : question.places) {
          values.insert(padded(prefix));
        }
        values.insert(place_outside);
        break;
      case Test::same:
        values.insert(place_outside);
        for (const Fact& fact : facts_of(circumstance_.facts, question.other)) {
          values.insert(fact.value);
        }
        for (const Fact& fact : facts_of(circumstance_.facts, question.attribute)) {
          values_[question.other].insert(fact.value);
        }
        values_[question.other].insert(place_outside);
        break;
      case Test::years:
      case Test::renewed:
      case Test::digits:
        break;
    }
  }

  static std::int64_t padded(const Prefix& prefix) {
    std::int64_t place = prefix.digits;
    for (int length = prefix.length; length < 12; ++length) {
      place *= 10;
    }
    return place;
  }

  /// One value for each way the questions can answer; codes in the order of their list.
  [[nodiscard]] std::map<std::string, std::int64_t> representatives(
      AttributeId attribute, const std::set<std::int64_t>& values,
      const std::vector<Question>& questions) const {
    std::map<std::string, std::int64_t> found;
    for (const std::int64_t value : values) {
      std::string signature;
      for (const Question& question : questions) {
        if (question.attribute == attribute || question.other == attribute) {
          const Probe probe(vocabulary_, question, circumstance_.on);
          const bool is_own = question.attribute == attribute;
          signature += is_own ? static_cast<char>(
                                    '0' + static_cast<int>(probe.says(value, circumstance_.facts)))
                              : '-';
        }
      }
      const bool is_place = vocabulary_.member_of(attribute).type == ValueType::place;
      found.try_emplace(is_place ? signature + std::to_string(value) : signature, value);
    }
    return found;
  }

  const Vocabulary& vocabulary_;
  const Circumstance& circumstance_;
  std::map<AttributeId, std::set<std::int64_t>> values_;
  std::map<AttributeId, bool> lasting_;
};

/// The child with some attributes set otherwise.
std::vector<Fact> changed(const Circumstance& circumstance, std::span<const Change> changes) {
  std::vector<Fact> facts;
  for (const Fact& fact : circumstance.facts) {
    if (std::ranges::find(changes, fact.attribute, &Change::attribute) == changes.end()) {
      facts.push_back(fact);
    }
  }
  for (const Change& change : changes) {
    Fact fact;
    fact.attribute = change.attribute;
    fact.value = change.value;
    fact.from = change.is_since_long ? always_from : circumstance.on.days;
    facts.push_back(fact);
  }
  // The others are settled already; settling them again would decide where they contradict.
  put_in_order(facts);
  return facts;
}

/// "Since today" is said only where it matters.
void prefer_long(std::vector<Turn>& turns) {
  std::erase_if(turns, [&](const Turn& turn) {
    return std::ranges::any_of(turn.changes, [&](const Change& change) {
      Turn longer = turn;
      for (Change& other : longer.changes) {
        other.is_since_long = other.is_since_long || other == change;
      }
      return !change.is_since_long && std::ranges::find(turns, longer) != turns.end();
    });
  });
}

}  // namespace

std::vector<Turn> would_change(const Book& book, const Vocabulary& vocabulary,
                               const Circumstance& circumstance, const Scheme& scheme) {
  const Truth now = answer(book, vocabulary, circumstance, scheme).finding.truth;
  const auto questions = Questions(book, vocabulary, circumstance).of(scheme);
  const auto changes = Candidates(vocabulary, circumstance).of(questions);
  std::vector<Turn> turns;
  const auto attempt = [&](const std::vector<Change>& set) {
    const auto facts = changed(circumstance, set);
    const Circumstance then{facts, circumstance.on, circumstance.place};
    const Truth truth = answer(book, vocabulary, then, scheme).finding.truth;
    if (truth != now && truth != Truth::unknown) {
      turns.push_back({set, truth});
    }
  };
  for (const Change& change : changes) {
    attempt({change});
  }
  const bool needs_two = turns.empty();
  for (std::size_t first = 0; needs_two && first < changes.size(); ++first) {
    for (std::size_t second = first + 1; second < changes.size(); ++second) {
      if (changes[first].attribute != changes[second].attribute) {
        attempt({changes[first], changes[second]});
      }
    }
  }
  prefer_long(turns);
  return turns;
}

}  // namespace caregrid::rules
