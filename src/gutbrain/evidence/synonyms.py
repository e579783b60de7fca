"""Words that people use for one thing, and texts taken apart into words."""

from __future__ import annotations

import re

from gutbrain.datafiles import per_world, read
from gutbrain.evidence.wording import fold
from gutbrain.reading.records import facts

EMPTY = frozenset(("and", "are", "does", "for", "from", "how", "its", "the", "what", "which", "who", "why", "with"))
"""Words that say nothing of what is asked."""


def tokens(text: str) -> list[str]:
    """Words of a text in their short forms; one for all of ``anxious``, ``anxiolytic`` and ``anxiety``."""
    found = re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", _joined(fold(text)))
    words = [part for word in found for part in ([word, *word.split("-")] if "-" in word else [word])]
    return [_short(word) for word in words if word not in EMPTY]


def subjects(text: str) -> dict[str, list[str]]:
    """What a question is about: each word that names a subject, with its short forms.

    Words of questions, single letters and numbers below 100 are left out; nothing else is.
    """
    found: dict[str, list[str]] = {}
    for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", _joined(fold(text))):
        short = [form for form in tokens(word) if len(form) > 1 and not re.fullmatch(r"\d{1,2}", form)]
        if short and word not in _question():
            found[word] = short
    return found


def _joined(folded: str) -> str:
    """Known phrases as one word: ``leaky gut``, ``short-chain fatty acids``."""
    pattern, names = _phrases()
    return pattern.sub(lambda match: f" {names[_spaced(match[0])]} ", folded)


def _spaced(phrase: str) -> str:
    return " ".join(phrase.replace("-", " ").split())


@per_world
def _short(word: str) -> str:
    known = _names().get(word)
    if known:
        return known
    for ending in ("ies", "es", "s", "ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 4:
            stem = stem + "y" if ending == "ies" else stem
            return _names().get(stem, stem.removesuffix("e"))
    return word.removesuffix("e") if len(word) > 4 else word


@per_world
def _question() -> frozenset[str]:
    """Words of questions, not of subjects."""
    return frozenset(facts(str, read(__package__, "question_words.yaml"), "question_words.yaml").split())


@per_world
def _groups() -> dict[str, list[str]]:
    return facts(dict[str, list[str]], read(__package__, "synonyms.yaml"), "synonyms.yaml")


@per_world
def _names() -> dict[str, str]:
    """The name of the group by each of its single words."""
    return {fold(str(w)): name for name, words in _groups().items() for w in (name, *words) if " " not in str(w)}


@per_world
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Phrases of several words in one pattern, and the name of the group by each."""
    names = {_spaced(fold(str(w))): name for name, words in _groups().items() for w in words if " " in str(w)}
    written = sorted(names, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(p.replace(" ", r"[\s-]{1,3}") for p in written) + r")(?!\w)"), names
