#include "registry/redrawing.h"

#include "registry/shield_store.h"
#include "registry/standing.h"

namespace caregrid::registry {
namespace {

/// Where the child stands in its lists; a shielded child's place and school are hidden.
core::Result<Situation> situation_to_show(const access::Call& call,
                                          const import_store::Owner& owner,
                                          const Summary& summary) {
  Situation situation = summary.situation;
  if (is_away(owner.division)) {  // It stands elsewhere, whatever a late list says.
    situation.division = away_division;
    return situation;
  }
  // Places of another county, where the child lived before, are none it can stand in here.
  if (!whole_county(call).covers(situation.division)) {
    situation.division = whole_county(call).code;
  }
  if (stands_at_county(call, owner.division)) {
    const auto shielded = store::is_shielded(call, owner.candidate.number);
    if (!shielded) {
      return shielded.error();
    }
    if (*shielded) {  // New word must not bring a hidden child back to its village.
      hide_place(call, situation);
    }
  }
  return situation;
}

}  // namespace

core::Result<std::int64_t> redraw_child(const access::Call& call, const import_store::Owner& owner,
                                        const Summary& summary, bool is_listed) {
  const auto situation = situation_to_show(call, owner, summary);
  if (!situation) {
    return situation.error();
  }
  const std::int64_t number = owner.candidate.number;
  const import_store::ChildEntry entry{number, owner.id, summary.claim, *situation,
                                       owner.revision + 1};
  if (const auto updated = import_store::update_child(call, entry, owner.key); !updated) {
    return updated.error();
  }
  if (summary.claim.name != owner.candidate.claim.name && !is_away(owner.division)) {
    if (const auto named = import_store::update_name(call, number, summary.claim.name); !named) {
      return named.error();
    }
  }
  if (is_listed && !is_away(owner.division)) {
    if (const auto listed = import_store::relist_child(call, owner, entry); !listed) {
      return listed.error();
    }
  }
  if (situation->division != owner.division) {
    if (const auto moved = import_store::move_conflicts(call, number, situation->division);
        !moved) {
      return moved.error();
    }
  }
  call.changed("child", owner.id);
  return situation->division;
}

}  // namespace caregrid::registry
