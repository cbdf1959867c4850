"""Makes the table of Chinese characters behind src/registry/han.h.

usage: han_pack.py NAMES.json READINGS.mjs CHARACTERS.txt TABLE.bin

READINGS is pinyin-pro's list of readings (MIT), CHARACTERS OpenCC's list of traditional and simplified
characters (Apache 2.0), NAMES our own packs/cn/han/names.json. Decision 20.

The table, little-endian: the word "han1", the numbers of syllables, characters and surnames (4
bytes each); 8 bytes for each syllable, padded with zeros; 16 for each character in ascending order:
code point, its variant class (4 bytes each), up to four numbers of syllables, commonest first (2
bytes each, 0xFFFF: none); 16 for each surname that reads unlike its characters elsewhere: two code
points (the second 0 when there is one), two syllables, 4 zeros. Every code point from U+4E00 to
U+9FFF has a row, so that it is found at once.
"""
import json
import re
import struct
import sys
import unicodedata
from pathlib import Path

FIRST, LAST = 0x4E00, 0x9FFF
NONE = 0xFFFF
READINGS_MAX = 4


def toneless(syllable):
    """A syllable as it is typed: no tone, v for ü."""
    plain = unicodedata.normalize("NFD", syllable.lower()).replace("u\u0308", "v")
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return plain if re.fullmatch(r"[a-z]{1,6}", plain) else ""


def read_readings(text):
    """Readings of each character, likeliest first, from `'dān shàn': ['单', …]`."""
    readings = {}
    for key, characters in re.findall(r"^    ['\"]?([^'\"\[\]\n]+?)['\"]?: \[(.*?)\]", text, re.M | re.S):
        known = [t for t in map(toneless, key.split()) if t]
        for character in re.findall(r"'([^']+)'", characters):
            if len(character) == 1:
                readings[character] = list(dict.fromkeys(readings.get(character, []) + known))
    return readings


def find(parents, character):
    while parents.get(character, character) != character:
        character = parents[character]
    return character


def read_variants(traditional, confused):
    """The smallest code point of each class of characters that stand for one another."""
    parents = {}

    def join(group):
        roots = sorted({find(parents, c) for c in group})
        for root in roots:
            parents[root] = roots[0]

    for line in traditional.splitlines():
        cells = line.split("\t")
        if len(cells) == 2 and not line.startswith("#"):
            join([c for c in [cells[0], *cells[1].split(" ")] if len(c) == 1])
    for group in confused:
        join(group)
    return parents


def main():
    names_file, readings_file, characters_file, output = map(Path, sys.argv[1:])
    names = json.loads(names_file.read_text(encoding="utf-8"))
    readings = read_readings(readings_file.read_text(encoding="utf-8"))
    if len(readings) < 20_000:
        sys.exit(f"{readings_file}: only {len(readings)} characters read; has its form changed?")
    parents = read_variants(characters_file.read_text(encoding="utf-8"), names["confused"])
    surnames = {k: v.split() for k, v in {**names["surnames"], **names["long_surnames"]}.items()}
    for surname, known in surnames.items():
        for character, reading in zip(surname, known):
            readings[character] = list(dict.fromkeys([*readings.get(character, []), reading]))
    syllables = sorted({s for known in [*readings.values(), *surnames.values()] for s in known})
    number = {s: i for i, s in enumerate(syllables)}
    points = set(range(FIRST, LAST + 1)) | {ord(c) for c in [*readings, *parents]}

    table = bytearray(b"han1" + struct.pack("<3I", len(syllables), len(points), len(surnames)))
    for syllable in syllables:
        table += syllable.encode().ljust(8, b"\0")
    for point in sorted(points):
        known = [number[s] for s in readings.get(chr(point), [])][:READINGS_MAX]
        known += [NONE] * (READINGS_MAX - len(known))
        table += struct.pack("<2I4H", point, ord(find(parents, chr(point))), *known)
    for surname, known in sorted(surnames.items()):
        second = (ord(surname[1]), number[known[1]]) if len(known) > 1 else (0, NONE)
        table += struct.pack("<2I2HI", ord(surname[0]), second[0], number[known[0]], second[1], 0)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(table)


main()
