"""Words compared as people mean them: without case, accents and endings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "`": "'", "\u2019": "'", "\u2010": "-"})


def fold(text: str) -> str:
    """Lower case without accents: ``Stärkt`` is ``starkt``."""
    if text.isascii():
        return text.lower().replace("`", "'")
    spread = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def fold_in_place(text: str) -> str:
    """Folded text in which every sign keeps its place."""
    return "".join(folded if len(folded := fold(sign)) == 1 else sign for sign in text)


class Words:
    """A set of words and phrases to look for in folded text; ``*`` at the end of one stands for any ending."""

    def __init__(self, words: Iterable[str]) -> None:
        # longest first, so that "end of shelf life" goes before "end"
        written = sorted({fold(str(word)) for word in words}, key=len, reverse=True)
        within = [word for word in written if word[:1].isalnum()]
        others = [_pattern(word) for word in written if not word[:1].isalnum()]
        # what stands before a word is looked at once, and then the first letters
        begun = [rf"(?<!\w)(?:{'|'.join(map(_pattern, within))})"] if within else []
        self.pattern = re.compile("|".join((*begun, *others)) or r"(?!)")

    def __contains__(self, folded: str) -> bool:
        return self.pattern.search(folded) is not None

    def first(self, folded: str) -> re.Match[str] | None:
        """The first word found."""
        return self.pattern.search(folded)

    def every(self, folded: str) -> list[re.Match[str]]:
        """All words found, in order."""
        return list(self.pattern.finditer(folded))


def _pattern(word: str) -> str:
    stem = word.removesuffix("*")
    end = r"\w{0,30}" if word.endswith("*") else r"(?!\w)" if stem[-1:].isalnum() else ""
    return r"\s{1,3}".join(map(re.escape, stem.split())) + end
