"""Published numbers as a fit sees them: each on a scale on which it errs evenly, with its error and its bias.

A curve gives a number for each of its points; they are the same people and the same model, and together count for at
most :data:`FREE_POINTS`. A direction gives one, which pulls only while it is not met. Of quantiles the middle is
fitted. What is about how people differ (the other quantiles, spreads, correlations) is not: that is not moved here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gutbrain.findings.batches import Between, Outcome
from gutbrain.findings.design_bias import DESIGNS, design_of, leaning
from gutbrain.findings.discrepancy import known
from gutbrain.findings.finding import BETWEEN_PEOPLE, MANY, Compare, Finding, Observed, When
from gutbrain.findings.sampling import published_error
from gutbrain.findings.scale import FACTOR, Scale, scale_of
from gutbrain.findings.shapes import Curve
from gutbrain.findings.statistics import TOO_SMALL
from gutbrain.findings.verdict import NORMAL_97_5, has_nothing, is_log_count, null

Array = NDArray[np.float64]

CLEAR = 2.0 * TOO_SMALL
"""What an effect that was seen is pulled to while it is not reached, in SD between people."""

DIRECTION_ERROR = 0.5 * TOO_SMALL
"""Error of that."""

INSIDE = 0.8 * TOO_SMALL
"""Where nothing was seen an effect is pulled no further than to this: smaller ones are none."""

FREE_POINTS = 3.0
"""So many numbers the points of a curve count for at most."""

UNSTATED = 1.0
"""Where no interval was published the error is a rule of thumb, and may be as much larger (as a share)."""

LEAST_ERROR = 0.02
"""No published number is surer, on any scale: studies differ between laboratories, kits and people."""


NEAR_MIDDLE = 0.1
"""A quantile of people so near to their half is that of the typical one."""

ERROR_OF_MEDIAN = math.sqrt(math.pi / 2)
"""Standard error of a median, against that of a mean."""


def fitted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those that can be fitted: all that can be run, but for what is about how people differ alone."""
    left_out = {*BETWEEN_PEOPLE, *MANY} - {"share", "curve"}
    return tuple(
        f
        for f in findings
        if not f.unsupported and (f.compare.statistic not in left_out or middle_quantile(f) is not None)
    )


def middle_quantile(finding: Finding) -> int | None:
    """Which of the published quantiles is that of the typical person; None where there is none, or it was not seen.

    Parameters
    ----------
    finding
        Of any statistic.
    """
    seen = finding.observed
    off = [abs(q - 0.5) for q, _ in seen.quantiles]
    if finding.compare.statistic != "quantiles" or not off or min(off) > NEAR_MIDDLE:
        return None
    nearest = off.index(min(off))
    return nearest if seen.quantiles[nearest][1] > (seen.detection or 0.0) else None


@dataclass(frozen=True)
class Row:
    """One published number.

    Attributes
    ----------
    finding
        Which finding it belongs to.
    point
        Which point of a curve, or which quantile; None where there is one number.
    scale
        On which it is compared; None of a direction, which is in SD between people.
    value
        What was published, there; of a direction what is aimed at.
    error
        Of the number and of the model.
    sampling
        Of the number alone: what a bias is told in.
    direction
        The sign that was seen; NaN where the size is known.
    """

    finding: Finding
    point: int | None
    scale: Scale | None
    value: float
    error: float
    sampling: float
    direction: float = math.nan

    def read(self, outcome: Outcome) -> Array:
        """What the model gives, on the row's scale: (draw,).

        Parameters
        ----------
        outcome
            Of the finding.
        """
        if self.point is None:
            found = outcome.effect.smooth
        else:
            assert outcome.shape is not None  # rows with a point are those of curves and quantiles
            shape = outcome.shape
            found = (shape.points if isinstance(shape, Curve) else shape.values)[self.point].smooth
        return np.asarray(found if self.scale is None else self.scale.to(found))

    def leans(self, predicted: float) -> float:
        """By how many of its own errors a bias of one moves the number, -1 to 1.

        Parameters
        ----------
        predicted
            What the model gives, on the row's scale.
        """
        if self.scale is None or self.point is not None or design_of(self.finding) is None:
            return 0.0
        nothing = float(self.scale.to(np.asarray(null(self.finding.compare))))
        return leaning(self.finding, predicted - nothing, self.sampling)


