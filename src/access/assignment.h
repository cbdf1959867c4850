#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/actor.h"
#include "access/call.h"
#include "access/policy.h"
#include "core/date.h"
#include "core/id.h"
#include "core/result.h"

namespace caregrid::access {

/// A child entrusted to an account for one purpose, from a day and until another.
struct Assignment {
  AccountId account;
  core::IdBytes child{};
  Purpose purpose = Purpose::care;
  core::Date valid_from;
  std::optional<core::Date> valid_to;  ///< First day it no longer holds; none: until ended.

  bool operator==(const Assignment&) const = default;

  [[nodiscard]] bool holds_on(core::Date day) const {
    return valid_from <= day && (!valid_to || day < *valid_to);
  }
};

/// Somebody a child may be assigned to.
struct Assignee {
  AccountId account;
  std::string name;
  Role role = Role::volunteer;

  bool operator==(const Assignee&) const = default;
};

/// An assignment with whom it names.
struct NamedAssignment {
  Assignment assignment;
  Assignee assignee;
};

/// What somebody wishes to entrust; unset members take the usual: the role's purpose, today, no
/// end.
struct NewAssignment {
  AccountId account;
  core::IdBytes child{};
  std::optional<Purpose> purpose;
  std::optional<core::Date> valid_from;
  std::optional<core::Date> valid_to;
};

/// Whether the child is assigned to the actor today for the purpose of the call; in an emergency
/// any purpose does. Cost: one index look-up.
core::Result<bool> is_assigned(const Call& call, const core::IdBytes& child);

/// Entrusts a child, or sets other days; runs inside the door. The caller has made sure that the
/// actor may do so with this child.
///
/// Errors: not_found "account.unknown" for an account that is not in the county or closed;
/// invalid "assignment.purpose" for one that is not the account's role's, "assignment.days" for an
/// end before the start; forbidden "assignment.self": nobody entrusts a child to himself.
core::Result<NamedAssignment> assign(const Call& call, const NewAssignment& wish);

/// Ends today every assignment of the child to the account; runs inside the door.
/// Errors: not_found "assignment.none".
core::Result<void> end_assignments(const Call& call, AccountId account, const core::IdBytes& child);

/// Who the child is assigned to, past ones included, newest first; the caller has authorised.
core::Result<std::vector<NamedAssignment>> list_assignments(const Call& call,
                                                            const core::IdBytes& child);

/// What is entrusted to an account today, newest first, at most 2000; the caller decides for each
/// child whether it may be shown.
/// Errors: forbidden; not_found "account.unknown" for an account that is not in the county.
core::Result<std::vector<Assignment>> list_assigned_to(const Call& call, AccountId account);

/// Open accounts of the county that see children, by role and name. Errors: forbidden.
core::Result<std::vector<Assignee>> list_assignees(const Call& call);

}  // namespace caregrid::access
