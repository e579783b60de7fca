"""``gutbrain new``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from gutbrain import files
from gutbrain.cli import show
from gutbrain.errors import InputError, Problem, suggest

HELP = """A file to begin with: protocol, design, label, finding, world (a folder) or diary (a table of observations).

It can be run as it is, and says in comments what else may stand in it. gutbrain examples has real ones."""
EXAMPLE = "Example: gutbrain new protocol mine.yaml"


def kinds(begun: str) -> list[str]:
    """Kinds that begin so: what the shell completes."""
    from gutbrain.examples import starts

    return [kind for kind in starts() if kind.startswith(begun)]


def new(
    kind: Annotated[
        str,
        typer.Argument(
            help="protocol, design, label, finding, world or diary.", show_default=False, autocompletion=kinds
        ),
    ],
    file: Annotated[
        Path | None, typer.Argument(help="What to write; KIND.yaml here unless given.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file of the same name.")] = False,
    care: show.Care = None,
) -> None:
    """Write a file to begin with."""
    from gutbrain.examples import starts

    if kind not in starts():
        right = suggest(kind, starts(), otherwise=f"known are {', '.join(starts())}")
        raise InputError([Problem(f"there is no '{kind}' to begin with", right, field="KIND")])
    start = starts()[kind]
    target = file or Path(start.name)
    if target.exists() and not force:
        right = "name another, or add --force to write over it"
        raise InputError([Problem(f"{target} is there already", right, field="FILE")])
    inside = sorted(path for path in start.rglob("*") if path.is_file()) if start.is_dir() else [start]
    for path in inside:
        place = target / path.relative_to(start) if start.is_dir() else target
        with files.writing(place):
            place.parent.mkdir(parents=True, exist_ok=True)
        files.write_whole(place, path.read_text(encoding="utf-8"))
    sys.stdout.write(f"{target}\n")
