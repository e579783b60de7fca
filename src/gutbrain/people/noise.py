"""What a questionnaire shows of a person: the score that the model expects, with the error of measurement of one visit.

Regression to the mean needs no term of its own: people who are let into a study by a cut-off on a noisy score were
partly unlucky on that day, and score less on the next, where the error is drawn anew.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from gutbrain.people.luck import deviates
from gutbrain.people.presets import Array
from gutbrain.people.scales import scales

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

    Returns
    -------
    ndarray
        (person, visit), cut off at the ends of the scale.

    Raises
    ------
    ValueError
        Where the scores have another shape than people by visits.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> import numpy as np
    >>> from gutbrain.people import observe
    >>> scale = SimpleNamespace(id="phq9", measures="depression", low=0, high=27, sd=4.0, retest=0.8)
    >>> seen = observe(np.full((500, 2), 12.0), scale, seed=0, people=np.arange(500), visits=np.array([0, 28]))
    >>> seen.shape, round(float(seen.mean())), round(float(seen.std()), 1)
    ((500, 2), 12, 1.7)
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


def measurement_sd(observable: str) -> float:
    """SD of the error of one visit of a questionnaire; 0 of what is no questionnaire."""
    scale = scales().get(observable)
    return 0.0 if scale is None else scale["sd"] * float(np.sqrt(1 - scale["retest"]))


GONE_AT_BASELINE = 0.75
"""Part of the luck of the screening visit that is gone at the first visit of the trial (an assumption: screening comes
a week or more before it, and some are let in by the same questionnaire, some by another; waiting lists, which have luck
and their natural course, fall by a point of the HAM-D)."""


def entry_error(observable: str, score: Array) -> Array:
    """By how much too bad a questionnaire reads at the first visit of a trial.

    People who are let in because of their scores were partly unlucky on that day. Of what their group lies above the
    general population, the part 1 - retest is such luck (regression to the mean); some of it is gone before the trial
    begins.

    Parameters
    ----------
    observable
        Anything; what is no questionnaire has no such error.
    score
        What the group scores that day (without the error it gives somewhat less).
    """
    scale = scales().get(observable)
    if scale is None:
        return np.zeros_like(score)
    lucky = (1 - scale["retest"]) * np.maximum(score - scale["mean"], 0.0)
    return np.asarray((1 - GONE_AT_BASELINE) * lucky)


def _luck(seed: int, purpose: str, people: np.ndarray) -> Array:
    """Standard normal deviates of numbered people."""
    first = int(people.min())
    everyone = deviates(seed, f"noise of {purpose}", first, int(people.max()) - first + 1)
    return np.asarray(everyone[people - first])