@dataclass(frozen=True)
class Targets:
    """All rows."""

    rows: tuple[Row, ...]

    @classmethod
    def of(cls, findings: Sequence[Finding], outcomes: Mapping[str, Outcome]) -> Targets:
        """Of findings, with how people differ where an error is told in that.

        Parameters
        ----------
        findings
            See :func:`fitted`.
        outcomes
            What a cohort gave, by id.
        """
        return cls(tuple(row for finding in findings for row in _rows(finding, outcomes[finding.id].between)))

    @property
    def value(self) -> Array:
        """What is aimed at."""
        return np.array([row.value for row in self.rows])

    @property
    def error(self) -> Array:
        """Of that."""
        return np.array([row.error for row in self.rows])

    def read(self, outcomes: Mapping[str, Outcome]) -> Array:
        """What the model gives: (row, draw).

        Parameters
        ----------
        outcomes
            By id of the findings.
        """
        return np.stack([row.read(outcomes[row.finding.id]) for row in self.rows])

    def residuals(self, predicted: Array) -> Array:
        """What is missing, in errors; a direction that is met misses nothing, nor does what has no number.

        Parameters
        ----------
        predicted
            (row,) what the model gives, with the bias of the design.
        """
        direction = np.array([row.direction for row in self.rows])
        aim = np.where(direction == 0, np.clip(predicted, -INSIDE, INSIDE), self.value)
        off = np.where(predicted * direction >= CLEAR, 0.0, (aim - predicted) / self.error)
        return np.where(np.isfinite(off), off, 0.0)

    def biased(self, predicted: Array) -> Array:
        """By how much a bias of one of each design moves each number, on its scale: (row, design).

        Parameters
        ----------
        predicted
            (row,) what the model gives.
        """
        moved = np.zeros((len(self.rows), len(DESIGNS)))
        for number, (row, middle) in enumerate(zip(self.rows, predicted, strict=True)):
            design = design_of(row.finding)
            if design is not None and math.isfinite(middle):
                moved[number, DESIGNS.index(design)] = row.leans(float(middle)) * row.sampling
        return moved


def _rows(finding: Finding, between: Mapping[When, Between]) -> list[Row]:
    compare = finding.compare
    if compare.statistic == "direction":
        sign = float(np.sign(finding.observed.value))
        return [Row(finding, None, None, CLEAR * sign, DIRECTION_ERROR, math.nan, sign)]
    if compare.statistic == "quantiles":
        found = [_middle(finding, between)]
    elif compare.statistic != "curve":
        found = [_row(finding, None, between)]
    else:
        points = range(len(finding.observed.points))
        found = [
            _row(replace(finding, compare=compare.at(i), observed=finding.observed.points[i]), i, between)
            for i in points
        ]
    rows = [row for row in found if row is not None]
    wider = math.sqrt(max(1.0, len(rows) / FREE_POINTS))
    return [replace(row, finding=finding, error=row.error * wider) for row in rows]


def _middle(finding: Finding, between: Mapping[When, Between]) -> Row | None:
    """The row of the median of people, which errs by how they differ and how many they were."""
    point = middle_quantile(finding)
    assert point is not None  # others are not fitted
    compare = replace(finding.compare, statistic="value")
    value, n, at = finding.observed.quantiles[point][1], finding.n.get(compare.of.arm), between.get(compare.of)
    scale = scale_of(compare, between_people(compare, between))
    observed = Observed(value)
    if scale is not None and n and at is not None:
        sd = at.log_sd if scale.kind == FACTOR and not is_log_count(compare) else at.sd / scale.unit
        room = NORMAL_97_5 * ERROR_OF_MEDIAN * sd / math.sqrt(n)
        if math.isfinite(room):
            middle = scale.to(np.asarray(value))
            observed = Observed(value, float(scale.back(middle - room)), float(scale.back(middle + room)))
    return _row(replace(finding, compare=compare, observed=observed), point, between)


def _row(finding: Finding, point: int | None, between: Mapping[When, Between]) -> Row | None:
    """None where the number has no scale, or lies where there is none."""
    compare = finding.compare
    scale = scale_of(compare, between_people(compare, between))
    if scale is None:
        return None
    value = float(scale.to(np.asarray(finding.observed.value)))
    own = max(published_error(finding, scale), LEAST_ERROR)
    if finding.observed.low is None:
        own *= math.hypot(1.0, UNSTATED)
    effect = value - float(scale.to(np.asarray(null(compare)))) if has_nothing(compare) else 0.0
    off = known().factor_of(compare.observable) * effect, known().sd_of(scale.kind, compare.observable)
    error = math.hypot(own, *off)
    return Row(finding, point, scale, value, error, own)


def between_people(compare: Compare, between: Mapping[When, Between]) -> float:
    """SD between people at what is compared; NaN where it is not known."""
    known = [between[when].sd for when in compare.whens if when in between]
    return float(np.sqrt(np.mean(np.square(known)))) if known else math.nan
