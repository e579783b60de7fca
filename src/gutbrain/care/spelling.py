"""A text as it is compared with phrases of danger: in any script, and in time that grows with its length only."""

from __future__ import annotations

import re
import unicodedata

MOST = 250_000
"""Characters that are looked at: more than any field takes."""

MOST_UNFOLDED = 3 * MOST
"""The same once signs are unfolded that stand for several letters."""

_APOSTROPHES = (
    "'\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}`\N{ACUTE ACCENT}\N{MODIFIER LETTER APOSTROPHE}"
)
_WHOLE_SENTENCES = "\ufdfa\ufdfb"
"""Single signs that unfold to a sentence: up to 18 letters each."""

_BEFORE = {ord(c): None for c in _APOSTROPHES} | {ord(c): " " for c in _WHOLE_SENTENCES}
_STROKES = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ħ": "h",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ð": "d",
        "þ": "th",
        "æ": "a",
        "œ": "o",
        "ŧ": "t",
    }
)
"""Letters that do not come apart into a letter and an accent."""

_DIGITS = str.maketrans("013457@$", "oieastas")
_IN_WORDS = "@$"
_DROPPED, _KEPT = ("Mn", "Me", "Cf"), ("L", "N", "Mc")


def plain(text: str) -> str:
    """Small letters of any script without accents, single spaces, simple variants of spelling undone."""
    text = unicodedata.normalize("NFKD", text[:MOST].translate(_BEFORE).casefold())[:MOST_UNFOLDED]
    text = text.translate({ord(c): _read(c) for c in set(text)}).translate(_STROKES)
    text = re.sub(r"[a-z0-9@$]+", _without_digits, text).replace("@", " ").replace("$", " ")
    text = " ".join(text.split())
    text = re.sub(r"\b(?:[a-z] ){2,}[a-z]\b", lambda apart: apart[0].replace(" ", ""), text)
    text = re.sub(r"([aou])e", r"\1", text)
    return re.sub(r"([a-z])\1+", r"\1", text)


def _read(character: str) -> str | None:
    """A sign as itself, as a space, or, for accents and what is there but not seen, as nothing."""
    kind = unicodedata.category(character)
    if kind in _DROPPED:
        return None
    return character if kind.startswith(_KEPT) or character in _IN_WORDS else " "


def _without_digits(word: re.Match[str]) -> str:
    """A word with the letters that digits in it stand for (su1c1de); numbers stay."""
    said = word[0]
    return said.translate(_DIGITS) if re.search("[a-z]", said) else said
