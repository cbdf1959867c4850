#pragma once

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

}  // namespace caregrid::registry
