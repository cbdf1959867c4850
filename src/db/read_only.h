#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/result.h"
#include "db/database.h"
#include "db/reader_pool.h"

namespace caregrid::db {

/// What a database that is only read tells of itself.
struct ReadOnlyOptions {
  Engine engine = Engine::sqlite;
  std::string version;
  std::size_t readers = 4;
};

/// A database without a writer: writing is unavailable "db.read_only". Opens one connection to see
/// that it can. Errors: those of `open`.
core::Result<std::unique_ptr<Database>> read_only(ReadOnlyOptions options, ReaderPool::Open open);

}  // namespace caregrid::db
