"""Mixed model for repeated measures: a mean for every visit and arm, and any covariance between visits (REML).

The change from baseline at every visit depends on the same columns (arm, baseline), with coefficients of its own at
each visit; visits of one person have an unstructured covariance. What is missing is taken to be missing at random.
The likelihood is climbed by EM, in all trials at once; without missing visits the first step is the answer, and the
comparison at a visit is the ANCOVA of that visit. Errors and degrees of freedom are those of Kenward and Roger, so that
few people with missing visits do not look more certain than they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.trials import estimable, kenward_roger

Array = NDArray[np.float64]

STEPS = 200
"""Most steps of EM."""

ENOUGH = 1e-6
"""Steps end where no covariance moves by more than this share of the variances."""

MOST_ADJUSTED = 12
"""Visits of which the errors are adjusted; with more, the freedom is people seen at the last one less the columns."""

WORD = 31
"""Visits that are numbered together."""


@dataclass(frozen=True)
class Fit:
    """Coefficients and their errors (trial, visit, column), and the covariance (trial, visit, visit).

    ``df`` are the degrees of freedom of each coefficient at the last visit: (trial, column).
    Trials that cannot be fitted have NaN.
    """

    beta: Array
    se: Array
    covariance: Array
    df: Array


def fit(columns: Array, y: Array) -> Fit:
    """Fit many trials.

    Parameters
    ----------
    columns
        The same at every visit: (trial, participant, column).
    y
        Change from baseline: (trial, participant, visit), NaN where missing.
    """
    trials, _, visits = y.shape
    width = columns.shape[2]
    seen = np.isfinite(y)
    df = np.full((trials, width), np.nan)
    fine = fitted(columns, seen)
    beta, se = np.full((2, trials, visits, width), np.nan)
    covariance = np.full((trials, visits, visits), np.nan)
    if fine.any():
        beta[fine], se[fine], covariance[fine], df[fine] = _climbed(columns[fine], y[fine], seen[fine])
    return Fit(beta, se, covariance, df)


def fitted(columns: Array, seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which trials hold enough to fit: (trial,).

    A covariance of so many visits takes more people than visits and columns, and each visit more people than columns,
    of every arm.
    """
    width, visits = columns.shape[2], seen.shape[2]
    enough = seen.any(axis=2).sum(axis=1) >= width + visits
    for v in range(visits):
        x = np.where(seen[..., v, None], columns, 0.0)
        _, determined = estimable.inverse(np.einsum("tnp,tnq->tpq", x, x))
        enough &= determined.all(axis=1) & (seen[..., v].sum(axis=1) > width)
    return np.asarray(enough)


def _climbed(columns: Array, y: Array, seen: NDArray[np.bool_]) -> tuple[Array, Array, Array, Array]:
    """Coefficients, their errors, the covariance where the likelihood is highest, and degrees of freedom."""
    filled = np.where(seen, y, 0.0)
    # people alike in what is missing share their matrices
    masks, pattern = patterns(seen)
    member = np.stack([pattern == p for p in range(len(masks))], axis=1).astype(float)
    # sums over the people of each pattern: of columns by columns, columns by y, y by y
    xx = np.einsum("tkn,tnp,tnq->tkpq", member, columns, columns, optimize=True)
    xy = np.einsum("tkn,tnp,tnv->tkpv", member, columns, filled, optimize=True)
    yy = np.einsum("tkn,tnv,tnw->tkvw", member, filled, filled, optimize=True)
    people = member.sum(axis=2)
    covariance = _start(xx, xy, yy, masks, people)
    for _ in range(STEPS):
        beta, error = _coefficients(covariance, xx, xy, masks)
        moved = _step(covariance, beta, error, xx, xy, yy, masks, people)
        scale = np.sqrt(np.einsum("tvv->tv", moved))
        change = np.abs(moved - covariance) / (scale[:, :, None] * scale[:, None, :])
        covariance = moved
        if change.max() < ENOUGH:
            break
    beta, error = _coefficients(covariance, xx, xy, masks)
    if y.shape[2] > MOST_ADJUSTED:
        width = columns.shape[2]
        df = np.repeat((seen[..., -1].sum(axis=1, keepdims=True) - width).astype(float), width, axis=1)
    else:
        error, df = kenward_roger.adjusted(_inverses(covariance, masks), error, xx, people)
    # where the data do not tell how uncertain the covariance is, nothing is known of the coefficients
    known: NDArray[np.bool_] = np.isfinite(df).all(axis=1)
    beta = np.where(known[:, None, None], beta, np.nan)
    return beta, np.sqrt(np.maximum(np.einsum("tvpvp->tvp", error), 0.0)), covariance, df


