"""``gutbrain calibrate``."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gutbrain import files
from gutbrain.cli import folder, show
from gutbrain.errors import InputError, Problem
from gutbrain.extras import install

if TYPE_CHECKING:
    from gutbrain.engine.ensemble import Ensemble
    from gutbrain.findings.calibration import Calibration
    from gutbrain.findings.finding import Finding

HELP = """Refit the parameters to the findings.

Writes DIR/ensemble.csv and DIR/ensemble.yaml (parameter sets with their provenance) and DIR/bias.yaml (by how much
studies show more than there is, by design). With --folds every phenomenon, and every channel, is left out in turn and
predicted from the others, which takes about half as long again: DIR/validation.md and DIR/validation.json (how well
every finding is predicted: to read, and for the pages of gutbrain serve), and DIR/discrepancy.yaml (what the model is
off beyond its parameters, by its misses outside the fit). With --strains also DIR/potency.yaml: how potent strains are
by the controlled trials (needs JAX and NumPyro). The findings are simulated with the potencies and arms that the
package holds."""
EXAMPLE = "Example: gutbrain calibrate --folds --out results/calibration"

TARGET = Path("results/calibration")
BY = "phenomenon"
"""What is left out together."""


def calibrate(
    out: Annotated[
        Path | None, typer.Option(help="Where to write; results/calibration unless given.", show_default=False)
    ] = None,
    seed: show.Seed = 0,
    folds: Annotated[bool, typer.Option("--folds", help="Predict every phenomenon from the others.")] = False,
    strains: Annotated[bool, typer.Option("--strains", help="Refit the potency of strains to the trials.")] = False,
    force: show.Force = False,
) -> None:
    """Refit the parameters to the findings."""
    asked = folder.known({"command": "calibrate", "seed": seed, "folds": folds, "strains": strains})
    target = folder.claimed(out, TARGET, asked, force=force)

    import importlib.metadata

    from gutbrain import world
    from gutbrain.findings import design_bias
    from gutbrain.findings.calibration import calibrate as fit
    from gutbrain.findings.calibration import provenance
    from gutbrain.findings.reading import own_files, read_findings

    findings = [f for f in read_findings(own_files()).findings if not f.unsupported]
    with show.progress("fitting") as told:
        calibration = fit(findings, seed=seed, progress=told)
    made = provenance(
        calibration,
        world.model(),
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        version=importlib.metadata.version("gutbrain"),
        seed=seed,
    )
    ensemble = dataclasses.replace(calibration.ensemble, provenance=made)
    biases = design_bias.written(calibration.biases, calibration.findings, str(made["name"]))
    left_out = _folds(calibration, ensemble, findings, seed) if folds else None
    potency = _potency(seed) if strains else None
    with folder.written_aside(target, asked) as aside:
        ensemble.save(aside)
        files.write_whole(aside / design_bias.FILE, biases)
        if potency is not None:
            potency(aside / "potency.yaml")
        if left_out is not None:
            left_out(aside)
        files.sign(aside, made)
    show.on_stdout(str(made["name"]), str(target / "ensemble.csv"))


def _folds(
    calibration: Calibration, ensemble: Ensemble, findings: Sequence[Finding], seed: int
) -> Callable[[Path], None]:
    """Predict every phenomenon, and every channel, from the others; gives what writes that."""
    from gutbrain.datafiles import read
    from gutbrain.engine.readout import FILE as FILE_OF_DISCREPANCY
    from gutbrain.findings import misses
    from gutbrain.findings.batches import simulate_findings
    from gutbrain.findings.causes import causes
    from gutbrain.findings.cross_validation import by_channel, by_phenomenon, cross_validate, together
    from gutbrain.findings.discrepancy import Discrepancy
    from gutbrain.findings.kept import FILE, basis, written
    from gutbrain.findings.validation import SIZE, Validation, judged
    from gutbrain.report.validation_doc import render

    with show.progress("every phenomenon left out in turn") as told:
        alone = Discrepancy({}, {}, calibration.biases)
        bare = together(cross_validate(calibration, findings, by_phenomenon, alone, seed=seed, progress=told))
    found = misses.misses(bare.checked, calibration.biases)
    beyond = misses.discrepancy_of(found, calibration.biases)
    ensemble = dataclasses.replace(ensemble, discrepancy=beyond.factor)
    # the same once more with what the model is off besides
    with show.progress("every phenomenon with what the model is off besides") as told:
        phenomena = together(cross_validate(calibration, findings, by_phenomenon, beyond, seed=seed, progress=told))
    with show.progress("every channel left out in turn") as told:
        channels = together(cross_validate(calibration, findings, by_channel, beyond, seed=seed, progress=told))
    with show.progress("all findings with the new ensemble") as told:
        outcomes = simulate_findings(findings, SIZE, seed=seed, ensemble=ensemble, progress=told)
    fitted = Validation(judged(findings, outcomes, beyond))
    potency = read("gutbrain.exposures", "potency.yaml")
    document = render(fitted, phenomena, channels, calibration, beyond, ensemble.provenance, causes(), potency)
    validation = written(fitted, phenomena, ensemble, by=BY)
    missed = misses.written(found, beyond, basis(ensemble), BY)

    def write(aside: Path) -> None:
        files.write_whole(aside / "validation.md", document)
        files.write_whole(aside / FILE, validation)
        files.write_whole(aside / FILE_OF_DISCREPANCY, missed)

    show.on_stdout(
        f"fitted: {fitted.agree_share:.0%} agree, {fitted.direction_share:.0%} have the right direction; "
        f"phenomenon left out: {phenomena.agree_share:.0%} and {phenomena.direction_share:.0%}"
    )
    return write


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
