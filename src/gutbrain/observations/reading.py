"""Read a table of observations: long or wide, from a file or a DataFrame, every mistake with its line and column."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain import textfiles
from gutbrain.arguments import shown
from gutbrain.care import listen
from gutbrain.care.scores import NINTH, check_scores
from gutbrain.errors import InputError, Problem, Problems, suggest
from gutbrain.microbiome.sheet import Sheet, sheet
from gutbrain.observations.days import days_of
from gutbrain.observations.names import Item, UnknownName, item, split
from gutbrain.observations.table import ALONE, COLUMNS, OWN, Observations
from gutbrain.people.scales import scales

if TYPE_CHECKING:
    import pandas as pd


MOST_BYTES = 100_000_000
"""Largest file that is read."""

MISSING = frozenset(("", "na", "n/a", "#n/a", "nan", "null", "-", "--", "k. a.", "k.a.", "missing", "?"))
"""What stands where nothing was recorded, in small letters."""

ALIASES = {"name": "observable", "time": "hour", "date": "day", "id": "person", "subject": "person"}

RECENT = 14
"""Answers to questionnaires of so many last days count for help first."""


def read(
    source: Observations | pd.DataFrame | str | Path,
    *,
    start_date: datetime.date | None = None,
    problems: list[Problem] | None = None,
) -> Observations:
    """Read observations of one person or many.

    Parameters
    ----------
    source
        A CSV file or a DataFrame, long (``person,day,hour,observable,value,unit,sd,source``; all but ``day``,
        ``observable`` and ``value`` may be absent) or wide (a row a day, columns named after observables or exposures,
        with a unit in brackets); or observations that were read already. Empty is not recorded; 0 is none.
    start_date
        The date of day 0, where days are dates.
    problems
        Where it is given, what is wrong is added here and left out of what is read, in place of being raised.

    Returns
    -------
    Observations
        In canonical units.

    Raises
    ------
    InputError
        With everything that is wrong, each with its line and column.
    CareNeeded
        Where a text speaks of danger, or the last answers of one person do.

    Examples
    --------
    >>> import pandas as pd
    >>> from gutbrain.observations import read
    >>> seen = read(pd.DataFrame({"day": [0, 1], "sleep [min]": [450, 375], "mood [0-10]": [7, 6]}))
    >>> seen.table[["day", "observable", "value", "unit"]].values.tolist()[2:]
    [[0, 'sleep', 7.5, 'h/night'], [1, 'sleep', 6.25, 'h/night']]
    """
    if isinstance(source, Observations):
        return source
    cells, file = _cells(source)
    found = Problems()
    reader = _Reader(cells, file, start_date, found)
    made = reader.read()
    if found and problems is None:
        raise InputError(found)
    if problems is not None:
        problems += found
    _care(made)
    return made


def _cells(source: Any) -> tuple[Sheet, str | None]:
    """Cells of a file or a DataFrame."""
    import pandas as pd

    if isinstance(source, pd.DataFrame):
        frame = source
        if not {"day", "date"} & {str(name).strip().lower() for name in frame.columns}:
            frame = frame.rename_axis(str(frame.index.name or "day")).reset_index()
        header = tuple(str(name) for name in frame.columns)
        rows = [[_text(value) for value in row] for row in frame.itertuples(index=False, name=None)]
        listen(" \n ".join(dict.fromkeys(cell for row in rows for cell in row if cell and not cell[0].isdigit())))
        return Sheet("", (), header, rows, list(range(1, len(rows) + 1)), ",", False), None
    if not isinstance(source, str | Path):
        raise InputError([Problem(f"{shown(source)} is no table", "give a CSV file or a DataFrame", "observations")])
    text = textfiles.read(source, most_bytes=MOST_BYTES)
    listen(text)
    return sheet(text, str(source)), str(source)


def _text(value: Any) -> str:
    """A cell of a DataFrame as a file would have it."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime.datetime):
        said = value.isoformat(timespec="minutes") if value == value else ""
        return said.removesuffix("T00:00") if said else ""
    if isinstance(value, float):
        return repr(float(value)) if not float(value).is_integer() or abs(value) > 1e15 else str(int(value))
    return str(value) if type(value).__name__ not in ("NaTType", "NAType") else ""


