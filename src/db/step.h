#pragma once

#include "core/result.h"
#include "db/database.h"

namespace caregrid::db {

/// Runs one unit of work on a driver's transaction, under the rules all drivers share.
///
/// The first failing statement decides the outcome: every later statement of the step gives the
/// same error, and so does the step, even if `work` looked away. (PostgreSQL insists on this;
/// with SQLite it is our doing, so that a store behaves alike on both.) Text with a zero byte is
/// refused: invalid "db.text". What `work` throws becomes internal "db.step_threw".
core::Result<void> run_work(Work work, Transaction& driver);

}  // namespace caregrid::db
