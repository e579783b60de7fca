"""What a prediction is worth against what was published: the verdicts of the contract."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.atlas.observables import about
from gutbrain.findings.finding import PAIRED, WITHIN_PEOPLE, Compare, Finding, Observed

Array = NDArray[np.float64]

AGREES, DIRECTION, MISSES, UNSUPPORTED = "agrees", "direction", "misses", "unsupported"
VERDICTS = (AGREES, DIRECTION, MISSES, UNSUPPORTED)

NORMAL_75, NORMAL_95, NORMAL_97_5 = 0.674490, 1.644854, 1.959964
INTERVAL = (0.05, 0.95)

RATIOS = ("ratio", "peak_ratio", "ratio_of_changes")
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


SEEN_SIGN, HALF_SEEN_SIGN = 0.05, 0.02
"""An effect that a study with n people told the sign of agrees from the one, has the direction from the other."""

LARGEST_NULL = 0.4
"""No effect larger than this agrees with a null, however few people showed it. All in SD between people."""


def verdict_n(finding: Finding, size: float) -> str | None:
    """The verdict on a direction of which it is known in how many people it was seen; None where it is not known.

    Parameters
    ----------
    finding
        A published direction.
    size
        The predicted effect, in SD between people.
    """
    if finding.compare.statistic != "direction" or not finding.n or not np.isfinite(size):
        return None
    sign = np.sign(finding.observed.value)
    if sign:
        return AGREES if size * sign >= SEEN_SIGN else DIRECTION if size * sign >= HALF_SEEN_SIGN else MISSES
    room = invisible(finding)
    return None if room is None else AGREES if abs(size) <= room else MISSES


def invisible(finding: Finding) -> float | None:
    """The largest effect (SD between people) that the people of a study leave open; None where an arm has no n."""
    people = [finding.n.get(when.arm) for when in finding.compare.whens]
    if None in people:
        return None
    room = NORMAL_97_5 * math.sqrt(sum(1 / n for n in people if n))
    if finding.design in WITHIN_PEOPLE:
        room *= math.sqrt(1 - finding.within)
    return min(room, LARGEST_NULL)


def is_log_count(compare: Compare) -> bool:
    """Whether the value is a log10 count of cells, or a difference of two."""
    counted = about(compare.observable).scale == "log10"
    return counted and compare.statistic in ("value", "difference", "change_difference", "peak")


def null(compare: Compare) -> float:
    """The value of a statistic where nothing happens."""
    return 1.0 if compare.statistic in RATIOS else 0.0


def has_nothing(compare: Compare) -> bool:
    """Whether there is a value of a statistic where nothing happens."""
    return compare.statistic in PAIRED or compare.statistic in RATIOS


LEFT_OF_NOTHING = 1e-6
"""Single precision leaves so much of an effect that is none."""


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
    moved = predicted.median - nothing
    # what the arithmetic of the engine leaves of nothing has no sign
    sign = np.sign(moved) if abs(moved) > LEFT_OF_NOTHING * max(1.0, abs(nothing)) else 0.0
    right_sign = sign == np.sign(observed.value - nothing)
    # a millionth for the rounding of arithmetic: 0.3 - 0.1 is not 0.2
    near = abs(predicted.median - observed.value) <= room + 1e-6 * max(1.0, abs(observed.value))
    if near and (right_sign or not clear):
        return AGREES
    return DIRECTION if right_sign else MISSES
