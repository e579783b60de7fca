"""What stands once in a protocol and happens several times: repeats, lists of starts, ramps, dates, templates.

All of it is laid out as single events before anything else looks at them, so that no other part of the package knows
how they were written.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gutbrain.atlas.exposures import exposures
from gutbrain.errors import Problem
from gutbrain.exposures.templates import Template, templates
from gutbrain.yamlfields import Field

MOST = 5_000
"""Most events that one written event may stand for."""

NEARLY = 1e-9
"""Days no further apart are the same."""

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Calendar:
    """How long a run lasts (days; None where that is not known), and the date of its day 0, where one is given."""

    days: float | None
    start: date | None = None


def singles(field: Field, values: Values, run: Calendar, problems: list[Problem]) -> Iterator[tuple[Field, Values]]:
    """The single events that a written one stands for, each with the field that it is told of by.

    Parameters
    ----------
    field
        The event, as it is written.
    values
        What was read of it: besides what a single event says, ``start`` and ``amount`` may be lists, ``start`` and
        ``until`` dates, and there may be ``every``, ``times`` and ``to``.
    run
        Length and first date of the run.
    problems
        What is wrong is added here; nothing is given then.
    """
    before = len(problems)
    made = list(_laid_out(field, values, run, problems))
    if len(problems) > before:
        return
    template = templates().get(str(field["exposure"].value))
    for one in made:
        if template is None:
            yield field, one
        else:
            yield from _parts(field, template, one, run, problems)


def _parts(
    field: Field, template: Template, whole: Values, run: Calendar, problems: list[Problem]
) -> Iterator[tuple[Field, Values]]:
    """The parts of a template; each lasts as long as the whole unless it says otherwise."""
    until = whole["start"] + whole["days"] if "days" in whole else None
    for part in template.events:
        said = {**part, "start": whole["start"] + part.get("start", 0.0)}
        if until is not None and "every" in said:
            said["until"] = min(until, run.days) if run.days is not None else until
        elif until is not None and "days" not in said:
            said["days"] = until - said["start"]
        yield from singles(replace(field, value=said), said, run, problems)


def _laid_out(field: Field, values: Values, run: Calendar, problems: list[Problem]) -> Iterator[Values]:
    if None in values.values():
        return
    said = dict(values)
    every, times, last, to = (said.pop(key, None) for key in ("every", "times", "until", "to"))
    template = templates().get(str(field["exposure"].value))
    if template and template.days is not None and "days" not in said and last is None:
        said["days"] = template.days
    starts = _starts(field, said, run, problems)
    until = None if last is None else _day(field["until"], last, run, problems)
    if starts is None or (last is not None and until is None):
        return
    amounts = said.get("amount")
    many = len(amounts) if isinstance(amounts, list) else None
    if every is not None:
        starts = _repeated(field, starts, every, times if times is not None else many, until, run, problems)
    elif times is not None:
        problems.append(field["times"].problem("times says how often, but not how far apart", "add every: 7 (days)"))
    if isinstance(amounts, list) and starts and len(amounts) != len(starts):
        right = f"write {len(starts)} amounts, one for each"
        problems.append(field["amount"].problem(f"{len(amounts)} amounts for {len(starts)} starts", right))
    if not starts or problems:
        return
    if "amount" not in said:
        amounts = None
    for place, start in enumerate(starts):
        one = said | {"start": start}
        if isinstance(amounts, list):
            one["amount"] = amounts[place]
        after = starts[place + 1] if place + 1 < len(starts) else None
        if not _ended(field, one, after, until, every, problems):
            return
        yield from [one] if to is None else _ramp(field, one, to, problems)


def _starts(field: Field, said: dict[str, Any], run: Calendar, problems: list[Problem]) -> list[float] | None:
    """When it begins, in order, in days from the start."""
    given = said.get("start")
    if given is None:
        return None
    part = field["start"]
    if not isinstance(given, list):
        day = _day(part, given, run, problems)
        return None if day is None else [day]
    before = len(problems)
    days = [_day(part, one, run, problems) for one in given if one is not None]
    if len(days) < len(given) or len(problems) > before:
        return None
    found = [day for day in days if day is not None]
    if any(later <= earlier for earlier, later in itertools.pairwise(found)):
        problems.append(part.problem("starts are not in order, or one stands twice", "write the earliest first"))
        return None
    return found


def _day(part: Field, value: float | date, run: Calendar, problems: list[Problem]) -> float | None:
    """A day of the run, from a number or a date."""
    if not isinstance(value, date):
        return value
    if run.start is None:
        right = "add start_date, as in start_date: 2025-02-01 (the date of day 0), or write a number of days"
        problems.append(part.problem(f"{value} is a date, but no date is given for day 0", right))
        return None
    return float((value - run.start).days)


def _repeated(
    field: Field,
    starts: list[float],
    every: float,
    times: float | None,
    until: float | None,
    run: Calendar,
    problems: list[Problem],
) -> list[float]:
    """Starts that are ``every`` days apart: so often, or before a day, or before the run ends."""
    if len(starts) > 1:
        problems.append(field["every"].problem("start is a list already", "keep every, or the list of starts"))
        return []
    if times is not None and until is not None:
        problems.append(field["until"].problem("times and until are both given", "keep one of them"))
        return []
    first = starts[0]
    end = run.days if until is None else until
    if times is None:
        if end is None:
            problems.append(field["every"].problem("how often is not said", "add times: 4, or until: 60"))
            return []
        times = max(0, math.ceil((end - first) / every - NEARLY))
        if times < 1:
            key = "every" if until is None else "until"
            problems.append(field[key].problem(f"nothing begins before day {end:g}", "start earlier"))
            return []
    if times > MOST:
        problems.append(field["every"].problem(f"{times:g} events are more than can be run", f"the most is {MOST}"))
        return []
    last = first + (times - 1) * every
    if run.days is not None and last >= run.days - NEARLY:
        wrong = f"the last of {times:g} begins on day {last:g}, but the run ends with day {run.days:g}"
        part = field["times"] if "times" in field else field["every"]
        problems.append(part.problem(wrong, "write fewer, or give more days"))
        return []
    return [first + place * every for place in range(int(times))]


def _ended(
    field: Field,
    one: dict[str, Any],
    after: float | None,
    until: float | None,
    every: float | None,
    problems: list[Problem],
) -> bool:
    """Give an event the end that was written for all of them; False where none can be told.

    ``until`` ends what goes on then. What has no length of its own goes on to the next of a list; of what repeats the
    length must be said.
    """
    kind = exposures().get(str(field["exposure"].value))
    if kind is not None and (kind.is_short or "hours" in one):
        return True
    if "days" not in one and every is not None:
        right = "add days: how long each of them lasts"
        problems.append(field["every"].problem("without days the first lasts to the end", right))
        return False
    if "days" in one and until is not None and every is None:
        problems.append(field["until"].problem("days and until are both given", "keep one of them"))
        return False
    if "days" not in one and after is not None:
        one["days"] = after - one["start"]
    if until is not None:
        left = until - one["start"]
        if left <= NEARLY:
            problems.append(field["until"].problem(f"day {until:g} is not after the start", "write a later day"))
            return False
        one["days"] = min(one.get("days", left), left)
    return True


def _ramp(field: Field, one: Values, to: float, problems: list[Problem]) -> Iterator[Values]:
    """A straight way from one amount to another, in steps of a day or little more."""
    steps = math.floor(one.get("days", 0.0) + NEARLY)
    if steps < 2:
        right = "add days: how long the way from amount to it takes, 2 or more"
        problems.append(field["to"].problem("a ramp takes days", right))
        return
    if steps > MOST:
        problems.append(field["to"].problem(f"{steps} days are more than can be run", f"the most is {MOST}"))
        return
    length = one["days"] / steps
    for step in range(steps):
        share = step / (steps - 1)
        amount = (1.0 - share) * one["amount"] + share * to
        yield {**one, "start": one["start"] + step * length, "days": length, "amount": amount}
