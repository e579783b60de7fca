"""Reference trajectories from an adaptive stiff solver, to hold the fast integrator against (extra ``reference``).

One person at a time, restarted at every change of an exposure; slow, and used by tests and benchmarks only.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from gutbrain.engine.lanes import Drive
from gutbrain.engine.program import Fixed, Program

RTOL = 1e-7


def trajectory(program: Program, drive: Drive, fixed: Fixed, y0: Any, start: float, kept: np.ndarray) -> np.ndarray:
    """States at the kept moments: (moment, state), for a run of one variant and one lane.

    Parameters
    ----------
    program, drive, fixed
        As for the fast integrator.
    y0
        (state,) at ``start`` (h).
    kept
        Moments (h), after ``start``.
    """
    import diffrax

    scale = jnp.maximum(jnp.abs(jnp.asarray(y0)), 1e-3) * 1e-8

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

    stops = np.unique(np.concatenate([kept, drive.edges[(drive.edges > start) & (drive.edges < kept[-1])]]))
    y, time, wanted, found = jnp.asarray(y0), start, set(kept.tolist()), []
    for stop in stops:
        y = ahead(y, time, stop, drive.at(np.array([time]))[0])
        time = float(stop)
        if time in wanted:
            found.append(np.asarray(y))
    return np.stack(found)
