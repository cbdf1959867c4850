#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/child.h"
#include "registry/fact_kinds.h"
#include "registry/fact_ledger.h"
#include "registry/time_line.h"

namespace caregrid::registry {

/// What is known of a child on a day.
struct DayState {
  core::Date on;
  std::vector<DayFact> facts;
  std::vector<DayFact> people;  ///< Parents and carers; phones are not part of it.
};

/// What the actor may see of the child's state on a day: by what is known today, not by what was
/// known then. Errors: as `find_child`. Cost: opens every statement of the child, about 20 us each.
core::Result<DayState> state_of_child(const access::Call& call, const ChildId& id, core::Date on);

/// What the actor may see of the child's time line, newest first.
/// Errors: as `find_child`; invalid "list.limit", "list.after". Cost: as `state_of_child`.
core::Result<TimePage> timeline_of_child(const access::Call& call, const ChildId& id,
                                         std::string_view after, int limit);

/// A kind of fact as the actor meets it.
struct OfferedKind {
  const FactKind* kind = nullptr;
  bool may_enter = false;  ///< For a child in the actor's reach.
};
/// Every kind of which the actor may see facts.
core::Result<std::vector<OfferedKind>> list_fact_kinds(const access::Call& call);

/// What a person puts into a record.
struct FactEntry {
  std::string kind;
  FactSubject subject = FactSubject::child;
  FactValue value;
  std::optional<core::Date> valid_from;
  std::optional<core::Date> valid_to;  ///< The first day it no longer holds.
  std::string note;
};

/// The operations below run inside the door. Each adds a sealed statement and changes none, draws
/// the child's row anew and notes which facts contradict each other now. What comes back names the
/// new statement, for `undo_fact_entry`.
///
/// Errors of all: as `find_child`; forbidden "access.role" when the role may not enter facts of
/// that class, "access.field" when it does not see the kind; invalid "fact.kind", "fact.subject",
/// "fact.dates", "fact.future", "village.outside_area" and those of `check_value`; not_found
/// "fact.not_found" for a fact that does not hold today or was undone.
/// Cost: opens every statement of the child; about eight statements of SQL.
core::Result<FactId> record_fact(const access::Call& call, const ChildId& id,
                                 const FactEntry& entry);
/// Says that a fact holds today still. Of two that contradict each other it is this one.
core::Result<FactId> confirm_fact(const access::Call& call, const ChildId& id, const FactId& fact,
                                  std::string_view note);
/// Says on which day a fact no longer held.
core::Result<FactId> end_fact(const access::Call& call, const ChildId& id, const FactId& fact,
                              core::Date on, std::string_view note);
/// Says that a fact was never so, and what was so instead; kind and subject stay.
core::Result<FactId> correct_fact(const access::Call& call, const ChildId& id, const FactId& fact,
                                  const FactEntry& entry);
/// Takes an entry back, also one that took another back; rows of lists stay.
core::Result<FactId> undo_fact_entry(const access::Call& call, const ChildId& id,
                                     const FactId& entry);

}  // namespace caregrid::registry
