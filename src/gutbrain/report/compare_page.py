"""The page of protocols side by side: curves laid over one another, and one table."""

from __future__ import annotations

import importlib.metadata

import numpy as np

from gutbrain import words
from gutbrain.answers.compare import Comparison, Row, said
from gutbrain.engine.changes import interval, is_short, mornings, replicates
from gutbrain.engine.result import Result
from gutbrain.exposures.reach import NOT_IN_THE_MODEL
from gutbrain.report import templates
from gutbrain.report.overlay import Line, key, overlay

HEADINGS = ("observable", "protocol", "end (90 %)", "difference at the end (90 %)", "largest on the way (90 %)", "when")
NUMBERS = (2, 3, 4)
"""Columns of numbers of :func:`cells`."""

PAIRED = (
    "Differences are to the first protocol, within each parameter set and person: people, their luck and the parameter "
    "sets are the same in all."
)


def cells(row: Row) -> list[str]:
    """A row of the table as text."""
    end = words.with_unit(words.span(row.end), row.unit)
    if row.difference is None or row.largest is None or row.day is None:
        told = NOT_IN_THE_MODEL if row.not_in_model else ""
        return [words.title(row.observable), row.protocol, end, told, told, ""]
    apart, most = words.span(row.difference, sign=True), words.span(row.largest, sign=True)
    return [words.title(row.observable), row.protocol, end, apart, most, words.day(row.day)]


def gaps(found: Comparison) -> list[str]:
    """What of the differences is not in the model, one sentence for each thing."""
    return list(dict.fromkeys(filter(None, map(said, found.rows))))


def page(found: Comparison) -> str:
    """The page as HTML.

    Parameters
    ----------
    found
        From :func:`gutbrain.compare`.
    """
    labels = list(found.results)
    first = next(iter(found.results.values()))
    return templates.page(
        "side_by_side.html.jinja",
        "overlay.css",
        version=importlib.metadata.version("gutbrain"),
        kind="compare",
        title=" against ".join([words.listed(labels[1:]), labels[0]]),
        lead=_lead(found),
        key=key(labels),
        pictures=[_picture(found, name) for name in found.observables],
        spread=words.kind(first).partition(" of ")[2],
        headings=HEADINGS,
        numbers=NUMBERS,
        rows=map(cells, found.rows),
        notes=[PAIRED, *gaps(found), *found.warnings],
    )


def _lead(found: Comparison) -> str:
    """The largest clear difference, in a sentence."""
    told = [row for row in found.rows if row.largest is not None and row.largest.excludes_zero]
    if not told:
        return "No difference between them is clear."
    row = max(told, key=lambda one: abs(one.size))
    assert row.largest is not None
    assert row.day is not None
    apart = words.with_unit(words.span(row.largest, sign=True), row.unit)
    where = f"{row.protocol}, {words.day(row.day)}"
    return f"The largest difference lies in {words.title(row.observable)}: {apart} ({where})."


def _picture(found: Comparison, name: str) -> tuple[str, str, object]:
    lines = [_line(label, result, name) for label, result in found.results.items()]
    unit = next(iter(found.results.values())).data[name].attrs["unit"]
    return words.title(name), words.unit(unit), overlay(words.title(name), unit, lines)


def _line(label: str, result: Result, name: str) -> Line:
    time = np.asarray(result.data["time"].values, float)
    places = np.arange(len(time)) if is_short(result) or len(mornings(time)) < 2 else mornings(time)
    spread = [interval(column) for column in replicates(result, name)[:, places].T]
    median, low, high = np.array([(one.median, one.low, one.high) for one in spread]).T
    return Line(label, time[places], median, low, high)
