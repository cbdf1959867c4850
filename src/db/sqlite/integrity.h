#pragma once

#include "core/result.h"
#include "db/database.h"

namespace caregrid::db::sqlite {

/// Reads every page of a SQLite database. Errors: internal "db.damaged" with the first fault as
/// `detail`. Cost: the whole file once; minutes when it is large.
core::Result<void> check_integrity(Database& database);

}  // namespace caregrid::db::sqlite
