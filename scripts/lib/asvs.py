"""The state of each requirement of OWASP ASVS 5.0: docs/security/asvs.csv, and the page made of it.

What is met names one automated test or more, "path::name && path::name": a case of a file that
scripts/test runs. The threat model names its tests alike, in a table.
"""

import csv
import re

TABLE = "docs/security/asvs.csv"
PAGE = "docs/security/asvs.md"
THREATS = "docs/security/threat-model.md"
AND = " && "
STATES = ("met", "not applicable", "open")
REQUIREMENTS = 345
CHAPTERS = ("Encoding and sanitisation", "Validation and business logic", "Web pages", "API and web service",
            "Files", "Authentication", "Sessions", "Authorisation", "Self-contained tokens", "OAuth and OIDC",
            "Cryptography", "Communication", "Configuration", "Data protection", "Secure coding", "Logging",
            "WebRTC")


def rows(root):
    with (root / TABLE).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def faults(root):
    """Line and text of everything that is not so: a state nobody knows, a test that is not there."""
    found = []
    listed = rows(root)
    if len(listed) != REQUIREMENTS or len({row["id"] for row in listed}) != REQUIREMENTS:
        found.append((1, f"{len(listed)} requirements; ASVS 5.0 has {REQUIREMENTS}, each once"))
    for line, row in enumerate(listed, 2):
        if row["state"] not in STATES or row["level"] not in ("1", "2", "3") or not row["shown"]:
            found.append((line, f"{row['id']}: a level, one of {', '.join(STATES)}, and what shows it"))
        if row["state"] != "met":
            continue
        for shown in row["shown"].split(AND):
            path, _, name = shown.partition("::")
            fault = missing(root, path, name)
            if fault:
                found.append((line, f"{row['id']}: {fault}"))
    return found


def tests_in(path):
    """The names of the cases a test file holds; none when nothing runs it."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.name.endswith("_test.py"):
        return set(re.findall(r"^    def (test_\w+)\(self", text, re.M))
    if path.name.endswith(("_test.ts", "_test.tsx", "_test.mjs")):
        return {name for _, name in re.findall(r"\b(?:test|it)\(\s*(['`\"])((?:(?!\1).)+)\1", text)}
    if path.name.endswith("_test.cpp"):
        cases = re.findall(r'^TEST_CASE\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)', text, re.M)
        return {"".join(re.findall(r'"((?:[^"\\]|\\.)*)"', case)) for case in cases}
    return set()


def missing(root, path, name):
    """What is wrong with a test that is named; "" when it is there."""
    source = root / path
    if not source.is_file():
        return f"{path} does not exist"
    return "" if name in tests_in(source) else f"{path} holds no test “{name}”"


def threats(root):
    """Line, threat and tests of every row of the tables under "Threats" and "Attacks"."""
    text = (root / THREATS).read_text(encoding="utf-8").splitlines()
    heading = ""
    for number, line in enumerate(text, 1):
        if line.startswith("## "):
            heading = line[3:]
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if heading not in ("Threats", "Attacks") or not line.startswith("|") or len(cells) < 3:
            continue
        if set(cells[0]) <= set("- ") or cells[-1] == "shown by":
            continue
        yield number, cells[0], re.findall(r'`([\w./-]+)`, "([^"]+)"', cells[-1])


def threat_faults(root, actors):
    """A threat without a test, a test that is not there, an actor nobody speaks of."""
    found = []
    rows_found = list(threats(root))
    for line, threat, tests in rows_found:
        if not tests:
            found.append((line, f"{threat}: names no test"))
        found += [(line, fault) for fault in (missing(root, path, name) for path, name in tests) if fault]
    for actor in actors:
        if not any(actor in threat for _, threat, _ in rows_found):
            found.append((0, f"says nothing of “{actor}”"))
    return found


def counts(root):
    """Rows of the summary: level, met, not applicable, open."""
    listed = rows(root)
    return [(level, *(sum(row["level"] == level and row["state"] == state for row in listed)
                      for state in STATES)) for level in "123"]


def page(root):
    text = ["# OWASP ASVS 5.0", "",
            "Made by `scripts/asvs` from `docs/security/asvs.csv`; the words are ours, the numbers OWASP's. *Met* names the tests",
            "that show it, which `scripts/check-docs` looks up; *open* says what is missing.", "",
            "| level | met | not applicable | open |", "| --- | --- | --- | --- |"]
    text += [f"| {level} | {met} | {never} | {left} |" for level, met, never, left in counts(root)]
    chapter = ""
    for row in rows(root):
        number = row["id"].split(".")[0]
        if number != chapter:
            chapter = number
            text += ["", f"## V{number} {CHAPTERS[int(number) - 1]}", "",
                     "| | level | requirement | state | shown by, or why |", "| --- | --- | --- | --- | --- |"]
        shown = row["shown"]
        if row["state"] == "met":
            named = [each.partition("::") for each in shown.split(AND)]
            shown = "<br>".join(f"`{path}`: " + (name if " " in name else f"`{name}`") for path, _, name in named)
        text.append(f"| {row['id']} | {row['level']} | {row['what']} | {row['state']} | {shown} |")
    return "\n".join(text) + "\n"
