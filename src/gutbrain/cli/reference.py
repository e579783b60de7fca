"""``gutbrain reference``."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from gutbrain.cli import show

HELP = "The healthy adult at rest against published reference values; exit status 1 if any lies outside its range."
EXAMPLE = "Example: gutbrain reference"


def reference(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """The healthy adult at rest against published reference values."""
    import gutbrain

    checks = gutbrain.reference_check()
    outside = [c for c in checks if not c.ok]
    if as_json:
        show.as_json([dataclasses.asdict(check) for check in checks])
    else:
        from gutbrain import words

        rows = [
            (
                c.observable,
                "" if c.hour is None else f"{int(c.hour):02d}:{round(c.hour % 1 * 60):02d}",
                words.number(c.model),
                f"{words.number(c.published_low)} to {words.number(c.published_high)}",
                words.unit(c.unit),
                "" if c.ok else "OUTSIDE",
                c.source,
            )
            for c in checks
        ]
        headings = ("observable", "hour", "model", "published", "unit", "", "source")
        said = f"{len(checks) - len(outside)} of {len(checks)} lie in their published range"
        show.on_stdout(show.plain_table(headings, rows, numbers=(2, 3)), "", said)
    if outside:
        raise typer.Exit(1)
