// What of a child's facts and time line somebody sees.
#include <algorithm>

#include "registry/fact_kinds.h"
#include "registry/standing.h"

namespace caregrid::registry {
namespace {

using access::Field;
using access::Views;

/// A source says which file, and which worker; whoever may not know either learns the day alone.
void hide_origin(FactOrigin& origin) { origin = {{{}, {}, 0, origin.row.at}, {}}; }

bool shows(const Views& views, const FactId& id) {
  return views.shows(field_of(id.kind, id.subject));
}

}  // namespace

void show_as_allowed(const Views& views, std::vector<DayFact>& facts) {
  std::erase_if(facts, [&](const DayFact& fact) { return !shows(views, fact.id); });
  if (views.shows(Field::child_sources)) {
    return;
  }
  for (DayFact& fact : facts) {
    std::ranges::for_each(fact.origins, hide_origin);
    if (fact.confirmed) {
      hide_origin(*fact.confirmed);
    }
  }
}

void show_as_allowed(const Views& views, std::vector<TimeEvent>& events) {
  const bool shows_sources = views.shows(Field::child_sources);
  std::erase_if(events, [&](const TimeEvent& event) {
    return event.fact ? !shows(views, *event.fact) : !shows_sources;
  });
  for (TimeEvent& event : events) {
    if (!shows_sources) {
      hide_origin(event.origin);
    }
    if (!views.shows(Field::fact_note)) {
      event.note.clear();
    }
  }
}

}  // namespace caregrid::registry
