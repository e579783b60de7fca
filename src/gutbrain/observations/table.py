"""Observations of people: one tidy table in canonical units, whatever file they came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.observations.names import Item

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("person", "day", "hour", "observable", "value", "unit", "sd", "source")
"""Of the tidy table."""

OWN = "not in the model, the person's own"
"""How the note of names begins that the model does not know."""

ALONE = "1"
"""Who it is where a table names nobody."""


@dataclass(frozen=True)
class Observations:
    """What was observed, of one person or many.

    Attributes
    ----------
    table
        A row for each thing that was recorded, sorted by person, observable, day and hour: ``person`` (text), ``day``
        (whole days from day 0), ``hour`` (clock hour, NaN where it was not said), ``observable`` (an observable, an
        exposure, or a name of the person's own), ``value`` and ``sd`` (of its error; NaN where it was not said) in
        ``unit``, ``source``. What was not recorded has no row.
    items
        What each name in ``observable`` means.
    notes
        What one should know of how it was read.
    file
        Its name, for messages.
    """

    table: pd.DataFrame
    items: Mapping[str, Item]
    notes: tuple[str, ...] = ()
    file: str | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """Who was observed, in the order of the table."""
        return tuple(dict.fromkeys(self.table["person"]))

    def names(self, kind: str | None = None) -> tuple[str, ...]:
        """What was recorded; ``kind`` is ``observable``, ``exposure`` or ``own``, all where none is named."""
        return tuple(name for name, item in self.items.items() if kind in (None, item.kind))

    def of(self, person: str) -> Observations:
        """Those of one person.

        Raises
        ------
        InputError
            Where nobody is called so.
        """
        if person not in self.people:
            right = suggest(person, self.people, otherwise=f"known are {listed(self.people)}")
            raise InputError([Problem(f"'{person}' is not in the table", right, "person", self.file)])
        return self._kept(self.table[self.table["person"] == person])

    def only(self, names: tuple[str, ...]) -> Observations:
        """Those of some names."""
        return self._kept(self.table[self.table["observable"].isin(names)])

    def daily(self, name: str, first: int, days: int) -> np.ndarray:
        """One number for each day: (day,), NaN where nothing was recorded.

        Amounts a day (g/day, min/day) of several moments add up; all else is averaged over the moments of the day.

        Parameters
        ----------
        name
            What was recorded, of one person.
        first, days
            The first day, and how many.
        """
        rows = self.table[self.table["observable"] == name]
        groups = rows.groupby("day")["value"]
        item = self.items.get(name)
        found = groups.sum() if item is not None and item.adds_up else groups.mean()
        values = np.full(days, np.nan)
        at = found.index.to_numpy(int) - first
        inside = (at >= 0) & (at < days)
        values[at[inside]] = found.to_numpy(float)[inside]
        return values

    def _kept(self, table: pd.DataFrame) -> Observations:
        there = set(table["observable"])
        items = {name: item for name, item in self.items.items() if name in there}
        return replace(self, table=table.reset_index(drop=True), items=items)
