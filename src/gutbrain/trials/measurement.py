"""What a visit shows: the true value with the error of one measurement.

Questionnaires have the error of :mod:`gutbrain.people.noise`. What is measured otherwise (blood, stool, tests) varies
from day to day as well: its error is set by a correlation of two visits.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from gutbrain.findings.statistics import SKEWED, TINY
from gutbrain.people.noise import GONE_AT_BASELINE, MOOD, SHARED, measurement_sd
from gutbrain.people.scales import scales

Array = NDArray[np.float64]

RETEST = {
    "cognition": 0.8,
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


def generator(seed: int, purpose: str) -> np.random.Generator:
    """Random numbers that depend on the seed and what they are for, and on nothing else."""
    digest = hashlib.sha256(f"trial {seed}/{purpose}".encode()).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest[:16], "little")))


def error_sd(name: str, between: float) -> float:
    """SD of the error of one visit; ``between`` is that of people. Both are of the logarithm of what is skewed."""
    if name in scales():
        return measurement_sd(name)
    r = RETEST.get(name, OTHERWISE)
    return between * float(np.sqrt((1 - r) / r))


def deviates(random: np.random.Generator, names: tuple[str, ...], shape: tuple[int, ...]) -> dict[str, Array]:
    """Standard normal errors of several measures at one visit; those of mood scales go together."""
    common = random.standard_normal(shape)
    made = {}
    for name in names:
        own = random.standard_normal(shape)
        shared = SHARED if name in scales() and scales()[name]["measures"] in MOOD else 0.0
        made[name] = np.sqrt(1 - shared) * own + np.sqrt(shared) * common
    return made


def measured(name: str, true: Array, error: Array) -> Array:
    """What a visit shows; ``error`` is in the unit of the measure, or of its logarithm where that is used."""
    if name in SKEWED:
        return np.asarray(np.maximum(true, TINY) * np.exp(error))
    shown = true + error
    scale = scales().get(name)
    return shown if scale is None else np.asarray(np.clip(shown, scale["low"], scale["high"]))
