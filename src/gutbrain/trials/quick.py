"""The same analyses for thousands of trials at once, by arrays; what :mod:`gutbrain.trials.analysis` gives for one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from gutbrain.trials import endpoints, estimable, mmrm
from gutbrain.trials.conduct import Conducted

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

FEWEST = 2
"""Fewest people of an arm whose spread can be told."""


@dataclass(frozen=True)
class Quick:
    """Estimates of one comparison in every trial, (trial,) each; NaN where a trial cannot be analysed."""

    estimate: Array
    se: Array
    df: Array

    @property
    def p(self) -> Array:
        """Two-sided."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(2 * stats.t.sf(np.abs(self.estimate / self.se), self.df))

    def interval(self, level: float = 0.95) -> tuple[Array, Array]:
        """Ends of the confidence interval."""
        half = special.stdtrit(self.df, 0.5 + level / 2) * self.se
        return self.estimate - half, self.estimate + half


def least_squares(design: Array, y: Array, use: Bools) -> tuple[Array, Array, Array]:
    """Ordinary least squares in many trials.

    Parameters
    ----------
    design
        (trial, participant, column).
    y
        (trial, participant).
    use
        Who counts: (trial, participant).

    Returns
    -------
    tuple
        Coefficients (trial, column), NaN where the data do not determine them; their covariance (trial, column,
        column), and degrees of freedom (trial,).
    """
    x = np.where(use[..., None], design, 0.0)
    y = np.where(use, y, 0.0)
    inverse, determined = estimable.inverse(np.einsum("tnp,tnq->tpq", x, x))
    beta = np.einsum("tpq,tnq,tn->tp", inverse, x, y, optimize=True)
    df = use.sum(axis=1) - x.shape[2]
    residual = np.where(use, y - np.einsum("tnp,tp->tn", x, beta), 0.0)
    variance = (residual**2).sum(axis=1) / np.maximum(df, 1)
    beta = np.where(determined & (df > 0)[:, None], beta, np.nan)
    return beta, inverse * variance[:, None, None], df.astype(float)


def primary(
    conducted: Conducted, endpoint: str, place: int, analysis: str = "", *, per_protocol: bool = False
) -> Quick:
    """The comparison of an arm with the control.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    place
        Number of the arm.
    analysis
        ``ancova``, ``t-test`` or ``mmrm``; that of the design unless named. A crossover has one of its own.
    per_protocol
        Whether to take those who kept to the protocol only.
    """
    if conducted.design.crossover:
        return crossover(conducted, endpoint, place)
    what = endpoints.measured(conducted, endpoint, per_protocol=per_protocol)
    chosen = analysis or conducted.design.analysis
    return {"ancova": ancova, "t-test": t_test, "mmrm": mixed}[chosen](conducted, what, place)


def ancova(conducted: Conducted, what: endpoints.Measured, place: int) -> Quick:
    """Change to the last visit, by arm and baseline; of all who have both.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    what
        An endpoint of them.
    place
        Number of the arm that is compared with the control.
    """
    columns = np.stack([np.ones_like(what.start), *_arms(conducted), what.start], axis=2)
    use = np.isfinite(what.change)
    beta, cov, df = least_squares(np.nan_to_num(columns), np.nan_to_num(what.change), use)
    at = 1 + conducted.design.contrasts.index(place)
    return Quick(beta[:, at], np.sqrt(cov[:, at, at]), df)


def t_test(conducted: Conducted, what: endpoints.Measured, place: int) -> Quick:
    """Change to the last visit in two arms, with one variance (Student).

    Parameters
    ----------
    conducted
        Trials that were carried out.
    what
        An endpoint of them.
    place
        Number of the arm that is compared with the control.
    """
    change, sequence = what.change, conducted.sequence
    groups = []
    for arm in (place, conducted.design.reference):
        use = (sequence == arm) & np.isfinite(change)
        n = use.sum(axis=1)
        mean = np.where(use, change, 0).sum(axis=1) / np.maximum(n, 1)
        groups.append((n, mean, np.where(use, (change - mean[:, None]) ** 2, 0).sum(axis=1)))
    (n1, m1, s1), (n0, m0, s0) = groups
    df = n1 + n0 - 2.0
    enough = np.minimum(n1, n0) >= FEWEST
    with np.errstate(divide="ignore", invalid="ignore"):
        se = np.sqrt((s1 + s0) / df * (1 / n1 + 1 / n0))
    return Quick(np.where(enough, m1 - m0, np.nan), np.where(enough, se, np.nan), df)


