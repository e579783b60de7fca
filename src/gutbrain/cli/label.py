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
    "strains. Exit status 1 if anything fails."
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
    care: show.Care = None,
) -> None:
    """Check a product label."""
    from gutbrain.evidence.label.check import check_label

    report = check_label(examples.file_or(file, example, "label"))
    if as_json:
        show.as_json(report.to_dict())
    else:
        show.warn(report.label.notes)
        show.on_stdout(*_told(report))
    if not report.ok:
        raise typer.Exit(1)


def _told(report: LabelReport) -> list[Any]:
    from gutbrain.evidence.label.report import NOT_ADVICE

    checks = [(SIGNS[c.verdict], c.point, f"{c.about}: {c.reason}" if c.about else c.reason) for c in report.checks]
    things: list[Any] = [report.label.product, "", "Read as", show.plain_table(("", ""), _read(report.label))]
    things += ["", show.plain_table(("", "point", "reason"), checks)]
    if report.claims:
        claims = [(SIGNS[c.verdict], c.claim, _standing(c.standing, c.drug_claim), c.reason) for c in report.claims]
        things += ["", show.plain_table(("", "claim", "evidence", "reason"), claims)]
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
    rows = [
        (
            strain.name + (" (dead cells)" if strain.alive is False else ""),
            "no count" if strain.cfu is None else f"{short(strain.cfu)} {unit} a day, {when}",
        )
        for strain in label.strains
    ] or [("no microbe", "")]
    if len(label.strains) != 1 and label.dose is not None:
        rows.append(("all together", f"{short(label.dose)} {unit} a day, {when}"))
    rows += [("also inside", ", ".join(label.others))] if label.others else []
    return [*rows, ("promises", "; ".join(label.claims) or "none that could be tested")]


def _standing(standing: str, drug_claim: bool) -> str:
    return f"{standing}; DRUG CLAIM" if drug_claim else standing
