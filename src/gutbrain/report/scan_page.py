"""The page of a grid: a line along the first thing that is changed for each value of the second, and all numbers."""

from __future__ import annotations

import importlib.metadata
import math

import numpy as np

from gutbrain import words
from gutbrain.answers.scan import Cell, Scan, told
from gutbrain.exposures.reach import NOT_IN_THE_MODEL
from gutbrain.report import templates
from gutbrain.report.overlay import KINDS, Line, key, overlay

PAIRED = (
    "Differences are to the protocol as it is, within each parameter set and person: people, their luck and the "
    "parameter sets are the same at every place of the grid."
)


def headings(found: Scan) -> list[str]:
    """Of the table of :func:`cells`."""
    over = [name if found.units[name] == "1" else f"{name} ({words.unit(found.units[name])})" for name in found.over]
    return [*over, "observable", "level (90 %)", "against as it is (90 %)"]


def cells(cell: Cell) -> list[str]:
    """A row of the table as text."""
    apart = NOT_IN_THE_MODEL if cell.difference is None else words.span(cell.difference, sign=True)
    level = words.with_unit(words.span(cell.level), cell.unit)
    return [*(f"{value:g}" for value in cell.values), words.title(cell.observable), level, apart]


def page(found: Scan) -> str:
    """The page as HTML.

    Parameters
    ----------
    found
        From :func:`gutbrain.scan`.
    """
    lines = {name: _lines(found, name) for name in found.observables}
    many = next(iter(lines.values()), [])
    people = (
        f"{found.people} people in {found.draws} parameter sets"
        if found.people > 1
        else f"{found.draws} parameter sets"
    )
    notes = [PAIRED, *found.warnings]
    if len(found.over) > 2 or len(next(iter(list(found.over.values())[1:]), ())) > KINDS:
        notes.append("Pictures show a part of the grid: the table and scan.csv have all of it.")
    return templates.page(
        "side_by_side.html.jinja",
        "overlay.css",
        version=importlib.metadata.version("gutbrain"),
        kind="scan",
        title=told(found),
        lead=f"{math.prod(map(len, found.over.values()))} places of a grid, read on day {found.day:.0f} at 08:00.",
        key=key([one.label for one in many]) if len(many) > 1 else "",
        pictures=[
            (words.title(name), words.unit(_unit(found, name)), _picture(found, name, drawn))
            for name, drawn in lines.items()
        ],
        spread=people,
        headings=headings(found),
        numbers=(*range(len(found.over)), len(found.over) + 1, len(found.over) + 2),
        rows=map(cells, found.cells),
        notes=notes,
    )


def _unit(found: Scan, name: str) -> str:
    return next(cell.unit for cell in found.cells if cell.observable == name)


def _picture(found: Scan, name: str, lines: list[Line]) -> object:
    along = headings(found)[0]
    return overlay(words.title(name), _unit(found, name), lines, along=along)


def _lines(found: Scan, name: str) -> list[Line]:
    """Along the first name, a line for each value of the second; further names at their first value."""
    own = [cell for cell in found.cells if cell.observable == name]
    rest = list(found.over)[1:]
    wanted = [values[0] for values in list(found.over.values())[2:]]
    lines = []
    for value in list(found.over[rest[0]])[:KINDS] if rest else [None]:
        fixed = [] if value is None else [value, *wanted]
        part = sorted((cell for cell in own if list(cell.values[1:]) == fixed), key=lambda cell: cell.values[0])
        x, median, low, high = np.array(
            [(cell.values[0], cell.level.median, cell.level.low, cell.level.high) for cell in part]
        ).T
        lines.append(Line("" if value is None else f"{rest[0]} {value:g}", x, median, low, high))
    return lines
