"""Shows that the gates that need a compiler fail on the fault they are there for: format, clang-tidy,
warnings as errors, headers that compile alone.

Each takes the checkout's own settings to a small folder, sees clean code pass, then plants a fault.
"""

import json
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

CLEAN = """#include "core/sum.h"

namespace caregrid::core {

int sum(int a, int b) { return a + b; }

}  // namespace caregrid::core
"""
HEADER = "#pragma once\n\nnamespace caregrid::core {\n\nint sum(int a, int b);\n\n}  // namespace caregrid::core\n"

BRANCHES = "  if (a > 0) {\n    if (b > 0) {\n      for (int i = 0; i < b; ++i) {\n        a += i % 2 == 0 ? 1 : 2;\n      }\n    }\n  }\n"
# What clang-tidy must refuse, and the name it gives to it.
TIDY_FAULTS = [
    ("int tangled(int a, int b) {\n" + BRANCHES * 3 + "  return a;\n}\n", "cognitive-complexity"),
    ("int long_one(int a) {\n" + "  a += 1;\n" * 62 + "  return a;\n}\n", "readability-function-size"),
    ("int six(int a, int b, int c, int d, int e, int f) { return a + b + c + d + e + f; }\n",
     "readability-function-size"),
    ("int deep(int a) {\n" + "".join("  " * (n + 1) + f"if (a > {n}) {{\n" for n in range(6)) +
     "              return 1;\n" + "  }\n" * 6 + "  return 0;\n}\n", "readability-function-size"),
    ("int badName() { return 1; }\n", "readability-identifier-naming"),
    ("struct lower {\n  int a = 1;\n};\n", "readability-identifier-naming"),
    ("int* none() { return 0; }\n", "modernize-use-nullptr"),
    ("int* owned() { return new int(1); }\n", "cppcoreguidelines-owning-memory"),
    ("bool same(int a) { return a == a; }\n", "misc-redundant-expression"),
    ("int unset() {\n  int a;\n  return a;\n}\n", "init-variables"),
]


def run(*command, cwd=None):
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)
    return done.returncode, done.stdout + done.stderr


class ToolGates(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="caregrid-tools-"))
        (self.root / "src/core").mkdir(parents=True)
        for name in (".clang-format", ".clang-tidy"):
            shutil.copy(CHECKOUT / name, self.root / name)
        (self.root / "src/core/sum.h").write_text(HEADER)
        self.source = self.root / "src/core/sum.cpp"
        self.source.write_text(CLEAN)

    def tearDown(self):
        shutil.rmtree(self.root)

    def test_format(self):
        command = ("clang-format-19", "--dry-run", "-Werror", str(self.source))
        self.assertEqual(run(*command)[0], 0)
        self.source.write_text(CLEAN.replace("return a + b", "return  a+b"))
        self.assertNotEqual(run(*command)[0], 0)

    def test_tidy(self):
        (self.root / "compile_commands.json").write_text(json.dumps([{
            "directory": str(self.root), "file": str(self.source),
            "command": f"g++ -std=c++20 -I{self.root}/src -c {self.source}"}]))
        command = ("clang-tidy-19", "-p", str(self.root), "--quiet", str(self.source))
        code, output = run(*command)
        self.assertEqual(code, 0, output)
        for fault, check in TIDY_FAULTS:
            with self.subTest(check=check, fault=fault[:30]):
                self.source.write_text(CLEAN.replace("\n}  // namespace", f"\n{fault}\n}}  // namespace"))
                code, output = run(*command)
                self.assertNotEqual(code, 0, output)
                self.assertIn(check, output)

    def configure(self):
        (self.root / "tests").mkdir(exist_ok=True)
        (self.root / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(house LANGUAGES CXX)\n"
            "set(CMAKE_CXX_STANDARD 20)\nset(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)\n"
            f"list(APPEND CMAKE_MODULE_PATH {CHECKOUT}/cmake)\n"
            "include(options)\ninclude(rooms)\nroom(core)\n")
        code, output = run("cmake", "-S", str(self.root), "-B", str(self.root / "build"), "-G", "Ninja")
        self.assertEqual(code, 0, output)

    def build(self, target):
        return run("cmake", "--build", str(self.root / "build"), "--target", target)

    def test_warnings_are_errors(self):
        self.configure()
        code, output = self.build("core")
        self.assertEqual(code, 0, output)
        for fault, warning in (("int narrow(long a) { return a; }", "conversion"),
                               ("unsigned flip(int a) { return a; }", "sign-conversion"),
                               ("int old(double a) { return (int)a; }", "old-style-cast"),
                               ("int twice(int a) { { int a = 1; return a; } }", "shadow"),
                               ("int unused(int a) { return 1; }", "unused")):
            with self.subTest(warning=warning):
                self.source.write_text(CLEAN + f"{fault}\n")
                code, output = self.build("core")
                self.assertNotEqual(code, 0, output)
                self.assertIn(warning, output)

    def test_sanitizers_stop_a_program_that_oversteps(self):
        presets = json.loads((CHECKOUT / "CMakePresets.json").read_text())["configurePresets"]
        asan = next(preset for preset in presets if preset["name"] == "asan")
        flags = f"-fsanitize={asan['cacheVariables']['CAREGRID_SANITIZE']}"
        source, program = self.root / "overstep.cpp", self.root / "overstep"
        source.write_text(
            "#include <cstdlib>\n#include <limits>\n#include <string>\n"
            "int main(int, char** words) {\n  const char kind = words[1][0];\n"
            "  volatile int* some = static_cast<int*>(std::malloc(4 * sizeof(int)));\n  some[0] = 1;\n"
            "  if (kind == 'o') some[std::atoi(words[2])] = 1;\n"
            "  if (kind == 'u') { std::free(const_cast<int*>(some)); return some[0]; }\n"
            "  int most = std::numeric_limits<int>::max();\n"
            "  if (kind == 's') most += std::atoi(words[2]) - 3;\n"
            "  if (kind == 'l') { some = nullptr; return 0; }\n"
            "  std::free(const_cast<int*>(some));\n  return most == 0 ? 1 : 0;\n}\n")
        code, output = run("g++", "-std=c++20", "-g1", "-fno-sanitize-recover=all", flags, str(source), "-o", str(program))
        self.assertEqual(code, 0, output)
        self.assertEqual(run(str(program), "n", "4")[0], 0)
        for kind, told in (("o", "heap-buffer-overflow"), ("u", "heap-use-after-free"),
                           ("s", "signed integer overflow"), ("l", "detected memory leaks")):
            with self.subTest(fault=told):
                code, output = run(str(program), kind, "4")
                self.assertNotEqual(code, 0)
                self.assertIn(told, output)

    def test_headers_compile_alone(self):
        self.configure()
        code, output = self.build("all_verify_interface_header_sets")
        self.assertEqual(code, 0, output)
        (self.root / "src/core/sum.h").write_text(HEADER.replace("int a,", "std::string a,"))
        code, output = self.build("all_verify_interface_header_sets")
        self.assertNotEqual(code, 0, output)
        self.assertIn("std", output)


if __name__ == "__main__":
    unittest.main()
