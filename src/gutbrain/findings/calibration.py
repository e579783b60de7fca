"""Fits the parameters to all findings at once, within what the literature leaves open: :func:`calibrate`.

Parameters are standard normal deviates of their priors. An iterated smoother moves them: the findings are simulated for
a cohort, and for one typical person with every parameter moved in turn (the sensitivities); the deviates that are most
likely under priors and findings together are found, and the model is run again there. What is left open then is the
posterior of the linearised problem, and the ensemble is drawn from it.

A published value is taken to err by more than its own interval says: the model is not the body (its discrepancy), and
studies show more than there is. By how much, for each kind of design, is fitted along with the parameters
(:mod:`gutbrain.findings.design_bias`), so that what is inflated does not pull. Findings that fit nowhere pull less
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
from gutbrain.findings import design_bias
from gutbrain.findings.batches import Size, simulate_findings
from gutbrain.findings.finding import Finding
from gutbrain.findings.targets import Targets, fitted
from gutbrain.model import Model

Array = NDArray[np.float64]
Progress = Callable[[float], None]

ITERATIONS = 4
"""How often the model is linearised."""

COHORT = Size(draws=4, people=16)
"""Four groups of people under the same parameters."""

STEP = 0.5
"""By how much (prior SD) a parameter is moved for its sensitivity."""

LONGEST_STEP = 1.0
"""Most that a parameter is moved (prior SD) in one iteration."""

FREEDOM = 4.0
"""Degrees of freedom of Student's t for what a finding is off."""

ROUNDS = 5
"""So often it is looked again which findings fit nowhere, while the model is taken to be linear."""

MEMBERS = 96
"""Parameter sets of an ensemble: pairs to both sides of its middle, so that every few of them have it as their mean."""

FARTHEST = 2.5
"""No parameter's middle lies farther out (SD), and no member farther from it: beyond, priors are only convention."""


CENTRED = ("mind.fortune",)
"""How lives turn differs between people and goes nowhere on the whole: a fit may widen it, not give it a direction."""


@dataclass(frozen=True)
class Linear:
    """The model around one set of parameters.

    Attributes
    ----------
    z : (parameter,)
        Deviates of the priors; those of the biases of designs stand last.
    sensitivity : (row, parameter)
        Change of a published number, in its errors, by deviate.
    residual : (row,)
        What is missing, in errors.
    weight : (row,)
        How much a number pulls, 0 to 1.
    still : (parameter,)
        True of those that stay where they are: the others explain what there is. How open they are is still found.
    """

    z: Array
    sensitivity: Array
    residual: Array
    weight: Array
    still: NDArray[np.bool_]

    def solve(self, weight: Array) -> tuple[Array, Array]:
        """Most likely deviates, and the matrix of the posterior's precision."""
        weighted = self.sensitivity * weight[:, None]
        precision = np.eye(len(self.z)) + self.sensitivity.T @ weighted
        pull = weighted.T @ (self.residual + self.sensitivity @ self.z)
        free = np.flatnonzero(~self.still)
        middle = self.z.copy()
        stays = precision[np.ix_(free, self.still)] @ self.z[self.still]
        middle[free] = np.linalg.solve(precision[np.ix_(free, free)], pull[free] - stays)
        return middle, np.asarray(precision)


