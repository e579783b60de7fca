"""What speaks against a sample: few reads, too much that is no microbe or not known, another place than the gut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gutbrain.microbiome.shares import Placed

Verdict = Literal["ok", "warning", "fail"]

FEW_READS, TOO_FEW_READS = 5000, 1000
NOT_PLACED = 0.25
HOST, PLANT, CONTAMINANT, ORAL, ENTEROBACTERIA, ONE_GENUS, LEAST_SUM = 0.05, 0.05, 0.02, 0.10, 0.30, 0.80, 0.9
NO_STOOL = 0.5
"""Genera of the mouth, of water and skin together: of 2,000 stools of nine studies one has more."""

NO_BIFIDOBACTERIA, ENOUGH_SAMPLES = 0.9, 20


@dataclass(frozen=True)
class Check:
    """One check: ``value`` against ``threshold``; a sample with a ``fail`` is no start for a person."""

    check: str
    value: float
    threshold: float
    verdict: Verdict
    says: str


def checks(made: Placed, sample: int) -> list[Check]:
    """All checks of a sample; those that were not met and those that were.

    Parameters
    ----------
    made
        The table, looked up.
    sample
        Number of the sample.
    """
    table, total = made.table, float(made.table.total[sample])
    found: list[Check] = []

    def add(check: str, value: float, threshold: float, says: str, over: Verdict, *, under: bool = False) -> None:
        wrong = value < threshold if under else value > threshold
        found.append(Check(check, value, threshold, over if wrong else "ok", says))

    if not total:
        return [Check("reads", 0.0, TOO_FEW_READS, "fail", "there is nothing in the sample")]
    if table.unit == "counts":
        few = total < TOO_FEW_READS
        says = "so few reads say little"
        limit = TOO_FEW_READS if few else FEW_READS
        add("reads", total, limit, says, "fail" if few else "warning", under=True)
    if table.unit == "fractions":
        add("sum of shares", total, LEAST_SUM, "part of the sample was left out of the table", "warning", under=True)

    def part(amount: float) -> float:
        return float(amount) / total

    unknown = part(made.levels["not placed"][sample])
    add("not placed", unknown, NOT_PLACED, "too much is of no known group", "fail")
    add("host", part(_removed(made, "host", sample)), HOST, "cells of the person: little stool, or mucus", "warning")
    green = _removed(made, "chloroplast", sample) + _removed(made, "mitochondria", sample)
    plants = part(green + _removed(made, "plants", sample))
    add("chloroplasts and mitochondria", plants, PLANT, "food or host, taken out of the shares", "warning")
    add("reagents and water", part(made.marked["contaminant"][sample]), CONTAMINANT, "as of kits and water", "warning")
    add("mouth", part(made.marked["oral"][sample]), ORAL, "acid blockers, little bacteria, or saliva", "warning")
    foreign = part(made.marked["contaminant"][sample] + made.marked["oral"][sample])
    add("mouth, water and skin together", foreign, NO_STOOL, "this is no stool", "fail")
    gut = float(made.placed[sample])
    if gut:
        many = float(made.sums["enterobacteriaceae"][sample]) / gut
        add("enterobacteria", many, ENTEROBACTERIA, "illness, antibiotics, or growth after sampling", "warning")
    add("one genus", part(made.largest[sample]), ONE_GENUS, "one genus is nearly all", "warning")
    if len(table.samples) >= ENOUGH_SAMPLES:
        none = float((made.sums["bifidobacterium"] == 0).mean())
        says = "no bifidobacteria in nearly all samples: primers miss them"
        add("samples without bifidobacteria", none, NO_BIFIDOBACTERIA, says, "warning")
    return found


def is_usable(found: list[Check]) -> bool:
    """Whether a sample may be the start of a person."""
    return all(check.verdict != "fail" for check in found)


def _removed(made: Placed, why: str, sample: int) -> float:
    amounts = made.removed.get(why)
    return 0.0 if amounts is None else float(amounts[sample])
