#include "http/fact_shape.h"

namespace caregrid::http {
namespace {

/// The name a fact is stored under; see packs/schema/facts.schema.json.
std::string stored_name(const registry::FactId& id) {
  const bool is_own =
      id.subject == registry::FactSubject::child || id.subject == registry::FactSubject::household;
  return is_own ? id.kind : std::string(core::name_of(id.subject)) + "_" + id.kind;
}

}  // namespace

OriginShape shape_of(const registry::FactOrigin& origin) {
  return {origin.row.file, origin.account, origin.row.at};
}

FactShape shape_of(const registry::DayFact& fact) {
  FactShape shape;
  shape.id = registry::to_text(fact.id);
  shape.kind = stored_name(fact.id);
  shape.subject = fact.id.subject;
  shape.value = {registry::to_json(fact.value)};
  shape.valid_from = fact.valid_from;
  shape.valid_to = fact.valid_to;
  shape.known_from = fact.known_from;
  for (const registry::FactOrigin& origin : fact.origins) {
    shape.origins.push_back(shape_of(origin));
  }
  if (!fact.origins.empty()) {
    shape.source = fact.origins.front().row.file;
    shape.recorded_at = fact.origins.front().row.at;
  }
  if (fact.confirmed) {
    shape.confirmed = shape_of(*fact.confirmed);
  }
  shape.contested = fact.is_contested;
  return shape;
}

TimeEventShape shape_of(const registry::TimeEvent& event) {
  TimeEventShape shape;
  shape.id = event.id;
  shape.kind = event.kind;
  shape.on = event.on;
  shape.day_known = event.is_day_known;
  if (event.fact) {
    shape.fact = registry::to_text(*event.fact);
    shape.fact_kind = event.fact->kind;
    shape.subject = event.fact->subject;
  }
  shape.value = {registry::to_json(event.value)};
  if (event.before) {
    shape.before = core::RawJson{registry::to_json(*event.before)};
  }
  shape.origin = shape_of(event.origin);
  shape.note = event.note;
  return shape;
}

}  // namespace caregrid::http
