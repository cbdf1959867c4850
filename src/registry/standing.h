#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "access/call.h"
#include "access/fields.h"
#include "access/policy.h"
#include "core/result.h"
#include "registry/child_record.h"
#include "registry/operations.h"
#include "registry/store.h"
#include "registry/time_line.h"

namespace caregrid::registry {

/// The actor's area as far as it lies in the county of the call.
access::Area own_area(const access::Call& call);

/// The whole county of the call, whoever acts: for what the actor's area does not bound.
access::Area whole_county(const access::Call& call);

/// A child the actor may see, and how it stands to the actor.
struct SeenChild {
  store::StoredChild child;
  access::Standing standing;
  access::Views views;
};

/// How a child stands to the actor; none when it is neither in the area, nor assigned, nor opened
/// in an emergency, and for one with a conflict of interest. The one place that decides which
/// children exist for whom.
core::Result<std::optional<access::Standing>> find_standing(const access::Call& call,
                                                            const ChildId& child,
                                                            std::int64_t division);

/// Finds a child for an operation: in the actor's area, or assigned to the actor. The id of a child
/// that was merged leads to the one it is shown as; go on with the id of what comes back.
///
/// Errors: forbidden "access.role", "access.purpose", "access.consent"; not_found
/// "child.not_found", the same for a child that is not there and one the actor may not know of.
/// Cost: one look-up, and one more for the assignment, the shield and the consent where each
/// counts.
core::Result<SeenChild> find_seen(const access::Call& call, access::Operation operation,
                                  access::FieldClass field_class, const ChildId& id);

/// Numbers of the county's shielded children; they are few.
core::Result<std::set<std::int64_t>> list_shielded(const access::Call& call);

/// Where a child stands that another county has taken over: in no place of this one, so that
/// whatever is limited to a place has it no more. Source: schema/0024_moves.sql.
inline constexpr std::int64_t away_division = 0;
constexpr bool is_away(std::int64_t division) { return division == away_division; }

/// Whether a child stands at its county, as one that is shielded does (and one without a place).
bool stands_at_county(const access::Call& call, std::int64_t division);

/// Takes the place and the school out of a shielded child's situation.
void hide_place(const access::Call& call, Situation& situation);

/// Whether a consent to the purpose of the call is in force, where the purpose needs one.
core::Result<bool> has_consent(const access::Call& call, const ChildId& child);

/// Leaves of a row what the views show.
void show_as_allowed(const access::Views& views, ChildRow& row);
/// The same for rows of the actor's area, marking the shielded, leaving out those the actor has a
/// conflict of interest with, and noting that the others were seen.
core::Result<std::vector<ChildRow>> cut_rows(const access::Call& call, const access::Views& views,
                                             std::vector<store::StoredChild>&& children);
/// The same for all that is known of a child; says what was withheld.
void show_as_allowed(const access::Views& views, ChildDetail& detail);

/// The same for facts of a day and events of a time line; those the views hide are left out, and of
/// the others who said so where the views do not show sources.
void show_as_allowed(const access::Views& views, std::vector<DayFact>& facts);
void show_as_allowed(const access::Views& views, std::vector<TimeEvent>& events);

/// Refuses what would tell of a field the actor does not see: narrowing and ordering by it.
/// Errors: forbidden "access.field" with the field's name.
core::Result<void> check_filter(const access::Views& views, const ChildFilter& filter);

/// Lists the children assigned to the actor, in the order and by the filter asked for.
/// Cost: reads all that are assigned, some thousands for a school at most.
core::Result<ChildPage> list_assigned(const access::Call& call, const ChildFilter& filter);

}  // namespace caregrid::registry
