"""What the commands of a diary share, and ``gutbrain diary look``."""

from __future__ import annotations

import getpass
import io
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import show
from gutbrain.errors import InputError, Problem, listed, suggest

if TYPE_CHECKING:
    from gutbrain.diary import Diary
    from gutbrain.diary.entry import Entry
    from gutbrain.diary.settings import Settings

File = Annotated[Path, typer.Argument(metavar="FILE", help="The diary.", show_default=False)]
"""The diary."""

PassFd = Annotated[
    int | None,
    typer.Option("--pass-fd", help="Number of an open file from which the pass phrase is read.", show_default=False),
]
"""Where the pass phrase comes from where nobody is asked: never an argument, never the environment."""

LOOK = """What goes with what: each factor at its own lag beside what yesterday was like; how many pairs were tried.

What was not tried by lot is never called an effect: it points to something, goes with it, makes no difference worth
naming, or cannot be told, with the reason."""
LOOK_EXAMPLE = "Example: gutbrain diary look me.diary --outcome mood"


def opened(file: Path, pass_fd: int | None, care: Any) -> Diary:
    """The diary, asked for its pass phrase where it is locked.

    Parameters
    ----------
    file
        Where it lies.
    pass_fd
        Number of an open file that holds the pass phrase.
    care
        Whether where help is was seen.
    """
    from gutbrain import diary

    return diary.open(file, passphrase=phrase_of(file, pass_fd), care=care)


def phrase_of(file: Path, pass_fd: int | None) -> str | None:
    """The pass phrase of a locked diary; None where it is not locked.

    Raises
    ------
    InputError
        Where there is nobody to ask.
    """
    from gutbrain.diary.file import is_locked

    if not file.is_file() or not is_locked(file):
        return None
    return from_fd(pass_fd) if pass_fd is not None else _prompt("Pass phrase: ")


def new_phrase(pass_fd: int | None) -> str:
    """A new pass phrase, typed twice.

    Raises
    ------
    InputError
        Where the two differ, or there is nobody to ask.
    """
    if pass_fd is not None:
        return from_fd(pass_fd)
    first = _prompt("New pass phrase: ")
    if first != _prompt("The same again: "):
        raise InputError([Problem("the two are not the same", "nothing was changed; try again", field="pass phrase")])
    return first


def from_fd(number: int) -> str:
    """The first line of an open file.

    Raises
    ------
    InputError
        Where it cannot be read.
    """
    try:
        with os.fdopen(number, "r", encoding="utf-8", closefd=False) as stream:
            return stream.readline().rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise InputError(
            [Problem(f"{number} cannot be read ({error})", "--pass-fd 3 3< FILE", field="--pass-fd")]
        ) from None


def _prompt(said: str) -> str:
    if not sys.stdin.isatty():
        raise InputError([Problem("nobody is there to ask", "--pass-fd 3 3< FILE", field="pass phrase")])
    return getpass.getpass(said)


def pairs(values: Sequence[str]) -> dict[str, str]:
    """Values by name: ``mood=6``.

    Raises
    ------
    InputError
        Where one has no value, or a name stands twice.
    """
    found: dict[str, str] = {}
    for text in values:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not (name and sign):
            raise InputError([Problem(f"'{text[:40]}' names no value", "write it as in mood=6")])
        if name in found:
            raise InputError([Problem(f"{name} stands twice", "add it in two commands, each with its --time")])
        found[name] = value
    return found


def day_of(text: str | None, today: date) -> date:
    """A day that is named.

    Raises
    ------
    InputError
        Where it is none.
    """
    from gutbrain.diary.dates import parse_day

    if text is None or text == "today":
        return today
    if text == "yesterday":
        return today - timedelta(1)
    day = parse_day(text, "year-first") if text[:4].isdigit() else None
    if day is None:
        raise InputError([Problem(f"'{text[:40]}' is not a day", "write it as in 2025-02-01, or yesterday")])
    return day


def number(text: str, field: str) -> float:
    """A number that was typed.

    Raises
    ------
    InputError
        Where it is none.
    """
    from gutbrain.diary.cells import number as of

    found = of(text)
    if found is None:
        raise InputError([Problem(f"'{text[:20]}' is not a number", "", field)])
    return found


def chosen(names: Sequence[str], known: Sequence[str]) -> list[str]:
    """Columns that are named; all where none is.

    Raises
    ------
    InputError
        Where one is not there.
    """
    for name in names:
        if name not in known:
            right = suggest(name, known, otherwise=f"there are {listed(known, 30)}")
            raise InputError([Problem(f"'{name[:40]}' is not in the diary", right)])
    return list(names) or list(known)


def value(one: Entry) -> str:
    """A value with its unit, or the word."""
    return one.raw if one.value is None else f"{one.value:g}{f' {one.unit}' if one.unit else ''}"


def no_nan(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row whose missing values are null."""
    return {str(key): None if isinstance(found, float) and found != found else found for key, found in row.items()}


def records(table: Any) -> list[dict[str, Any]]:
    """Rows of a table as mappings."""
    return [no_nan(row) for row in table.to_dict(orient="records")]


def as_yaml(settings: Settings) -> str:
    """Settings as they are written."""
    from ruamel.yaml import YAML

    stream = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.dump(settings.to_yaml() or {"day_ends": "04:00"}, stream)
    return stream.getvalue()


def look(
    file: File,
    outcome: Annotated[
        list[str], typer.Option("--outcome", help="What it is about; may be repeated.", show_default=False)
    ],
    factor: Annotated[
        list[str] | None,
        typer.Option(
            "--factor", help="Only with this; may be repeated. All that there are unless given.", show_default=False
        ),
    ] = None,
    pass_fd: PassFd = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """What goes with what."""
    from gutbrain.diary.look import look as looked

    mine = opened(file, pass_fd, care)
    found = looked(mine.table(), mine.settings, outcome, factors=factor or ())
    if as_json:
        show.as_json({**found.as_json(), "said": mine.said})
        return
    rows = [
        (
            str(row["outcome"]),
            f"{row['factor']}{' (day before)' if row['lag'] else ''}",
            str(row["days"]),
            str(row["per"]),
            "" if row["size"] is None else f"{row['size']:+.2g}",
            "" if row["size"] is None else f"{row['low']:+.2g} to {row['high']:+.2g}",
            f"{row['verdict']}: {row['why']}",
        )
        for row in records(found.table)
    ]
    headings = ("outcome", "factor", "days", "for", "size", "90 %", "")
    show.on_stdout(show.plain_table(headings, rows, numbers=(2, 4, 5)), "", *found.said)
    show.say(mine.said)
