#include "access/assignment.h"

#include <utility>

#include "access/assignment_store.h"
#include "access/store.h"

namespace caregrid::access {

core::Result<bool> is_assigned(const Call& call, const core::IdBytes& child) {
  const bool is_emergency = basis_of(call.actor.purpose) == LegalBasis::emergency;
  const auto purpose = is_emergency ? std::nullopt : std::optional(to_text(call.actor.purpose));
  return has_assignment(call, child, purpose);
}

core::Result<NamedAssignment> assign(const Call& call, const NewAssignment& wish) {
  if (wish.account == call.actor.account) {
    return core::failure(core::Code::forbidden, "assignment.self");
  }
  auto assignee = find_open_account(call, wish.account);
  if (!assignee) {
    return assignee.error();
  }
  if (!*assignee || !ceiling_of((*assignee)->role, Operation::see_children)) {
    return core::failure(core::Code::not_found, "account.unknown");
  }
  Assignment made;
  made.account = wish.account;
  made.child = wish.child;
  made.purpose = wish.purpose.value_or(default_purpose((*assignee)->role));
  made.valid_from = wish.valid_from.value_or(call.today);
  made.valid_to = wish.valid_to;
  if (!has_purpose((*assignee)->role, made.purpose)) {
    return core::invalid("purpose", "assignment.purpose");
  }
  if (made.valid_to && *made.valid_to <= made.valid_from) {
    return core::invalid("valid_to", "assignment.days");
  }
  if (const auto stored = upsert_assignment(call, made); !stored) {
    return stored.error();
  }
  call.notes.changes.push_back({"assignment", made.child});
  return NamedAssignment{made, std::move(**assignee)};
}

core::Result<void> end_assignments(const Call& call, AccountId account,
                                   const core::IdBytes& child) {
  const auto closed = close_assignments(call, account, child);
  if (!closed) {
    return closed.error();
  }
  if (!*closed) {
    return core::failure(core::Code::not_found, "assignment.none");
  }
  call.notes.changes.push_back({"assignment", child});
  return {};
}

core::Result<std::vector<NamedAssignment>> list_assignments(const Call& call,
                                                            const core::IdBytes& child) {
  return list_assignment_rows(call, child);
}

core::Result<std::vector<Assignment>> list_assigned_to(const Call& call, AccountId account) {
  if (const auto allowed = authorise(call.actor, Operation::assign_children, {}); !allowed) {
    return allowed.error();
  }
  const auto found = find_account_by_id(call.transaction, call.county, account);
  if (!found) {
    return found.error();
  }
  if (!*found) {
    return core::failure(core::Code::not_found, "account.unknown");
  }
  return list_rows_of_account(call, account);
}

core::Result<std::vector<Assignee>> list_assignees(const Call& call) {
  if (const auto allowed = authorise(call.actor, Operation::assign_children, {}); !allowed) {
    return allowed.error();
  }
  auto open = list_open_accounts(call);
  if (open) {
    std::erase_if(*open, [&](const Assignee& one) {
      return one.account == call.actor.account || !ceiling_of(one.role, Operation::see_children);
    });
  }
  return open;
}

}  // namespace caregrid::access
