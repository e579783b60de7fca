"""Words that people use for one thing, and texts taken apart into words."""

from __future__ import annotations

import re

from gutbrain.datafiles import per_world, read, some_per_world
from gutbrain.evidence.concepts import concepts
from gutbrain.evidence.wording import fold
from gutbrain.reading.records import facts

EMPTY = frozenset(("and", "are", "does", "for", "from", "how", "its", "the", "what", "which", "who", "why", "with"))
"""Words that say nothing of what is asked."""


def tokens(text: str) -> list[str]:
    """Words of a text in their short forms; one for all of ``anxious``, ``anxiolytic`` and ``anxiety``."""
    found = re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", joined(fold(text)))
    words = [part for word in found for part in (_spellings(word) if "-" in word else [word])]
    return [_short(word) for word in words if word not in EMPTY]


def _spellings(word: str) -> list[str]:
    """A word with hyphens whole, in its parts, and, where it is a code (``p-8``), as one; a known word whole only."""
    if word in _names():
        return [word]
    code = [word.replace("-", "")] if any(sign.isdigit() for sign in word) else []
    return [word, *code, *word.split("-")]


def joined(folded: str) -> str:
    """Known phrases as one word: ``leaky gut``, ``short-chain fatty acids``."""
    pattern, names = _phrases()
    return pattern.sub(lambda match: f" {names[spaced(match[0])]} ", folded)


def phrases(folded: str) -> tuple[str, dict[str, str]]:
    """As :func:`joined`, and the phrases as they were written, by the words that stand for them."""
    pattern, names = _phrases()
    written: dict[str, str] = {}

    def named(match: re.Match[str]) -> str:
        name = names[spaced(match[0])]
        written.setdefault(name, " ".join(match[0].split()))
        return f" {name} "

    return pattern.sub(named, folded), written


def spaced(phrase: str) -> str:
    """A phrase with one blank between its words, whatever stood there."""
    return " ".join(phrase.replace("-", " ").split())


@some_per_world(20_000)
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
def question_words() -> frozenset[str]:
    """Words of questions, not of subjects."""
    return frozenset(facts(str, read(__package__, "question_words.yaml"), "question_words.yaml").split())


@per_world
def dependent_words() -> frozenset[str]:
    """Words that name nothing but in the phrase in which they stand."""
    return frozenset(facts(str, read(__package__, "dependent_words.yaml"), "dependent_words.yaml").split())


@per_world
def groups() -> dict[str, list[str]]:
    """Ways to say one thing, by its name as one word of a text: those of ``synonyms.yaml``, and all concepts."""
    found = facts(dict[str, list[str]], read(__package__, "synonyms.yaml"), "synonyms.yaml")
    return found | {
        token: [concept.key, concept.key.replace("-", " "), *concept.words] for token, concept in concepts().items()
    }


@per_world
def _names() -> dict[str, str]:
    """The name of the group by each of its single words."""
    return {fold(str(w)): name for name, words in groups().items() for w in (name, *words) if _is_one(str(w))}


@per_world
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Phrases of several words in one pattern, and the name of the group by each."""
    names = {spaced(fold(str(w))): name for name, words in groups().items() for w in words if not _is_one(str(w))}
    written = sorted(names, key=len, reverse=True)
    alike = "|".join(r"[\s-]{1,3}".join(map(re.escape, phrase.split())) for phrase in written)
    return re.compile(rf"(?<!\w)(?:{alike})(?!\w)"), names


def _is_one(word: str) -> bool:
    """Whether it is one word of a text, as :func:`tokens` reads them."""
    return re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", fold(word)) is not None
