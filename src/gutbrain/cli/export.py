"""``gutbrain export``."""

from __future__ import annotations

import sys
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from gutbrain.cli import examples, folder, show
from gutbrain.errors import InputError, Problem
from gutbrain.extras import install

HELP = """The model and its sources for other tools.

sbml: the model with a person and a protocol; omex: a COMBINE archive of it with a time course (SED-ML); petab: a folder
with the calibration problem, which is the findings with their arms and the free parameters; bibtex: the publications
behind the model. sbml and omex take a protocol (a healthy adult left alone unless given)."""
EXAMPLE = "Example: gutbrain export sbml --example fibre --out fibre.xml"


class Format(StrEnum):
    """What can be written."""

    SBML = "sbml"
    OMEX = "omex"
    PETAB = "petab"
    BIBTEX = "bibtex"


ENDINGS = {Format.SBML: ".xml", Format.OMEX: ".omex", Format.PETAB: "-petab", Format.BIBTEX: ".bib"}


def export(
    form: Annotated[
        Format, typer.Argument(metavar="sbml|omex|petab|bibtex", help="What to write.", show_default=False)
    ],
    protocol: Annotated[Path | None, typer.Argument(help="A protocol (YAML).", show_default=False)] = None,
    example: examples.Named = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Where to write (petab: a folder); NAME OF THE PROTOCOL unless given.", show_default=False),
    ] = None,
    relaxed: Annotated[
        bool, typer.Option("--relaxed", help="For libRoadRunner: outputs that most rest on as fast states.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="petab: write into a folder that holds other things.")] = False,
) -> None:
    """Write the model for other tools."""
    if example is not None:
        protocol = examples.file_or(protocol, example, "protocol")
    if protocol and form in (Format.PETAB, Format.BIBTEX):
        raise InputError([Problem(f"{form} takes no protocol", "leave it out", field="export")])
    if relaxed and form is Format.BIBTEX:
        raise InputError([Problem("bibtex holds no model", "leave --relaxed out", field="export")])
    if force and form is not Format.PETAB:
        raise InputError([Problem(f"{form} is a file", "leave --force out", field="export")])
    target = out or Path((protocol.stem if protocol else "gutbrain") + ENDINGS[form])
    if form is Format.PETAB:
        _problem(target, relaxed=relaxed, force=force)
    else:
        _one_file(form, target, protocol, relaxed=relaxed)
    sys.stdout.write(f"{target}\n")


def _one_file(form: Format, target: Path, protocol: Path | None, *, relaxed: bool) -> None:
    if target.is_dir() or not target.parent.is_dir():
        wrong = f"{target} is a folder" if target.is_dir() else f"there is no folder {target.parent}"
        raise InputError([Problem(wrong, "name a file", field="--out")])
    target.write_bytes(_bibliography() if form is Format.BIBTEX else _model(form, protocol, relaxed=relaxed))


def _bibliography() -> bytes:
    from gutbrain.export.bibliography import bibliography

    return bibliography().encode()


def _model(form: Format, protocol: Path | None, *, relaxed: bool) -> bytes:
    _need_libsbml()
    from gutbrain.export.omex import omex
    from gutbrain.export.sbml import sbml
    from gutbrain.export.subject import subject

    who = subject(protocol)
    return omex(who, relaxed=relaxed) if form is Format.OMEX else sbml(who, relaxed=relaxed).encode()


def _problem(target: Path, *, relaxed: bool, force: bool) -> None:
    folder.check(target, force=force)
    _need_libsbml()
    from importlib.metadata import version

    from gutbrain.export.petab.problem import write
    from gutbrain.findings.reading import own_files, read_findings

    findings = read_findings(own_files()).findings
    with folder.written_aside(target) as aside, show.progress("simulating the findings") as told:
        write(aside, findings, relaxed=relaxed, progress=told)
        folder.sign(aside, {"gutbrain": version("gutbrain"), "export": "petab", "relaxed": relaxed})


def _need_libsbml() -> None:
    if find_spec("libsbml") is None:
        raise InputError([Problem("python-libsbml is not installed", install("export"), field="export")])
