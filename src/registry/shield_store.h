#pragma once

#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/store.h"

namespace caregrid::registry::store {

/// Whether the child of this number is shielded. Cost: one look-up.
core::Result<bool> is_shielded(const access::Call& call, std::int64_t number);
core::Result<bool> is_shielded(const access::Call& call, const ChildId& id);
core::Result<std::set<std::int64_t>> list_shielded(const access::Call& call);
/// False when it was shielded already.
core::Result<bool> insert_shield(const access::Call& call, std::int64_t number, const ChildId& id,
                                 std::string_view reason);
/// False when it was not.
core::Result<bool> delete_shield(const access::Call& call, std::int64_t number);

/// Children assigned to the actor today for the purpose of the call, by number.
core::Result<std::vector<StoredChild>> list_assigned(const access::Call& call);

}  // namespace caregrid::registry::store
