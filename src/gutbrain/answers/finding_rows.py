"""Findings held against the model, in words: what was published beside what is predicted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gutbrain import words
from gutbrain.answers.finding_names import STATISTICS, measured, study
from gutbrain.atlas.observables import group_of
from gutbrain.findings.finding import Compare, Finding
from gutbrain.findings.shape_verdict import CurveCheck, QuantilesCheck
from gutbrain.findings.validation import Checked, Validation
from gutbrain.findings.verdict import UNSUPPORTED
from gutbrain.language import gettext


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
    return Row(
        id=finding.id,
        study=study(finding.reference),
        name=measured(compare),
        measure=f"{name}: {statistic}" if statistic else name,
        published=published(finding),
        predicted="" if checked.verdict == UNSUPPORTED else predicted(checked),
        verdict=checked.verdict,
        why=checked.why,
        cause=causes.get(finding.id, ""),
        url=url + identifier if url else "",
        group=group_of(compare.observable) if checked.verdict != UNSUPPORTED else "not in the model",
    )


def published(finding: Finding) -> str:
    """What was published: a value with its interval, a direction, the ends and extreme of a curve, or quantiles."""
    seen = finding.observed
    if seen.points:
        return _curve([point.value for point in seen.points])
    if seen.quantiles:
        return _quantiles([(q, words.number(value)) for q, value in seen.quantiles])
    return said(finding.compare, seen.value, seen.low, seen.high)


def predicted(checked: Checked) -> str:
    """What is predicted, in the same form."""
    if isinstance(checked.shape, CurveCheck):
        return _curve([point.median for point in checked.shape.points])
    if isinstance(checked.shape, QuantilesCheck):
        shares = [q for q, _ in checked.finding.observed.quantiles]
        values = [words.number(value.median) for value in checked.shape.quantiles]
        return _quantiles(list(zip(shares, values, strict=True)))
    found = checked.predicted
    return said(checked.finding.compare, found.median, found.low, found.high)


MOST_TOLD = 4
"""Points of a curve that are told; of a longer one every so many, with the first and the last."""


def _curve(values: Sequence[float]) -> str:
    count = len(values)
    kept = range(count) if count <= MOST_TOLD else [round(i * (count - 1) / (MOST_TOLD - 1)) for i in range(MOST_TOLD)]
    line = ", ".join(words.number(values[i]) for i in kept)
    return line if count <= MOST_TOLD else f"{line} ({len(kept)} of {count} points)"


def _quantiles(values: Sequence[tuple[float, str]]) -> str:
    return ", ".join(f"{100 * q:g} %: {value}" for q, value in values)


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
    said = {"median": words.number(value), "low": words.number(low), "high": words.number(high)}
    return gettext("%(median)s (%(low)s to %(high)s)") % said
