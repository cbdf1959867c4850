#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/embedded.h"
#include "rules/source.h"

namespace caregrid::rules {

/// Whom a fact is about.
enum class Subject : std::uint8_t { child, father, mother, guardian, carer, household };

inline constexpr std::array<std::string_view, 6> subject_names{"child",    "father", "mother",
                                                               "guardian", "carer",  "household"};

enum class ValueType : std::uint8_t {
  boolean,
  code,
  codes,
  date,
  months,
  number,
  place,
  person,
  text
};

/// One code of a list. The masks speak of codes by their place in the list.
struct Code {
  std::string id;
  std::string zh;
  std::string en;
  std::uint64_t holds = 0;      ///< Codes that hold when this one is stated; itself among them.
  std::uint64_t rules_out = 0;  ///< Codes that do not.
};

/// One value of a kind of fact.
struct Member {
  std::string id;
  std::string zh;
  std::string en;
  ValueType type = ValueType::text;
  bool is_complete = false;  ///< A stated list names all that holds.
  std::string implied;       ///< The code a fact without this member means; empty: none.
  std::vector<Code> codes;   ///< Of a boolean: "no", "yes".
};

/// A kind of fact. Source: packs/core/facts.json and the country packs.
struct Kind {
  std::string id;
  std::string zh;
  std::string en;
  std::vector<Subject> subjects;
  bool is_dated = true;
  bool is_restricted = false;  ///< Never exported by name.
  std::string field;           ///< Entry of packs/core/access.json that says who sees it.
  std::string source;
  std::vector<Member> members;
  std::uint16_t first_attribute = 0;
};

/// Number of one member of one kind of one subject, dense from 0.
using AttributeId = std::uint16_t;

struct Attribute {
  Subject subject = Subject::child;
  std::uint16_t kind = 0;
  std::uint16_t member = 0;
};

/// All that can be known: kinds of facts and their attributes.
struct Vocabulary {
  std::vector<Kind> kinds;
  std::vector<Attribute> attributes;

  [[nodiscard]] const Kind* find(std::string_view kind) const;
  [[nodiscard]] const Kind& kind_of(AttributeId id) const { return kinds[attributes[id].kind]; }
  [[nodiscard]] const Member& member_of(AttributeId id) const {
    return kind_of(id).members[attributes[id].member];
  }
  /// The attribute; none when the kind is not about the subject.
  [[nodiscard]] std::optional<AttributeId> attribute(Subject subject, std::uint16_t kind,
                                                     std::uint16_t member) const;
  /// "father.absence.state".
  [[nodiscard]] std::string name_of(AttributeId id) const;
  /// The kind's id under which a register stores it: "father_absence", "residence".
  [[nodiscard]] std::string stored_kind(AttributeId id) const;
};

std::optional<Subject> subject_of(std::string_view name);

/// Position of a code in a member's list; none when it is not there.
std::optional<std::uint16_t> code_of(const Member& member, std::string_view id);

/// Reads vocabulary files, the core's first; a later one may add kinds and codes, not change any.
/// Faults are appended; kinds with faults are left out.
Vocabulary read_vocabulary(std::span<const Source> sources, std::vector<Fault>& faults);

}  // namespace caregrid::rules
