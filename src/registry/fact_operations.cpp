// Reading a child's facts: the state on a day, the time line, the kinds there are.
#include "registry/fact_operations.h"

#include <algorithm>
#include <utility>

#include "access/access_table.h"
#include "registry/seen_ledger.h"
#include "registry/standing.h"
#include "registry/store.h"

namespace caregrid::registry {
namespace {

using access::FieldClass;
using access::Operation;

constexpr int limit_max = 100;

}  // namespace

core::Result<DayState> state_of_child(const access::Call& call, const ChildId& id, core::Date on) {
  const auto found = find_ledger(call, id);
  if (!found) {
    return found.error();
  }
  DayState state{on, state_on(found->ledger, on), {}};
  show_as_allowed(found->seen.views, state.facts);
  const auto people = std::ranges::stable_partition(
      state.facts, [](const DayFact& fact) { return fact.id.kind != person_kind; });
  state.people.assign(people.begin(), people.end());
  state.facts.erase(people.begin(), people.end());
  return state;
}

core::Result<TimePage> timeline_of_child(const access::Call& call, const ChildId& id,
                                         std::string_view after, int limit) {
  const auto found = find_ledger(call, id);
  if (!found) {
    return found.error();
  }
  if (limit < 1 || limit > limit_max) {
    return core::invalid("limit", "list.limit", std::to_string(limit_max));
  }
  std::vector<TimeEvent> events = timeline(found->ledger);
  show_as_allowed(found->seen.views, events);
  return page_of(std::move(events), after, static_cast<std::size_t>(limit));
}

core::Result<std::vector<OfferedKind>> list_fact_kinds(const access::Call& call) {
  const access::Resource at_best{0, FieldClass::personal, true, true};
  if (const auto allowed = access::authorise(call.actor, Operation::see_children, at_best);
      !allowed) {
    return allowed.error();
  }
  const access::Views views = access::views_of(call.actor, {true, true, false});
  const auto ceiling = access::ceiling_of(call.actor.role, Operation::record_facts);
  std::vector<OfferedKind> offered;
  for (const FactKind& kind : fact_kinds()) {
    if (!views.shows(kind.field)) {
      continue;
    }
    const FieldClass field_class =
        access::field_rules()[static_cast<std::size_t>(kind.field)].field_class;
    offered.push_back({&kind, is_enterable(kind) && ceiling && field_class <= *ceiling});
  }
  return offered;
}

}  // namespace caregrid::registry
