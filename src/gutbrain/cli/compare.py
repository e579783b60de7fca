"""``gutbrain compare``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from gutbrain.cli import folder, show, what_if, worlds
from gutbrain.errors import InputError, Problem

HELP = """Protocols side by side, held against the first: the same people, luck and parameter sets in each.

Two to six protocols (files, examples or presets by name), or one with changes that go on from day 0. One table, and one
page with the curves laid over one another. Writes a folder: report.html, compare.csv."""
EXAMPLE = "Example: gutbrain compare fibre fermented-food --observe faecal_butyrate"

RESULTS = Path("results")


def compare(
    protocols: Annotated[
        list[str],
        typer.Argument(
            metavar="A [B ...]",
            help="Protocols (YAML), or names of examples or presets.",
            show_default=False,
            autocompletion=what_if.names,
        ),
    ],
    change: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help='What is otherwise in the last one: "sleep=8", "fibre=+10"; may be repeated.',
            show_default=False,
        ),
    ] = None,
    people: Annotated[int, typer.Option(min=1, max=500, help="How many people; 1 is the typical person.")] = 1,
    draws: Annotated[
        int | None,
        typer.Option(min=1, max=500, help="Parameter draws (8 for one person, 2 for more).", show_default=False),
    ] = None,
    seed: show.Seed = 0,
    observe: Annotated[
        list[str] | None, typer.Option(help="An observable to show; may be repeated.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write; results/A-B unless given.", show_default=False)
    ] = None,
    force: show.Force = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON in place of the table.")] = False,
    care: show.Care = None,
) -> None:
    """Protocols side by side."""
    changes = worlds.named_values(change or [], "--change", '"sleep=8" or "fibre=+10"')
    if len(protocols) < 2 and not changes:
        right = "name two or more, or one with --change"
        raise InputError([Problem("one protocol cannot be compared", right, field="compare")])
    asked = folder.known(
        {
            "command": "compare",
            "protocols": [Path(one) if Path(one).exists() else one for one in protocols],
            "change": changes,
            "people": people,
            "draws": draws,
            "seed": seed,
            "observe": observe,
        }
    )
    stems = [Path(one).stem for one in protocols]
    usual = "-".join(dict.fromkeys([*stems, *(["changed"] if changes else [])]))
    target = folder.claimed(out, RESULTS / usual, asked, force=force)

    import gutbrain
    from gutbrain.report import compare_page as told

    with show.progress("comparing") as done:
        found = gutbrain.compare(
            *protocols,
            changes=changes,
            people=people,
            draws=draws,
            seed=seed,
            observe=observe or (),
            progress=done,
            care=care,
        )
    first = next(iter(found.results.values()))
    signed = first.provenance | {"protocol": list(found.results)}
    folder.leave(target, asked, told.page(found), {"compare.csv": found.to_dataframe()}, signed)
    show.warn(found.warnings)
    if as_json:
        rows = [asdict(row) for row in found.rows]
        show.as_json({"rows": rows, "protocols": list(found.results), "folder": str(target)})
        return
    show.on_stdout(show.plain_table(told.HEADINGS, map(told.cells, found.rows), numbers=told.NUMBERS), "")
    show.on_stdout(told.PAIRED, *told.gaps(found), "", str(target / "report.html"))
