"""Reference trajectories from an adaptive stiff solver, to hold the fast integrator against.

LSODA in double precision, one person at a time, restarted at every change of an exposure; slow, for tests and
benchmarks only. (The implicit solvers of diffrax take minutes and gigabytes to compile for a model of this size.)
"""

from __future__ import annotations

import jax
import numpy as np
from scipy.integrate import solve_ivp

from gutbrain.engine.arms import Plan
from gutbrain.engine.lanes import flat, settle
from gutbrain.engine.program import Fixed

RTOL = 1e-8
LONGEST_STEP = 0.25
"""No daily pulse is stepped over, h."""


def observables(plan: Plan, moments: np.ndarray) -> np.ndarray:
    """Observables at moments (h, within the run): (moment, observable), for a plan of one arm, person and draw.

    The person settles as in the fast integrator; from the start of the protocol on the stiff solver takes over.
    """
    program, drive = plan.compiled, plan.drive
    fixed = flat(plan.fixed)
    single = Fixed(*(a.astype(np.float32) for a in plan.fixed))
    steps = int(np.searchsorted(plan.grid.time, plan.grid.start - 1e-9))
    y = np.asarray(settle(program, plan.grid, drive.table[0], single, steps))[:, 0].astype(float)
    scale = np.maximum(np.abs(y), 1e-3) * RTOL
    slopes = jax.jit(program.slopes)

    def ahead(y: np.ndarray, begin: float, end: float, events: np.ndarray) -> np.ndarray:
        def field(time: float, y: np.ndarray) -> np.ndarray:
            gain, loss = slopes(y[:, None], fixed, events, time, 0.0, float(time < 0))
            return np.asarray(gain - loss * y[:, None])[:, 0]

        solved = solve_ivp(field, (begin, end), y, method="LSODA", rtol=RTOL, atol=scale, max_step=LONGEST_STEP)
        if not solved.success:
            raise RuntimeError(f"LSODA stopped at {solved.t[-1]:.3f} h: {solved.message}")
        return np.asarray(solved.y[:, -1])

    edges = drive.edges[(drive.edges > plan.grid.start) & (drive.edges < moments[-1])]
    time, wanted, found = float(plan.grid.start), set(moments.tolist()), []
    if time in wanted:
        found.append(y)
    for stop in np.unique(np.concatenate([moments[moments > time], edges])):
        y = ahead(y, time, float(stop), drive.at(np.array([time]))[0])
        time = float(stop)
        if time in wanted:
            found.append(y)
    events = drive.at(moments - 1e-6)
    before = (moments < -1e-9).astype(float)
    read = program.observe(np.stack(found)[..., None], fixed, events, moments, np.zeros(len(moments)), before)
    return np.asarray(read)[..., 0]
