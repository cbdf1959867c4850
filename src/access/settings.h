#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

/// The setting that marks a county of invented people; its pages carry a banner.
inline constexpr std::string_view synthetic_setting = "synthetic";

/// A county's own setting by name; none when it was never set.
core::Result<std::optional<std::string>> county_setting(const Call& call, std::string_view name);

/// Sets it, inside a command of the door. Errors: forbidden for all but county and administrator.
core::Result<void> set_county_setting(const Call& call, std::string_view name,
                                      std::string_view value);

/// The six-digit keys of all counties this database holds accounts or settings of.
core::Result<std::vector<std::int64_t>> known_counties(db::Transaction& transaction);

}  // namespace caregrid::access
