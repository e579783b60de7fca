"""What somebody types of a day: ``mood=6 sleep=6.5h``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gutbrain.arguments import is_number, is_truth, shown
from gutbrain.care import listen
from gutbrain.diary.cells import with_unit
from gutbrain.diary.dates import is_of_a_diary, parse_clock
from gutbrain.diary.entry import Entry, Reading
from gutbrain.diary.items import named
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.plain import place_cell
from gutbrain.diary.settings import Settings
from gutbrain.errors import InputError, Problem

NOTE = "note"
"""Somebody's own words: looked at, never kept."""


def entries(values: Mapping[str, object], day: date, time: str, settings: Settings, today: date) -> list[Entry]:
    """Entries of what was typed.

    Parameters
    ----------
    values
        Value by name.
    day, time
        When.
    settings
        Of the diary.
    today
        The day on which it is typed.

    Raises
    ------
    InputError
        Where a value cannot be, or is not understood.
    CareNeeded
        Where a word speaks of danger.
    """
    why = is_of_a_diary(day, today)
    if why:
        raise InputError([Problem(f"{day} {why}", "name a day up to today", field="day")])
    clock = parse_clock(time) if time else None
    if time and clock is None:
        raise InputError([Problem(f"'{time[:20]}' is no time of day", "write it as in 21:30", field="time")])
    reading = Reading("typed", "")
    placing = Placing(reading, settings, today, "typed")
    for heading, value in values.items():
        name = heading if "." in heading and " " not in heading else named(heading)
        if not name:
            raise InputError([Problem(f"'{heading[:40]}' names nothing", "write it as in mood=6")])
        if name == NOTE:
            listen(str(value))
            continue
        text, unit = _text(name, value)
        place_cell(text, heading, name, unit, day, placing, time=f"{clock:%H:%M}" if clock else "")
    problems = [Problem(one.wrong, one.right, one.field) for one in reading.refused]
    empty = [name for name, value in values.items() if isinstance(value, str) and not value.strip()]
    problems += [Problem("has no value", "write it as in mood=6", field=name) for name in empty]
    if problems:
        raise InputError(problems)
    return reading.entries


def _text(name: str, value: object) -> tuple[str, str]:
    """A value as it is typed, and its unit."""
    if is_truth(value):
        return ("yes" if value else "no"), ""
    if is_number(value):
        return repr(float(value)), ""  # type: ignore[arg-type]
    if not isinstance(value, str):
        raise InputError([Problem(f"{shown(value)} is not a value", "give a number or a word", field=name)])
    found = with_unit(value)
    return (repr(found[0]), found[1]) if found else (value, "")
