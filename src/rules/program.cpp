#include "rules/program.h"

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

#include "core/check.h"

namespace caregrid::rules {

/// Turns a book into steps, each different one once.
class Compiler final {
 public:
  Compiler(const Book& book, const Vocabulary& vocabulary, core::Date on, Program& program)
      : book_(book), vocabulary_(vocabulary), on_(on), program_(program) {}

  void compile() {
    for (const Scheme& scheme : book_.schemes) {
      Program::Output output;
      output.scheme = scheme.id;
      output.protective = scheme.protective;
      output.step = scheme_step(scheme);
      if (scheme.is_number()) {
        for (const Rule* rule : rules_of(scheme)) {
          output.numbers.push_back({bound_step(scheme, *rule), rule->outcome.value.value_or(0)});
        }
      }
      program_.outputs_.push_back(std::move(output));
    }
  }

 private:
  using Act = Program::Act;
  using Step = Program::Step;

  std::uint32_t put(Step step) {
    const auto [found, is_new] =
        numbers_.try_emplace(step, static_cast<std::uint32_t>(program_.steps_.size()));
    if (is_new) {
      program_.steps_.push_back(std::move(step));
    }
    return found->second;
  }

  std::uint32_t put_group(Act act, std::vector<std::uint32_t> inputs) {
    std::ranges::sort(inputs);
    const auto repeated = std::ranges::unique(inputs);
    inputs.erase(repeated.begin(), repeated.end());
    return inputs.size() == 1 ? inputs.front() : put({act, 0, std::move(inputs)});
  }

  std::uint32_t step_of(const Expression& expression, Parent parent) {
    switch (expression.op) {
      case Op::all:
        return put_group(Act::all, parts_of(expression, parent));
      case Op::any:
        return put_group(Act::any, parts_of(expression, parent));
      case Op::agreeing:
        return put_group(Act::agreeing, parts_of(expression, parent));
      case Op::negation:
        return put({Act::negation, 0, parts_of(expression, parent)});
      case Op::any_parent:
      case Op::both_parents: {
        const Expression& part = expression.parts.front();
        return put_group(expression.op == Op::any_parent ? Act::any : Act::all,
                         {step_of(part, Parent::father), step_of(part, Parent::mother)});
      }
      case Op::term: {
        const Term* const term = find_term(book_, expression.name);
        core::check(term != nullptr);
        return step_of(term->when, parent);
      }
      case Op::scheme: {
        const Scheme* const scheme = find_scheme(book_, expression.name);
        core::check(scheme != nullptr);
        return scheme_step(*scheme);
      }
      case Op::question:
        break;
    }
    return question_step(question_of(vocabulary_, expression, parent));
  }

  std::vector<std::uint32_t> parts_of(const Expression& expression, Parent parent) {
    std::vector<std::uint32_t> parts;
    for (const Expression& part : expression.parts) {
      parts.push_back(step_of(part, parent));
    }
    return parts;
  }

  std::uint32_t question_step(const Question& question) {
    const auto known = std::ranges::find(questions_, question);
    const auto index = static_cast<std::uint32_t>(known - questions_.begin());
    if (known == questions_.end()) {
      questions_.push_back(question);
      program_.probes_.emplace_back(vocabulary_, question, on_);
      program_.asked_of_.resize(vocabulary_.attributes.size());
      program_.asked_of_[question.attribute].push_back(index);
    }
    return put({Act::question, index, {}});
  }

  std::uint32_t place_step(const Prefix& prefix) {
    const auto known = std::ranges::find(program_.places_, prefix);
    const auto index = static_cast<std::uint32_t>(known - program_.places_.begin());
    if (known == program_.places_.end()) {
      program_.places_.push_back(prefix);
    }
    return put({Act::place, index, {}});
  }

  std::vector<const Rule*> rules_of(const Scheme& scheme) const {
    std::vector<const Rule*> rules;
    for (const Rule& rule : book_.rules) {
      if (rule.scheme == scheme.id && rule.is_valid_on(on_)) {
        rules.push_back(&rule);
      }
    }
    std::ranges::stable_sort(rules, std::ranges::greater{},
                             [](const Rule* rule) { return rule->jurisdiction.length; });
    return rules;
  }

  /// The rule's condition where it binds; neutral where it does not.
  std::uint32_t bound_step(const Scheme& scheme, const Rule& rule) {
    const std::uint32_t when = step_of(rule.when, Parent::none);
    if (rule.jurisdiction.length == 0) {
      return when;
    }
    const std::uint32_t binds = place_step(rule.jurisdiction);
    return scheme.protective == Protective::no
               ? put_group(Act::any, {when, put({Act::negation, 0, {binds}})})
               : put_group(Act::all, {when, binds});
  }

