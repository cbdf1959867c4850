#pragma once

#include <string>
#include <vector>

#include "access/assignment.h"
#include "core/result.h"
#include "registry/child.h"

namespace caregrid::registry {

/// Entrusts a child the actor answers for to somebody; runs inside the door.
/// Errors: forbidden, not_found, and those of `access::assign`.
core::Result<void> assign_child(const access::Call& call, const ChildId& id,
                                access::NewAssignment wish);

/// Ends today what is assigned to the account. Errors: forbidden; not_found.
core::Result<void> end_assignments(const access::Call& call, const ChildId& id,
                                   access::AccountId account);

/// Who the child is assigned to, newest first. Errors: forbidden; not_found.
core::Result<std::vector<access::NamedAssignment>> list_assignments(const access::Call& call,
                                                                    const ChildId& id);

/// A child entrusted to somebody.
struct AssignedChild {
  ChildId child;
  std::string name;
  access::Assignment assignment;
};

/// The children of the actor's area that are entrusted to an account today, newest first.
/// Errors: as `access::list_assigned_to`. Cost: one look-up a child, 2000 at most.
core::Result<std::vector<AssignedChild>> list_assigned_children(const access::Call& call,
                                                                access::AccountId account);

}  // namespace caregrid::registry
