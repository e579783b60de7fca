"""``gutbrain diary fit``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gutbrain.cli import folder, show
from gutbrain.cli.diary_asked import File, PassFd, opened
from gutbrain.cli.fit import RESULTS, leave

FIT = """Learn from the days of a diary: own level, ups and downs, and how strongly they follow what was recorded.

Says what could be told, what could not, and how long one must still record. Writes a folder with the posterior, which
gutbrain simulate and what-if take with --from; the days themselves stay in the diary."""
FIT_EXAMPLE = "Example: gutbrain diary fit me.diary --outcome mood"


def fit(
    file: File,
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            help="What is to be explained; may be repeated. All that can be, unless given.", show_default=False
        ),
    ] = None,
    draws: Annotated[int, typer.Option(min=2, help="People in general by which factors are told.")] = 48,
    seed: show.Seed = 0,
    out: Annotated[
        Path | None, typer.Option(help="Where to write; results/fit-NAME unless given.", show_default=False)
    ] = None,
    force: show.Force = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON in place of the tables.")] = False,
    pass_fd: PassFd = None,
    care: show.Care = None,
) -> None:
    """Learn from the days of a diary."""
    import gutbrain

    mine = opened(file, pass_fd, care)
    asked = folder.known({"command": "diary fit", "diary": file, "outcome": outcome, "draws": draws, "seed": seed})
    target = folder.claimed(out, RESULTS / f"fit-{file.stem}", asked, force=force)
    recent, whose = mine.lately()
    with show.progress("learning") as progress:
        found = gutbrain.fit(
            recent,
            whose,
            outcomes=outcome or (),
            measures=mine.measures(),
            draws=draws,
            seed=seed,
            progress=progress,
        )
    leave(found, target, asked, as_json=as_json)
