"""``gutbrain reference``."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from gutbrain.cli import show

HELP = """The healthy adult at rest against published reference values; exit status 1 if any lies outside its range.

With --people a population against published quantiles and correlations of how people differ: healthy adults, and
those whom a finding is about. Exit status 1 if one is missed."""
EXAMPLE = "Example: gutbrain reference --people 400"


def reference(
    people: Annotated[
        int | None,
        typer.Option(min=20, help="A population of so many, instead of the typical person.", show_default=False),
    ] = None,
    seed: show.Seed = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """The healthy adult at rest, or a population, against published reference values."""
    rows: Sequence[Any]
    if people is None:
        import gutbrain

        rows = gutbrain.reference_check()
    else:
        from gutbrain.findings.population import population_check

        with show.progress("a population") as told:
            rows = population_check(people, seed=seed, progress=told)
    if as_json:
        show.as_json([dataclasses.asdict(row) for row in rows])
    elif people is None:
        _typical(rows)
    else:
        _population(rows, people)
    if any(not row.ok for row in rows):
        raise typer.Exit(1)


def clock(hour: float) -> str:
    """An hour as a clock shows it."""
    return f"{int(hour):02d}:{round(hour % 1 * 60):02d}"


def _typical(checks: Sequence[Any]) -> None:
    from gutbrain import words

    rows = [
        (
            c.observable,
            "" if c.hour is None else clock(c.hour),
            words.number(c.model),
            f"{words.number(c.published_low)} to {words.number(c.published_high)}",
            words.unit(c.unit),
            "" if c.ok else "OUTSIDE",
            c.source,
        )
        for c in checks
    ]
    headings = ("observable", "hour", "model", "published", "unit", "", "source")
    said = f"{sum(c.ok for c in checks)} of {len(checks)} lie in their published range"
    show.on_stdout(show.plain_table(headings, rows, numbers=(2, 3)), "", said)


def _population(found: Sequence[Any], people: int) -> None:
    from gutbrain import words

    rows = [
        (
            row.observable + ("" if row.hour is None else f" {clock(row.hour)}"),
            row.people,
            row.what,
            words.number(row.published),
            words.number(row.model),
            "" if row.share_below is None else f"{100 * row.share_below:.0f} %",
            "" if row.ok else "MISSED",
            row.source,
        )
        for row in found
    ]
    headings = ("observable", "people", "below", "published", "model", "model below it", "", "source")
    said = f"{sum(row.ok for row in found)} of {len(found)} are met by a population of {people}"
    show.on_stdout(show.plain_table(headings, rows, numbers=(3, 4, 5)), "", said)
