#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/rule_book.h"

namespace caregrid::registry::rule_pack_store {

/// The packs in force, by name.
core::Result<std::vector<CountyPack>> list_adopted(const access::Call& call);
/// All versions, the newest first.
core::Result<std::vector<PackVersion>> list_versions(const access::Call& call);
/// Puts a new version in the place of the one in force; its ordinal.
core::Result<std::int64_t> insert_version(const access::Call& call, std::string_view pack,
                                          std::string_view text);
/// Takes a pack out of force; false when none of that name was in force.
core::Result<bool> withdraw(const access::Call& call, std::string_view pack);

}  // namespace caregrid::registry::rule_pack_store
