"""Ranking of short texts by the words of a question: BM25, the usual measure of search engines."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

K1, B = 1.2, 0.75
"""Usual constants: how soon more of a word adds nothing, and how much a long text is held against itself."""

PREFIX = 4
"""From so many letters on, a word of the question also finds longer words that begin with it."""

T = TypeVar("T")


class Index(Generic[T]):
    """Things to be found, each with its words."""

    def __init__(self, things: Iterable[tuple[T, Sequence[str]]]) -> None:
        listed = list(things)
        self.things = [thing for thing, _ in listed]
        self.lengths = [len(words) for _, words in listed]
        self.mean = max(1.0, sum(self.lengths) / max(1, len(self.lengths)))
        self.places: dict[str, dict[int, int]] = {}
        for place, (_, words) in enumerate(listed):
            for word, count in Counter(words).items():
                self.places.setdefault(word, {})[place] = count

    def search(self, words: Sequence[str]) -> list[tuple[T, float]]:
        """Things in which the words stand, best first; what holds all of the words goes before what holds some."""
        scores: dict[int, float] = {}
        held: dict[int, int] = {}
        asked = dict.fromkeys(words)
        for word in asked:
            best: dict[int, float] = {}
            for known, factor in self._like(word):
                places = self.places[known]
                rarity = math.log(1.0 + (len(self.things) - len(places) + 0.5) / (len(places) + 0.5))
                for place, count in places.items():
                    long = K1 * (1.0 - B + B * self.lengths[place] / self.mean)
                    score = factor * rarity * count * (K1 + 1.0) / (count + long)
                    best[place] = max(best.get(place, 0.0), score)
            for place, score in best.items():
                scores[place] = scores.get(place, 0.0) + score
                held[place] = held.get(place, 0) + 1
        ranked = sorted(scores, key=lambda place: (-scores[place] * (held[place] / len(asked)) ** 2, place))
        return [(self.things[place], scores[place] * (held[place] / len(asked)) ** 2) for place in ranked]

    def knows(self, word: str) -> bool:
        """Whether a word of a question stands anywhere."""
        return bool(self._like(word))

    def holds_all(self, subjects: Iterable[Sequence[str]]) -> bool:
        """Whether one thing holds every subject, each by one of its words."""
        held: set[int] | None = None
        for words in subjects:
            places = {place for word in words for known, _ in self._like(word) for place in self.places[known]}
            held = places if held is None else held & places
        return bool(held)

    def _like(self, word: str) -> list[tuple[str, float]]:
        exact = [(word, 1.0)] if word in self.places else []
        if len(word) < PREFIX or exact:
            return exact
        return [(known, 0.6) for known in self.places if known.startswith(word)]
