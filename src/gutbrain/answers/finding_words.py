"""Findings in plain words: the design of a study, and what it compared."""

from __future__ import annotations

from gutbrain.findings.finding import Compare, When
from gutbrain.language import N_

DESIGNS = {
    "rct": N_("randomised trial"),
    "crossover": N_("crossover trial"),
    "challenge": N_("challenge in a laboratory"),
    "cohort": N_("people followed or compared"),
    "case-control": N_("ill people against healthy ones"),
    "meta-analysis": N_("many studies pooled"),
    "animal-experiment": N_("experiment with animals"),
    "in-vitro": N_("experiment in a dish"),
    "before-after": N_("people compared with themselves before"),
}
"""Designs of studies, as they are told."""


def compared(compare: Compare) -> str:
    """Which arms at which times."""
    said = _place(compare.of)
    return f"{said} against {_place(compare.to)}" if compare.to else said


def _place(when: When) -> str:
    days = f"days {when.day[0]:g} to {when.day[1]:g}" if isinstance(when.day, tuple) else f"day {when.day:g}"
    hour = "" if when.hour is None else f", {int(when.hour):02d}:{round(when.hour % 1 * 60):02d}"
    return f"{when.arm.replace('_', ' ')} ({days}{hour})"
