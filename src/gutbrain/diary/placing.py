"""From what a file says to an entry: name, unit, limits. What cannot be is refused, what may not be right is marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from gutbrain import care
from gutbrain.diary.dates import Moment, day_of, is_of_a_diary, zoned
from gutbrain.diary.entry import Daily, Entry, Reading
from gutbrain.diary.items import Item
from gutbrain.diary.settings import Settings
from gutbrain.errors import Problem

_UNIT = re.compile(r"[A-Za-z\u00b5\u03bc%][A-Za-z0-9\u00b5\u03bc%*/. ^-]{0,30}|1/[a-z]{1,10}")

SLIPS = (10.0, 100.0, 1000.0)
"""Factors by which a decimal point is often misplaced."""


@dataclass
class Placing:
    """Puts what one file says into a reading of it.

    ``today`` is the day up to which a diary can reach; ``source`` the kind of file.
    """

    reading: Reading
    settings: Settings
    today: date
    source: str
    told_zone: bool = False
    heard: set[str] = field(default_factory=set)

    def day(self, day: date | None, written: str, line: int | None, heading: str) -> date | None:
        """A day that can be one of a diary; None, and told, where it cannot.

        Parameters
        ----------
        day
            The day, None where what is written is none.
        written, line, heading
            What is written, and where.
        """
        if day is None:
            self.refuse(f"'{written[:40]}' is not a day", "write it as in 2025-02-01", line, heading)
            return None
        why = is_of_a_diary(day, self.today)
        if why:
            self.refuse(f"{day} {why}; not read", "", line, heading)
            return None
        return day

    def day_of(self, moment: Moment, line: int | None, heading: str, *, night: bool = False) -> date | None:
        """The day that a moment belongs to.

        Parameters
        ----------
        moment
            The moment.
        line, heading
            Where it stands.
        night
            Whether it is the end of a night, which belongs to that very day.
        """
        day = moment.clock.date() if night else day_of(moment, self.settings.end_of_day)
        return self.day(day, str(moment.clock), line, heading)

    def zoned(self, moment: Moment) -> Moment:
        """A moment with the offset of the diary's zone, where it has none of its own; told once."""
        if moment.offset is None and not self.told_zone:
            self.told_zone = True
            zone = self.settings.zone
            said = (
                f"the zone of the diary, {zone}" if zone else "UTC, as the diary names no zone (zone: in its settings)"
            )
            self.reading.note(f"times have no zone: read in {said}")
        return zoned(moment, self.settings.clock)

    def add(
        self,
        day: date,
        name: str,
        value: float,
        unit: str = "",
        *,
        line: int | None = None,
        heading: str = "",
        moment: Moment | None = None,
        time: str = "",
        daily: Daily | None = None,
        doubt: str = "",
    ) -> None:
        """Keep a number.

        Parameters
        ----------
        day
            The day that it belongs to.
        name
            What it is.
        value, unit
            The number and what it is in; another unit of the same dimension is converted.
        line, heading
            Where it stands.
        moment, time
            When it was: a moment, or the time of day as it was written.
        daily
            How several of a day become one; unless given, as is known of the thing.
        doubt
            Why it may not be right.
        """
        known = self.settings.item(name)
        if unit and known.unit and unit != known.unit:
            factor = conversion(unit, known.unit)
            if factor is None:
                wrong = f"{value:g} {unit} is not in {known.unit}"
                self.refuse(wrong, f"write it in {known.unit}", line, heading or name)
                return
            value *= factor
            unit = known.unit
        unit = unit or (known.unit if known.known else "")
        if not known.least <= value <= known.most:
            self.refuse(*_impossible(value, known), line, heading or name)
            return
        doubt = doubt or doubt_of(value, known)
        when = moment.hhmm if moment else time
        self.reading.entries.append(
            Entry(
                day,
                name,
                round(value, 6),
                "" if unit == "1" else unit,
                time=when,
                offset=moment.offset if moment else None,
                daily=daily or known.daily,
                source=self.source,
                doubt=doubt,
            )
        )

    def add_word(self, day: date, name: str, word: str, *, time: str = "", moment: Moment | None = None) -> None:
        """Keep a word: as its number where the settings know one, else as a word without.

        Parameters
        ----------
        day
            The day that it belongs to.
        name
            What it is.
        word
            As it was written.
        time, moment
            When it was.
        """
        word = " ".join(word.split())
        self.hear(word)
        value = self.settings.words.get(word.lower())
        if value is None:
            self.reading.word(name, word)
        when = moment.hhmm if moment else time
        offset = moment.offset if moment else None
        self.reading.entries.append(
            Entry(day, name, value, raw=word[:200], time=when, offset=offset, source=self.source)
        )

    def refuse(self, wrong: str, right: str = "", line: int | None = None, heading: str = "") -> None:
        """Do not take a value, and say why.

        Parameters
        ----------
        wrong, right
            What is wrong, and what would be right.
        line, heading
            Where it stands.
        """
        self.reading.refuse(Problem(wrong, right, heading, self.reading.file, line))

    def note_text(self, *texts: str) -> None:
        """Look at what somebody wrote in their own words, in memory; it is not kept.

        Raises
        ------
        CareNeeded
            Where it speaks of danger.
        """
        written = [text for text in texts if text.strip()]
        self.hear(*written)
        if written:
            self.reading.note("notes in one's own words were looked at and are not kept")

    def hear(self, *texts: str) -> None:
        """Look at texts, each once.

        Raises
        ------
        CareNeeded
            Where one speaks of danger.
        """
        for text in texts:
            if text not in self.heard:
                self.heard.add(text)
                care.listen(text)

    def unread(self, names: list[str]) -> None:
        """Tell which columns or kinds of record were not read."""
        if names:
            shown = ", ".join(name[:40] for name in names[:12])
            more = f" and {len(names) - 12} more" if len(names) > 12 else ""
            self.reading.note(f"not read: {shown}{more}")


def doubt_of(value: float, known: Item) -> str:
    """Why a value that is possible may not be right; empty where nothing speaks against it."""
    if known.doubt is None or known.doubt[0] <= value <= known.doubt[1]:
        return ""
    side = "little" if value < known.doubt[0] else "much"
    return f"{value:g} {known.unit} is very {side}"


def _impossible(value: float, known: Item) -> tuple[str, str]:
    unit = f" {known.unit}" if known.unit not in ("", "1") else ""
    near = next(
        (value / slip for slip in SLIPS if known.least <= value / slip <= known.most and value > known.most), None
    )
    slip = f" ({near:g}?)" if near is not None and unit else ""
    return f"{value:g}{unit} is impossible", f"{known.least:g} to {known.most:g}{slip}"


@cache
def conversion(unit: str, into: str) -> float | None:
    """How many ``into`` one ``unit`` is; None where they do not go together."""
    from pint.errors import PintError

    from gutbrain.model.units import registry

    plain = {
        "mins": "min",
        "hours": "h",
        "hour": "h",
        "hr": "h",
        "hrs": "h",
        "minutes": "min",
        "bpm": "1/min",
        "count/min": "1/min",
    }
    unit = plain.get(unit.strip().lower(), unit.strip())
    if unit == into:
        return 1.0
    if not _UNIT.fullmatch(unit):
        return None
    try:
        units = registry()
        return float(units.Quantity(1.0, unit).to("" if into == "1" else into).magnitude)
    except (PintError, ValueError, TypeError, AttributeError, KeyError, AssertionError, ArithmeticError):
        return None
