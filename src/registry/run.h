#pragma once

#include "access/call.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::registry {

/// Runs a statement of the call's transaction whose number of rows says nothing. Errors: the
/// database's.
inline core::Result<void> run(const access::Call& call, db::Sql sql, db::Binds binds) {
  const auto done = call.transaction.run(sql, binds);
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

}  // namespace caregrid::registry
