"""Whether a label is written in a script or a language that is read here.

What is not read is not missing: a label in another language may say all that is asked for.
"""

from __future__ import annotations

import re
import unicodedata

from gutbrain.datafiles import per_world
from gutbrain.evidence.label.rules import rules
from gutbrain.evidence.wording import fold

MOST_STRANGE = 0.2
"""Share of letters of a script that is not read, from which on a label is taken to be written in it."""

LEAST_WORDS = 3
"""So many words of an unread language make a label one of it."""

_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "ARABIC", "HEBREW", "THAI", "DEVANAGARI", "BENGALI", "TAMIL",
            "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN")  # fmt: skip


def unread(text: str) -> str:
    """What a label is written in that is not read here (``a script``, ``Indonesian``); empty where it is read."""
    letters = [sign for sign in text if sign.isalpha()]
    strange = sum(_is_strange(sign) for sign in letters)
    if letters and strange > MOST_STRANGE * len(letters):
        return "script"
    said = re.findall(r"[a-z]{2,20}", fold(text))
    counts = {name: sum(word in _words()[name] for word in said) for name in _words()}
    name = max(counts, key=lambda one: counts[one])
    return name if name != "read" and counts[name] >= LEAST_WORDS else ""


def _is_strange(sign: str) -> bool:
    return ord(sign) > 0x36F and unicodedata.name(sign, "").startswith(_SCRIPTS)


@per_world
def _words() -> dict[str, frozenset[str]]:
    """Small words of languages by their names; ``read`` are those of all that are read."""
    return {name: frozenset(fold(word) for word in words) for name, words in rules()["languages"].items()}
