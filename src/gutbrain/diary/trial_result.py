"""What a trial on oneself showed: by the draws that its own design could have made, and as a size with its interval.

Nothing is shown by fewer than six pairs, by a size that the draws give by chance in one of twenty, or where the
probability of a direction is not above 0.95. All else is "cannot tell", or no difference worth naming.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from gutbrain.diary.series import sizes
from gutbrain.diary.trial_design import FEWEST_PAIRS, NONE, SURE, Design, direction
from gutbrain.errors import InputError, Problem

DRAWS = 5000
CHANCE = 0.05
WORTH = 0.3
"""Smallest size worth naming, in SD of a day."""

FEWEST_DAYS = 12
HELPS, HARMS, MORE, LESS = "helps", "harms", "more", "less"
NO_DIFFERENCE, CANNOT = "no difference worth naming", "cannot tell"
SHOWS = "shows"

BELIEF = "You knew what you were doing: what one expects of it is in the result."


@dataclass(frozen=True)
class Result:
    """What a trial showed.

    Attributes
    ----------
    verdict
        ``helps``, ``harms`` (``more``, ``less`` where no side is better), ``no difference worth naming`` or
        ``cannot tell``.
    evidence
        ``shows`` where a direction is named; else empty.
    why
        In a sentence.
    difference
        Mean of the periods with it less that of those without, in points of the outcome.
    size, low, high
        The effect with its 90 % interval beside trend and what persists, in points, shrunk towards none.
    chance
        Share of the draws of the same design that give as much, either way.
    probability
        That the effect has the direction seen.
    nothing
        Probability that there is none.
    days_with, days_without, missing
        Days with an outcome in either, and without one.
    periods
        Means of the periods, in order.
    """

    verdict: str
    evidence: str
    why: str
    difference: float
    size: float
    low: float
    high: float
    chance: float
    probability: float
    nothing: float
    days_with: int
    days_without: int
    missing: int
    day: float
    said: tuple[str, ...]
    periods: tuple[float | None, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values; what could not be worked out is null."""
        return {
            key: None if isinstance(value, float) and value != value else value for key, value in asdict(self).items()
        }


def result(
    design: Design,
    table: pd.DataFrame,
    *,
    better: str = "",
    today: date | None = None,
    by_count: Mapping[float, float] | None = None,
    seed: int = 0,
) -> Result:
    """Analyse a trial on oneself.

    Parameters
    ----------
    design
        The design with its schedule.
    table
        A day a row, a column a thing.
    better
        Which side of the outcome is better: ``higher``, ``lower`` or empty.
    today
        Before the last day nothing is told but how far it is.
    by_count
        The outcome by the number of the day, where a thing in the diary counts the days.
    seed
        Of the draws.

    Returns
    -------
    Result
        What it showed.

    Raises
    ------
    InputError
        Where it has not ended, or its outcome was not recorded.
    """
    if design.outcome not in table:
        right = f"record it each day: gutbrain diary add FILE {design.outcome}=..."
        raise InputError([Problem(f"{design.outcome} was not recorded", right, field="trial result")])
    if today is not None and not design.counted_by and today <= design.end:
        left = (design.end - today).days + 1
        wrong = f"it runs until {design.end}: {left} days are left"
        raise InputError([Problem(wrong, "who looks before the end finds what is not there", field="trial result")])
    y, place = _days(design, table, by_count)
    arms = np.array(design.schedule, float)
    means = np.array(
        [
            y[(place == k) & np.isfinite(y)].mean() if ((place == k) & np.isfinite(y)).any() else np.nan
            for k in range(len(arms))
        ]
    )
    there = np.isfinite(means)
    with_it, without = means[there & (arms == 1)], means[there & (arms == 0)]
    arm = np.where(place >= 0, arms[np.maximum(place, 0)], np.nan)
    in_trial = np.where(place >= 0, y, np.nan)
    days = [int((np.isfinite(in_trial) & (arm == one)).sum()) for one in (1, 0)]
    missing = int((place >= 0).sum()) - sum(days)
    if min(len(with_it), len(without)) < FEWEST_PAIRS or min(days) < FEWEST_DAYS / 2:
        counted = f"{len(with_it)} and {len(without)} periods with an outcome"
        why = f"{counted}: fewer than {FEWEST_PAIRS} of each can never show anything"
        return _cannot(why, days, missing, means)
    difference = float(with_it.mean() - without.mean())
    chance = _chance(design, means, there, difference, seed)
    found = sizes(in_trial, np.nan_to_num(arm, nan=float(np.nanmean(arm)))[:, None], np.zeros(len(y), int))
    mean = float(found.weights @ found.mean[:, 0])
    error = float(np.sqrt(found.weights @ (found.error[:, 0] ** 2 + (found.mean[:, 0] - mean) ** 2)))
    expected = design.expected * found.day
    up, down = (float(direction(np.array([sign * mean]), error, expected)[0]) for sign in (1, -1))
    kept = found.shrunk(np.array([expected]))
    size, low, high = (float(kept.quantile(share)[0]) for share in (0.5, 0.05, 0.95))
    least, most = (float(found.quantile(share)[0]) for share in (0.05, 0.95))
    verdict, why = _verdict(mean, up, down, chance, least, most, found.day, better)
    evidence = SHOWS if verdict in (HELPS, HARMS, MORE, LESS) else ""
    return Result(
        verdict,
        evidence,
        why,
        difference,
        size,
        low,
        high,
        chance,
        max(up, down),
        1 - up - down,
        days[0],
        days[1],
        missing,
        found.day,
        tuple(_said(design, table, place)),
        tuple(None if np.isnan(one) else float(one) for one in means),
    )


