"""When a trial counts as a success: what must be shown, and how the error rate is held over several questions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from gutbrain.trials import bayes, endpoints, interim, judging, quick
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import TREND, Design, Question

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Tested:
    """Questions of the primary endpoint, tested in every trial: adjusted p, and whether each was shown.

    Both are (question, trial).
    """

    questions: tuple[Question, ...]
    p: Array
    shown: Bools


def won(conducted: Conducted) -> Bools:
    """Which trials show what they were made for, in one of the questions of the family at least: (trial,).

    Better (or not worse by a margin, or equivalent), at the error rate of the design for all of them together: by Holm;
    by the trend of a dose-response; at a look or at the end; in all co-primary endpoints; or, in a Bayesian trial, a
    posterior chance of benefit that is high enough.
    """
    design = conducted.design
    if design.bayes:
        return bayes.won(conducted)
    if design.looks:
        return interim.carried(conducted).won
    return np.asarray(tested(conducted).shown.any(axis=0))


def tested(conducted: Conducted) -> Tested:
    """Every question of the family, at the end of the trial.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    """
    design = conducted.design
    found = [judging.asked(conducted, question) for question in design.family]
    p, good = (np.stack(part) for part in zip(*found, strict=True))
    adjusted = family(design, p)
    return Tested(design.family, adjusted, (adjusted < design.alpha) & good)


def family(design: Design, p: Array) -> Array:
    """P values of the questions, (question, trial), so that the error rate holds for all of them together."""
    if design.hierarchy:
        # each arm has a sequence of endpoints of its own
        return np.minimum(p * len(p), 1.0)
    return quick.holm(p)


def hierarchy(conducted: Conducted) -> dict[str, Bools]:
    """Which trials show each endpoint in turn, in an arm at least: one after the other, none without those before.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    """
    design = conducted.design
    still = np.ones((len(design.family), conducted.trials), bool)
    made = {}
    for name in design.hierarchy:
        for place, question in enumerate(design.family):
            p, good = judging.of(conducted, name, question)
            still[place] &= (p * len(design.family) < design.alpha) & good
        made[name] = np.asarray(still.any(axis=0))
    return made


def dunnett(conducted: Conducted, endpoint: str) -> dict[Question, Array]:
    """P of each arm against the control, adjusted as Dunnett does for all of them together: (trial,) each.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.

    Notes
    -----
    The estimates share the control, and their error the freedom. The chance that the largest of such t values is beyond
    one is an integral over what they share and over their error, by quadrature. :func:`scipy.stats.dunnett` gives the
    same for a comparison of means, but takes no baseline.
    """
    design = conducted.design
    found = {arm: quick.primary(conducted, endpoint, arm) for arm in design.contrasts}
    seen = np.isfinite(endpoints.measured(conducted, endpoint).change)
    people = [(seen & (conducted.sequence == arm)).sum(axis=1) for arm in (design.reference, *design.contrasts)]
    control, *others = (np.maximum(n, 1) for n in people)
    shared = [np.sqrt(n / (n + control)) for n in others]
    return {arm: beyond(np.abs(one.estimate / one.se), np.stack(shared), one.df) for arm, one in found.items()}


def beyond(t: Array, shared: Array, df: Array) -> Array:
    """Chance that the largest of several t values that share a control is beyond one: (trial,).

    Parameters
    ----------
    t
        In every trial.
    shared
        Root of the share of its people that an arm has of its own and the control's: (arm, trial).
    df
        Degrees of freedom of their common error.
    """
    node, weight = np.polynomial.hermite_e.hermegauss(64)
    weight = weight / weight.sum()
    # quantiles of the error, evenly in probability
    level = (np.arange(64) + 0.5) / 64
    scale = np.sqrt(stats.chi2.ppf(level[:, None], df) / df)
    inside = np.zeros_like(t)
    for row in scale:
        limit = t * row
        both = np.ones((len(node), len(t)))
        for part in shared:
            left = np.sqrt(1 - part**2)
            up = (limit + part * node[:, None]) / left
            down = (-limit + part * node[:, None]) / left
            both *= stats.norm.cdf(up) - stats.norm.cdf(down)
        inside += (weight[:, None] * both).sum(axis=0) / len(scale)
    return np.clip(1 - inside, 0.0, 1.0)


def trend_then_arms(conducted: Conducted, endpoint: str) -> dict[Question, Array]:
    """P of the trend, and of each dose (Dunnett) as far as the trend is shown: a dose has at least the p of the trend.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    """
    trend = quick.primary(conducted, endpoint, TREND).p
    return {TREND: trend, **{arm: np.maximum(p, trend) for arm, p in dunnett(conducted, endpoint).items()}}
