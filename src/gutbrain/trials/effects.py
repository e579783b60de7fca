"""Effect of a design in every parameter set, and what follows from it for any number of people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from gutbrain.trials import quick
from gutbrain.trials.conduct import conduct
from gutbrain.trials.design import Question
from gutbrain.trials.endpoints import analysed
from gutbrain.trials.people import Population

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

LARGE, REPEATS = 400, 4
"""Effect and error in a parameter set are taken from so many trials with so many people in an arm."""

ASSURED = 0.8
"""Chance of success that a sample size is sought for."""

MOST_PER_ARM = 5000


@dataclass(frozen=True)
class Effects:
    """Effect on the scale of the analysis in each parameter set, and its standard error with ``LARGE`` people an arm.

    ``side`` is -1 where lower is better, 1 where higher, 0 where both count; ``alpha`` is of the one comparison;
    ``kept`` is the share of people who are left to analyse.
    """

    effect: Array
    se: Array
    side: int
    alpha: float
    margin: float | None = None
    kept: float = 1.0

    def success(self, per_arm: float) -> Array:
        """Power in each parameter set with so many people in an arm; NaN where too few are left to analyse."""
        se = self.se * np.sqrt(LARGE / per_arm)
        df = 2 * per_arm * self.kept - 3
        limit = stats.t.ppf(1 - self.alpha / 2, np.maximum(df, 1))
        if self.margin is not None:
            power = stats.norm.cdf(_ratio(self.side * self.effect + self.margin, se) - limit)
        else:
            up, down = (stats.norm.cdf(_ratio(sign * self.effect, se) - limit) for sign in (1, -1))
            power = up * (self.side >= 0) + down * (self.side <= 0)
        return np.where(df >= 1, power, np.nan)

    def assurance(self, per_arm: float) -> float:
        """Chance of success over all parameter sets that can be analysed; NaN where none can."""
        return mean(self.success(per_arm))

    def error(self, per_arm: float) -> float:
        """Standard error of the assurance from the number of parameter sets."""
        power = self.success(per_arm)
        power = power[np.isfinite(power)]
        return float(power.std(ddof=1) / np.sqrt(len(power))) if len(power) > 1 else float("nan")

    def sample_size(self, wanted: float = ASSURED) -> int | None:
        """People in an arm for an assurance; nothing where it is not reached with ``MOST_PER_ARM``."""

        def chance(per_arm: float) -> float:
            """What cannot be analysed does not succeed."""
            return float(np.nan_to_num(self.assurance(per_arm)))

        if chance(MOST_PER_ARM) < wanted:
            return None
        if chance(4) >= wanted:
            return 4
        found = optimize.brentq(lambda n: chance(np.exp(n)) - wanted, np.log(4), np.log(MOST_PER_ARM), xtol=1e-3)
        return int(np.ceil(np.exp(found)))


def mean(values: Array) -> float:
    """Mean of the finite ones; NaN where there are none."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def middle(values: Array, level: float = 0.9) -> tuple[float, float, float]:
    """Median and central interval of the finite ones; NaN where there are none."""
    known = values[np.isfinite(values)]
    if not len(known):
        return (float("nan"),) * 3
    low, median, high = np.quantile(known, [(1 - level) / 2, 0.5, (1 + level) / 2])
    return float(median), float(low), float(high)


def effects(
    population: Population,
    seed: int,
    *,
    endpoint: str = "",
    analysis: str = "",
    among: Bools | None = None,
    place: Question | None = None,
) -> Effects:
    """Effect and error in every parameter set, from large trials.

    Parameters
    ----------
    population
        The people, in every parameter set.
    seed
        Same seed, same numbers.
    endpoint
        The primary one unless named.
    analysis
        That of the design unless named.
    among
        Which of the people may be let in; all who are eligible unless given.
    place
        Number of the arm that is compared with the control; the first unless given.
    """
    design = population.design
    endpoint = endpoint or design.primary
    trials = population.draws * REPEATS
    conducted = conduct(population, trials=trials, seed=seed, per_arm=LARGE, among=among, only=[endpoint])
    found = quick.primary(conducted, endpoint, design.questions[0] if place is None else place, analysis)
    sets = np.unique(conducted.draw)
    effect = np.array([mean(found.estimate[conducted.draw == draw]) for draw in sets])
    se = np.sqrt(
        [mean(np.where(np.isfinite(found.estimate), found.se, np.nan)[conducted.draw == draw] ** 2) for draw in sets]
    )
    margin = design.margin if endpoint == design.primary else None
    alpha = design.alpha / len(design.family)
    return Effects(effect, se, design.side(endpoint), alpha, margin, float(analysed(conducted, endpoint).mean()))


def _ratio(effect: Array, se: Array) -> Array:
    """Effects in standard errors; no effect is none, also where nothing varies."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(effect == 0, 0.0, effect / se)