def _days(design: Design, table: pd.DataFrame, by_count: Mapping[float, float] | None) -> tuple[np.ndarray, np.ndarray]:
    """The outcome day by day, and the period that each day counts for (-1: none)."""
    if design.counted_by:
        place = np.arange(len(design.schedule))
        return np.array([(by_count or {}).get(k + 1.0, np.nan) for k in place]), place
    days = [design.start + timedelta(n) for n in range(design.days)]
    y = table[design.outcome].reindex(pd.DatetimeIndex(days)).to_numpy(float)
    place = np.array([-1 if (found := design.place(day)) is None else found for day in days])
    return y, place


def _chance(design: Design, means: np.ndarray, there: np.ndarray, difference: float, seed: int) -> float:
    """Share of draws of the same design that give a difference as large, either way, the draw itself among them."""
    rng = np.random.default_rng(seed)
    drawn = redraw(design, rng, DRAWS)[:, there].astype(bool)
    seen = means[there]
    count = drawn.sum(1)
    usable = (count > 0) & (count < len(seen))
    drawn, count = drawn[usable], count[usable]
    made = (drawn @ seen) / count - ((~drawn) @ seen) / (len(seen) - count)
    return float((1 + (np.abs(made) >= abs(difference) - 1e-12).sum()) / (1 + len(made)))


