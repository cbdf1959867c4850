#pragma once

#include "core/result.h"
#include "db/database.h"

namespace caregrid::db {

/// Tells SQLite's query planner how many rows share the leading columns of each index.
///
/// Without this it takes a county to have ten rows, and walks a whole table where an index would
/// find one row. The numbers are fixed, by column name, so that plans are the same on every machine
/// and do not change with the data; PostgreSQL counts for itself and is left alone.
/// Source: sqlite.org/fileformat2.html, "The sqlite_stat1 table".
core::Result<void> describe_indexes(Database& database);

}  // namespace caregrid::db
