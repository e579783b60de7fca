"""SciPy's LSODA and BDF on the compiled right-hand side, and the reference that every engine is held against."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.integrate import solve_ivp

from benchmarks.accuracy import error
from benchmarks.clock import timed
from benchmarks.cohort import Cohort
from benchmarks.point import Point
from gutbrain.engine import lanes
from gutbrain.engine.arms import Plan
from gutbrain.engine.machine.kernel import Slopes
from gutbrain.model.maths import HOURS_A_DAY

REFERENCE = 1e-10
LONGEST_STEP = 0.25
"""Of the reference, h: no daily pulse is stepped over."""

ABSOLUTE = 1e-3
"""Below this, tolerances are absolute."""


def reference(cohort: Cohort, people: int) -> np.ndarray:
    """The first people at the moments of comparison, all but exact: (person, moment, observable)."""
    return _people(cohort, people, "LSODA", REFERENCE, LONGEST_STEP)


def points(cohort: Cohort, exact: np.ndarray, people: int, tolerances: tuple[float, ...]) -> list[Point]:
    """Work and error of both, one person after the other on one core."""
    program = cohort.plan.compiled
    with timed() as build:
        Slopes(program.model, program.layout)
    found = []
    for method in ("LSODA", "BDF"):
        for rtol in tolerances:
            with timed() as took:
                values = _people(cohort, people, method, rtol)
            off = error(cohort, exact[:people], values)
            setting = f"rtol {rtol:.0e}"
            found.append(Point(f"SciPy {method}", setting, people, took.wall, took.processor, build.wall, off))
    return found


def _people(cohort: Cohort, people: int, method: str, rtol: float, longest: float = np.inf) -> np.ndarray:
    return np.stack([_solved(cohort.person(i), cohort.times, method, rtol, longest) for i in range(people)])


def _solved(plan: Plan, times: np.ndarray, method: str, rtol: float, longest: float) -> np.ndarray:
    """Observables of one settled person: (moment, observable). The solver begins anew where an exposure changes."""
    program, drive, fixed = plan.compiled, plan.drive, plan.fixed
    parameters, traits, usual = (a[:, 0, 0] for a in (fixed.parameters, fixed.traits, fixed.usual))
    y = lanes.settled(program, plan.grid, drive, fixed)[:, 0, 0]
    start, end = plan.grid.start, float(times[-1])
    cuts = [start, *drive.edges[(drive.edges > start) & (drive.edges < end)], end]
    found = []
    for begin, stop in pairwise(cuts):
        levels = drive.at(np.array([begin]))[0, :, 0]
        exposures = np.where(np.isnan(levels), usual, levels)

        def field(time: float, y: np.ndarray, exposures: np.ndarray = exposures) -> np.ndarray:
            return program.slopes(
                y,
                parameters=parameters,
                traits=traits,
                exposures=exposures,
                clock=time % HOURS_A_DAY,
                settling=0.0,
                before_day_zero=0.0,
            )

        wanted = times[(times > begin) & (times <= stop)]
        scale = np.maximum(np.abs(y), ABSOLUTE) * rtol
        moments = np.union1d(wanted, [stop])
        solved = solve_ivp(field, (begin, stop), y, method, moments, rtol=rtol, atol=scale, max_step=longest)
        if not solved.success:
            raise RuntimeError(f"{method} stopped at {solved.t[-1]:.3f} h: {solved.message}")
        y = solved.y[:, -1]
        found.append(solved.y[:, : len(wanted)])
    return lanes.observables(program, drive, fixed, times, np.concatenate(found, axis=1).T)
