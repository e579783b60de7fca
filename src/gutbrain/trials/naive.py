"""The model beside predictors that know nothing of strains, doses or people: how well each foretells published trials.

Every trial is foretold by the other trials: by their pooled mean and its spread, and by a line through them on the
standard error (small trials print larger effects). The model has seen all trials of mood when its strains were fitted;
that flatters it there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from gutbrain.evidence.pooling import random_effects
from gutbrain.evidence.pooling.potency_data import table
from gutbrain.findings.verdict import NORMAL_95
from gutbrain.trials.like import Comparison, Range

Array = NDArray[np.float64]

MODEL, NAIVE = "model, as printed", ("pooled mean of the other trials", "line through them on the standard error")
"""Names of predictors."""

FEWEST = 5
"""Trials of a group that is scored."""


@dataclass(frozen=True)
class Foretold:
    """Trials as one predictor foretells them: ``middle`` and ``sd`` of what is printed, and what was: (trial,) each.

    Both scores count distance and width together; less is better. ``log_score`` is the mean of minus the logarithm of
    the density at what was printed, ``crps`` the mean continuous ranked probability score (SD of the outcome).
    """

    middle: Array
    sd: Array
    printed: Array

    @property
    def log_score(self) -> float:
        """Mean over trials."""
        return float(-norm.logpdf(self.printed, self.middle, self.sd).mean())

    @property
    def crps(self) -> float:
        """Mean over trials; of a normal distribution (Gneiting and Raftery 2007)."""
        z = (self.printed - self.middle) / self.sd
        each = self.sd * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / math.sqrt(math.pi))
        return float(each.mean())

    @property
    def inside(self) -> float:
        """Share of trials in their 90 % interval."""
        return float((np.abs(self.printed - self.middle) <= NORMAL_95 * self.sd).mean())

    def of(self, which: Sequence[bool]) -> Foretold:
        """Some of the trials only.

        Parameters
        ----------
        which
            (trial,) whether it is one of them.
        """
        chosen = np.asarray(which, bool)
        return Foretold(self.middle[chosen], self.sd[chosen], self.printed[chosen])


def predictors(exact: Sequence[Comparison]) -> Mapping[str, Foretold]:
    """What each predictor says of trials that printed a number, in the model's sign (negative: better), by its name.

    Parameters
    ----------
    exact
        The trials; of thinking the sign is turned.
    """
    turned = np.array([-1.0 if one.published.effect.outcome.measures == "cognition" else 1.0 for one in exact])
    g = turned * np.array([one.published.effect.g for one in exact])
    se = np.array([one.published.effect.se for one in exact])

    def ranges(of: Callable[[Comparison], Range]) -> Foretold:
        found = [of(one) for one in exact]
        sd = np.array([(one.high - one.low) / (2 * NORMAL_95) for one in found])
        return Foretold(turned * np.array([one.median for one in found]), sd, g)

    def others(*, on_se: bool) -> Foretold:
        said = []
        for place in range(len(g)):
            left = np.arange(len(g)) != place
            x = se[left] if on_se else None
            said.append(random_effects.foreseen(g[left], se[left], x, float(se[place]), float(se[place])))
        middle, sd = np.array(said).T
        return Foretold(middle, sd, g)

    return {
        MODEL: ranges(lambda one: one.printed),
        "model, without what print does": ranges(lambda one: one.results),
        NAIVE[0]: others(on_se=False),
        NAIVE[1]: others(on_se=True),
    }


def in_fit(exact: Sequence[Comparison]) -> list[bool]:
    """Which trials the potency of strains was fitted to.

    Parameters
    ----------
    exact
        The trials.
    """
    fitted = {effect.trial.key for effect in table().effects}
    return [one.published.trial.key in fitted for one in exact]


def verdict(exact: Sequence[Comparison]) -> str:
    """The sentence with which the document begins: whether the model foretells these trials better than naive ones do.

    Parameters
    ----------
    exact
        Trials that printed a number.
    """
    every = predictors(exact)
    model = every[MODEL].crps
    beaten = [name for name in NAIVE if model < every[name].crps]
    others = ", ".join(f"{name} {every[name].crps:.3f}" for name in NAIVE)
    said = "beats" if len(beaten) == len(NAIVE) else "does not beat"
    return (
        f"**The model {said} predictors that know nothing of strains, doses and people** (mean CRPS over {len(exact)} "
        f"trials, less is better: model {model:.3f}, {others})."
    )


def told(exact: Sequence[Comparison]) -> list[str]:
    """Lines of Markdown: a sentence on which predictor is best, and a table for all trials and apart by the fit.

    Parameters
    ----------
    exact
        Trials that printed a number.
    """
    every, seen = predictors(exact), in_fit(exact)
    groups = {
        "all": [True] * len(exact),
        "of mood, in the fit": seen,
        "not in the fit": [not one for one in seen],
    }
    model, rivals = every[MODEL], {name: one for name, one in every.items() if name in NAIVE}
    best = min(rivals, key=lambda name: rivals[name].crps)
    crps = f"CRPS {model.crps:.3f} against {rivals[best].crps:.3f} of the {best}"
    better = model.crps < rivals[best].crps
    what = "than what knows nothing of strains, doses and people"
    said = f"**The model foretells these trials {'better' if better else 'no better'} {what}**: {crps}."
    lines = [
        "## Beside naive predictors",
        "",
        said,
        "Every trial is foretold by the other trials, by their pooled mean with its spread, and by a line through them",
        "on the standard error; the model has seen the trials of mood when its strains were fitted. Less is better in",
        "both scores: CRPS (SD of the outcome) and log score (minus the logarithm of the density).",
        "",
        "| trials | predictor | CRPS | log score | inside 90 % |",
        "|---|---|---|---|---|",
    ]
    for group, which in groups.items():
        if sum(which) < FEWEST:
            continue
        for name, one in every.items():
            some = one.of(which)
            scores = f"{some.crps:.3f} | {some.log_score:.2f} | {100 * some.inside:.0f} %"
            lines.append(f"| {group} ({sum(which)}) | {name} | {scores} |")
    return [*lines, ""]
