#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/worklist.h"

namespace caregrid::registry::worklist_store {

/// Stores a list, in place of an earlier one of its id.
core::Result<void> put_worklist(const access::Call& call, const Worklist& list);
/// Also one that was taken away.
core::Result<std::optional<Worklist>> find_worklist(const access::Call& call, const WorklistId& id);
/// Those of the actor and all that are shared, by position and name; at most a hundred.
core::Result<std::vector<Worklist>> list_worklists(const access::Call& call);
core::Result<std::int64_t> count_own(const access::Call& call);
/// Whether a child of the county bears exactly this name. Cost: one look-up.
core::Result<bool> is_name_of_child(const access::Call& call, std::string_view name);

}  // namespace caregrid::registry::worklist_store
