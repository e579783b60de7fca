"""Clusters that were randomised whole: their means are compared, so that people who are alike count once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from gutbrain.trials import endpoints, estimable, one_variance
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import Design
from gutbrain.trials.luck import generator

Array = NDArray[np.float64]
Result = tuple[Array, Array, Array]

PERMUTED = 400
"""Orders of crossing that a stepped wedge is held against."""


def whole(design: Design) -> bool:
    """Whether clusters are randomised whole."""
    return design.groups is not None and design.groups.kind == "clusters"


def means(conducted: Conducted, values: Array) -> Array:
    """Mean of each cluster over people with a value, NaN where there are none: (trial, cluster, ...)."""
    unit = conducted.unit
    assert unit is not None
    number = int(unit.max()) + 1
    member = (unit[..., None] == np.arange(number)).astype(float)
    known = np.isfinite(values)
    total = np.einsum("tnc,tn...->tc...", member, np.where(known, values, 0.0), optimize=True)
    count = np.einsum("tnc,tn...->tc...", member, known.astype(float), optimize=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(count > 0, total / count, np.nan)


def compared(conducted: Conducted, what: endpoints.Measured, weights: tuple[float, ...]) -> Result:
    """Means of clusters in the arms, t-test on them (Hayes and Moulton): estimate, error, freedom, (trial,) each.

    What people change is first freed of what their baseline says, by one line for all.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    what
        An endpoint of them.
    weights
        By how much each arm counts.
    """
    change, start = what.change, what.start
    use = np.isfinite(change)
    x = np.where(use, start, 0.0) - (np.where(use, start, 0.0).sum(axis=1) / np.maximum(use.sum(axis=1), 1))[:, None]
    x = np.where(use, x, 0.0)
    slope = (x * np.where(use, change, 0.0)).sum(axis=1) / np.maximum((x**2).sum(axis=1), 1e-12)
    of_clusters = means(conducted, change - slope[:, None] * x)
    arm = means(conducted, conducted.sequence.astype(float))
    return one_variance.compared(of_clusters, arm, weights)


def stepped(conducted: Conducted, endpoint: str) -> tuple[Array, Array, Array, Array]:
    """A stepped wedge: end of period by cluster, period and treatment; p by permuting when clusters cross.

    The estimate is that of least squares on means of clusters. It is held against what it would be, had the clusters
    crossed in another order: p where the treatment does nothing, and the error so that the 95 % interval is as wide as
    that of all effects which the permutations leave.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    """
    y = means(conducted, endpoints.periods(conducted, endpoint))
    step = np.rint(means(conducted, conducted.sequence.astype(float))).astype(int)
    trials, number, periods = y.shape
    treated = np.arange(periods) > step[..., None]
    estimate = _slope(y, treated.astype(float))
    random = generator(0, f"orders of {number} clusters")
    orders = np.argsort(random.random((PERMUTED, number)), axis=1)
    shown, leant = np.empty((2, PERMUTED, trials))
    for place, order in enumerate(orders):
        other = treated[:, order].astype(float)
        shown[place] = _slope(y, other)
        # what the treatment itself makes of an estimate in another order
        leant[place] = _slope(treated.astype(float), other)
    beyond = (np.abs(shown) >= np.abs(estimate) * (1 - 1e-9)).sum(axis=0)
    p = np.where(np.isfinite(estimate), (1 + beyond) / (1 + PERMUTED), np.nan)
    se = _half(estimate, shown, leant) / special.ndtri(0.975)
    return estimate, np.where(np.isfinite(estimate), se, np.nan), np.full(trials, np.inf), p


def _half(estimate: Array, shown: Array, leant: Array) -> Array:
    """Half of the interval of effects that the permutations leave at 5 %, by halving: (trial,)."""
    reach = 20 * (shown - leant * np.nan_to_num(estimate)).std(axis=0, ddof=1)
    ends = []
    for side in (-1, 1):
        near, far = np.zeros_like(reach), reach.copy()
        for _ in range(30):
            middle = (near + far) / 2
            effect = estimate + side * middle
            left = (1 + (np.abs(shown - leant * effect) >= middle * (1 - 1e-9)).sum(axis=0)) / (1 + PERMUTED)
            inside = left >= 0.05
            near, far = np.where(inside, middle, near), np.where(inside, far, middle)
        ends.append(far)
    return np.asarray((ends[0] + ends[1]) / 2)


def _slope(y: Array, x: Array) -> Array:
    """Coefficient of a column beside one for each cluster and each period: (trial,)."""
    known = np.asarray(np.isfinite(y).all(axis=2))
    n = np.maximum(known.sum(axis=1), 1)[:, None, None]

    def centred(values: Array) -> Array:
        values = np.where(known[..., None], values, 0.0)
        own = values.mean(axis=2, keepdims=True)
        common = values.sum(axis=1, keepdims=True) / n
        left = values - own - common + own.sum(axis=1, keepdims=True) / n
        return np.where(known[..., None], left, 0.0)

    free = centred(x)
    size = (free**2).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (free * centred(y)).sum(axis=(1, 2)) / size
    return np.where(size > estimable.FLAT, found, np.nan)
