"""R7: nobody is judged by a machine: no word for "not eligible" and no learned score stands in anything
people read, in the rules or in the schema; and "unknown" is worded as unknown, never as a no. A planted
word shows that each would be found."""

import json
import re
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
FORBIDDEN = re.compile(
    r"\bineligible\b|not eligible|无资格|没有资格|不符合资格|risk[ _-]score|risk[ _-]rank|predicted[ _-]risk"
    r"|风险评分|风险分数|风险排名|vulnerability[ _-]score|rank_of_person", re.I)
# What people read, and what decides.
READ = ["packs/**/*.json", "web/src/**/*.json", "web/src/**/*.tsx", "web/src/**/*.ts", "schema/*.sql", "src/**/*.cpp",
        "src/**/*.h"]
WORDS = ("web/src/registry/words.{}.json", "packs/core/messages.{}.json")


def forbidden(files):
    return sorted(f"{name}: {match.group()}" for name, text in files for match in FORBIDDEN.finditer(text))


def read_files():
    for pattern in READ:
        for path in CHECKOUT.glob(pattern):
            yield path.relative_to(CHECKOUT).as_posix(), path.read_text(encoding="utf-8")


class Judgement(unittest.TestCase):
    def test_r7_no_word_judges_a_person(self):
        self.assertEqual(forbidden(read_files()), [])

    def test_r7_a_planted_word_is_found(self):
        for text in ("This child is ineligible.", "该儿童无资格", '"risk_score": 3', "风险评分"):
            self.assertEqual(len(forbidden([("x", text)])), 1, text)

    def test_r7_unknown_is_never_worded_as_a_no(self):
        for language, no in (("en", "no"), ("zh", "否")):
            words = json.loads((CHECKOUT / WORDS[0].format(language)).read_text(encoding="utf-8"))
            answers = [words[f"status.answer.{one}"] for one in ("yes", "no", "unknown")]
            self.assertEqual(len(set(answers)), 3)
            self.assertEqual(answers[1], no)
            self.assertNotEqual(answers[2], no)

    def test_r7_unknown_has_a_colour_of_its_own(self):
        text = (CHECKOUT / "web/src/registry/status_words.tsx").read_text(encoding="utf-8")
        tones = dict(re.findall(r"(yes|no|unknown): '(\w+)'", text))
        self.assertEqual(len(set(tones.values())), 3)
        self.assertNotIn("good", tones.values())


if __name__ == "__main__":
    unittest.main()
