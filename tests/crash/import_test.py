#!/usr/bin/env python3
"""Shows that an import that is killed loses and doubles nothing, and that memory stays small.

The program is ended at failpoints without unwinding, as kill -9 would, in the middle of an import of
made-up children (prefix 99); the same command is given again and must account for every row. Then a
long file, half of it rejected, goes in while the kernel keeps the largest memory ever used.
Run by scripts/test; the program is build/release/caregrid unless CAREGRID_PROGRAM names
another.
"""

import json
import os
import resource
import subprocess
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = CHECKOUT / os.environ.get("CAREGRID_PROGRAM", "build/release/caregrid")
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
MEMORY_MAX_MIB = 256
HEADER = "序号,学籍号,学生姓名,性别,出生日期,身份证号,学校,年级,家庭住址,监护人,联系电话\n"


def identity_number(number, is_right):
    text = f"99{number // 1000:04d}2016{number % 12 + 1:02d}{number % 28 + 1:02d}{number % 1000:03d}"
    check = "10X98765432"[sum(int(a) * b for a, b in zip(text, WEIGHTS)) % 11]
    return text + (check if is_right else "0" if check != "0" else "1")


def write_roster(path, rows, faulty_every=0):
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEADER)
        for i in range(rows):
            number = identity_number(i, not faulty_every or i % faulty_every)
            born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
            sex = "男" if int(number[16]) % 2 else "女"
            name = "王" + chr(0x4E00 + i % 2000) + chr(0x4E00 + i // 2000)
            file.write(f"{i + 1},,{name},{sex},{born},{number},一小,二年级,甲镇乙村民委员会,王某,\n")


class ImportTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name)
        (self.path / "divisions.csv").write_text(
            "统计用区划代码,村(居)名称,乡镇代码,乡镇名称,纬度,经度\n"
            "990601100001,乙村民委员会,990601100,甲镇,34.5,104.9\n", encoding="utf-8")
        (self.path / "schools.csv").write_text(
            "学校名称,学段,所在村代码\n一小,小学,990601100001\n", encoding="utf-8")
        self.run_import("divisions.csv", "schools.csv")

    def run_import(self, *files, failpoint=None):
        environment = dict(os.environ)
        if failpoint:
            environment["CAREGRID_FAILPOINT"] = failpoint
        done = subprocess.run(
            [str(PROGRAM), "import", "--json", "--data", str(self.path / "data"),
             *(str(self.path / file) for file in files)],
            capture_output=True, text=True, env=environment, check=False)
        counts = json.loads(done.stdout)["files"][-1]["counts"] if done.stdout else None
        return done.returncode, counts

    def test_killed_in_the_middle_and_given_again(self):
        rows = 30_000
        write_roster(self.path / "roster.csv", rows)
        for failpoint in ("intake.batch.stored=exit@1", "db.commit.before=exit@2",
                          "intake.batch.stored=exit@3"):
            with self.subTest(failpoint=failpoint):
                code, counts = self.run_import("roster.csv", failpoint=failpoint)
                self.assertNotIn(code, (0, 3))
                self.assertIsNone(counts)
        code, counts = self.run_import("roster.csv")
        self.assertEqual(code, 0)
        self.assertEqual(counts["created"] + counts["unchanged"], rows)
        self.assertGreater(counts["unchanged"], 0)
        code, counts = self.run_import("roster.csv")
        self.assertEqual(counts["unchanged"], rows)

    def test_memory_stays_small_however_long_the_file(self):
        rows = 240_000
        write_roster(self.path / "long.csv", rows, faulty_every=2)
        code, counts = self.run_import("long.csv")
        self.assertEqual(code, 3)
        self.assertEqual(counts["rejected"], rows // 2)
        self.assertEqual(counts["created"], rows // 2)
        used_mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        self.assertLess(used_mib, MEMORY_MAX_MIB)


if __name__ == "__main__":
    unittest.main()
