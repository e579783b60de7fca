"""Findings in plain words: what was measured, compared and seen."""

from __future__ import annotations

from gutbrain.findings.finding import Compare, When
from gutbrain.report import words
from gutbrain.report.validation_page import STATISTICS

DESIGNS = {
    "rct": "randomised trial",
    "crossover": "crossover trial",
    "challenge": "challenge in a laboratory",
    "cohort": "people followed or compared",
    "case-control": "ill people against healthy ones",
    "meta-analysis": "many studies pooled",
    "animal-experiment": "experiment with animals",
    "in-vitro": "experiment in a dish",
}


def measure(compare: Compare) -> str:
    """What was measured, and how it is told."""
    names = [words.title(name) for name in (compare.observable, compare.observable_2) if name]
    said = STATISTICS[compare.statistic]
    return " and ".join(names) + (f": {said}" if said else "")


def compared(compare: Compare) -> str:
    """Which arms at which times."""
    said = _place(compare.of)
    return f"{said} against {_place(compare.to)}" if compare.to else said


def _place(when: When) -> str:
    days = f"days {when.day[0]:g} to {when.day[1]:g}" if isinstance(when.day, tuple) else f"day {when.day:g}"
    hour = "" if when.hour is None else f", {int(when.hour):02d}:{round(when.hour % 1 * 60):02d}"
    return f"{when.arm.replace('_', ' ')} ({days}{hour})"
