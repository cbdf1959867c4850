#pragma once

#include <span>
#include <string_view>

#include "core/clock.h"
#include "core/embedded.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::db {

/// The files of schema/ this program was built with, in order.
std::span<const core::EmbeddedFile> schema_files();

/// Brings a database to the last of `files`, each named "NNNN_name.sql" in rising order.
///
/// Each file runs in one transaction together with its line in `schema_version` (version, name,
/// checksum, time); running again does nothing. The number of files applied now comes back.
/// Errors: unavailable "db.schema_newer" when the database knows a version this program does
/// not, "db.schema_changed" when a file differs from the one applied then; else those of the
/// database.
core::Result<int> migrate(Database& database, std::span<const core::EmbeddedFile> files,
                          core::Instant now);

}  // namespace caregrid::db
