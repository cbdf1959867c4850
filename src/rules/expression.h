#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/probe.h"
#include "rules/source.h"
#include "rules/vocabulary.h"

namespace caregrid::rules {

/// Whose fact an expression asks for; the last two inside any_parent and both_parents only.
enum class Whose : std::uint8_t {
  child,
  father,
  mother,
  guardian,
  carer,
  household,
  parent,
  other_parent
};

inline constexpr std::array<std::string_view, 8> whose_names{
    "child", "father", "mother", "guardian", "carer", "household", "parent", "other_parent"};

enum class Op : std::uint8_t {
  all,           ///< Every part.
  any,           ///< At least one part.
  negation,      ///< Not its one part.
  agreeing,      ///< Parts that state one thing: what those that know say, if they agree.
  any_parent,    ///< Its part holds of father or mother.
  both_parents,  ///< Its part holds of father and mother.
  term,          ///< A named condition.
  scheme,        ///< What a scheme says.
  question
};

/// Whose kind and member; `attribute_of` makes it an attribute.
struct FactName {
  Whose whose = Whose::child;
  std::uint16_t kind = 0;
  std::uint16_t member = 0;

  bool operator==(const FactName&) const = default;
};

/// A condition as a tree. A value: equal trees ask the same.
struct Expression {
  Op op = Op::all;
  std::vector<Expression> parts;
  std::string name;  ///< Of the term or scheme.
  FactName own;      ///< Of a question.
  FactName other;
  Question question;  ///< Its attributes are filled in by `question_of`.
  std::string path;   ///< Where it stands in its file.

  bool operator==(const Expression&) const = default;
};

/// Who "parent" is while a part of any_parent or both_parents is looked at.
enum class Parent : std::uint8_t { none, father, mother };

/// The question with its attributes, for this parent.
Question question_of(const Vocabulary& vocabulary, const Expression& expression, Parent parent);

/// Whether it speaks of "parent" or "other_parent" outside any_parent and both_parents.
bool speaks_of_parent(const Expression& expression);

/// Reads a condition. Faults are reported to the reader; a faulty part reads as an empty `any`,
/// which is never true.
Expression read_expression(Reader& reader, core::json::View view, const std::string& path,
                           const Vocabulary& vocabulary);

/// A division by the digits of its code: "" everywhere, "33", "620524"; none if it is no such text.
std::optional<Prefix> read_prefix(std::string_view text);

}  // namespace caregrid::rules
