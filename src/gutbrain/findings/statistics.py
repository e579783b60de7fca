"""The statistics of the contract, from what was simulated: one value for every draw of the parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from typing import Protocol as Interface

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from gutbrain.atlas.observables import is_skewed
from gutbrain.findings.finding import Compare, When

Array = NDArray[np.float64]

TINY = 1e-12

TOO_SMALL = 0.1
"""An effect below so many SD between people has no direction."""

TOO_SMALL_SHARE = 0.05
"""The same as a share, where people do not differ."""

NO_SPREAD = 1e-6
"""People do not differ where their SD is less than this share of the mean."""


class Simulated(Interface):
    """What the arms of a finding gave."""

    def read(self, observable: str, when: When) -> Array:
        """The observable at a moment, or its mean over a window: (draw, person)."""

    def curve(self, observable: str, arm: str) -> tuple[Array, Array]:
        """Kept moments (h), and the centre of people there: (moment, draw)."""

    def last_event(self, arm: str) -> tuple[float, float]:
        """When the last event of an arm begins and ends (h)."""

    def noise(self, observable: str) -> float:
        """SD of the error of one measurement, where the observable is a questionnaire; else 0."""

    def spread(self, observable: str, whens: tuple[When, ...]) -> float:
        """SD between people within draws in their scale, pooled over moments, with the error of measurement."""


@dataclass(frozen=True)
class Effect:
    """A statistic in every draw.

    ``draws`` is as the contract has it, and ``median`` its middle. ``smooth`` is the same but for directions, where it
    is the size of the effect in SD between people: what a calibration can follow. ``in_spreads`` is False where that is
    a share instead, because people do not differ.
    """

    draws: Array
    smooth: Array
    median: float
    in_spreads: bool = True

    @property
    def size(self) -> float:
        """Middle of ``smooth``."""
        return float(np.nanmedian(self.smooth)) if np.isfinite(self.smooth).any() else float("nan")

    @classmethod
    def plain(cls, draws: Array) -> Effect:
        """Of one number in every draw."""
        return cls(draws, draws, float(np.nanmedian(draws)) if np.isfinite(draws).any() else np.nan)


NO_EFFECT = Effect(np.full(1, np.nan), np.full(1, np.nan), np.nan)
"""Of what has no one number: curves and quantiles."""


def effect(compare: Compare, simulated: Simulated) -> Effect:
    """The statistic of a comparison in every draw."""
    if compare.statistic == "direction":
        size, least = _size(compare, simulated)
        # the direction of the middle effect: an even number of draws has no middle direction of its own
        middle = np.nanmedian(size) if np.isfinite(size).any() else np.nan
        return Effect(_direction(size, least), size, float(_direction(middle, least)), least == TOO_SMALL)
    with np.errstate(divide="ignore", invalid="ignore"):  # of what does not move no ratio or correlation is a number
        return Effect.plain(_FORMULAS[compare.statistic](compare, simulated))


def _direction(size: Array | np.floating[Any] | float, least: float) -> Array:
    return np.asarray(np.where(np.abs(size) < least, 0.0, np.sign(size)))


def _mean(compare: Compare, simulated: Simulated, when: When) -> Array:
    return np.asarray(np.nanmean(simulated.read(compare.observable, when), axis=1))


def centre(observable: str, values: Array, axis: int) -> Array:
    """The middle of people: the mean, of what is skewed the geometric mean.

    Parameters
    ----------
    observable
        Its name, which says whether it is skewed.
    values
        What people show; NaN counts nowhere.
    axis
        That of people.
    """
    if is_skewed(observable):
        return np.asarray(np.exp(np.nanmean(on_scale(observable, values), axis=axis)))
    return np.asarray(np.nanmean(values, axis=axis))


def _centre(compare: Compare, simulated: Simulated, when: When) -> Array:
    return centre(compare.observable, simulated.read(compare.observable, when), axis=1)


def _to(compare: Compare) -> When:
    assert compare.to is not None  # checked when the finding was read
    return compare.to


def _value(compare: Compare, simulated: Simulated) -> Array:
    return _centre(compare, simulated, compare.of)


def _scaled_difference(compare: Compare, simulated: Simulated) -> Array:
    """Difference in the scale in which people differ."""
    of, to = (on_scale(compare.observable, simulated.read(compare.observable, w)) for w in (compare.of, _to(compare)))
    return np.asarray(np.nanmean(of, axis=1) - np.nanmean(to, axis=1))


def on_scale(observable: str, values: Array) -> Array:
    """Values in the scale in which people differ: of what is skewed the logarithm."""
    return np.asarray(np.log(np.maximum(values, TINY))) if is_skewed(observable) else values


def _difference(compare: Compare, simulated: Simulated) -> Array:
    return _mean(compare, simulated, compare.of) - _mean(compare, simulated, _to(compare))


def _ratio(compare: Compare, simulated: Simulated) -> Array:
    return _centre(compare, simulated, compare.of) / _centre(compare, simulated, _to(compare))


def _percent_change(compare: Compare, simulated: Simulated) -> Array:
    return 100 * (_ratio(compare, simulated) - 1)


def _smd(compare: Compare, simulated: Simulated) -> Array:
    spread = simulated.spread(compare.observable, (compare.of, _to(compare)))
    return _scaled_difference(compare, simulated) / spread


def _change_difference(compare: Compare, simulated: Simulated) -> Array:
    of, to = compare.of, _to(compare)
    change = _mean(compare, simulated, of) - _mean(compare, simulated, of.on_day_zero())
    return change - (_mean(compare, simulated, to) - _mean(compare, simulated, to.on_day_zero()))


def _ratio_of_changes(compare: Compare, simulated: Simulated) -> Array:
    of, to = (
        _centre(compare, simulated, when) / _centre(compare, simulated, when.on_day_zero())
        for when in (compare.of, _to(compare))
    )
    return of / to


def _change_smd(compare: Compare, simulated: Simulated) -> Array:
    spread = simulated.spread(compare.observable, (compare.of.on_day_zero(), _to(compare).on_day_zero()))
    of, to = compare.of, _to(compare)
    moved = [_scaled_difference(replace(compare, of=when, to=when.on_day_zero()), simulated) for when in (of, to)]
    return (moved[0] - moved[1]) / spread


def _size(compare: Compare, simulated: Simulated) -> tuple[Array, float]:
    """Difference in SD between people, or as a share where people do not differ; and what is too small to count."""
    of, to = compare.of, _to(compare)
    before = _mean(compare, simulated, to)
    level = 1.0 if is_skewed(compare.observable) else abs(float(np.nanmean(before)))
    spread = simulated.spread(compare.observable, (of, to))
    if spread > NO_SPREAD * level:
        return _scaled_difference(compare, simulated) / spread, TOO_SMALL
    with np.errstate(divide="ignore", invalid="ignore"):
        share = _difference(compare, simulated) / np.abs(before)
    return np.where(np.isfinite(share), share, np.sign(_difference(compare, simulated))), TOO_SMALL_SHARE


def _share(compare: Compare, simulated: Simulated) -> Array:
    """Share beyond the limit; a measurement's error makes it a probability for each person.

    A typical person alone stands for a group that is spread around them.
    """
    if compare.fall is not None:
        return _fallen(compare, simulated)
    values = on_scale(compare.observable, simulated.read(compare.observable, compare.of))
    spread = simulated.spread(compare.observable, (compare.of,))
    beyond = compare.above if compare.above is not None else compare.below
    assert beyond is not None  # checked when the finding was read
    limit = on_scale(compare.observable, np.asarray(beyond))
    width = simulated.noise(compare.observable) if values.shape[1] > 1 else spread
    above = np.nanmean(ndtr((values - limit) / max(width, NO_SPREAD)), axis=1)
    return np.asarray(above if compare.above is not None else 1 - above)


def _fallen(compare: Compare, simulated: Simulated) -> Array:
    """Share of people in whom the observable fell by the share ``fall`` or more, both visits with their own error."""
    assert compare.fall is not None  # the caller looked
    left = 1 - compare.fall
    short = left * simulated.read(compare.observable, _to(compare)) - simulated.read(compare.observable, compare.of)
    width = max(simulated.noise(compare.observable) * float(np.hypot(1.0, left)), NO_SPREAD)
    return np.asarray(np.nanmean(ndtr(short / width), axis=1))


def _sd(compare: Compare, simulated: Simulated) -> Array:
    """SD between people in the unit of the observable, with the error of measurement."""
    values = simulated.read(compare.observable, compare.of)
    within = np.nanvar(values, axis=1, ddof=1) if values.shape[1] > 1 else np.zeros(len(values))
    return np.asarray(np.sqrt(within + simulated.noise(compare.observable) ** 2))


def _cv(compare: Compare, simulated: Simulated) -> Array:
    return _sd(compare, simulated) / _mean(compare, simulated, compare.of)


def _correlation(compare: Compare, simulated: Simulated) -> Array:
    """Correlation between people of two observables, or of one at two moments, weakened by the error of measurement.

    Draws have few people each: the covariances of all draws are pooled, and what a draw adds is scaled around them by
    leaving it out (jackknife).
    """
    other = compare.observable_2 or compare.observable
    first = on_scale(compare.observable, simulated.read(compare.observable, compare.of))
    second = on_scale(other, simulated.read(other, compare.to or compare.of))
    x, y = (a - np.nanmean(a, axis=1, keepdims=True) for a in (first, second))
    xy, xx, yy = (np.nansum(a * b, axis=1) for a, b in ((x, y), (x, x), (y, y)))
    people = (np.isfinite(x) & np.isfinite(y)).sum(axis=1) - 1
    noise = simulated.noise(compare.observable) ** 2, simulated.noise(other) ** 2

    def r(xy: Array, xx: Array, yy: Array, n: Array) -> Array:
        return np.asarray(xy / np.sqrt((xx + noise[0] * n) * (yy + noise[1] * n)))

    pooled = r(xy.sum(), xx.sum(), yy.sum(), people.sum())
    if len(people) == 1:
        return np.atleast_1d(pooled)
    without = r(xy.sum() - xy, xx.sum() - xx, yy.sum() - yy, people.sum() - people)
    return np.asarray(pooled + (pooled - without) * np.sqrt(len(people) - 1))


@dataclass(frozen=True)
class _After:
    """A curve after the last event of an arm: (moment,) h from the event's start, (moment, draw)."""

    hours: Array
    values: Array
    before: Array
    extreme: Array
    at: Array


