"""Shares of people compared: responders, remission."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]
Ints = NDArray[np.intp]

MOST_EXACT = 160
"""Up to so many people the test is exact; the score test holds its error rate in larger trials."""

NUISANCE = np.linspace(0.0, 1.0, 101)
"""Shares that both arms may have in common, over which the exact test takes the worst."""


@dataclass(frozen=True)
class Shares:
    """Difference of shares in every trial, its standard error, and p: (trial,) each."""

    difference: Array
    se: Array
    p: Array


def counted(found: Array, sequence: Ints, weights: tuple[float, ...]) -> tuple[Array, Array, Array]:
    """Responders and people of each arm that counts: (arm, trial) both, and the weights of these arms.

    Parameters
    ----------
    found
        1 responder, 0 not, NaN not known: (trial, participant).
    sequence
        Arm of each participant.
    weights
        By how much each arm counts. Arms that count alike stand together.
    """
    known, levels = np.isfinite(found), sorted({weight for weight in weights if weight}, reverse=True)
    responders, people, total = [], [], []
    for level in levels:
        arms = [arm for arm, weight in enumerate(weights) if weight == level]
        use = np.isin(sequence, arms) & known
        responders.append(np.where(use, found, 0).sum(axis=1))
        people.append(use.sum(axis=1).astype(float))
        total.append(level * len(arms))
    return np.stack(responders), np.stack(people), np.array(total)


def compared(responders: Array, people: Array, weights: Array, *, exact: bool = False) -> Shares:
    """Compare shares.

    Parameters
    ----------
    responders, people
        Of each group: (group, trial).
    weights
        By how much each group counts: (group,).
    exact
        Whether two groups are compared by Boschloo's exact test where they are small; else by the score test, which
        takes one share for all.
    """
    weight = weights[:, None]
    total = people.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = responders / people
        shared = responders.sum(axis=0) / total
        difference = (weight * share).sum(axis=0)
        spread = (weight**2 / people).sum(axis=0)
        variance = shared * (1 - shared) * spread * total / (total - 1)
        # alike in everybody is no difference; where nobody is left nothing is known
        z = np.where(variance == 0, 0.0, difference / np.sqrt(variance))
        se = np.sqrt((weight**2 * share * (1 - share) / people).sum(axis=0))
    p = np.asarray(2 * stats.norm.sf(np.abs(z)))
    p = np.where(np.isfinite(difference), p, np.nan)
    if exact and len(weights) == 2:
        p = _exact(responders, people, p)
    # where all or nobody respond an arm shows no spread: then the one that both have in common
    se = np.where(se > 0, se, np.sqrt(np.maximum(variance, 0)))
    return Shares(difference, se, p)


def _exact(responders: Array, people: Array, p: Array) -> Array:
    """P values by the exact test where groups are small."""
    made = p.copy()
    known = np.isfinite(p) & (people.sum(axis=0) <= MOST_EXACT)
    sizes = people[:, known].astype(int)
    values = responders[:, known].astype(int)
    found = np.empty(values.shape[1])
    for pair in np.unique(sizes, axis=1).T:
        here = (sizes == pair[:, None]).all(axis=0)
        found[here] = boschloo(int(pair[0]), int(pair[1]))[values[0, here], values[1, here]]
    made[known] = found
    return made


@lru_cache(maxsize=4096)
def boschloo(first: int, second: int) -> Array:
    """Two-sided p of Boschloo's test for every table of two groups: (responders of the first, of the second).

    Parameters
    ----------
    first, second
        People of the groups.

    Notes
    -----
    Twice the smaller of the one-sided p, as :func:`scipy.stats.boschloo_exact` has it. A one-sided p is the worst
    chance, over all shares that both may have, of a table whose p by Fisher is as small.
    """
    below, above = _one_sided(first, second), _one_sided(second, first).T
    return np.asarray(np.minimum(2 * np.minimum(below, above), 1.0))


def _one_sided(first: int, second: int) -> Array:
    """P of tables in which the first responds less."""
    x, y = np.meshgrid(np.arange(first + 1), np.arange(second + 1), indexing="ij")
    fisher = stats.hypergeom.cdf(x, first + second, x + y, first)
    one = stats.binom.pmf(np.arange(first + 1)[:, None], first, NUISANCE)
    other = stats.binom.pmf(np.arange(second + 1)[:, None], second, NUISANCE)
    chance = (one[:, None] * other).reshape(-1, len(NUISANCE))
    # tables that differ by rounding are alike
    flat = np.round(fisher, 12).ravel()
    order = np.argsort(flat, kind="stable")
    summed = np.cumsum(chance[order], axis=0).max(axis=1)
    last = np.searchsorted(flat[order], flat, side="right") - 1
    return np.asarray(np.minimum(summed[last], 1.0).reshape(fisher.shape))
