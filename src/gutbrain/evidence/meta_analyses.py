"""Pooled effects as reviews publish them, and yardsticks: antidepressants, placebo, waiting list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field

from gutbrain.datafiles import per_world, read, told_by_place
from gutbrain.errors import InputError, suggest
from gutbrain.evidence.records import Reference, references
from gutbrain.evidence.sourced import Sourced, load_records
from gutbrain.evidence.trials import Measures, Reading
from gutbrain.reading.records import Record

FILE = "meta_analyses.yaml"

FLAGS = (
    "contains-flagged-trial",
    "direction-only",
    "double-counting",
    "erratum",
    "fixed-effect",
    "high-risk-of-bias",
    "implausible",
    "network",
    "not-bias-corrected",
    "outlier",
    "pre-post",
    "reference-incomplete",
    "unblinded",
)
"""What may be said of a pooled effect in one word; explained at the head of the data file."""


class Pooled(Record):
    """A pooled effect with its 95 % interval.

    Symptoms, stress and cortisol: negative is better; cognition: positive is better.
    """

    kind: Literal["smd", "difference", "proportion", "mean"]
    value: float
    low: float | None = None
    high: float | None = None
    interval: Literal["confidence", "credible", "range"] = "confidence"
    unit: str = ""


class MetaAnalysis(Sourced):
    """One result of a review: ``k`` trials with ``n`` people; without ``effect`` only its direction is known (note)."""

    intervention: str
    comparison: str
    population: str
    severity: Literal["healthy", "mixed", "older", "clinical", "mci", "other", "animal"]
    outcome: str
    observable: str = ""
    measures: Measures
    at: str
    k: int | None = Field(default=None, gt=0)
    n: int | None = Field(default=None, gt=0)
    effect: Pooled | None = None
    p: float | None = Field(default=None, gt=0, le=1)
    bound: Literal["<", ""] = ""
    i2: float | None = Field(default=None, ge=0, le=100)
    tau2: float | None = Field(default=None, ge=0)
    flags: tuple[str, ...] = ()
    read: Reading
    note: str = ""


MetaAnalyses = list[MetaAnalysis]


@per_world
def meta_analyses() -> Mapping[str, MetaAnalysis]:
    """Every published pooled effect of the package, by key. They share trials: never pool them with one another."""
    with told_by_place(FILE):
        return load_meta_analyses(read(__package__, FILE) or [], references(), FILE)


def load_meta_analyses(
    rows: Iterable[Mapping[str, Any]], known: Mapping[str, Reference], file: str = ""
) -> Mapping[str, MetaAnalysis]:
    """Check records of pooled effects.

    Parameters
    ----------
    rows
        The records, as they stand in the file.
    known
        References by key, among which theirs must be.
    file
        Its name, for messages.

    Raises
    ------
    InputError
        With every record that is wrong.
    """
    found, problems = load_records(MetaAnalysis, rows, known, _wrong, file)
    if problems:
        raise InputError(problems)
    return MappingProxyType(found)


def _wrong(record: MetaAnalysis) -> Iterable[tuple[str, str]]:
    """What is wrong with a record though its fields are right, and what would be right."""
    for flag in record.flags:
        if flag not in FLAGS:
            yield f"there is no flag '{flag}'", suggest(flag, FLAGS)
    if (record.effect is None) != ("direction-only" in record.flags):
        yield "an effect and the flag direction-only exclude one another", "keep one of them"
    effect = record.effect
    if effect and effect.low is not None and effect.high is not None and not effect.low <= effect.value <= effect.high:
        yield f"{effect.value} lies outside its interval {effect.low} to {effect.high}", ""
