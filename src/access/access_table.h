#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "access/actor.h"
#include "access/policy.h"

namespace caregrid::access {

/// A set of purposes, a bit each.
using PurposeBits = std::uint32_t;
constexpr PurposeBits bit(Purpose purpose) {
  return PurposeBits{1} << static_cast<unsigned>(purpose);
}

struct RoleRule {
  Role role;
  std::string_view name;
  Scope scope;
  Purpose usual;  ///< The purpose of a call that names none.
  PurposeBits purposes;
};

struct PurposeRule {
  Purpose purpose;
  std::string_view name;
  LegalBasis basis;
};

/// The highest class each role may touch, by role; none: not at all.
using Ceilings = std::array<std::optional<FieldClass>, role_count>;

struct OperationRule {
  Operation operation;
  std::string_view name;
  bool needs_step_up;
  Ceilings ceilings;
};

/// The lines of packs/core/access.json, in the order of the enumerations.
std::span<const RoleRule> role_rules();
std::span<const PurposeRule> purpose_rules();
std::span<const OperationRule> operation_rules();
std::string_view table_version();

}  // namespace caregrid::access
