"""Shows that what the security pages promise holds in this checkout, and that each promise can be broken:
scripts/lib/promises.py finds nothing here, and names the fault once it is planted in a copy.

For a section: it is there and speaks of what it must; without its heading or one of its words it is told.
For words that may stand nowhere: one planted line is told. For a setting: taken away, it is told.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT / "scripts/lib"))
import promises  # noqa: E402 (found by the line above)

# What breaks each of the promises about code, and the file it is planted in.
PLANTED = {
    "other_programs": ("src/care/a.cpp", 'void f() { std::system("date"); }\n'),
    "connections": ("src/care/a.cpp", "socket.async_connect(address);\n"),
    "formats": ("src/care/a.cpp", "auto text = fmt::format(fmt::runtime(input), 1);\n"),
    "expressions": ("src/care/a.cpp", "#include <regex>\n"),
    "nested_repeats": ("web/src/a.ts", "const isName = /^(a+)+$/.test(text);\n"),
    "open_locks": ("src/care/a.h", "  std::mutex lock;\n"),
    "comparisons": ("src/access/a.cpp", "return std::memcmp(one, other, 32) == 0;\n"),
    "evaluation": ("web/src/a.tsx", "const made = <p dangerouslySetInnerHTML={{ __html: name }} />;\n"),
    "stores": ("web/src/a.ts", "sessionStorage.setItem('child', name);\n"),
    "globals": ("web/src/a.ts", "window.child = name;\n"),
    "loose": ("web/src/a.ts", "if (count == '0') stop();\n"),
    "prototypes": ("web/src/a.ts", "Array.prototype.last = undefined;\n"),
    "messages": ("web/src/a.ts", "window.addEventListener('message', hear);\n"),
    "plugins": ("web/src/a.tsx", "const map = <embed src=\"map.swf\" />;\n"),
    "hints": ("schema/0099_a.sql", "ALTER TABLE account ADD COLUMN password_hint TEXT;\n"),
}


class Copy(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="caregrid-promises-"))
        self.addCleanup(shutil.rmtree, self.root)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


class WrittenDown(Copy):
    def written(self, name):
        page, heading, words = promises.SECTIONS[name]
        self.assertEqual(promises.check_section(CHECKOUT, name), [])
        text = (CHECKOUT / page).read_text(encoding="utf-8")
        self.write(page, re.sub(rf"(?m)^#+ {re.escape(heading)}$", "## Else", text))
        self.assertIn("has no section", promises.check_section(self.root, name)[0][2])
        for word in words:
            spread = r"\s+".join(map(re.escape, word.split(" ")))
            self.write(page, re.sub(spread, "…", text))
            self.assertIn(f"“{word}”", "".join(told for _, _, told in promises.check_section(self.root, name)))

    def test_what_input_is_taken(self):
        self.written("input")

    def test_what_must_fit_together(self):
        self.written("combined")

    def test_limits_of_one_and_of_all(self):
        self.written("limits")

    def test_which_files_are_taken_and_how_they_are_made_safe(self):
        self.written("files")

    def test_how_guessing_is_slowed(self):
        self.written("guessing")

    def test_every_way_to_sign_in(self):
        self.written("ways_in")

    def test_how_long_sessions_last_and_how_many(self):
        self.written("sessions")

    def test_how_sessions_and_those_of_a_provider_behave(self):
        self.written("federated")

    def test_who_may_do_what_with_which_field(self):
        self.written("rights")

    def test_what_a_decision_weighs(self):
        self.written("context")

    def test_keys_and_algorithms(self):
        self.written("keys")

    def test_secrets_and_their_turns(self):
        self.written("secrets")

    def test_how_connections_are_bounded(self):
        self.written("connections")

    def test_whom_the_program_talks_to(self):
        self.written("talks_to")

    def test_classes_of_data_and_what_each_needs(self):
        self.written("classes")

    def test_what_is_heavy(self):
        self.written("heavy")

    def test_parts_risky_and_dangerous(self):
        self.written("parts")

    def test_what_is_logged_where(self):
        self.written("logs")

    def test_what_a_browser_must_do(self):
        self.written("browsers")

    def test_how_soon_parts_are_mended(self):
        self.written("remediation")

    def test_walls_of_administration(self):
        self.written("administration")


class Kept(Copy):
    def absent(self, *names):
        for name in names:
            with self.subTest(promise=name):
                self.assertEqual(promises.check_absent(CHECKOUT, name), [])
                page, line = PLANTED[name]
                self.write(page, "// A page.\n" + line)
                self.assertEqual([(p, n) for p, n, _ in promises.check_absent(self.root, name)], [(page, 2)])

    def present(self, *names):
        for name in names:
            page, patterns = promises.PRESENT[name]
            self.assertEqual(promises.check_present(CHECKOUT, name), [])
            text = (CHECKOUT / page).read_text(encoding="utf-8")
            for pattern in patterns:
                with self.subTest(promise=name, gone=pattern):
                    self.write(page, re.sub(pattern, "", text, flags=re.M))
                    self.assertIn(pattern, promises.check_present(self.root, name)[0][2])

    def test_every_promise_about_code_can_be_broken(self):
        self.assertEqual(set(PLANTED), set(promises.ABSENT))

    def test_the_program_starts_no_other(self):
        self.absent("other_programs")

    def test_nothing_but_database_and_provider_is_connected_to(self):
        self.absent("connections")

    def test_no_format_comes_from_input(self):
        self.absent("formats")
        self.present("warnings")

    def test_no_regular_expressions(self):
        self.absent("expressions", "nested_repeats")

    def test_conversions_that_lose_digits_do_not_compile(self):
        self.present("warnings")

    def test_everything_is_tested_under_sanitizers(self):
        self.present("sanitizers", "sanitized_tests", "leaks")

    def test_locks_stay_inside_their_class(self):
        self.absent("open_locks")

    def test_pages_evaluate_nothing(self):
        self.absent("evaluation")

    def test_pages_store_the_language_only(self):
        self.absent("stores")

    def test_pages_keep_no_globals_and_compare_strictly(self):
        self.absent("globals", "loose", "prototypes")
        self.present("strict")

    def test_pages_use_technology_of_today(self):
        self.absent("plugins", "messages")

    def test_no_hints_or_secret_questions(self):
        self.absent("hints")

    def test_cryptography_and_parsers_have_one_place(self):
        self.present("cryptography", "json")

    def test_the_release_holds_no_debugging_and_no_tests(self):
        self.present("release", "source_maps", "library_of_tests")

    def test_packages_come_from_the_registry_as_they_were(self):
        self.assertEqual(promises.check_lock(CHECKOUT), [])
        lock = json.loads((CHECKOUT / promises.LOCK).read_text(encoding="utf-8"))
        package = lock["packages"]["node_modules/react"]
        for change, told in (({"resolved": "https://evil.example/react.tgz"}, "not from the registry"),
                             ({"integrity": ""}, "has no hash")):
            lock["packages"]["node_modules/react"] = package | change
            self.write(promises.LOCK, json.dumps(lock))
            self.assertIn(told, promises.check_lock(self.root)[0][2])

    def test_what_may_be_asked_without_a_session_is_a_closed_list(self):
        self.assertEqual(promises.check_public(CHECKOUT), [])
        document = json.loads((CHECKOUT / promises.API).read_text(encoding="utf-8"))
        document["paths"]["/api/children"]["get"]["security"] = []
        self.write(promises.API, json.dumps(document))
        self.assertIn("list_children", promises.check_public(self.root)[0][2])


    def test_no_address_holds_a_name_or_a_number(self):
        self.assertEqual(promises.check_addresses(CHECKOUT), [])
        document = json.loads((CHECKOUT / promises.API).read_text(encoding="utf-8"))
        document["paths"]["/api/needs"]["get"]["parameters"].append({"name": "query", "in": "query"})
        document["paths"]["/api/children/{name}"] = {}
        self.write(promises.API, json.dumps(document))
        told = "".join(text for _, _, text in promises.check_addresses(self.root))
        self.assertIn("/api/needs takes query", told)
        self.assertIn("holds name in its path", told)

    def test_secrets_are_compared_in_constant_time(self):
        self.absent("comparisons")


class BuiltPages(Copy):
    def judge(self, name, text):
        shutil.rmtree(self.root / "dist", ignore_errors=True)
        self.write("dist/assets/app-1a2b.js", "let long = 1;\n")
        self.write("dist/index.html", '<!doctype html><script type="module" src="/assets/app-1a2b.js"></script>\n')
        if name:
            self.write(name, text)
        done = subprocess.run(["node", str(CHECKOUT / "web/scripts/origins.mjs"), str(self.root / "dist")],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def test_built_pages_come_from_here_and_evaluate_nothing(self):
        self.assertEqual(self.judge("", "")[0], 0, self.judge("", ""))
        for name, text, told in (
                ("dist/assets/a.js", "fetch('https://evil.example/x')", "evil.example"),
                ("dist/assets/a.js", "eval(text)", "eval("),
                ("dist/assets/a.js", "new Function(text)", "new Function("),
                ("dist/assets/a.css", "a{background:url(//evil.example/x.png)}", "evil.example"),
                ("dist/index.html", "<script>run()</script>", "script or style of its own"),
                ("dist/index.html", '<p onclick="run()">', "script or style of its own"),
                ("dist/index.html", '<img src="https://evil.example/pixel.gif">', "evil.example")):
            with self.subTest(text=text):
                code, output = self.judge(name, text)
                self.assertEqual(code, 1)
                self.assertIn(told, output)


if __name__ == "__main__":
    unittest.main()
