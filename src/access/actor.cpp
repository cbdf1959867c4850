#include "access/actor.h"

#include "access/access_table.h"

namespace caregrid::access {

std::string_view to_text(Role role) { return role_rules()[static_cast<std::size_t>(role)].name; }

std::optional<Role> parse_role(std::string_view text) {
  for (const RoleRule& rule : role_rules()) {
    if (rule.name == text) {
      return rule.role;
    }
  }
  return std::nullopt;
}

std::string_view to_text(Purpose purpose) {
  return purpose_rules()[static_cast<std::size_t>(purpose)].name;
}

std::optional<Purpose> parse_purpose(std::string_view text) {
  for (const PurposeRule& rule : purpose_rules()) {
    if (rule.name == text) {
      return rule.purpose;
    }
  }
  return std::nullopt;
}

}  // namespace caregrid::access
