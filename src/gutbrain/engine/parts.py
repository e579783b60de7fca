"""A run in parts: which of its draws and people are carried together."""

from __future__ import annotations

from dataclasses import dataclass

SIZE = 256
"""Draws times people in a part, at most: enough to fill the vectors of some cores."""

VECTOR = 16
"""At least so many, which fill a vector."""

BYTES = 2**26
"""Of numbers in a part, about, where people are watched for long."""


@dataclass(frozen=True)
class Part:
    """Consecutive draws and people of a run: the first of each, and how many."""

    draw: int
    draws: int
    person: int
    people: int

    @property
    def places(self) -> tuple[slice, slice]:
        """Where it stands in arrays of all (draw, person)."""
        return slice(self.draw, self.draw + self.draws), slice(self.person, self.person + self.people)


def fitting(moments: int, observables: int) -> int:
    """Draws times people in a part, if so much is kept of each."""
    return max(VECTOR, min(SIZE, BYTES // (4 * moments * observables)))


def largest(people: int, draws: int, size: int) -> tuple[int, int]:
    """Draws and people of a part that is not cut off by the end.

    Parameters
    ----------
    people, draws
        Of the whole run.
    size
        Draws times people that a part may hold.
    """
    together = min(people, size)
    return min(draws, max(1, size // together)), together


def parts(people: int, draws: int, size: int) -> list[Part]:
    """All parts of a run; as many people as possible of one draw, then further draws.

    Parameters
    ----------
    people, draws
        Of the whole run.
    size
        Draws times people that a part may hold.
    """
    high, wide = largest(people, draws, size)
    return [
        Part(draw, min(high, draws - draw), person, min(wide, people - person))
        for draw in range(0, draws, high)
        for person in range(0, people, wide)
    ]
