"""Shows that each gate fails on the fault it is there for, and on nothing else.

Each test copies the checkout's gates and a small, clean house into a temporary folder, sees all gates
pass, plants one fault, and expects one gate to name it. A gate that cannot fail guards nothing.
"""

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

LAYERS = """row app
row http
row care services
row solve
row db/sqlite
row db
row core
hidden db/sqlite: app
edge http
pure solve: db chrono
vendor sqlite3.h: db/sqlite
vendor lemon/: solve
token system_clock: core
"""

HOUSE = {
    "layers.txt": LAYERS,
    "CMakeLists.txt": "room(core VENDOR sodium)\nroom(db BELOW core)\nroom(db/sqlite BELOW db)\n"
                      "room(solve BELOW core)\nroom(care BELOW solve db)\nroom(services BELOW db)\n"
                      "room(http BELOW care services)\nroom(app BELOW http db/sqlite)\n",
    "src/core/date.h": "#pragma once\n\nnamespace caregrid::core {\n\nstruct Date {\n  int days = 0;\n"
                       "};\n\n}  // namespace caregrid::core\n",
    "src/db/database.h": '#pragma once\n\n#include "core/date.h"\n\nnamespace caregrid::db {\n\n'
                         "class Transaction {\n public:\n  virtual ~Transaction() = default;\n};\n\n"
                         "}  // namespace caregrid::db\n",
    "src/db/sqlite/driver.cpp": '#include <sqlite3.h>\n\n#include "db/database.h"\n\n'
                                "namespace caregrid::db::sqlite {\n}  // namespace caregrid::db::sqlite\n",
    "src/care/need.h": '#pragma once\n\n#include "core/date.h"\n\nnamespace caregrid::care {\n\n'
                       "int days_open(core::Date since, core::Date today);\n\n"
                       "}  // namespace caregrid::care\n",
    "src/care/need.cpp": '#include "care/need.h"\n\nnamespace caregrid::care {\n\n'
                         "int days_open(core::Date since, core::Date today) {\n"
                         "  return today.days - since.days;\n}\n\n}  // namespace caregrid::care\n",
    "src/care/store.h": '#pragma once\n\nnamespace caregrid::db {\nclass Transaction;\n}\n\n'
                        "namespace caregrid::care {\n\nint count_needs(db::Transaction& transaction);\n\n"
                        "}  // namespace caregrid::care\n",
    "src/care/store.cpp": '#include "care/store.h"\n\n#include "db/database.h"\n\n'
                          "namespace caregrid::care {\n\nint count_needs(db::Transaction&) {\n"
                          '  constexpr const char* count = "SELECT count(*) FROM need";\n'
                          "  return count == nullptr ? 1 : 0;\n}\n\n}  // namespace caregrid::care\n",
    "src/care/operations.cpp": '#include "care/need.h"\n#include "care/store.h"\n\n'
                               "namespace caregrid::care {\n}  // namespace caregrid::care\n",
    "src/http/routes.cpp": '#include "care/need.h"\n\nnamespace caregrid::http {\n\n'
                           "int served() { return 1; }\n\n}  // namespace caregrid::http\n",
    "docs/tour.md": "# Tour\n\nSee [the glossary](glossary.md).\n\n"
                    "<!-- quote: src/care/need.cpp#count -->\n```cpp\n```\n",
    "docs/glossary.md": "| 中文 | English | code name | room | source |\n| --- | --- | --- | --- | --- |\n"
                        "| 需求 | need | `need` | care | 10.1 |\n",
}
for _room in ("core", "db", "db/sqlite", "solve", "care", "services", "http", "app"):
    HOUSE[f"src/{_room}/README.md"] = "What this room holds.\n"
HOUSE["src/care/need.cpp"] = HOUSE["src/care/need.cpp"].replace(
    "  return", "  // [count]\n  return").replace(".days;\n}", ".days;\n  // [/count]\n}")
HOUSE["docs/tour.md"] = HOUSE["docs/tour.md"].replace(
    "```cpp\n", "```cpp\nreturn today.days - since.days;\n")

NEED = "src/care/need.cpp"
ASVS = "docs/security/asvs.csv"
THREATS = "docs/security/threat-model.md"
THREAT_HEAD = "# Threats\n\n## Threats\n\n| who | control | shown by |\n| --- | --- | --- |\n"
ASVS_HEAD = "id,level,what,state,shown\n"
BODY = "core::Date today) {\n"  # Inside the one function of need.cpp.
SPACE = "namespace caregrid::care {\n"  # Where namespace scope begins.
MAX_LINES = 500


