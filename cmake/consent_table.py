"""Turns the consent packs into the constant table behind src/access/consent_table.h.

usage: consent_table.py ACCESS.json CONSENT.json TEXTS.zh.json TEXTS.en.json TABLE.cpp

Refuses packs in which a purpose that needs a separate consent has no text, a text misses a
language or one of its five parts, or versions do not count up from 1: nobody can consent to what
was not told.
"""
import json
import sys
from pathlib import Path

PARTS = ("what", "why", "effect", "receives", "withdraw")
HEAD = """// Made by cmake/consent_table.py from packs/core/consent*.json.
#include "access/consent_table.h"

#include <array>

namespace caregrid::access {
namespace {

namespace table {
"""
TAIL = """
}  // namespace table

}  // namespace

std::span<const ConsentRule> consent_rules() { return table::rules; }
std::span<const ConsentText> consent_texts() { return table::texts; }
int assent_from_age() { return table::assent_from_age; }
int ask_again_after_days() { return table::ask_again_after_days; }

}  // namespace caregrid::access
"""


def refuse(message: str) -> None:
    sys.exit(f"packs/core/consent: {message}")


def load(path: str) -> dict:
    return json.loads(Path(path).read_text(encoding="utf-8"))


def words(texts: dict, purpose: str, version: int, language: str) -> str:
    told = texts.get(purpose, {}).get(str(version))
    if told is None or tuple(told) != PARTS or not all(told.values()):
        refuse(f"{language}: {purpose} version {version} needs exactly {', '.join(PARTS)}")
    return "{" + ", ".join(json.dumps(told[part], ensure_ascii=False) for part in PARTS) + "}"


def main() -> None:
    access, consent, zh, en = (load(path) for path in sys.argv[1:5])
    needed = [p for p, rule in access["purposes"].items() if rule["basis"] == "separate_consent"]
    if list(consent["purposes"]) != needed:
        refuse(f"purposes must be exactly {', '.join(needed)}, in this order")
    rules, texts = [], []
    for name, purpose in consent["purposes"].items():
        versions = [entry["version"] for entry in purpose["versions"]]
        if versions != list(range(1, len(versions) + 1)) or not versions:
            refuse(f"{name}: versions count up from 1 without gaps")
        rules.append(f"    ConsentRule{{Purpose::{name}, {purpose['months']}}},")
        for entry in purpose["versions"]:
            texts.append(f"    ConsentText{{Purpose::{name}, {entry['version']}, "
                         f"{'true' if entry['widens'] else 'false'}, "
                         f"{json.dumps(' '.join(entry['data_kinds']))},\n"
                         f"                {words(zh, name, entry['version'], 'zh')},\n"
                         f"                {words(en, name, entry['version'], 'en')}}},")
    parts = [HEAD, f"constexpr int assent_from_age = {int(consent['assent_from_age'])};",
             f"constexpr int ask_again_after_days = {int(consent['ask_again_after_days'])};",
             "constexpr std::array rules{", *rules, "};", "constexpr std::array texts{", *texts, "};",
             TAIL]
    Path(sys.argv[5]).write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