def _after(compare: Compare, simulated: Simulated) -> _After:
    """What follows the last event, and its extreme in every draw.

    The extreme is the highest value, or the lowest where the observable falls. Whether it rises or falls is seen
    against the same clock hour a day before, where the run holds it, so that a daily rhythm is not taken for an effect.
    """
    begins, _ = simulated.last_event(compare.of.arm)
    time, values = simulated.curve(compare.observable, compare.of.arm)
    until = np.inf if compare.window is None else begins + compare.window
    if isinstance(compare.of.day, tuple):
        until = min(until, 24.0 * compare.of.day[1])
    last = int(np.searchsorted(time, begins + 1e-6, side="right")) - 1
    before = values[max(last, 0)]
    inside = (time > begins + 1e-6) & (time <= until + 1e-6)
    if not inside.any():  # shorter than what is kept apart: the first moment after the event
        inside[min(last + 1, len(time) - 1)] = True
    hours, after = time[inside] - begins, values[inside]
    earlier = time[inside] - 24.0
    usual = np.stack([np.interp(earlier, time, values[:, j]) for j in range(values.shape[1])], axis=1)
    known = (earlier >= time[0] - 1e-6) & (earlier <= begins + 1e-6)
    moved = after - np.where(known[:, None], usual, before)
    rises = np.nanmax(moved, axis=0) >= -np.nanmin(moved, axis=0)
    signed = np.where(rises, after, -after)
    place = np.nanargmax(signed, axis=0)
    columns = np.arange(after.shape[1])
    return _After(hours, after, before, after[place, columns], _summit(hours, signed, place))


