"""What is known of the strains that a protocol gives, in the words of its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gutbrain.evidence.strain_facts import StrainFacts, Test, about_strain
from gutbrain.language import N_, Said

FOUND = Said({"for": N_("better"), "against": N_("no difference"), "both": N_("in part")})


@dataclass(frozen=True)
class Tried:
    """A trial in a row of words."""

    trial: str
    people: str
    weeks: str
    dose: str
    found: str
    mixture: bool


@dataclass(frozen=True)
class Taken:
    """A strain that is taken, as its section shows it."""

    name: str
    warning: str
    strength: str
    trials: tuple[Tried, ...]
    unknown: tuple[str, ...]
    safety: tuple[str, ...]


def strains_taken(events: Iterable[Any]) -> list[Taken]:
    """The strains of a protocol's events, each once, in their order."""
    names = dict.fromkeys(name for event in events for name in event.strains)
    return [_taken(about_strain(name)) for name in names]


def _taken(facts: StrainFacts) -> Taken:
    effect = facts.effect
    return Taken(
        name=facts.name,
        warning=facts.warning,
        strength=f"{effect.mean:.1f} \u00b1 {effect.sd:.1f} ({effect.rests_on})",
        trials=tuple(_tried(test) for test in facts.tests),
        unknown=facts.unknown,
        safety=facts.safety,
    )


def _tried(test: Test) -> Tried:
    return Tried(
        trial=test.trial,
        people=test.population,
        weeks="not stated" if test.weeks is None else f"{test.weeks:g}",
        dose="not stated" if test.cfu is None else f"{test.cfu:.0e}".replace("e+", "e").replace("e0", "e"),
        found=", ".join(f"{what}: {FOUND.get(found, found)}" for what, found in test.findings.items()),
        mixture=bool(test.together),
    )
