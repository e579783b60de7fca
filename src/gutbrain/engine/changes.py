"""What changed in a result: start, end and the largest deviation of each observable, draw by draw and person by person.

A change is always paired: the same draw and person, later against earlier; so is a change in per cent, which is of
each person's own start. Daily rhythms are kept out of it by comparing equal clock hours: 08:00, in a run that is
watched by the hour the clock hour at which it ends, and, around an acute event, the same hour of the day before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gutbrain.atlas.observables import about
from gutbrain.exposures.reach import happening, is_silent, not_carried

ENOUGH_DAYS = 3
"""Days from which on a rhythm is told from what happens once."""

CANDIDATES = 12
"""Pairs of readings that are looked at draw by draw for the largest change."""

MORNING = 8 / 24
SHORT = 5.0
ACUTE = 8 / 24
"""How long after an acute event its effect is looked for (days)."""
NEAR = 2 / 24
"""How far a reading may lie from the one just before the event, where the day before was not kept."""
RHYTHMIC = 0.02
NEGLIGIBLE = 0.02
LEAST_START = 0.02
"""A change from less than this is not told in per cent."""
SAME_HOUR = 1e-4
"""Readings whose clock hours differ by no more than this (days) are of the same hour."""
SCALED = ("z", "nats")


@dataclass(frozen=True)
class Interval:
    """A median with its 90 % interval."""

    median: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Change:
    """How one observable moved; ``size`` makes observables of different units comparable (1 = one SD or e-fold).

    ``share`` is the furthest change in per cent of each person's own start, where that has a meaning; ``hour`` the
    clock hour of start and end, where there is a daily rhythm; ``not_carried`` the exposures whose effect on it is not
    in the model, and ``in_model`` whether that of anything is.
    """

    observable: str
    unit: str
    meaning: str
    module: str
    start: Interval
    end: Interval
    difference: Interval
    furthest: Interval
    furthest_change: Interval
    furthest_day: float
    by_the_hour: bool
    size: float
    share: Interval | None = None
    hour: float | None = None
    not_carried: tuple[str, ...] = ()
    in_model: bool = True

    @property
    def clear(self) -> bool:
        """Whether the largest deviation is in the model, more than nothing, and its interval excludes zero."""
        return self.in_model and abs(self.size) >= NEGLIGIBLE and self.furthest_change.excludes_zero

    @property
    def lasting(self) -> bool:
        """Whether the end still differs from the start."""
        return (
            self.in_model
            and abs(self.size) >= NEGLIGIBLE
            and self.difference.excludes_zero
            and abs(self.difference.median) > 0.5 * abs(self.furthest_change.median)
        )


def interval(values: np.ndarray) -> Interval:
    """Median and 90 % interval over everything but the failed."""
    if not np.isfinite(values).any():
        return Interval(math.nan, math.nan, math.nan)
    low, median, high = np.nanquantile(values, [0.05, 0.5, 0.95])
    return Interval(float(median), float(low), float(high))


def replicates(result: Any, name: str) -> np.ndarray:
    """An observable as (draws x people, time); NaN for whom left the finite numbers and counts nowhere."""
    array: np.ndarray = result.data[name].transpose("draw", "person", "time").values
    rows = array.reshape(-1, array.shape[-1])
    lost = [failure.draw * array.shape[1] + failure.person for failure in getattr(result, "failures", ())]
    if lost:
        rows = rows.copy()
        rows[lost] = np.nan
    return rows


def starts_at(event: Any) -> float:
    """The moment of an event in days, its clock hour counted in."""
    return float(event.begins / 24)


def lasts(event: Any, until: float) -> float:
    """How long an event goes on, in days, at most to the end of the protocol."""
    return float(min(event.ends / 24, until) - starts_at(event))


def acute_moments(result: Any) -> list[float]:
    """When something happened that lasted hours rather than days."""
    days = result.protocol.days
    moments = {starts_at(e) for e in result.protocol.events if lasts(e, days) < 1}
    return sorted(moment for moment in moments if 0 <= moment < days)


def is_short(result: Any) -> bool:
    """Whether a protocol is watched by the hour rather than by the day."""
    return bool(result.protocol.days <= SHORT)


def mornings(time: np.ndarray) -> np.ndarray:
    """Positions of the readings at 08:00, one a day: no other reading stands in for one that was not kept."""
    return at_hour(time, MORNING)


def at_hour(time: np.ndarray, moment: float) -> np.ndarray:
    """Positions of the readings at the clock hour of a moment (days)."""
    apart = (time - moment + 0.5) % 1.0 - 0.5
    return np.flatnonzero(np.abs(apart) < SAME_HOUR)


def has_rhythm(time: np.ndarray, median: np.ndarray) -> bool:
    """Whether readings lie off the line between the midnights around them, day after day, as in a daily rhythm."""
    days = np.arange(math.ceil(time[0]), math.floor(time[-1] + 1e-9))[-5:]
    if not len(days):
        return bool(np.ptp(median) > RHYTHMIC * abs(float(median.mean())))
    # what happens once in three days or more is no rhythm, at whatever hour; in fewer days only the morning tells
    hours = np.unique(np.round(time % 1.0, 6)) if len(days) >= ENOUGH_DAYS else np.array([MORNING])
    at = np.interp(days[:, None] + hours, time, median)
    midnight, next_midnight = (np.interp(days + end, time, median)[:, None] for end in (0, 1))
    off = np.abs(np.median(at - midnight - (next_midnight - midnight) * hours, axis=0))
    return bool(off.max() > RHYTHMIC * max(abs(float(np.mean(midnight))), RHYTHMIC))


def change(result: Any, name: str) -> Change:
    """How one observable moved in this result."""
    time = np.asarray(result.data["time"].values, dtype=float)
    values = replicates(result, name)
    median = _middle(values)
    pairs = _comparisons(result, time, median)
    first, last = _ends(result, time, median)
    earlier, later = _furthest(values, median, [*pairs, (first, last)])
    events = happening(result.protocol)
    attributes = result.data[name].attrs
    # on the z scale of the population; to the model a plain number
    unit = "z" if about(name).scale == "z" else attributes.get("unit", "1")
    furthest = interval(values[:, later])
    return Change(
        observable=name,
        unit=unit,
        meaning=attributes.get("meaning", ""),
        module=attributes.get("module", ""),
        start=interval(values[:, first]),
        end=interval(values[:, last]),
        difference=interval(values[:, last] - values[:, first]),
        furthest=furthest,
        furthest_change=interval(values[:, later] - values[:, earlier]),
        furthest_day=float(time[later]),
        by_the_hour=is_short(result) or any(m < time[later] <= m + ACUTE for m in acute_moments(result)),
        size=size(unit, float(median[earlier]), float(median[later])),
        share=_share(unit, values[:, earlier], values[:, later]),
        hour=_clock_hour(time, first, last) if has_rhythm(time, median) else None,
        not_carried=not_carried(events, name),
        in_model=not is_silent(events, name),
    )


def _middle(values: np.ndarray) -> np.ndarray:
    """The median over those whose run stayed finite; NaN, and no word of it, where nobody's did."""
    there = np.isfinite(values).any(axis=0)
    found = np.full(values.shape[1:], np.nan)
    found[there] = np.nanmedian(values[:, there], axis=0)
    return found


