"""``gutbrain version``."""

from __future__ import annotations

import typer

HELP = "Print the version."
EXAMPLE = "Example: gutbrain version"


def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    typer.echo(installed("gutbrain"))


def print_and_leave(asked: bool) -> None:
    """Print the version and end, where ``--version`` was asked for."""
    if asked:
        version()
        raise typer.Exit
