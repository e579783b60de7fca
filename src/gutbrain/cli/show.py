"""What all commands show alike: tables and JSON on stdout, progress and warnings on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any

import typer

from gutbrain import seeds
from gutbrain.care import SEEN

Seed = Annotated[int, typer.Option(min=0, max=seeds.LARGEST, help="Same seed, same numbers.")]
"""The option ``--seed`` of every command that has luck."""

Force = Annotated[bool, typer.Option("--force", help="Replace another run; write beside what is no result.")]
"""The option ``--force`` of every command that writes a folder."""


class Seen(StrEnum):
    """What is said by whoever has seen where help is."""

    SEEN = SEEN


Care = Annotated[
    Seen | None,
    typer.Option(
        "--care", help="seen: where help is was seen; go on though words speak of danger.", show_default=False
    ),
]
"""The option ``--care`` of every command that words of danger can stop; :mod:`gutbrain.cli.help_first` looks for it."""

TABLE_WIDTH = 140

BAD_INPUT = 2
"""Exit status where an input cannot be used."""


_hushed = False


def hush(*, quiet: bool) -> None:
    """Say nothing beside what a command prints from now on (``--quiet``), or say it again."""
    global _hushed
    _hushed = quiet


def as_json(value: Any) -> None:
    """JSON and nothing else."""
    sys.stdout.write(json.dumps(value, indent=2, default=str, allow_nan=False) + "\n")


def on_stdout(*things: Any) -> None:
    """Rich tables or text; a fixed width where nobody looks, so that a table in a file is whole."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console.width = TABLE_WIDTH
    for thing in things:
        console.print(thing, markup=False) if isinstance(thing, str) else console.print(thing)


def plain_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[int] = (), whole: Sequence[int] = ()
) -> Any:
    """A table without lines.

    Parameters
    ----------
    headings
        One for each column.
    rows
        Cells of each row, as text.
    numbers
        Columns that stand right, from 0.
    whole
        Columns whose cells are not broken either: names that are to be typed.
    """
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="dim")
    for i, heading in enumerate(headings):
        table.add_column(
            heading, justify="right" if i in numbers else "left", no_wrap=i in (*numbers, *whole), overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def warn(lines: Iterable[str]) -> None:
    """Warnings, one a line."""
    if not _hushed:
        sys.stderr.writelines(f"warning: {line}\n" for line in lines)


def say(lines: Iterable[str]) -> None:
    """What a user should know and is no warning, one a line, beside what the command prints."""
    if not _hushed:
        sys.stderr.writelines(f"{line}\n" for line in lines)


@contextmanager
def progress(what: str) -> Iterator[Callable[[float], None]]:
    """A progress bar on stderr that goes away when the work is done; gives a function of the share done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=_hushed or not console.is_terminal) as bar:
        task = bar.add_task(what, total=1.0)
        yield lambda share: bar.update(task, completed=share)
