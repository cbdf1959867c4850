#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/describe.h"
#include "registry/child.h"
#include "registry/child_record.h"

namespace caregrid::core::json {
class View;
}  // namespace caregrid::core::json

namespace caregrid::registry {

/// Whom a fact is about: the child, or somebody around it.
/// The names are stored: append only.
enum class FactSubject : std::uint8_t { child, father, mother, guardian, carer, household };

/// What a statement does with a fact. `state` is a row of a list, the others a person's own.
enum class FactAct : std::uint8_t { state, record, confirm, end, correct, undo };

/// Names one saying of a child for good: which statement, which kind, about whom.
struct FactId {
  std::int64_t ordinal = 0;
  std::string kind;
  FactSubject subject = FactSubject::child;

  auto operator<=>(const FactId&) const = default;
};

/// As "3.schooling.child", the form addresses and answers use.
std::string to_text(const FactId& id);
/// None for any other text.
std::optional<FactId> read_fact_id(std::string_view text);

/// The members of a fact's value by name, each as JSON text: {"stage": "\"primary\""}.
using FactValue = std::map<std::string, std::string>;

/// The value of a JSON object; members that are null or objects are left out.
FactValue read_value(core::json::View object);
std::string to_json(const FactValue& value);

/// Whether two values can both be true: no member they share differs. What one leaves out is not
/// known, never "no". A list's own words ("text") count only where the two share nothing better.
bool is_compatible(const FactValue& a, const FactValue& b);

/// Takes in what another value adds: members that are not there yet, and the smaller of two places.
void merge_value(FactValue& value, const FactValue& other);

/// Who said something, and when.
struct FactOrigin {
  SourceRow row;        ///< Empty file: a person entered it.
  std::string account;  ///< Name of who imported or entered it; empty when not known any more.

  bool operator==(const FactOrigin&) const = default;

  [[nodiscard]] bool is_entry() const { return row.file.empty(); }
};

/// The day of a source, in the civil time of China.
core::Date day_of(const FactOrigin& origin);

/// One thing one source says about one kind of fact.
struct Saying {
  FactId id;
  FactAct act = FactAct::state;
  FactValue value;
  std::optional<core::Date> valid_from;
  std::optional<core::Date> valid_to;  ///< The first day it no longer holds.
  std::optional<FactId> about;         ///< The saying that is confirmed, ended, corrected, undone.
  std::string note;
  FactOrigin origin;

  bool operator==(const Saying&) const = default;
};

/// One statement as far as facts go.
struct FactStatement {
  std::int64_t ordinal = 0;
  FactOrigin origin;
  std::string facts;  ///< JSON object by kind; an entered one has the member "entry" alone.
  std::vector<StatedRelation> relations;
};

/// Kinds that are drawn from the people a row names rather than from its facts.
inline constexpr std::string_view person_kind = "person";
inline constexpr std::string_view absence_kind = "absence";

/// Takes a statement apart. Phones of people are left out: they are shown masked or not at all;
/// long numbers in a list's free text are starred. Facts that cannot be read are left out. Cost:
/// one parse.
std::vector<Saying> sayings_of(const FactStatement& statement);

/// The JSON object an entered statement keeps as its facts.
std::string pack_entry(const Saying& entry);

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::FactSubject> {
  using enum registry::FactSubject;
  static constexpr std::string_view name = "FactSubject";
  static constexpr std::array values = {ValueOf{child, "child"},   ValueOf{father, "father"},
                                        ValueOf{mother, "mother"}, ValueOf{guardian, "guardian"},
                                        ValueOf{carer, "carer"},   ValueOf{household, "household"}};
};

template <>
struct caregrid::core::Describe<caregrid::registry::FactAct> {
  using enum registry::FactAct;
  static constexpr std::string_view name = "FactAct";
  static constexpr std::array values = {ValueOf{state, "state"},     ValueOf{record, "record"},
                                        ValueOf{confirm, "confirm"}, ValueOf{end, "end"},
                                        ValueOf{correct, "correct"}, ValueOf{undo, "undo"}};
};
