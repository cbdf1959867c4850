#!/usr/bin/env python3
"""Shows what the running program says of itself. Its log: a line of JSON a request with when, who, what
and how it went; sign-ins, refusals and what browsers stopped; nothing a caller wrote; and nothing
anywhere but on standard error. Its files: each with its type. Its accounts: begun by a code, once.
Run by scripts/test; the program is build/release/caregrid unless CAREGRID_PROGRAM
names another.
"""

import json
import re
import subprocess
import unittest

from world import COUNTIES, PROGRAM, Client, made_world

FORGED = '%0a{"level":"error","event":"forged"}'


class LogTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.making = made_world()
        cls.world = cls.making.__enter__()
        client = Client(cls.world.port)
        office, director = cls.world.account(COUNTIES[0], "county"), cls.world.account(COUNTIES[0], "director")
        child = cls.world.children[0]
        client.ask(None, "POST", "/api/session", {"account": "nobody", "password": "not the right one"})
        client.ask(None, "GET", "/api/children")
        client.ask(office, "GET", "/api/children?limit=1")
        client.ask(office, "POST", "/api/children/search", {"text": child.name})
        client.ask(office, "POST", "/api/plans", {}, {"Origin": "https://evil.example"})
        client.ask(director, "GET", "/api/exports")
        client.ask(office, "GET", f"/api/children/{FORGED}")
        client.ask(office, "GET", f"/{FORGED}?q={FORGED}")
        client.ask(None, "POST", "/api/violations",
                   {"csp-report": {"effective-directive": "img-src", "blocked-uri": f"https://evil/{child.name}"}})
        cls.world.stop()
        cls.text = (cls.world.folder / "server.log").read_text(encoding="utf-8")
        cls.lines = [json.loads(line) for line in cls.text.splitlines() if line.startswith("{")]
        cls.requests = [line for line in cls.lines if line["event"] == "request"]
        cls.office, cls.child = office, child

    @classmethod
    def tearDownClass(cls):
        cls.making.__exit__(None, None, None)

    def test_a_line_says_when_who_what_and_how_it_went(self):
        self.assertGreater(len(self.requests), 8)
        for line in self.lines:
            self.assertRegex(line["at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
            self.assertIn(line["level"], ("info", "warning", "error"))
        for line in self.requests:
            self.assertLessEqual({"method", "route", "status", "ms", "request"}, set(line))
        seen = [line for line in self.requests if line["route"] == "/api/children" and line["status"] == 200]
        self.assertIn(self.office.id, {line["account"] for line in seen})
        numbers = [line["request"] for line in self.requests]
        self.assertEqual(len(numbers), len(set(numbers)))

    def test_sign_ins_refusals_and_stopped_content_are_lines_with_their_reason(self):
        said = {(line["route"], line["status"], line.get("reason"), line["level"]) for line in self.requests}
        for line in (("/api/session", 401, "session.denied", "warning"),
                     ("/api/children", 401, "session.none", "warning"),
                     ("/api/plans", 403, "http.origin", "warning"),
                     ("/api/exports", 403, "access.role", "warning"),
                     ("/api/children/{id}", 404, "access.not_found", "warning")):
            self.assertIn(line, said)
        stopped = [line for line in self.lines if line["event"] == "violation"]
        self.assertEqual([(line["directive"], line["blocked"]) for line in stopped], [("img-src", "foreign")])

    def test_nothing_a_caller_wrote_becomes_a_line(self):
        self.assertNotIn("forged", self.text)
        self.assertNotIn("evil", self.text)
        self.assertNotIn(self.child.name, self.text)
        self.assertNotIn("nobody", self.text)
        for line in self.text.splitlines():
            self.assertTrue(re.match(r"^(\{.*\}|[^{]*)$", line), line)

    def test_logs_go_to_standard_error_and_nowhere_else(self):
        inside = {path.name for path in (self.world.folder / "data").rglob("*")
                  if path.is_file() and path.parent.name != "anchors"}  # Roots of the journal, naming nobody.
        self.assertEqual([name for name in inside if "log" in name.lower() or name.endswith(".txt")], [])


class FileTest(unittest.TestCase):
    def test_every_file_of_the_build_says_its_type_and_signs(self):
        with made_world() as world:
            client = Client(world.port)
            page = client.ask(None, "GET", "/")
            self.assertIn("charset=utf-8", page.headers["content-type"])
            files = set(re.findall(rb'(?:src|href)="(/[^"]+\.(?:js|css|svg))"', page.body))
            self.assertGreater(len(files), 2, page.body)
            for name in files:
                with self.subTest(file=name):
                    reply = client.ask(None, "GET", name.decode())
                    kind = reply.headers["content-type"]
                    self.assertTrue(kind.startswith("text/") and "charset=utf-8" in kind or "svg+xml" in kind, kind)


class AccountTest(unittest.TestCase):
    def run_program(self, world, *words):
        done = subprocess.run([str(PROGRAM), *words, "--data", str(world.folder / "data")], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_a_new_account_begins_with_a_code_that_sets_a_password_once(self):
        with made_world() as world:
            world.stop()  # One process at a time writes to a SQLite database.
            place = ("--county", str(COUNTIES[0]))
            said = [self.run_program(world, "account", "add", f"new.{n}", "--role", "county", *place) for n in (1, 2)]
            codes = [re.search(r"reset code: (\S+)", text).group(1) for text in said]
            self.assertNotEqual(codes[0], codes[1])
            self.assertGreaterEqual(len(codes[0].replace("-", "")), 16)
            world.start()
            chosen = "a horse that counts the terraces"
            networks = iter(range(1, 9))

            def ask(path, **body):
                """From another network each time: failures of one slow down that one alone."""
                client = Client(world.port, f"127.0.{next(networks)}.1")
                return client.ask(None, "POST", path, {"account": "new.1", **body}).status

            self.assertEqual(ask("/api/session", password=codes[0]), 401)  # The code is no password.
            self.assertEqual(ask("/api/session/reset", code=codes[1], password=chosen), 401)
            self.assertLess(ask("/api/session/reset", code=codes[0], password=chosen), 300)
            self.assertEqual(ask("/api/session/reset", code=codes[0], password=chosen), 401)  # Good once.
            self.assertEqual(ask("/api/session", password=chosen), 200)


if __name__ == "__main__":
    unittest.main()
