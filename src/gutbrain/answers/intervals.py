"""A median with its 90 % interval, as the API tells it."""

from __future__ import annotations

import math

import numpy as np
from pydantic import BaseModel, ConfigDict

from gutbrain.engine import changes

Edges = tuple[np.ndarray, np.ndarray, np.ndarray]


class Interval(BaseModel):
    """A median with its 90 % interval; made from anything that has the three."""

    model_config = ConfigDict(from_attributes=True)

    median: float
    low: float
    high: float


def interval(values: np.ndarray) -> Interval:
    """Median and 90 % interval of values."""
    return Interval.model_validate(changes.interval(values))


def of_few(values: np.ndarray) -> Interval:
    """Median and 90 % interval of a few values, as wide as so few are unsure: see :func:`edges_of_few`."""
    low, median, high = edges_of_few(values)
    return Interval(median=float(median), low=float(low), high=float(high))


def edges_of_few(values: np.ndarray) -> Edges:
    """Low, median and high of a few values along the first axis: the 90 % prediction interval by Student's t.

    The quantiles of four values lie between the least and the largest, where a fifth lies in 60 % of cases only; this
    holds it in 90 %, where values are spread normally.
    """
    from scipy.special import stdtrit

    count = len(values)
    median = np.median(values, axis=0)
    reach = stdtrit(count - 1, 0.95) * values.std(axis=0, ddof=1) * math.sqrt(1 + 1 / count)
    return median - reach, median, median + reach
