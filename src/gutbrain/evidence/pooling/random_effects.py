"""Random-effects pooling and meta-regression: REML with the adjustment of Hartung and Knapp, carried out by PyMARE.

The adjustment never narrows an interval (Knapp and Hartung 2003; floor of Röver, Knapp and Friede 2015): effects made
of p values agree with one another better than chance allows, and would otherwise seem surer than they are. Two effects
get no interval: a t with one degree of freedom makes 13 standard errors of two. Prediction interval: Higgins, Thompson
and Spiegelhalter 2009, a t with k - 2 degrees of freedom. I2: share of tau2 in the total at the typical error of
Higgins and Thompson 2002.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import f as fisher
from scipy.stats import norm
from scipy.stats import t as student

from gutbrain.extras import need

Array = np.ndarray[Any, np.dtype[np.float64]]

LEVEL = 0.975

FEWEST = 3
"""Fewer effects than these are not pooled with an interval."""


@dataclass(frozen=True)
class Pool:
    """A pooled effect of ``k`` effects.

    Attributes
    ----------
    se, low, high, p
        Standard error, 95 % interval and p; None for two effects, which are too few (see :attr:`too_few`).
    tau2, i2
        Variance between true effects, and its share of all variance (0 to 100); None for fewer than three effects.
    predicted
        95 % interval of the true effect of a new trial; None for fewer than three effects.
    """

    k: int
    estimate: float
    se: float | None
    low: float | None
    high: float | None
    p: float | None
    tau2: float | None
    i2: float | None
    predicted: tuple[float, float] | None

    @property
    def too_few(self) -> str:
        """Why there is no interval; empty where there is one."""
        return "" if self.k == 1 or self.k >= FEWEST else f"too few to pool: {self.k} trials"


@dataclass(frozen=True)
class Slope:
    """Change of the effect per unit of something, with its 95 % interval and p; ``start`` is the effect at zero."""

    k: int
    slope: float
    low: float
    high: float
    p: float
    start: float


def pool(g: Sequence[float], se: Sequence[float]) -> Pool | None:
    """Pool effects with their standard errors.

    One alone keeps its own interval, two have their mean and no interval, none gives None.
    """
    if not g:
        return None
    if len(g) == 1:
        reach = float(norm.ppf(LEVEL)) * se[0]
        p = float(2 * norm.sf(abs(g[0] / se[0])))
        return Pool(1, g[0], se[0], g[0] - reach, g[0] + reach, p, None, None, None)
    fit = _fit(g, se, np.ones((len(g), 1)))
    estimate, error, tau2 = float(fit.beta[0]), math.sqrt(fit.covariance[0, 0]), fit.tau2
    if len(g) < FEWEST:
        return Pool(len(g), estimate, None, None, None, None, None, None, None)
    reach = float(student.ppf(LEVEL, len(g) - 1)) * error
    wide = float(student.ppf(LEVEL, len(g) - 2)) * math.sqrt(tau2 + error**2)
    weights = 1 / np.square(se)
    typical = (len(g) - 1) * weights.sum() / (weights.sum() ** 2 - np.square(weights).sum())
    return Pool(
        k=len(g),
        estimate=estimate,
        se=error,
        low=estimate - reach,
        high=estimate + reach,
        p=float(2 * student.sf(abs(estimate) / error, len(g) - 1)),
        tau2=tau2,
        i2=100 * tau2 / (tau2 + float(typical)),
        predicted=(estimate - wide, estimate + wide),
    )


def slope(g: Sequence[float], se: Sequence[float], x: Sequence[float]) -> Slope | None:
    """Regress effects on one thing; None for three effects or fewer, or where it does not differ.

    Parameters
    ----------
    g
        Effects.
    se
        Their standard errors.
    x
        The thing, one value an effect.
    """
    if len(g) <= FEWEST or np.ptp(x) == 0:
        return None
    fit = _fit(g, se, np.column_stack([np.ones(len(g)), x]))
    value, error = float(fit.beta[1]), math.sqrt(fit.covariance[1, 1])
    reach = float(student.ppf(LEVEL, len(g) - 2)) * error
    p = float(2 * student.sf(abs(value) / error, len(g) - 2))
    return Slope(len(g), value, value - reach, value + reach, p, float(fit.beta[0]))


def foreseen(
    g: Sequence[float], se: Sequence[float], x: Sequence[float] | None, new_se: float, new_x: float = 0.0
) -> tuple[float, float]:
    """Mean and SD of what a new study prints, by the pooled mean of others or by their regression on one thing.

    The SD holds what is not known of the mean, how true effects differ, and the error of the new study.

    Parameters
    ----------
    g, se
        Effects of the others with their standard errors; at least three.
    x
        The thing, one value an effect; None for the mean alone.
    new_se, new_x
        Of the new study.
    """
    columns = [np.ones(len(g))] if x is None else [np.ones(len(g)), np.asarray(x)]
    row = np.array([1.0] if x is None else [1.0, new_x])
    fit = _fit(g, se, np.column_stack(columns))
    return float(row @ fit.beta), math.sqrt(row @ fit.covariance @ row + fit.tau2 + new_se**2)


def difference(g: Sequence[float], se: Sequence[float], groups: Sequence[str]) -> float | None:
    """P of the hypothesis that all groups share one effect (F test); None where there is nothing to compare.

    Parameters
    ----------
    g
        Effects.
    se
        Their standard errors.
    groups
        Name of the group of each effect.
    """
    names = sorted(set(groups))
    if len(names) < 2 or len(g) <= len(names):
        return None
    columns = [np.ones(len(g)), *(np.array([float(group == name) for group in groups]) for name in names[1:])]
    fit = _fit(g, se, np.column_stack(columns))
    apart, covariance = fit.beta[1:], fit.covariance[1:, 1:]
    statistic = float(apart @ np.linalg.solve(covariance, apart)) / len(apart)
    return float(fisher.sf(statistic, len(apart), len(g) - len(names)))


@dataclass(frozen=True)
class _Fit:
    """Coefficients, their covariance with the adjustment, and tau2."""

    beta: Array
    covariance: Array
    tau2: float


def _fit(g: Sequence[float], se: Sequence[float], design: Array) -> _Fit:
    need("pymare", "meta", called="PyMARE, which pools trials,")
    from pymare.estimators import VarianceBasedLikelihoodEstimator

    model = VarianceBasedLikelihoodEstimator(method="REML", small_sample_correction="knapp-hartung-conservative")
    found = model.fit(np.array(g, float), np.square(np.array(se, float)), design).params_
    size = design.shape[1]
    return _Fit(
        found["fe_params"].reshape(size), found["inv_cov"].reshape(size, size), float(np.ravel(found["tau2"])[0])
    )
