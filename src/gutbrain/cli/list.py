"""``gutbrain list``."""

from __future__ import annotations

from typing import Annotated

import typer

from gutbrain.cli import show
from gutbrain.errors import InputError, Problem, suggest

HELP = """What may be written in a protocol, a trial design or a finding: names, units, ranges, meanings, and
what is not in the model: the outcomes of gutbrain what-if on which a thing has no effect there.

Without a kind, the kinds that there are."""
EXAMPLE = "Example: gutbrain list exposures"


def kinds(begun: str) -> list[str]:
    """Kinds that begin so: what the shell completes."""
    from gutbrain.report.lists import LISTS

    return [kind for kind in LISTS if kind.startswith(begun)]


def listing(
    kind: Annotated[
        str | None,
        typer.Argument(
            help="exposures, medicines, strains, presets, traits, observables, ...",
            show_default=False,
            autocompletion=kinds,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """List what may be written."""
    from gutbrain.report.lists import LISTS, about, rows_of, table

    if kind is None:
        rows = [{"name": name, "meaning": about(name)} for name in LISTS]
    elif kind in LISTS:
        rows = rows_of(kind)
    else:
        right = suggest(kind, LISTS, otherwise=f"known are {', '.join(LISTS)}")
        raise InputError([Problem(f"there is no list of '{kind}'", right, field="KIND")])
    if as_json:
        show.as_json(rows)
        return
    headings, cells, numbers = table(rows)
    show.on_stdout(show.plain_table(headings, cells, numbers=numbers, whole=(0,)))
    if kind is None:
        show.on_stdout("", "gutbrain list KIND shows one.")
