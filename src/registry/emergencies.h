#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/break_glass.h"
#include "access/call.h"
#include "access/conflict_of_interest.h"
#include "core/result.h"
#include "registry/child.h"

namespace caregrid::registry {

/// Whose record somebody asks for in an emergency: by id, or by identity or student number.
struct EmergencyWish {
  access::GlassId id;
  std::optional<ChildId> child = {};
  std::string number = {};  ///< As written; looked up here and not kept.
  std::string reason = {};
};

/// Opens a record outside the actor's area for a day; runs inside the door. The answer is the same
/// whether or not there is such a child: who it is tells only `find_opened`, which is journalled.
///
/// Errors: forbidden; conflict "break_glass.not_needed" for a child the actor sees anyway; those of
/// `access::break_glass`.
core::Result<access::GlassBreak> break_glass(const access::Call& call, const EmergencyWish& wish);

/// An opening of the actor's own, with the child when the county has one.
struct OpenedRecord {
  access::GlassBreak glass;
  std::optional<ChildId> child;
};
/// Errors: not_found, also once the day is over.
core::Result<OpenedRecord> find_opened(const access::Call& call, access::GlassId id);

/// What is declared about a child's workers, and who may be named. Supervisors and the county see
/// all of it, others only that they may declare their own.
struct ChildConflicts {
  std::vector<access::ConflictOfInterest> declared;
  std::vector<access::ConflictCandidate> candidates;
};
/// Errors: forbidden; not_found, also for a child the actor may not see.
core::Result<ChildConflicts> list_conflicts_of_interest(const access::Call& call,
                                                        const ChildId& child);

/// Runs inside the door. Errors: as above and those of `access::declare_conflict`.
core::Result<void> declare_conflict(const access::Call& call, const ChildId& child,
                                    const access::ConflictOfInterest& conflict);

/// Runs inside the door. Errors: as above and those of `access::end_conflict`.
core::Result<void> end_conflict(const access::Call& call, const ChildId& child,
                                access::ConflictId id);

}  // namespace caregrid::registry
