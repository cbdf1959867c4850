#pragma once

#include <string>

#include "cli/workplace.h"
#include "core/file.h"
#include "core/result.h"

namespace caregrid::app {

/// Writes DIR/data.db, DIR/keyring.db and DIR/SHA256SUMS while another process may be serving.
///
/// data.db holds no key, no list of names, no session, stored answer or uploaded file; keyring.db
/// holds the wrapped keys alone. Errors: conflict "backup.exists", invalid "backup.postgres", those
/// of the disk.
core::Result<void> back_up(core::FileSystem& files, const cli::DataOptions& options,
                           const std::string& folder);

/// Puts a backup's data and a keyring together as the database of an empty data folder; the
/// program then opens it as any other. Errors: conflict "restore.not_empty"; unavailable
/// "backup.damaged" when data.db is not what SHA256SUMS says; those of the disk.
core::Result<void> restore_files(core::FileSystem& files, const cli::DataOptions& options,
                                 const cli::RestoreSource& source);

}  // namespace caregrid::app
