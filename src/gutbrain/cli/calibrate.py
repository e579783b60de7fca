"""``gutbrain calibrate``."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from gutbrain.cli import folder, show

HELP = """Refit the parameters to the findings, and see how well each study is predicted from the others.

Writes DIR/ensemble.csv and DIR/ensemble.yaml (parameter sets with their provenance), and DIR/validation.md."""
EXAMPLE = "Example: gutbrain calibrate --out results/calibration"


def calibrate(
    out: Annotated[Path, typer.Option(help="Where to write.")] = Path("results/calibration"),
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same ensemble.")] = 0,
    force: Annotated[bool, typer.Option("--force", help="Write into a folder that holds other things.")] = False,
) -> None:
    """Refit the parameters to the findings."""
    folder.check(out, force=force)

    import importlib.metadata
    import json

    from gutbrain.axis import axis
    from gutbrain.findings.batches import simulate_findings
    from gutbrain.findings.calibration import calibrate as fit
    from gutbrain.findings.calibration import provenance
    from gutbrain.findings.causes import causes
    from gutbrain.findings.cross_validation import by_channel, by_study, cross_validate, together
    from gutbrain.findings.reading import own_files, read_findings
    from gutbrain.findings.validation import SIZE, Validation, judged
    from gutbrain.report.validation_doc import render

    findings = [f for f in read_findings(own_files()).findings if not f.unsupported]
    with show.progress("fitting") as told:
        calibration = fit(findings, seed=seed, progress=told)
    with show.progress("every study left out in turn") as told:
        studies = together(cross_validate(calibration, findings, by_study, seed=seed, progress=told))
    with show.progress("every channel left out in turn") as told:
        channels = together(cross_validate(calibration, findings, by_channel, seed=seed, progress=told))
    with show.progress("all findings with the new ensemble") as told:
        outcomes = simulate_findings(findings, SIZE, seed=seed, ensemble=calibration.ensemble, progress=told)
    fitted = Validation(judged(findings, outcomes))
    made = provenance(
        calibration,
        axis(),
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        version=importlib.metadata.version("gutbrain"),
        seed=seed,
    )
    document = render(fitted, studies, channels, calibration, made, causes())
    with folder.written_aside(out) as aside:
        type(calibration.ensemble)(calibration.ensemble.deviates, made).save(aside)
        (aside / "validation.md").write_text(document, encoding="utf-8")
        (aside / folder.PROVENANCE).write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
    said = (
        f"fitted: {fitted.agree_share:.0%} agree, {fitted.direction_share:.0%} have the right direction; "
        f"study left out: {studies.agree_share:.0%} and {studies.direction_share:.0%}"
    )
    show.on_stdout(said, str(out / "validation.md"))
