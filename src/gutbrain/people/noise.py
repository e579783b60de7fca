"""What a questionnaire shows of a person: the score that the model expects, with the error of measurement of one visit.

Regression to the mean needs no term of its own: people who are let into a study by a cut-off on a noisy score were
partly unlucky on that day, and score less on the next, where the error is drawn anew.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from gutbrain.people.luck import deviates
from gutbrain.people.presets import Array

MOOD = ("depression", "anxiety")
"""What scales measure whose errors of one visit go together."""

SHARED = 0.5
"""Correlation of these errors (HADS subscales correlate at 0.53: Crawford 2001)."""


class Scale(Protocol):
    """What must be known of a scale."""

    @property
    def id(self) -> str:
        """Name, as an observable."""

    @property
    def measures(self) -> str:
        """``depression``, ``anxiety``, ``stress`` ..."""

    @property
    def low(self) -> float:
        """Lowest score."""

    @property
    def high(self) -> float:
        """Highest score."""

    @property
    def sd(self) -> float:
        """SD between people of the general population."""

    @property
    def retest(self) -> float:
        """Correlation of two measurements of people who have not changed."""


def observe(expected: Array, scale: Scale, seed: int, people: np.ndarray, visits: np.ndarray) -> Array:
    """Observed scores.

    Parameters
    ----------
    expected
        Scores without error, people along the first axis and visits along the second.
    scale
        Range, spread between people, and retest reliability of the scale.
    seed
        Same seed, same errors.
    people
        Number of each person (``Cohort.ids``).
    visits
        Day of each visit.
    """
    scores = np.asarray(expected, float)
    if scores.shape != (len(people), len(visits)):
        raise ValueError(f"expected scores are {scores.shape}, not {len(people)} people by {len(visits)} visits")
    shared = SHARED if scale.measures in MOOD else 0.0
    sd = scale.sd * np.sqrt(1 - scale.retest)
    errors = [
        np.sqrt(1 - shared) * _luck(seed, f"{scale.id} on day {float(day):g}", people)
        + np.sqrt(shared) * _luck(seed, f"mood on day {float(day):g}", people)
        for day in visits
    ]
    return np.asarray(np.clip(scores + sd * np.stack(errors, axis=1), scale.low, scale.high))


def _luck(seed: int, purpose: str, people: np.ndarray) -> Array:
    """Standard normal deviates of numbered people."""
    first = int(people.min())
    everyone = deviates(seed, f"noise of {purpose}", first, int(people.max()) - first + 1)
    return np.asarray(everyone[people - first])
