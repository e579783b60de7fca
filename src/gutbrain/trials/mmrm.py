"""Mixed model for repeated measures: a mean for every visit and arm, and any covariance between visits (REML).

The change from baseline at every visit depends on the same columns (arm, baseline), with coefficients of its own at
each visit; visits of one person have an unstructured covariance. What is missing is taken to be missing at random.
The likelihood is climbed by EM, in all trials at once; without missing visits the first step is the answer, and the
comparison at a visit is the ANCOVA of that visit. Degrees of freedom: people seen at the last visit less the columns,
so that nothing is gained from people who left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

STEPS = 200
"""Most steps of EM."""

ENOUGH = 1e-6
"""Steps end where no covariance moves by more than this share of the variances."""


@dataclass(frozen=True)
class Fit:
    """Coefficients and their errors (trial, visit, column), covariance (trial, visit, visit), freedom (trial,)."""

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
    visits = y.shape[2]
    width = columns.shape[2]
    seen = np.isfinite(y)
    filled = np.where(seen, y, 0.0)
    # people alike in what is missing share their matrices
    pattern = (seen * (1 << np.arange(visits))).sum(axis=2)
    patterns = [p for p in np.unique(pattern) if p]
    masks = np.array([[bool(p >> v & 1) for v in range(visits)] for p in patterns])
    member = np.stack([pattern == p for p in patterns], axis=1).astype(float)
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
    se = np.sqrt(np.maximum(np.einsum("tvpvp->tvp", error), 0.0))
    df = np.maximum(seen[..., -1].sum(axis=1) - width, 1).astype(float)
    return Fit(beta, se, covariance, df)


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
    error = np.linalg.pinv(left, hermitian=True)
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
