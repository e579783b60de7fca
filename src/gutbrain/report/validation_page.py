"""The page of a validation: every finding, published beside predicted, and the picture of all."""

from __future__ import annotations

import importlib.metadata
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gutbrain.axis.observables import GROUPS, OTHER, group_of
from gutbrain.files import write_whole
from gutbrain.findings.finding import Compare
from gutbrain.findings.validation import Checked, Validation
from gutbrain.findings.verdict import AGREES, UNSUPPORTED, VERDICTS
from gutbrain.report import agreement, templates, words
from gutbrain.report.finding_names import STATISTICS, VERDICT_WORDS, measured, study


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


def write(validation: Validation, causes: Mapping[str, str], ensemble: str, path: Path | str) -> Path:
    """Write the page.

    Parameters
    ----------
    validation
        What was checked.
    causes
        Why the model misses a finding, by its id, where that is known.
    ensemble
        Name of the parameter sets.
    path
        The file to write.
    """
    path = Path(path)
    every = rows(validation, causes)
    order = [*GROUPS, OTHER, "not in the model"]
    page = templates.page(
        "validation.html.jinja",
        title="Published findings against the model",
        version=importlib.metadata.version("gutbrain"),
        counts={verdict: validation.count(verdict) for verdict in VERDICTS},
        total=max(1, len(every)),
        percent=lambda share: f"{100 * share:.0f} %",
        ensemble=ensemble,
        verdicts=VERDICT_WORDS,
        groups=[group for group in (*GROUPS, OTHER) if any(row.group == group for row in every)],
        picture=agreement.draw(validation.checked),
        wrong=[row for row in every if row.verdict != AGREES],
        by_group=[(group, found) for group in order if (found := [row for row in every if row.group == group])],
    )
    write_whole(path, page)
    return path
