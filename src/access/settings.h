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

/// "optional" when the county was last served without asking for second factors, see
/// `SecondFactorRule`; `caregrid doctor` says so.
inline constexpr std::string_view second_factor_setting = "second_factor";

/// A county's own setting by name; none when it was never set.
core::Result<std::optional<std::string>> county_setting(const Call& call, std::string_view name);

/// Sets it, inside a command of the door. Errors: forbidden for all but county and administrator.
core::Result<void> set_county_setting(const Call& call, std::string_view name,
                                      std::string_view value);

/// A county of the database that is not marked as invented; none when all are.
core::Result<std::optional<std::int64_t>> find_real_county(db::Database& database);

/// The six-digit keys of all counties this database holds accounts or settings of.
core::Result<std::vector<std::int64_t>> known_counties(db::Transaction& transaction);

}  // namespace caregrid::access