def patterns(seen: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Which visits were seen, for any number of visits: patterns (pattern, visit), and the pattern of each person.

    Who was never seen has the number -1.
    """
    number = np.zeros(seen.shape[:2], np.int64)
    first = np.zeros(0, np.intp)
    for begin in range(0, seen.shape[2], WORD):
        part = seen[..., begin : begin + WORD]
        bits = (part * (1 << np.arange(part.shape[2], dtype=np.int64))).sum(axis=2)
        # numbers of patterns are far fewer than 1 << WORD, so that both find room side by side
        _, first, inverse = np.unique((number << WORD) + bits, return_index=True, return_inverse=True)
        number = inverse.reshape(number.shape)
    masks = seen.reshape(-1, seen.shape[2])[first]
    there = masks.any(axis=1)
    place = np.where(there, np.cumsum(there) - 1, -1)
    return masks[there], place[number]


def _start(xx: Array, xy: Array, yy: Array, masks: NDArray[np.bool_], people: Array) -> Array:
    """Variances of each visit around its own regression, without correlation."""
    trials, _, width, visits = xy.shape
    made = np.zeros((trials, visits, visits))
    for v in range(visits):
        here = masks[:, v]
        x, c, s = xx[:, here].sum(axis=1), xy[..., v][:, here].sum(axis=1), yy[..., v, v][:, here].sum(axis=1)
        beta = np.einsum("tpq,tq->tp", np.linalg.pinv(x, hermitian=True), c)
        rest = s - np.einsum("tp,tp->t", beta, c)
        made[:, v, v] = np.maximum(rest / np.maximum(people[:, here].sum(axis=1) - width, 1), 1e-12)
    return made


def _inverses(covariance: Array, masks: NDArray[np.bool_]) -> Array:
    """Inverse of the part of the covariance that each pattern saw, zero elsewhere: (trial, pattern, visit, visit)."""
    both = masks[:, :, None] & masks[:, None, :]
    whole = np.where(both, covariance[:, None], np.eye(masks.shape[1]))
    return np.asarray(np.where(both, np.linalg.inv(whole), 0.0))


def _coefficients(covariance: Array, xx: Array, xy: Array, masks: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Generalised least squares: (trial, visit, column), and its covariance (trial, visit, column, visit, column)."""
    inverse = _inverses(covariance, masks)
    trials, visits, width = covariance.shape[0], covariance.shape[1], xx.shape[2]
    left = np.einsum("tkvw,tkpq->tvpwq", inverse, xx, optimize=True).reshape(trials, visits * width, -1)
    right = np.einsum("tkvw,tkpw->tvp", inverse, xy, optimize=True).reshape(trials, -1)
    error = np.linalg.inv(left)
    beta = np.einsum("tij,tj->ti", error, right).reshape(trials, visits, width)
    return beta, error.reshape(trials, visits, width, visits, width)


def _step(
    covariance: Array,
    beta: Array,
    error: Array,
    xx: Array,
    xy: Array,
    yy: Array,
    masks: NDArray[np.bool_],
    people: Array,
) -> Array:
    """One step of EM for REML: expected residuals of all visits, seen or not, with the error of the coefficients."""
    inverse = _inverses(covariance, masks)
    # what is seen predicts what is not: carry[k] = covariance[:, seen] inverse(seen, seen)
    carry = np.einsum("tvw,tkwu->tkvu", covariance, inverse, optimize=True)
    fitted = np.einsum("tvp,tkpw->tkvw", beta, xy, optimize=True)
    squared = np.einsum("tvp,tkpq,twq->tkvw", beta, xx, beta, optimize=True)
    spread = np.einsum("tvpwq,tkpq->tkvw", error, xx, optimize=True)
    residual = yy - fitted - np.swapaxes(fitted, 2, 3) + squared + spread
    known = np.einsum("tkva,tkab,tkwb->tvw", carry, residual, carry, optimize=True)
    unseen = covariance[:, None] - np.einsum("tkva,taw->tkvw", carry, covariance, optimize=True)
    total = known + np.einsum("tk,tkvw->tvw", people, unseen)
    moved = total / people.sum(axis=1)[:, None, None]
    return np.asarray((moved + np.swapaxes(moved, 1, 2)) / 2)
