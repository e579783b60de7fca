"""``gutbrain export``."""

from __future__ import annotations

import sys
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from gutbrain.errors import InputError, Problem

HELP = """The model and its sources for other tools.

sbml: the model with a person and a protocol; omex: a COMBINE archive of it with a time course (SED-ML); bibtex: the
publications behind it. sbml and omex take a protocol (a healthy adult left alone unless given)."""
EXAMPLE = "Example: gutbrain export sbml examples/fibre.yaml --out fibre.xml"


class Format(StrEnum):
    """What can be written."""

    SBML = "sbml"
    OMEX = "omex"
    BIBTEX = "bibtex"


ENDINGS = {Format.SBML: ".xml", Format.OMEX: ".omex", Format.BIBTEX: ".bib"}


def export(
    form: Annotated[Format, typer.Argument(metavar="sbml|omex|bibtex", help="What to write.", show_default=False)],
    protocol: Annotated[Path | None, typer.Argument(help="A protocol (YAML).", show_default=False)] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write; NAME OF THE PROTOCOL unless given.", show_default=False)
    ] = None,
    relaxed: Annotated[
        bool, typer.Option("--relaxed", help="For libRoadRunner: outputs that most rest on as fast states.")
    ] = False,
) -> None:
    """Write the model for other tools."""
    if form is Format.BIBTEX and (protocol or relaxed):
        raise InputError([Problem("bibtex takes no protocol", "leave it out, and --relaxed as well", field="export")])
    target = out or Path(protocol.stem if protocol else "gutbrain").with_suffix(ENDINGS[form])
    if target.is_dir() or not target.parent.is_dir():
        wrong = f"{target} is a folder" if target.is_dir() else f"there is no folder {target.parent}"
        raise InputError([Problem(wrong, "name a file", field="--out")])
    target.write_bytes(_bibliography() if form is Format.BIBTEX else _model(form, protocol, relaxed=relaxed))
    sys.stdout.write(f"{target}\n")


def _bibliography() -> bytes:
    from gutbrain.export.bibliography import bibliography

    return bibliography().encode()


def _model(form: Format, protocol: Path | None, *, relaxed: bool) -> bytes:
    if find_spec("libsbml") is None:
        right = "install it: pip install 'gutbrain[export]'"
        raise InputError([Problem("python-libsbml is not installed", right, field="export")])
    from gutbrain.export.omex import omex
    from gutbrain.export.sbml import sbml
    from gutbrain.export.subject import subject

    who = subject(protocol)
    return omex(who, relaxed=relaxed) if form is Format.OMEX else sbml(who, relaxed=relaxed).encode()
