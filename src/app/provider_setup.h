#pragma once

#include <optional>

#include "access/provider.h"
#include "cli/workplace.h"
#include "core/file.h"
#include "core/result.h"

namespace caregrid::app {

/// The identity provider as the command line names it; none when it names none. The secret comes
/// from its file, which only its owner may read, or from the environment variable
/// CAREGRID_OIDC_SECRET; never by argument: those are shown to everybody on the machine.
///
/// Errors: as `access::check_settings`; unavailable "provider.secret_exposed"; those of reading the
/// file; invalid "provider.origin_needed" without `--origin` for an issuer elsewhere.
core::Result<std::optional<access::ProviderSettings>> read_provider(
    core::FileSystem& files, const cli::ServeOptions& options);

}  // namespace caregrid::app
