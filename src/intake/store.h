#pragma once

#include <optional>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "db/database.h"
#include "intake/import.h"

namespace caregrid::intake {

/// Adds the row of a file somebody sent.
core::Result<void> insert_import(const access::Call& call, const Import& import);

/// Replaces everything but id, file, size, path and time of creation; false when it is gone.
core::Result<bool> update_import(const access::Call& call, const Import& import);

core::Result<std::optional<Import>> find_import(const access::Call& call, const ImportId& id);

/// Newest first, without rejects and warnings; those made before `before` when it is set.
core::Result<std::vector<Import>> list_imports(const access::Call& call,
                                               std::optional<ImportId> before, int limit);

core::Result<void> delete_import(const access::Call& call, const ImportId& id);

}  // namespace caregrid::intake
