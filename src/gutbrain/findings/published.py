"""What a study of that design and size would be expected to print: effect, discrepancy, bias and sampling error.

On the scale of the statistic (:mod:`gutbrain.findings.scale`) all of them are normal and add up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from gutbrain.findings.batches import Between, Outcome
from gutbrain.findings.design_bias import bias
from gutbrain.findings.discrepancy import Discrepancy, known
from gutbrain.findings.finding import Finding, Observed, When
from gutbrain.findings.sampling import deviate_error, published_error, sampling_error
from gutbrain.findings.scale import PEOPLE, scale_of
from gutbrain.findings.shapes import Curve, Quantiles
from gutbrain.findings.statistics import TINY
from gutbrain.findings.targets import between_people
from gutbrain.findings.verdict import AGREES, DIRECTION, MISSES, NORMAL_75, NORMAL_95, null

Array = NDArray[np.float64]

MOST_OUTSIDE = 0.1
"""Share of the points of a curve, or of quantiles, that may lie outside their 90 % intervals where it agrees."""


@dataclass(frozen=True)
class Published:
    """Median, 90 % interval (``low``, ``high``) and 50 % interval (``inner``) of the number that is printed."""

    median: float
    low: float
    high: float
    inner: tuple[float, float]

    def holds(self, value: float, nominal: float) -> bool:
        """Whether a value lies in the interval of 0.5 or 0.9.

        Parameters
        ----------
        value
            What was published.
        nominal
            Which interval.
        """
        low, high = self.inner if nominal == 0.5 else (self.low, self.high)
        room = 1e-6 * max(abs(value), 1e-6)
        return low - room <= value <= high + room


def published(finding: Finding, outcome: Outcome, beyond: Discrepancy | None = None) -> tuple[Published, ...]:
    """What is expected to be printed: one number, those of a curve or of quantiles, or nothing for a direction.

    Parameters
    ----------
    finding
        The study.
    outcome
        What the model gives, with the factors of the discrepancy in its draws.
    beyond
        What the model is off besides, that of the shipped fit unless given.
    """
    beyond = known() if beyond is None else beyond
    if isinstance(outcome.shape, Curve):
        found = [
            _one(replace(finding, compare=finding.compare.at(i), observed=seen), point.draws, outcome.between, beyond)
            for i, (seen, point) in enumerate(zip(finding.observed.points, outcome.shape.points, strict=True))
        ]
    elif isinstance(outcome.shape, Quantiles):
        shape = outcome.shape
        found = [
            _quantile(finding, q, value, effect.draws, shape.ranked, outcome.between, beyond)
            for (q, value), effect in zip(finding.observed.quantiles, shape.values, strict=True)
        ]
    else:
        found = [_one(finding, outcome.effect.draws, outcome.between, beyond)]
    return tuple(one for one in found if one is not None) if None not in found else ()


def _one(finding: Finding, draws: Array, between: Mapping[When, Between], beyond: Discrepancy) -> Published | None:
    compare = finding.compare
    scale = scale_of(compare, between_people(compare, between))
    finite = draws[np.isfinite(draws)]
    if scale is None or not len(finite):
        return None
    middle = float(np.median(finite))
    error = sampling_error(finding, scale, middle, between)
    on_it = scale.to(finite)
    effect = float(np.median(on_it) - scale.to(np.asarray(null(compare))))
    shift, unsure = bias(finding, effect, error, beyond.biases)
    sds = (_sd(on_it), beyond.sd_of(scale.kind, compare.observable), unsure, error)
    return _interval(float(np.median(on_it)) + shift, sds, scale.back)


def _quantile(
    finding: Finding,
    q: float,
    value: float,
    draws: Array,
    ranked: Array,
    between: Mapping[When, Between],
    beyond: Discrepancy,
) -> Published | None:
    """A quantile: by chance, and by what the model is off, it lies between those of a share of people to both sides."""
    compare = replace(finding.compare, statistic="value")
    scale = scale_of(compare, between_people(compare, between), least=finding.observed.detection or TINY)
    finite = draws[np.isfinite(draws)]
    if scale is None or not len(finite) or not len(ranked):
        return None
    n = finding.n.get(compare.of.arm)
    by_chance = 0.0 if n is None else deviate_error(q, n)
    by_rule = published_error(replace(finding, compare=compare, observed=Observed(value)), scale) if n is None else 0.0
    off = math.hypot(by_chance, beyond.sd_of(PEOPLE, compare.observable))
    ends = scale.to(np.quantile(ranked, ndtr(ndtri(q) + np.array([-off, off]))))
    on_it = scale.to(finite)
    return _interval(float(np.median(on_it)), (_sd(on_it), float(ends[1] - ends[0]) / 2, by_rule), scale.back)


def _sd(values: Array) -> float:
    return float(values.std(ddof=1)) if len(values) > 1 else 0.0


def _interval(middle: float, sds: tuple[float, ...], back: object) -> Published:
    sd = math.hypot(*sds)
    assert callable(back)
    reach = (0.0, -NORMAL_95, NORMAL_95, -NORMAL_75, NORMAL_75)
    median, low, high, *inner = (float(back(np.asarray(middle + z * sd))) for z in reach)
    return Published(median, low, high, (inner[0], inner[1]))


def numbers(finding: Finding) -> tuple[float, ...]:
    """What was published, number by number."""
    seen = finding.observed
    if seen.points:
        return tuple(point.value for point in seen.points)
    return tuple(value for _, value in seen.quantiles) if seen.quantiles else (seen.value,)


def verdict_published(finding: Finding, found: tuple[Published, ...], *, has_direction: bool) -> str | None:
    """Whether what was published lies in the interval of what was to be printed; None where nothing has a number.

    Of a curve or of quantiles at most a tenth of the numbers may lie outside.

    Parameters
    ----------
    finding
        What was published.
    found
        What is expected, number by number.
    has_direction
        Whether the direction is right, of a curve or of quantiles, by their own rules.
    """
    if not found:
        return None
    if held(finding, found, 0.9) >= 1 - MOST_OUTSIDE:
        return AGREES
    if len(found) == 1 and not finding.observed.points and not finding.observed.quantiles:
        nothing = null(finding.compare)
        has_direction = np.sign(found[0].median - nothing) == np.sign(finding.observed.value - nothing)
    return DIRECTION if has_direction else MISSES


def held(finding: Finding, found: tuple[Published, ...], nominal: float) -> float:
    """Share of the published numbers that lie in their intervals.

    Parameters
    ----------
    finding
        What was published.
    found
        What is expected, number by number.
    nominal
        Which interval, 0.5 or 0.9.
    """
    seen = numbers(finding)
    detection = finding.observed.detection
    inside = [
        one.holds(value, nominal) or (detection is not None and value < detection and one.low < detection)
        for one, value in zip(found, seen, strict=True)
    ]
    return sum(inside) / len(inside)
