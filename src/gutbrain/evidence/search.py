"""Ranking of short texts by the words of a question: BM25, the usual measure of search engines."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

from gutbrain.evidence.question import Subject

K1, B = 1.2, 0.4
"""How soon more of a word adds nothing (as usual), and how much a long text is held against itself (little: a record is
long where many authors are cited)."""

PREFIX = 4
"""From so many letters on, a word of the question also finds longer words that begin with it."""

WIDE = 0.5
"""What a word for what a subject is a kind of counts, against one for itself."""

T = TypeVar("T")


class Index(Generic[T]):
    """Things to be found, each with its words."""

    def __init__(self, things: Iterable[tuple[T, Sequence[str]]]) -> None:
        listed = list(things)
        self.things = [thing for thing, _ in listed]
        self.lengths = [len(words) for _, words in listed]
        self.mean = max(1.0, sum(self.lengths) / max(1, len(self.lengths)))
        self.places: dict[str, dict[int, int]] = {}
        self.pairs: set[tuple[str, str]] = set()
        for place, (_, words) in enumerate(listed):
            self.pairs.update(pairwise(words))
            for word, count in Counter(words).items():
                self.places.setdefault(word, {})[place] = count

    def search(self, subjects: Sequence[Subject]) -> list[tuple[T, float, tuple[int, ...]]]:
        """Things in which a subject stands, best first, with how each is held: 2 by name, 1 as what it is a kind of."""
        scores: dict[int, float] = {}
        held: dict[int, list[int]] = {}
        for number, subject in enumerate(subjects):
            for place, (score, how) in self._of(subject).items():
                scores[place] = scores.get(place, 0.0) + score
                held.setdefault(place, [0] * len(subjects))[number] = how
        ranked = sorted(
            scores, key=lambda place: (-min(held[place]), -sum(h > 0 for h in held[place]), -scores[place], place)
        )
        return [(self.things[place], scores[place], tuple(held[place])) for place in ranked]

    def knows(self, word: str) -> bool:
        """Whether a word of a question stands anywhere."""
        return bool(self._like(word))

    def holds(self, words: Iterable[str]) -> bool:
        """Whether one thing holds all of the words."""
        found: set[int] | None = None
        for word in words:
            places = {place for known, _ in self._like(word) for place in self.places[known]}
            found = places if found is None else found & places
        return bool(found)

    def follows(self, first: str, second: str) -> bool:
        """Whether the second word stands right behind the first anywhere."""
        return (first, second) in self.pairs

    def _of(self, subject: Subject) -> dict[int, tuple[float, int]]:
        """Things that hold a subject: how well, and whether by name."""
        found: dict[int, tuple[float, int]] = {}
        for words, factor, how in ((subject.narrow, 1.0, 2), (subject.wide, WIDE, 1)):
            for word in words:
                for known, likeness in self._like(word):
                    places = self.places[known]
                    rarity = math.log(1.0 + (len(self.things) - len(places) + 0.5) / (len(places) + 0.5))
                    for place, count in places.items():
                        long = K1 * (1.0 - B + B * self.lengths[place] / self.mean)
                        score = factor * likeness * rarity * count * (K1 + 1.0) / (count + long)
                        best, way = found.get(place, (0.0, 0))
                        found[place] = (max(best, score), max(way, how))
        return found

    def _like(self, word: str) -> list[tuple[str, float]]:
        exact = [(word, 1.0)] if word in self.places else []
        if len(word) < PREFIX or exact:
            return exact
        return [(known, 0.6) for known in self.places if known.startswith(word)]
