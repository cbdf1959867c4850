// What is wrong with a book as a whole; one file alone cannot show it.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "rules/book.h"

namespace caregrid::rules {
namespace {

constexpr std::size_t questions_max = 5'000;
constexpr int depth_max = 200;

/// Equal but for where they stand.
bool same_condition(const Expression& a, const Expression& b) {
  return a.op == b.op && a.name == b.name && a.own == b.own && a.other == b.other &&
         a.question == b.question && std::ranges::equal(a.parts, b.parts, same_condition);
}

/// Where something was declared.
struct Declared {
  const std::string& file;
  const std::string& path;
};

/// Follows terms and schemes from rule to rule.
class BookCheck final {
 public:
  BookCheck(const Book& book, std::span<const Source> sources, std::vector<Fault>& faults)
      : book_(book), sources_(sources), faults_(faults) {}

  void run() {
    for (const Rule& rule : book_.rules) {
      check_rule(rule);
    }
    for (const Term& term : book_.terms) {
      walk(term.when, {term.file, term.path}, true);
    }
    check_overlaps();
    check_reach();
    for (const Term& term : book_.terms) {
      if (!used_.contains("term " + term.id)) {
        fault({term.file, term.path}, term.path, "rules.unused_term", term.id);
      }
    }
    if (!has_unknown_) {
      check_cycles();
    }
  }

 private:
  void fault(const Declared& in, const std::string& path, std::string reason, std::string detail) {
    const auto source = std::ranges::find(sources_, in.file, &Source::name);
    const int line = source == sources_.end() ? 1 : line_of(source->text, path);
    faults_.push_back({in.file, line, path, std::move(reason), std::move(detail)});
  }

  void check_rule(const Rule& rule) {
    const Declared here{rule.file, rule.path};
    const Scheme* const scheme = find_scheme(book_, rule.scheme);
    if (scheme == nullptr) {
      has_unknown_ = true;
      fault(here, step(rule.path, "scheme"), "rules.unknown_scheme", rule.scheme);
    } else if (scheme->is_number() != rule.outcome.value.has_value()) {
      fault(here, step(rule.path, "outcome"), "rules.value", scheme->id);
    }
    if (rule.valid_to && *rule.valid_to < rule.valid_from) {
      fault(here, step(rule.path, "valid_to"), "rules.ends_before", core::to_iso(rule.valid_from));
    }
    walk(rule.when, here, false);
  }

  /// Names what is unknown; `is_for_parent` where "parent" stands for somebody.
  void walk(const Expression& expression, const Declared& in, bool is_for_parent) {
    if (expression.op == Op::term) {
      used_.insert("term " + expression.name);
      const Term* const term = find_term(book_, expression.name);
      if (term == nullptr) {
        has_unknown_ = true;
        fault(in, expression.path, "rules.unknown_term", expression.name);
      } else if (!is_for_parent && needs_parent(term->when, 0)) {
        fault(in, expression.path, "rules.no_parent", expression.name);
      }
    } else if (expression.op == Op::scheme) {
      const Scheme* const scheme = find_scheme(book_, expression.name);
      if (scheme == nullptr || scheme->is_number()) {
        has_unknown_ = true;
        fault(in, expression.path, "rules.unknown_scheme", expression.name);
      }
    } else if (expression.op == Op::question && !is_for_parent && speaks_of_parent(expression)) {
      fault(in, expression.path, "rules.no_parent", {});
    }
    const bool binds = expression.op == Op::any_parent || expression.op == Op::both_parents;
    for (const Expression& part : expression.parts) {
      walk(part, in, is_for_parent || binds);
    }
  }

  /// Whether it speaks of "parent", itself or in its terms. Cycles are another fault's business.
  [[nodiscard]] bool needs_parent(const Expression& expression, int depth) const {
    if (expression.op == Op::any_parent || expression.op == Op::both_parents || depth > depth_max) {
      return false;
    }
    if (expression.op == Op::term) {
      const Term* const term = find_term(book_, expression.name);
      return term != nullptr && needs_parent(term->when, depth + 1);
    }
    return (expression.op == Op::question && speaks_of_parent(expression)) ||
           std::ranges::any_of(expression.parts, [&](const Expression& part) {
             return needs_parent(part, depth + 1);
           });
  }

