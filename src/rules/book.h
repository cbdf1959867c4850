#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "rules/expression.h"
#include "rules/source.h"
#include "rules/vocabulary.h"

namespace caregrid::rules {

/// Which of several answers protects a child most; what rules that bind together come to.
enum class Protective : std::uint8_t {
  yes,    ///< Any rule that says yes is enough: a status, a danger.
  no,     ///< Every rule must say yes: a permission.
  least,  ///< The smallest number: days between contacts.
  most    ///< The largest number: yuan a month.
};

/// Which rules of a scheme bind where several could.
enum class Binding : std::uint8_t {
  all,     ///< The nation's, the province's and the county's together.
  nearest  ///< Those of the smallest division that has any.
};

/// A named thing rules decide: a status with a source, a duty, a permission.
struct Scheme {
  std::string id;
  std::string zh;
  std::string en;
  std::string group;  ///< What it stands beside on a page ("left_behind").
  Protective protective = Protective::yes;
  Binding binding = Binding::all;
  std::string unit;  ///< Of a number ("days"); empty: yes or no.

  [[nodiscard]] bool is_number() const {
    return protective == Protective::least || protective == Protective::most;
  }
};

/// A condition with a name, to be used by rules.
struct Term {
  std::string id;
  std::string zh;
  std::string en;
  Expression when;
  std::string file;
  std::string path;
};

/// Where a rule comes from.
struct Citation {
  std::string title;
  std::string document;  ///< Its number ("国发〔2016〕13号").
  std::string article;
  std::string url;
};

/// What follows when a rule's condition holds.
struct Outcome {
  std::optional<std::int64_t> value;  ///< Of a number scheme.
  std::string grade;                  ///< "red": the grade it raises a child to at least.
  std::string override_code;          ///< "O2".
  int persons_to_lower = 1;           ///< How many people it takes to lower that grade again.
};

/// One dated, cited rule of one place.
struct Rule {
  std::string id;
  std::string scheme;
  std::string zh;
  std::string en;
  Prefix jurisdiction;
  core::Date valid_from;
  std::optional<core::Date> valid_to;  ///< The last day; none: still in force.
  std::string version;
  Citation citation;
  bool is_confirmed = false;  ///< A person has checked it against its source.
  std::string note;           ///< What is uncertain about it.
  Expression when;
  Outcome outcome;
  std::string file;
  std::string path;

  [[nodiscard]] bool is_valid_on(core::Date day) const {
    return valid_from <= day && (!valid_to || day <= *valid_to);
  }
};

/// Everything that binds: the packs of the country and of the county, merged.
struct Book {
  std::vector<Scheme> schemes;
  std::vector<Term> terms;
  std::vector<Rule> rules;
};

const Scheme* find_scheme(const Book& book, std::string_view id);
const Term* find_term(const Book& book, std::string_view id);

/// Reads packs in order, a country's first. A rule replaces an earlier one of the same id,
/// jurisdiction and first day; any other is added. Faults are appended, whole-book ones too
/// (cycles, overlaps, what is unknown or never used); a book with faults must not be used.
Book read_book(std::span<const Source> sources, const Vocabulary& vocabulary,
               std::vector<Fault>& faults);

/// What is wrong with a book as a whole: unknown terms and schemes, cycles, "parent" where there is
/// none, overlapping validity, rules that can never bind, schemes without rules, unused terms.
void check_book(const Book& book, std::span<const Source> sources, std::vector<Fault>& faults);

}  // namespace caregrid::rules
