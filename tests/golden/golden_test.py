"""Shows that what the program tells others does not change by accident: its OpenAPI document, its
command reference, the web's types made from the former, and what it says of the demonstration county.

Each case is a command and the file its output must equal. With CAREGRID_ACCEPT set (scripts/test
--accept) the files are rewritten instead; read the difference before you commit it.
"""

import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = CHECKOUT / os.environ.get("CAREGRID_PROGRAM", "build/release/caregrid")
COUNTY = CHECKOUT / "packs/demo/county-wushan"
ACCEPTS = bool(os.environ.get("CAREGRID_ACCEPT"))


def run(*arguments, allowed=(0,)):
    done = subprocess.run([str(PROGRAM), *map(str, arguments)], capture_output=True, text=True,
                          check=False, cwd=CHECKOUT)
    if done.returncode not in allowed:
        raise AssertionError(f"{arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Golden(unittest.TestCase):
    maxDiff = 4000

    def expect(self, name, text):
        path = CHECKOUT / name
        if ACCEPTS:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        self.assertTrue(path.exists(), f"{name} is missing; scripts/test golden --accept writes it")
        self.assertEqual(path.read_text(encoding="utf-8"), text, f"{name} (see --accept)")

    def test_openapi_and_the_types_made_from_it(self):
        document = json.loads(run("api"))
        self.expect("tests/golden/openapi.json",
                    json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        with tempfile.NamedTemporaryFile(suffix=".ts") as made:
            done = subprocess.run(["npx", "--no-install", "openapi-typescript",
                                   "../tests/golden/openapi.json", "-o", made.name],
                                  cwd=CHECKOUT / "web", capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.expect("web/src/api/schema.ts", Path(made.name).read_text(encoding="utf-8"))

    def test_command_reference(self):
        self.expect("docs/reference/cli.md", run("reference").rstrip("\n") + "\n")

    def test_demonstration_county(self):
        files = sorted(p for p in COUNTY.iterdir() if p.suffix in (".csv", ".xlsx"))
        with tempfile.TemporaryDirectory() as folder:
            day = ("--data", f"{folder}/data", "--today", "2026-09-21")
            tried = run("import", *day, "--dry-run", *files, allowed=(3,))
            imported = run("import", *day, *files, allowed=(3,))
            again = run("import", *day, *files, allowed=(3,))
            plan = run("plan", *day)
        for text in (tried, imported, again):
            self.assertIn("ngo_beneficiaries.csv", text)
        said = "\n".join(("# import --dry-run", tried, "# import", imported, "# import again", again,
                          "# plan", plan)).replace(folder, "")
        said = re.sub(r"in \d+ ms, ", "", said)  # the machine's own
        self.expect("tests/golden/county-wushan.txt", re.sub(r"[ \t]+$", "", said, flags=re.M))


if __name__ == "__main__":
    unittest.main()