  std::uint32_t scheme_step(const Scheme& scheme) {
    const auto known = schemes_.find(scheme.id);
    if (known != schemes_.end()) {
      return known->second;
    }
    const auto rules = rules_of(scheme);
    const std::uint32_t step = scheme.binding == Binding::nearest ? nearest_step(scheme, rules)
                                                                  : together_step(scheme, rules);
    schemes_.emplace(scheme.id, step);
    return step;
  }

  /// With a permission, no rule at all leaves it undecided; so does a place where none binds.
  std::uint32_t together_step(const Scheme& scheme, const std::vector<const Rule*>& rules) {
    std::vector<std::uint32_t> parts;
    std::vector<std::uint32_t> binds;
    for (const Rule* rule : rules) {
      parts.push_back(bound_step(scheme, *rule));
      binds.push_back(place_step(rule->jurisdiction));
    }
    if (scheme.protective != Protective::no) {
      return put_group(Act::any, std::move(parts));
    }
    const std::uint32_t unknown = put({Act::agreeing, 0, {}});
    return parts.empty() ? unknown
                         : put({Act::select,
                                0,
                                {binds_somewhere(std::move(binds)),
                                 put_group(Act::all, std::move(parts)), unknown}});
  }

  /// Yes wherever some rule could bind: the answer then speaks of its rules.
  std::uint32_t binds_somewhere(std::vector<std::uint32_t> binds) {
    const std::uint32_t any = put_group(Act::any, std::move(binds));
    // Unknown counts as "could": not a definite no.
    const std::uint32_t none = put({Act::negation, 0, {any}});
    return put({Act::negation, 1, {none}});
  }

  std::uint32_t nearest_step(const Scheme& scheme, std::vector<const Rule*> rules) {
    if (rules.empty()) {
      return together_step(scheme, {});
    }
    const auto end = std::ranges::find_if(rules, [&](const Rule* rule) {
      return rule->jurisdiction.length != rules.front()->jurisdiction.length;
    });
    std::uint32_t otherwise = nearest_step(scheme, std::vector<const Rule*>(end, rules.end()));
    // Rules of one level: those of different divisions never bind together.
    std::map<std::int64_t, std::vector<std::uint32_t>> by_division;
    for (auto rule = rules.begin(); rule != end; ++rule) {
      by_division[(*rule)->jurisdiction.digits].push_back(step_of((*rule)->when, Parent::none));
    }
    const Act act = scheme.protective == Protective::no ? Act::all : Act::any;
    for (auto& [digits, steps] : by_division) {
      const std::uint32_t binds = place_step({digits, rules.front()->jurisdiction.length});
      otherwise = put({Act::select, 0, {binds, put_group(act, std::move(steps)), otherwise}});
    }
    return otherwise;
  }

