"""The state of each requirement of OWASP ASVS 5.0: docs/security/asvs.csv, and the page made of it."""

import csv
import re

TABLE = "docs/security/asvs.csv"
PAGE = "docs/security/asvs.md"
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
        path, _, words = row["shown"].partition("::")
        source = root / path
        if not source.is_file():
            found.append((line, f"{row['id']}: {path} does not exist"))
        elif not words or words not in source.read_text(encoding="utf-8", errors="replace"):
            found.append((line, f"{row['id']}: {path} holds no “{words}”"))
    return found


def counts(root):
    """Rows of the summary: level, met, not applicable, open."""
    listed = rows(root)
    return [(level, *(sum(row["level"] == level and row["state"] == state for row in listed)
                      for state in STATES)) for level in "123"]


def page(root):
    text = ["# OWASP ASVS 5.0", "",
            "Made by `scripts/asvs` from `docs/security/asvs.csv`; the words are ours, the numbers OWASP's. *Met* names the test",
            "(or the place in the code) that shows it, which `scripts/check-docs` looks up; *open* says what is missing.", "",
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
            path, _, words = shown.partition("::")
            shown = f"`{path}`" + (f": {words}" if re.search(r" ", words) else f": `{words}`")
        text.append(f"| {row['id']} | {row['level']} | {row['what']} | {row['state']} | {shown} |")
    return "\n".join(text) + "\n"
