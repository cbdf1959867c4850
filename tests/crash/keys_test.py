#!/usr/bin/env python3
"""Shows that a rotation of keys that is killed loses no child and goes on where it was.

A register of made-up children (prefix 99) gets new wrapping keys and new children's keys; the program
is ended before the n-th commit, as kill -9 would, and killed by signal at other moments. After each every
child must be readable, and the last run must finish what was begun. The same goes for a server that is asked to
do it while it serves, killed and started again. Run by scripts/test; the
program is build/release/caregrid unless CAREGRID_PROGRAM names another.
"""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = CHECKOUT / os.environ.get("CAREGRID_PROGRAM", "build/release/caregrid")
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
CHILDREN = 6_000
NOTE = "夜里常哭醒怕黑"
HELPER = "诸葛前辈"


def identity_number(number):
    text = f"99{number // 1000:04d}2016{number % 12 + 1:02d}{number % 28 + 1:02d}{number % 1000:03d}"
    return text + "10X98765432"[sum(int(a) * b for a, b in zip(text, WEIGHTS)) % 11]


def write_lists(path, children):
    (path / "divisions.csv").write_text(
        "统计用区划代码,村(居)名称,乡镇代码,乡镇名称,纬度,经度\n"
        "990601100001,乙村民委员会,990601100,甲镇,34.5,104.9\n", encoding="utf-8")
    numbers = [identity_number(i) for i in range(children)]
    with open(path / "roster.csv", "w", encoding="utf-8") as file:
        file.write("序号,学生姓名,性别,出生日期,身份证号,家庭住址\n")
        for i, number in enumerate(numbers):
            born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
            sex = "男" if int(number[16]) % 2 else "女"
            name = "王丁" + chr(0x4E00 + i)
            file.write(f"{i + 1},{name},{sex},{born},{number},甲镇乙村民委员会\n")
    return numbers


