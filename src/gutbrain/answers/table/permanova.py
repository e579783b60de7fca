"""PERMANOVA: whether whole communities differ between groups, and whether they scatter differently.

As Anderson 2001 (doi 10.1111/j.1442-9993.2001.01070.pp.x) with the projections of McArdle and Anderson 2001
(doi 10.1890/0012-9658(2001)082[0290:FMMTCD]2.0.CO;2), so that it takes covariates: what these leave is shuffled, within
people where they stand in more than one group (Freedman and Lane 1983). Written here, and not taken from scikit-bio,
because that takes neither covariates nor blocks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gutbrain.microbiome.table import Array

PERMUTATIONS = 999
BATCH = 64


@dataclass(frozen=True)
class Permanova:
    """``f`` is the pseudo-F, ``r2`` the share of all squared distances, ``p`` that of shuffles with as large an F."""

    f: float
    r2: float
    p: float
    permutations: int


def permanova(
    distances: Array,
    groups: Array,
    covariates: Array | None = None,
    blocks: Array | None = None,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> Permanova:
    """Test whether communities differ.

    Parameters
    ----------
    distances
        Between all pairs of samples.
    groups
        Columns of the design for the groups, samples by columns.
    covariates
        Columns of what is adjusted for; the constant is added.
    blocks
        A number for each sample: only samples of the same are exchanged, and their mean is adjusted for.
    permutations
        How many shuffles.
    seed
        Same seed, same shuffles.
    """
    count = len(distances)
    # what is the same for all of a block stays so when its samples are exchanged: it need not be carried along
    same = np.ones((count, 1)) if blocks is None else (blocks[:, None] == np.unique(blocks)).astype(float)
    known = np.linalg.qr(same)[0]
    fixed = np.zeros((count, 0)) if covariates is None else _basis(covariates - known @ (known.T @ covariates))
    more = np.hstack([fixed, groups - known @ (known.T @ groups)])
    full = _basis(more)
    centred = _centred(distances)
    total = float(np.trace(centred))
    every = np.hstack([known, fixed])
    rest = np.eye(count) - every @ every.T
    left = rest @ centred @ rest
    of_term, of_error = full.shape[1] - fixed.shape[1], count - full.shape[1] - known.shape[1]
    whole = float(np.trace(left))

    def ratios(orders: np.ndarray) -> np.ndarray:
        # shuffling the samples is the same as shuffling the rows of the design back
        explained, before = (_explained(left, basis[orders]) for basis in (full, fixed))
        found: np.ndarray = ((explained - before) / of_term) / ((whole - explained) / of_error)
        return found

    seen = float(ratios(np.arange(count)[None])[0])
    rng = np.random.default_rng([seed, 11])
    as_large = 0
    for start in range(0, permutations, BATCH):
        orders = np.array([_shuffled(rng, count, blocks) for _ in range(min(BATCH, permutations - start))])
        as_large += int((ratios(orders) >= seen * (1 - 1e-9)).sum())
    explained = float(np.sum((full.T @ left) * full.T))
    return Permanova(seen, explained / total if total > 0 else 0.0, (as_large + 1) / (permutations + 1), permutations)


def dispersion(
    distances: Array, labels: Array, *, permutations: int = PERMUTATIONS, seed: int = 0
) -> tuple[float, float]:
    """Whether groups scatter differently around their own centres (PERMDISP, Anderson 2006): F and p.

    Parameters
    ----------
    distances
        Between all pairs of samples.
    labels
        The group of each sample, as a number.
    permutations
        How many shuffles.
    seed
        Same seed, same shuffles.
    """
    centred = _centred(distances)
    own = np.diag(centred)
    far = np.zeros(len(labels))
    for label in np.unique(labels):
        at = np.flatnonzero(labels == label)
        block = centred[np.ix_(at, at)]
        far[at] = np.sqrt(np.maximum(own[at] - 2 * block.mean(axis=1) + block.mean(), 0.0))
    rng = np.random.default_rng([seed, 12])
    seen = _f(far, labels)
    shuffled = [_f(far[rng.permutation(len(far))], labels) for _ in range(permutations)]
    as_large = sum(value >= seen * (1 - 1e-9) for value in shuffled)
    return seen, (as_large + 1) / (permutations + 1)


def _explained(left: Array, bases: Array) -> Array:
    """How much of what is left lies in each of some spaces."""
    return np.asarray(((left @ bases) * bases).sum(axis=(1, 2)))


def _f(values: Array, labels: Array) -> float:
    groups = [values[labels == label] for label in np.unique(labels)]
    between = sum(len(one) * (one.mean() - values.mean()) ** 2 for one in groups) / (len(groups) - 1)
    within = sum(float(((one - one.mean()) ** 2).sum()) for one in groups) / (len(values) - len(groups))
    return float(between / within) if within > 0 else 0.0


def _centred(distances: Array) -> Array:
    squared = -0.5 * distances**2
    rows = squared.mean(axis=1, keepdims=True)
    return np.asarray(squared - rows - rows.T + squared.mean())


def _basis(columns: Array) -> Array:
    """Orthonormal columns of the same space."""
    if not columns.shape[1]:
        return columns
    found, sizes, _ = np.linalg.svd(columns, full_matrices=False)
    return np.asarray(found[:, sizes > sizes[0] * 1e-10])


def _shuffled(rng: np.random.Generator, count: int, blocks: Array | None) -> np.ndarray:
    if blocks is None:
        return rng.permutation(count)
    order = np.arange(count)
    for block in np.unique(blocks):
        at = np.flatnonzero(blocks == block)
        order[at] = at[rng.permutation(len(at))]
    return order
