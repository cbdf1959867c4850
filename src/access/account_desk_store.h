#pragma once

#include <vector>

#include "access/account_desk.h"
#include "access/call.h"
#include "core/result.h"

namespace caregrid::access {

/// Accounts of the county inside an area; `may_change` is left to the caller.
core::Result<std::vector<ManagedAccount>> list_managed_rows(const Call& call, Area area);
core::Result<void> update_account(const Call& call, const AccountChange& change);

}  // namespace caregrid::access
