"""A population of the model against published quantiles and correlations: :func:`population_check`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain import seeds
from gutbrain.arguments import whole
from gutbrain.atlas.observables import about
from gutbrain.engine.result import Result
from gutbrain.engine.simulation import simulate
from gutbrain.exposures.moments import READ_AT
from gutbrain.findings.batches import CROWD, Size, simulate_findings
from gutbrain.findings.finding import Finding
from gutbrain.findings.reading import own_files, read_findings
from gutbrain.findings.shape_verdict import QuantilesCheck, is_near
from gutbrain.findings.shapes import measured, share_below
from gutbrain.findings.validation import Checked, judged
from gutbrain.findings.verdict import AGREES
from gutbrain.people.noise import measurement_sd
from gutbrain.people.reference import ReferenceRange, reference_ranges

Array = NDArray[np.float64]

DAY = 1
"""The healthy adults are read on this day."""

DRAWS = 4
"""Parameter sets of the people of findings."""

FEWEST = 20
"""Of fewer people no quantile is told."""

LIKE = 1.3
"""Two values within this factor are as near as laboratories are to one another."""

STATISTICS = ("quantiles", "correlation")
"""What findings of how people differ are looked at."""


@dataclass(frozen=True)
class Row:
    """A published quantile, or correlation, beside that of the population.

    Attributes
    ----------
    observable
        One name, or two with ``and`` between them.
    hour
        Clock hour, where it matters.
    people
        Who they are: a preset.
    what
        The share of people in per cent, or ``correlation``.
    published, model
        The values.
    share_below
        Of the population, the share below the published value; None of a correlation.
    ok
        Whether that share, or the correlation, is near enough.
    source
        Key of a reference, or the finding.
    """

    observable: str
    hour: float | None
    people: str
    what: str
    published: float
    model: float
    share_below: float | None
    ok: bool
    source: str


def population_check(people: int, *, seed: int = 0, progress: Callable[[float], None] | None = None) -> tuple[Row, ...]:
    """Simulate populations and hold them against what is published of how people differ.

    Healthy adults against the reference ranges; and whom a finding is about against its quantiles or correlation. A
    quantile is met where the share of people below it is off by at most 0.1 and what chance does to so many people, or
    where the two values lie within a factor of 1.3: laboratories differ by as much.

    Parameters
    ----------
    people
        How many, at least 20.
    seed
        Same seed, same numbers.
    progress
        Called with the share done.

    Raises
    ------
    InputError
        Where an argument is not what it must be.
    """
    people, seed = whole("people", people, least=FEWEST), seeds.checked(seed)
    rows = list(_healthy(people, seed))
    if progress:
        progress(0.3)
    findings = [
        finding
        for finding in read_findings(own_files()).findings
        if finding.species == "human" and finding.compare.statistic in STATISTICS and not finding.unsupported
    ]
    size = Size(DRAWS, max(2, math.ceil(people / (DRAWS * CROWD))))
    outcomes = simulate_findings(
        findings, size, seed=seed, progress=(lambda share: progress(0.3 + 0.7 * share)) if progress else None
    )
    for checked in judged(findings, outcomes):
        rows += _found(checked)
    return tuple(rows)


def _healthy(people: int, seed: int) -> Iterator[Row]:
    """The rows of the reference ranges."""
    ranges = [published for published in reference_ranges() if published.quantiles]
    moments = [(DAY, published.hour) for published in ranges if published.hour is not None]
    protocol = {"title": "Healthy adults left alone", "days": DAY + 2}
    result = simulate(protocol, people=people, draws=1, seed=seed, moments=moments)
    for published in ranges:
        shown = _shown(result, published)
        for q, value in published.quantiles:
            below, model = share_below(q, value, published.detection, shown), float(np.quantile(shown, q))
            yield Row(
                observable=published.observable + (f" / {published.over}" if published.over else ""),
                hour=published.hour,
                people="healthy-adult",
                what=f"{100 * q:.3g} %",
                published=value,
                model=model,
                share_below=below,
                ok=is_near(q, below, people) or _is_like(published.observable, value, model),
                source=published.source,
            )


def _shown(result: Result, published: ReferenceRange) -> Array:
    """What everybody shows, in order."""
    hour = READ_AT if published.hour is None else published.hour
    values = np.asarray(result.at(published.observable, DAY, hour), float).reshape(1, -1)
    if published.over:
        values = values / np.asarray(result.at(published.over, DAY, hour), float).reshape(1, -1)
    shown = measured(published.observable, values, measurement_sd(published.observable))
    return np.sort(shown[np.isfinite(shown)])


def _found(checked: Checked) -> Iterator[Row]:
    """The rows of a finding."""
    finding, compare = checked.finding, checked.finding.compare
    name = " and ".join(key for key in (compare.observable, compare.observable_2) if key)
    who = compare.of.hour, _preset(finding)
    if isinstance(checked.shape, QuantilesCheck):
        shape = checked.shape
        told = zip(finding.observed.quantiles, shape.quantiles, shape.shares_below, shape.near, strict=True)
        for (q, value), predicted, below, near in told:
            what = f"{100 * q:.3g} %"
            ok = near or _is_like(compare.observable, value, predicted.median)
            yield Row(name, *who, what, value, predicted.median, below, ok, finding.id)
        return
    value, ok = finding.observed.value, checked.verdict == AGREES
    yield Row(name, *who, "correlation", value, checked.predicted.median, None, ok, finding.id)


def _is_like(observable: str, published: float, model: float) -> bool:
    if about(observable).scale == "log10":
        return abs(model - published) <= math.log10(LIKE)
    return published > 0 and model > 0 and 1 / LIKE <= model / published <= LIKE


def _preset(finding: Finding) -> str:
    return finding.arms[finding.compare.of.arm].person.preset
