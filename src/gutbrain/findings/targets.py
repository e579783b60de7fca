"""Published numbers as a fit sees them: each on a scale on which it errs evenly, with its error and its bias.

A curve gives a number for each of its points; they are the same people and the same model, and together count for at
most :data:`FREE_POINTS`. A direction gives one, which pulls only while it is not met. What is about how people differ
(quantiles, spreads, correlations) is not fitted: that is not what is moved here.
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
from gutbrain.findings.finding import BETWEEN_PEOPLE, MANY, Compare, Finding, When
from gutbrain.findings.sampling import published_error
from gutbrain.findings.scale import Scale, scale_of
from gutbrain.findings.shapes import Curve
from gutbrain.findings.statistics import TOO_SMALL
from gutbrain.findings.verdict import has_nothing, null

Array = NDArray[np.float64]

CLEAR = 2.0 * TOO_SMALL
"""What an effect that was seen is pulled to while it is not reached, in SD between people."""

DIRECTION_ERROR = 0.5 * TOO_SMALL
"""Error of that."""

FREE_POINTS = 3.0
"""So many numbers the points of a curve count for at most."""

UNSTATED = 1.0
"""Where no interval was published the error is a rule of thumb, and may be as much larger (as a share)."""

LEAST_ERROR = 0.02
"""No published number is surer, on any scale: studies differ between laboratories, kits and people."""


def fitted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those that can be fitted: all that can be run, but for what is about how people differ (shares are fitted)."""
    left_out = {*BETWEEN_PEOPLE, *MANY} - {"share", "curve"}
    return tuple(f for f in findings if not f.unsupported and f.compare.statistic not in left_out)


@dataclass(frozen=True)
class Row:
    """One published number.

    Attributes
    ----------
    finding
        Which finding it belongs to.
    point
        Which point of a curve; None where there is one number.
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
            assert isinstance(outcome.shape, Curve)  # rows with a point are those of curves
            found = outcome.shape.points[self.point].smooth
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
        off = (self.value - predicted) / self.error
        met = np.where(direction == 0, np.abs(predicted) < DIRECTION_ERROR, predicted * direction >= CLEAR)
        off = np.where(~np.isnan(direction) & met, 0.0, off)
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
    if compare.statistic != "curve":
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
