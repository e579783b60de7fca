"""Finds the words of somebody who may want to die or to hurt themselves (``data/care.yaml``, which tells the rule)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from gutbrain.datafiles import read

APOSTROPHES = dict.fromkeys(
    map(
        ord,
        "'\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}`\N{ACUTE ACCENT}\N{MODIFIER LETTER APOSTROPHE}",
    )
)
LETTERS_FOR_DIGITS = str.maketrans("013457@$", "oieastas")
GAP = "..."


def plain(text: str) -> str:
    """A text as it is compared: small letters without accents, single spaces, simple variants of spelling undone."""
    text = unicodedata.normalize("NFKD", text.translate(APOSTROPHES).casefold())
    # accents, and what is there but not seen
    text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf"))
    text = re.sub(r"[a-z0-9@$]*[a-z][a-z0-9@$]*", lambda word: word[0].translate(LETTERS_FOR_DIGITS), text)
    text = re.sub(r"[^a-z0-9]+", " ", text)
    text = re.sub(r"\b(?:[a-z] ){2,}[a-z]\b", lambda apart: apart[0].replace(" ", ""), text)
    text = re.sub(r"([aou])e", r"\1", text)
    return re.sub(r"([a-z])\1+", r"\1", text).strip()


def worrying(text: str) -> bool:
    """Whether somebody who writes this may be in danger."""
    harmless, phrases = _patterns()
    return phrases.search(harmless.sub(" , ", plain(text))) is not None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = read("gutbrain.web", "care.yaml")
    every = [phrase for language in words["phrases"].values() for phrase in language]
    return _any_of(words["harmless"]), _any_of(every)


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(_pattern, phrases))})")


def _pattern(phrase: str) -> str:
    """The regular expression of one phrase; a step that may be missing takes its space with it."""
    steps = re.findall(r"(?:\([^)]*\)|[^\s(])+", phrase)
    made = ""
    for i, step in enumerate(steps):
        last = i == len(steps) - 1
        if step == GAP:
            made += r"(?:[a-z0-9]+ ){0,3}"
            continue
        optional = step.startswith("(") and step.endswith("|)")
        one = "".join(map(_part, re.findall(r"\([^)]*\)|[_*#]|[^(_*#]+", step)))
        if optional:
            made += f"(?:{one} )?"
        else:
            made += one + ("" if last else " ")
    return made if phrase.endswith("*") else made + r"\b"


def _part(part: str) -> str:
    if part.startswith("("):
        return f"(?:{'|'.join(plain(choice) for choice in part[1:-1].split('|') if choice)})"
    # a word that may end in any way still ends before the next one begins
    return {"_": " ?", "*": "[a-z]*", "#": "[0-9]+"}.get(part) or plain(part)
