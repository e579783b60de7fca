"""Effect of a design in every parameter set, and what follows from it for any number of people."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from gutbrain.trials import endpoints, quick
from gutbrain.trials.conduct import Conducted, conduct
from gutbrain.trials.design import Question
from gutbrain.trials.people import Population

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

LARGE, REPEATS = 400, 4
"""Effect and error in a parameter set are taken from so many trials with so many people in an arm."""

ASSURED = 0.8
"""Chance of success that a sample size is sought for."""

FEWEST, MOST_PER_ARM = 4, 5000
"""People in an arm among whom a sample size is sought."""

WIDEST = 37.0
"""An effect of so many standard errors is always found."""


@dataclass(frozen=True)
class Effects:
    """Effect on the scale of the analysis in each parameter set, and its standard error with ``LARGE`` people an arm.

    Attributes
    ----------
    effect, se
        (parameter set,) each.
    side
        -1 where lower is better, 1 where higher, 0 where both count.
    alpha
        Of the one comparison, two-sided.
    margin
        Of non-inferiority, on the scale of the analysis.
    kept
        Share of people who are left to analyse.
    columns
        What the analysis takes from the degrees of freedom: arms and baseline.
    sd, r
        SD between people at the end, inside an arm, and correlation of the end with the start; on the scale of the
        analysis, mean over parameter sets.
    """

    effect: Array
    se: Array
    side: int
    alpha: float
    margin: float | None = None
    kept: float = 1.0
    columns: int = 3
    sd: float = float("nan")
    r: float = float("nan")

    def success(self, per_arm: float | Array) -> Array:
        """Power in each parameter set with so many people in an arm; NaN where too few are left to analyse.

        By the noncentral t distribution; where one side is better, only that side succeeds.

        Parameters
        ----------
        per_arm
            A number, or an array that broadcasts against the parameter sets.
        """
        se = self.se * np.sqrt(LARGE / np.asarray(per_arm, float))
        df = np.asarray(2.0 * np.asarray(per_arm) * self.kept - self.columns)
        known = np.maximum(df, 1.0)
        limit = stats.t.ppf(1 - self.alpha / 2, known)

        def found(sign: float) -> Array:
            away = _ratio(sign * self.effect + (self.margin or 0.0), se)
            return np.asarray(stats.nct.sf(limit, known, np.clip(away, -WIDEST, WIDEST)))

        one_sided = self.margin is not None or self.side
        power = found(self.side or 1.0) if one_sided else found(1.0) + found(-1.0)
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
        if chance(FEWEST) >= wanted:
            return FEWEST
        low, high = np.log(FEWEST), np.log(MOST_PER_ARM)
        found = optimize.brentq(lambda n: chance(np.exp(n)) - wanted, low, high, xtol=1e-4)
        return int(np.ceil(np.exp(found) - 1e-2))

    def at(self, effect: float, *, sd: float | None = None) -> Effects:
        """The same design with one effect that is taken for true.

        Parameters
        ----------
        effect
            On the scale of the analysis.
        sd
            Between people at the end; that of the model unless given.
        """
        typical = float(np.sqrt(mean(self.se**2)))
        factor = 1.0 if sd is None else sd / self.sd
        return replace(self, effect=np.array([effect]), se=np.array([typical * factor]), sd=sd or self.sd)

    def wider(self, factor: float) -> Effects:
        """The same with a standard error that is so many times as large."""
        return replace(self, se=self.se * factor)


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


def large(population: Population, seed: int, endpoint: str = "", *, among: Bools | None = None) -> Conducted:
    """Large trials, several in every parameter set, from which effects and their errors are taken.

    Parameters
    ----------
    population
        The people, in every parameter set.
    seed
        Same seed, same numbers.
    endpoint
        What is written down; the primary one unless named.
    among
        Which of the people may be let in; all who are eligible unless given.
    """
    trials = population.draws * REPEATS
    only = [endpoint or population.design.primary]
    return conduct(population, trials=trials, seed=seed, per_arm=LARGE, among=among, only=only)


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
    conducted = large(population, seed, endpoint, among=among)
    return compared(conducted, endpoint, analysis, population.design.questions[0] if place is None else place)


def compared(conducted: Conducted, endpoint: str, analysis: str, place: Question) -> Effects:
    """Effect and error in every parameter set from large trials that were carried out.

    Parameters
    ----------
    conducted
        Of :func:`large`.
    endpoint, analysis
        The primary endpoint and the analysis of the design where empty.
    place
        Number of the arm that is compared with the control, or name of another question.
    """
    design = conducted.design
    endpoint = endpoint or design.primary
    found = quick.primary(conducted, endpoint, place, analysis)
    analysis = analysis or design.analysis
    sets = np.unique(conducted.draw)
    effect = np.array([mean(found.estimate[conducted.draw == draw]) for draw in sets])
    error = np.where(np.isfinite(found.estimate), found.se, np.nan) ** 2
    se = np.sqrt([mean(error[conducted.draw == draw]) for draw in sets])
    sd, r = spread(conducted, endpoint)
    return Effects(
        effect,
        se,
        design.side(endpoint),
        design.alpha / (len(design.family) if place in design.family else 1),
        design.margin if endpoint == design.primary else None,
        float(endpoints.analysed(conducted, endpoint).mean()),
        2 if analysis == "t-test" and not design.crossover else 3,
        sd,
        r,
    )


def spread(conducted: Conducted, endpoint: str) -> tuple[float, float]:
    """SD between people at the end, inside an arm, and its correlation with the start; NaN where that is not seen.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    """
    if conducted.design.periods > 1:
        return float(np.nanstd(endpoints.periods(conducted, endpoint)[..., -1], axis=1).mean()), float("nan")
    what = endpoints.measured(conducted, endpoint)
    start, end = what.start, what.later[..., -1]
    moments = []
    for arm in range(len(conducted.design.arms)):
        mine = (conducted.sequence == arm) & np.isfinite(end)
        n = np.maximum(mine.sum(axis=1), 1)[:, None]
        x, y = (np.where(mine, values, 0.0) for values in (start, end))
        x, y = (np.where(mine, values - values.sum(axis=1, keepdims=True) / n, 0.0) for values in (x, y))
        moments.append([(x * x).sum(axis=1), (x * y).sum(axis=1), (y * y).sum(axis=1), n[:, 0] - 1.0])
    xx, xy, yy, n = (np.sum(parts, axis=0) for parts in zip(*moments, strict=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.sqrt(mean(yy / n))), mean(xy / np.sqrt(xx * yy))


def residual_sd(found: Effects) -> float:
    """SD of what the analysis leaves unexplained in the end, as the standard error of large trials holds it."""
    return float(np.sqrt(mean(found.se**2) * LARGE * found.kept / 2))


def _ratio(effect: Array, se: Array) -> Array:
    """Effects in standard errors; no effect is none, also where nothing varies."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(effect == 0, 0.0, effect / se)
