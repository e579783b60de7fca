"""The luck of a trial: every number belongs to a purpose (measure and day, say), a trial and a participant.

What is drawn besides, earlier or later, moves none of them: a visit put in between, a further endpoint, more trials or
more people leave the luck of all others as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def generator(seed: int, purpose: str) -> np.random.Generator:
    """Random numbers that depend on the seed and what they are for, and on nothing else."""
    return np.random.Generator(_stream(seed, purpose))


def _stream(seed: int, purpose: str) -> np.random.Philox:
    digest = hashlib.sha256(f"trial {seed}/{purpose}".encode()).digest()
    return np.random.Philox(key=int.from_bytes(digest[:16], "little"))


class Luck:
    """Random numbers of so many trials: (trial, participant) each.

    The generator is counter-based. Its key is made of seed and purpose, the highest word of its counter is the number
    of the trial, and participants follow one another in the stream of their trial.
    """

    def __init__(self, seed: int, trials: int) -> None:
        self.seed = seed
        self.trials = trials

    def normals(self, purpose: str, count: int) -> Array:
        """Standard normal deviates of ``count`` participants."""
        return self._drawn(purpose, count, lambda random, row: random.standard_normal(out=row))

    def uniforms(self, purpose: str, count: int) -> Array:
        """Numbers from 0 to below 1."""
        return self._drawn(purpose, count, lambda random, row: random.random(out=row))

    def shares(self, purpose: str, count: int, a: float, b: float) -> Array:
        """Numbers of a beta distribution: (trial, participant), 0 to 1.

        Parameters
        ----------
        purpose
            What they are for: numbers for different purposes have nothing to do with one another.
        count
            Participants of a trial.
        a, b
            Shape of the distribution; its mean is ``a / (a + b)``.
        """

        def draw(random: np.random.Generator, row: Array) -> None:
            row[:] = random.beta(a, b, len(row))

        return self._drawn(purpose, count, draw)

    def _drawn(self, purpose: str, count: int, draw: Callable[[np.random.Generator, Array], object]) -> Array:
        made = np.empty((self.trials, count))
        stream = _stream(self.seed, purpose)
        random = np.random.Generator(stream)
        # a fresh generator with counter=trial << 192 gives the same, and takes ten times as long to make
        state = stream.state
        counter = state["state"]["counter"]
        for trial, row in enumerate(made):
            counter[:] = (0, 0, 0, trial)
            stream.state = state
            draw(random, row)
        return made
