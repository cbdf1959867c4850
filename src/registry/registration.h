#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/call.h"
#include "core/describe.h"
#include "core/result.h"
#include "registry/child.h"
#include "registry/county_keeper.h"
#include "registry/link_compare.h"

namespace caregrid::registry {

/// Somebody around a child that is to be registered.
struct NewPerson {
  RelationRole role = RelationRole::guardian;
  std::string name = {};
  std::string phone = {};  ///< As written.
};

/// What somebody says of a child that is in no list; empty and unset members are not known.
struct Registration {
  std::string name = {};
  Sex sex = Sex::unknown;
  std::optional<core::Date> born_on = {};
  std::int64_t division = 0;  ///< Village of the home, or the smallest place known; 0: not known.
  std::string identity_number = {};  ///< As written; also the old one of 15 digits.
  std::vector<NewPerson> people = {};
};
inline constexpr std::size_t new_people_max = 4;

/// How sure it is that two are one child. Words rather than numbers: nobody is to weigh 0.93
/// against 0.91.
enum class Likeness : std::uint8_t { same_number, very_likely, likely, possible };

/// One thing a child and a description have in common.
enum class Agreement : std::uint8_t {
  same_name,
  same_sound,
  similar_name,
  same_birth,
  similar_birth,  ///< A slip, another calendar, or a first of the month that stands for any day.
  same_identity,
  similar_identity,
  same_guardian,
  same_phone,
  same_village,
  same_township,
};

/// A child in the register that may be the one described.
struct LikelyRow {
  ChildRow row;
  Likeness likeness = Likeness::possible;
  std::vector<Agreement> agreements;
};

/// What is known of a description before it is entered.
struct RegistrationCheck {
  std::vector<LikelyRow> items;  ///< The likeliest first, at most `likely_shown_max`.
  /// An official number belongs to a child the actor may not know of: the county's office may.
  bool is_number_elsewhere = false;
  std::string number_problem;  ///< Translation key of what is wrong with the number, or empty.
  std::optional<core::Date> born_on;  ///< As the number has it.
  Sex sex = Sex::unknown;             ///< Likewise.
  bool is_complete = true;  ///< False while the county's index is being made: only numbers count.
};
inline constexpr std::size_t likely_shown_max = 8;

/// Holds a description against all children of the county, and shows those in the actor's area.
///
/// What the actor does not see of children is not compared: a phone finds nobody for one who may
/// see no phones. Nothing is kept of the description.
/// Errors: forbidden. Cost: some 20 us at 1,000,000 children, and a look-up for each that is shown.
core::Result<RegistrationCheck> check_registration(const access::Call& call, CountyKeeper& keeper,
                                                   const Registration& wish);

/// Registers a child as one more statement, entered by a person; runs inside the door.
///
/// Errors: forbidden; invalid "name.empty" and the like, "id_number.check_digit" and the like,
/// "born_on.missing" when neither date nor number says it, "village.unknown",
/// "village.outside_area", "phone.format", "people.too_many"; conflict "child.number_known",
/// "child.number_elsewhere" when the owner is outside the actor's area, "child.same_record".
core::Result<ChildId> register_child(const access::Call& call, const Registration& wish);

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::Likeness> {
  using enum registry::Likeness;
  static constexpr std::string_view name = "Likeness";
  static constexpr std::array values = {ValueOf{same_number, "same_number"},
                                        ValueOf{very_likely, "very_likely"},
                                        ValueOf{likely, "likely"}, ValueOf{possible, "possible"}};
};

template <>
struct caregrid::core::Describe<caregrid::registry::Agreement> {
  using enum registry::Agreement;
  static constexpr std::string_view name = "Agreement";
  static constexpr std::array values = {ValueOf{same_name, "same_name"},
                                        ValueOf{same_sound, "same_sound"},
                                        ValueOf{similar_name, "similar_name"},
                                        ValueOf{same_birth, "same_birth"},
                                        ValueOf{similar_birth, "similar_birth"},
                                        ValueOf{same_identity, "same_identity"},
                                        ValueOf{similar_identity, "similar_identity"},
                                        ValueOf{same_guardian, "same_guardian"},
                                        ValueOf{same_phone, "same_phone"},
                                        ValueOf{same_village, "same_village"},
                                        ValueOf{same_township, "same_township"}};
};
