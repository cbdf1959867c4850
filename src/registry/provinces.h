#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "registry/division.h"

namespace caregrid::registry {

/// The address without the name of the province the county lies in, when it starts with it, and
/// without the prefecture between province and county.
std::string_view without_own_province(std::string_view address, std::span<const Division> county);

/// The first two digits of the code of the province an address starts with; none when it starts
/// with no province's name.
std::optional<int> province_named(std::string_view address);

/// Whether an address starts with the name of a province other than the county's own.
bool names_other_province(std::string_view address, std::span<const Division> county);

}  // namespace caregrid::registry
