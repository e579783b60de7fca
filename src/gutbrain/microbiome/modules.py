"""Gut-brain modules of a table of KEGG orthologues: present, absent, or not measurable from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gutbrain.datafiles import per_world, read
from gutbrain.microbiome.table import Array, Table
from gutbrain.reading.records import Record, facts

UNIVERSAL = ("K00789", "K02863", "K02950", "K03043", "K03046", "K02355")
"""KOs of every bacterium: a table that lacks one was cut."""

LEAST_ROWS = 2000
"""KOs of a table that is whole."""

Verdict = Literal["present", "absent", "not measurable"]


class Module(Record):
    """A path of reactions: a record of gut_brain_modules.yaml, whose head tells the fields."""

    id: str
    name: str
    direction: Literal["makes", "uses"]
    steps: tuple[tuple[tuple[str, ...], ...], ...]
    signature: tuple[tuple[str, ...], ...] = ()
    specificity: Literal["high", "middle", "low", "none"]
    axis: str
    source: str
    verified: Literal["read", "memory"]
    measurable: Literal["partly", "yes"] = "yes"
    housekeeping: bool = False


@dataclass(frozen=True)
class Score:
    """A module in a sample.

    ``value`` is the median of the steps in units of the table, each step the smallest KO of its best alternative.
    """

    module: str
    value: float
    steps_above_zero: int
    steps: int
    verdict: Verdict


@per_world
def modules() -> Mapping[str, Module]:
    """All modules, by their ids."""
    name = "gut_brain_modules.yaml"
    return {one.id: one for one in facts(list[Module], read(__package__, name), name)}


def scores(table: Table) -> list[list[Score]]:
    """All modules of each sample.

    Parameters
    ----------
    table
        A table of KOs.
    """
    rows: dict[str, Array] = {}
    for feature, values in zip(table.features, table.values, strict=True):
        rows[feature.given] = rows.get(feature.given, np.zeros(len(table.samples))) + values
    whole = is_whole(rows)
    return [[_score(module, rows, at, whole) for module in modules().values()] for at in range(len(table.samples))]


def is_whole(rows: Mapping[str, Array]) -> bool:
    """Whether a KO without a row was not there, rather than cut from the table."""
    return len(rows) >= LEAST_ROWS and all(ko in rows for ko in UNIVERSAL)


def _score(module: Module, rows: Mapping[str, Array], at: int, whole: bool) -> Score:
    def amount(ko: str) -> float:
        return float(rows[ko][at]) if ko in rows else 0.0

    def least(alternative: tuple[str, ...]) -> float:
        return min(map(amount, alternative))

    steps = [max(map(least, alternatives)) for alternatives in module.steps]
    above = sum(step > 0 for step in steps)
    signed = not module.signature or any(least(one) > 0 for one in module.signature)
    verdict: Verdict = "absent"
    needed = {ko for step in module.steps for one in step for ko in one} | {
        ko for one in module.signature for ko in one
    }
    if 3 * above >= 2 * len(steps) and signed:
        verdict = "present"
    elif module.measurable == "partly" or (not whole and any(ko not in rows for ko in needed)):
        verdict = "not measurable"
    return Score(module.id, float(np.median(steps)), above, len(steps), verdict)
