"""``gutbrain profile``."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain import files
from gutbrain.cli import examples, folder, show

if TYPE_CHECKING:
    from gutbrain.microbiome.profile import Profile, SampleProfile

HELP = (
    "Place a microbiome table on the axis: groups of the model with intervals, what could not be placed, diversity, "
    "checks; gut-brain modules from a table of KOs. Any of the usual formats, told by its content. Exit status 1 if a "
    "sample cannot be the start of a person. --out leaves a folder: guilds.csv, genera.csv, unplaced.csv, "
    "diversity.csv, qc.csv (modules.csv of KOs), report.html, start.yaml, provenance.json."
)
EXAMPLE = "Example: gutbrain profile --example made-up-stool"

SIGNS = {"ok": "ok", "warning": "WARN", "fail": "FAIL"}
MOST_SAMPLES = 12
"""Samples that are told one by one; of more, the table has all with --json."""


def profile(
    table: Annotated[
        Path | None, typer.Argument(help="A table of microbes or KOs, of any kind.", show_default=False)
    ] = None,
    example: examples.Named = None,
    sample: Annotated[
        list[str] | None, typer.Option("--sample", help="A sample; more than once for more.", show_default=False)
    ] = None,
    taxonomy: Annotated[
        Path | None, typer.Option("--taxonomy", help="Names of the features, if apart.", show_default=False)
    ] = None,
    metadata: Annotated[
        Path | None, typer.Option("--metadata", help="What is known of the samples.", show_default=False)
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", help="counts, fractions, percent, cells or signal, if not told.", show_default=False),
    ] = None,
    load: Annotated[
        str | None,
        typer.Option(
            "--load",
            metavar="CELLS|COLUMN",
            help="Measured bacteria in the stool, cells/g, or the column of the metadata that has them.",
            show_default=False,
        ),
    ] = None,
    group: Annotated[
        str | None, typer.Option("--group", help="Column of the metadata: compare its groups.", show_default=False)
    ] = None,
    adjust: Annotated[
        list[str] | None,
        typer.Option("--adjust", help="Columns to adjust for, parted by commas.", show_default=False),
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", help="Column that says whose a sample is.", show_default=False)
    ] = None,
    score: Annotated[
        str | None,
        typer.Option("--score", help="Column of a score, as phq9: what could be found with it.", show_default=False),
    ] = None,
    kind: Annotated[
        str, typer.Option("--kind", help="auto, taxa, functions or metabolites, if the content does not tell.")
    ] = "auto",
    reference: Annotated[
        str | None,
        typer.Option("--reference", help="Whom percentiles are of: tito, or a table.", show_default=False),
    ] = None,
    seed: show.Seed = 0,
    out: Annotated[Path | None, typer.Option(help="Folder of the tables and the page.", show_default=False)] = None,
    force: show.Force = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """Place a microbiome table on the axis."""
    table = examples.file_or(table, example, "table")
    asked = folder.known(
        {
            "command": "profile",
            "table": table,
            "taxonomy": taxonomy,
            "metadata": metadata,
            "samples": sample,
            "unit": unit,
            "load": load,
            "group": group,
            "adjust": adjust,
            "person": person,
            "score": score,
            "kind": kind,
            "reference": Path(reference) if reference and Path(reference).is_file() else reference,
            "seed": seed,
        }
    )
    if out is not None:
        folder.claimed(out, out, asked, force=force)

    import gutbrain

    with show.progress("people of the model") if score else nullcontext() as told:
        found = gutbrain.profile(
            table,
            taxonomy=taxonomy,
            metadata=metadata,
            samples=sample or (),
            unit=unit,
            load=load,
            group=group,
            adjust=adjust or (),
            person=person,
            score=score,
            kind=kind,
            reference=reference,
            seed=seed,
            progress=told,
        )
    # written first: a table that is cut off by a pager takes nothing along
    if out is not None:
        from gutbrain.report.profile_folder import leaves

        with folder.written_aside(out, asked) as aside:
            for name, content in leaves(found, out).items():
                files.write_whole(aside / name, content)
    if as_json:
        show.as_json(found.to_dict())
    else:
        show.warn(found.table.notes)
        page = [] if out is None else ["", str(out / "report.html")]
        show.on_stdout(*_told(found), *page)
    if found.table.content == "taxa" and not found.usable:
        raise typer.Exit(1)


def _told(found: Profile) -> list[Any]:
    from gutbrain.cli import profile_cohort
    from gutbrain.microbiome.profile import CAVEATS

    table = found.table
    things: list[Any] = [
        f"{table.file}: {table.kind}, {len(table.features)} features, {len(table.samples)} samples, {table.unit}"
    ]
    asked = bool(found.tables())
    for sample in () if asked else found.samples[:MOST_SAMPLES]:
        things += ["", *(_modules(sample) if table.content == "functions" else _sample(sample))]
    if len(found.samples) > MOST_SAMPLES and not asked:
        things += ["", f"... and {len(found.samples) - MOST_SAMPLES} more samples: --sample names one, --json has all"]
    bad = [sample.sample for sample in found.samples if not sample.usable]
    if table.content != "taxa":
        named = "KOs" if table.content == "functions" else table.content
        return [
            *things,
            *profile_cohort.told(found),
            "",
            f"From {named} no groups can be read, and no person can start.",
        ]
    if bad:
        more = ", ..." if len(bad) > MOST_SAMPLES else ""
        things += ["", f"No start for a person ({len(bad)}): {', '.join(bad[:MOST_SAMPLES])}{more}"]
    return [*things, *profile_cohort.told(found), "", *CAVEATS]


def _sample(sample: SampleProfile) -> list[Any]:
    rows = [
        (
            guild,
            f"{100 * one.share:.2f} %",
            f"{100 * one.low:.2f} to {100 * one.high:.2f}",
            f"{100 * one.methods_low:.2f} to {100 * one.methods_high:.2f}",
            f"{one.log10_cells:.1f}",
            f"{one.log10_cells_low:.1f} to {one.log10_cells_high:.1f}",
            f"{one.percentile:.0f}",
        )
        for guild, one in sample.guilds.items()
    ]
    headings = ("group", "share", "90 %", "with methods", "log10 cells/g", "90 %", "percentile")
    things: list[Any] = [f"Sample {sample.sample}", show.plain_table(headings, rows, numbers=(1, 2, 3, 4, 5, 6))]
    if sample.genera:
        greatest = ", ".join(
            f"{name.split(';')[-1]} {100 * share:.1f} %" for name, share in list(sample.genera.items())[:6]
        )
        things.append(f"Greatest: {greatest}")
    if sample.not_placed:
        names = ", ".join(f"{one.name} {100 * one.share:.1f} %{_near(one.nearest)}" for one in sample.unplaced[:5])
        things.append(f"Not placed, {100 * sample.not_placed:.1f} %: {names}")
    if sample.removed:
        things.append("Taken out: " + ", ".join(f"{why} {100 * share:.1f} %" for why, share in sample.removed.items()))
    if sample.diversity is not None:
        things.append(_diversity(sample))
    wrong = [f"{SIGNS[one.verdict]} {_check(one)}" for one in sample.checks if one.verdict != "ok"]
    return [*things, *wrong]


def _check(one: Any) -> str:
    def number(value: float) -> str:
        return f"{value:.0f}" if one.check == "reads" else f"{100 * value:.0f} %"

    return f"{one.check} {number(one.value)} (limit {number(one.threshold)}): {one.says}"


def _near(name: str) -> str:
    return f" (near {name})" if name else ""


def _diversity(sample: SampleProfile) -> str:
    one = sample.diversity
    assert one is not None
    own = f"{one.observed} genera in {one.reads} reads, Shannon {one.shannon:.2f}, Simpson {one.simpson:.2f}"
    if one.depth is None:
        return f"Diversity: {own}"
    return (
        f"Diversity: {own}; at {one.depth} reads {one.rarefied_observed:.0f} genera, Shannon {one.rarefied_shannon:.2f}"
    )


def _modules(sample: SampleProfile) -> list[Any]:
    from gutbrain.microbiome.modules import modules

    rows = [
        (
            modules()[one.module].name + (" (in nearly all bacteria)" if modules()[one.module].housekeeping else ""),
            one.verdict,
            f"{one.value:.4g}",
            f"{one.steps_above_zero} of {one.steps}",
            modules()[one.module].axis,
        )
        for one in sample.modules
    ]
    return [f"Sample {sample.sample}", show.plain_table(("module", "", "amount", "steps", "about"), rows, numbers=(2,))]