def at(where, text):
    """Plants text after the first occurrence of `where`."""
    return lambda old: old.replace(where, where + text, 1)


def instead(_, text=""):
    return text


# gate, file, change, words of the complaint
FAULTS = [
    # Direction.
    ("layers", "src/core/date.h", at("once\n", '#include "care/need.h"\n'), "core may not include care"),
    ("layers", NEED, at('need.h"\n', '#include "services/offer.h"\n'), "care may not include services"),
    ("layers", "src/http/routes.cpp", at('need.h"\n', '#include "care/store.h"\n'), "may not reach a store"),
    ("layers", NEED, at('need.h"\n', '#include "db/sqlite/driver.h"\n'), "db/sqlite is hidden from care"),
    ("layers", NEED, at('need.h"\n', '#include "need.h"\n'), "paths start at src/"),
    ("layers", "layers.txt", lambda old: old + "hidden app: core\n", "upward line"),
    ("layers", "layers.txt", lambda old: old + "row care\n", "drawn twice"),
    ("layers", "layers.txt", lambda old: old + "wall care: http\n", "unknown word"),
    ("layers", "layers.txt", lambda old: old + "vendor zip.h: cellar\n", "cellar is in no row"),
    ("layers", "CMakeLists.txt", at("room(core VENDOR sodium", " BELOW app"), "room core links app"),
    ("layers", "CMakeLists.txt", lambda old: old + "room(cellar BELOW core)\n", "cellar is not both"),
    # Purity.
    ("layers", "src/solve/a.cpp", at("", '#include "db/database.h"\nnamespace caregrid::solve {}\n'),
     "solve is pure"),
    ("layers", "src/solve/a.cpp", at("", "#include <chrono>\nnamespace caregrid::solve {}\n"),
     "solve is pure"),
    ("layers", NEED, at(BODY, "  std::chrono::system_clock::now();\n"), "system_clock may not be used"),
    # Vendors.
    ("layers", NEED, at('need.h"\n', "#include <sqlite3.h>\n"), "<sqlite3.h> may not be used in care"),
    ("layers", NEED, at('need.h"\n', "#include <lemon/smart_graph.h>\n"), "may not be used in care"),
    ("layers", "src/care/need.h", at("once\n", "#include <sqlite3.h>\n"), "no vendor header"),
    ("layers", NEED, at('need.h"\n', "#include <nlohmann/json.hpp>\n"), "is in no vendor line"),
    # Layout.
    ("layers", "src/utils/text.h", at("", "#pragma once\nnamespace caregrid::utils {}\n"), "is no room"),
    ("layers", "src/care/extra/text.h", at("", "#pragma once\n"), "is no room"),
    ("layers", "src/helper.h", at("", "#pragma once\n"), "lies in no room"),
    ("layers", "src/care/README.md", None, "needs a README.md"),
    ("layers", "src/care/dead.h", at("", "#pragma once\nnamespace caregrid::care {}\n"), "it is dead"),
    ("layers", NEED, lambda old: '#include "core/date.h"\n' + old, "own header comes first"),
    ("layers", "src/care/need.h", lambda old: old.replace("#pragma once\n", ""), "#pragma once"),
    # Sizes.
    ("sizes", "src/care/need.h", lambda old: old + "// more\n" * 250, "lines; 250 at most"),
    ("sizes", NEED, lambda old: old + "// more\n" * MAX_LINES, "lines; 500 at most"),
    ("sizes", NEED, at(BODY, "  // " + "long " * 20 + "\n"), "columns; 100 at most"),
    ("sizes", NEED, at(BODY, "  since.days += 1;\n" * 60), "days_open has"),
    ("sizes", NEED, at(SPACE, "int six(int a, int b, int c, int d, int e, int f);\n"), "takes 6 parameters"),
    ("sizes", NEED, at(SPACE, "class C {\n  void six(int a, int b, int c, int d, int e, int f) const;\n};\n"),
     "takes 6 parameters"),
    ("sizes", NEED, at(BODY, "  if (1) {\n  for (;;) {\n  while (1) {\n  if (1) {\n  if (1) {\n"
                             "  }\n  }\n  }\n  }\n  }\n"), "nests 5 deep"),
    ("sizes", NEED, at(BODY, "  // TO" "DO: later\n"), "work left undone"),
    # Words.
    ("sizes", NEED, at(SPACE, "#define DAYS 7\n"), "no macros"),
    ("sizes", NEED, at(BODY, "  throw 1;\n"), "no throw"),
    ("sizes", NEED, at(BODY, "  auto* leak = new int;\n"), "no new"),
    ("sizes", NEED, at(BODY, "  delete leak;\n"), "no delete"),
    ("sizes", NEED, at(BODY, "  std::shared_ptr<int> owner;\n"), "no shared_ptr"),
    ("sizes", NEED, at(BODY, "  auto owner = std::make_shared<int>(1);\n"), "no shared_ptr"),
    ("sizes", NEED, at(SPACE, "int counter = 0;\n"), "no globals"),
    ("sizes", NEED, at(SPACE, "static std::string last_name;\n"), "no globals"),
    ("sizes", NEED, at(BODY, "  thread_local int calls = 0;\n"), "no globals"),
    ("sizes", NEED, at(SPACE, "using namespace std;\n"), "no using namespace"),
    # Namespaces.
    ("sizes", NEED, lambda old: old.replace("caregrid::care", "caregrid::help"), "namespace caregrid::care"),
    ("sizes", NEED, lambda old: old + "namespace caregrid::core {\nint x() { return 1; }\n}\n",
     "may reach into another room"),
    # SQL.
    ("sizes", "src/care/operations.cpp",
     at(SPACE, 'constexpr const char* sneaked = "SELECT name FROM child";\n'), "SQL stands only"),
    ("sizes", "src/care/operations.cpp",
     at(SPACE, 'constexpr const char* sneaked =\n    "UPDATE need"\n    " SET kind = 1";\n'), "SQL stands only"),
    ("sizes", "src/care/operations.cpp", at(SPACE, "void f(db::Sql sql);\n"), "db::Sql belongs into"),
    # Hygiene.
    ("hygiene", NEED, at(BODY, "  int a;  \n"), "blanks at the end"),
    ("hygiene", NEED, at(BODY, "  int a;\r\n"), "carriage return"),
    ("hygiene", NEED, at(BODY, "<" * 7 + " HEAD\n"), "unfinished merge"),
    ("hygiene", NEED, at(BODY, "  // \u202eevil\n"), "turns text around"),
    ("hygiene", NEED, lambda old: old.rstrip("\n"), "one newline"),
    ("hygiene", NEED, lambda old: old + "\n", "one newline"),
    ("hygiene", "docs/list.csv", at("", "name,id\n" "x," "62052420150903" "0013" "\n"), "living person"),
    ("hygiene", "scripts/new", at("", "#!/bin/sh\n"), "must be executable"),
    ("hygiene", "docs/big.md", at("", "line\n" * 500_000), "2048 at most"),
    # Documents.
    ("docs", ASVS, lambda _: ASVS_HEAD + "1.1.1,2,Once,met,src/core/date.h::Date\n", "holds no test"),
    ("docs", ASVS, lambda _: ASVS_HEAD + "1.1.1,2,Once,met,src/core/date_test.cpp::a day\n", "does not exist"),
    ("docs", THREATS, lambda _: THREAT_HEAD + "| **Ransomware** | backups | none |\n", "names no test"),
    ("docs", THREATS, lambda _: THREAT_HEAD + '| **Ransomware** | x | `src/core/date.h`, "Date" |\n',
     "holds no test"),
    ("docs", THREATS, lambda _: THREAT_HEAD, "says nothing of “Insider”"),
    ("docs", ASVS, lambda _: ASVS_HEAD + "1.1.1,2,Once,perhaps,nothing\n", "one of met"),
    ("docs", "docs/tour.md", at("# Tour\n", "[gone](gone.md)\n"), "leads nowhere"),
    ("docs", "docs/tour.md", at("# Tour\n", "[gone](glossary.md#gone)\n"), "no such heading"),
    ("docs", "docs/tour.md", at("# Tour\n", "`src/care/gone.cpp`\n"), "does not exist"),
    ("docs", NEED, lambda old: old.replace("today.days -", "today.days +"), "out of date"),
    ("docs", NEED, lambda old: old.replace("[/count]", ""), "has no lines marked"),
    ("docs", "docs/glossary.md", lambda old: old + "| 访视 | visit | `visited_on` | care | 10.1 |\n",
     "nowhere in the code"),
    ("docs", "docs/glossary.md", lambda old: old + "| 访视 | visit | `need` | cellar | 10.1 |\n", "no room"),
    ("docs", "docs/glossary.md", lambda old: old + "| 访视 | visit | `store` | care (to come) | 10.1 |\n",
     "has come"),
]

