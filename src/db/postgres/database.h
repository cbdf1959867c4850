#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/result.h"
#include "db/database.h"

namespace caregrid::db::postgres {

/// How to reach a PostgreSQL server, version 15 or later.
struct Options {
  std::string connection;  ///< As libpq takes it: "host=… dbname=…" or "postgresql://…".
  std::size_t readers = 4;
  /// Another machine may be asked without `sslmode=verify-full`: something else protects the line.
  bool is_clear_allowed = false;
};

/// Connects to a database, which must sort text by code point and hold UTF-8.
///
/// Several processes may share one database: each write waits for its turn (an advisory lock), so
/// there is one order of writes. A lost connection gives unavailable "db.gone" once and is made
/// again at the next use. Errors: unavailable "db.gone" when nobody answers, "db.unsupported" for
/// an old server, another encoding or collation; the detail says what to do. Invalid
/// "db.clear_line" when the server is another machine and its certificate is not checked.
core::Result<std::unique_ptr<Database>> open(const Options& options);

/// Opens it to read only. Writing is unavailable "db.read_only". Errors: unavailable "db.gone".
core::Result<std::unique_ptr<Database>> open_to_read(const Options& options);

}  // namespace caregrid::db::postgres
