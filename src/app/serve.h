#pragma once

#include <cstdint>
#include <functional>

#include "cli/workplace.h"
#include "core/result.h"

namespace caregrid::app {

/// Opens the data, starts the job workers and serves until SIGTERM or SIGINT; then finishes what
/// is under way and closes. Errors: those of `open_workplace`; unavailable "serve.address".
core::Result<void> serve(const cli::ServeOptions& options,
                         const std::function<void(std::uint16_t)>& ready);

}  // namespace caregrid::app
