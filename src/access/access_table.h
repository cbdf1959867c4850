#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "access/actor.h"
#include "access/fields.h"
#include "access/policy.h"
#include "core/embedded.h"

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

struct FieldRule {
  Field field;
  std::string_view name;  ///< As in child.born_on.
  FieldClass field_class;
  Operation operation;  ///< Whose ceiling bounds it.
  PurposeBits purposes;
  bool is_masked;  ///< Never shown whole; `unmask_child` does that.
  bool shields;    ///< Tells where the child is: class `shielded` for a shielded child.
};

/// The lines of packs/core/access.json, in the order of the enumerations.
std::span<const RoleRule> role_rules();
std::span<const PurposeRule> purpose_rules();
std::span<const OperationRule> operation_rules();
std::span<const FieldRule> field_rules();
std::string_view table_version();
/// The file itself, with what each line is called in Chinese and English.
std::span<const core::EmbeddedFile> access_files();

}  // namespace caregrid::access
