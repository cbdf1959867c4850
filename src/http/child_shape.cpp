#include "http/child_shape.h"

namespace caregrid::http {

ChildItem shape_of(const registry::ChildRow& row) {
  ChildItem item;
  item.id = row.id;
  item.name = row.name;
  item.sex = row.sex;
  item.born_on = row.born_on;
  item.age = row.age;
  if (row.village) {
    item.village = Place{row.village->code, row.village->name};
  }
  item.township = row.township;
  item.school = row.school;
  item.grade = row.grade;
  item.id_number_masked = row.identity_number_masked;
  item.shielded = row.is_shielded;
  return item;
}

ChildShape shape_of(const registry::ChildDetail& detail, const std::vector<care::NeedRow>& needs) {
  ChildShape shape{shape_of(detail.row),
                   detail.student_number_masked,
                   detail.ethnicity,
                   {},
                   {},
                   {},
                   {},
                   detail.conflicts,
                   detail.withheld,
                   {}};
  if (detail.shows_needs) {
    shape.needs_open = 0;
  }
  for (const auto& relation : detail.relations) {
    shape.relations.push_back({relation.role, relation.name, relation.phone_masked, relation.place,
                               relation.relation, relation.source});
  }
  for (const auto& fact : detail.facts) {
    shape.facts.push_back(shape_of(fact));
  }
  for (const auto& need : needs) {
    shape.needs.push_back(shape_of(need));
    shape.needs_open = shape.needs_open.value_or(0) + (care::wants_help(need.need.status) ? 1 : 0);
  }
  for (const auto& source : detail.sources) {
    shape.sources.push_back({source.file, source.sheet, source.row, source.at});
  }
  return shape;
}

}  // namespace caregrid::http
