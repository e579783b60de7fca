"""diffrax: the equations traced once and written down for JAX, people side by side (``vmap``), in double precision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.accuracy import error
from benchmarks.clock import timed
from benchmarks.cohort import Cohort
from benchmarks.point import Point
from gutbrain.engine import lanes
from gutbrain.engine.machine.tracing import Equations, traced
from gutbrain.model.maths import HOURS_A_DAY

EXPLICIT, IMPLICIT = "Tsit5", "Kvaerno5"
ABSOLUTE = 1e-2
"""Absolute tolerance, as a share of the relative one."""

FIRST_STEP = 1e-3


def points(cohort: Cohort, exact: np.ndarray, people: int, solver: str, tolerances: tuple[float, ...]) -> list[Point]:
    """Work and error of a solver; all tolerances run the same compiled program. People begin settled."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    made = cohort.plan
    begin = lanes.settled(made.compiled, made.grid, made.drive, made.fixed)[:, 0, :people].T
    fixed = [np.broadcast_to(a[:, 0], (len(a), cohort.people))[:, :people].T for a in made.fixed[:3]]
    with timed() as build:
        run = jax.jit(jax.vmap(_solver(cohort, solver), in_axes=(0, 0, 0, 0, None)))
        given = [jnp.asarray(array) for array in (begin, *fixed)]
        compiled = run.lower(*given, tolerances[0]).compile()
    found = []
    for rtol in tolerances:
        with timed() as took:
            states = np.asarray(compiled(*given, rtol))
        values = np.stack(
            [
                lanes.observables(one.compiled, one.drive, one.fixed, cohort.times, states[i, 1:])
                for i, one in enumerate(map(cohort.person, range(len(exact))))
            ]
        )
        off = error(cohort, exact, values)
        setting = f"rtol {rtol:.0e}"
        found.append(Point(f"diffrax {solver}", setting, people, took.wall, took.processor, build.wall, off))
    return found


def _solver(cohort: Cohort, solver: str) -> Callable[..., Any]:
    """States of one person at the start and the moments of comparison."""
    import diffrax
    import jax.numpy as jnp

    made = cohort.plan
    field = _field(traced(made.compiled.model, made.compiled.layout, explaining=False))
    edges, table = jnp.asarray(made.drive.edges), jnp.asarray(made.drive.table[:, :, 0])
    times = jnp.asarray(np.concatenate([[made.grid.start], cohort.times]))

    def slopes(time: Any, y: Any, given: Any) -> Any:
        parameters, traits, usual = given
        levels = table[jnp.searchsorted(edges, time, side="right")]
        exposures = jnp.where(jnp.isnan(levels), usual, levels)
        return field(parameters, traits, exposures, y, time % HOURS_A_DAY)

    def solve(begin: Any, parameters: Any, traits: Any, usual: Any, rtol: Any) -> Any:
        controller = diffrax.PIDController(rtol=rtol, atol=ABSOLUTE * rtol)
        solved = diffrax.diffeqsolve(
            diffrax.ODETerm(slopes),
            getattr(diffrax, solver)(),
            times[0],
            times[-1],
            FIRST_STEP,
            begin,
            (parameters, traits, usual),
            saveat=diffrax.SaveAt(ts=times),
            stepsize_controller=diffrax.ClipStepSizeController(controller, jump_ts=edges),
            adjoint=diffrax.ForwardMode(),
            max_steps=None,
        )
        return solved.ys

    return solve


def _field(equations: Equations) -> Callable[..., Any]:
    """Slopes from what was traced."""
    import jax.numpy as jnp

    nodes = equations.trace.nodes
    needed = equations.trace.needed([*equations.gain, *equations.loss])
    names = ("add", "subtract", "multiply", "divide", "maximum", "minimum", "exp", "log", "sqrt", "cos")
    functions = {name: getattr(jnp, name) for name in names}

    def field(parameters: Any, traits: Any, exposures: Any, states: Any, clock: Any) -> Any:
        blocks = {"parameter": parameters, "trait": traits, "exposure": exposures, "state": states}
        plain = {"clock": clock, "settling": 0.0, "before_day_zero": 0.0}
        values: dict[int, Any] = {}
        for place in needed:
            node = nodes[place]
            if node.operation == "constant":
                values[place] = node.value
            elif node.operation in blocks:
                values[place] = blocks[node.operation][int(node.value)]
            elif node.operation in plain:
                values[place] = plain[node.operation]
            else:
                values[place] = functions[node.operation](*(values[a] for a in node.arguments))
        gain, loss = (
            jnp.stack([jnp.asarray(values[place], jnp.float64) for place in places])
            for places in (equations.gain, equations.loss)
        )
        return gain - loss * states

    return field