def _furthest(values: np.ndarray, median: np.ndarray, pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The pair of readings between which most happened, by the median over draws and people of what happened to each.

    That median is worked out for those pairs alone between which the medians lie furthest apart, and for the last.
    """
    earlier, later = np.array(pairs).T
    apart = np.nan_to_num(np.abs(median[later] - median[earlier]))
    among = np.unique([*np.argsort(apart)[-CANDIDATES:], len(pairs) - 1])
    moved = np.abs(_middle(values[:, later[among]] - values[:, earlier[among]]))
    # the first of those that are alike
    return pairs[int(among[np.argmax(np.nan_to_num(moved))])]


def _share(unit: str, before: np.ndarray, after: np.ndarray) -> Interval | None:
    """The change of each person in per cent of their own start, where that has a meaning."""
    there = np.isfinite(before)
    if unit.startswith("log10") or unit in (*SCALED, "point") or not there.any():
        return None
    if np.median(before[there]) < LEAST_START or (before[there] <= 0).any():
        return None
    return interval(100 * (after - before) / before)


def _clock_hour(time: np.ndarray, first: int, last: int) -> float | None:
    """The clock hour of two readings, where it is one and they are two."""
    return float(24 * time[last] % 24) if first != last and last in at_hour(time, time[first]) else None


def changes(result: Any) -> dict[str, Change]:
    """Every observable's change, by name."""
    return {
        str(name): change(result, str(name))
        for name, array in result.data.data_vars.items()
        if "meaning" in array.attrs
    }


def by_size(result: Any) -> list[str]:
    """Observables by how much they moved, most first, as far as the effect is in the model."""
    moved = [one for one in changes(result).values() if one.in_model]
    return [one.observable for one in sorted(moved, key=lambda one: -abs(one.size))]


def _ends(result: Any, time: np.ndarray, median: np.ndarray) -> tuple[int, int]:
    """First and last reading, at the same clock hour where the observable has a daily rhythm.

    That hour is 08:00; in a short run the one at which it ends, so that what happened last is in it. A run that holds
    no clock hour twice has its first and its last reading.
    """
    start, end = int(np.searchsorted(time, -1e-6).clip(0, len(time) - 1)), len(time) - 1
    if has_rhythm(time, median):
        places = at_hour(time, time[end]) if is_short(result) else mornings(time)
        places = places[places >= start]
        if len(places) > 1:
            return int(places[0]), int(places[-1])
    return start, end


def _comparisons(result: Any, time: np.ndarray, median: np.ndarray) -> list[tuple[int, int]]:
    """Pairs (earlier, later) of readings that may be compared without the daily rhythm between them."""
    rhythm = has_rhythm(time, median)
    acute = acute_moments(result)
    if not rhythm:
        first, _ = _ends(result, time, median)
        return [(first, i) for i in range(first + 1, len(time))]
    pairs: list[tuple[int, int]] = []
    if not is_short(result):
        places = mornings(time)
        places = places[time[places] >= 0]
        pairs = [(int(places[0]), int(i)) for i in places[1:]]
    elif not acute:
        same = {int(i): at_hour(time, time[i]) for i in np.flatnonzero(time >= 1)}
        pairs = [(int(places[time[places] >= 0][0]), later) for later, places in same.items()]
    for moment in acute:
        until = time[-1] if is_short(result) else moment + ACUTE
        for i in np.flatnonzero((time > moment) & (time <= until)):
            pairs += _before(time, moment, int(i))
    return pairs


def _before(time: np.ndarray, moment: float, later: int) -> list[tuple[int, int]]:
    """A reading after an acute moment with one before it: at the same clock hour if there is one, else the last."""
    same_hour = time[later] - math.ceil(time[later] - moment)
    nearest = int(np.abs(time - same_hour).argmin())
    if abs(time[nearest] - same_hour) < 0.6 / 24:
        return [(nearest, later)]
    if time[later] > moment + NEAR:
        return []
    return [(max(0, int(np.searchsorted(time, moment - 1e-6)) - 1), later)]


def size(unit: str, before: float, after: float) -> float:
    """A change on a common scale: SDs for z, e-folds for positive quantities, plain differences near zero.

    Parameters
    ----------
    unit
        Of the observable.
    before, after
        Its values, in that unit.
    """
    if not (math.isfinite(before) and math.isfinite(after)):
        return 0.0
    if unit.startswith("log10"):
        return (after - before) * math.log(10)
    if unit in SCALED:
        return after - before
    if unit == "point":
        return (after - before) / max(abs(before), 10.0)
    if before >= NEGLIGIBLE and after > 0:
        return math.log(after / before)
    return after - before if unit == "1" else max(-1.0, min(1.0, (after - before) / max(abs(after), abs(before), 1e-9)))
