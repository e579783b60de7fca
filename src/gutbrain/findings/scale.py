"""The scale on which a statistic errs evenly to both sides: what adds up in the interval of a published number.

Factors on their logarithm; differences, and scores of questionnaires, in SD between people; shares of people as the
normal deviate that cuts them off; correlations as Fisher's z.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from gutbrain.findings.finding import Compare
from gutbrain.findings.shape_verdict import DEVIATES
from gutbrain.findings.statistics import TINY
from gutbrain.findings.verdict import is_log_count
from gutbrain.people.scales import scales

Array = NDArray[np.float64]

FACTOR, SPREAD, CORRELATION, PEOPLE = "factor", "spread", "correlation", "people"
KINDS = {
    FACTOR: "natural logarithm",
    SPREAD: "SD between people",
    CORRELATION: "Fisher's z",
    PEOPLE: "normal deviate of a share of people",
}
"""Kinds of scales, and what one unit of each is."""

LEAST_SHARE = 1e-4
"""Shares of people are told from none and all so far."""


@dataclass(frozen=True)
class Scale:
    """A scale: ``to`` leads to it, ``back`` from it; both rise. ``unit`` is what a unit is, of what is linear."""

    kind: str
    to: Callable[[Array], Array]
    back: Callable[[Array], Array]
    unit: float = 1.0


def _logarithm(least: float = TINY) -> Scale:
    return Scale(FACTOR, lambda x: np.log(np.maximum(x, least)), np.exp)


def _linear(kind: str, unit: float) -> Scale:
    return Scale(kind, lambda x: x / unit, lambda y: y * unit, unit)


PERCENT = Scale(FACTOR, lambda x: np.log(np.maximum(1 + x / 100, TINY)), lambda y: 100 * (np.exp(y) - 1))
SHARE = Scale(PEOPLE, lambda x: ndtri(np.clip(x, LEAST_SHARE, 1 - LEAST_SHARE)), ndtr)
FISHER = Scale(CORRELATION, lambda x: np.arctanh(np.clip(x, -0.9999, 0.9999)), np.tanh)


def scale_of(compare: Compare, spread: float, *, least: float = TINY) -> Scale | None:
    """The scale of a statistic of one number; None where it has none, or where the spread is needed and not known.

    Parameters
    ----------
    compare
        What is compared.
    spread
        SD between people in the unit of the observable; NaN where it is not known.
    least
        What is measured at least of a positive quantity.
    """
    statistic = compare.statistic
    if statistic in ("smd", "change_smd"):
        return _linear(SPREAD, 1.0)
    if statistic == "share":
        return SHARE
    if statistic == "correlation":
        return FISHER
    if statistic == "percent_change":
        return PERCENT
    if is_log_count(compare):
        return _linear(FACTOR, 1 / math.log(10))
    around_zero = compare.observable in DEVIATES or compare.observable in scales()
    if statistic in ("difference", "change_difference") or (statistic in ("value", "peak") and around_zero):
        return _linear(SPREAD, spread) if spread > 0 else None
    return None if statistic == "direction" else _logarithm(least)
