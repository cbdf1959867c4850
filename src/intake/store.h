#pragma once

#include <optional>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "db/database.h"
#include "intake/import.h"

namespace caregrid::intake {

/// How much of one person's is kept: files, and their bytes together.
struct Kept {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
};

/// What is kept of the caller's.
core::Result<Kept> kept_uploads(const access::Call& call);

/// Adds the row of a file the caller sent.
core::Result<void> insert_import(const access::Call& call, const Import& import);

/// Replaces everything but id, file, size, path and time of creation; false when it is gone.
core::Result<bool> update_import(const access::Call& call, const Import& import);

core::Result<std::optional<Import>> find_import(const access::Call& call, const ImportId& id);

/// Newest first, without rejects and warnings; those made before `before` when it is set.
core::Result<std::vector<Import>> list_imports(const access::Call& call,
                                               std::optional<ImportId> before, int limit);

core::Result<void> delete_import(const access::Call& call, const ImportId& id);

}  // namespace caregrid::intake
