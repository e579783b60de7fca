"""How hard a text is to read."""

from __future__ import annotations

import re


def grade_level(text: str) -> float:
    """Flesch and Kincaid's grade, with syllables counted by groups of vowels."""
    sentences = max(1, len(re.findall(r"[.?!:;](\s|$)", text)))
    found = re.findall(r"[a-z]+", text.lower())
    vowels = [len(re.findall(r"[aeiouy]+", word)) - (len(word) > 3 and word.endswith("e")) for word in found]
    return 0.39 * len(found) / sentences + 11.8 * sum(max(1, one) for one in vowels) / len(found) - 15.59