def call(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise AssertionError(f"{words}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class KeysTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name)
        write_lists(self.path, CHILDREN)
        self.run_program("import", self.path / "divisions.csv", self.path / "roster.csv")
        self.check_readable()

    def run_program(self, *words, failpoint=None):
        environment = dict(os.environ)
        if failpoint:
            environment["CAREGRID_FAILPOINT"] = failpoint
        done = subprocess.run([str(PROGRAM), *map(str, words), "--data", str(self.path / "data")],
                              capture_output=True, text=True, env=environment, check=False)
        return done.returncode, done.stdout

    def check_readable(self):
        """Drawing the lists anew opens every child there is."""
        code, said = self.run_program("restore")
        self.assertEqual(code, 0, said)
        self.assertIn(f"{CHILDREN} children readable and listed, 0 erased", said)
        self.assertIn("0 records broken", said)

    def kill_during(self, seconds, *words):
        process = subprocess.Popen([str(PROGRAM), *words, "--data", str(self.path / "data")],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=seconds)  # The moment does not matter: every one must do.
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def check_rotation(self, *words):
        for nth in (1, 2, 4):
            code, _ = self.run_program(*words, failpoint=f"db.commit.before=exit@{nth}")
            self.assertNotEqual(code, 0)
            self.check_readable()
        for seconds in (0.02, 0.05, 0.1, 0.2):
            self.kill_during(seconds, *words)
            self.check_readable()
        code, said = self.run_program(*words)
        self.assertEqual(code, 0, said)
        self.check_readable()

    def test_wrapping_keys(self):
        self.check_rotation("keys", "rotate")
        lines = self.run_program("keys", "status")[1].splitlines()[1:]
        for line in lines[:-1]:
            name, keys = line.split()[:2]
            self.assertEqual(keys, "0")
            self.assertEqual(self.run_program("keys", "retire", name)[0], 0)
        self.check_readable()
        self.assertNotEqual(self.run_program("keys", "retire", lines[-1].split()[0])[0], 0)

    def test_keys_of_children(self):
        self.check_rotation("keys", "rotate", "--with-data")


class OnlineTest(KeysTest):
    """The same while a server holds the database: the commands leave their wish to it."""

    def setUp(self):
        super().setUp()
        self.server = None
        self.addCleanup(self.kill_server)

    def start_server(self, while_asking=None):
        self.server = subprocess.Popen(
            [str(PROGRAM), "serve", "--port", "0", "--data", str(self.path / "data")],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if not self.server.stdout.readline():
            # Whoever asks found the database free and does the work without a server.
            self.assertIsNotNone(while_asking, "the server did not start")
            while_asking.wait(120)
            self.kill_server()
            self.start_server()

    def kill_server(self):
        if self.server:
            self.server.kill()
            self.server.wait()
            self.server.stdout.close()
            self.server = None

    def check_rotation(self, *words):
        for seconds in (0.02, 0.1, 0.3, 0.6):
            self.start_server()
            asking = subprocess.Popen(
                [str(PROGRAM), *words, "--data", str(self.path / "data")],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            try:
                asking.wait(timeout=seconds)  # As above: every moment must do.
            except subprocess.TimeoutExpired:
                pass
            self.kill_server()
            self.start_server(asking)  # It takes up what lies there; whoever asked still waits.
            said, _ = asking.communicate(timeout=120)
            self.assertEqual(asking.returncode, 0, said)
            self.kill_server()
            self.check_readable()
        self.assertEqual(list((self.path / "data/keys/requests").iterdir()), [])

    def test_wrapping_keys(self):
        self.check_rotation("keys", "rotate")
        self.start_server()
        lines = self.run_program("keys", "status")[1].splitlines()[1:]
        self.assertGreater(len(lines), 1)
        for line in lines[:-1]:
            self.assertEqual(line.split()[1], "0")
            code, said = self.run_program("keys", "retire", line.split()[0])
            self.assertEqual(code, 0, said)
        self.assertNotEqual(self.run_program("keys", "retire", lines[-1].split()[0])[0], 0)
        self.assertIsNone(self.server.poll())
        self.kill_server()
        self.check_readable()


@unittest.skipUnless(os.environ.get("CAREGRID_TEST_POSTGRES"), "scripts/lib/with-postgres gives one")
class PostgresBackupTest(unittest.TestCase):
    """The commands of docs/operations/backup.md, as they stand there."""

    def test_dumps_without_keys_and_restored(self):
        address = os.environ["CAREGRID_TEST_POSTGRES"]
        restored = address.replace("dbname=postgres", "dbname=restored")
        left_out = re.findall(r"--exclude-table-data=([a-z_]+)",
                              (CHECKOUT / "docs/operations/backup.md").read_text(encoding="utf-8"))
        self.assertIn("data_key", left_out)
        self.assertIn("child_name", left_out)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder)
            numbers = write_lists(path, 50)
            data = ("--data", path / "data")
            call(PROGRAM, "import", *data, "--database", address, path / "divisions.csv",
                 path / "roster.csv")
            name = "王丁" + chr(0x4E00 + 6)
            (path / "needs.csv").write_text(
                "儿童姓名,身份证号,需求类型,紧急程度,可参加时段,每周次数,原帮扶人,登记日期,说明\n"
                f"{name},{numbers[6]},阅读,紧急,周六上午,1,{HELPER},2025-09-01,{NOTE}\n",
                encoding="utf-8")
            call(PROGRAM, "import", *data, "--database", address, path / "needs.csv")
            call(PROGRAM, "export", "needs", *data, "--database", address, "--out",
                 path / "needs-out.csv")
            self.assertIn(name, (path / "needs-out.csv").read_text(encoding="utf-8-sig"))
            call("pg_dump", "--file", path / "data.sql", address,
                 *(f"--exclude-table-data={table}" for table in left_out))
            call("pg_dump", "--data-only", "--table=data_key", "--file", path / "keyring.sql",
                 address)
            dumped = (path / "data.sql").read_text(encoding="utf-8")
            for number in numbers:
                self.assertNotIn(number, dumped)
            self.assertNotIn("王丁", dumped)  # Their names begin so.
            self.assertNotIn(NOTE, dumped)
            self.assertNotIn(HELPER, dumped)
            call("psql", "-q", address, "-c", "CREATE DATABASE restored")
            for file in ("data.sql", "keyring.sql"):
                call("psql", "-q", restored, "-f", path / file)
            call("psql", "-q", restored, "-c", "DELETE FROM data_key WHERE child = 7")
            said = call(PROGRAM, "restore", *data, "--database", restored)
            self.assertIn("49 children readable and listed, 1 erased", said)
            whole = call("pg_dump", restored)
            self.assertIn("王丁" + chr(0x4E00), whole)  # The others are listed by name.
            for canary in (name, numbers[6], NOTE, HELPER):
                self.assertNotIn(canary, whole)


if __name__ == "__main__":
    unittest.main()
