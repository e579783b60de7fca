"""A diary as Python sees it: opened, asked, added to, exported, deleted, locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gutbrain.care import listens
from gutbrain.diary import export as exporting
from gutbrain.diary import file, store, table, typed
from gutbrain.diary.dates import Order
from gutbrain.diary.entry import Entry, Reading
from gutbrain.diary.importing import identity, read_files
from gutbrain.diary.items import item
from gutbrain.diary.lately import lately
from gutbrain.diary.predict import Prediction, predict
from gutbrain.diary.settings import Settings, read_settings
from gutbrain.diary.store import Merged
from gutbrain.diary.trial_design import Design
from gutbrain.diary.trial_result import Result, result
from gutbrain.diary.watch import watch
from gutbrain.engine.lanes import Progress
from gutbrain.errors import InputError, Problem
from gutbrain.fitting.paths import DRAWS


@dataclass
class Imported:
    """What came of an import.

    ``readings`` tell of each file what was understood and what not; ``merged`` what is new in the diary. While
    ``questions`` are open, nothing is kept.
    """

    readings: list[Reading]
    merged: Merged = field(default_factory=Merged)
    questions: list[Problem] = field(default_factory=list)
    kept: bool = False

    @property
    def placed(self) -> int:
        """Entries that were understood."""
        return sum(len(reading.entries) for reading in self.readings)


class Diary:
    """One person's own records in one file.

    Attributes
    ----------
    path
        The file.
    settings
        What the person says of it.
    entries
        All that it holds, in order.
    trials
        Designs of trials, the oldest first.
    said
        What is to be said of its course (see docs/diary.md, care).
    """

    def __init__(self, path: str | Path, phrase: str | None = None, *, today: date | None = None) -> None:
        self.path = Path(path)
        self._phrase = phrase
        self.today = today or date.today()
        self.settings = Settings()
        self.entries: list[Entry] = []
        self.trials: list[dict[str, Any]] = []
        self.said: list[str] = []
        self.refresh()

    def refresh(self) -> None:
        """Read the file anew.

        Raises
        ------
        InputError
            Where it cannot be opened.
        CareNeeded
            Where a recent answer is that of somebody who needs help now.
        """
        with file.reading(self.path, self._phrase) as connection:
            self.settings = store.settings(connection)
            self.entries = store.entries(connection)
            self.trials = store.trials(connection)
        self.said = watch(self.entries, self.settings, self.today)

    def table(self) -> pd.DataFrame:
        """Values by day, a column a thing; what was not recorded is missing.

        Returns
        -------
        DataFrame
            Day by day from the first to the last.
        """
        return table.daily(self.entries, self.settings)

    def completeness(self) -> pd.DataFrame:
        """Of each thing how many days it has; see :func:`gutbrain.diary.table.completeness`.

        Returns
        -------
        DataFrame
            A row a thing and source.
        """
        return table.completeness(self.entries)

    def observations(self, *, person: str = "me") -> pd.DataFrame:
        """As a table of observations; see :func:`gutbrain.diary.table.observations`.

        Parameters
        ----------
        person
            Who is named in the table.

        Returns
        -------
        DataFrame
            A row an entry that has a number.
        """
        return table.observations(self.entries, self.settings, person=person)

    def protocol(self) -> dict[str, Any]:
        """Who keeps it and how long it is, as a protocol writes it: what `observations` are held against.

        Returns
        -------
        dict
            ``person``, ``days`` and ``start_date``, the first day.
        """
        days = [one.day for one in self.entries] or [self.today]
        person = dict(self.settings.person) or {"preset": "healthy-adult"}
        return {"person": person, "days": (max(days) - min(days)).days + 1, "start_date": str(min(days))}

    def lately(self) -> tuple[pd.DataFrame, dict[str, Any]]:
        """Observations and protocol of the days that are learnt from: the last 400, where there are more.

        Returns
        -------
        tuple
            As of :meth:`observations` and :meth:`protocol`.
        """
        return lately(self.observations(), self.protocol())

    def measures(self) -> dict[str, str]:
        """What the items of the person measure, as the settings say: ``{"mood": "-depression"}``.

        Returns
        -------
        dict
            Observable by item; with ``-`` where more of the item is less of it.
        """
        found = {}
        for name, scale in self.settings.scales.items():
            if scale.measures:
                turned = scale.better and item(scale.measures).better not in (
                    "",
                    {"high": "higher", "low": "lower"}[scale.better],
                )
                found[name] = f"-{scale.measures}" if turned else scale.measures
        return found

    @listens
    def add(
        self, values: Mapping[str, object], *, day: date | None = None, time: str = "", care: str | None = None
    ) -> list[Entry]:
        """Add what somebody says of a day, and tell what was kept.

        Parameters
        ----------
        values
            Value by name: a number, or text such as ``"6.5h"``, ``"7:30"``, ``"yes"`` or a word.
        day
            The day; today unless given. A night belongs to the day of waking.
        time
            Time of day, as in ``"21:30"``.
        care
            ``"seen"`` where words or scores of danger should not stop it.

        Returns
        -------
        list
            The entries that were kept.

        Raises
        ------
        InputError
            Where a value is impossible, or is not understood; then nothing is kept.
        CareNeeded
            Where a word or an answer speaks of danger; nothing is kept either.
        """
        made = typed.entries(values, day or self.today, time, self.settings, self.today)
        watch([*self.entries, *made], self.settings, self.today)
        with file.changing(self.path, self._phrase) as connection:
            store.add(connection, made)
        self.refresh()
        return made

    @listens
    def put(self, day: date, values: Mapping[str, object], *, care: str | None = None) -> list[Entry]:
        """Keep what somebody says of a whole day, in place of what they said of it before.

        Parameters
        ----------
        day
            The day. A night belongs to the day of waking.
        values
            Value by name, as for :meth:`add`; an empty text takes back what was typed, and says nothing. Entries that
            were read from files, or have a time of day, stay as they are.
        care
            ``"seen"`` where words or scores of danger should not stop it.

        Returns
        -------
        list
            The entries that were kept.

        Raises
        ------
        InputError
            Where a value is impossible, or is not understood; then nothing is changed.
        CareNeeded
            Where a word or an answer speaks of danger; nothing is changed either.
        """
        said = {name: value for name, value in values.items() if not (isinstance(value, str) and not value.strip())}
        made = typed.entries(said, day, "", self.settings, self.today)
        watch([*self.entries, *made], self.settings, self.today)
        with file.changing(self.path, self._phrase) as connection:
            store.put(connection, day, [*{*values, *(one.name for one in made)}], made)
        self.refresh()
        return made

    @listens
    def import_files(
        self,
        paths: Sequence[str | Path],
        *,
        kind: str | None = None,
        person: str | None = None,
        dates: Order | None = None,
        newer: bool = False,
        keep: bool = False,
        last: bool = False,
        dry_run: bool = False,
        settings: Settings | None = None,
        care: str | None = None,
    ) -> Imported:
        """Read exports of apps or plain tables into the diary; the same again adds nothing.

        Parameters
        ----------
        paths
            Files, folders or ZIP archives.
        kind
            Their kind, where it should not be told by what stands in them.
        person
            Whose entries, where a file holds several people.
        dates
            ``"day-first"`` or ``"month-first"``, where a file does not tell.
        newer, keep
            Whether a value that is there otherwise is replaced, or stays.
        last
            Whether of several values of a day without a time the last counts, not their mean.
        dry_run
            Whether to tell only, and keep nothing.
        settings
            Put over those of the diary, and kept with it.
        care
            ``"seen"`` where words or scores of danger should not stop it.

        Returns
        -------
        Imported
            What was understood, what not, and what is still a question.

        Raises
        ------
        InputError
            Where a file cannot be read at all.
        CareNeeded
            Where something in a file speaks of danger; nothing is kept then.
        """
        said = settings.over(self.settings) if settings else self.settings
        readings = read_files(paths, said, today=self.today, kind=kind, person=person, dates=dates)
        found = Imported(readings, questions=[one for reading in readings for one in reading.questions])
        given = [one for reading in readings for one in reading.entries]
        if last:
            given = [one if one.time else replace(one, daily="last") for one in given]
        watch([*self.entries, *given], said, self.today)
        if found.questions or not (given or settings):
            return found
        if dry_run:
            with file.reading(self.path, self._phrase) as connection:
                found.merged = store.merge(_copy(connection), given, newer=newer, keep=keep)
            return found
        try:
            self._keep(found, given, said, paths, newer=newer, keep=keep)
        except _Open:
            return found
        found.kept = True
        self.refresh()
        return found

    def _keep(
        self,
        found: Imported,
        given: Sequence[Entry],
        said: Settings,
        paths: Sequence[str | Path],
        *,
        newer: bool,
        keep: bool,
    ) -> None:
        with file.changing(self.path, self._phrase) as connection:
            found.merged = store.merge(connection, given, newer=newer, keep=keep)
            if found.merged.changed and not newer:
                raise _Open
            store.keep_settings(connection, said)
            hashes = {path: identity(Path(path)) for path in paths if Path(path).is_file()}
            for reading in found.readings:
                if reading.entries:
                    store.note_source(connection, reading, next(iter(hashes.values()), "") if len(hashes) == 1 else "")

    def keep_settings(self, said: Settings) -> None:
        """Put settings over those of the diary.

        Raises
        ------
        InputError
            Where the file cannot be written.
        """
        with file.changing(self.path, self._phrase) as connection:
            store.keep_settings(connection, said.over(store.settings(connection)))
        self.refresh()

    def export(self, to: str) -> tuple[str, list[str]]:
        """The diary as text for other programs, and what is not in it.

        Parameters
        ----------
        to
            ``csv`` (reads back exactly), ``json``, ``fhir`` or ``omh`` (Open mHealth).

        Returns
        -------
        tuple
            The text, and sentences on what is not in it.

        Raises
        ------
        InputError
            Where there is no such format.
        """
        if to not in exporting.FORMATS:
            raise InputError(
                [Problem(f"'{to[:40]}' is not known", f"known are {', '.join(exporting.FORMATS)}", field="--to")]
            )
        return exporting.written(self.entries, self.settings, to)

    @listens
    def predict(
        self,
        outcome: str | None = None,
        *,
        weeks: int = 4,
        changes: Mapping[str, float | str] | None = None,
        draws: int = DRAWS,
        seed: int = 0,
        progress: Progress | None = None,
        care: str | None = None,
    ) -> Prediction:
        """What the weeks after the last recorded day may bring: as usual, and with a change.

        Parameters
        ----------
        outcome
            What is foretold; the first that can be, unless given.
        weeks
            How many, 1 to 12.
        changes
            What is lived otherwise: ``{"sleep": 7.5}``, or ``{"sleep": "+1"}`` against the mean of the recorded days.
        draws, seed, progress
            As for :func:`gutbrain.fit`.
        care
            ``"seen"`` where words of danger should not stop it.

        Returns
        -------
        Prediction
            Bands of days and weeks, the effect of the change with its verdict, and how past weeks were foretold.

        Raises
        ------
        InputError
            Where too little was recorded, or what is to be changed was not.
        """
        recent, whose = self.lately()
        return predict(
            recent, whose, self.measures(), outcome, weeks=weeks, changes=changes, draws=draws, seed=seed,
            progress=progress,
        )  # fmt: skip

    def keep_trial(self, design: Design) -> None:
        """Keep the design of a trial with its schedule.

        Raises
        ------
        InputError
            Where the file cannot be written.
        """
        with file.changing(self.path, self._phrase) as connection:
            store.keep_trial(connection, design.to_dict())
        self.refresh()

    def trial(self) -> Design:
        """The trial that was planned last.

        Returns
        -------
        Design
            With its schedule.

        Raises
        ------
        InputError
            Where none was planned.
        """
        if not self.trials:
            right = "gutbrain diary trial plan FILE --compare fibre=30 --outcome bloating"
            raise InputError([Problem("no trial is planned", right, field="trial")])
        return Design.of(self.trials[-1])

    def trial_result(self, *, early: bool = False) -> Result:
        """What the trial that was planned last showed.

        Parameters
        ----------
        early
            Whether to look before its last day.

        Returns
        -------
        Result
            The verdict with its interval; "cannot tell" where that is so.

        Raises
        ------
        InputError
            Where none was planned, it has not ended, or its outcome was not recorded.
        """
        design, table = self.trial(), self.table()
        by_count = self._by_count(design, table) if design.counted_by else None
        better = self.settings.item(design.outcome).better
        return result(design, table, better=better, today=None if early else self.today, by_count=by_count)

    def _by_count(self, design: Design, table: pd.DataFrame) -> dict[float, float]:
        """The outcome by the number of the day, over all its moments: one day may lie on two dates."""
        if design.counted_by not in table:
            right = "name what counts the days"
            raise InputError([Problem(f"{design.counted_by} is not in the diary", right, field="--counted-by")])
        count = {day.date(): value for day, value in table[design.counted_by].items() if isinstance(day, pd.Timestamp)}
        found: dict[float, list[float]] = {}
        for one in self.entries:
            if one.name == design.outcome and one.value is not None and count.get(one.day) == count.get(one.day):
                found.setdefault(count.get(one.day, float("nan")), []).append(one.value)
        return {number: sum(values) / len(values) for number, values in found.items()}


class _Open(Exception):
    """Ends a change that is not to be kept, for something in it is a question."""


def _copy(connection: Any) -> Any:
    """A copy in memory of what a dry run would change."""
    import sqlite3

    made = sqlite3.connect(":memory:")
    made.executescript(file.TABLES)
    for name in ("meta", "source", "entry", "trial"):
        rows = connection.execute(f"SELECT * FROM {name}").fetchall()
        if rows:
            made.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    return made


@listens
def new(path: str | Path, settings: Mapping[str, Any] | str | Path | None = None, *, care: str | None = None) -> Diary:
    """Make a diary: one file, for its owner alone.

    Parameters
    ----------
    path
        Where; nothing may lie there.
    settings
        A file or a mapping, as :data:`gutbrain.diary.settings.EXAMPLE` shows.
    care
        ``"seen"`` where words of danger should not stop it.

    Returns
    -------
    Diary
        The diary, which is empty.

    Raises
    ------
    InputError
        Where it cannot be made, or something is wrong in the settings.
    CareNeeded
        Where the settings speak of danger.

    Examples
    --------
    >>> from gutbrain import diary
    >>> mine = diary.new("mine.diary", {"zone": "Europe/Berlin", "scales": {"mood": {"from": 0, "to": 10}}})
    >>> [one.value for one in mine.add({"mood": 6, "sleep": "6.5h"})]
    [6.0, 6.5]
    """
    said = read_settings(settings) if settings is not None else Settings()
    with file.made(Path(path)) as connection:
        store.keep_settings(connection, said)
    return Diary(path)


@listens
def open(path: str | Path, *, passphrase: str | None = None, care: str | None = None) -> Diary:
    """Open a diary.

    Parameters
    ----------
    path
        The file.
    passphrase
        Where it is locked.
    care
        ``"seen"`` where a recent answer should not stop it.

    Returns
    -------
    Diary
        The diary.

    Raises
    ------
    InputError
        Where it is not there, is no diary, or cannot be opened.
    CareNeeded
        Where an answer of the last two weeks is that of somebody who needs help now.

    Examples
    --------
    >>> from gutbrain import diary
    >>> made = diary.new("other.diary")
    >>> diary.open("other.diary").table().empty
    True
    """
    return Diary(path, passphrase)
