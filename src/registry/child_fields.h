#pragma once

#include <cstddef>
#include <span>

#include "intake/target.h"

namespace caregrid::registry {

/// The fields of a child's row, in the order `child_fields()` gives them.
enum class ChildField : std::size_t {
  serial,
  name,
  name_pinyin,
  sex,
  born_on,
  identity_number,
  student_number,
  ethnicity,
  hukou,
  hukou_registered,
  township,
  village,
  school,
  grade,
  school_class,
  boarding,
  schooling,
  health,
  disability,
  illness,
  father_name,
  father_identity_number,
  father_place,
  father_phone,
  mother_name,
  mother_identity_number,
  mother_place,
  mother_phone,
  both_out,
  one_out_other_incapable,
  has_carer,
  carer_name,
  carer_identity_number,
  carer_relation,
  carer_phone,
  carer_place,
  guardian_name,
  guardian_relation,
  guardian_phone,
  guardianship_type,
  care_type,
  category,
  income_source,
  assistance,
  programme,
  since,
  left_on,
  father_born_on,
  mother_born_on,
  incapable_parent,
  paternal_grandfather,
  paternal_grandfather_born_on,
  paternal_grandmother,
  paternal_grandmother_born_on,
  maternal_grandfather,
  maternal_grandfather_born_on,
  maternal_grandmother,
  maternal_grandmother_born_on,
  unit_head,
  reviewer,
  filled_by,
  note,
};
inline constexpr std::size_t child_field_count = static_cast<std::size_t>(ChildField::note) + 1;

/// Names and header synonyms of the fields above; `serial` is read over.
std::span<const intake::Field> child_fields();

}  // namespace caregrid::registry
