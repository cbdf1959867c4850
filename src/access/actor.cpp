#include "access/actor.h"

#include <array>
#include <utility>

namespace caregrid::access {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 5> role_names{{
    {Role::director, "director"},
    {Role::supervisor, "supervisor"},
    {Role::county, "county"},
    {Role::ngo_coordinator, "ngo_coordinator"},
    {Role::administrator, "administrator"},
}};

}  // namespace

std::string_view to_text(Role role) {
  for (const auto& [value, name] : role_names) {
    if (value == role) {
      return name;
    }
  }
  return "";
}

std::optional<Role> parse_role(std::string_view text) {
  for (const auto& [value, name] : role_names) {
    if (name == text) {
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace caregrid::access
