"""Shares as what they are: parts of a whole, of which only ratios tell something; and how unlike two samples are."""

from __future__ import annotations

import numpy as np

from gutbrain.microbiome.table import Array


def closed(amounts: Array) -> Array:
    """Shares that add up to 1, samples by parts."""
    return np.asarray(amounts / amounts.sum(axis=1, keepdims=True))


def without_zeros(shares: Array, put: float | None = None) -> Array:
    """Shares in which nothing is zero: a small share is put there, and the others give it (multiplicative replacement).

    Parameters
    ----------
    shares
        Samples by parts, adding up to 1.
    put
        What stands in place of a zero; 1 / parts^2 where nothing is said (Martin-Fernandez et al. 2003,
        doi 10.1023/A:1023866030544, with the value that scikit-bio has).
    """
    small = 1.0 / shares.shape[1] ** 2 if put is None else put
    zero = shares == 0
    given = zero.sum(axis=1, keepdims=True) * small
    return np.where(zero, small, shares * (1 - given))


def clr(shares: Array) -> Array:
    """Centred log ratios: the logarithm of each share over the geometric mean of its sample (Aitchison 1986)."""
    logs = np.log(shares)
    return np.asarray(logs - logs.mean(axis=1, keepdims=True))


def bray_curtis(amounts: Array) -> Array:
    """How unlike samples are, 0 to 1: the half of what would have to change, over the mean of their sums."""
    from scipy.spatial.distance import pdist, squareform

    return np.asarray(squareform(pdist(amounts, "braycurtis")))


def aitchison(logs: Array) -> Array:
    """How far samples are apart in their centred log ratios."""
    from scipy.spatial.distance import pdist, squareform

    return np.asarray(squareform(pdist(logs)))
