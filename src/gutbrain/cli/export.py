"""``gutbrain export``."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gutbrain import files
from gutbrain.cli import examples, folder, show
from gutbrain.errors import InputError, Problem
from gutbrain.extras import need

HELP = """The model and its sources for other tools.

sbml: the model with a person and a protocol; omex: a COMBINE archive of it with a time course (SED-ML); petab: a folder
with the calibration problem, which is the findings with their arms and the free parameters; bibtex: the publications
behind the model. sbml and omex take a protocol (a healthy adult left alone unless given), bibtex one or the folder of a
result: then those behind what ran. netcdf and crate take the folder of a result: its numbers as NetCDF (CF), and a
description of its files (RO-Crate) that is put into it."""
EXAMPLE = "Example: gutbrain export sbml --example fibre --out fibre.xml"


class Format(StrEnum):
    """What can be written."""

    SBML = "sbml"
    OMEX = "omex"
    PETAB = "petab"
    BIBTEX = "bibtex"
    NETCDF = "netcdf"
    CRATE = "crate"


ENDINGS = {
    Format.SBML: ".xml",
    Format.OMEX: ".omex",
    Format.PETAB: "-petab",
    Format.BIBTEX: ".bib",
    Format.NETCDF: ".nc",
}

OF_RESULT = (Format.NETCDF, Format.CRATE)
"""What is made of the folder of a result."""


def export(
    form: Annotated[
        Format, typer.Argument(metavar="sbml|omex|petab|bibtex|netcdf|crate", help="What to write.", show_default=False)
    ],
    protocol: Annotated[
        Path | None, typer.Argument(help="A protocol (YAML), or the folder of a result.", show_default=False)
    ] = None,
    example: examples.Named = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Where to write (petab: a folder); NAME OF THE PROTOCOL unless given.", show_default=False),
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Every output an assignment rule, which libRoadRunner cannot load.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="petab: replace another, or write beside other things.")
    ] = False,
    care: show.Care = None,
) -> None:
    """Write the model for other tools."""
    if example is not None:
        protocol = examples.file_or(protocol, example, "protocol")
    if protocol and form is Format.PETAB:
        raise InputError([Problem(f"{form} takes no protocol", "leave it out", field="export")])
    if exact and form in (Format.BIBTEX, *OF_RESULT):
        raise InputError([Problem(f"{form} holds no model", "leave --exact out", field="export")])
    if form in OF_RESULT and (protocol is None or not protocol.is_dir()):
        right = "name the folder that gutbrain simulate wrote, as in results/fibre"
        raise InputError([Problem(f"{form} is made of the folder of a result", right, field="export")])
    if form is Format.CRATE:
        _crate(protocol, out)
        return
    if force and form is not Format.PETAB:
        raise InputError([Problem(f"{form} is a file", "leave --force out", field="export")])
    target = out or Path((protocol.stem if protocol else "gutbrain") + ENDINGS[form])
    if form is Format.NETCDF:
        import gutbrain

        gutbrain.open(protocol or "").to_netcdf(target)
    elif form is Format.PETAB:
        target = _problem(out, target, exact=exact, force=force)
    else:
        content = _one_file(form, target, protocol, exact=exact)
        target = target if out else folder.unused(target, content)
        files.write_whole(target, content)
    sys.stdout.write(f"{target}\n")


def _one_file(form: Format, target: Path, protocol: Path | None, *, exact: bool) -> bytes:
    files.check_file(target)
    return _bibliography(protocol) if form is Format.BIBTEX else _model(form, protocol, exact=exact)


def _bibliography(what: Path | None) -> bytes:
    from gutbrain.export.bibliography import bibliography

    if what is None:
        return bibliography().encode()
    import gutbrain

    ran = gutbrain.open(what) if what.is_dir() else None
    protocol = gutbrain.load(what) if ran is None else ran.protocol
    return bibliography(protocol, None if ran is None else ran.model).encode()


def _crate(folder_of_result: Path | None, out: Path | None) -> None:
    if out is not None:
        raise InputError([Problem("crate is put into the folder of the result", "leave --out out", field="export")])
    from gutbrain.export.crate import FILE, crate

    place = Path(folder_of_result or "")
    files.write_whole(place / FILE, crate(place))
    sys.stdout.write(f"{place / FILE}\n")


def _model(form: Format, protocol: Path | None, *, exact: bool) -> bytes:
    _need_libsbml()
    from gutbrain.export.omex import omex
    from gutbrain.export.sbml import sbml
    from gutbrain.export.subject import subject

    who = subject(protocol)
    return omex(who, exact=exact) if form is Format.OMEX else sbml(who, exact=exact).encode()


def _problem(out: Path | None, usual: Path, *, exact: bool, force: bool) -> Path:
    asked = folder.known({"command": "export petab", "exact": exact})
    target = folder.claimed(out, usual, asked, force=force)
    _need_libsbml()
    from importlib.metadata import version

    from gutbrain.export.petab.problem import write
    from gutbrain.findings.reading import own_files, read_findings

    findings = read_findings(own_files()).findings
    with folder.written_aside(target, asked) as aside, show.progress("simulating the findings") as told:
        write(aside, findings, exact=exact, progress=told)
        files.sign(aside, {"gutbrain": version("gutbrain"), "export": "petab", "exact": exact})
    return target


def _need_libsbml() -> None:
    need("libsbml", "export", called="python-libsbml", field="export")
