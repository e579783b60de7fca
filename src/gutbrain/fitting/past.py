"""How well a record foretells itself: each past week, from what was known before it, against what is usual.

From every past week on, the fit is made again from the days before it alone. Two forecasts of its days are held
against mean and persistence (AR(1)): one that knows how the days were lived, and one that knows nothing of them. Of the
second it is counted how often the mean of the week lay in its band.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.fitting.person import LEVEL_SD, OnePerson
from gutbrain.fitting.series_model import Prior, weighed

Array = NDArray[np.float64]

WEEK = 7

BEFORE = 28
"""Days with an outcome that must lie before a week that is foretold."""

MOST = 28
"""So many past weeks at most, the last ones."""

FEWEST_DAYS = 3
"""Days with an outcome that a week must have to count."""

FEWEST_WEEKS = 6
"""Of fewer weeks nothing is said."""

DRAWS = 600
RESAMPLED = 2000


@dataclass(frozen=True)
class PastWeek:
    """A week that is over: its mean, and the 90 % band foretold for it from the days before.

    Attributes
    ----------
    first
        Its first day, counted as the record counts.
    days
        How many of its days were recorded.
    seen
        Their mean.
    low, median, high
        What was foretold of that mean.
    """

    first: int
    days: int
    seen: float
    low: float
    median: float
    high: float

    @property
    def held(self) -> bool:
        """Whether it lay in the band."""
        return self.low <= self.seen <= self.high


@dataclass(frozen=True)
class Skill:
    """By which share forecasts of days were closer than mean and persistence (CRPS), 90 % over weeks."""

    median: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """What can be said of it."""
        if self.median != self.median:
            return "cannot tell"
        if self.low > 0:
            return "better than as usual"
        if self.high < 0:
            return "worse than as usual"
        return "no better than as usual, as far as can be told"


@dataclass(frozen=True)
class Past:
    """How the past weeks were foretold.

    Attributes
    ----------
    weeks
        Week by week.
    before
        Skill of a forecast that knows nothing of the days ahead.
    lived
        Skill of one that knows how they were lived.
    """

    weeks: tuple[PastWeek, ...]
    before: Skill
    lived: Skill

    @property
    def held(self) -> int:
        """Weeks whose mean lay in the band."""
        return sum(week.held for week in self.weeks)


def past(one: OnePerson, *, most: int = MOST, seed: int = 0) -> Past:
    """Foretell every past week of a record from the days before it.

    Parameters
    ----------
    one
        The fit of an outcome; its paths and columns are those of the whole record, its noise and coefficients are
        learnt anew from the days before each week.
    most
        So many weeks at most.
    seed
        Same seed, same numbers.

    Returns
    -------
    Past
        Week by week, and how much better than as usual.
    """
    weeks, scores = [], []
    for start in starts(one, most):
        known = one.known_until(start)
        rng = np.random.default_rng([seed, 27, start])
        drawn = known.mixture.draws(DRAWS, rng)
        after = start - known.learnt + 1
        end = start + WEEK
        seen = one.y[start:end]
        there = np.isfinite(seen)
        futures = drawn.ahead(usual_days(known, start, WEEK, DRAWS, rng), after, rng)
        lived = drawn.ahead(one.design[start:end], after, rng)
        level = known.priors[0].mean[:1]
        plain = Prior(level, np.array([[(LEVEL_SD * one.outcome.spread) ** 2]]))
        only = weighed([each.first(1) for each in known.mixture.said], [plain], [1.0])
        as_usual = only.draws(DRAWS, rng).ahead(np.ones((WEEK, 1)), after, rng)
        kept = [one.outcome.recorded(each)[:, there] for each in (futures, lived, as_usual)]
        value = one.outcome.recorded(seen[there])
        scores.append([crps(each, value) for each in kept])
        low, median, high = np.quantile(kept[0].mean(axis=1), (0.05, 0.5, 0.95)).tolist()
        weeks.append(PastWeek(one.first + start, int(there.sum()), float(value.mean()), low, median, high))
    before, as_lived = (_skill([(each[k], each[2]) for each in scores], seed) for k in (0, 1))
    return Past(tuple(weeks), before, as_lived)


def starts(one: OnePerson, most: int = MOST) -> list[int]:
    """Places of the first days of the weeks that can be foretold, the oldest first."""
    there = np.isfinite(one.y[: one.learnt])
    found: list[int] = []
    for start in range(one.learnt - WEEK, 0, -WEEK):
        if there[:start].sum() < BEFORE or len(found) == most:
            break
        if there[start : start + WEEK].sum() >= FEWEST_DAYS:
            found.append(start)
    return found[::-1]


def usual_days(one: OnePerson, start: int, days: int, count: int, rng: np.random.Generator) -> Array:
    """Days ahead as they usually are: stretches of a week of one's own past, on their weekdays, drawn by lot.

    Parameters
    ----------
    one
        The fit; of its days those up to the last with an outcome are drawn from.
    start, days
        The first day ahead, and how many.
    count
        How many lives are drawn.
    rng
        Luck.

    Returns
    -------
    array
        (draw, day, coefficient): weekday and drift as they are, all factors as on the days drawn.
    """
    rows = one.design[start : start + days]
    found = np.broadcast_to(rows, (count, *rows.shape)).copy()
    moving = one.moving
    if not moving.any():
        return found
    for begin in range(0, days, WEEK):
        length = min(WEEK, days - begin)
        phase = (start + begin) % WEEK
        possible = np.arange(phase, one.learnt - length + 1, WEEK)
        if not len(possible):
            possible = np.arange(max(one.learnt - length + 1, 1))
        chosen = rng.choice(possible, count)
        source = one.design[chosen[:, None] + np.arange(length)]
        found[:, begin : begin + length, moving] = source[:, :, moving]
    return found


def crps(drawn: Array, seen: Array) -> float:
    """Sum over days of the continuous ranked probability score: 0 where every draw is what was seen.

    Parameters
    ----------
    drawn
        (draw, day) forecasts.
    seen
        (day,) what came.
    """
    ordered = np.sort(drawn, axis=0)
    count = len(ordered)
    weights = 2 * np.arange(1, count + 1)[:, None] - count - 1
    return float((np.abs(ordered - seen).mean(axis=0) - (ordered * weights).sum(axis=0) / count**2).sum())


def _skill(scores: Sequence[tuple[float, float]], seed: int) -> Skill:
    """Skill over all weeks, with its interval by drawing weeks anew."""
    if len(scores) < FEWEST_WEEKS:
        return Skill(np.nan, np.nan, np.nan)
    pairs = np.array(scores)
    rng = np.random.default_rng([seed, 28])
    drawn = pairs[rng.integers(0, len(pairs), (RESAMPLED, len(pairs)))].sum(axis=1)
    low, high = np.quantile(1 - drawn[:, 0] / drawn[:, 1], (0.05, 0.95)).tolist()
    return Skill(float(1 - pairs[:, 0].sum() / pairs[:, 1].sum()), low, high)
