"""How long one must still record before a factor can be told: worked out for the person's own days and noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from gutbrain.fitting.person import OnePerson
from gutbrain.fitting.prior import ANYTHING, NOTHING

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
    What the days so far say of a factor beside everything else grows in proportion to their number. It is told once it
    is nine to one that the factor acts as it does in people, for a person who follows it so strongly.
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
    for days in range(STEP, LONGEST + 1, STEP):
        more = days / max(fitted.learnt, 1)
        gain = more * float(information[place, place])
        gain -= more**2 * float(across @ np.linalg.solve(beside + more * inner, across))
        if _acts(fitted, factor, max(gain, 0.0), strength) >= SURE:
            return days
    return None


def _acts(fitted: OnePerson, factor: int, gain: float, strength: float) -> float:
    """How probable it is held to be that a factor acts, where a record of this precision shows it at this strength."""
    acts = nothing = 0.0
    for one in fitted.slow:
        if one.name == NOTHING:
            nothing = one.share * float(np.exp(-0.5 * gain * strength**2))
            continue
        mean, variance = float(one.mean[factor]), float(one.covariance[factor, factor])
        fresh = 1 + gain * variance
        seen = float(np.exp(-0.5 * gain * (strength - mean) ** 2 / fresh)) / np.sqrt(fresh)
        middle = (mean + gain * variance * strength) / fresh
        acts += one.share * seen * float(ndtr(middle / np.sqrt(variance / fresh)))
        nothing += one.share * seen * float(ndtr(-middle / np.sqrt(variance / fresh)))
    return acts / (acts + nothing)
