#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "db/database.h"
#include "intake/import.h"

namespace caregrid::intake {

/// Keys of files lie at this number and below, those of children from 1.
inline constexpr std::int64_t last_file_key = -1000;

/// How much of one person's is kept: files, and their bytes together.
struct Kept {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
};

/// What is kept of the caller's.
core::Result<Kept> kept_uploads(const access::Call& call);

/// Adds the row of a file the caller sent. What it says of the file's content is sealed under the
/// key of its outcome, which is stored.
core::Result<void> insert_import(const access::Call& call, const Import& import);

/// Replaces everything but id, file, size and time of creation; false when it is gone.
core::Result<bool> update_import(const access::Call& call, const Import& import);

core::Result<std::optional<Import>> find_import(const access::Call& call, const ImportId& id);

/// Newest first, without rejects and warnings; those made before `before` when it is set.
core::Result<std::vector<Import>> list_imports(const access::Call& call,
                                               std::optional<ImportId> before, int limit);

/// Removes the row with the keys of its files.
core::Result<void> delete_import(const access::Call& call, const ImportId& id);

/// Imports made before a moment that are not running; at most `limit`.
core::Result<std::vector<ImportId>> list_stale(const access::Call& call, core::Instant before,
                                               int limit);

/// Paths of all files kept by any county.
core::Result<std::vector<std::string>> list_kept_paths(db::Transaction& transaction);
/// How many files are kept for the county.
core::Result<std::int64_t> count_kept_files(const access::Call& call);
/// Removes all imports of the county with the keys of their files.
core::Result<void> delete_kept(const access::Call& call);

}  // namespace caregrid::intake
