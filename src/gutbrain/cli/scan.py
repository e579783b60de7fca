"""``gutbrain scan``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from gutbrain.cli import folder, show, what_if, worlds
from gutbrain.errors import InputError, Problem

HELP = """A grid of values: what becomes of a protocol when amounts, or traits of the person, go through several.

Of what the protocol gives, values are its amounts; what it does not give goes on from day 0; traits (age, bmi) change
the person. Writes a folder: report.html, scan.csv."""
EXAMPLE = "Example: gutbrain scan stressed-adult --over fibre=10:50:10 --over sleep=5,6,7,8"

RESULTS = Path("results")
LIKE = "fibre=10:50:5 (from, to, step) or sleep=5,6,7,8"


def scan(
    who: what_if.Who,
    *,
    over: Annotated[
        list[str],
        typer.Option(
            metavar="NAME=FROM:TO:STEP",
            help="What is changed; or a list, as in sleep=5,6,7. May be repeated.",
            show_default=False,
        ),
    ],
    people: Annotated[int, typer.Option(min=1, max=200, help="How many people; 1 is the typical person.")] = 1,
    draws: Annotated[
        int | None,
        typer.Option(min=1, max=200, help="Parameter draws (8 for one person, 2 for more).", show_default=False),
    ] = None,
    seed: show.Seed = 0,
    observe: Annotated[
        list[str] | None, typer.Option(help="An observable to read; may be repeated.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write; results/WHO-scan unless given.", show_default=False)
    ] = None,
    force: show.Force = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON in place of the table.")] = False,
    care: show.Care = None,
) -> None:
    """Carry a protocol through a grid of values."""
    from gutbrain.answers.scan import steps

    grid = {}
    for name, text in worlds.named_values(over, "--over", LIKE).items():
        try:
            grid[name] = steps(text)
        except ValueError as error:
            raise InputError([Problem(f"'{text}' is no row of values", str(error), field="--over")]) from None
    given = Path(who) if Path(who).exists() else who
    asked = folder.known(
        {
            "command": "scan",
            "who": given,
            "over": grid,
            "people": people,
            "draws": draws,
            "seed": seed,
            "observe": observe,
        }
    )
    target = folder.claimed(out, RESULTS / f"{Path(who).stem}-scan", asked, force=force)

    from importlib.metadata import version

    import gutbrain
    from gutbrain.report import scan_page as told

    with show.progress("scanning") as done:
        found = gutbrain.scan(
            who, grid, people=people, draws=draws, seed=seed, observe=observe or (), progress=done, care=care
        )
    folder.leave(target, asked, told.page(found), {"scan.csv": found.to_dataframe()}, {"gutbrain": version("gutbrain")})
    show.warn(found.warnings)
    if as_json:
        show.as_json({"over": grid, "cells": [asdict(cell) for cell in found.cells], "folder": str(target)})
        return
    numbers = (*range(len(grid)), len(grid) + 1, len(grid) + 2)
    show.on_stdout(show.plain_table(told.headings(found), map(told.cells, found.cells), numbers=numbers), "")
    show.on_stdout(told.PAIRED, "", str(target / "report.html"))
