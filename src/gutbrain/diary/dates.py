"""Days and moments as files write them, and the day that a moment belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Order = Literal["day-first", "month-first", "year-first"]

ORDERS: tuple[Order, ...] = ("day-first", "month-first")
"""How days may be said to be written, where they do not tell by themselves."""

EARLIEST = 1990
"""No diary on a computer is older; a year before it is a slip."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_PARTS = re.compile(r"\s*(\d{1,4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,4})(?:[T\s].*)?\s*", re.A)
_WORDS = re.compile(r"\s*(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})\s*", re.A)
_CLOCK = re.compile(r"\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([aApP])?\.?\s*([mM]\.?)?\s*", re.A)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{2}):?(\d{2})\s*", re.A)


@dataclass(frozen=True)
class Moment:
    """A moment as it was on the clock there, and how far that was from UTC, where it was told (minutes)."""

    clock: datetime
    offset: int | None = None

    @property
    def hhmm(self) -> str:
        """Time of day: ``21:30``."""
        return f"{self.clock:%H:%M}"

    def minutes_to(self, later: Moment) -> float:
        """Minutes that pass until another moment, a change of the clock between them included."""
        if self.offset is None or later.offset is None:
            return (later.clock - self.clock).total_seconds() / 60
        shift = later.offset - self.offset
        return (later.clock - self.clock).total_seconds() / 60 - shift

    def plus(self, minutes: float) -> Moment:
        """The moment so many minutes later, on the same clock."""
        return Moment(self.clock + timedelta(minutes=minutes), self.offset)


def order_of(texts: Iterable[str]) -> Order | None:
    """How the days of one file are written; None where none of them tells.

    Raises
    ------
    ValueError
        Where some can only be read one way and some only the other.
    """
    found: set[Order] = set()
    for text in texts:
        match = _PARTS.fullmatch(text)
        if not match:
            continue
        first, second = int(match[1]), int(match[2])
        if len(match[1]) == 4:
            found.add("year-first")
        elif first > 12 >= second:
            found.add("day-first")
        elif second > 12 >= first:
            found.add("month-first")
    if len(found) > 1:
        raise ValueError("some days can only be read day first and some only month first")
    return found.pop() if found else None


def is_ambiguous(texts: Iterable[str]) -> bool:
    """Whether any of the texts is a day that could be read with the month first as well as with the day first."""
    matches = (_PARTS.fullmatch(text) for text in texts)
    return any(match and len(match[1]) < 4 and match[1] != match[2] for match in matches)


def parse_day(text: str, order: Order | None) -> date | None:
    """A day as it is written; None where it is none."""
    if match := _WORDS.fullmatch(text):
        month = match[2].lower()
        return _day(int(match[3]), MONTHS.index(month) + 1, int(match[1])) if month in MONTHS else None
    match = _PARTS.fullmatch(text)
    if not match:
        return None
    first, second, third = (int(part) for part in match.groups())
    if len(match[1]) == 4:
        return _day(first, second, third)
    year = third if len(match[3]) == 4 else 2000 + third if len(match[3]) == 2 else -1
    return _day(year, first, second) if order == "month-first" else _day(year, second, first)


def parse_clock(text: str) -> time | None:
    """A time of day, on a clock of 24 or of 12 hours; None where it is none."""
    match = _CLOCK.fullmatch(text)
    if not match:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[4] in "pP" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def parse_offset(text: str) -> int | None:
    """Minutes from UTC: ``+0200``, ``UTC-04:00``, ``Z``; None where it is none."""
    if text.strip() == "Z":
        return 0
    match = _OFFSET.fullmatch(text.strip())
    if not match or int(match[2]) > 15 or int(match[3]) > 59:
        return None
    return (1 if match[1] == "+" else -1) * (60 * int(match[2]) + int(match[3]))


def parse_moment(text: str, order: Order | None = None) -> Moment | None:
    """A day with a time, and an offset where there is one: ``2025-03-30 07:30:00 +0200``."""
    text = text.strip()
    match = re.fullmatch(
        r"(\d{1,4}\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{1,4})[T\s]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[aApP][mM])?)\s*(Z|[+-]\d{2}:?\d{2})?",
        text,
        re.A,
    )
    if not match:
        return None
    day, clock = parse_day(match[1], order), parse_clock(match[2])
    if day is None or clock is None:
        return None
    return Moment(datetime.combine(day, clock), parse_offset(match[3]) if match[3] else None)


def in_zone(utc_seconds: float, zone: ZoneInfo) -> Moment | None:
    """A moment that is told in seconds since 1970 (UTC), on the clock of a zone; None where no calendar has it."""
    try:
        there = datetime.fromtimestamp(utc_seconds, zone)
    except (OverflowError, ValueError, OSError):
        return None
    offset = there.utcoffset()
    return Moment(there.replace(tzinfo=None), int(offset.total_seconds() // 60) if offset is not None else None)


def zoned(moment: Moment, zone: ZoneInfo) -> Moment:
    """A moment with the offset of a zone, where it has none of its own."""
    if moment.offset is not None:
        return moment
    offset = moment.clock.replace(tzinfo=zone).utcoffset()
    return Moment(moment.clock, int(offset.total_seconds() // 60) if offset is not None else None)


def day_of(moment: Moment, day_ends: time) -> date:
    """The day that a moment belongs to: until ``day_ends``, that of the evening before."""
    ends = timedelta(hours=day_ends.hour, minutes=day_ends.minute)
    return (moment.clock - ends).date()


def is_of_a_diary(day: date, today: date) -> str:
    """Why a day cannot be one of a diary; empty where it can."""
    if day > today + timedelta(days=1):
        return "lies ahead"
    return "is before anybody kept a diary on a computer" if day.year < EARLIEST else ""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
