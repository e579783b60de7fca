"""Hears the words of somebody in danger or in distress (``data/danger.yaml``, which tells the rule)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from gutbrain.care.spelling import plain
from gutbrain.datafiles import read

GAP = "..."
WHOLE = "="
SHORT = 120
"""Longest text that can be one phrase and nothing else."""

NO_SPACES = ("zh", "ja", "ko", "th")
"""Languages that are written without spaces, or with spaces where the writer likes."""

TOGETHER = {"hopeless", "burden"}
"""Each by itself is distress; both together are how people speak who think of suicide."""

MARK = ", "
"""What stands for something harmless; a plain text has no comma."""

_NUMBER = "#"
_SOUNDS = {"to": "2", "for": "4"}
"""Words that are written as a number that sounds the same."""


@dataclass(frozen=True)
class Heard:
    """What a text speaks of: ``danger`` is a kind for which everything else stops, ``low`` kinds of distress."""

    danger: str = ""
    low: tuple[str, ...] = ()


def heard(text: str) -> Heard:
    """What somebody who writes this may need; the work grows with the length of the text only."""
    words = _words()
    said = f" {plain(text)} "
    said = words.harmless.taken_out_of(said)
    danger = words.danger.kinds(said)
    low = words.low.kinds(said)
    if not danger and low >= TOGETHER:
        return Heard("suicide")
    return Heard(next((kind for kind in words.danger.order if kind in danger), ""), tuple(sorted(low)))


def languages(kind: str) -> tuple[str, ...]:
    """Languages (ISO 639) in which a kind of danger is heard."""
    return tuple(read(__package__, "danger.yaml")["danger"][kind])


class _Phrases:
    """Phrases of several kinds, found by the first two letters of a word."""

    def __init__(self, phrases: Mapping[str, Mapping[str, list[str]]]) -> None:
        self.order = tuple(phrases)
        starting: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        whole: dict[str, list[str]] = defaultdict(list)
        dense: dict[str, list[str]] = defaultdict(list)
        for kind, spoken in phrases.items():
            for language, every in spoken.items():
                for phrase in every:
                    if language in NO_SPACES:
                        dense[kind].append("".join(map(_part, _parts(phrase.replace(" ", "")))))
                    elif phrase.startswith(WHOLE):
                        whole[kind].append(_pattern(phrase[1:].strip()))
                    else:
                        for start in _starts(phrase):
                            starting[start][kind].append(phrase)
        self._starting, self._whole, self._dense = starting, whole, dense

    def kinds(self, said: str) -> set[str]:
        """Kinds that a text, with a space before and after it, speaks of."""
        found = set(_outermost(self._found(said)))
        if len(said) <= SHORT:
            found |= {kind for kind, patterns in self._whole.items() if _any_of(tuple(patterns)).fullmatch(said, 1)}
        return found | self._found_dense(said)

    def _found_dense(self, said: str) -> set[str]:
        if not self._dense or said.isascii():
            return set()
        together = said.replace(" ", "")
        return {kind for kind, patterns in self._dense.items() if _any_of(tuple(patterns)).search(together)}

    def taken_out_of(self, said: str) -> str:
        """A text in which a mark stands for each phrase, so that no other goes across it."""
        if not said.isascii():
            for patterns in self._dense.values():
                said = _any_of(tuple(patterns)).sub(MARK, said)
        kept, end = [], 0
        for _, (start, stop) in self._found(said):
            if start >= end:
                kept.append(said[end:start])
                end = stop
        return MARK.join((*kept, said[end:])) if kept else said

    def _found(self, said: str) -> Iterator[tuple[str, tuple[int, int]]]:
        known: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for space in re.finditer(" ", said):
            place = space.end()
            start = said[place : place + 2]
            if start not in known:
                known[start] = self._beginning_with(start)
            for kind, pattern in known[start]:
                found = pattern.match(said, place)
                if found:
                    yield kind, found.span()

    def compile(self) -> None:
        """Compile everything that would be compiled when a text first has a word for it."""
        for start in self._starting:
            self._beginning_with(start)
        for kinds in (self._whole, self._dense):
            for patterns in kinds.values():
                _any_of(tuple(patterns))

    def _beginning_with(self, start: str) -> list[tuple[str, re.Pattern[str]]]:
        keys = (start, _NUMBER) if start[:1].isdigit() else (start,)
        kinds = (kind for key in keys for kind in self._starting.get(key, {}).items())
        return [(kind, _any_of(tuple(map(_pattern, phrases)))) for kind, phrases in kinds]


@dataclass(frozen=True)
class _Words:
    harmless: _Phrases
    danger: _Phrases
    low: _Phrases


def ready() -> None:
    """Read and compile all phrases, so that nobody waits for it; takes a second."""
    words = _words()
    for phrases in (words.harmless, words.danger, words.low):
        phrases.compile()


@lru_cache(maxsize=1)
def _words() -> _Words:
    danger: Any = read(__package__, "danger.yaml")
    low: Any = read(__package__, "low.yaml")
    return _Words(_Phrases({"harmless": danger["harmless"]}), _Phrases(danger["danger"]), _Phrases(low))


def _outermost(found: Iterable[tuple[str, tuple[int, int]]]) -> Iterator[str]:
    """Kinds of what was found, but for what lies within a longer phrase of another kind: that one says more."""
    end, kind = -1, ""
    for one, (_, stop) in sorted(found, key=lambda each: (each[1][0], -each[1][1])):
        if stop <= end and one != kind:
            continue
        yield one
        if stop > end:
            end, kind = stop, one


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Compiled when a text first has a word that begins so: all at once would take a second."""
    return re.compile("|".join(dict.fromkeys(patterns)))