def _summit(hours: Array, signed: Array, place: NDArray[np.intp]) -> Array:
    """Hours of the extreme, between kept moments by the parabola through three of them."""
    found = []
    for draw, i in enumerate(place):
        if not 0 < i < len(hours) - 1:
            found.append(hours[i])
            continue
        t, y = hours[i - 1 : i + 2], signed[i - 1 : i + 2, draw]
        left, right = (y[1] - y[0]) / (t[1] - t[0]), (y[2] - y[1]) / (t[2] - t[1])
        bend = left - right
        found.append(t[1] if bend <= 0 else 0.5 * (t[0] + t[1]) + 0.5 * (t[2] - t[0]) * left / bend)
    return np.asarray(found)


def _peak(compare: Compare, simulated: Simulated) -> Array:
    return _after(compare, simulated).extreme


def _peak_ratio(compare: Compare, simulated: Simulated) -> Array:
    after = _after(compare, simulated)
    return np.asarray(after.extreme / after.before)


def _peak_time(compare: Compare, simulated: Simulated) -> Array:
    return _after(compare, simulated).at


def _recovery_time(compare: Compare, simulated: Simulated) -> Array:
    """Days until within tolerance of day 0 for good; until the end of the run where that is not reached."""
    _, ends = simulated.last_event(compare.of.arm)
    time, values = simulated.curve(compare.observable, compare.of.arm)
    hour = 8.0 if compare.of.hour is None else compare.of.hour
    start = np.stack([np.interp(hour, time, values[:, j]) for j in range(values.shape[1])])
    daily = np.flatnonzero((np.abs(np.mod(time - hour, 24.0)) < 1e-3) & (time >= ends - 1e-6))
    away = np.abs(values[daily] - start) > compare.tolerance * np.abs(start)
    days = np.concatenate([(time[daily] - ends) / 24.0, [(time[-1] - ends) / 24.0]])
    first_good = [int(np.flatnonzero(column)[-1]) + 1 if column.any() else 0 for column in away.T]
    return np.asarray([days[i] for i in first_good])


_FORMULAS: dict[str, Callable[[Compare, Simulated], Array]] = {
    "value": _value,
    "difference": _difference,
    "ratio": _ratio,
    "percent_change": _percent_change,
    "smd": _smd,
    "change_difference": _change_difference,
    "change_smd": _change_smd,
    "peak_time": _peak_time,
    "peak": _peak,
    "peak_ratio": _peak_ratio,
    "recovery_time": _recovery_time,
    "share": _share,
    "correlation": _correlation,
    "sd": _sd,
    "cv": _cv,
    "ratio_of_changes": _ratio_of_changes,
}
