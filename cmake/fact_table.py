"""Turns the fact vocabulary (packs/*/facts.json) into the constant table behind src/registry/fact_kinds.h.

usage: fact_table.py TABLE.cpp FACTS.json…

Later packs add kinds, and codes to lists of earlier ones. Refuses a kind or list that is there already.
"""
import json
import sys
from pathlib import Path

HEAD = """// Made by cmake/fact_table.py from packs/*/facts.json.
#include <array>

#include "registry/fact_kinds.h"

namespace caregrid::registry {
namespace {

namespace table {

"""
TAIL = """
}  // namespace table

}  // namespace

std::span<const FactKind> fact_kinds() { return table::kinds; }

}  // namespace caregrid::registry
"""


def words(entry: dict) -> str:
    return ", ".join(json.dumps(entry[name], ensure_ascii=False) for name in ("id", "zh", "en"))


def type_of(member: dict) -> str:
    return "yes_no" if member["type"] == "bool" else member["type"]


def merged(paths: list[str]) -> list[dict]:
    kinds: dict[str, dict] = {}
    for path in paths:
        pack = json.loads(Path(path).read_text(encoding="utf-8"))
        for kind in pack["kinds"]:
            if kind["id"] in kinds:
                sys.exit(f"{path}: {kind['id']} is there already")
            kinds[kind["id"]] = kind
        for more in pack.get("codes", []):
            member = next(m for m in kinds[more["kind"]]["members"] if m["id"] == more["member"])
            member["codes"] = member["codes"] + more["codes"]
    return list(kinds.values())


def lines_of(kind: dict) -> tuple[list[str], str]:
    name = kind["id"]
    lines = []
    members = []
    for member in kind["members"]:
        codes = "{}"
        if "codes" in member:
            codes = f"{name}__{member['id']}"
            lines.append(f"constexpr std::array {codes}{{")
            lines += [f"    FactWord{{{words(code)}}}," for code in member["codes"]]
            lines.append("};")
        members.append(f"    FactMember{{{{{words(member)}}}, FactMemberType::{type_of(member)}, {codes}}},")
    lines += [f"constexpr std::array {name}__members{{", *members, "};"]
    subjects = " | ".join(f"bit(FactSubject::{subject})" for subject in kind["subjects"])
    dated = "true" if kind["dated"] else "false"
    field = kind["field"].replace(".", "_")
    return lines, (f"    FactKind{{{{{words(kind)}}}, {subjects}, {dated},\n"
                   f"             access::Field::{field}, {name}__members}},")


def main() -> None:
    body: list[str] = []
    kinds: list[str] = []
    for kind in merged(sys.argv[2:]):
        lines, entry = lines_of(kind)
        body += lines
        kinds.append(entry)
    text = "\n".join([HEAD, *body, "constexpr std::array kinds{", *kinds, "};", TAIL])
    Path(sys.argv[1]).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
