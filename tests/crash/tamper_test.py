#!/usr/bin/env python3
"""Shows that `caregrid journal verify` tells any tampering with a real database file.

A made-up county is imported; then, again and again on a copy, one thing is changed behind the program's
back with SQL (a bit of a column, a row dropped, moved, doubled, the tail cut off), and the command must
end with 5 and a sentence. The untouched copy must end with 0. Draws are seeded.
Run by scripts/test; the program is build/release/caregrid unless CAREGRID_PROGRAM names another;
CAREGRID_TAMPERINGS says how many, 300 unless given.
"""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = CHECKOUT / os.environ.get("CAREGRID_PROGRAM", "build/release/caregrid")
TIMES = int(os.environ.get("CAREGRID_TAMPERINGS", "300"))
DAY = ("--today", "2026-09-21")
TABLES = {
    "journal": (("county", "seq"), ("at", "account", "role", "command", "kind", "payload_hash", "changes_hash",
                                    "hash", "event", "purpose", "field_class", "policy", "session", "seq", "county")),
    "change_feed": (("county", "seq", "kind"), ("kind", "ids", "seq", "county")),
    "journal_sighting": (("county", "seq", "kind"), ("kind", "ids", "seq", "county")),
    "journal_checkpoint": (("county", "size"), ("at", "root", "note", "frontier", "size", "county")),
}


def run(*words):
    return subprocess.run([str(PROGRAM), *map(str, words)], capture_output=True, text=True, check=False)


def flipped(rng, value):
    if isinstance(value, int):
        return value ^ (1 << rng.randrange(40))
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    if not raw:
        return "x"
    # Of a text the lowest bits only: it stays a text.
    raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(3 if isinstance(value, str) else 8)
    return raw.decode("utf-8", "replace") if isinstance(value, str) else bytes(raw)


def tamper(rng, database):
    """Changes one thing; says what, or nothing when the draw changed nothing."""
    table = rng.choice([name for name in TABLES if database.execute(f"SELECT 1 FROM {name}").fetchone()])
    key, columns = TABLES[table]
    row = dict(rng.choice(database.execute(f"SELECT * FROM {table}").fetchall()))
    where = " AND ".join(f"{name} = ?" for name in key)
    at = [row[name] for name in key]
    deed = rng.choice(("flip", "flip", "flip", "drop", "double", "truncate"))
    if deed == "flip":
        column = rng.choice(columns)
        value = flipped(rng, row[column])
        if value == row[column]:
            return None
        database.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", [value, *at])
    elif deed == "drop":
        database.execute(f"DELETE FROM {table} WHERE {where}", at)
    elif deed == "double":
        row[key[1]] += rng.randrange(1, 50)
        names = ", ".join(row)
        marks = ", ".join("?" * len(row))
        database.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
    else:
        newest = database.execute("SELECT MAX(seq) FROM journal").fetchone()[0]
        kept = rng.randrange(newest)
        for name, number in (("journal", "seq"), ("change_feed", "seq"), ("journal_sighting", "seq"),
                             ("journal_checkpoint", "size")):
            database.execute(f"DELETE FROM {name} WHERE {number} > ?", [kept])
    return f"{deed} {table} {at}"


class TamperTest(unittest.TestCase):
    def test_every_tampering_of_the_file_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / "whole"
            done = run("demo", "--data", whole, "--children", 60, *DAY)
            self.assertEqual(done.returncode, 0, done.stderr)
            for what in ("children", "needs"):
                done = run("export", what, "--data", whole, "--out", whole / f"{what}.csv", *DAY)
                self.assertEqual(done.returncode, 0, done.stderr)
            done = run("journal", "verify", "--json", "--data", whole)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            county = json.loads(done.stdout)["counties"][0]
            self.assertEqual(county["entries"], county["anchored_entries"])
            copy = Path(folder) / "copy"
            (copy / "keys").mkdir(parents=True)
            shutil.copy(whole / "keys/journal.key", copy / "keys/journal.key")
            shutil.copytree(whole / "anchors", copy / "anchors")
            rng = random.Random(20261122)
            for draw in range(TIMES):
                for old in copy.glob("caregrid.db*"):
                    old.unlink()
                for file in whole.glob("caregrid.db*"):
                    shutil.copy(file, copy / file.name)
                database = sqlite3.connect(copy / "caregrid.db")
                database.row_factory = sqlite3.Row
                deed = None
                while deed is None:
                    try:
                        deed = tamper(rng, database)
                    except sqlite3.IntegrityError:  # A key that is there already: draw again.
                        database.rollback()
                database.commit()
                database.close()
                done = run("journal", "verify", "--data", copy)
                with self.subTest(draw=draw, deed=deed):
                    self.assertEqual(done.returncode, 5, f"{deed}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    unittest.main()
