#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "access/area.h"
#include "core/id.h"

namespace caregrid::access {

struct AccountTag;
using AccountId = core::Id<AccountTag>;

/// Who people are to the system; the others of the design arrive with their rooms.
enum class Role { director, supervisor, county, ngo_coordinator, administrator };

std::string_view to_text(Role role);
std::optional<Role> parse_role(std::string_view text);

/// The person (or the command line) on whose behalf something is done.
struct Actor {
  AccountId account;
  Role role = Role::director;
  Area area;
  std::string name;
};

}  // namespace caregrid::access
