#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/result.h"
#include "db/connection.h"

namespace caregrid::db::sqlite {

enum class Use { writing, reading };

/// Opens one connection to a SQLite file and sets it up for its use.
///
/// Errors: unavailable "db.open" or "db.damaged".
core::Result<std::unique_ptr<Connection>> connect(const std::string& path, Use use,
                                                  std::size_t cache_kib);

}  // namespace caregrid::db::sqlite
