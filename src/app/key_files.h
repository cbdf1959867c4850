#pragma once

#include <memory>
#include <string>

#include "access/keys.h"
#include "core/file.h"
#include "core/result.h"
#include "core/rng.h"

namespace caregrid::app {

/// Where the wrapping keys of a data folder lie.
std::string key_file_of(const std::string& folder);

/// The environment variable CAREGRID_KEK when it is set (base64, several between commas, the one
/// in use last), else the folder's key file. Keys never come by argument: those are shown to
/// everybody on the machine.
std::unique_ptr<access::KeySource> make_key_source(core::FileSystem& files,
                                                   const std::string& folder);

/// Makes the key file with a first key, readable by its owner alone.
core::Result<void> make_key_file(core::FileSystem& files, core::Rng& rng,
                                 const std::string& folder);

}  // namespace caregrid::app
