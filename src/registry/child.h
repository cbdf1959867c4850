#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/date.h"
#include "core/describe.h"
#include "core/id.h"

namespace caregrid::registry {

struct ChildTag;
using ChildId = core::Id<ChildTag>;

/// As GB/T 2261.1 codes it; the stored number is the code.
enum class Sex : std::uint8_t { unknown = 0, male = 1, female = 2, unspecified = 9 };

/// A place as lists show it.
struct Place {
  std::int64_t code = 0;
  std::string name;

  bool operator==(const Place&) const = default;
};

/// A child as lists show it: the present best knowledge, identifiers masked.
struct ChildRow {
  ChildId id;
  std::string name;
  Sex sex = Sex::unknown;
  std::optional<core::Date> born_on;
  std::optional<int> age;               ///< Completed years on the day of the call.
  std::int64_t division = 0;            ///< Smallest known place: village, township or county.
  std::optional<Place> village;         ///< None when only a larger place is known.
  std::optional<std::string> township;  ///< Its name.
  std::optional<std::string> school;
  std::optional<std::string> grade;
  std::optional<std::string> identity_number_masked;
  bool is_shielded = false;  ///< Where the child is must not be known; see `shield_child`.

  bool operator==(const ChildRow&) const = default;
};

/// Who somebody is to a child. The position is stored: append only.
enum class RelationRole : std::uint8_t { father, mother, carer, guardian };

/// One person around a child as one source names them.
struct Relation {
  RelationRole role = RelationRole::carer;
  std::string name;
  std::optional<std::string> phone_masked;
  std::optional<std::string> place;     ///< Where they work or live, as written.
  std::optional<std::string> relation;  ///< To the child, as written ("祖父母").
  std::string source;                   ///< File name.

  bool operator==(const Relation&) const = default;
};

/// Which row of which file said something about a child.
struct SourceRow {
  std::string file;
  std::string sheet;
  std::int64_t row = 0;
  core::Instant at;

  bool operator==(const SourceRow&) const = default;
};

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::Sex> {
  using enum registry::Sex;
  static constexpr std::string_view name = "Sex";
  static constexpr std::array values = {ValueOf{unknown, "unknown"}, ValueOf{male, "male"},
                                        ValueOf{female, "female"},
                                        ValueOf{unspecified, "unspecified"}};
};

template <>
struct caregrid::core::Describe<caregrid::registry::RelationRole> {
  using enum registry::RelationRole;
  static constexpr std::string_view name = "RelationRole";
  static constexpr std::array values = {ValueOf{father, "father"}, ValueOf{mother, "mother"},
                                        ValueOf{carer, "carer"}, ValueOf{guardian, "guardian"}};
};
