"""What a prediction is worth against what was published: the verdicts of the contract."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.atlas.observables import about
from gutbrain.findings.finding import Compare, Observed

Array = NDArray[np.float64]

AGREES, DIRECTION, MISSES, UNSUPPORTED = "agrees", "direction", "misses", "unsupported"
VERDICTS = (AGREES, DIRECTION, MISSES, UNSUPPORTED)

NORMAL_97_5 = 1.959964
INTERVAL = (0.05, 0.95)

RATIOS = ("ratio", "peak_ratio")
"""Statistics whose value is 1, not 0, where nothing happens."""


@dataclass(frozen=True)
class Predicted:
    """Median and 90 % interval over draws, and their standard deviation."""

    median: float
    low: float
    high: float
    sd: float

    @classmethod
    def of(cls, draws: Array, median: float) -> Predicted:
        """From one value a draw, and their middle; draws that are no number are left out."""
        finite = draws[np.isfinite(draws)]
        if not len(finite):
            return cls(np.nan, np.nan, np.nan, np.nan)
        low, high = np.quantile(finite, INTERVAL)
        return cls(median, float(low), float(high), float(finite.std(ddof=1)) if len(finite) > 1 else 0.0)


def standard_error(compare: Compare, observed: Observed) -> float:
    """Standard error of the published value: from its interval, else by rule of the contract."""
    if observed.low is not None and observed.high is not None:
        return (observed.high - observed.low) / 3.92
    if compare.statistic in ("smd", "change_smd"):
        return 0.15
    if compare.statistic in ("share", "correlation"):
        return 0.1
    if is_log_count(compare):
        return 0.5
    return 0.25 * abs(observed.value)


def is_log_count(compare: Compare) -> bool:
    """Whether the value is a log10 count of cells, or a difference of two."""
    counted = about(compare.observable).scale == "log10"
    return counted and compare.statistic in ("value", "difference", "change_difference", "peak")


def null(compare: Compare) -> float:
    """The value of a statistic where nothing happens."""
    return 1.0 if compare.statistic in RATIOS else 0.0


def verdict(compare: Compare, observed: Observed, predicted: Predicted) -> str:
    """The verdict of the contract: ``agrees``, ``direction`` or ``misses``.

    The prediction's spread counts for at most as much as the published error, so that a vague prediction wins nothing.

    Parameters
    ----------
    compare
        What is compared, and by which statistic.
    observed
        The published value, with its 95 % interval where there is one.
    predicted
        What the model gives.
    """
    if not np.isfinite(predicted.median):
        return MISSES
    se = standard_error(compare, observed)
    room = NORMAL_97_5 * np.hypot(se, min(predicted.sd, se))
    nothing = null(compare)
    if observed.low is not None and observed.high is not None:
        clear = not observed.low <= nothing <= observed.high
    else:
        clear = observed.value != nothing
    right_sign = np.sign(predicted.median - nothing) == np.sign(observed.value - nothing)
    # a millionth for the rounding of arithmetic: 0.3 - 0.1 is not 0.2
    near = abs(predicted.median - observed.value) <= room + 1e-6 * max(1.0, abs(observed.value))
    if near and (right_sign or not clear):
        return AGREES
    return DIRECTION if right_sign else MISSES
