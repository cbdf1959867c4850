#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace caregrid::db::postgres {

/// Whether this host of libpq's cannot be another machine: a Unix socket or the loopback.
bool is_this_machine(std::string_view host);

/// Checks that what travels to the server cannot be read or answered by another on the way: the
/// server is this machine, or `sslmode=verify-full` has its certificate and name checked.
///
/// Counts what libpq itself would use: the connection string, the environment and a service file.
/// A name that is not this machine's needs TLS even when its `hostaddr` is the loopback. Starts a
/// connection and drops it before anything is said on it. Errors: invalid "db.clear_line".
core::Result<void> check_line(const std::string& connection);

}  // namespace caregrid::db::postgres
