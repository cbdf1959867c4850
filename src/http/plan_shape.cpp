#include "http/plan_shape.h"

namespace caregrid::http {

LineShape shape_of(const allocation::PlanLine& line) {
  LineShape shape;
  shape.id = line.id;
  shape.need = shape_of(line.need);
  shape.offer = {line.offer.id,
                 line.offer.code,
                 line.offer.name,
                 line.offer.provider_kind,
                 map_place_of(line.offer.village),
                 line.offer.is_online};
  shape.child_village = map_place_of(line.child_village);
  shape.units = line.units;
  shape.slots = care::to_names(line.slots);
  shape.distance_m = line.distance_m;
  shape.state = line.state;
  shape.reasons = sentences_of(line.reasons);
  return shape;
}

UnmetShape shape_of(const allocation::Unmet& unmet) {
  return {shape_of(unmet.need), unmet.units, unmet.reason, values_of(unmet.values),
          sentences_of(unmet.would_help)};
}

MapLineShape shape_of(const allocation::MapLine& line) {
  return {{line.from.longitude, line.from.latitude},
          {line.to.longitude, line.to.latitude},
          line.tier,
          line.kind,
          line.units};
}

}  // namespace caregrid::http
