"""Findings in plain words: the design of a study, and what it compared."""

from __future__ import annotations

from gutbrain.findings.finding import Compare, When

DESIGNS = {
    "rct": "randomised trial",
    "crossover": "crossover trial",
    "challenge": "challenge in a laboratory",
    "cohort": "people followed or compared",
    "case-control": "ill people against healthy ones",
    "meta-analysis": "many studies pooled",
    "animal-experiment": "experiment with animals",
    "in-vitro": "experiment in a dish",
    "before-after": "people compared with themselves before",
}


def compared(compare: Compare) -> str:
    """Which arms at which times."""
    said = _place(compare.of)
    return f"{said} against {_place(compare.to)}" if compare.to else said


def _place(when: When) -> str:
    days = f"days {when.day[0]:g} to {when.day[1]:g}" if isinstance(when.day, tuple) else f"day {when.day:g}"
    hour = "" if when.hour is None else f", {int(when.hour):02d}:{round(when.hour % 1 * 60):02d}"
    return f"{when.arm.replace('_', ' ')} ({days}{hour})"