@dataclass(frozen=True)
class Calibration:
    """A fit: the numbers, the model around the fit, and the ensemble."""

    targets: Targets
    parameters: tuple[str, ...]
    linear: Linear
    ensemble: Ensemble
    misfit: tuple[float, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was fitted, each once."""
        return tuple({row.finding.id: row.finding for row in self.targets.rows}.values())

    @property
    def shrinkage(self) -> Mapping[str, float]:
        """By how much the findings narrowed each parameter: 0 as its prior, 1 known exactly."""
        return dict(zip(self.parameters, 1 - np.sqrt(np.diag(self._covariance)), strict=False))

    @property
    def fixed(self) -> Mapping[str, float]:
        """How much of each parameter the findings fix: its share of the prior variance that is gone."""
        return dict(zip(self.parameters, 1 - np.diag(self._covariance), strict=False))

    def pulls(self, parameter: str) -> dict[str, float]:
        """What moves a parameter: by finding, how many prior SDs. Together they are how far it moved.

        Parameters
        ----------
        parameter
            Its key.
        """
        middle, _ = self.linear.solve(self.linear.weight)
        missing = self.linear.residual - self.linear.sensitivity @ (middle - self.linear.z)
        by_row = self.linear.weight * missing * self.linear.sensitivity[:, self.parameters.index(parameter)]
        found: dict[str, float] = {}
        for row, pull in zip(self.targets.rows, by_row, strict=True):
            found[row.finding.id] = found.get(row.finding.id, 0.0) + float(pull)
        return found

    @property
    def biases(self) -> Mapping[str, design_bias.Bias]:
        """Mean and SD of the bias of each kind of design, in standard errors of what is printed."""
        middle, _ = self.linear.solve(self.linear.weight)
        mean, sd = design_bias.PRIOR
        left = np.sqrt(np.diag(self._covariance))
        last = range(len(self.parameters), len(middle))
        return {
            name: (round(float(mean + sd * middle[i]), 2), round(float(sd * left[i]), 2))
            for name, i in zip(design_bias.DESIGNS, last, strict=True)
        }

    @property
    def _covariance(self) -> Array:
        _, precision = self.linear.solve(self.linear.weight)
        return np.asarray(np.linalg.inv(precision))

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
        gone = set(left_out)
        kept = np.array([row.finding.id not in gone for row in self.targets.rows])
        return draw(self.parameters, self.linear, np.where(kept, self.linear.weight, 0.0), members, seed)


def calibrate(findings: Sequence[Finding], *, seed: int = 0, progress: Progress | None = None) -> Calibration:
    """Fit the parameters of the axis to findings.

    Parameters
    ----------
    findings
        All that are known; those that cannot be fitted are left out.
    seed
        Same seed, same ensemble.
    progress
        Called with the share done.
    """
    seed = seeds.checked(seed)
    used = fitted(findings)
    model = world.model(SLOTS)
    names = tuple(p.key for p in model.parameters if is_free(p))
    z = np.zeros(len(names) + len(design_bias.DESIGNS))
    misfit: list[float] = []
    for iteration in range(ITERATIONS):

        def told(share: float, done: int = iteration) -> None:
            if progress:
                progress((done + share) / ITERATIONS)

        targets, linear = linearise(used, names, z, seed, told)
        misfit.append(float(np.mean(linear.residual**2)))
        aim, _ = linear.solve(linear.weight)
        z = z + np.clip(aim - z, -LONGEST_STEP, LONGEST_STEP)
    ensemble = draw(names, linear, linear.weight, MEMBERS, seed)
    return Calibration(targets, names, linear, ensemble, tuple(misfit))


def linearise(
    findings: Sequence[Finding], names: Sequence[str], z: Array, seed: int, progress: Progress
) -> tuple[Targets, Linear]:
    """Simulate the findings at deviates ``z``, and with every parameter moved in turn.

    Parameters
    ----------
    findings
        Those that are fitted.
    names
        Keys of the parameters that are moved.
    z
        (parameter,) standard normal deviates of their priors, those of the biases last.
    seed
        Same seed, same numbers.
    progress
        Called with the share done, 0 to 1.
    """

    def first(share: float) -> None:
        progress(0.2 * share)

    def second(share: float) -> None:
        progress(0.2 + 0.8 * share)

    own = z[: len(names)]
    here = _members(names, np.repeat(own[:, None], COHORT.draws, axis=1), luck=False)
    cohort = simulate_findings(findings, COHORT, seed=seed, ensemble=here, progress=first)
    spreads = {key: outcome.spread for key, outcome in cohort.items() if np.isfinite(outcome.spread)}
    targets = Targets.of(findings, cohort)
    predicted = _mean(targets.read(cohort))

    step = np.where(own > 0, -STEP, STEP)
    moved = np.concatenate([own[:, None], own[:, None] + np.diag(step)], axis=1)
    size = Size(draws=len(names) + 1, people=1)
    around = _members(names, moved, luck=False)
    typical = simulate_findings(findings, size, seed=seed, ensemble=around, spreads=spreads, progress=second)
    read = targets.read(typical)
    moves = (read[:, 1:] - read[:, :1]) / step / targets.error[:, None]
    moves = np.where(np.isfinite(moves), moves, 0.0)

    mean, sd = design_bias.PRIOR
    by_bias = targets.biased(predicted)
    biased = by_bias @ (mean + sd * z[len(names) :])
    sensitivity = np.concatenate([moves, sd * by_bias / targets.error[:, None]], axis=1)
    residual = targets.residuals(predicted + biased)
    still = np.array([name in CENTRED for name in names] + [False] * len(design_bias.DESIGNS))
    weight = _weights(targets, z, sensitivity, residual, still)
    return targets, Linear(z, sensitivity, residual, weight, still)


def _mean(draws: Array) -> Array:
    """Over the draws that gave a number; NaN where none did."""
    number = np.isfinite(draws)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(number, draws, 0.0).sum(axis=1) / number.sum(axis=1))


def _weights(targets: Targets, z: Array, sensitivity: Array, residual: Array, still: NDArray[np.bool_]) -> Array:
    """How much each number pulls, by what it will be off at the solution of the linear problem."""
    # a direction that is met pulls nowhere and fixes nothing
    idle = np.array([row.scale is None for row in targets.rows], bool) & (residual == 0)
    off = residual
    for _ in range(ROUNDS):
        weight = np.where(idle, 0.0, np.minimum((FREEDOM + 1) / (FREEDOM + off**2), 1.0))
        aim, _ = Linear(z, sensitivity, residual, weight, still).solve(weight)
        off = residual - sensitivity @ np.clip(aim - z, -LONGEST_STEP, LONGEST_STEP)
    return np.asarray(weight)


def _members(names: Sequence[str], z: Array, *, luck: bool = True) -> Ensemble:
    return Ensemble(dict(zip(names, z, strict=True)), luck=luck)


def draw(names: Sequence[str], linear: Linear, weight: Array, members: int, seed: int) -> Ensemble:
    """Members from the posterior of the linearised problem, in pairs to both sides of its middle.

    Parameters
    ----------
    names
        Keys of the parameters; the biases of designs stand behind them in the problem, and are no part of a member.
    linear
        The problem, made linear near its solution.
    weight
        (row,) how much each number counts; 0 leaves it out.
    members
        How many; an even number.
    seed
        Same seed, same members.
    """
    middle, precision = linear.solve(weight)
    count = len(names)
    middle = middle.clip(-FARTHEST, FARTHEST)
    half = members // 2
    luck = np.stack([stratified(seed, f"member/{name}", half) for name in names]).clip(-FARTHEST, FARTHEST)
    # covariance of the parameters = L L', whatever the biases are
    away = np.linalg.cholesky(np.linalg.inv(precision)[:count, :count]) @ luck
    both = np.stack([away, -away], axis=2).reshape(count, -1)
    return _members(names, middle[:count, None] + both)


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
        "name": f"calibrated on {len(calibration.findings)} findings ({date})",
        "date": date,
        "gutbrain": version,
        "seed": seed,
        "findings": len(calibration.findings),
        "files": sorted({Path(f.file).name for f in calibration.findings if f.file}),
        "studies": len({f.study for f in calibration.findings}),
        "members": calibration.ensemble.members,
        "free_parameters": len(calibration.parameters),
        "effective_parameters": round(float(sum(calibration.fixed.values())), 1),
        "narrowed_by_a_tenth": int((shrinkage > 0.1).sum()),
        "narrowed_by_half": int((shrinkage > 0.5).sum()),
        "mean_squared_misfit": [round(m, 3) for m in calibration.misfit],
        "model": identity(model),
    }