def redraw(design: Design, rng: np.random.Generator, draws: int) -> np.ndarray:
    """Schedules that the same design could have had: (draw, period).

    Parameters
    ----------
    design
        One that was drawn here is drawn in pairs; of another, there are as many of both and no more equal in a row.
    rng
        Luck.
    draws
        How many.
    """
    n = len(design.schedule)
    if design.seed is not None:
        first = rng.integers(0, 2, (draws, n // 2))
        return np.stack([first, 1 - first], 2).reshape(draws, -1)
    made = np.empty((draws, n), int)
    for k in range(draws):
        made[k] = _restricted(sum(design.schedule), n, design.most_running, rng)
    return made


def _restricted(ones: int, n: int, most: int, rng: np.random.Generator) -> np.ndarray:
    """One order of so many 1 and 0 without longer runs, drawn place by place by how many ways lead on."""
    ways = _ways(n, most)
    order, left, last, run = np.empty(n, int), (n - ones, ones), -1, 0
    for k in range(n):
        weights = []
        for arm in (0, 1):
            after = (left[0] - (arm == 0), left[1] - (arm == 1))
            longer = run + 1 if arm == last else 1
            weights.append(ways(after[0], after[1], arm, longer) if min(after) >= 0 and longer <= most else 0)
        arm = int(rng.random() * sum(weights) >= weights[0])
        order[k] = arm
        left = (left[0] - (arm == 0), left[1] - (arm == 1))
        last, run = arm, run + 1 if arm == last else 1
    return order


_KNOWN: dict[int, Any] = {}


def _ways(n: int, most: int) -> Any:
    """How many orders of what is left go on from here without a run longer than allowed."""
    if most not in _KNOWN:
        from functools import cache

        @cache
        def ways(zeros: int, ones: int, last: int, run: int) -> float:
            if zeros + ones == 0:
                return 1.0
            found = 0.0
            for arm, there in ((0, zeros), (1, ones)):
                longer = run + 1 if arm == last else 1
                if there and longer <= most:
                    found += ways(zeros - (arm == 0), ones - (arm == 1), arm, longer)
            return found

        _KNOWN[most] = ways
    return _KNOWN[most]


def _verdict(
    mean: float, up: float, down: float, chance: float, low: float, high: float, day: float, better: str
) -> tuple[str, str]:
    worth = WORTH * day
    sure = max(up, down)
    if sure > SURE and chance < CHANCE:
        side = "higher" if mean > 0 else "lower"
        verdict = (HELPS if side == better else HARMS) if better else (MORE if mean > 0 else LESS)
        return (
            verdict,
            f"{side} in the periods with it, which its own draws give by chance in {100 * chance:.1f} of 100",
        )
    if -worth < low and high < worth:
        return NO_DIFFERENCE, f"less than {WORTH:g} SD of a day ({worth:.2g} points) either way"
    reason = (
        f"its own draws give as much by chance in {100 * chance:.0f} of 100"
        if chance >= CHANCE
        else (f"the probability of a direction is {sure:.2f}")
    )
    return CANNOT, f"may be {low:+.2g} to {high:+.2g} points; {reason}"


def _cannot(why: str, days: Sequence[int], missing: int, means: np.ndarray) -> Result:
    nan = float("nan")
    shown = tuple(None if np.isnan(one) else float(one) for one in means)
    return Result(CANNOT, "", why, nan, nan, nan, nan, nan, nan, NONE, days[0], days[1], missing, nan, (), shown)


def _said(design: Design, table: pd.DataFrame, place: np.ndarray) -> list[str]:
    """What belongs to the result: belief, guesses, and whether it was kept to."""
    said = [BELIEF]
    if design.counted_by:
        return said
    days = [design.start + timedelta(n) for n in range(design.days)]
    arm = np.where(place >= 0, np.array(design.schedule)[np.maximum(place, 0)], -1)
    if design.factor in table:
        taken = table[design.factor].reindex(pd.DatetimeIndex(days)).to_numpy(float)
        means = [taken[(arm == one) & np.isfinite(taken)] for one in (1, 0)]
        if all(len(one) for one in means):
            said.append(
                f"{design.factor}: {means[0].mean():.3g} in the periods with it, {means[1].mean():.3g} in the others"
            )
    if "trial_guess" in table:
        guess = table["trial_guess"].reindex(pd.DatetimeIndex(days)).to_numpy(float)
        seen = np.isfinite(guess) & (arm >= 0)
        if seen.sum() >= FEWEST_DAYS:
            brier = float(np.mean((np.clip(guess[seen], 0, 1) - arm[seen]) ** 2))
            said.append(f"guesses of which it was: Brier score {brier:.2f} (0.25 is no better than chance, 0 knows)")
    return said
