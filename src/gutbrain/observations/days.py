"""On which day, and at which hour, something was observed: a number, or a date where day 0 has one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from gutbrain.errors import Problem

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2})?(?:\.\d+)?)?")
_OTHER = re.compile(r"\d{1,4}[./]\d{1,2}[./]\d{1,4}")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")

LONGEST = 36525
"""Days before or after day 0, at most."""

ISO = "write dates as 2025-02-01"


class NotADay(ValueError):
    """What is wrong with a day or an hour, and what would be right."""

    def __init__(self, wrong: str, right: str = "") -> None:
        self.wrong, self.right = wrong, right
        super().__init__(wrong)


def day_of(text: str, start: datetime.date | None) -> tuple[int, float]:
    """The day from day 0, and the clock hour (NaN where none is said).

    Parameters
    ----------
    text
        ``3``, ``3.5`` (noon of day 3), ``2025-02-01``, or ``2025-02-01T08:30``.
    start
        The date of day 0; None where it is not known.

    Raises
    ------
    NotADay
        Where it is none of these, or a date is given and day 0 has none.
    """
    plain = text.strip()
    if _NUMBER.fullmatch(plain):
        number = float(plain)
        if abs(number) > LONGEST:
            raise NotADay(f"day {plain} is too far from day 0", f"the furthest is {LONGEST}")
        day = int(number // 1)
        return day, float("nan") if number == day else 24.0 * (number - day)
    if match := _DATE.fullmatch(plain):
        return _dated(plain, match, start)
    if _OTHER.fullmatch(plain):
        raise NotADay(f"'{plain}' can be read in more than one way", ISO)
    raise NotADay(f"'{plain[:40]}' is not a day" if plain else "is empty", f"write a number from day 0, or {ISO[6:]}")


def _dated(plain: str, match: re.Match[str], start: datetime.date | None) -> tuple[int, float]:
    if start is None:
        raise NotADay(f"{plain} is a date, and day 0 has none", "write start_date: 2025-02-01 in the protocol")
    try:
        date = datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise NotADay(f"{plain} is not in the calendar", ISO) from None
    day = (date - start).days
    if abs(day) > LONGEST:
        raise NotADay(f"{plain} is too far from day 0, {start}", f"the furthest is {LONGEST} days")
    return day, float("nan") if match[4] is None else hour_of(f"{match[4]}:{match[5]}")


def hour_of(text: str) -> float:
    """A clock hour: ``8``, ``8.5`` or ``08:30``; NaN where nothing is said.

    Raises
    ------
    NotADay
        Where it is no hour of a day.
    """
    plain = text.strip()
    if not plain:
        return float("nan")
    if match := _CLOCK.fullmatch(plain):
        hour, minute = int(match[1]), int(match[2])
        if hour < 24 and minute < 60:
            return hour + minute / 60
    elif _NUMBER.fullmatch(plain) and 0 <= float(plain) < 24:
        return float(plain)
    raise NotADay(f"'{plain[:40]}' is no time of day", "write it as 15.5 or 15:30")


def days_of(
    days: Sequence[str], hours: Sequence[str], start: datetime.date | None, lines: Sequence[int], file: str | None,
    problems: list[Problem],
) -> list[tuple[int, float] | None]:  # fmt: skip
    """Day and hour of each row, None in place of those that are wrong.

    Parameters
    ----------
    days, hours
        What is written in each row.
    start
        The date of day 0; None where it is not known.
    lines
        Line of each row.
    file
        Its name, for messages.
    problems
        What is wrong is added here.
    """
    found: list[tuple[int, float] | None] = []
    for day, hour, line in zip(days, hours, lines, strict=True):
        try:
            whole, of_day = day_of(day, start)
        except NotADay as error:
            problems.append(Problem(error.wrong, error.right, "day", file, line))
            found.append(None)
            continue
        try:
            said = hour_of(hour)
        except NotADay as error:
            problems.append(Problem(error.wrong, error.right, "hour", file, line))
            found.append(None)
            continue
        if said == said and of_day == of_day and said != of_day:
            wrong = f"the day says {of_day:g} h and the hour {said:g} h"
            problems.append(Problem(wrong, "say it once", "hour", file, line))
            found.append(None)
            continue
        found.append((whole, of_day if said != said else said))
    return found
