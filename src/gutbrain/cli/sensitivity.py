"""``gutbrain sensitivity``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from gutbrain.cli import examples, folder, show

HELP = """What a number of a run hangs on: all free parameters, the most important first.

Shares of the variance (first-order indices, RBD-FAST on given lanes), signs, elasticities and a tornado, for the change
that the protocol makes in an observable, or its level. Writes a folder: report.html, sensitivity.csv.
Needs the extra `sensitivity` (SALib)."""
EXAMPLE = "Example: gutbrain sensitivity --example fibre --observable faecal_butyrate"

RESULTS = Path("results")
PRINTED = 12


def sensitivity(
    protocol: Annotated[Path | None, typer.Argument(help="A protocol (YAML).", show_default=False)] = None,
    *,
    observable: Annotated[str, typer.Option(help="Name of the observable.", show_default=False)],
    example: examples.Named = None,
    day: Annotated[float | None, typer.Option(help="When; the last day unless given.", show_default=False)] = None,
    hour: Annotated[float | None, typer.Option(help="Clock hour; 8 unless given.", show_default=False)] = None,
    level: Annotated[
        bool, typer.Option("--level", help="Of the level itself, not of what the protocol changes.")
    ] = False,
    lanes: Annotated[int, typer.Option(help="Parameter sets, 500 to 50000.")] = 4000,
    seed: show.Seed = 0,
    out: Annotated[
        Path | None, typer.Option(help="Where to write; results/PROTOCOL-OBSERVABLE unless given.", show_default=False)
    ] = None,
    force: show.Force = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON in place of the table.")] = False,
    care: show.Care = None,
) -> None:
    """What a number of a run hangs on."""
    protocol = examples.file_or(protocol, example, "protocol")
    asked = folder.known(
        {
            "command": "sensitivity",
            "protocol": protocol,
            "observable": observable,
            "day": day,
            "hour": hour,
            "level": level,
            "lanes": lanes,
            "seed": seed,
        }
    )
    target = folder.claimed(out, RESULTS / f"{protocol.stem}-{observable}", asked, force=force)

    from importlib.metadata import version

    import gutbrain
    from gutbrain.report import sensitivity_page as told

    with show.progress("carrying all parameters") as done:
        found = gutbrain.sensitivity(
            protocol, observable, day, hour=hour, level=level, lanes=lanes, seed=seed, progress=done
        )
    signed = {"gutbrain": version("gutbrain"), **found.provenance}
    folder.leave(target, asked, told.page(found), {"sensitivity.csv": found.to_dataframe()}, signed)
    show.warn(found.warnings)
    if as_json:
        show.as_json({**asdict(found), "additive": found.additive, "folder": str(target)})
        return
    show.on_stdout(
        f"{told.about(found)[:1].upper()}{told.about(found)[1:]}: {told.summary(found)}",
        "",
        show.plain_table(told.HEADINGS, map(told.cells, found.acting[:PRINTED]), numbers=(1, 4, 5)),
        "",
        *([f"left out, not in the model: {', '.join(found.not_in_model)}"] if found.not_in_model else []),
        str(target / "report.html"),
    )
