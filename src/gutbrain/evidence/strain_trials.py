"""Which trials gave a strain, alone or in a mixture, and what they found on a topic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from gutbrain.datafiles import per_world, some_per_world
from gutbrain.evidence.topics import Topic
from gutbrain.evidence.trials import Outcome, Trial, trials
from gutbrain.exposures.strains import Strain, kept

Finding = Literal["for", "against", "both"]

WEAK = frozenset(
    (
        "case-report",
        "confounded",
        "expression-of-concern",
        "from-memory",
        "implausible",
        "no-results",
        "not-randomised",
        "second-hand",
        "subgroup-only",
        "unblinded",
        "uncontrolled",
        "within-arm-only",
    )
)
"""Flags of trials that cannot carry a claim by themselves."""

RANDOMISED = ("rct", "crossover")


@dataclass(frozen=True)
class Animal:
    """What is known of a strain or its species from animals or a dish; ``source`` is a reference."""

    of: str
    what: str
    grade: str
    source: str


def same(one: Strain, other: Strain) -> bool:
    """Whether two names stand for one strain: two makers may sell one deposit under two codes."""
    if "strain" not in (one.level, other.level):
        return False
    return one.name == other.name or (bool(one.deposit) and one.deposit == other.deposit)


@some_per_world(500)
def trials_of(strain: Strain) -> tuple[Trial, ...]:
    """Every trial that gave this very strain, alone or with others."""
    if strain.level != "strain":
        return ()
    return tuple(trial for trial in trials().values() if any(same(strain, given) for given in trial.strains))


@some_per_world(500)
def sister_trials(strain: Strain) -> tuple[Trial, ...]:
    """Trials of other strains of the species (or, where no strain is named, of any); they prove nothing of this one."""
    if strain.level == "genus":
        return ()
    species = strain.species.split()[:2]
    own = {trial.key for trial in trials_of(strain)}
    return tuple(
        trial
        for trial in trials().values()
        if trial.key not in own and any(given.species.split()[:2] == species for given in trial.strains)
    )


def dose_of(strain: Strain, trial: Trial) -> float | None:
    """CFU a day of a strain in a trial, where it is known."""
    for ingredient in trial.product.strains:
        if same(strain, ingredient.strain):
            alone = len(trial.product.strains) == 1
            return ingredient.cfu or (trial.product.cfu if alone else None)
    return None


def finding(trial: Trial, topic: Topic) -> Finding | None:
    """What a trial found on a topic, arms against each other; None where it says nothing."""
    results = {_good(outcome) for outcome in trial.outcomes if topic.is_measured_by(outcome)} - {None}
    if not results:
        return None
    return "both" if len(results) == 2 else "for" if True in results else "against"


def is_weak(trial: Trial) -> bool:
    """Whether a trial cannot carry a claim by itself."""
    return trial.design not in RANDOMISED or not WEAK.isdisjoint(trial.flags)


def one_a_cohort(found: Iterable[Trial]) -> tuple[Trial, ...]:
    """Trials without those whose people are counted in another one of them."""
    listed = tuple(found)
    keys = {trial.key for trial in listed}
    return tuple(trial for trial in listed if not trial.same_people or trial.same_people not in keys)


def animals(strain: Strain) -> tuple[Animal, ...]:
    """What is known of a strain, or of its species, from animals or a dish."""
    found = []
    for name in (strain.short, strain.species) if strain.level == "strain" else (strain.species,):
        for grade, what, source in _known().get(name, ()):
            found.append(Animal(name, what, grade, source))
    return tuple(found)


@per_world
def _known() -> dict[str, list[tuple[str, str, str]]]:
    said = {"gaba": "makes GABA", "vagal": "acts by way of the vagus nerve"}
    known: dict[str, list[tuple[str, str, str]]] = {}
    for fact in kept().known:
        if fact.grade in ("animal", "in-vitro"):
            what = ", ".join(text for name, text in said.items() if getattr(fact, name))
            known.setdefault(fact.of, []).append((fact.grade, what, fact.source))
    return known


def _good(outcome: Outcome) -> bool | None:
    if outcome.comparison != "between-arm" or outcome.subgroup:
        return None
    if outcome.result == "lower":
        # of what is counted without being better or worse, stress hormones alone belong to a topic: less is hoped for
        return True
    return {"improved": True, "no-difference": False, "worse": False, "higher": False}.get(outcome.result or "")
