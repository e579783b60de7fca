"""How long one must still record before a factor can be told: worked out for the person's own days and noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gutbrain.fitting.person import OnePerson
from gutbrain.fitting.prior import ANYTHING

Array = NDArray[np.float64]

SURE = 0.9
"""So probable must it be that a factor acts."""

LONGEST = 730
"""Days beyond which it is said that a diary does not tell."""

STEP = 7


def days_needed(fitted: OnePerson, factor: int, *, strength: float = 1.0) -> int | None:
    """Days of record in all after which it would be told that a factor acts; None where two years would not do.

    Parameters
    ----------
    fitted
        The fit.
    factor
        Its place among the factors.
    strength
        How strongly the person is taken to follow it, 1 as in people in general.

    Notes
    -----
    What the days so far say of a factor beside everything else grows in proportion to their number. It is told once the
    record favours "acts" over "nothing acts" nine to one, for a person who follows the factor so strongly.
    """
    said = fitted.mixture.said
    weights = fitted.mixture.weights.sum(axis=0)
    information = np.einsum("g,gij->ij", weights, np.array([one.information for one in said]))
    place = 1 + factor
    prior = next(p for p, h in zip(fitted.priors, fitted.slow, strict=False) if h.name == ANYTHING)
    others = np.delete(np.arange(len(information)), place)
    beside = np.linalg.inv(prior.covariance[np.ix_(others, others)] + 1e-9 * np.eye(len(others)))
    inner = information[np.ix_(others, others)]
    across = information[place, others]
    wide = float(prior.covariance[place, place])
    for days in range(STEP, LONGEST + 1, STEP):
        more = days / max(fitted.learnt, 1)
        alone = more * float(information[place, place])
        alone -= more**2 * float(across @ np.linalg.solve(beside + more * inner, across))
        gain = max(alone, 0.0)
        # log of how much more probable the record is if it acts: that of a normal mean with a normal prior
        favour = 0.5 * (strength**2 * gain**2 * wide / (1 + gain * wide) - np.log1p(gain * wide))
        if favour >= np.log(SURE / (1 - SURE)) and strength * np.sqrt(gain) >= 1.645:
            return days
    return None
