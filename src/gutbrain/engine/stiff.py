"""Reference trajectories from an adaptive stiff solver, to hold the fast integrator against.

LSODA in double precision, one person at a time, restarted at every change of an exposure; slow, for tests and
benchmarks only.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp

from gutbrain.engine import lanes
from gutbrain.engine.arms import Plan
from gutbrain.model.maths import HOURS_A_DAY

RTOL = 1e-8
LONGEST_STEP = 0.25
"""No daily pulse is stepped over, h."""


def observables(plan: Plan, moments: np.ndarray) -> np.ndarray:
    """Observables at moments (h, within the run): (moment, observable), for a plan of one arm, person and draw.

    The person settles as in the fast integrator; from the start of the protocol on the stiff solver takes over.

    Raises
    ------
    ValueError
        Where days differ from one another.
    RuntimeError
        Where the integrator stops before the end.
    """
    if plan.living is not None:
        raise ValueError("days that differ are not carried by the stiff solver")
    program, drive, fixed = plan.compiled, plan.drive, plan.fixed
    parameters, traits, usual = (a[:, 0, 0] for a in (fixed.parameters, fixed.traits, fixed.usual))
    y = lanes.settled(program, plan.grid, drive, fixed)[:, 0, 0]
    scale = np.maximum(np.abs(y), 1e-3) * RTOL

    def ahead(y: np.ndarray, begin: float, end: float, events: np.ndarray) -> np.ndarray:
        exposures = np.where(np.isnan(events), usual, events)

        def field(time: float, y: np.ndarray) -> np.ndarray:
            return program.slopes(
                y,
                parameters=parameters,
                traits=traits,
                exposures=exposures,
                clock=time % HOURS_A_DAY,
                settling=0.0,
                before_day_zero=float(time < 0),
            )

        solved = solve_ivp(field, (begin, end), y, method="LSODA", rtol=RTOL, atol=scale, max_step=LONGEST_STEP)
        if not solved.success:
            raise RuntimeError(f"LSODA stopped at {solved.t[-1]:.3f} h: {solved.message}")
        return np.asarray(solved.y[:, -1])

    edges = drive.edges[(drive.edges > plan.grid.start) & (drive.edges < moments[-1])]
    time, wanted, found = float(plan.grid.start), set(moments.tolist()), []
    if time in wanted:
        found.append(y)
    for stop in np.unique(np.concatenate([moments[moments > time], edges])):
        y = ahead(y, time, float(stop), drive.at(np.array([time]))[0, :, 0])
        time = float(stop)
        if time in wanted:
            found.append(y)
    return lanes.observables(program, drive, fixed, moments, np.stack(found))
