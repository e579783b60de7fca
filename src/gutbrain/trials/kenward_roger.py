"""Errors and degrees of freedom of a mixed model for repeated measures among few people (Kenward and Roger 1997).

Where visits are missing, the coefficients take their weights from a covariance that was estimated from the same people,
and their errors come out too small. Kenward and Roger (doi:10.2307/2533558) add what that takes, to the second order,
and find the degrees of freedom of a comparison from how uncertain its variance is (Satterthwaite). The covariance is
linear in its elements, so that the terms with second derivatives are zero. Without missing visits nothing is added, and
the freedom is that of the ANCOVA of the visit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

CELLS = 4_000_000
"""Trials go through in pieces in which no array has many more numbers."""


def adjusted(inverse: Array, error: Array, xx: Array, people: Array) -> tuple[Array, Array]:
    """Adjusted covariance of the coefficients, and degrees of freedom.

    Parameters
    ----------
    inverse
        Of the part of the visits' covariance that each pattern of missing visits saw, zero elsewhere: (trial, pattern,
        visit, visit).
    error
        Covariance of the coefficients as if that of the visits were known: (trial, visit, column, visit, column).
    xx
        Sums of columns by columns over the people of each pattern: (trial, pattern, column, column).
    people
        In each pattern: (trial, pattern).

    Returns
    -------
    tuple
        The covariance, in the shape of ``error``, and the degrees of freedom of each coefficient at the last visit,
        (trial, column); NaN where the data do not tell how uncertain the covariance is.
    """
    trials, visits, width = error.shape[:3]
    elements = visits * (visits + 1) // 2
    each = max(1, CELLS // (elements * (visits * width) ** 2))
    parts = [
        _adjusted(*(one[first : first + each] for one in (inverse, error, xx, people)))
        for first in range(0, trials, each)
    ]
    return np.concatenate([one for one, _ in parts]), np.concatenate([one for _, one in parts])


def _adjusted(inverse: Array, error: Array, xx: Array, people: Array) -> tuple[Array, Array]:
    trials, visits, width = error.shape[:3]
    size = visits * width
    rows, columns = np.triu_indices(visits)
    elements = len(rows)
    # derivative of the covariance by each of its elements: (element, visit, visit)
    step = np.zeros((elements, visits, visits))
    step[np.arange(elements), rows, columns] = step[np.arange(elements), columns, rows] = 1.0

    phi = error.reshape(trials, size, size)
    # inverse by derivative: (trial, pattern, element, visit, visit)
    moved = np.einsum("tkab,ebc->tkeac", inverse, step, optimize=True)
    twice = np.einsum("tkeab,tkbc->tkeac", moved, inverse, optimize=True)
    p = -np.einsum("tkeab,tkpq->teapbq", twice, xx, optimize=True).reshape(trials, elements, size, size)
    p_phi = np.einsum("teij,tjk->teik", p, phi, optimize=True)
    # sum of phi over the columns of each pattern's people: (trial, pattern, visit, visit)
    spread = np.einsum("tapbq,tkpq->tkab", error, xx, optimize=True)

    traces = np.einsum("tk,tkeab,tkfba->tef", people, moved, moved, optimize=True)
    cross = np.einsum("tkeab,tkfbc,tkca->tef", moved, twice, spread, optimize=True)
    squares = np.einsum("teij,tfji->tef", p_phi, p_phi, optimize=True)
    information = (traces - 2 * cross + squares) / 2
    information = (information + np.swapaxes(information, 1, 2)) / 2
    known = np.isfinite(information).all(axis=(1, 2))
    information = np.where(known[:, None, None], information, np.eye(elements))
    known &= np.linalg.eigvalsh(information)[:, 0] > 0
    information = np.where(known[:, None, None], information, np.eye(elements))
    weight = np.linalg.inv(information)

    between = np.einsum("tef,tkeab,tkfbc->tkac", weight, moved, twice, optimize=True)
    q = np.einsum("tkab,tkpq->tapbq", between, xx, optimize=True).reshape(trials, size, size)
    weighted = np.einsum("tef,tfij->teij", weight, p, optimize=True)
    lost = np.einsum("teij,tejk->tik", p_phi, weighted, optimize=True)
    added = 2 * np.einsum("tij,tjk,tkl->til", phi, q - lost, phi, optimize=True)
    added = np.where(known[:, None, None], (added + np.swapaxes(added, 1, 2)) / 2, np.nan)

    # how the variance of each coefficient at the last visit moves with the covariance
    last = np.arange(size - width, size)
    slope = np.einsum("tci,teij,tjc->tec", phi[:, last], p, phi[:, :, last], optimize=True)
    variance = np.einsum("tcc->tc", phi[:, last][:, :, last])
    uncertain = np.einsum("tec,tef,tfc->tc", slope, weight, slope, optimize=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        df = np.where(known[:, None], 2 * variance**2 / uncertain, np.nan)
    return (phi + added).reshape(error.shape), df
