"""Reference trajectories from an adaptive stiff solver, to hold the fast integrator against (extra ``reference``).

One person at a time, in double precision, restarted at every change of an exposure; slow, for tests and benchmarks
only.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from gutbrain.engine.arms import Plan
from gutbrain.engine.lanes import flat, settle
from gutbrain.engine.program import Fixed

RTOL = 1e-7


def observables(plan: Plan, moments: np.ndarray) -> np.ndarray:
    """Observables at moments (h, within the run): (moment, observable), for a plan of one arm, person and draw.

    The person settles as in the fast integrator; from the start of the protocol on the stiff solver takes over.
    """
    import diffrax

    program, drive = plan.compiled, plan.drive
    fixed = flat(plan.fixed)
    single = Fixed(*(a.astype(np.float32) for a in plan.fixed))
    steps = int(np.searchsorted(plan.grid.time, plan.grid.start - 1e-9))
    y = jnp.asarray(np.asarray(settle(program, plan.grid, drive.table[0], single, steps))[:, 0])
    scale = jnp.maximum(jnp.abs(y), 1e-3) * 1e-8

    def field(time: Any, y: Any, events: Any) -> Any:
        gain, loss = program.slopes(y[:, None], fixed, events, time, 0.0, (time < 0).astype(float))
        return (gain - loss * y[:, None])[:, 0]

    @jax.jit
    def ahead(y: Any, begin: Any, end: Any, events: Any) -> Any:
        solution = diffrax.diffeqsolve(
            diffrax.ODETerm(field),
            diffrax.Kvaerno5(),
            begin,
            end,
            None,
            y,
            args=events,
            stepsize_controller=diffrax.PIDController(rtol=RTOL, atol=scale),
            saveat=diffrax.SaveAt(t1=True),
            max_steps=100_000,
        )
        return solution.ys[0]

    edges = drive.edges[(drive.edges > plan.grid.start) & (drive.edges < moments[-1])]
    time, wanted, found = float(plan.grid.start), set(moments.tolist()), []
    if time in wanted:
        found.append(np.asarray(y))
    for stop in np.unique(np.concatenate([moments[moments > time], edges])):
        y = ahead(y, time, float(stop), drive.at(np.array([time]))[0])
        time = float(stop)
        if time in wanted:
            found.append(np.asarray(y))
    events = drive.at(moments - 1e-6)
    before = (moments < -1e-9).astype(float)
    read = program.observe(np.stack(found)[..., None], fixed, events, moments, np.zeros(len(moments)), before)
    return np.asarray(read)[..., 0]
