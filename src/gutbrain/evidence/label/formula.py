"""Which published trials gave the strains that are on a label, and whether its doses reach theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gutbrain.evidence.label.claims import Part, dose_fits, own_trials
from gutbrain.evidence.label.record import Label
from gutbrain.evidence.records import references
from gutbrain.evidence.strain_trials import Finding, finding, is_weak
from gutbrain.evidence.topics import topics
from gutbrain.evidence.trials import Trial

MOST_FORMULAS = 12

Reached = Literal["reached", "not reached", "not known"]


@dataclass(frozen=True)
class Formula:
    """A trial of which every strain is on the label.

    ``whole`` where the label holds nothing else that could act: no other microbe, named or not, and no other active.
    ``tested`` is the trial's dose a day (CFU) and ``dose`` whether the label reaches it, strain by strain where both
    say so; ``findings`` are its results by topic: for, against (no difference, or worse), or both; ``weak`` where it
    cannot carry a claim by itself.
    """

    trial: str
    reference: str
    strains: tuple[str, ...]
    whole: bool
    dose: Reached
    tested: float | None
    findings: dict[str, Finding]
    weak: bool


def formulas(label: Label, parts: Sequence[Part]) -> tuple[Formula, ...]:
    """Trials of the label's own strains; those of the whole formula first, and of these those whose dose is reached."""
    found = [_formula(trial, label, parts) for trial in own_trials(parts)]
    reached = ("reached", "not known", "not reached")
    found.sort(key=lambda one: (not one.whole, -len(one.strains), reached.index(one.dose), one.weak, one.trial))
    return tuple(found[:MOST_FORMULAS])


def _formula(trial: Trial, label: Label, parts: Sequence[Part]) -> Formula:
    fits = dose_fits(trial, label, parts)
    named = len(trial.strains) == len(label.strains) and not label.unnamed
    found = {key: result for key, topic in topics().items() if topic.covered and (result := finding(trial, topic))}
    return Formula(
        trial.key,
        trial.reference,
        tuple(strain.short for strain in trial.strains),
        named and not label.others,
        "not known" if fits is None else "reached" if fits else "not reached",
        trial.product.dose,
        found,
        is_weak(trial),
    )


def told(formula: Formula) -> str:
    """A formula in one sentence."""
    said = {"for": "better than control on", "against": "no better than control on", "both": "mixed on"}
    results = [
        f"{said[kind]} {', '.join(topics()[key].title for key, found in formula.findings.items() if found == kind)}"
        for kind in said
        if kind in formula.findings.values()
    ]
    with_what = "nothing else" if formula.whole else "other things beside them here"
    dose = {"reached": "dose reached", "not reached": "DOSE NOT REACHED", "not known": "doses cannot be compared"}
    parts = [f"{' + '.join(formula.strains)}, {with_what}", dose[formula.dose], *(results or ["no result on record"])]
    if formula.weak:
        parts.append("too weak to carry a claim alone")
    return f"{references()[formula.reference].short}: {'; '.join(parts)}"
