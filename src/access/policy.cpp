#include "access/policy.h"

#include <array>
#include <initializer_list>

namespace caregrid::access {
namespace {

using enum Operation;
using enum Role;

/// One line of the table: who may do it, and up to which field class.
struct Rule {
  Operation operation;
  std::string_view name;
  FieldClass class_max;
  std::array<bool, 5> roles;  ///< Indexed by Role.
};

constexpr std::array<bool, 5> only(std::initializer_list<Role> roles) {
  std::array<bool, 5> allowed{};
  for (const Role role : roles) {
    allowed[static_cast<std::size_t>(role)] = true;
  }
  return allowed;
}

constexpr FieldClass personal = FieldClass::personal;
constexpr FieldClass internal = FieldClass::internal;

// Default deny: an operation missing here, or a role missing in its line, may not.
// An administrator looks after accounts and never sees a child.
constexpr std::array rules{
    Rule{see_counts, "see_counts", internal,
         only({director, supervisor, county, ngo_coordinator, administrator})},
    Rule{see_children, "see_children", personal, only({director, supervisor, county})},
    Rule{unmask_child, "unmask_child", personal, only({director, supervisor, county})},
    Rule{import_records, "import_records", personal, only({county})},
    Rule{export_records, "export_records", personal, only({county})},
    Rule{see_needs, "see_needs", personal, only({director, supervisor, county, ngo_coordinator})},
    Rule{change_needs, "change_needs", personal, only({director, supervisor, county})},
    Rule{see_offers, "see_offers", personal, only({director, supervisor, county, ngo_coordinator})},
    Rule{change_offers, "change_offers", personal, only({county, ngo_coordinator})},
    Rule{see_plan, "see_plan", personal, only({director, supervisor, county, ngo_coordinator})},
    Rule{make_plan, "make_plan", personal, only({county})},
    Rule{decide_plan, "decide_plan", personal, only({supervisor, county})},
    Rule{manage_accounts, "manage_accounts", internal, only({administrator})},
};

const Rule* find_rule(Operation operation) {
  for (const Rule& rule : rules) {
    if (rule.operation == operation) {
      return &rule;
    }
  }
  return nullptr;
}

}  // namespace

core::Result<void> authorise(const Actor& actor, Operation operation, const Resource& resource) {
  const Rule* rule = find_rule(operation);
  if (rule == nullptr || !rule->roles[static_cast<std::size_t>(actor.role)] ||
      resource.field_class > rule->class_max) {
    return core::failure(core::Code::forbidden, "access.role");
  }
  if (resource.division != 0 && !actor.area.covers(resource.division)) {
    return core::failure(core::Code::not_found, "access.not_found");
  }
  return {};
}

std::string_view to_text(Operation operation) {
  const Rule* rule = find_rule(operation);
  return rule != nullptr ? rule->name : std::string_view();
}

std::string shown_name(const Actor& actor, std::string_view name) {
  if (authorise(actor, Operation::see_children, {0, FieldClass::personal})) {
    return std::string(name);
  }
  std::size_t first_character = name.empty() ? 0 : 1;
  while (first_character < name.size() &&
         (static_cast<unsigned char>(name[first_character]) & 0xc0U) == 0x80U) {
    ++first_character;
  }
  return std::string(name.substr(0, first_character)) + "＊";
}

}  // namespace caregrid::access
