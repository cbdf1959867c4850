#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "stats/linkage_model.h"

namespace caregrid::registry {

/// Whether a register of so many records holds enough pairs to learn from.
bool teaches_enough(std::size_t records);

/// The model for a register too small to teach one: set by hand, the numbers of pairs
/// scaled to this one. Source: docs/models/linkage.md.
stats::LinkageModel prior_link_model(std::size_t records);

/// As stored and shown: numbers only.
std::string to_json(const stats::LinkageModel& model);
/// None for any other text.
std::optional<stats::LinkageModel> read_link_model(std::string_view json);

}  // namespace caregrid::registry
