#include "access/policy.h"

#include <algorithm>
#include <string>
#include <utility>

#include "access/access_table.h"

namespace caregrid::access {
namespace {

const RoleRule& rule_of(Role role) { return role_rules()[static_cast<std::size_t>(role)]; }

const PurposeRule& rule_of(Purpose purpose) {
  return purpose_rules()[static_cast<std::size_t>(purpose)];
}

const OperationRule& rule_of(Operation operation) {
  return operation_rules()[static_cast<std::size_t>(operation)];
}

constexpr std::array<std::string_view, 5> class_names{"open", "internal", "personal", "sensitive",
                                                      "shielded"};
constexpr std::array<std::string_view, 3> scope_names{"none", "assigned", "area"};
constexpr std::array<std::string_view, 3> basis_names{"duty", "separate_consent", "emergency"};

core::Error forbidden(std::string reason) {
  return core::failure(core::Code::forbidden, std::move(reason));
}

core::Error not_found() { return core::failure(core::Code::not_found, "access.not_found"); }

}  // namespace

core::Result<void> authorise(const Actor& actor, Operation operation, const Resource& resource) {
  const auto ceiling = ceiling_of(actor.role, operation);
  if (!ceiling || resource.field_class > *ceiling) {
    return forbidden("access.role");
  }
  if (auto proved = check_second_factor(actor, operation); !proved) {
    return proved;
  }
  const bool is_personal = resource.field_class >= FieldClass::personal;
  if (is_personal && !has_purpose(actor.role, actor.purpose)) {
    return forbidden("access.purpose");
  }
  if (resource.division != 0 && !actor.area.covers(resource.division)) {
    return not_found();
  }
  if (is_personal && scope_of(actor.role) != Scope::area && !resource.is_assigned) {
    return not_found();
  }
  if (is_personal && basis_of(actor.purpose) == LegalBasis::separate_consent &&
      !resource.is_consented) {
    return forbidden("access.consent");
  }
  return check_step_up(actor, operation);
}

std::optional<FieldClass> ceiling_of(Role role, Operation operation) {
  return rule_of(operation).ceilings[static_cast<std::size_t>(role)];
}

bool needs_step_up(Operation operation) { return rule_of(operation).needs_step_up; }

core::Result<void> check_step_up(const Actor& actor, Operation operation) {
  return needs_step_up(operation) && !actor.is_confirmed ? forbidden("session.step_up")
                                                         : core::Result<void>();
}

bool needs_second_factor(Role role, Operation operation) {
  const auto ceiling = ceiling_of(role, operation);
  return ceiling && (*ceiling >= FieldClass::personal || needs_step_up(operation));
}

bool needs_second_factor(Role role) {
  return std::ranges::any_of(operation_rules(), [&](const OperationRule& rule) {
    return needs_second_factor(role, rule.operation);
  });
}

core::Result<void> check_second_factor(const Actor& actor, Operation operation) {
  return actor.lacks_second_factor && needs_second_factor(actor.role, operation)
             ? forbidden("session.second_factor")
             : core::Result<void>();
}

Scope scope_of(Role role) { return rule_of(role).scope; }

bool has_purpose(Role role, Purpose purpose) {
  return (rule_of(role).purposes & bit(purpose)) != 0;
}

Purpose default_purpose(Role role) { return rule_of(role).usual; }

LegalBasis basis_of(Purpose purpose) { return rule_of(purpose).basis; }

std::string_view policy_version() { return table_version(); }

std::string_view to_text(Operation operation) { return rule_of(operation).name; }

std::string_view to_text(FieldClass field_class) {
  return class_names[static_cast<std::size_t>(field_class)];
}

std::string_view to_text(Scope scope) { return scope_names[static_cast<std::size_t>(scope)]; }

std::string_view to_text(LegalBasis basis) { return basis_names[static_cast<std::size_t>(basis)]; }

}  // namespace caregrid::access
