"""What a linear model can estimate at all: a coefficient that the data do not determine is missing, not 0."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

FLAT = 1e-10
"""A direction in which columns, all of one length, vary by less than this share is not seen in the data."""


def inverse(products: Array) -> tuple[Array, Bools]:
    """Generalised inverse of the products of columns, and which coefficients are determined.

    Parameters
    ----------
    products
        Columns by columns, X'X: (..., column, column).

    Returns
    -------
    tuple
        The inverse, in the same shape, and for every coefficient whether the data determine it: (..., column). A column
        that is empty, or is made up of others (the arm in a part of the people that holds everybody), leaves none.
    """
    length = np.sqrt(np.einsum("...pp->...p", products))
    length = np.where(length > 0, length, 1.0)
    size, direction = np.linalg.eigh(products / (length[..., :, None] * length[..., None, :]))
    seen = size > FLAT * np.maximum(size[..., -1:], 1.0)
    weight = np.where(seen, 1 / np.where(seen, size, 1.0), 0.0)
    made = np.einsum("...pk,...k,...qk->...pq", direction, weight, direction, optimize=True)
    lost = np.where(seen[..., None, :], 0.0, direction**2).sum(axis=-1)
    return made / (length[..., :, None] * length[..., None, :]), np.asarray(lost < 1e-6)
