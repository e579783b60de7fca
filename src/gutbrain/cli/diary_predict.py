"""``gutbrain diary predict``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import folder, show
from gutbrain.cli.diary_asked import File, PassFd, opened, pairs

if TYPE_CHECKING:
    from gutbrain.diary.predict import Prediction

PREDICT = """What the weeks ahead may bring: as usual, and with something lived otherwise, beside the skill so far.

Every past week is foretold as well, from the days before it: how often your value lay in the band, and how much closer
that was than your mean and what persists. What cannot be told is said so. Nothing is written unless --out is named."""
PREDICT_EXAMPLE = 'Example: gutbrain diary predict me.diary --weeks 4 --if "sleep=7.5"'


def predict(
    file: File,
    outcome: Annotated[
        str | None,
        typer.Option(help="What is foretold; the first that can be, unless given.", show_default=False),
    ] = None,
    weeks: Annotated[int, typer.Option(min=1, max=12, help="How many weeks.")] = 4,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--if",
            metavar="NAME=VALUE",
            help="Lived otherwise on every day: sleep=7.5, or sleep=+1; may be repeated.",
            show_default=False,
        ),
    ] = None,
    draws: Annotated[int, typer.Option(min=2, help="People in general by which factors are told.")] = 48,
    seed: show.Seed = 0,
    out: Annotated[Path | None, typer.Option(help="A folder for the page and the tables.", show_default=False)] = None,
    force: show.Force = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON in place of the table.")] = False,
    pass_fd: PassFd = None,
    care: show.Care = None,
) -> None:
    """Foretell the weeks ahead of a diary."""
    said = pairs(changes or [])
    mine = opened(file, pass_fd, care)
    asked: dict[str, Any] = folder.known(
        {"command": "diary predict", "diary": file, "outcome": outcome, "weeks": weeks, "if": said, "draws": draws,
         "seed": seed}
    )  # fmt: skip
    target = folder.claimed(out, out, asked, force=force) if out is not None else None
    with show.progress("foretelling") as progress:
        found = mine.predict(
            outcome, weeks=weeks, changes=said, draws=draws, seed=seed, progress=progress, care=care
        )  # fmt: skip
    told = found.to_dict()
    if target is not None:
        _leave(found, target, asked)
    if as_json:
        show.as_json({**told, "folder": str(target) if target else None, "watch": mine.said})
        return
    show.warn(found.fit.notes)
    headings = ["week from", "as usual (90 %)", *(["with the change (90 %)"] if told["change"] else [])]
    bands = ("", "if_") if told["change"] else ("",)
    rows = [(row["day"], *(_band(row, prefix) for prefix in bands)) for row in told["weeks"]]
    show.on_stdout(show.plain_table(tuple(headings), rows), "", *told["said"], *([str(target)] if target else []))
    show.say(mine.said)


def _band(row: dict[str, Any], prefix: str) -> str:
    low, median, high = (row[f"{prefix}{key}"] for key in ("low", "median", "high"))
    return f"{median:.1f} ({low:.1f} to {high:.1f})"


def _leave(found: Prediction, target: Path, asked: dict[str, Any]) -> None:
    from gutbrain.report.predict_page import page

    tables = {"days.csv": found.days(), "weeks.csv": found.weeks(), "past.csv": found.past()}
    folder.leave(target, asked, page(found), tables, {**found.fit.provenance, "kind": "prediction"})
