"""A table of microbes, or of what microbes can do, as it was read: names, samples, numbers, and what the file is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NoReturn

import numpy as np
import numpy.typing as npt

from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.microbiome.names import Taxon

Array = npt.NDArray[np.float64]

Unit = Literal["counts", "fractions", "percent", "cells", "signal"]

UNITS: tuple[str, ...] = Unit.__args__  # type: ignore[attr-defined]
"""Reads; shares of 1 or 100; cells per gram; what is none of these, as the light of a microarray."""

Content = Literal["taxa", "functions", "metabolites", "amounts"]
"""What the rows are."""


LARGEST = 1e15
"""Largest number: more than there are bacteria in a person."""


@dataclass(frozen=True)
class Table:
    """A table as it was read.

    Attributes
    ----------
    file
        Its name.
    kind
        What it was taken for, in words.
    content
        What its features are.
    features
        One a row: taxa taken apart, or plain names.
    samples
        One a column, in the order of the file.
    values
        Numbers, features by samples; of metabolites NaN where nothing was measured.
    unit
        One of :data:`UNITS`.
    notes
        What one should know of how it was read.
    """

    file: str
    kind: str
    content: Content
    features: tuple[Taxon, ...]
    samples: tuple[str, ...]
    values: Array
    unit: Unit
    notes: tuple[str, ...] = ()

    @cached_property
    def total(self) -> Array:
        """What is in each sample, named or not."""
        return np.asarray(self.values.sum(axis=0))

    def picked(self, samples: Sequence[str]) -> Table:
        """The same table with some of its samples.

        Raises
        ------
        InputError
            Where there is no such sample.
        """
        for sample in samples:
            if sample not in self.samples:
                near = suggest(sample, self.samples, otherwise="")
                every = f"{len(self.samples)} samples: {listed(self.samples, 6)}"
                refuse(self.file, f"has no sample '{sample}'", f"{near} ({every})" if near else every)
        at = [self.samples.index(sample) for sample in samples]
        return replace(self, samples=tuple(samples), values=self.values[:, at])


def refuse(file: str, wrong: str, right: str = "", line: int | None = None, place: str = "") -> NoReturn:
    """Refuse a file with one sentence: what it is, what to do.

    Parameters
    ----------
    file
        Its name.
    wrong
        What it is.
    right
        What to do.
    line
        Where, from 1.
    place
        Field, where there is one.

    Raises
    ------
    InputError
        Always.
    """
    raise InputError([Problem(wrong, right, place, file, line)])


def finished(
    file: str,
    kind: str,
    features: Sequence[Taxon],
    samples: Sequence[str],
    values: Array,
    *,
    content: Content = "taxa",
    unit: Unit | None = None,
    notes: Sequence[str] = (),
) -> Table:
    """A table that was looked at: nothing negative, no sample twice, something in it.

    Parameters
    ----------
    file, kind, features, samples, values, content, unit, notes
        As in :class:`Table`; where no unit is given, it is told from the numbers.

    Raises
    ------
    InputError
        Where it cannot be a table of these.
    """
    if not len(features) or not len(samples):
        refuse(
            file, "holds no numbers", "a table has names in one direction, samples in the other, and numbers between"
        )
    seen: dict[str, int] = {}
    for number, sample in enumerate(samples):
        if sample in seen:
            refuse(
                file, f"sample '{sample}' stands twice (as number {seen[sample] + 1} and {number + 1})", "rename one"
            )
        seen[sample] = number
    if content != "metabolites" and (values < 0).any():
        row, column = map(int, np.argwhere(values < 0)[0])
        told = f"{samples[column]}: {features[row].given[:60]} {values[row, column]:g}"
        refuse(file, f"has negative values ({told}); these look like log ratios", "give the counts or shares")
    known = np.nan_to_num(values, posinf=np.inf, neginf=-np.inf) if content == "metabolites" else values
    with np.errstate(over="ignore"):
        totals = known.sum(axis=0)
    if not (np.isfinite(totals).all() and (np.abs(known) < LARGEST).all()):
        refuse(file, f"has numbers that are too large (over {LARGEST:g})", "give counts or shares")
    if not totals.any():
        refuse(file, "every sample is empty: all numbers are 0", "give the table before it was filtered")
    told_unit = unit or unit_of(values, totals)
    return Table(file, kind, content, tuple(features), tuple(samples), values, told_unit, tuple(notes))


def unit_of(values: Array, totals: Array) -> Unit:
    """What the numbers are, as far as they tell."""
    full = totals[totals > 0]
    if (values == np.floor(values)).all() and float(full.max()) > 100.5:
        return "counts"
    if float(full.max()) <= 1.02:
        return "fractions"
    if (np.abs(full - 100) < 1).mean() > 0.5:
        return "percent"
    if (values == np.floor(values)).all():
        return "counts"
    if float(np.median(full)) > 1e8:
        return "cells"
    return "signal"
