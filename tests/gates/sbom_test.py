"""Shows that the list of parts is whole, the same each time, and that a part that is missing, doubled,
without hash or from elsewhere is told.
"""

import copy
import json
import subprocess
import sys
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT / "scripts/lib"))
import sbom  # noqa: E402 (found by the line above)


class ListOfParts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.document, cls.missing = sbom.make(CHECKOUT)

    def test_every_part_is_listed_with_version_licence_and_origin(self):
        self.assertEqual(sbom.faults(CHECKOUT, self.document, self.missing), [])
        names = {part["name"] for part in self.document["components"]}
        for name in ("libsodium-dev", "libpq-dev", "libpq5", "libexpat1-dev", "libzip-dev", "react", "maplibre-gl",
                     "better-sqlite3", "@mantine/core", "scheduler"):
            self.assertIn(name, names)
        lock = json.loads((CHECKOUT / sbom.LOCK).read_text(encoding="utf-8"))["packages"]
        runtime = {path.rpartition("node_modules/")[2] for path, package in lock.items()
                   if path and not package.get("dev")}
        self.assertEqual(runtime - names, set())
        self.assertEqual(set(sbom.setup_packages(CHECKOUT)) - {"nodejs", "npm"} - names, set())
        self.assertEqual(self.document["bomFormat"], "CycloneDX")

    def test_the_list_is_the_same_each_time(self):
        made = [subprocess.run([str(CHECKOUT / "scripts/sbom")], capture_output=True, check=True).stdout
                for _ in range(2)]
        self.assertEqual(made[0], made[1])
        self.assertEqual(json.loads(made[0]), self.document)

    def test_what_is_wrong_with_a_list_is_told(self):
        def told(change):
            document = copy.deepcopy(self.document)
            parts = document["components"]
            react = next(part for part in parts if part["name"] == "react")
            change(parts, react)
            return "".join(sbom.faults(CHECKOUT, document, []))
        self.assertIn("react of web/package.json is not listed", told(lambda parts, react: parts.remove(react)))
        self.assertIn("listed twice", told(lambda parts, react: parts.append(react)))
        self.assertIn("no hash", told(lambda parts, react: react.pop("hashes")))
        self.assertIn("no licence", told(lambda parts, react: react.pop("licenses")))
        self.assertIn("from elsewhere", told(lambda parts, react: react.update(purl="pkg:generic/react@19")))
        self.assertIn("not on this machine", "".join(sbom.faults(CHECKOUT, self.document, ["libzip-dev"])))

    def test_parts_are_those_that_were_looked_through(self):
        self.assertEqual(sbom.unlisted(CHECKOUT, self.document), [])
        document = copy.deepcopy(self.document)
        parts = {part["name"]: part for part in document["components"]}
        parts["react"]["version"] = "1.0.0"
        self.assertIn("react is 1.0.0", "".join(sbom.unlisted(CHECKOUT, document)))
        for part in parts.values():  # As if this machine were up to date, but for one.
            part["version"] = sbom.looked_through(CHECKOUT).get(part["name"], part)["version"]
        self.assertEqual(sbom.outdated(CHECKOUT, document), [])
        parts["libexpat1-dev"]["version"] = "2.5.0-1"
        self.assertIn("libexpat1-dev 2.5.0-1 is older than", "".join(sbom.outdated(CHECKOUT, document)))


if __name__ == "__main__":
    unittest.main()
