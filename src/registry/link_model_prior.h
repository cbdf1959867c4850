#pragma once

#include <cstddef>

#include "stats/linkage_model.h"

namespace caregrid::registry {

/// The model one description is judged by before a county has taught its own: shares of levels as
/// fitted on generated counties, and of a register of `children` the expectation that three in ten
/// described are in it already.
stats::LinkageModel link_model_prior(std::size_t children);

}  // namespace caregrid::registry
