"""Who is compared with whom: columns of metadata become the design of a linear model, and say what it cannot tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gutbrain.answers.table.columns import NUMBER, Column, column, names_of
from gutbrain.errors import InputError, Problem, listed
from gutbrain.microbiome.metadata import Told
from gutbrain.microbiome.table import Array

LEAST = 3
"""Rows of a group, and rows more than columns."""

MOST_GROUPS = 10

FIRST = re.compile(
    r"(?:healthy|(?:non[-_ ]?)?control|ctl|ctrl|hc|nc|placebo|neurotypical|normal|none|no|false|0|baseline|before|pre"
    r"|untreated|unexposed|reference)s?(?:[-_ ].*)?",
    re.IGNORECASE,
)
"""Groups that others are held against."""

PERSON = re.compile(
    r"(?:host[_. -]?)?(?:subject|participant|person|patient|individual|proband|donor)"
    r"(?:[_. -]?(?:id|no|number|code|name))?",
    re.IGNORECASE,
)
"""Columns that say whose sample it is."""


@dataclass(frozen=True)
class Design:
    """Who is compared.

    Attributes
    ----------
    group
        What by.
    rows
        Numbers of the samples that are one row: one, or all of a person, which are averaged.
    terms
        Names of the differences, one for each column of ``groups``.
    groups
        Columns for the groups, rows by terms; a measure in its SDs.
    labels
        The group of each row as a number; None for a measure.
    covariates
        Columns of what is adjusted for.
    blocks
        Whose each row is, where rows are compared within people.
    said
        What was done with the samples.
    """

    group: Column
    rows: tuple[tuple[int, ...], ...]
    terms: tuple[str, ...]
    groups: Array
    labels: Array | None
    covariates: Array | None
    blocks: Array | None
    said: tuple[str, ...]

    @property
    def matrix(self) -> Array:
        """Groups, covariates and, where nobody is compared with themselves, a constant."""
        parts = [self.groups] if self.covariates is None else [self.groups, self.covariates]
        if self.blocks is None:
            return np.hstack([*parts, np.ones((len(self.rows), 1))])
        return within(np.hstack(parts), self.blocks)

    @property
    def free(self) -> int:
        """Rows more than what is estimated; of each person their mean is."""
        people = 0 if self.blocks is None else len(np.unique(self.blocks))
        return len(self.rows) - int(self.matrix.shape[1]) - people

    def centred(self, values: Array) -> Array:
        """What is modelled: values, or how they differ from the mean of their person."""
        return values if self.blocks is None else within(values, self.blocks)

    def averaged(self, values: Array) -> Array:
        """Rows of values by sample as rows of the design."""
        return np.array([values[list(row)].mean(axis=0) for row in self.rows])


def design(
    told: Told,
    samples: Sequence[str],
    group: str,
    adjust: Sequence[str] = (),
    person: str | None = None,
    *,
    score: bool = False,
) -> Design:
    """The design of a comparison.

    Parameters
    ----------
    told
        What is known of samples.
    samples
        Those that may be compared.
    group
        The column of the groups, or of a measure.
    adjust
        Columns to adjust for.
    person
        The column that says whose a sample is; where none is named, one that is so called.
    score
        The column is a score: numbers, also few different ones, and people are compared, never a person with
        themselves.

    Raises
    ------
    InputError
        Where a column is not there, or does not allow the comparison; says which and why.
    """
    by = column(told, samples, group, "score" if score else "group")
    if score and by.numbers is None:
        word = next((cell for cell in by.cells if cell and not NUMBER.fullmatch(cell)), max(by.cells, key=len))
        _refuse(f"column '{by.name}' is no score: it says '{word[:40]}'", "name a column of numbers", "score")
    wanted = tuple(dict.fromkeys(adjust))
    others = [column(told, samples, name, "adjust") for name in wanted]
    if by.name in {one.name for one in others}:
        _refuse(f"'{by.name}' is what is compared", "adjust for other columns", "adjust")
    kept = [at for at in range(len(samples)) if by.cells[at] and all(one.cells[at] for one in others)]
    said = _left_out(samples, kept, [by, *others])
    rows, whose, more = _rows(told, samples, kept, by, person, score)
    said += more
    if whose is not None:
        same = [one for one in others if _constant_within(one, rows, whose)]
        others = [one for one in others if one not in same]
        said += [f"{one.name} is the same in all samples of a person, and adjusted for by that." for one in same]
    columns = [part for one in others for part in _covariate(one, rows, said)]
    terms, groups, labels, counted = _groups(by, rows, score)
    made = Design(
        by,
        tuple(rows),
        terms,
        groups,
        labels,
        np.column_stack(columns) if columns else None,
        whose,
        (counted, *said),
    )
    matrix = made.matrix
    if np.linalg.matrix_rank(matrix) < matrix.shape[1]:
        names = listed([one.name for one in others])
        _refuse(f"'{by.name}' cannot be told from what is adjusted for ({names})", "adjust for less", "adjust")
    if made.free < LEAST:
        wrong = f"{len(rows)} rows are too few for {matrix.shape[1]} columns of groups and covariates"
        _refuse(wrong, "adjust for less", "adjust")
    return made


def within(values: Array, blocks: Array) -> Array:
    """How rows differ from the mean of their block."""
    made = np.array(values, dtype=float)
    for block in np.unique(blocks):
        made[blocks == block] -= made[blocks == block].mean(axis=0)
    return made


def _rows(
    told: Told, samples: Sequence[str], kept: Sequence[int], by: Column, person: str | None, score: bool
) -> tuple[list[tuple[int, ...]], Array | None, list[str]]:
    """Samples as rows; whose each is, where they are compared within people; and what was done."""
    alone: list[tuple[int, ...]] = [(at,) for at in kept]
    name = person or next((one for one in names_of(told) if PERSON.fullmatch(one) and one != by.name), None)
    if name is None:
        return alone, None, ["No column says whose a sample is: each was taken for another person."]
    whose = column(told, samples, name, "person")
    of = {at: whose.cells[at] or f"(sample {samples[at]})" for at in kept}
    counts = Counter(of.values())
    if max(counts.values(), default=0) < 2:
        return alone, None, []
    values = {one: {by.cells[at] for at in kept if of[at] == one} for one in counts}
    if score or all(len(found) == 1 for found in values.values()):
        rows = [tuple(at for at in kept if of[at] == one) for one in counts]
        many = (
            f"{len(kept)} samples are of {len(rows)} people ({whose.name}): those of a person were averaged. To "
            "compare those of one visit, name them with --sample."
        )
        return rows, None, [many]
    both = [at for at in kept if len(values[of[at]]) > 1]
    alike = sorted({of[at] for at in both})
    if len(alike) < 2:
        _refuse(f"only one person ({whose.name}) stands in two groups of '{by.name}'", "name another column", "group")
    alone_in = len(counts) - len(alike)
    many = (
        f"People ({whose.name}) stand in several groups of {by.name}: {len(alike)} are compared with themselves "
        f"({len(both)} samples, shuffled within people)"
    ) + (f"; {alone_in} who stand in one only are left out." if alone_in else ".")
    return [(at,) for at in both], np.array([alike.index(of[at]) for at in both]), [many]


def _groups(
    by: Column, rows: Sequence[tuple[int, ...]], score: bool
) -> tuple[tuple[str, ...], Array, Array | None, str]:
    numbers = by.numbers
    if (score or by.is_measure) and numbers is not None:
        values = np.array([numbers[list(row)].mean() for row in rows])
        spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
        if len(values) < 2 * LEAST or not spread:
            field = "score" if score else "group"
            _refuse(f"column '{by.name}' is known of {len(values)} only, or the same in all", "name another", field)
        said = f"{len(rows)} compared by {by.name} (mean {values.mean():.3g}, SD {spread:.3g}), a difference of one SD."
        return (f"{by.name}, 1 SD",), ((values - values.mean()) / spread)[:, None], None, said
    cells = [by.cells[row[0]] for row in rows]
    counts = Counter(cells)
    levels = [level for level in by.levels if level in counts]
    if len(levels) < 2:
        _refuse(f"column '{by.name}' says the same of all: {listed(levels, 2)}", "name another", "group")
    if len(levels) > MOST_GROUPS:
        wrong = f"column '{by.name}' has {len(levels)} different words in {len(rows)} samples: {listed(levels, 4)}"
        _refuse(wrong, f"name one with {MOST_GROUPS} groups at most", "group")
    few = [level for level in levels if counts[level] < LEAST]
    if few:
        wrong = f"group '{few[0]}' of '{by.name}' has {counts[few[0]]} of {len(rows)}"
        _refuse(wrong, f"{LEAST} are needed: leave it out with --sample, or name another column", "group")
    first = next((level for level in levels if FIRST.fullmatch(level)), levels[0])
    others = [level for level in levels if level != first]
    groups = np.array([[float(cell == level) for level in others] for cell in cells])
    labels = np.array([levels.index(cell) for cell in cells])
    of, with_ = (f"{by.name} ", "with ") if by.numbers is not None else ("", "")
    told = ", ".join(f"{counts[level]} {with_}{level}" for level in levels)
    said = f"Compared by {by.name} ({told}); differences are from {of}{first}."
    return tuple(f"{of}{level} - {first}" for level in others), groups, labels, said


def _covariate(one: Column, rows: Sequence[tuple[int, ...]], said: list[str]) -> list[Array]:
    numbers = one.numbers
    if one.is_measure and numbers is not None:
        values = np.array([numbers[list(row)].mean() for row in rows])
        spread = values.std()
        if spread:
            return [(values - values.mean()) / spread]
    cells = [{one.cells[at] for at in row} for row in rows]
    if any(len(cell) > 1 for cell in cells):
        _refuse(
            f"'{one.name}' differs between samples of the same person, which are averaged", "leave it out", "adjust"
        )
    plain = [next(iter(cell)) for cell in cells]
    levels = [level for level in one.levels if level in plain]
    if len(levels) < 2:
        said.append(f"{one.name} is the same in all, so there is nothing to adjust for.")
        return []
    return [np.array([float(cell == level) for cell in plain]) for level in levels[1:]]


def _constant_within(one: Column, rows: Sequence[tuple[int, ...]], whose: Array) -> bool:
    seen: dict[float, set[str]] = {}
    for row, person in zip(rows, whose, strict=True):
        seen.setdefault(float(person), set()).update(one.cells[at] for at in row)
    return all(len(cells) == 1 for cells in seen.values())


def _left_out(samples: Sequence[str], kept: Sequence[int], columns: Sequence[Column]) -> list[str]:
    if len(kept) == len(samples):
        return []
    lacks = [f"{one.name} of {int((~one.known).sum())}" for one in columns if not one.known.all()]
    return [f"{len(samples) - len(kept)} of {len(samples)} samples are left out: not known is {', '.join(lacks)}."]


def _refuse(wrong: str, right: str, field: str) -> None:
    raise InputError([Problem(wrong, right, field)])
