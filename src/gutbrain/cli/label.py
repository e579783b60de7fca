"""``gutbrain label``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import examples, show

if TYPE_CHECKING:
    from gutbrain.evidence.label.record import Label
    from gutbrain.evidence.label.report import LabelReport

HELP = (
    "Check a product label: what it must say, doses against those tested, each claim against the evidence for its "
    "strains. Exit status 1 if something it says is wrong or not backed, or if too little is said to tell; with "
    "--strict if anything fails."
)
EXAMPLE = "Example: gutbrain label --example calm-daily"

SIGNS = {"pass": "ok", "warning": "WARN", "fail": "FAIL", "unknown": "?"}


def label(
    file: Annotated[
        Path | None,
        typer.Argument(help="A label: YAML, or the text as printed on the pack (.txt).", show_default=False),
    ] = None,
    example: examples.Named = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit status 1 if any point fails, form included.")] = False,
    form: Annotated[
        bool, typer.Option("--form", help="Print what was read as YAML, to be corrected and checked again.")
    ] = False,
    care: show.Care = None,
) -> None:
    """Check a product label."""
    from gutbrain.evidence.label.check import check_label

    report = check_label(examples.file_or(file, example, "label"))
    if form:
        from gutbrain.evidence.label.form import as_yaml

        show.on_stdout(as_yaml(report.label).rstrip("\n"))
        return
    if as_json:
        show.as_json(report.to_dict(strict))
    else:
        show.warn(report.label.notes)
        show.on_stdout(*_told(report))
    if not report.passes(strict):
        raise typer.Exit(1)


def _told(report: LabelReport) -> list[Any]:
    from gutbrain.evidence.label.formula import told
    from gutbrain.evidence.label.grade import sentence
    from gutbrain.evidence.label.report import NOT_ADVICE

    checks = [(SIGNS[c.verdict], c.point, f"{c.about}: {c.reason}" if c.about else c.reason) for c in report.checks]
    things: list[Any] = [report.label.product, "", "Read as (--form prints it, to be corrected)"]
    things += [show.plain_table(("", ""), _read(report.label)), "", f"Grade: {sentence(report.grade)}."]
    things += ["", show.plain_table(("", "point", "reason"), checks)]
    if report.claims:
        claims = [(SIGNS[c.verdict], c.claim, _standing(c.standing, c.drug_claim), c.reason) for c in report.claims]
        things += ["", show.plain_table(("", "claim", "evidence", "reason"), claims)]
    if report.formulas:
        things += ["", "Trials of these strains", *(f"  {told(formula)}" for formula in report.formulas)]
    if report.cautions:
        who = [("* " if c.named else "  ") + c.who for c in report.cautions]
        things += ["", "Talk to a professional before taking living microbes with:", *who]
    failed = report.verdicts.count("fail")
    things += [
        "",
        f"{failed} of {len(report.verdicts)} points fail." if failed else "Nothing fails.",
    ]
    return [*things, NOT_ADVICE]


def _read(label: Label) -> list[tuple[str, str]]:
    """What was understood of a label, so that a misreading is seen before any verdict."""
    from gutbrain.evidence.label.counts import short

    when = {"unstated": "time not said"}.get(label.cfu_at, f"at {label.cfu_at.replace('-', ' ')}")
    unit = label.unit if label.unit and label.unit != "unstated" else "(no unit)"

    def told(most: float, least: float | None) -> str:
        counted = short(most) if least is None else f"{short(least)} to {short(most)}"
        return f"{counted} {unit} a {label.per}, {when}"

    state = {False: " (dead cells)", None: " (alive or dead: not said)", True: ""}
    rows = [
        (strain.name + state[strain.alive], "no count" if strain.cfu is None else told(strain.cfu, strain.least))
        for strain in label.strains
    ] or [("no microbe", "")]
    if len(label.strains) != 1 and label.dose is not None:
        rows.append(("all together", told(label.dose, label.least_dose)))
    if label.gram_cfu is not None:
        rows.append(("in a gram", f"{short(label.gram_cfu)} {unit}, {when}"))
    rows += [("also inside, not weighed here", ", ".join(label.others))] if label.others else []
    return [*rows, ("promises", "; ".join(label.claims) or "none that could be tested")]


def _standing(standing: str, drug_claim: bool) -> str:
    return f"{standing}; DRUG CLAIM" if drug_claim else standing
