#include <array>
#include <optional>

#include "registry/person_name.h"
#include "registry/reading.h"
#include "registry/row_reading.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

/// The columns one person of a row is spread over; none where lists have no such column.
struct PersonFields {
  RelationRole role;
  ChildField name;
  std::optional<ChildField> identity_number;
  std::optional<ChildField> phone;
  std::optional<ChildField> place;
  std::optional<ChildField> relation;
};

constexpr std::array<PersonFields, 4> people{{
    {RelationRole::father,
     ChildField::father_name,
     ChildField::father_identity_number,
     ChildField::father_phone,
     ChildField::father_place,
     {}},
    {RelationRole::mother,
     ChildField::mother_name,
     ChildField::mother_identity_number,
     ChildField::mother_phone,
     ChildField::mother_place,
     {}},
    {RelationRole::carer, ChildField::carer_name, ChildField::carer_identity_number,
     ChildField::carer_phone, ChildField::carer_place, ChildField::carer_relation},
    {RelationRole::guardian,
     ChildField::guardian_name,
     {},
     ChildField::guardian_phone,
     {},
     ChildField::guardian_relation},
}};

std::string_view filled(const RowReading& row, std::optional<ChildField> field) {
  return field ? row.filled(*field) : std::string_view{};
}

std::string phone_of(RowReading& row, ChildField field, std::string_view text) {
  if (auto phone = read_phone(text)) {
    return std::move(*phone);
  }
  row.warn(field, "phone.format");
  return tidy(text);
}

}  // namespace

void read_relations(RowReading& row) {
  for (const PersonFields& fields : people) {
    StatedRelation relation;
    relation.role = fields.role;
    const std::string_view phone = filled(row, fields.phone);
    relation.name = normalise_name(row.filled(fields.name));
    relation.place = tidy(filled(row, fields.place));
    relation.relation = tidy(filled(row, fields.relation));
    relation.identity_number = squeeze(filled(row, fields.identity_number));
    if (!phone.empty()) {
      relation.phone = phone_of(row, *fields.phone, phone);
    }
    const bool is_somebody = !relation.name.empty() || !relation.phone.empty() ||
                             !relation.place.empty() || !relation.relation.empty() ||
                             !relation.identity_number.empty();
    if (is_somebody) {
      row.record().relations.push_back(std::move(relation));
    }
  }
}

}  // namespace caregrid::registry
