"""What each scheme of the rule packs may rest on, worked out again from the packs' text: by every term
and scheme it goes, all facts it asks for, as fields of packs/core/access.json."""

import json

from world import CHECKOUT

PARENTS = {"parent": ("father", "mother"), "other_parent": ("father", "mother")}


def _load(folder, skipped=()):
    for path in sorted((CHECKOUT / folder).glob("*.json")):
        if not path.name.endswith(".cases.json") and path.name not in skipped:
            yield json.loads(path.read_text(encoding="utf-8"))


def _kinds():
    kinds = {}
    for path in ("packs/core/facts.json", "packs/cn/facts.json"):
        for kind in json.loads((CHECKOUT / path).read_text(encoding="utf-8")).get("kinds", []):
            kinds[kind["id"]] = kind
    return kinds


KINDS = _kinds()
PACKS = list(_load("packs/cn", ("facts.json",)))
TERMS = {term["id"]: term["when"] for pack in PACKS for term in pack.get("terms", [])}
RULES = [rule for pack in PACKS for rule in pack.get("rules", [])]
SCHEMES = [scheme["id"] for pack in PACKS for scheme in pack.get("schemes", [])]


def _field(subject, kind, fields):
    own = f"fact.{subject}_{kind}"
    return own if own in fields else KINDS[kind]["field"]


def _walk(when, fields, seen, found):
    if isinstance(when, list):
        for part in when:
            _walk(part, fields, seen, found)
        return
    if not isinstance(when, dict):
        return
    if "age" in when:
        found.add(_field(when.get("of", "child"), "birth", fields))
    for name in ("fact", "differs_from", "same_as"):
        if name in when:
            subject, kind = when[name].split(".")[:2]
            for one in PARENTS.get(subject, (subject,)):
                found.add(_field(one, kind, fields))
    for key, table in (("term", TERMS), ("scheme", None)):
        name = when.get(key)
        if name and (key, name) not in seen:
            seen.add((key, name))
            below = [table[name]] if table else [r["when"] for r in RULES if r["scheme"] == name]
            _walk(below, fields, seen, found)
    for key, part in when.items():
        if key in ("all", "any", "not", "agreeing", "any_parent", "both_parents"):
            _walk(part, fields, seen, found)


def basis(scheme, fields):
    """The fields one must see to see the scheme."""
    found = set()
    _walk([rule["when"] for rule in RULES if rule["scheme"] == scheme], fields, set(), found)
    return found


def bases(fields):
    return {scheme: basis(scheme, fields) for scheme in SCHEMES}