def mixed(conducted: Conducted, what: endpoints.Measured, place: int) -> Quick:
    """Repeated measures at all visits; the comparison at the last one.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    what
        An endpoint of them.
    place
        Number of the arm that is compared with the control.
    """
    columns = np.stack([np.ones_like(what.start), *_arms(conducted), what.start], axis=2)
    change = np.where(what.inside[..., None], what.later - what.start[..., None], np.nan)
    fit = mmrm.fit(np.nan_to_num(columns), change)
    at = 1 + conducted.design.contrasts.index(place)
    return Quick(fit.beta[:, -1, at], fit.se[:, -1, at], fit.df[:, at])


def crossover(conducted: Conducted, endpoint: str, place: int) -> Quick:
    """End of period by arm and period, each person against themselves; of all who finished every period.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    place
        Number of the arm that is compared with the control.
    """
    y = endpoints.periods(conducted, endpoint)
    use = endpoints.analysed(conducted, endpoint)
    y = np.where(use[..., None], y, 0.0)
    count = y.shape[2]
    table = np.array(conducted.design.sequences)[conducted.sequence]
    columns = [(table == arm).astype(float) for arm in conducted.design.contrasts]
    columns += [np.broadcast_to(np.arange(count) == period, y.shape).astype(float) for period in range(1, count)]
    x = np.stack(columns, axis=3)
    x = x - x.mean(axis=2, keepdims=True)
    centred = y - y.mean(axis=2, keepdims=True)
    trials = y.shape[0]
    flat = np.repeat(use, count, axis=1)
    beta, cov, df = least_squares(x.reshape(trials, -1, x.shape[3]), centred.reshape(trials, -1), flat)
    # a mean was taken out of everybody
    left = df - use.sum(axis=1)
    at = conducted.design.contrasts.index(place)
    estimate = np.where(left > 0, beta[:, at], np.nan)
    return Quick(estimate, np.sqrt(cov[:, at, at] * df / np.maximum(left, 1)), left)


def responders(conducted: Conducted, endpoint: str, place: int) -> tuple[Array, Array]:
    """Difference of the shares of responders and the p of the score test, which takes one share for both arms.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    place
        Number of the arm that is compared with the control.
    """
    found = endpoints.responded(conducted, endpoint)
    counts = []
    for arm in (place, conducted.design.reference):
        use = (conducted.sequence == arm) & np.isfinite(found)
        counts.append((np.where(use, found, 0).sum(axis=1), use.sum(axis=1)))
    (x1, n1), (x0, n0) = counts
    total = n1 + n0
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = (x1 + x0) / total
        difference = x1 / n1 - x0 / n0
        variance = shared * (1 - shared) * (1 / n1 + 1 / n0) * total / (total - 1)
        # alike in everybody is no difference; where nobody is left nothing is known
        z = np.where(variance == 0, 0.0, difference / np.sqrt(variance))
    return difference, np.asarray(2 * stats.norm.sf(np.abs(z)))


def interaction(conducted: Conducted, endpoint: str, place: int, inside: Bools) -> Quick:
    """By how much the effect differs between a part of the people and the others.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    place
        Number of the arm that is compared with the control.
    inside
        (trial, participant) who belongs to the part.
    """
    what = endpoints.measured(conducted, endpoint)
    arms = _arms(conducted)
    part = inside.astype(float)
    columns = np.stack([np.ones_like(part), *arms, what.start, part, *(arm * part for arm in arms)], axis=2)
    beta, cov, df = least_squares(np.nan_to_num(columns), np.nan_to_num(what.change), np.isfinite(what.change))
    at = 3 + len(arms) + conducted.design.contrasts.index(place)
    return Quick(beta[:, at], np.sqrt(cov[:, at, at]), df)


def _arms(conducted: Conducted) -> list[Array]:
    """A column for each arm but the control."""
    return [(conducted.sequence == arm).astype(float) for arm in conducted.design.contrasts]


def holm(p: Array) -> Array:
    """P values of several tests along the first axis, adjusted by Holm."""
    order = np.argsort(p, axis=0)
    count = p.shape[0]
    steps = (count - np.arange(count)).reshape((-1,) + (1,) * (p.ndim - 1))
    raised = np.minimum(np.maximum.accumulate(np.take_along_axis(p, order, axis=0) * steps, axis=0), 1.0)
    adjusted = np.empty_like(p)
    np.put_along_axis(adjusted, order, raised, axis=0)
    return adjusted
