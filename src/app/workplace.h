#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cli/workplace.h"
#include "core/result.h"

namespace caregrid::app {

/// Told the path of a key file when one has just been made.
using NoteKeys = std::function<void(const std::string& path)>;

/// Opens (or makes) the data, brings the schema up to date and lays out everything commands need.
///
/// Errors: unavailable "db.in_use", "db.open", "db.gone", "db.schema_newer", "file.write",
/// "keys.missing", "keys.exposed", "keys.format"; invalid "county.unknown".
core::Result<std::unique_ptr<cli::Workplace>> open_workplace(const cli::DataOptions& options,
                                                             const NoteKeys& note_keys);

/// Opens the data as they are, to read only: no lock, no migration, nothing made.
/// Errors: unavailable "db.open", "db.gone".
core::Result<std::unique_ptr<db::Database>> open_to_read(const cli::DataOptions& options);

/// All kinds of records the program can import, in the order they must go in.
intake::Catalogue make_catalogue();

}  // namespace caregrid::app
