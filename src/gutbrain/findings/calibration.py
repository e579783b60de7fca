"""Fits the parameters to all findings at once, within what the literature leaves open: :func:`calibrate`.

Parameters are standard normal deviates of their priors. An iterated smoother moves them: the findings are simulated for
a cohort, and for one typical person with every parameter moved in turn (the sensitivities); the deviates that are most
likely under priors and findings together are found, and the model is run again there. What is left open then is the
posterior of the linearised problem, and the ensemble is drawn from it.

A published value is taken to err by more than its own interval says: studies of the same thing differ between
laboratories, kits and people, and the model is not the body (``DISCREPANCY``). Findings that fit nowhere pull less
(Student's t), so that one odd study does not bend what many others fix. Directions pull only while they are not met.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gutbrain import seeds, world
from gutbrain.engine.draws import is_free, stratified
from gutbrain.engine.ensemble import Ensemble
from gutbrain.engine.identity import identity
from gutbrain.exposures.schedule import SLOTS
from gutbrain.findings.batches import Size, simulate_findings
from gutbrain.findings.finding import BETWEEN_PEOPLE, MANY, Finding
from gutbrain.findings.statistics import TOO_SMALL
from gutbrain.findings.verdict import standard_error
from gutbrain.model import Model

Array = NDArray[np.float64]
Progress = Callable[[float], None]

ITERATIONS = 3
"""How often the model is linearised."""

COHORT = Size(draws=4, people=16)
"""Four groups of people under the same parameters."""

STEP = 0.5
"""By how much (prior SD) a parameter is moved for its sensitivity."""

LONGEST_STEP = 1.0
"""Most that a parameter is moved (prior SD) in one iteration."""

DISCREPANCY = 0.5
"""Error of the model, as a share of the published error."""

UNSTATED_DISCREPANCY = 1.0
"""The same where no interval was published, and the error is a rule of thumb."""

FREEDOM = 4.0
"""Degrees of freedom of Student's t for what a finding is off."""

CLEAR = 2.0 * TOO_SMALL
"""What an effect that was seen is pulled to while it is not reached, in SD between people."""

DIRECTION_ERROR = 0.5 * TOO_SMALL
"""Error of that."""

MEMBERS = 96
"""Parameter sets of an ensemble: pairs to both sides of its middle, so that every few of them have it as their mean."""

FARTHEST = 2.5
"""No parameter of a member lies farther out (SD) on its own: beyond, priors are only convention."""


@dataclass(frozen=True)
class Data:
    """Findings as numbers: the value aimed at and its error, for what can be followed smoothly.

    ``direction`` is NaN where the size is known, else the sign that was seen.
    """

    findings: tuple[Finding, ...]
    value: Array
    error: Array
    direction: Array

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> Data:
        """Of findings that can be calibrated on: all that can be run and are one number, but for how people differ."""
        left_out = (*(name for name in BETWEEN_PEOPLE if name != "share"), *MANY)
        used = [f for f in findings if not f.unsupported and f.compare.statistic not in left_out]
        only_sign = np.array([f.compare.statistic == "direction" for f in used])
        sign = np.array([np.sign(f.observed.value) for f in used])
        error = np.array([standard_error(f.compare, f.observed) for f in used])
        discrepancy = np.where([f.observed.low is None for f in used], UNSTATED_DISCREPANCY, DISCREPANCY)
        error = np.where(error > 0, error, 0.05)  # a published zero without an interval is not exact
        return cls(
            tuple(used),
            np.where(only_sign, CLEAR * sign, [f.observed.value for f in used]),
            np.where(only_sign, DIRECTION_ERROR, error * np.hypot(1.0, discrepancy)),
            np.where(only_sign, sign, np.nan),
        )

    def residuals(self, predicted: Array) -> Array:
        """What is missing, in errors; a direction that is met misses nothing."""
        off = (self.value - predicted) / self.error
        met = np.where(self.direction == 0, np.abs(predicted) < DIRECTION_ERROR, predicted * self.direction >= CLEAR)
        return np.where(~np.isnan(self.direction) & met, 0.0, off)


