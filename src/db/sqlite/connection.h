#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/result.h"
#include "db/connection.h"

namespace caregrid::db::sqlite {

/// What a connection is for: there is one that writes, and it alone moves the log into the file.
enum class Use { writing, reading };

/// Opens one connection to a SQLite file and sets it up for its use.
///
/// The file is made when it is missing and the connection writes; a reader finds it made.
/// Errors: unavailable "db.open" or "db.damaged".
core::Result<std::unique_ptr<Connection>> connect(const std::string& path, Use use,
                                                  std::size_t cache_kib);

}  // namespace caregrid::db::sqlite