# What looks like a fault and is none: the gates must let it pass.
HARMLESS = [
    (NEED, at(BODY, '  // throw, new int, delete leak; "SELECT name FROM child"\n')),
    (NEED, at(BODY, '  const char* text = "please throw new light, delete nothing";\n')),
    (NEED, at(SPACE, "struct Fixed {\n  Fixed(const Fixed&) = delete;\n  int a{1};\n};\n")),
    (NEED, at(SPACE, "constexpr int week_days = 7;\nusing Days = int;\n")),
    (NEED, at(SPACE, "void call(int a, std::map<int, std::pair<int, int>> b, int c, int d, int e);\n")),
    (NEED, at(BODY, "  const auto one = [&](int a) {\n    if (a) {\n      return 1;\n    }\n    return 2;\n  };\n")),
    (NEED, lambda old: old + "namespace caregrid::core {\nclass Date2;\n}\n"),
    (NEED, lambda old: old + "template <>\nstruct caregrid::core::Hash<int> {\n  int x = 1;\n};\n"),
    ("docs/list.csv", at("", "name,id\nx,990101201509030010\n")),
    ("docs/glossary.md", lambda old: old + "| 访视 | visit | `visited_on` | care (to come) | 10.1 |\n"),
]


class House:
    """A small clean checkout of its own, removed afterwards."""

    def __enter__(self):
        self.root = Path(tempfile.mkdtemp(prefix="caregrid-gates-"))
        for name, text in HOUSE.items():
            self.write(name, text)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root)

    def commit_all(self):
        for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "A clean house")):
            self.git(*arguments)

    def git(self, *arguments):
        subprocess.run(["git", "-C", str(self.root), "-c", "user.name=t", "-c", "user.email=t@example.org",
                        *arguments], check=True, capture_output=True)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")

    def plant(self, name, change):
        if change is None:
            (self.root / name).unlink()
            return
        old = (self.root / name).read_text(encoding="utf-8") if (self.root / name).exists() else ""
        new = change(old)
        assert new != old, f"the fault did not take in {name}"
        self.write(name, new)

    def run(self, gate):
        if gate == "hygiene" and not (self.root / ".git").exists():
            self.commit_all()
        done = subprocess.run([sys.executable, str(CHECKOUT / "scripts" / f"check-{gate}"), "--root",
                               str(self.root)], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def accept(self):
        subprocess.run([sys.executable, str(CHECKOUT / "scripts/check-docs"), "--root",
                        str(self.root), "--accept"], capture_output=True, check=True)


class TextGates(unittest.TestCase):
    def test_a_clean_house_passes(self):
        with House() as house:
            for gate in ("layers", "sizes", "hygiene", "docs"):
                self.assertEqual(house.run(gate)[0], 0, house.run(gate)[1])

    def test_each_fault_is_named(self):
        for gate, name, change, words in FAULTS:
            with self.subTest(gate=gate, fault=words, file=name), House() as house:
                house.plant(name, change)
                code, output = house.run(gate)
                self.assertNotEqual(code, 0, f"not noticed:\n{output}")
                self.assertIn(words, output)

    def test_what_only_looks_like_a_fault_passes(self):
        for name, change in HARMLESS:
            with House() as house:
                house.plant(name, change)
                for gate in ("layers", "sizes", "hygiene", "docs"):
                    with self.subTest(gate=gate, file=name):
                        code, output = house.run(gate)
                        self.assertEqual(code, 0, output)

    def test_commits_say_what_and_why(self):
        for subject, complaint in (("wip", "characters, not 8"), ("x" * 101, "characters, not 8"),
                                   ("fixup! A clean house", "does not say what")):
            with self.subTest(subject=subject), House() as house:
                house.commit_all()
                house.git("commit", "-q", "--allow-empty", "-m", subject)
                code, output = house.run("hygiene")
                self.assertNotEqual(code, 0)
                self.assertIn(complaint, output)

    def test_accept_fills_an_empty_quote(self):
        with House() as house:
            house.plant("docs/tour.md", lambda old: old.replace("return today.days - since.days;\n", ""))
            self.assertNotEqual(house.run("docs")[0], 0)
            house.accept()
            self.assertEqual(house.run("docs")[0], 0)

    def test_accept_brings_a_quote_up_to_date(self):
        with House() as house:
            house.plant(NEED, lambda old: old.replace("today.days -", "today.days +"))
            house.accept()
            self.assertEqual(house.run("docs")[0], 0)
            self.assertIn("today.days + since.days", (house.root / "docs/tour.md").read_text())


if __name__ == "__main__":
    unittest.main()
