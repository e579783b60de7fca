"""A day in a minute: what is asked of it, at most eight things, and what was kept of it already."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from gutbrain.diary.diary import Diary
from gutbrain.diary.entry import Entry
from gutbrain.diary.items import Item
from gutbrain.people.scales import scales

MOST = 8
"""Things that are asked of a day."""

LATELY = 60
"""Days in which what somebody typed tells what they wish to be asked."""

TYPED = "typed"
BY_HAND = (TYPED, "plain", "gutbrain")
"""Sources of what somebody wrote down; all else comes from an app, which is not asked for again."""

FIRST = ("mood", "sleep")
"""What is asked of somebody who has recorded nothing yet."""

NIGHT = {"sleep": (3.0, 12.0, 0.25), "time_in_bed": (3.0, 14.0, 0.25)}
"""Ends and step of what would else be told too coarsely: nights that are shorter or longer are typed."""

STEPS = 40


@dataclass(frozen=True)
class Asked:
    """A thing that is asked of a day.

    Attributes
    ----------
    name, meaning, unit
        What it is, in words, and in what it is counted.
    low, high, step
        Of its slider; what is typed may lie beyond, as far as it is possible.
    least, most
        Limits of what is possible; None where there are none.
    value
        What was typed of that day; None where nothing was.
    others
        What else is kept of that day: its value, time of day and source.
    better
        ``high`` or ``low`` where one end is better, for the words beside them.
    """

    name: str
    meaning: str
    unit: str
    low: float
    high: float
    step: float
    least: float | None
    most: float | None
    value: float | None
    others: tuple[tuple[float, str, str], ...]
    better: str


def asked(mine: Diary, day: date) -> list[Asked]:
    """What is asked of a day: the person's own scales first, then what they wrote down most often of late.

    Parameters
    ----------
    mine
        The diary.
    day
        The day.
    """
    of_day = [one for one in mine.entries if one.day == day and one.value is not None]
    return [_asked(mine, name, [one for one in of_day if one.name == name]) for name in names(mine)]


def names(mine: Diary) -> list[str]:
    """Things that are asked."""
    since = mine.today - timedelta(LATELY)
    lately: Counter[str] = Counter()
    by_app: Counter[str] = Counter()
    for one in mine.entries:
        if one.value is not None and one.day >= since:
            (lately if one.source in BY_HAND else by_app)[one.name] += 1
    own = [name for name in mine.settings.scales if not by_app[name]]
    often = [name for name, _ in lately.most_common() if name not in scales() and not name.startswith("phq9_")]
    first = [name for name in FIRST if not by_app[name]] if not (own or often) else []
    return list(dict.fromkeys([*own, *often, *first]))[:MOST]


def _asked(mine: Diary, name: str, of_day: list[Entry]) -> Asked:
    item = mine.settings.item(name)
    typed = [one for one in of_day if one.source == TYPED and not one.time]
    others = [one for one in of_day if one not in typed]
    low, high, step = _slider(mine, name, item)
    value = None if not typed else typed[-1].value
    unit = "" if item.unit == "1" else item.unit
    return Asked(
        name=name,
        meaning=item.meaning,
        unit=unit,
        low=low,
        high=high,
        step=step,
        least=item.least if math.isfinite(item.least) else None,
        most=item.most if math.isfinite(item.most) else None,
        value=value,
        others=tuple((one.value, one.time, one.source) for one in others if one.value is not None),
        better={"higher": "high", "lower": "low"}.get(item.better, ""),
    )


def _slider(mine: Diary, name: str, item: Item) -> tuple[float, float, float]:
    """Ends and step of a slider: the scale, else what was recorded and a little more."""
    if name in mine.settings.scales:
        step = 1.0 if item.most - item.least >= 5 else 0.5
        return item.least, item.most, step
    if name in NIGHT:
        return NIGHT[name]
    values = [one.value for one in mine.entries if one.name == name and one.value is not None]
    low = min([0.0, *values]) if not math.isfinite(item.least) else item.least
    if name == "mood" and not values:
        return 0.0, 10.0, 1.0
    most = 1.5 * max(values, default=10.0)
    high = min(item.most, most) if values or not math.isfinite(item.most) else item.most
    whole = all(value == round(value) for value in values)
    step = max(_round((high - low) / STEPS), 1.0 if whole else 0.1)
    return low, low + step * max(math.ceil((high - low) / step), 1), step


def _round(step: float) -> float:
    """A step that people count in: 1, 2 or 5 times a power of ten."""
    if step <= 0:
        return 1.0
    power = 10 ** math.floor(math.log10(step))
    return float(next(factor for factor in (1, 2, 5, 10) if factor * power >= step * 0.999) * power)
