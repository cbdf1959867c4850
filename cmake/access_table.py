"""Turns packs/core/access.json into the constant table behind src/access/access_table.h.

usage: access_table.py ACCESS.json TABLE.cpp

Refuses a table that names an unknown role, purpose, scope, basis or class: default is deny, and a
misspelt line must not become one silently.
"""
import json
import sys
from pathlib import Path

SCOPES = ("none", "assigned", "area")
BASES = ("duty", "separate_consent", "emergency")
HEAD = """// Made by cmake/access_table.py from packs/core/access.json.
#include "access/access_table.h"

#include <cstddef>

namespace caregrid::access {
namespace {

namespace table {

constexpr Ceilings ceilings(std::initializer_list<std::pair<Role, FieldClass>> roles) {
  Ceilings made{};
  for (const auto& [role, field_class] : roles) {
    made[static_cast<std::size_t>(role)] = field_class;
  }
  return made;
}

"""
TAIL = """
}  // namespace table

static_assert(table::role_rules.size() == role_count);
static_assert(table::purpose_rules.size() == purpose_count);
static_assert(table::operation_rules.size() == operation_count);
static_assert(table::field_rules.size() == field_count);

/// Rules are looked up by position: line n of the table speaks of enumerator n.
constexpr bool is_in_order() {
  for (std::size_t i = 0; i < role_count; ++i) {
    if (table::role_rules[i].role != static_cast<Role>(i)) {
      return false;
    }
  }
  for (std::size_t i = 0; i < purpose_count; ++i) {
    if (table::purpose_rules[i].purpose != static_cast<Purpose>(i)) {
      return false;
    }
  }
  for (std::size_t i = 0; i < operation_count; ++i) {
    if (table::operation_rules[i].operation != static_cast<Operation>(i)) {
      return false;
    }
  }
  for (std::size_t i = 0; i < field_count; ++i) {
    if (table::field_rules[i].field != static_cast<Field>(i)) {
      return false;
    }
  }
  return true;
}
static_assert(is_in_order());

}  // namespace

std::span<const RoleRule> role_rules() { return table::role_rules; }
std::span<const PurposeRule> purpose_rules() { return table::purpose_rules; }
std::span<const OperationRule> operation_rules() { return table::operation_rules; }
std::span<const FieldRule> field_rules() { return table::field_rules; }
std::string_view table_version() { return table::version; }

}  // namespace caregrid::access
"""
CLASSES = ("open", "internal", "personal", "sensitive", "shielded")


def refuse(message: str) -> None:
    sys.exit(f"packs/core/access.json: {message}")


def expect(value: str, known, where: str) -> str:
    if value not in known:
        refuse(f"{where}: unknown {value!r}; known: {', '.join(known)}")
    return value


def role_lines(table: dict) -> list[str]:
    lines = []
    for name, role in table["roles"].items():
        scope = expect(role["scope"], SCOPES, name)
        bits = [f"bit(Purpose::{expect(p, table['purposes'], name)})" for p in role["purposes"]]
        lines.append(f'  RoleRule{{Role::{name}, "{name}", Scope::{scope}, '
                     f'Purpose::{role["purposes"][0]},\n           {" | ".join(bits)}}},')
    return lines


def purpose_lines(table: dict) -> list[str]:
    return [f'  PurposeRule{{Purpose::{name}, "{name}", LegalBasis::'
            f'{expect(purpose["basis"], BASES, name)}}},' for name, purpose in table["purposes"].items()]


def operation_lines(table: dict) -> list[str]:
    lines = []
    for name, operation in table["operations"].items():
        ceilings = []
        for role, field_class in operation["roles"].items():
            expect(role, table["roles"], name)
            expect(field_class, CLASSES, f"{name}.{role}")
            ceilings.append(f"{{Role::{role}, FieldClass::{field_class}}}")
        lines.append(f'  OperationRule{{Operation::{name}, "{name}", '
                     f'{"true" if operation.get("step_up") else "false"},\n    ceilings({{'
                     + ", ".join(ceilings) + "})},")
    return lines


def field_lines(table: dict) -> list[str]:
    lines = []
    for name, field in table["fields"].items():
        operation = expect(field["operation"], table["operations"], name)
        bits = " | ".join(f"bit(Purpose::{expect(p, table['purposes'], name)})"
                          for p in field["purposes"])
        masked = "true" if field.get("masked") else "false"
        shields = "true" if field.get("shields") else "false"
        lines.append(f'  FieldRule{{Field::{name.replace(".", "_")}, "{name}", '
                     f'FieldClass::{expect(field["class"], CLASSES, name)}, Operation::{operation},\n'
                     f'            {bits}, {masked}, {shields}}},')
    return lines


def main() -> None:
    table = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    parts = [HEAD, f'constexpr std::string_view version = "{table["version"]}";',
             "constexpr std::array role_rules{", *role_lines(table), "};",
             "constexpr std::array purpose_rules{", *purpose_lines(table), "};",
             "constexpr std::array operation_rules{", *operation_lines(table), "};",
             "constexpr std::array field_rules{", *field_lines(table), "};", TAIL]
    Path(sys.argv[2]).write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