_said = cache(plain)
"""Parts of phrases, most of which are in many; texts are not kept."""


@cache
def _steps(phrase: str) -> list[str]:
    return re.findall(r"(?:\([^)]*\)|[^\s(])+", re.sub(r"<([a-z,]+)>", _named, phrase))


def _named(sets: re.Match[str]) -> str:
    """The words that ``names.yaml`` lists under some names, as one choice."""
    return f"({'|'.join(word for name in sets[1].split(',') for word in _names()[name])})"


@lru_cache(maxsize=1)
def _names() -> Mapping[str, list[str]]:
    names: Mapping[str, list[str]] = read(__package__, "names.yaml")
    return names


@cache
def _parts(step: str) -> list[str]:
    return re.findall(r"\([^)]*\)|##|[_*#]|[^(_*#]+", step)


@cache
def _pattern(phrase: str) -> str:
    """The regular expression of one phrase: words, each with the space behind it; made when a text begins so."""
    made = ""
    for step in _steps(phrase):
        if step == GAP:
            made += r"(?:[^ ,]+ ){0,3}"
            continue
        one = "".join(map(_part, _parts(step)))
        made += f"(?:{one} )?" if step.endswith("|)") else f"{one} "
    return made


@cache
def _part(part: str) -> str:
    if part.startswith("("):
        choices = part[1:-1].split("|")
        said = "|".join(dict.fromkeys(_choice(choice) for choice in choices if choice))
        return f"(?:{said})" + ("?" if "" in choices else "")
    return {"_": " ?", "*": "[^ ]*", "#": "[0-9]+", "##": "[0-9]{2,3}"}.get(part) or _written(part)


def _choice(choice: str) -> str:
    said = " ?".join(_written(half) for half in choice.removesuffix("*").split("_"))
    return f"{said}[^ ]*" if choice.endswith("*") else said


def _written(words: str) -> str:
    """A regular expression of words, with numbers that stand for a word of the same sound."""
    return r"\ ".join(
        f"(?:{one}|{_SOUNDS[one]})" if one in _SOUNDS else re.escape(one) for one in _said(words).split(" ")
    )


def _starts(phrase: str) -> set[str]:
    """The first two letters that a phrase may begin with."""
    starts: set[str] = set()
    for step in _steps(phrase):
        first = _parts(step)[0]
        said = first[1:-1].split("|") if first.startswith("(") else [first]
        starts |= {_NUMBER if one.startswith(_NUMBER) else f"{_said(one.split('_')[0])} "[:2] for one in said if one}
        if not step.endswith("|)"):
            return starts
    return starts
