#pragma once

#include <istream>
#include <string>

#include "core/result.h"
#include "core/rng.h"

namespace caregrid::cli {

/// A password nobody chose: four groups of four characters without look-alikes, 79 random bits.
std::string make_password(core::Rng& rng);

/// The first line of standard input. Errors: invalid "password.missing".
core::Result<std::string> read_password(std::istream& input);

}  // namespace caregrid::cli
