#pragma once

#include <memory>

#include "cli/workplace.h"
#include "core/result.h"

namespace caregrid::app {

/// Opens (or makes) the data, brings the schema up to date and lays out everything commands need.
///
/// Errors: unavailable "db.in_use", "db.open", "db.gone", "db.schema_newer", "file.write"; invalid
/// "county.unknown".
core::Result<std::unique_ptr<cli::Workplace>> open_workplace(const cli::DataOptions& options);

/// All kinds of records the program can import, in the order they must go in.
intake::Catalogue make_catalogue();

}  // namespace caregrid::app
