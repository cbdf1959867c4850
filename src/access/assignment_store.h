#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "access/assignment.h"

namespace caregrid::access {

/// Whether the account holds the child on a day for a purpose; none: for any.
core::Result<bool> has_assignment(const Call& call, const core::IdBytes& child,
                                  std::optional<std::string_view> purpose);
core::Result<void> upsert_assignment(const Call& call, const Assignment& assignment);
/// False when none held.
core::Result<bool> close_assignments(const Call& call, AccountId account,
                                     const core::IdBytes& child);
core::Result<std::vector<NamedAssignment>> list_assignment_rows(const Call& call,
                                                                const core::IdBytes& child);
/// Those that hold today, of one account.
core::Result<std::vector<Assignment>> list_rows_of_account(const Call& call, AccountId account);
core::Result<std::vector<Assignee>> list_open_accounts(const Call& call);
core::Result<std::optional<Assignee>> find_open_account(const Call& call, AccountId account);

}  // namespace caregrid::access
