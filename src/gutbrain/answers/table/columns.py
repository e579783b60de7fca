"""Columns of metadata: numbers or words, what is missing in them, and which one is meant by a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.microbiome.metadata import Told
from gutbrain.microbiome.table import LARGEST, Array

MISSING = re.compile(
    r"|na|n/a|nan|null|nd|\.|-|\?|unknown|missing(?:: .*)?"
    r"|not[ _](?:provided|applicable|collected|reported|available)"
    r"|(?:restricted|labcontrol)[ _].*",
    re.IGNORECASE,
)
"""Cells that say nothing."""

MOST_LEVELS = 5
"""Different numbers up to which they are names of groups."""

NUMBER = re.compile(r"[-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?")


@dataclass(frozen=True)
class Column:
    """A column of metadata, for some samples.

    ``cells`` are texts, empty where nothing is said; ``numbers`` are what they say where all of them are numbers.
    """

    name: str
    cells: tuple[str, ...]
    numbers: Array | None

    @property
    def known(self) -> np.ndarray:
        """Where something is said."""
        return np.array([bool(cell) for cell in self.cells], dtype=bool)

    @property
    def levels(self) -> tuple[str, ...]:
        """Different cells, without what is missing; numbers in their order, words in that of the alphabet."""
        every = {cell for cell in self.cells if cell}
        return tuple(sorted(every, key=_value if self.numbers is not None else str.casefold))

    @property
    def is_measure(self) -> bool:
        """Whether it is numbers of something rather than names of groups."""
        return self.numbers is not None and len(self.levels) > MOST_LEVELS


def names_of(told: Told) -> tuple[str, ...]:
    """Columns that there are, in the order of the file."""
    return tuple(dict.fromkeys(name for fields in told.values() for name in fields))


def column(told: Told, samples: Sequence[str], name: str, field: str) -> Column:
    """A column by its name.

    Parameters
    ----------
    told
        What is known of samples.
    samples
        Those that are meant, in their order.
    name
        As it stands in the metadata; small and capital letters count as the same where only one column is so called.
    field
        Where it was named, for messages.

    Raises
    ------
    InputError
        Where there is no such column, or nothing in it.
    """
    every = names_of(told)
    same = [one for one in every if one.casefold() == name.casefold()]
    if name not in every and len(same) != 1:
        right = suggest(name, every, otherwise=f"its columns are {listed(every, 8)}")
        raise InputError([Problem(f"the metadata has no column '{name}'", right, field)])
    made = made_of(told, samples, name if name in every else same[0])
    if not made.known.any():
        raise InputError([Problem(f"column '{made.name}' says nothing of any sample", "name another one", field)])
    return made


def made_of(told: Mapping[str, Mapping[str, str]], samples: Sequence[str], name: str) -> Column:
    """A column that is there.

    Parameters
    ----------
    told
        What is known of samples.
    samples
        Those that are meant, in their order.
    name
        As it stands in the metadata.
    """
    cells = [told.get(sample, {}).get(name, "").strip() for sample in samples]
    cells = ["" if MISSING.fullmatch(cell) else cell for cell in cells]
    said = [cell for cell in cells if cell]
    numbers = None
    if said and all(NUMBER.fullmatch(cell) and abs(_value(cell)) < LARGEST for cell in said):
        numbers = np.array([_value(cell) if cell else np.nan for cell in cells])
    return Column(name, tuple(cells), numbers)


def _value(cell: str) -> float:
    return float(cell.replace(",", "."))
