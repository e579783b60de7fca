"""What a diary holds: one value of one thing at one moment, as it was read, and what a reading of a file tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from gutbrain.errors import Problem

Daily = Literal["mean", "sum", "largest", "last"]

MOST_TOLD = 40
"""Problems of a file that are kept to be told one by one; the others are counted."""


@dataclass(frozen=True)
class Entry:
    """One value of one thing.

    Attributes
    ----------
    day
        The day that it belongs to; of a night, the day of waking in the zone where it was lived.
    name
        What it is: a name of the vocabulary means what it means there, every other one is the person's own.
    value
        The number in ``unit``; None where a word has none (yet).
    unit
        Unit of the value; empty where it has none, or is on a scale of its own.
    raw
        The word that was written, where it was one.
    time
        Clock time as it was there (``21:30``, or a slot of the day such as ``pm``); empty where none was told.
    offset
        Minutes from UTC, where that was told.
    daily
        How several values of a day become one.
    source
        What it was read from: the kind of file, or ``typed``.
    doubt
        Why it may not be right; empty where nothing speaks against it.
    """

    day: date
    name: str
    value: float | None
    unit: str = ""
    raw: str = ""
    time: str = ""
    offset: int | None = None
    daily: Daily = "mean"
    source: str = "typed"
    doubt: str = ""


@dataclass
class Reading:
    """What was read from one file, and all that was not.

    Attributes
    ----------
    kind
        Of which kind the file is.
    file
        Its name.
    rows
        Rows or records that it holds.
    entries
        What was understood.
    notes
        What whoever gave the file should know.
    refused
        Values that were not taken, each with its line (the first of them; ``refused_count`` counts all).
    questions
        What has to be said before anything of the file can be kept.
    missing
        Cells that say by a word that nothing was recorded (``n/a``).
    words
        Words without a number, by the name of the thing, and how often each stands there.
    people
        Entries by person, where a file holds several.
    """

    kind: str
    file: str
    rows: int = 0
    entries: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    refused_count: int = 0
    questions: list[Problem] = field(default_factory=list)
    missing: int = 0
    words: dict[str, dict[str, int]] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    def refuse(self, problem: Problem) -> None:
        """Count a value that is not taken, and keep the first of them to be told."""
        self.refused_count += 1
        if len(self.refused) < MOST_TOLD:
            self.refused.append(problem)

    def note(self, *lines: str) -> None:
        """Tell something once."""
        self.notes += [line for line in lines if line not in self.notes]

    def word(self, name: str, raw: str) -> None:
        """Count a word that has no number."""
        counts = self.words.setdefault(name, {})
        counts[raw] = counts.get(raw, 0) + 1

    @property
    def doubtful(self) -> list[Entry]:
        """What was kept and may not be right."""
        return [entry for entry in self.entries if entry.doubt]

    @property
    def days(self) -> list[date]:
        """The days on which something was recorded, in order."""
        return sorted({entry.day for entry in self.entries})

    def named(self, name: str) -> list[Entry]:
        """What was read of one thing."""
        return [entry for entry in self.entries if entry.name == name]


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries by day, time and name."""
    return sorted(entries, key=lambda entry: (entry.day, entry.time, entry.name))