@dataclass(frozen=True)
class Linear:
    """The model around one set of parameters.

    Attributes
    ----------
    z : (parameter,)
        Deviates of the priors.
    predicted : (finding,)
        What the model gives there.
    sensitivity : (finding, parameter)
        Change of a finding, in its errors, by deviate.
    weight : (finding,)
        How much a finding pulls, 0 to 1.
    """

    z: Array
    predicted: Array
    sensitivity: Array
    residual: Array
    weight: Array

    def solve(self, weight: Array) -> tuple[Array, Array]:
        """Most likely deviates, and the matrix of the posterior's precision."""
        weighted = self.sensitivity * weight[:, None]
        precision = np.eye(len(self.z)) + self.sensitivity.T @ weighted
        pull = weighted.T @ (self.residual + self.sensitivity @ self.z)
        return np.asarray(np.linalg.solve(precision, pull)), np.asarray(precision)


@dataclass(frozen=True)
class Calibration:
    """A fit: the data, the model around the fit, and the ensemble."""

    data: Data
    parameters: tuple[str, ...]
    linear: Linear
    ensemble: Ensemble
    misfit: tuple[float, ...]

    @property
    def shrinkage(self) -> Mapping[str, float]:
        """By how much the findings narrowed each parameter: 0 as its prior, 1 known exactly."""
        _, precision = self.linear.solve(self.linear.weight)
        return dict(zip(self.parameters, 1 - np.sqrt(np.diag(np.linalg.inv(precision))), strict=True))

    @property
    def effective_parameters(self) -> float:
        """How many parameters' worth the findings fix."""
        _, precision = self.linear.solve(self.linear.weight)
        return float(len(self.parameters) - np.trace(np.linalg.inv(precision)))

    def without(self, left_out: Sequence[str], members: int, seed: int) -> Ensemble:
        """Parameter sets fitted without some findings (ids).

        Parameters
        ----------
        left_out
            Ids of the findings that are left out.
        members
            How many parameter sets; an even number.
        seed
            Same seed, same sets.
        """
        kept = np.array([f.id not in set(left_out) for f in self.data.findings])
        return draw(self.parameters, self.linear, np.where(kept, self.linear.weight, 0.0), members, seed)


def calibrate(findings: Sequence[Finding], *, seed: int = 0, progress: Progress | None = None) -> Calibration:
    """Fit the parameters of the axis to findings.

    Parameters
    ----------
    findings
        All that are known; the unsupported are left out.
    seed
        Same seed, same ensemble.
    progress
        Called with the share done.
    """
    seed = seeds.checked(seed)
    data = Data.of(findings)
    model = world.model(SLOTS)
    names = tuple(p.key for p in model.parameters if is_free(p))
    z = np.zeros(len(names))
    misfit: list[float] = []
    for iteration in range(ITERATIONS):

        def told(share: float, done: int = iteration) -> None:
            if progress:
                progress((done + share) / ITERATIONS)

        linear = linearise(data, names, z, seed, told)
        misfit.append(float(np.mean(linear.residual**2)))
        aim, _ = linear.solve(linear.weight)
        z = z + np.clip(aim - z, -LONGEST_STEP, LONGEST_STEP)
    ensemble = draw(names, linear, linear.weight, MEMBERS, seed)
    return Calibration(data, names, linear, ensemble, tuple(misfit))


