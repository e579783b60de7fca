"""What a visit shows: the true value with the error of one measurement.

Questionnaires have the error of :mod:`gutbrain.people.noise`. What is measured otherwise (blood, stool, tests) varies
from day to day as well: its error is set by a correlation of two visits.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gutbrain.atlas.observables import is_skewed
from gutbrain.findings.statistics import TINY
from gutbrain.people.noise import GONE_AT_BASELINE, MOOD, SHARED, measurement_sd
from gutbrain.people.scales import scales
from gutbrain.trials.luck import Luck

Array = NDArray[np.float64]

RETEST = {
    "cognition": 0.8,
    "attention": 0.8,
    "crp": 0.6,
    "il6": 0.6,
    "salivary_cortisol": 0.5,
    "age": 1.0,
    "sex": 1.0,
    "male": 1.0,
    "bmi": 1.0,
    "weight": 1.0,
}
"""Correlation of two visits of people who have not changed (assumption), where it is not ``OTHERWISE``."""

OTHERWISE = 0.7
"""The same for what is not listed (assumption)."""

SCREENING_STAYS = 1.0 - GONE_AT_BASELINE
"""Correlation of the errors at screening and at the first visit; the rest of the luck is gone by then."""


def varies(name: str) -> bool:
    """Whether the error of a measure is set by how people differ (see :func:`error_sd`)."""
    return name not in scales() and RETEST.get(name, OTHERWISE) < 1


def error_sd(name: str, between: float) -> float:
    """SD of the error of one visit; ``between`` is that of people. Both are of the logarithm of what is skewed."""
    if name in scales():
        return measurement_sd(name)
    r = RETEST.get(name, OTHERWISE)
    return between * float(np.sqrt((1 - r) / r))


def deviates(luck: Luck, names: Iterable[str], when: str, count: int) -> dict[str, Array]:
    """Standard normal errors of several measures at one visit, (trial, participant) each.

    Those of mood scales go together. The errors of a measure do not depend on what is measured besides.

    Parameters
    ----------
    luck
        Of the trials.
    names
        Measures.
    when
        The visit, in words.
    count
        Participants of a trial.
    """
    shared = {name: SHARED if name in scales() and scales()[name]["measures"] in MOOD else 0.0 for name in names}
    common = luck.normals(f"mood on {when}", count) if any(shared.values()) else np.zeros(1)
    return {
        name: np.sqrt(1 - part) * luck.normals(f"{name} on {when}", count) + np.sqrt(part) * common
        for name, part in shared.items()
    }


def on_day(day: float) -> str:
    """Name of a visit's luck: its planned day from randomisation."""
    return f"day {day:g}"


def measured(name: str, true: Array, error: Array) -> Array:
    """What a visit shows.

    Parameters
    ----------
    name
        Of the measure.
    true
        What an exact measurement would show.
    error
        In the unit of the measure, or of its logarithm where that is used.
    """
    if is_skewed(name):
        return np.asarray(np.maximum(true, TINY) * np.exp(error))
    shown = true + error
    scale = scales().get(name)
    return shown if scale is None else np.asarray(np.clip(shown, scale["low"], scale["high"]))
