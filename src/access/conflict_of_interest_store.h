#pragma once

#include <optional>
#include <vector>

#include "access/conflict_of_interest.h"

namespace caregrid::access {

core::Result<bool> find_conflict_today(const Call& call, const core::IdBytes& child);
core::Result<std::vector<core::IdBytes>> list_conflicted(const Call& call);
core::Result<std::vector<ConflictOfInterest>> list_conflicts_of(const Call& call,
                                                                const core::IdBytes& child);
/// One whose id is stored stays as it is.
core::Result<void> insert_conflict(const Call& call, const ConflictOfInterest& conflict);
core::Result<void> update_conflict_end(const Call& call, const ConflictOfInterest& conflict);
/// An open account of the county by id.
core::Result<std::optional<ConflictParty>> find_party(const Call& call, AccountId account);

}  // namespace caregrid::access