def linearise(data: Data, names: Sequence[str], z: Array, seed: int, progress: Progress) -> Linear:
    """Simulate the findings at deviates ``z``, and with every parameter moved in turn.

    Parameters
    ----------
    data
        The findings that are fitted.
    names
        Keys of the parameters that are moved.
    z
        (parameter,) standard normal deviates of their priors.
    seed
        Same seed, same numbers.
    progress
        Called with the share done, 0 to 1.
    """

    def first(share: float) -> None:
        progress(0.2 * share)

    def second(share: float) -> None:
        progress(0.2 + 0.8 * share)

    here = _members(names, np.repeat(z[:, None], COHORT.draws, axis=1), products=False)
    cohort = simulate_findings(data.findings, COHORT, seed=seed, ensemble=here, progress=first)
    predicted = np.array([np.nanmean(cohort[f.id].effect.smooth) for f in data.findings])
    spreads = {key: outcome.spread for key, outcome in cohort.items() if np.isfinite(outcome.spread)}

    step = np.where(z > 0, -STEP, STEP)
    moved = np.concatenate([z[:, None], z[:, None] + np.diag(step)], axis=1)
    size = Size(draws=len(names) + 1, people=1)
    around = _members(names, moved, products=False)
    typical = simulate_findings(data.findings, size, seed=seed, ensemble=around, spreads=spreads, progress=second)
    smooth = np.stack([typical[f.id].effect.smooth for f in data.findings])
    sensitivity = (smooth[:, 1:] - smooth[:, :1]) / step / data.error[:, None]
    sensitivity = np.where(np.isfinite(sensitivity), sensitivity, 0.0)
    residual = np.where(np.isfinite(predicted), data.residuals(predicted), 0.0)
    weight = (FREEDOM + 1) / (FREEDOM + residual**2)
    # a direction that is met pulls nowhere and fixes nothing
    weight = np.where(~np.isnan(data.direction) & (residual == 0), 0.0, np.minimum(weight, 1.0))
    return Linear(z, predicted, sensitivity, residual, weight)


def _members(names: Sequence[str], z: Array, *, products: bool = True) -> Ensemble:
    return Ensemble(dict(zip(names, z, strict=True)), products=products)


def draw(names: Sequence[str], linear: Linear, weight: Array, members: int, seed: int) -> Ensemble:
    """Members from the posterior of the linearised problem, in pairs to both sides of its middle.

    Parameters
    ----------
    names
        Keys of the parameters.
    linear
        The problem, made linear near its solution.
    weight
        (finding,) how much each finding counts; 0 leaves it out.
    members
        How many; an even number.
    seed
        Same seed, same members.
    """
    middle, precision = linear.solve(weight)
    half = members // 2
    luck = np.stack([stratified(seed, f"member/{name}", half) for name in names]).clip(-FARTHEST, FARTHEST)
    # precision = L L': L'^-1 times independent numbers has its inverse as covariance
    away = np.linalg.solve(np.linalg.cholesky(precision).T, luck)
    both = np.stack([away, -away], axis=2).reshape(len(names), -1)
    return _members(names, middle[:, None] + both)


def provenance(calibration: Calibration, model: Model, *, date: str, version: str, seed: int) -> dict[str, Any]:
    """What an ensemble comes from, for its file.

    Parameters
    ----------
    calibration
        The fit.
    model
        The model that was fitted.
    date
        Of the fit, ``YYYY-MM-DD``.
    version
        Of gutbrain.
    seed
        That it was made with.
    """
    shrinkage = np.array(list(calibration.shrinkage.values()))
    return {
        "name": f"calibrated on {len(calibration.data.findings)} findings ({date})",
        "date": date,
        "gutbrain": version,
        "seed": seed,
        "findings": len(calibration.data.findings),
        "files": sorted({Path(f.file).name for f in calibration.data.findings if f.file}),
        "studies": len({f.study for f in calibration.data.findings}),
        "members": calibration.ensemble.members,
        "free_parameters": len(calibration.parameters),
        "effective_parameters": round(calibration.effective_parameters, 1),
        "narrowed_by_a_tenth": int((shrinkage > 0.1).sum()),
        "narrowed_by_half": int((shrinkage > 0.5).sum()),
        "mean_squared_misfit": [round(m, 3) for m in calibration.misfit],
        "model": identity(model),
    }
