"""Shows that every pack is what its JSON Schema says, and that the core knows no country's words.

The schemas are for editors; the program has a loader of its own. A planted fault shows each can fail.
"""

import copy
import json
import re
import unittest
from pathlib import Path

import jsonschema

CHECKOUT = Path(__file__).resolve().parents[2]
PACKS = CHECKOUT / "packs"
COUNTRY_WORDS = re.compile(r"hukou|dibao|户籍|户口|低保|最低生活保障|特困", re.I)
# Rooms that read a country's own spreadsheets, and a demo county: the plug-ins of today. Shorten it.
PLUG_INS = {
    "src/rules/packs_test.cpp", "src/access/fields.h", "src/care/need.cpp", "src/care/need.h", "src/care/need_test.cpp",
    "src/cli/demo_child.cpp", "src/registry/civil_form.cpp", "src/registry/civil_form_export.cpp",
    "src/registry/civil_form_test.cpp", "src/intake/mapping.h", "src/registry/comparison_operations.cpp", "src/intake/recognise_test.cpp", "src/registry/child_fields.cpp",
    "src/registry/child_fields.h", "src/registry/child_reader_test.cpp", "src/registry/fact_reading.cpp",
    "src/registry/reading_test.cpp", "src/registry/status_facts_test.cpp", "src/registry/vocabulary.cpp", "src/registry/vocabulary.h",
}


def packs():
    """Every pack file with the name of its schema, without ending."""
    for path in sorted(PACKS.glob("*/*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        name = Path(document.get("$schema", "") if isinstance(document, dict) else "").name
        if name in ("facts.schema.json", "rules.schema.json", "cases.schema.json"):
            yield path, document, name


def validator(name):
    schema = json.loads((PACKS / "schema" / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def country_words(files):
    return sorted({name for name, text in files if COUNTRY_WORDS.search(text)})


class Packs(unittest.TestCase):
    def test_each_is_what_its_schema_says(self):
        seen = set()
        for path, document, name in packs():
            seen.add(name)
            faults = [f"{list(fault.path)}: {fault.message}" for fault in validator(name).iter_errors(document)]
            self.assertEqual(faults, [], path)
        self.assertIn("facts.schema.json", seen)

    def test_a_planted_fault_is_found(self):
        for path, document, name in packs():
            broken = copy.deepcopy(document)
            broken["surprise"] = 1
            self.assertTrue(list(validator(name).iter_errors(broken)), path)

    def test_the_core_knows_no_country(self):
        files = [(str(path.relative_to(CHECKOUT)), path.read_text(encoding="utf-8"))
                 for path in [*CHECKOUT.glob("src/**/*.h"), *CHECKOUT.glob("src/**/*.cpp"),
                              PACKS / "core" / "facts.json"]]
        self.assertEqual(set(country_words(files)) - PLUG_INS, set())
        self.assertEqual(country_words([("src/rules/a.cpp", 'constexpr auto kind = "hukou";')]), ["src/rules/a.cpp"])


if __name__ == "__main__":
    unittest.main()
