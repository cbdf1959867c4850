#pragma once

#include <memory>
#include <string>

#include "core/result.h"
#include "db/connection.h"

namespace caregrid::db::postgres {

/// What a connection is for: the writer takes turns with other processes, readers never wait.
enum class Use { writing, reading };

/// Where to connect, and whether a line nobody checked may be used (see `Options`).
struct Address {
  std::string connection;
  bool is_clear_allowed = false;
};

/// Connects and checks that the database is one we can work with (see `open`).
///
/// The check is repeated whenever a lost connection is made again.
/// Errors: unavailable "db.gone" or "db.unsupported"; invalid "db.clear_line".
core::Result<std::unique_ptr<Connection>> connect(const Address& address, Use use);

}  // namespace caregrid::db::postgres