class _Reader:
    """Goes through the cells and collects what is wrong with them."""

    def __init__(self, cells: Sheet, file: str | None, start: datetime.date | None, problems: list[Problem]) -> None:
        self.cells, self.file, self.start, self.problems = cells, file, start, problems
        self.heads = [split(head.lstrip("\ufeff")) for head in cells.header]
        self.names = [ALIASES.get(name.lower(), name) for name, _ in self.heads]
        self.notes: list[str] = []
        self.items: dict[str, Item] = {}
        self.units: dict[tuple[str, str], Item | None] = {}

    def read(self) -> Observations:
        lower = [name.lower() for name in self.names]
        twice = sorted({name for name in self.names if name and self.names.count(name) > 1})
        if twice:
            raise InputError([Problem("stands twice", "keep one", name, self.file, 1) for name in twice])
        if "day" not in lower:
            raise InputError([Problem("there is no column 'day'", "name the days: a number, or 2025-02-01", "day",
                                      self.file, 1)])  # fmt: skip
        if not self.cells.rows:
            raise InputError([Problem("has no rows", "one for each day, or for each thing observed", file=self.file,
                                      line=1)])  # fmt: skip
        is_long = "observable" in lower and "value" in lower
        at = {name: lower.index(name) for name in (COLUMNS if is_long else COLUMNS[:3]) if name in lower}
        days = days_of(
            self.cells.column(at["day"]), self._column(at, "hour"), self.start, self.cells.lines, self.file,
            self.problems,
        )  # fmt: skip
        people = [one or ALONE for one in self._column(at, "person")]
        rows = self._long(at, days, people) if is_long else self._wide(at, days, people)
        return self._made(rows)

    def _column(self, at: dict[str, int], name: str) -> list[str]:
        return self.cells.column(at[name]) if name in at else [""] * len(self.cells.rows)

    def _item(self, name: str, unit: str, line: int, column: str) -> Item | None:
        """What a name means; None where it means nothing, which is told once."""
        key = (name, unit)
        if key not in self.units:
            try:
                self.units[key] = Item(NINTH, "own", "0-3", 0, 3) if name.lower() == NINTH else item(name, unit)
            except UnknownName as error:
                self.problems.append(Problem(error.wrong, error.right, column, self.file, line))
                self.units[key] = None
        found = self.units[key]
        if found is not None:
            before = self.items.setdefault(found.name, found)
            if before.unit != found.unit:
                wrong = f"{found.name} is in {before.unit or 'no unit'} here and in {found.unit or 'no unit'} there"
                self.problems.append(Problem(wrong, "write it in one unit", column, self.file, line))
                return None
        return found

    def _wide(
        self, at: dict[str, int], days: Sequence[tuple[int, float] | None], people: Sequence[str]
    ) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        for column, (name, unit) in enumerate(self.heads):
            if column in at.values() or not name:
                continue
            known = self._item(name, unit, 1, name)
            if known is None:
                continue
            for row, cell in enumerate(self.cells.column(column)):
                value = self._value(cell, known, name, self.cells.lines[row])
                when = days[row]
                if value is not None and when is not None:
                    rows.append((people[row], *when, known.name, value, known.unit, np.nan, "", row))
        return rows

    def _long(
        self, at: dict[str, int], days: Sequence[tuple[int, float] | None], people: Sequence[str]
    ) -> list[tuple[Any, ...]]:
        for name in self.names:
            if name and name.lower() not in COLUMNS:
                right = suggest(name, COLUMNS, otherwise=f"a long table has {','.join(COLUMNS)}")
                self.problems.append(Problem(f"there is no column '{name}'", right, name, self.file, 1))
        rows: list[tuple[Any, ...]] = []
        columns = [self._column(at, name) for name in ("observable", "value", "unit", "sd", "source")]
        for row, (written, cell, unit, sd, source) in enumerate(zip(*columns, strict=True)):
            line = self.cells.lines[row]
            name, inner = split(written)
            if not name:
                self.problems.append(Problem("is empty", "name what was observed", "observable", self.file, line))
                continue
            known = self._item(name, unit or inner, line, "observable" if not (unit or inner) else "unit")
            if known is None:
                continue
            value = self._value(cell, known, name, line)
            error = self._number(sd, "sd", line)
            if error is not None and error < 0:
                self.problems.append(Problem(f"{sd} is negative", "an error is 0 or more", "sd", self.file, line))
            when = days[row]
            if value is not None and when is not None:
                spread = np.nan if error is None else error * known.factor
                rows.append((people[row], *when, known.name, value, known.unit, spread, source, row))
        return rows

    def _value(self, cell: str, known: Item, column: str, line: int) -> float | None:
        number = self._number(cell, column, line)
        if number is None:
            return None
        value = number * known.factor
        if known.low <= value <= known.high:
            return value
        said = known.unit if known.unit not in ("1", "") and known.kind != "own" else ""
        right = f"{known.low:g} to {known.high:g} {said}".strip() if math.isfinite(known.high) else "0 or more"
        self.problems.append(Problem(f"{value:g} {said}".strip() + " is impossible", right, column, self.file, line))
        return None

    def _number(self, cell: str, column: str, line: int) -> float | None:
        plain = cell.strip()
        if plain.lower() in MISSING:
            return None
        found = self.cells.number(plain)
        if found is None:
            right = "write a number with a decimal point, or leave it empty where nothing was recorded"
            self.problems.append(Problem(f"'{plain[:40]}' is not a number", right, column, self.file, line))
        return found

    def _made(self, rows: list[tuple[Any, ...]]) -> Observations:
        import pandas as pd

        table = pd.DataFrame(rows, columns=[*COLUMNS, "row"])
        table = table.astype({"person": str, "day": int, "hour": float, "value": float, "sd": float})
        place = ["person", "observable", "day", "hour"]
        table = table.sort_values([*place, "row"], kind="stable", na_position="first")
        again = table.duplicated(place, keep=False)
        for _, group in table[again].groupby(place, sort=False, dropna=False):
            first, other = group.iloc[0], group.iloc[-1]
            if group["value"].nunique() == 1:
                self.notes.append(f"{first['observable']} of day {first['day']} stands twice with one value")
                continue
            lines = f"lines {self.cells.lines[first['row']]} and {self.cells.lines[other['row']]}"
            wrong = f"day {first['day']} stands on {lines} with {first['value']:g} and {other['value']:g}"
            right = "give each its hour, or keep one"
            self.problems.append(
                Problem(wrong, right, str(first["observable"]), self.file, self.cells.lines[other["row"]])
            )
        table = table.drop_duplicates(place).drop(columns="row").reset_index(drop=True)
        own = [f"{name} [{one.unit}]" if one.unit else name for name, one in self.items.items() if one.kind == "own"]
        if own:
            self.notes.append(f"{OWN}: {', '.join(own)}")
        return Observations(table, self.items, tuple(self.notes), self.file)


def _care(seen: Observations) -> None:
    """Look at the last answers of a single person; what many people answered is research.

    Raises
    ------
    CareNeeded
        Where they are those of somebody who needs help now.
    """
    if len(seen.people) != 1:
        return
    table = seen.table
    asked = table[table["observable"].isin([*scales(), NINTH]) & (table["day"] > table["day"].max() - RECENT)]
    for name, rows in asked.groupby("observable"):
        check_scores({str(name): float(rows["value"].max())}, scales())
