#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/hash.h"
#include "core/result.h"
#include "intake/saved_mapping.h"

namespace caregrid::intake {

/// The last used mapping of a header, of one kind or of any.
core::Result<std::optional<SavedMapping>> find_saved(const access::Call& call,
                                                     const core::Digest& fingerprint,
                                                     std::optional<std::string_view> kind);
core::Result<std::optional<SavedMapping>> find_saved(const access::Call& call, const MappingId& id);
core::Result<std::vector<SavedMapping>> list_saved_rows(const access::Call& call, int limit);
/// Stores it, in place of one with the same id.
core::Result<void> put_saved(const access::Call& call, const SavedMapping& mapping);
core::Result<bool> delete_saved_row(const access::Call& call, const MappingId& id);

}  // namespace caregrid::intake
