#pragma once

#include <memory>
#include <string>

#include "core/result.h"
#include "db/connection.h"

namespace caregrid::db::postgres {

enum class Use { writing, reading };

/// Connects and checks that the database is one we can work with (see `open`).
core::Result<std::unique_ptr<Connection>> connect(const std::string& address, Use use);

}  // namespace caregrid::db::postgres
