"""``gutbrain validate``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain import files
from gutbrain.cli import examples, folder, show

if TYPE_CHECKING:
    from gutbrain.findings.validation import Validation

HELP = """Published findings against the model: what agrees, what only has the right direction, what is missed.

Without a file, the project's own findings: those that the parameters were fitted to, and apart from them those that
the model had not seen. Findings that are wrong are told of with file and line, and the others are
run; exit status 2 then. Writes DIR/report.html unless --json is given."""
EXAMPLE = "Example: gutbrain validate --example endotoxin-anxiety --json"

TARGET = Path("results/validation")


def validate(
    findings: Annotated[list[Path] | None, typer.Argument(help="Files of findings (YAML).", show_default=False)] = None,
    example: examples.Named = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
    draws: Annotated[int, typer.Option(min=2, help="Parameter sets.")] = 16,
    people: Annotated[int, typer.Option(min=2, help="People for each parameter set.")] = 8,
    seed: show.Seed = 0,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the page; results/validation unless given.", show_default=False)
    ] = None,
    force: show.Force = False,
    care: show.Care = None,
) -> None:
    """Published findings against the model."""
    if example is not None:
        findings = [*(findings or ()), examples.file_or(None, example, "finding")]
    asked = folder.known(
        {"command": "validate", "findings": list(findings or ()), "draws": draws, "people": people, "seed": seed}
    )
    target = TARGET if as_json else folder.claimed(out, TARGET, asked, force=force)

    from gutbrain.findings.batches import Size
    from gutbrain.findings.validation import validate as check

    with show.progress("simulating findings") as told:
        validation = check(findings or (), size=Size(draws, people), seed=seed, progress=told)
    show.warn(validation.warnings)
    for problem in validation.problems:
        sys.stderr.write(f"{problem}\n")
    if validation.problems and not validation.checked:  # nothing was run: there is no result
        raise typer.Exit(show.BAD_INPUT)
    if as_json:
        show.as_json(validation.as_json())
    else:
        _print(validation, target, asked)
    if validation.problems:
        raise typer.Exit(show.BAD_INPUT)


def _print(validation: Validation, out: Path, asked: Mapping[str, Any]) -> None:
    """The table, and the page."""
    import importlib.metadata

    from gutbrain.answers.finding_rows import rows
    from gutbrain.engine.ensemble import shipped
    from gutbrain.findings.causes import causes
    from gutbrain.report.validation_page import write

    known = causes()
    with folder.written_aside(out, asked) as aside:
        write(validation, known, shipped().provenance["name"], aside / "report.html")
        provenance = {"gutbrain": importlib.metadata.version("gutbrain"), "seed": asked["seed"], "validation": True}
        files.sign(aside, provenance)
    headings = ("finding", "measure", "published", "predicted", "verdict")
    parts = validation.parts()
    lines: list[str] = []
    for title, part in parts.items():
        table = [(r.id, r.measure, r.published, r.predicted, r.verdict) for r in rows(part, known)]
        lines += [*([title, ""] if len(parts) > 1 else []), show.plain_table(headings, table), "", *_said(part), ""]
    show.on_stdout(*lines, str(out / "report.html"))


def _said(part: Validation) -> list[str]:
    """How many agree, and how often the published numbers lie in their intervals."""
    said = [
        f"{part.count('agrees')} of {len(part.checked)} agree, {part.count('direction')} have the right direction only,"
        f" {part.count('misses')} are missed, {part.count('unsupported')} cannot be run"
    ]
    if (covered := part.coverage).of:
        said.append(
            f"of {covered.of} with a size, {covered.half:.0%} lie in the 50 % interval and {covered.most:.0%} in the"
            " 90 % interval of what such studies would print"
        )
    return said
