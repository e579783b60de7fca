"""A day a row, a thing a column: how moments, sources and words become the value of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from gutbrain.diary.entry import Entry
from gutbrain.diary.settings import Settings

WAYS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "mean": lambda values: float(np.mean(values)),
    "sum": lambda values: float(np.sum(values)),
    "largest": lambda values: float(np.max(values)),
    "last": lambda values: float(values[-1]),
}
"""How several values of a day become one."""


def daily(entries: Iterable[Entry], settings: Settings) -> pd.DataFrame:
    """Values by day; a day without an entry is missing, never 0, but for what the settings name under ``absent``.

    Of several sources of one thing one is taken for each day: the one that the settings put first, else the one that
    has most days. Steps of an exposure are read off where a scale stands for one (``is``, ``map``).

    Parameters
    ----------
    entries
        Entries of a diary, those of a day in their order.
    settings
        Of the diary.

    Returns
    -------
    DataFrame
        Day by day from the first to the last, a column a thing.
    """
    found: dict[str, dict[str, dict[date, list[Entry]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    recorded: set[date] = set()
    for one in entries:
        if one.value is not None:
            found[one.name][one.source][one.day].append(one)
        recorded.add(one.day)
    if not recorded:
        return pd.DataFrame(index=pd.DatetimeIndex([], name="day"))
    first, last = min(recorded), max(recorded)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    columns = {name: _column(sources, settings) for name, sources in found.items()}
    for name in settings.absent:
        columns[name] = {**dict.fromkeys(recorded, 0.0), **columns.get(name, {})}
    for name, scale in settings.scales.items():
        if scale.stands_for and name in columns and scale.stands_for not in columns:
            at = sorted((float(level), value) for level, value in scale.steps.items())
            levels, values = zip(*at, strict=True)
            columns[scale.stands_for] = {
                day: float(np.interp(value, levels, values)) for day, value in columns[name].items()
            }
    made = {name: [values.get(day, np.nan) for day in days] for name, values in columns.items()}
    return pd.DataFrame(made, index=pd.DatetimeIndex(days, name="day"), dtype=float)


def _column(sources: Mapping[str, Mapping[date, Sequence[Entry]]], settings: Settings) -> dict[date, float]:
    made: dict[date, float] = {}
    for name in _in_order(sources, settings):
        for day, several in sources[name].items():
            values = [one.value for one in several if one.value is not None]
            made[day] = WAYS[several[0].daily](values)
    return made


def _in_order(sources: Mapping[str, Mapping[date, Sequence[Entry]]], settings: Settings) -> list[str]:
    """Sources of a thing, the best last, over the others."""

    def worth(name: str) -> tuple[int, int]:
        place = settings.first.index(name) if name in settings.first else len(settings.first)
        return -place, len(sources[name])

    return sorted(sources, key=worth)


def chosen_sources(entries: Iterable[Entry], settings: Settings) -> dict[str, dict[date, str]]:
    """Of each thing the source that its value of a day is taken from, by :func:`daily`.

    Parameters
    ----------
    entries, settings
        Of the diary.
    """
    found: dict[str, dict[str, dict[date, list[Entry]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for one in entries:
        if one.value is not None:
            found[one.name][one.source][one.day].append(one)
    return {
        name: {day: source for source in _in_order(sources, settings) for day in sources[source]}
        for name, sources in found.items()
    }


def completeness(entries: Iterable[Entry]) -> pd.DataFrame:
    """Of each thing how many days it has, from when to when, what share of those days, and how many are doubtful.

    Returns
    -------
    DataFrame
        A row a thing, most days first: ``name``, ``source``, ``entries``, ``days``, ``first``, ``last``, ``share``
        (0 to 1), ``doubtful``, ``words`` (entries without a number).
    """
    rows = []
    grouped: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for one in entries:
        grouped[one.name, one.source].append(one)
    for (name, source), every in grouped.items():
        days = {one.day for one in every}
        first, last = min(days), max(days)
        rows.append(
            {
                "name": name,
                "source": source,
                "entries": len(every),
                "days": len(days),
                "first": first,
                "last": last,
                "share": len(days) / ((last - first).days + 1),
                "doubtful": sum(bool(one.doubt) for one in every),
                "words": sum(one.value is None for one in every),
            }
        )
    columns = ["name", "source", "entries", "days", "first", "last", "share", "doubtful", "words"]
    made = pd.DataFrame(rows, columns=columns)
    return made.sort_values(["days", "name"], ascending=[False, True], ignore_index=True)


def observations(entries: Iterable[Entry], settings: Settings, *, person: str = "me") -> pd.DataFrame:
    """The diary as a table of observations: one row for each thing and day of which something was recorded.

    Parameters
    ----------
    entries, settings
        Of the diary.
    person
        Who is named in the table.

    Returns
    -------
    DataFrame
        ``person``, ``day`` (``2025-02-01``), ``hour`` (missing: a value of the day), ``observable``, ``value``,
        ``unit`` (that of the vocabulary, or the scale, as in ``0-10``), ``sd`` (missing: not told), ``source``.
    """
    every = list(entries)
    wide = daily(every, settings)
    from_ = {(one.day, one.name): one.source for one in every}
    rows = [
        (
            person,
            f"{day:%Y-%m-%d}",
            np.nan,
            name,
            value,
            _unit(name, settings),
            np.nan,
            from_.get((day.date(), name), ""),
        )
        for name in map(str, wide.columns)
        for day, value in wide[name].dropna().items()
        if isinstance(day, pd.Timestamp)
    ]
    columns = ["person", "day", "hour", "observable", "value", "unit", "sd", "source"]
    return pd.DataFrame(rows, columns=columns).astype({"hour": float, "value": float, "sd": float})


def _unit(name: str, settings: Settings) -> str:
    scale = settings.scales.get(name)
    return f"{scale.low:g}-{scale.high:g}" if scale else settings.item(name).unit