  /// A rule that changes nothing: another binds wherever and whenever it does, as strictly.
  [[nodiscard]] bool covers(const Rule& wide, const Rule& narrow) const {
    const Scheme* const scheme = find_scheme(book_, wide.scheme);
    if (scheme == nullptr || scheme->binding == Binding::nearest || wide.scheme != narrow.scheme ||
        !same_condition(wide.when, narrow.when)) {
      return false;
    }
    std::int64_t digits = narrow.jurisdiction.digits;
    for (int length = narrow.jurisdiction.length; length > wide.jurisdiction.length; --length) {
      digits /= 10;
    }
    const bool is_around =
        wide.jurisdiction.length <= narrow.jurisdiction.length &&
        digits == wide.jurisdiction.digits && wide.valid_from <= narrow.valid_from &&
        (!wide.valid_to || (narrow.valid_to && *narrow.valid_to <= *wide.valid_to));
    const std::int64_t a = wide.outcome.value.value_or(0);
    const std::int64_t b = narrow.outcome.value.value_or(0);
    return is_around && (scheme->protective == Protective::most ? a >= b : a <= b) &&
           wide.outcome.grade == narrow.outcome.grade;
  }

  void check_reach() {
    for (const Rule& narrow : book_.rules) {
      const auto wide = std::ranges::find_if(book_.rules, [&](const Rule& other) {
        const bool is_other = other.id != narrow.id || other.jurisdiction != narrow.jurisdiction;
        return is_other && covers(other, narrow) && (!covers(narrow, other) || &other < &narrow);
      });
      if (wide != book_.rules.end()) {
        fault({narrow.file, narrow.path}, narrow.path, "rules.unreachable", wide->id);
      }
    }
  }

  void check_overlaps() {
    const auto ends = [](const Rule& rule) {
      return rule.valid_to.value_or(core::Date{always_to});
    };
    for (std::size_t i = 0; i < book_.rules.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const Rule& a = book_.rules[j];
        const Rule& b = book_.rules[i];
        if (a.id == b.id && a.jurisdiction == b.jurisdiction && a.valid_from <= ends(b) &&
            b.valid_from <= ends(a)) {
          fault({b.file, b.path}, b.path, "rules.overlap", a.path);
        }
      }
    }
    for (const Scheme& scheme : book_.schemes) {
      if (std::ranges::find(book_.rules, scheme.id, &Rule::scheme) == book_.rules.end()) {
        faults_.push_back({sources_.empty() ? std::string() : sources_.front().name,
                           1,
                           {},
                           "rules.no_rule",
                           scheme.id});
      }
    }
  }

  void check_cycles() {
    for (const Term& term : book_.terms) {
      size_of_named("term " + term.id, {term.file, term.path});
    }
    for (const Rule& rule : book_.rules) {
      size_of_named("scheme " + rule.scheme, {rule.file, rule.path});
    }
  }

  /// How many questions a term or scheme is made of; a cycle or too many is a fault.
  std::size_t size_of_named(const std::string& name, const Declared& in) {
    const auto [found, is_new] = sizes_.try_emplace(name, open);
    if (!is_new) {
      if (found->second == open) {
        fault(in, in.path, "rules.cycle", name.substr(name.find(' ') + 1));
        found->second = 0;
      }
      return found->second;
    }
    std::size_t total = 0;
    if (name.starts_with("term ")) {
      const Term* const term = find_term(book_, std::string_view(name).substr(5));
      total = term == nullptr ? 0 : size_of(term->when, {term->file, term->path});
    } else {
      for (const Rule& rule : book_.rules) {
        if (rule.scheme == std::string_view(name).substr(7)) {
          total += size_of(rule.when, {rule.file, rule.path});
        }
      }
    }
    if (total > questions_max) {
      fault(in, in.path, "rules.too_many", std::to_string(questions_max));
      total = 0;
    }
    return sizes_[name] = total;
  }

  std::size_t size_of(const Expression& expression, const Declared& in) {
    std::size_t total = 1;
    if (expression.op == Op::term || expression.op == Op::scheme) {
      total +=
          size_of_named((expression.op == Op::term ? "term " : "scheme ") + expression.name, in);
    }
    for (const Expression& part : expression.parts) {
      total += size_of(part, in);
    }
    const bool is_twice = expression.op == Op::any_parent || expression.op == Op::both_parents;
    return std::min(is_twice ? total * 2 : total, questions_max + 1);
  }

  static constexpr std::size_t open = static_cast<std::size_t>(-1);

  const Book& book_;
  std::span<const Source> sources_;
  std::vector<Fault>& faults_;
  std::set<std::string> used_;
  std::map<std::string, std::size_t> sizes_;
  bool has_unknown_ = false;
};

}  // namespace

void check_book(const Book& book, std::span<const Source> sources, std::vector<Fault>& faults) {
  BookCheck(book, sources, faults).run();
}

}  // namespace caregrid::rules
