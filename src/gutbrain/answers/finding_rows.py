"""Findings held against the model, in words: what was published beside what is predicted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from gutbrain import words
from gutbrain.answers.finding_names import STATISTICS, measured, study
from gutbrain.atlas.observables import group_of
from gutbrain.findings.finding import Compare
from gutbrain.findings.validation import Checked, Validation
from gutbrain.findings.verdict import UNSUPPORTED


@dataclass(frozen=True)
class Row:
    """A finding in words: ``name`` is what was measured in plain words, ``measure`` by the key of the observable."""

    id: str
    study: str
    name: str
    measure: str
    published: str
    predicted: str
    verdict: str
    why: str
    cause: str
    url: str
    group: str


def rows(validation: Validation, causes: Mapping[str, str]) -> list[Row]:
    """Every finding in words; ``causes`` says of some why the model misses them."""
    return [_row(checked, causes) for checked in validation.checked]


def _row(checked: Checked, causes: Mapping[str, str]) -> Row:
    finding, compare = checked.finding, checked.finding.compare
    statistic = STATISTICS[compare.statistic]
    keys = [key for key in (compare.observable, compare.observable_2) if key]
    name = " and ".join(keys)
    kind, _, identifier = finding.reference.partition(":")
    url = {"doi": "https://doi.org/", "pmid": "https://pubmed.ncbi.nlm.nih.gov/"}.get(kind, "")
    seen, predicted = finding.observed, checked.predicted
    return Row(
        id=finding.id,
        study=study(finding.reference),
        name=measured(compare),
        measure=f"{name}: {statistic}" if statistic else name,
        published=said(compare, seen.value, seen.low, seen.high),
        predicted=""
        if checked.verdict == UNSUPPORTED
        else said(compare, predicted.median, predicted.low, predicted.high),
        verdict=checked.verdict,
        why=checked.why,
        cause=causes.get(finding.id, ""),
        url=url + identifier if url else "",
        group=group_of(compare.observable) if checked.verdict != UNSUPPORTED else "not in the model",
    )


def said(compare: Compare, value: float, low: float | None, high: float | None) -> str:
    """A value with its interval; a direction in a word.

    Parameters
    ----------
    compare
        What is compared; it may be a direction only.
    value
        The number.
    low, high
        Its interval, where there is one.
    """
    if compare.statistic == "direction":
        return words.DIRECTIONS[round(value)] if math.isfinite(value) else "not known"
    if low is None or high is None:
        return words.number(value)
    return f"{words.number(value)} ({words.number(low)} to {words.number(high)})"
