"""A point of the work-precision curve, and what curves say at equal error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """An engine at one setting.

    ``people`` were run, in ``wall`` and ``processor`` seconds; ``build`` (s, wall) is compiling or loading, once.
    """

    engine: str
    setting: str
    people: int
    wall: float
    processor: float
    build: float
    error: float

    @property
    def cost(self) -> float:
        """Milliseconds of one core for a person."""
        return 1e3 * self.processor / self.people


def cheapest(points: Sequence[Point], engine: str, error: float) -> Point | None:
    """The cheapest setting of an engine that is at least so exact."""
    exact = [p for p in points if p.engine == engine and p.error <= error]
    return min(exact, key=lambda p: p.cost, default=None)