  const Book& book_;
  const Vocabulary& vocabulary_;
  core::Date on_;
  Program& program_;
  std::vector<Question> questions_;
  std::map<Step, std::uint32_t> numbers_;
  std::map<std::string, std::uint32_t, std::less<>> schemes_;
};

Program::Program(const Book& book, const Vocabulary& vocabulary, core::Date on) {
  asked_of_.resize(vocabulary.attributes.size());
  Compiler(book, vocabulary, on, *this).compile();
}

void Program::ask_block(const FactTable& table, std::size_t first, std::size_t count,
                        std::span<Word> answers) const {
  for (std::size_t i = 0; i < count; ++i) {
    const auto all = table.of(first + i);
    const std::uint64_t bit = std::uint64_t{1} << i;
    for (std::size_t from = 0; from < all.size();) {
      const AttributeId attribute = all[from].attribute;
      std::size_t to = from + 1;
      while (to < all.size() && all[to].attribute == attribute) {
        ++to;
      }
      for (const std::uint32_t question : asked_of_[attribute]) {
        const Truth truth = probes_[question].ask(all.subspan(from, to - from), all);
        answers[question].yes |= truth == Truth::yes ? bit : 0;
        answers[question].no |= truth == Truth::no ? bit : 0;
      }
      from = to;
    }
  }
}

void Program::place_block(std::span<const std::int64_t> places, std::span<Word> answers) const {
  for (std::size_t p = 0; p < places_.size(); ++p) {
    for (std::size_t i = 0; i < places.size(); ++i) {
      const Truth truth = is_within(places[i], places_[p]);
      answers[p].yes |= std::uint64_t{truth == Truth::yes} << i;
      answers[p].no |= std::uint64_t{truth == Truth::no} << i;
    }
  }
}

Program::Word Program::combine(const Step& step, std::span<const Word> words) {
  constexpr std::uint64_t ones = ~std::uint64_t{0};
  Word out{step.act == Act::all ? ones : 0, step.act == Act::any ? ones : 0};
  switch (step.act) {
    case Act::all:
      for (const std::uint32_t input : step.inputs) {
        out.yes &= words[input].yes;
        out.no |= words[input].no;
      }
      break;
    case Act::any:
      for (const std::uint32_t input : step.inputs) {
        out.yes |= words[input].yes;
        out.no &= words[input].no;
      }
      break;
    case Act::agreeing: {
      for (const std::uint32_t input : step.inputs) {
        out.yes |= words[input].yes;
        out.no |= words[input].no;
      }
      const std::uint64_t both = out.yes & out.no;
      out = {out.yes & ~both, out.no & ~both};
      break;
    }
    case Act::negation: {
      const Word in = words[step.inputs.front()];
      // Index 1 also takes what is not known for a yes: not a definite no.
      out = step.index == 0 ? Word{in.no, in.yes} : Word{~in.yes, in.yes};
      break;
    }
    case Act::select: {
      const Word condition = words[step.inputs[0]];
      const Word then = words[step.inputs[1]];
      const Word otherwise = words[step.inputs[2]];
      const std::uint64_t open = ~condition.yes & ~condition.no;
      out.yes = (condition.yes & then.yes) | (condition.no & otherwise.yes) |
                (open & then.yes & otherwise.yes);
      out.no = (condition.yes & then.no) | (condition.no & otherwise.no) |
               (open & then.no & otherwise.no);
      break;
    }
    case Act::question:
    case Act::place:
      break;
  }
  return out;
}

void Program::write(const Output& output, std::span<const Word> words, std::size_t block,
                    SchemeColumn& column) const {
  column.yes[block] = words[output.step].yes;
  column.no[block] = words[output.step].no;
  if (column.numbers.empty()) {
    return;
  }
  const bool is_least = output.protective == Protective::least;
  const auto each_bit = [](std::uint64_t bits, auto visit) {
    for (; bits != 0; bits &= bits - 1) {
      visit(static_cast<std::size_t>(std::countr_zero(bits)));
    }
  };
  const std::size_t first = block * 64;
  const auto is_stricter = [&](std::int64_t value, std::size_t i) {
    const std::int64_t number = column.numbers[first + i];
    return number == no_number || (is_least ? value < number : value > number);
  };
  for (const NumberRule& rule : output.numbers) {
    each_bit(words[rule.step].yes, [&](std::size_t i) {
      if (first + i < column.numbers.size() && is_stricter(rule.value, i)) {
        column.numbers[first + i] = rule.value;
      }
    });
  }
  for (const NumberRule& rule : output.numbers) {
    each_bit(~words[rule.step].yes & ~words[rule.step].no, [&](std::size_t i) {
      if (first + i < column.numbers.size() && is_stricter(rule.value, i)) {
        column.stricter[block] |= std::uint64_t{1} << i;
      }
    });
  }
}

std::vector<SchemeColumn> Program::empty_columns(std::size_t children) const {
  const std::size_t blocks = (children + 63) / 64;
  std::vector<SchemeColumn> columns(outputs_.size());
  for (std::size_t o = 0; o < outputs_.size(); ++o) {
    columns[o].scheme = outputs_[o].scheme;
    columns[o].yes.resize(blocks);
    columns[o].no.resize(blocks);
    const bool is_number =
        outputs_[o].protective == Protective::least || outputs_[o].protective == Protective::most;
    columns[o].numbers.assign(is_number ? children : 0, no_number);
    columns[o].stricter.resize(is_number ? blocks : 0);
  }
  return columns;
}

std::vector<SchemeColumn> Program::run(const FactTable& table,
                                       std::span<const std::int64_t> places) const {
  core::check(places.size() == table.children());
  const std::size_t blocks = (table.children() + 63) / 64;
  std::vector<SchemeColumn> columns = empty_columns(table.children());
  std::vector<Word> questions(probes_.size());
  std::vector<Word> bounds(places_.size());
  std::vector<Word> words(steps_.size());
  for (std::size_t block = 0; block < blocks; ++block) {
    const std::size_t first = block * 64;
    const std::size_t count = std::min<std::size_t>(64, table.children() - first);
    std::ranges::fill(questions, Word{});
    std::ranges::fill(bounds, Word{});
    ask_block(table, first, count, questions);
    place_block(places.subspan(first, count), bounds);
    for (std::size_t s = 0; s < steps_.size(); ++s) {
      const Step& step = steps_[s];
      words[s] = step.act == Act::question ? questions[step.index]
                 : step.act == Act::place  ? bounds[step.index]
                                           : combine(step, words);
    }
    for (std::size_t o = 0; o < outputs_.size(); ++o) {
      write(outputs_[o], words, block, columns[o]);
    }
  }
  // Beyond the last child there is nobody, so nothing is said.
  if (table.children() % 64 != 0) {
    const std::uint64_t inside = (std::uint64_t{1} << (table.children() % 64)) - 1;
    for (SchemeColumn& column : columns) {
      column.yes.back() &= inside;
      column.no.back() &= inside;
    }
  }
  return columns;
}

}  // namespace caregrid::rules
