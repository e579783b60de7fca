"""Looks at the data before the end: bounds of group-sequential trials, and trials that stop there.

Bounds are those for the standardised estimate (z) of the wanted side; the error rate of that side is half the one of
the design, spent over the looks. Chances are worked out by the recursion of Armitage, McPherson and Rowe (1969);
spending functions are those of Lan and DeMets (1983). Futility does not bind: the bounds for success do not count on
it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from gutbrain.trials import judging
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import Question

Array = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

NODES = 120
"""Places at which a density is known between two bounds."""

FAR = 8.0
"""Beyond so many standard errors nothing is expected."""

HAYBITTLE_PETO = 3.0
"""Bound of all looks but the last."""


def spent(kind: str, share: float, alpha: float) -> float:
    """One-sided error rate spent when a share of the information is there (Lan and DeMets).

    Parameters
    ----------
    kind
        ``obrien-fleming`` or ``pocock``.
    share
        Of the information.
    alpha
        One-sided error rate of the whole trial.
    """
    if kind == "pocock":
        return float(alpha * np.log(1 + (math.e - 1) * share))
    return float(2 * stats.norm.sf(stats.norm.isf(alpha / 2) / np.sqrt(share)))


@lru_cache(maxsize=256)
def bounds(kind: str, shares: tuple[float, ...], alpha: float) -> tuple[float, ...]:
    """Bounds for z at looks and at the end.

    Parameters
    ----------
    kind
        ``obrien-fleming`` or ``pocock`` (spending functions), ``classical-obrien-fleming`` or ``classical-pocock``,
        ``haybittle-peto``, or ``none`` (no success before the end).
    shares
        Shares of the information at the looks, the last one 1.
    alpha
        One-sided error rate.

    Examples
    --------
    >>> from gutbrain.trials.interim import bounds
    >>> [round(z, 3) for z in bounds("obrien-fleming", (0.5, 1.0), 0.025)]
    [2.963, 1.969]
    """
    if kind.startswith("classical"):
        power = 0.5 if kind.endswith("fleming") else 0.0
        shape = np.array([share**-power for share in shares])
        found = optimize.brentq(lambda c: sum(crossing(tuple(c * shape), shares)) - alpha, 0.5, 6.0, xtol=1e-7)
        return tuple(float(found * one) for one in shape)
    if kind in ("none", "haybittle-peto"):
        first = tuple((np.inf if kind == "none" else HAYBITTLE_PETO) for _ in shares[:-1])
        last = optimize.brentq(lambda b: sum(crossing((*first, b), shares)) - alpha, 0.5, 6.0, xtol=1e-7)
        return (*first, float(last))
    made: tuple[float, ...] = ()
    for look in range(len(shares)):
        part = shares[: look + 1]
        wanted = spent(kind, part[-1], alpha)

        def over(b: float, made: tuple[float, ...] = made, part: tuple[float, ...] = part, to: float = wanted) -> float:
            return sum(crossing((*made, b), part)) - to

        made = (*made, float(optimize.brentq(over, 0.1, 12.0, xtol=1e-7)))
    return made


def crossing(upper: Sequence[float], shares: Sequence[float], drift: float = 0.0) -> list[float]:
    """Chance to cross each bound first, where the whole trial's z is expected at ``drift``.

    Parameters
    ----------
    upper
        Bounds at the looks.
    shares
        Shares of the information.
    drift
        Expected z at the end.
    """
    node, weight = np.polynomial.legendre.leggauss(NODES)
    made: list[float] = []
    place, density, before = np.zeros(1), np.ones(1), 0.0
    for b, share in zip(upper, shares, strict=True):
        more = share - before
        # the sum of what is known (z times the root of its share) so far, and what comes to it
        limit, sd = b * np.sqrt(share), np.sqrt(more)
        made.append(float((density * stats.norm.sf((limit - place - drift * more) / sd)).sum()))
        low = drift * share - FAR * np.sqrt(share)
        high = min(limit, drift * share + FAR * np.sqrt(share))
        if high <= low:
            made += [0.0] * (len(shares) - len(made))
            break
        at = low + (high - low) * (node + 1) / 2
        step = stats.norm.pdf((at[:, None] - place - drift * more) / sd) / sd
        density = (step * density).sum(axis=1) * weight * (high - low) / 2
        place, before = at, share
    return made


@dataclass(frozen=True)
class Carried:
    """Trials that were looked at: at which look each stopped (the last is the end), with success, or for futility.

    ``people`` counts who had finished by then; ``z`` is (look, question, trial).
    """

    look: Ints
    won: Bools
    futile: Bools
    people: Ints
    z: Array
    upper: tuple[float, ...]


def first(conducted: Conducted, share: float) -> Conducted:
    """The same trials, as far as a share of people has come to the end; clusters whole.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    share
        Of the people.
    """
    count = conducted.sequence.shape[1]
    n = round(share * count)
    if conducted.unit is not None and conducted.design.groups and conducted.design.groups.kind == "clusters":
        unit = conducted.unit[0]
        n = int((unit < round(share * (unit.max() + 1))).sum())
    part = slice(0, max(n, 2))
    return replace(
        conducted,
        person=conducted.person[:, part],
        sequence=conducted.sequence[:, part],
        day=conducted.day[:, part],
        seen={name: values[:, part] for name, values in conducted.seen.items()},
        traits={name: values[:, part] for name, values in conducted.traits.items()},
        taken=conducted.taken[:, part],
        left=conducted.left[:, part],
        rescued=conducted.rescued[:, part],
        strata=conducted.strata[:, part],
        unit=None if conducted.unit is None else conducted.unit[:, part],
        takes=conducted.takes[:, part],
        contaminated=conducted.contaminated[:, part],
    )


def carried(conducted: Conducted) -> Carried:
    """Go through the looks of many trials.

    Parameters
    ----------
    conducted
        Trials that were carried out to the end.
    """
    design = conducted.design
    shares = (*(look.share for look in design.looks), 1.0)
    upper = bounds(design.looks[0].efficacy, shares, design.alpha / 2 / len(design.family))
    parts = [*(first(conducted, look.share) for look in design.looks), conducted]
    z = np.stack([[_z(part, question) for question in design.family] for part in parts])
    trials = conducted.trials
    look = np.full(trials, len(parts) - 1)
    won, futile, going = np.zeros(trials, bool), np.zeros(trials, bool), np.ones(trials, bool)
    for place, bound in enumerate(upper):
        crossed = going & (z[place] >= bound).any(axis=0)
        won |= crossed
        stopped = crossed
        if place < len(design.looks) and design.looks[place].futility is not None:
            hope = conditional_power(z[place], shares[place], upper[-1]).max(axis=0)
            hopeless = going & ~crossed & (hope < design.looks[place].futility)
            futile |= hopeless
            stopped = stopped | hopeless
        look = np.where(stopped, place, look)
        going &= ~stopped
    counts = np.array([part.sequence.shape[1] for part in parts])
    return Carried(look, won, futile, counts[look], z, upper)


def conditional_power(z: Array, share: float, bound: float) -> Array:
    """Chance to cross the last bound, were the effect what it looks like now; 0 where nothing can be estimated.

    Parameters
    ----------
    z
        At the look.
    share
        Of the information that is there.
    bound
        At the end.
    """
    known = np.nan_to_num(z, nan=-FAR, neginf=-FAR, posinf=FAR)
    left = 1 - share
    expected = known * np.sqrt(share) + known / np.sqrt(share) * left
    return np.asarray(stats.norm.sf((bound - expected) / np.sqrt(left)))


def _z(conducted: Conducted, question: Question) -> Array:
    """Standardised estimate of the wanted side; of both where none is known."""
    p, good = judging.asked(conducted, question)
    margin = conducted.design.margin is not None or conducted.design.equivalence is not None
    z = stats.norm.isf(np.clip(p, 1e-300, 1.0) / 2)
    # a p near 1 of a margin is an estimate on the wrong side of it
    z = np.where(p >= 1, -FAR, z) if margin else np.where(good, z, -z)
    return np.where(np.isfinite(p), z, np.nan)
