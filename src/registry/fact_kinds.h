#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "access/fields.h"
#include "core/result.h"
#include "registry/saying.h"

namespace caregrid::registry {

/// An id with what people call it.
struct FactWord {
  std::string_view id;
  std::string_view zh;
  std::string_view en;
};

/// What a member of a fact's value holds. Source: packs/schema/facts.schema.json.
enum class FactMemberType : std::uint8_t {
  yes_no,
  code,
  codes,
  date,
  months,
  number,
  place,   ///< A division code.
  person,  ///< Somebody's name.
  text
};

struct FactMember {
  FactWord word;
  FactMemberType type = FactMemberType::text;
  std::span<const FactWord> codes;
};

/// A set of subjects, a bit each.
using FactSubjects = std::uint8_t;
constexpr FactSubjects bit(FactSubject subject) {
  return static_cast<FactSubjects>(1U << static_cast<unsigned>(subject));
}

/// A kind of fact as the packs declare it.
struct FactKind {
  FactWord word;
  FactSubjects subjects = 0;
  bool is_dated = true;
  access::Field field = access::Field::fact_other;
  std::span<const FactMember> members;

  [[nodiscard]] bool is_about(FactSubject subject) const { return (subjects & bit(subject)) != 0; }
};

/// Every kind, in the order of packs/core/facts.json, then packs/cn/facts.json.
std::span<const FactKind> fact_kinds();
/// None for a kind no pack knows.
const FactKind* find_kind(std::string_view id);

/// Kinds that only lists bring, or that another part of the record holds.
bool is_enterable(const FactKind& kind);

/// Which kind about whom a stored name means: "father_absence" is the absence of the father, a name
/// no pack knows is a kind about the child.
std::pair<std::string, FactSubject> read_stored_name(std::string_view name);

/// The field of the table of rights that says who sees a fact; what no pack knows counts as
/// `fact_other`.
access::Field field_of(std::string_view kind, FactSubject subject);

/// Whether two values cannot both be true as far as a machine can tell: codes, numbers, places and
/// days differ. Names of schools and people are written in many ways; they may tell of a change,
/// never of a contradiction.
bool is_at_odds(std::string_view kind, const FactValue& a, const FactValue& b);

/// Checks a value against its kind. Errors: invalid "fact.member" naming a member the kind does not
/// have, "fact.value" one of the wrong form, "fact.code" a code no pack knows, "fact.empty" for no
/// member at all, "text.too_long".
core::Result<void> check_value(const FactKind& kind, const FactValue& value);

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::FactMemberType> {
  using enum registry::FactMemberType;
  static constexpr std::string_view name = "FactMemberType";
  static constexpr std::array values = {
      ValueOf{yes_no, "bool"}, ValueOf{code, "code"},     ValueOf{codes, "codes"},
      ValueOf{date, "date"},   ValueOf{months, "months"}, ValueOf{number, "number"},
      ValueOf{place, "place"}, ValueOf{person, "person"}, ValueOf{text, "text"}};
};
