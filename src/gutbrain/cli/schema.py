"""``gutbrain schema``."""

from __future__ import annotations

from typing import Annotated

import typer

from gutbrain.cli import show
from gutbrain.errors import InputError, Problem, suggest

HELP = """The JSON Schema of a kind of file: editors complete and check by it as one writes.

Files to run: protocol, trial, label, person, finding, diary (settings), observations (a row), world (gutbrain.toml).
Files of facts: references, claims, trials, meta_analyses, exposures, medicines, strains, presets, traits, scales.
Without a kind, what each is."""
EXAMPLE = "Example: gutbrain schema protocol"


def kinds(begun: str) -> list[str]:
    """Kinds that begin so: what the shell completes."""
    from gutbrain.report.schemas import SCHEMAS

    return [kind for kind in SCHEMAS if kind.startswith(begun)]


def schema(
    kind: Annotated[
        str | None,
        typer.Argument(help="protocol, trial, label, person, ...", show_default=False, autocompletion=kinds),
    ] = None,
    care: show.Care = None,
) -> None:
    """Print the JSON Schema of a kind of file."""
    from gutbrain.report import schemas
    from gutbrain.report.schemas import SCHEMAS

    if kind is None:
        rows = [[name, meaning] for name, (meaning, _) in SCHEMAS.items()]
        show.on_stdout(show.plain_table(["kind", "meaning"], rows), "", "gutbrain schema KIND prints one.")
    elif kind in SCHEMAS:
        show.as_json(schemas.schema(kind))
    else:
        right = suggest(kind, SCHEMAS, otherwise=f"known are {', '.join(SCHEMAS)}")
        raise InputError([Problem(f"there is no schema of '{kind}'", right, field="KIND")])
