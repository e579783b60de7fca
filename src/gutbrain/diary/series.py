"""One outcome day by day: level, trend, weekday, what persists from day to day, and noise; a factor's size beside them.

y(day) = level + trend + weekday + size x factor + AR(1) + noise. How much persists and how much is noise is not known:
it is summed over a grid, each point by its restricted likelihood; level, trend and the spread are integrated out, so
that a size has a mixture of t distributions. Days may be missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.stats import t as student

from gutbrain.fitting.series_model import Noise, whiten

PERSISTENCE = (0.25, 0.5, 0.7, 0.85, 0.92, 0.97)
"""Share of what persists that is left a day later."""

NOISE = (0.05, 0.2, 0.5, 0.85)
"""Share of the spread of a day that is noise of that day alone."""

WEEKDAY = 0.1
"""Variance of weekdays, as a share of that of a day: how far they may differ (assumed)."""

GRID = ((0.0, 1.0), *((phi, noise) for phi in PERSISTENCE for noise in NOISE))

ROUNDS = 60

SMALLEST = 1e-30
"""Sum of squares of an outcome that never moved."""


@dataclass(frozen=True)
class Sizes:
    """Sizes of factors for one outcome, as mixtures over the grid.

    Attributes
    ----------
    weights
        Of the points of the grid: (grid,).
    mean, error
        Of each factor at each point: (grid, factor), in units of the outcome for one unit of the factor.
    freedom
        Degrees of freedom at each point: those of the days that tell of a spread where days are alike, which keeps
        chance at its share though persistence is learnt from the same days. (grid,)
    day
        SD of a day about level, trend and weekday.
    persistence
        Share of what persists that is left a day later, averaged over the grid.
    """

    weights: np.ndarray
    mean: np.ndarray
    error: np.ndarray
    freedom: np.ndarray
    day: float
    persistence: float

    def below(self, value: np.ndarray) -> np.ndarray:
        """Probability that each size lies below a value: (factor,)."""
        inner = student.cdf((value - self.mean) / self.error, self.freedom[:, None])
        return np.asarray((self.weights[:, None] * inner).sum(0))

    def two_sided(self) -> np.ndarray:
        """How often chance alone gives a size as far from 0: (factor,)."""
        inner = 2 * student.sf(np.abs(self.mean / self.error), self.freedom[:, None])
        return np.asarray((self.weights[:, None] * inner).sum(0))

    def quantile(self, share: float) -> np.ndarray:
        """The value below which each size lies with a probability: (factor,)."""
        reach = 40 * self.error.max(0)
        low, high = self.mean.min(0) - reach, self.mean.max(0) + reach
        for _ in range(ROUNDS):
            middle = (low + high) / 2
            under = self.below(middle) < share
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return np.asarray((low + high) / 2)

    def shrunk(self, spread: np.ndarray) -> Sizes:
        """The same with a normal prior about none, of an SD for each factor: (factor,)."""
        kept = spread**2 / (spread**2 + self.error**2)
        return Sizes(
            self.weights, self.mean * kept, self.error * np.sqrt(kept), self.freedom, self.day, self.persistence
        )


def sizes(y: np.ndarray, factors: np.ndarray, weekdays: np.ndarray, *, trend: bool = True) -> Sizes:
    """Sizes of factors, each by itself beside level, trend, weekday and what persists.

    Parameters
    ----------
    y
        The outcome: (day,), NaN where nothing was recorded.
    factors
        (day, factor), NaN where nothing was recorded; such a day has the mean of the others, which tells nothing.
    weekdays
        0 to 6: (day,).
    trend
        Whether a straight line of time stands beside the level.

    Returns
    -------
    Sizes
        In units of the outcome for one unit of each factor.
    """
    there = np.isfinite(y)
    t = np.flatnonzero(there).astype(float)
    x = np.where(np.isfinite(factors), factors, 0) - np.nanmean(factors[there], axis=0)[None] * np.isfinite(factors)
    days = np.arange(len(y), dtype=float)
    line = (days - t.mean()) / max(np.ptp(t), 1.0)
    base = np.stack([np.ones(len(y)), line] if trend else [np.ones(len(y))], 1)
    same = (weekdays[:, None] == np.arange(7)[None]).astype(float)
    said = whiten(y - np.nanmean(y), np.column_stack([same, base, x]), [_noise(*point) for point in GRID])
    freedom = len(t) - base.shape[1] - 1
    logs, means, errors, spreads = [], [], [], []
    for one in said:
        gram = np.block([[one.information, one.pull[:, None]], [one.pull[None], np.array([[one.square]])]])
        gram, of_weekdays = _without(gram, same.shape[1], 1 / WEEKDAY)
        gram, of_base = _without(gram, base.shape[1], 0.0)
        rest = max(float(gram[-1, -1]), SMALLEST)
        logdet = one.logdet + same.shape[1] * np.log(WEEKDAY) + of_weekdays + of_base
        logs.append(-(logdet + (freedom + 1) * np.log(rest)) / 2)
        own = np.maximum(np.diag(gram)[:-1], 1e-12)
        mean = gram[:-1, -1] / own
        means.append(mean)
        errors.append(np.sqrt(np.maximum(rest - mean**2 * own, 1e-12 * rest) / freedom / own))
        spreads.append(np.sqrt(rest / (freedom + 1)))
    found = np.array(logs)
    weights = np.exp(found - found.max())
    weights /= weights.sum()
    day = float(np.sqrt(weights @ np.square(spreads)))
    persistence = float(weights @ np.array([phi for phi, _ in GRID]))
    alike = np.square([(1 - noise) * phi for phi, noise in GRID])
    counted = np.maximum(freedom * (1 - alike) / (1 + alike), 2.0)
    return Sizes(weights, np.array(means), np.array(errors), counted, day, persistence)


def _noise(memory: float, white: float) -> Noise:
    """What persists and what does not, in one SD of a day; without a memory both are the same."""
    white = white if memory else 0.5
    return Noise(memory, float(np.sqrt(1 - white)), float(np.sqrt(white)))


def _without(gram: np.ndarray, count: int, precision: float) -> tuple[np.ndarray, float]:
    """Products of columns once the first of them, of a prior precision, are taken out, and that log determinant."""
    root = cholesky(gram[:count, :count] + precision * np.eye(count), lower=True)
    beside = solve_triangular(root, gram[:count, count:], lower=True)
    return gram[count:, count:] - beside.T @ beside, 2 * float(np.log(np.diag(root)).sum())
