"""``gutbrain examples``, and ``--example`` in place of a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gutbrain import files
from gutbrain.cli import show
from gutbrain.errors import InputError, Problem

if TYPE_CHECKING:
    from gutbrain.examples import Example

HELP = """Examples to start from: protocols, trials, labels, findings, a table.

Without a name, what there is. With a name, the file itself; with --copy it is written into a folder, to be changed.
gutbrain simulate --example NAME (and explain, export, trial, label, validate, profile) takes one as it is."""
EXAMPLE = "Example: gutbrain examples fibre --copy"


def names(begun: str) -> list[str]:
    """Names of examples that begin so: what the shell completes."""
    from gutbrain.examples import examples as shipped
    from gutbrain.examples import worlds

    return [name for name in (*shipped(), *worlds()) if name.startswith(begun)]


Named = Annotated[
    str | None,
    typer.Option(
        "--example",
        metavar="NAME",
        help="An example in place of a file: gutbrain examples.",
        show_default=False,
        autocompletion=names,
    ),
]
"""The option of a command that takes a file."""


def examples(
    name: Annotated[
        str | None, typer.Argument(help="Name of an example.", show_default=False, autocompletion=names)
    ] = None,
    copy: Annotated[bool, typer.Option("--copy", help="Write it to a file (without a name, all of them).")] = False,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="Where to write the copy; here unless given.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file of the same name.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """Show or copy examples."""
    from gutbrain import examples as shipped

    if folder and not copy:
        raise InputError([Problem(f"nothing is written to {folder}", "add --copy", field="DIR")])
    if force and not copy:
        raise InputError([Problem("nothing is written", "add --copy", field="--force")])
    if name is not None and name in shipped.worlds():
        _world(name, folder or Path(), copy=copy, force=force, as_json=as_json)
        return
    chosen = [shipped.named(name, field="NAME")] if name else list(shipped.examples().values())
    if copy:
        _copy(chosen, folder or Path(), force=force)
    elif as_json:
        rows = [{"name": e.name, "kind": e.kind, "title": e.title, "shows": e.shows} for e in chosen]
        show.as_json(rows[0] | {"text": chosen[0].text} if name else rows)
    elif name:
        sys.stdout.write(chosen[0].text)
    else:
        table = [(e.name, e.kind, e.title, e.shows) for e in chosen]
        table += [
            (name, "world", "", "a folder of own channels and facts (docs/worlds.md)") for name in shipped.worlds()
        ]
        said = "gutbrain examples NAME prints one; add --copy to have it as a file."
        show.on_stdout(show.plain_table(("name", "kind", "title", "what it shows"), table), "", said)


def file_or(file: Path | None, example: str | None, kind: str) -> Path:
    """The file that a command was given, or the example that stands in its place.

    Parameters
    ----------
    file
        What was given as a file.
    example
        What was given by ``--example``.
    kind
        ``protocol``, ``trial``, ``label`` or ``finding``.

    Raises
    ------
    InputError
        Where neither or both are given, or there is no such example.
    """
    from gutbrain.examples import named

    if file is not None and example is not None:
        raise InputError([Problem(f"both {file} and an example are given", "name one of them", field="--example")])
    if example is not None:
        return named(example, kind, field="--example").path
    if file is None:
        right = "name a file, or an example with --example NAME (gutbrain examples lists them)"
        raise InputError([Problem(f"a {kind} is missing", right)])
    return file


def _world(name: str, folder: Path, *, copy: bool, force: bool, as_json: bool) -> None:
    """Show the files of an example world, or copy its folder."""
    from gutbrain.examples import worlds

    place = worlds()[name]
    texts = {path.relative_to(place): path.read_text(encoding="utf-8") for path in sorted(place.rglob("*.*"))}
    if not copy and as_json:
        show.as_json({"name": name, "kind": "world", "files": {str(path): text for path, text in texts.items()}})
    elif not copy:
        sys.stdout.write("\n".join(f"# {path}\n{text}" for path, text in texts.items()))
    else:
        target = folder / name
        if target.exists() and not force:
            right = "name another folder, or add --force to write over it"
            raise InputError([Problem(f"{target} is there already", right, field="--copy")])
        for path, text in texts.items():
            with files.writing(target):
                (target / path).parent.mkdir(parents=True, exist_ok=True)
            files.write_whole(target / path, text)
        sys.stdout.write(f"{target}\n")


def _copy(chosen: list[Example], folder: Path, *, force: bool) -> None:
    """Write examples into a folder; nothing is written where one of them would fall on another file."""
    targets = [folder / example.path.name for example in chosen]
    there = [target for target in targets if target.exists()]
    if there and not force:
        right = "name another folder, or add --force to write over it"
        raise InputError([Problem(f"{target} is there already", right, field="--copy") for target in there])
    with files.writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for example, target in zip(chosen, targets, strict=True):
        files.write_whole(target, example.text)
    sys.stdout.write("".join(f"{target}\n" for target in targets))
