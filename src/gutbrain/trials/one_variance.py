"""Means of groups that share one variance (Student), of many trials at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FEWEST = 2
"""In a group: fewer have no spread."""


def compared(values: Array, groups: NDArray[np.generic], weights: Sequence[float]) -> tuple[Array, Array, Array]:
    """A weighted sum of means of groups: estimate, standard error, degrees of freedom, (trial,) each.

    Parameters
    ----------
    values
        (trial, one of a group), NaN where nothing was seen.
    groups
        To which group each belongs, by its place among the weights.
    weights
        By how much each group counts; one that counts for nothing tells nothing of the variance either.

    Returns
    -------
    tuple
        Estimate and error are NaN where a group that counts has fewer than two.
    """
    estimate, unlikeness, squares, df = (np.zeros(len(values)) for _ in range(4))
    enough = np.ones(len(values), bool)
    for place, weight in enumerate(weights):
        if not weight:
            continue
        use = (groups == place) & np.isfinite(values)
        n = use.sum(axis=1)
        mean = np.where(use, values, 0).sum(axis=1) / np.maximum(n, 1)
        squares += np.where(use, (values - mean[:, None]) ** 2, 0).sum(axis=1)
        estimate += weight * mean
        unlikeness += weight**2 / np.maximum(n, 1)
        df += n - 1
        enough &= n >= FEWEST
    with np.errstate(divide="ignore", invalid="ignore"):
        se = np.sqrt(squares / df * unlikeness)
    return np.where(enough, estimate, np.nan), np.where(enough, se, np.nan), df
