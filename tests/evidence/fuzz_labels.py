"""Thousands of labels, each a real one with something done to it: cut, mixed, misprinted, in the wrong alphabet.

``python tests/evidence/fuzz_labels.py --count 10000`` reads and judges each of them, as text, or as the fields that
were read from it, and counts what must not be: an error that is no refusal with its reason, a result that cannot be
printed, and anything over a second. Each has luck of its own: ``--only 17`` does one again.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
import traceback
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from evidence import packs
from evidence.test_label_packs import PACKS

from gutbrain.errors import InputError
from gutbrain.evidence.label.check import check_label
from gutbrain.evidence.label.file import read_label_text
from gutbrain.evidence.label.form import as_yaml
from gutbrain.evidence.label.text import parse_text

SLOW = 1.0
"""Longest that a label may take (s of this process)."""

TEXTS = [text for text, _ in PACKS.values()] + [text for name, text in vars(packs).items() if name.isupper()]
SIGNS = (
    "0123456789.,;:()[]{}<>&*/|\\-^%'\"\t\n\r\0\u200b\u202e\ufdfa\u2013\u2014\u00d7\u2079\u00b9\u2070\u00ae\u2122\u00b0"
    "\U0001f9a0\u5104\uc5b5\u4e07\u6761\u500b\u00b5\u00e9\u00df\u0142\u0434"
)
WORDS = [
    *("10^9", "1e400", "9" * 400, "CFU", "billion", "per", "each", "<sup>", "&nbsp;", "subsp.", "L.", "heat-killed"),
    *(
        "1\u65e51\u672c",
        "1000\u5104\u500b",
        "daily",
        "- ",
        "strains:",
        "cfu:",
        "null",
        "~",
        "!!python/object",
        "&a",
        "*a",
    ),
    *("1/0 capsules", "0 capsules a day", "between 99 and 99 capsules 99 times daily", "depression", "every", "total"),
    *(
        "blend",
        "mg",
        "1/2",
        "Serving size: 0 capsules",
        "twice",
        "antibiotic",
        "-1 billion CFU",
        "1,000,000,000,000,000",
    ),
]


def label(rng: random.Random) -> str:
    """A label with something done to it."""
    text = rng.choice(TEXTS)
    if rng.random() < 0.2:
        text = as_yaml(parse_text(text))
    for _ in range(rng.randint(1, 6)):
        text = rng.choice(CHANGES)(rng, text)[:30_000]
    return text


def _cut(rng: random.Random, text: str) -> str:
    first, last = sorted(rng.randrange(len(text) + 1) for _ in range(2))
    return text[first:last] if rng.random() < 0.5 else text[:first] + text[last:]


def _lines(rng: random.Random, text: str) -> str:
    lines = text.splitlines()
    rng.shuffle(lines)
    return "\n".join(lines)


def _mixed(rng: random.Random, text: str) -> str:
    words = text.split(" ") + rng.choice(TEXTS).split(" ")
    rng.shuffle(words)
    return " ".join(words)


def _signs(rng: random.Random, text: str) -> str:
    signs = list(text)
    for _ in range(rng.randint(1, 30)):
        place = rng.randrange(len(signs) + 1)
        signs[place : place + rng.randint(0, 1)] = rng.choice(SIGNS)
    return "".join(signs)


def _words(rng: random.Random, text: str) -> str:
    words = text.split(" ")
    for _ in range(rng.randint(1, 8)):
        words.insert(rng.randrange(len(words) + 1), rng.choice(WORDS))
    return rng.choice(" \n").join(words)


def _again(rng: random.Random, text: str) -> str:
    piece = _cut(rng, text)[: rng.randint(1, 60)]
    return text + piece * rng.randint(2, 12_000 // max(1, len(piece)) + 2)


def _broken(rng: random.Random, text: str) -> str:
    return re.sub(r" ", lambda _: "\n" if rng.random() < 0.3 else " ", text)


def _cased(rng: random.Random, text: str) -> str:
    return rng.choice((str.upper, str.lower, str.swapcase, str.title))(text)


def _paged(rng: random.Random, text: str) -> str:
    return "<div><p>" + text.replace("\n", rng.choice(("<br/>", "</p><p>", "&nbsp;", "</li><li>"))) + "</p>"


CHANGES = (_cut, _lines, _mixed, _signs, _words, _again, _broken, _cased, _paged)


def fault(number: int) -> str:
    """What must not be, of one label; empty where all is well."""
    rng = random.Random(number)
    text = label(rng)
    begun = time.process_time()
    try:
        found = check_label(read_label_text(text, care="seen"))
        json.dumps(found.to_dict(), allow_nan=False)
        as_yaml(found.label)
    except InputError:
        pass
    except Exception:
        return f"{number}: {traceback.format_exc(limit=-3)}"
    took = time.process_time() - begun
    return f"{number}: took {took:.2f} s" if took > SLOW else ""


def main() -> int:
    """Read the arguments, do it, say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", type=int)
    asked = parser.parse_args()
    numbers = range(asked.first, asked.first + asked.count) if asked.only is None else [asked.only]
    check_label(parse_text(TEXTS[0]))
    faults = [said for number in numbers if (said := fault(number))]
    print(*faults, sep="\n")
    print(f"{len(numbers)} labels, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
