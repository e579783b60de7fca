"""What remains of a pooled effect when results without significance are reported less often than others.

Step function of Vevea and Hedges (1995) with one step: results significant in the hoped-for direction (one-sided p
below 0.025) are always reported, all others with a probability ``reported``, which is estimated together with the mean
``mu`` and the standard deviation ``tau`` of true effects. What is known of a trial enters as it is known (Heitjan and
Rubin 1991): a number as a number, "p < 0.05" as anything beyond that bound, and "no difference" without a number as
anything short of significance in either direction. So nothing is imputed here.

Weak priors keep few trials from telling too much, for the likelihood alone readily runs to ``reported`` = 0: mu
N(0, 1), tau half-normal(0.5) (Röver et al. 2021), reported uniform (Maier, Bartoš and Wagenmakers 2023). The posterior
is summed over a grid, so that there is no chance in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy.special import log_ndtr, ndtr, ndtri

from gutbrain.evidence.pooling.random_effects import Array

Known = Literal["number", "beyond", "null"]

CRITICAL = 1.96
TAU_SCALE = 0.5

# midpoints of equal prior mass: the priors of tau and of reported need no term of their own
_MU: Array = np.linspace(-2.5, 2.5, 201)
_TAU: Array = TAU_SCALE * ndtri(0.5 + (np.arange(28) + 0.5) / 56)
_REPORTED: Array = (np.arange(20) + 0.5) / 20


@dataclass(frozen=True)
class Result:
    """An effect with its standard error; ``null_se`` is the error that it would have at zero, by which it was tested.

    ``known``: its ``number``; only that it is as large as g or ``beyond`` it; or only that it is not significant
    (``null``).
    """

    g: float
    se: float
    null_se: float
    known: Known = "number"


@dataclass(frozen=True)
class Interval:
    """Posterior median and 95 % interval."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Selected:
    """The mean of true effects, corrected for selective reporting.

    Attributes
    ----------
    k
        Effects that it rests on, those known to be null without a number among them.
    estimate, low, high
        Posterior median and 95 % interval of the mean of true effects.
    tau
        Standard deviation of true effects.
    reported
        How often a result without significance is reported, for one with it.
    predicted
        95 % interval of the true effect of a new trial.
    """

    k: int
    estimate: float
    low: float
    high: float
    tau: Interval
    reported: Interval
    predicted: tuple[float, float]


class Selection:
    """The model, made ready for results, so that any part of them can be pooled without delay.

    Parameters
    ----------
    results
        One for each arm.
    hoped
        -1 where less is better, 1 where more is.
    """

    def __init__(self, results: Sequence[Result], hoped: Literal[-1, 1] = -1) -> None:
        self._hoped = hoped
        mu, tau, reported = _MU[:, None, None], _TAU[None, :, None], _REPORTED[None, None, :]
        # seen from the hoped-for side, so that the step is always on the right
        turned = [Result(hoped * r.g, r.se, r.null_se, r.known) for r in results]
        self._parts = [log_likelihood(result, mu, tau, reported) for result in turned]

    def pool(self, chosen: Sequence[int] | None = None) -> Selected | None:
        """Pool the results at these places, or all; None for fewer than two."""
        places = range(len(self._parts)) if chosen is None else chosen
        if len(places) < 2:
            return None
        log = -0.5 * np.square(_MU)[:, None, None] + sum(self._parts[place] for place in places)
        posterior = np.exp(log - log.max())
        posterior /= posterior.sum()
        mean = self._turned(_interval(_MU, posterior.sum(axis=(1, 2))))
        return Selected(
            k=len(places),
            estimate=mean.median,
            low=mean.low,
            high=mean.high,
            tau=_interval(_TAU, posterior.sum(axis=(0, 2))),
            reported=_interval(_REPORTED, posterior.sum(axis=(0, 1))),
            predicted=self._predicted(posterior.sum(axis=2)),
        )

    def _turned(self, found: Interval) -> Interval:
        if self._hoped == 1:
            return found
        return Interval(-found.median, -found.high, -found.low)

    def _predicted(self, posterior: Array) -> tuple[float, float]:
        below = [float((posterior * ndtr((x - _MU[:, None]) / _TAU)).sum()) for x in _MU]
        low, high = (float(np.interp(share, below, _MU)) for share in (0.025, 0.975))
        return (low, high) if self._hoped == 1 else (-high, -low)


def log_likelihood(result: Result, mu: Any, tau: Any, reported: Any) -> Any:
    """Log likelihood of one result where more is hoped for.

    ``mu``, ``tau`` and ``reported`` may be arrays that fit one another.

    Parameters
    ----------
    result
        The effect, its standard error, and how it was printed.
    mu
        Mean effect over studies.
    tau
        SD of effects between studies.
    reported
        Probability that a result is printed that is not significant in the hoped-for direction; others always are.
    """
    cut = CRITICAL * result.null_se
    spread = np.sqrt(result.se**2 + np.square(tau))
    significant = ndtr((mu - cut) / spread)
    some = np.log(significant + reported * (1 - significant))
    if result.known == "null":
        return np.log(reported) + _log_between((-cut - mu) / spread, (cut - mu) / spread) - some
    if result.known == "beyond":
        return log_ndtr((mu - result.g) / spread) - some
    density = -0.5 * np.square((result.g - mu) / spread) - np.log(spread) - 0.5 * np.log(2 * np.pi)
    return density + (0.0 if result.g >= cut else np.log(reported)) - some


def _log_between(low: Any, high: Any) -> Any:
    """Log of the normal probability between two bounds; by the tail that is far from both, or it would be lost."""
    flip = low > 0
    a, b = np.where(flip, -high, low), np.where(flip, -low, high)
    return log_ndtr(b) + np.log1p(-np.exp(log_ndtr(a) - log_ndtr(b)))


def _interval(values: Array, mass: Array) -> Interval:
    """Median and 95 % interval of mass on a grid, straight between its points."""
    below = np.cumsum(mass) - mass / 2
    median, low, high = (float(np.interp(share, below, values)) for share in (0.5, 0.025, 0.975))
    return Interval(median, low, high)
