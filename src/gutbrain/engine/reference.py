"""The healthy adult at rest, held against published reference values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gutbrain.engine.simulation import simulate
from gutbrain.exposures.moments import READ_AT
from gutbrain.people import reference_ranges

DAYS = 3


@dataclass(frozen=True)
class Check:
    """A published reference value and what the model gives; ``ok`` where it lies in the published range."""

    observable: str
    hour: float | None
    statistic: str
    unit: str
    published_low: float
    published_median: float
    published_high: float
    model: float
    ok: bool
    source: str


def reference_check() -> list[Check]:
    """Run the typical healthy adult without events and compare, one row a published value.

    Returns
    -------
    list of Check
        The observable, the published median and range, its source, and whether the model lies in it.

    Examples
    --------
    >>> import gutbrain as gb
    >>> checks = gb.reference_check()
    >>> [check.observable for check in checks if not check.ok]
    []
    >>> checks[0].observable, checks[0].unit, checks[0].source
    ('total_bacteria', 'log10 cells/g', 'tito-2024')
    """
    moments = [(DAYS - 2, p.hour) for p in reference_ranges() if p.hour is not None]
    result = simulate({"title": "A healthy adult left alone", "days": DAYS}, draws=1, moments=moments)
    found = []
    for published in reference_ranges():
        hour = READ_AT if published.hour is None else published.hour
        value = float(np.mean(result.at(published.observable, DAYS - 2, hour)))
        if published.over:
            value /= float(np.mean(result.at(published.over, DAYS - 2, hour)))
        found.append(
            Check(
                observable=published.observable,
                hour=published.hour,
                statistic=published.statistic,
                unit=published.unit,
                published_low=published.low,
                published_median=published.median,
                published_high=published.high,
                model=value,
                ok=published.low <= value <= published.high,
                source=published.source,
            )
        )
    return found
