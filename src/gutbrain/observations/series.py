"""Recorded days as what acts: a protocol in which each exposure is, day by day, what was observed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gutbrain.atlas.exposures import exposures
from gutbrain.errors import InputError, Problem, Problems, listed
from gutbrain.exposures import Protocol
from gutbrain.exposures.events import Event
from gutbrain.model.maths import HOURS_A_DAY
from gutbrain.observations.names import Item
from gutbrain.observations.table import Observations

if TYPE_CHECKING:
    import pandas as pd

ACUTE = ("stressor", "exercise_bout")
"""What has its hour, and lasts as long as it usually does."""


def recorded(protocol: Protocol, seen: Observations) -> Protocol:
    """A protocol with what was recorded of one person as its exposures.

    A recorded day has what was recorded. On a day of which nothing was, a usual exposure has the mean of the recorded
    days (or what the protocol says is usual), and any other is absent. That mean is also what the person was used to
    before day 0. Observables and the person's own names act on nothing.

    Parameters
    ----------
    protocol
        Who, for how long, and what else acts.
    seen
        Of one person.

    Returns
    -------
    Protocol
        Its warnings say what was taken for what.

    Raises
    ------
    InputError
        Where there are several people or nothing that acts, where what is acute has no hour, or where the protocol sets
        what was recorded.
    """
    problems = Problems()
    if len(seen.people) > 1:
        wrong, right = f"has {len(seen.people)} people ({listed(seen.people, 4)})", "give the rows of one"
        raise InputError([Problem(wrong, right, "person", seen.file)])
    names = seen.names("exposure")
    if not names:
        right = "name columns after exposures, as in sleep [h]: gutbrain list exposures"
        raise InputError([Problem("has no exposure: nothing acts", right, file=seen.file)])
    if protocol.living:
        right = "leave one of them out: recorded days do not differ by chance"
        problems.append(Problem("the protocol says living: true and days are recorded", right, "living", seen.file))
    told: list[str] = []
    events: list[Event] = []
    usual = dict(protocol.usual)
    counted: dict[str, int] = {}
    for name in names:
        item, rows = seen.items[name], seen.table[seen.table["observable"] == name]
        later = rows["day"] >= protocol.days
        if later.any():
            told.append(f"{name}: {int(later.sum())} rows lie after the end of the run and are not used")
            rows = rows[~later]
        set_there = [event for event in protocol.events if event.exposure == item.exposure]
        if set_there and exposures()[item.exposure].combine == "set":
            right = "keep one of them"
            problems.append(Problem("is recorded, and set by an event of the protocol", right, name, seen.file))
        made = list(_acute(item, rows, problems, seen.file) if _is_acute(item) else _by_day(item, rows, seen))
        events += made
        counted[name] = int(rows["day"].nunique())
        if exposures()[item.exposure].kind == "usual" and len(rows):
            told += _usual(item, rows, seen, protocol, usual)
    if problems:
        raise InputError(problems)
    return replace(
        protocol,
        events=(*events, *protocol.events),
        usual=usual,
        warnings=(*protocol.warnings, *told),
        recorded=counted,
    )


def _is_acute(item: Item) -> bool:
    return exposures()[item.exposure].bolus or item.exposure in ACUTE


def _usual(
    item: Item, rows: pd.DataFrame, seen: Observations, protocol: Protocol, usual: dict[str, float]
) -> Iterator[str]:
    """What days without a record have; it is told where there are such days."""
    first = min(0, int(rows["day"].min()))
    daily = seen.daily(item.name, first, math.ceil(protocol.days) - first)
    there = daily[~np.isnan(daily)]
    mean = float(there.mean())
    said = usual.setdefault(item.name, mean)
    if len(there) < len(daily):
        whose = "the mean of these" if said == mean else "what the protocol says is usual"
        unit = "" if item.unit == "1" else f" {item.unit}"
        yield f"{item.name}: {len(there)} of {len(daily)} days are recorded; the others have {whose}, {said:.3g}{unit}"


def _acute(item: Item, rows: pd.DataFrame, problems: list[Problem], file: str | None) -> Iterator[Event]:
    for day, hour, value in rows[["day", "hour", "value"]].itertuples(index=False):
        if value == 0:
            continue
        if math.isnan(hour):
            problems.append(Problem(f"day {day} does not say when", "give its hour", item.name, file))
            continue
        yield Event(item.exposure, float(day), float(value), hour=float(hour), name=item.which or _name(item))


def _name(item: Item) -> str | None:
    return "tsst" if item.exposure == "stressor" else None


def _by_day(item: Item, rows: pd.DataFrame, seen: Observations) -> Iterator[Event]:
    """One event for each stretch of time with one amount."""
    adds_up = item.adds_up
    spans: list[tuple[float, float, float]] = []
    for key, group in rows.groupby("day"):
        day = float(str(key))
        if adds_up or len(group) == 1:
            value = float(group["value"].sum())
            spans.append((day, day + 1, value))
            continue
        moments = group.sort_values("hour", na_position="first")
        begins = [0.0, *(moments["hour"].to_numpy()[1:] / HOURS_A_DAY)]
        ends = [*begins[1:], 1.0]
        values = moments["value"].to_numpy(float)
        spans += [(day + b, day + e, float(v)) for b, e, v in zip(begins, ends, values, strict=True) if e > b]
    kind = exposures()[item.exposure]
    for begins_at, ends_at, value in _joined(spans):
        if value == 0 and kind.kind != "usual":
            continue
        days = ends_at - begins_at
        if item.exposure == "probiotic":
            yield Event(item.exposure, begins_at, days=days, strains={item.which: value})
        else:
            yield Event(item.exposure, begins_at, value, days=days, name=item.which or None)


def _joined(spans: list[tuple[float, float, float]]) -> Iterator[tuple[float, float, float]]:
    """Stretches that follow one another with one amount are one."""
    held: tuple[float, float, float] | None = None
    for begins, ends, value in spans:
        if held is not None and held[1] == begins and held[2] == value:
            held = (held[0], ends, value)
            continue
        if held is not None:
            yield held
        held = (begins, ends, value)
    if held is not None:
        yield held
