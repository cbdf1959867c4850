#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "access/actor.h"
#include "access/policy.h"

namespace caregrid::access {

/// Every field of the API that speaks of a child, in the order of packs/core/access.json, which
/// says its class, the operation that shows it, and the purposes it may be seen for.
enum class Field : std::uint8_t {
  child_name,
  child_first_name,
  child_sex,
  child_born_on,
  child_age,
  child_village,
  child_township,
  child_school,
  child_grade,
  child_identity_number,
  child_student_number,
  child_ethnicity,
  child_needs_open,
  child_conflicts,
  child_sources,
  relation_person,
  relation_phone,
  relation_place,
  fact_residence,
  fact_hukou,
  fact_schooling,
  fact_health,
  fact_ethnicity,
  fact_guardianship,
  fact_assistance,
  fact_programme,
  fact_category,
  fact_income,
  fact_note,
  fact_written_name,
  fact_unread,
  fact_other,
  fact_father_absence,
  fact_mother_absence,
  need_help,
  need_village,
  need_note,
  line_place,
  line_reasons,
  clear_numbers,
  clear_phones,
  shielded_place,
};
inline constexpr std::size_t field_count = 42;

/// How much of a field somebody sees.
enum class View : std::uint8_t { hidden, masked, clear };

/// How a record stands to the actor; the store has limited it to the actor's area already.
struct Standing {
  bool is_assigned = false;
  bool is_consented = false;  ///< To the purpose of the call.
  bool is_shielded = false;   ///< Fields that tell where the child is become class `shielded`.
};

/// What an actor sees of each field of one record.
struct Views {
  std::array<View, field_count> by_field{};

  [[nodiscard]] View of(Field field) const { return by_field[static_cast<std::size_t>(field)]; }
  [[nodiscard]] bool shows(Field field) const { return of(field) != View::hidden; }
};

/// The one projection: what the actor sees of a field, by role, purpose, class, assignment, consent
/// and shield. Hidden unless all agree. Cost: a few table look-ups, some nanoseconds.
View view_of(const Actor& actor, Field field, const Standing& standing);

/// The same for every field at once; good for all rows of equal standing. Cost: some 0.2 µs.
Views views_of(const Actor& actor, const Standing& standing);

/// The field a kind of fact is ("health"); an unknown kind counts as `fact_other`, sensitive.
Field field_of_fact(std::string_view kind);

std::string_view to_text(Field field);
std::string_view to_text(View view);

/// A child's name as the views allow: whole; without the surname; or a dash, so that who may not
/// know whom a line is about cannot guess.
std::string shown_name(const Views& views, std::string_view name);

}  // namespace caregrid::access
