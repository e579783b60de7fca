"""What the prediction of a curve or of quantiles is worth: the verdicts of the contract."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.findings.finding import Compare, Finding, Observed
from gutbrain.findings.shapes import Curve, Quantiles
from gutbrain.findings.statistics import TINY
from gutbrain.findings.verdict import AGREES, DIRECTION, MISSES, NORMAL_97_5, Predicted, is_log_count, standard_error

Array = NDArray[np.float64]

NEAR = 1.5
"""Root mean square of z up to which a curve agrees."""

SHAPED = 0.7
"""Rank correlation from which a curve has the direction."""

ROOM = 0.1
"""By how much a predicted share of people may differ from a published one, besides chance."""

DEVIATES = ("depression", "anxiety", "cognition", "attention")
"""Observables in SD of the population, around 0."""


@dataclass(frozen=True)
class CurveCheck:
    """A predicted curve beside the published one: each point, root mean square of z, and rank correlation."""

    points: tuple[Predicted, ...]
    rms_z: float
    rank_correlation: float

    @property
    def verdict(self) -> str:
        """Of the contract."""
        if self.rms_z <= NEAR:
            return AGREES
        return DIRECTION if self.rank_correlation >= SHAPED else MISSES

    @property
    def why(self) -> str:
        """One sentence on what the verdict rests on."""
        if not math.isfinite(self.rms_z):
            return "the simulation gave no number"
        rank = "not known" if math.isnan(self.rank_correlation) else f"{self.rank_correlation:.2f}"
        return (
            f"the curve is off by {self.rms_z:.1f} standard errors (root mean square), its rank correlation is {rank}"
        )


@dataclass(frozen=True)
class QuantilesCheck:
    """Predicted quantiles beside published ones.

    Attributes
    ----------
    quantiles
        What is predicted at each published share of people.
    shares_below
        Predicted share of people below each published value.
    near
        Whether that share is near enough, at each.
    """

    quantiles: tuple[Predicted, ...]
    shares_below: tuple[float, ...]
    near: tuple[bool, ...]

    @property
    def verdict(self) -> str:
        """Of the contract."""
        if all(self.near):
            return AGREES
        return DIRECTION if 2 * sum(self.near) >= len(self.near) else MISSES

    @property
    def why(self) -> str:
        """One sentence on what the verdict rests on."""
        told = ", ".join("no number" if math.isnan(one) else f"{one:.2f}" for one in self.shares_below)
        return f"{sum(self.near)} of {len(self.near)} quantiles are near; predicted shares below them: {told}"


def check_curve(compare: Compare, observed: Observed, found: Curve) -> CurveCheck:
    """A curve held against what was published.

    Parameters
    ----------
    compare, observed
        What was compared and seen.
    found
        What the model gives.
    """
    logs = on_log(compare, observed)
    errors = point_errors(compare, observed, logs=logs)
    z = []
    for seen, point, se in zip(observed.points, found.points, errors, strict=True):
        draws = _log(point.draws) if logs else point.draws
        middle = Predicted.of(draws, float(np.nanmedian(draws)) if np.isfinite(draws).any() else math.nan)
        off = middle.median - (math.log(seen.value) if logs else seen.value)
        z.append(off / math.hypot(se, min(middle.sd, se)))
    published = [seen.value for seen in observed.points]
    points = tuple(Predicted.of(point.draws, point.median) for point in found.points)
    rank = rank_correlation([point.median for point in points], published)
    return CurveCheck(points, float(np.sqrt(np.mean(np.square(z)))), rank)


def on_log(compare: Compare, observed: Observed) -> bool:
    """Whether a curve is of a positive quantity, whose differences are taken on the logarithm."""
    counted = is_log_count(compare.at(0)) or compare.observable in DEVIATES
    return compare.told_as == "ratio" or (
        compare.told_as == "value"
        and not counted
        and all(point.value > 0 and (point.low is None or point.low > 0) for point in observed.points)
    )


def point_errors(compare: Compare, observed: Observed, *, logs: bool) -> list[float]:
    """Standard error of every published point, of its logarithm where ``logs``.

    A published zero without an interval is not exact: of a difference it errs as the curve does on average.

    Parameters
    ----------
    compare, observed
        What was compared and seen.
    logs
        See :func:`on_log`.
    """
    points = observed.points
    if logs:
        return [
            (math.log(p.high) - math.log(p.low)) / 3.92
            if p.low is not None and p.high is not None and p.low < p.high
            else standard_error(compare.at(i), p) / p.value or 0.25
            for i, p in enumerate(points)
        ]
    errors = [standard_error(compare.at(i), point) for i, point in enumerate(points)]
    otherwise = 0.25 * float(np.mean([abs(point.value) for point in points])) or 0.25
    return [error or otherwise for error in errors]


def _log(draws: Array) -> Array:
    return np.asarray(np.log(np.maximum(draws, TINY)))


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> float:
    """Spearman's; NaN where one of both is flat or no number.

    Parameters
    ----------
    first, second
        Numbers in pairs; equal ones share their ranks.
    """
    x, y = (np.asarray(one, float) for one in (first, second))
    if not np.isfinite(x).all() or not np.isfinite(y).all():
        return math.nan
    ranks = []
    for values in (x, y):
        ranked = np.sort(values)
        ranks.append(np.searchsorted(ranked, values, "left") + np.searchsorted(ranked, values, "right"))
    if min(np.ptp(rank) for rank in ranks) == 0:
        return math.nan
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def is_near(q: float, below: float, n: float) -> bool:
    """Whether a predicted share of people below a published quantile is near enough to it.

    Parameters
    ----------
    q
        The published share.
    below
        The predicted one.
    n
        People in whom it was published, infinite where that is not known.
    """
    return abs(below - q) <= NORMAL_97_5 * math.sqrt(q * (1 - q) / n) + ROOM + 1e-9


def check_quantiles(finding: Finding, found: Quantiles) -> QuantilesCheck:
    """Quantiles held against what was published.

    Parameters
    ----------
    finding
        What was compared and seen; where it has no n, chance leaves no room.
    found
        What the model gives.
    """
    n = finding.n.get(finding.compare.of.arm, math.inf)
    near = [is_near(q, below, n) for (q, _), below in zip(finding.observed.quantiles, found.shares_below, strict=True)]
    quantiles = tuple(Predicted.of(value.draws, value.median) for value in found.values)
    return QuantilesCheck(quantiles, found.shares_below, tuple(near))
