#include "http/need_shape.h"

namespace caregrid::http {

NeedShape shape_of(const care::NeedRow& row) {
  const care::Need& need = row.need;
  NeedShape shape;
  shape.id = need.id;
  shape.child = {need.child, row.child_name};
  shape.kind = need.kind;
  shape.tier = need.tier;
  shape.units_weekly = need.units_weekly;
  shape.slots = care::to_names(need.slots);
  shape.village = place_of(row.village, row.village_name);
  shape.sex_rule = need.sex_rule;
  shape.opened_on = need.opened_on;
  shape.status = need.status;
  if (!need.note.empty()) {
    shape.note = need.note;
  }
  return shape;
}

}  // namespace caregrid::http
