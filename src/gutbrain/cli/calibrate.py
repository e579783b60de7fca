"""``gutbrain calibrate``."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from gutbrain import files
from gutbrain.cli import folder, show
from gutbrain.errors import InputError, Problem
from gutbrain.extras import install

HELP = """Refit the parameters to the findings, and see how well each phenomenon is predicted from the others.

Writes DIR/ensemble.csv and DIR/ensemble.yaml (parameter sets with their provenance), DIR/validation.md and
DIR/validation.json (how well every finding is predicted: to read, and for the pages of gutbrain serve), and
DIR/discrepancy.yaml (what the model is off beyond its parameters, by its misses outside the fit). With --strains
also DIR/potency.yaml: how potent strains are by the controlled trials (needs JAX and NumPyro). The findings are
simulated with the potencies and arms that the package holds."""
EXAMPLE = "Example: gutbrain calibrate --out results/calibration"

TARGET = Path("results/calibration")
BY = "phenomenon"
"""What is left out together."""


def calibrate(
    out: Annotated[
        Path | None, typer.Option(help="Where to write; results/calibration unless given.", show_default=False)
    ] = None,
    seed: show.Seed = 0,
    strains: Annotated[bool, typer.Option("--strains", help="Refit the potency of strains to the trials.")] = False,
    force: show.Force = False,
) -> None:
    """Refit the parameters to the findings."""
    asked = folder.known({"command": "calibrate", "seed": seed, "strains": strains})
    target = folder.claimed(out, TARGET, asked, force=force)

    import importlib.metadata

    from gutbrain import world
    from gutbrain.datafiles import read
    from gutbrain.findings import discrepancy, misses
    from gutbrain.findings.batches import simulate_findings
    from gutbrain.findings.calibration import calibrate as fit
    from gutbrain.findings.calibration import provenance
    from gutbrain.findings.causes import causes
    from gutbrain.findings.cross_validation import by_channel, by_phenomenon, cross_validate, together
    from gutbrain.findings.kept import FILE, basis, written
    from gutbrain.findings.reading import fitted_files, read_findings
    from gutbrain.findings.validation import SIZE, Validation, judged
    from gutbrain.report.validation_doc import render

    findings = [f for f in read_findings(fitted_files()).findings if not f.unsupported]
    with show.progress("fitting") as told:
        calibration = fit(findings, seed=seed, progress=told)
    with show.progress("every phenomenon left out in turn") as told:
        phenomena = together(cross_validate(calibration, findings, by_phenomenon, seed=seed, progress=told))
    with show.progress("every channel left out in turn") as told:
        channels = together(cross_validate(calibration, findings, by_channel, seed=seed, progress=told))
    with show.progress("all findings with the new ensemble") as told:
        outcomes = simulate_findings(findings, SIZE, seed=seed, ensemble=calibration.ensemble, progress=told)
    fitted = Validation(judged(findings, outcomes))
    made = provenance(
        calibration,
        world.model(),
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        version=importlib.metadata.version("gutbrain"),
        seed=seed,
    )
    potency = _potency(seed) if strains else None
    document = render(
        fitted, phenomena, channels, calibration, made, causes(), read("gutbrain.exposures", "potency.yaml")
    )
    with folder.written_aside(target, asked) as aside:
        ensemble = dataclasses.replace(calibration.ensemble, provenance=made)
        ensemble.save(aside)
        if potency is not None:
            potency(aside / "potency.yaml")
        files.write_whole(aside / "validation.md", document)
        files.write_whole(aside / FILE, written(fitted, phenomena, ensemble, by=BY))
        missed = misses.written(phenomena.checked, basis(ensemble), BY)
        files.write_whole(aside / discrepancy.FILE, missed)
        files.sign(aside, made)
    said = (
        f"fitted: {fitted.agree_share:.0%} agree, {fitted.direction_share:.0%} have the right direction; "
        f"phenomenon left out: {phenomena.agree_share:.0%} and {phenomena.direction_share:.0%}"
    )
    show.on_stdout(said, str(target / "validation.md"))


def _potency(seed: int) -> Callable[[Path], object]:
    """Fit the potency of strains; gives what writes it."""
    try:
        from gutbrain.evidence.pooling.potency import fit_potency, write
    except ImportError as missing:
        wrong = f"the fit needs a library that is not installed ({missing.name})"
        raise InputError([Problem(wrong, install("calibrate"), field="--strains")]) from None
    with show.progress("potency of strains"):
        fitted = fit_potency(seed=seed)
    return lambda path: write(fitted, path)
