"""Predicts findings from all others: every phenomenon, and every channel, is left out in turn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gutbrain.atlas.observables import group_of
from gutbrain.findings.batches import Size, simulate_findings
from gutbrain.findings.calibration import Calibration
from gutbrain.findings.discrepancy import Discrepancy
from gutbrain.findings.finding import Finding
from gutbrain.findings.phenomenon import phenomenon
from gutbrain.findings.validation import Checked, Validation, judged

SIZE = Size(draws=16, people=8)


@dataclass(frozen=True)
class Fold:
    """What was left out together, and how it was predicted from the rest."""

    name: str
    checked: tuple[Checked, ...]


by_phenomenon = phenomenon
"""Findings on what one group of exposures does to one group of observables stand together."""


def by_channel(finding: Finding) -> str:
    """Findings on one group of observables stand together."""
    return group_of(finding.compare.observable)


def cross_validate(
    calibration: Calibration,
    findings: Sequence[Finding],
    fold_of: Callable[[Finding], str],
    beyond: Discrepancy,
    *,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> tuple[Fold, ...]:
    """Leave out one fold after the other, fit to the others, and simulate what was left out with that fit.

    Parameters
    ----------
    calibration
        The fit to all findings, whose linearisation is used again.
    findings
        What is left out in turn; those that cannot be simulated are passed over.
    fold_of
        Gives the name of the fold that a finding belongs to.
    beyond
        What the model is taken to be off beyond its parameters.
    seed
        Same seed, same numbers.
    progress
        Called with the share done, 0 to 1.
    """
    folds: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if not finding.unsupported:
            folds[fold_of(finding)].append(finding)
    done = []
    for number, (name, members) in enumerate(folds.items()):
        sets = calibration.without([f.id for f in members], SIZE.draws, seed)
        ensemble = replace(sets, discrepancy=beyond.factor)
        outcomes = simulate_findings(members, SIZE, seed=seed, ensemble=ensemble)
        done.append(Fold(name, judged(members, outcomes, beyond)))
        if progress:
            progress((number + 1) / len(folds))
    return tuple(done)


def together(folds: Sequence[Fold]) -> Validation:
    """All folds as one validation."""
    return Validation(tuple(checked for fold in folds for checked in fold.checked))
