"""Our engine, with longer and shorter steps."""

from __future__ import annotations

from functools import partial

import numpy as np

from benchmarks.accuracy import error
from benchmarks.clock import best, timed
from benchmarks.cohort import SEED, Cohort
from benchmarks.point import Point
from gutbrain.engine.arms import Run, carry_arms
from gutbrain.engine.machine.kernel import Host, compiled
from gutbrain.engine.machine.stepping import Stepping
from gutbrain.engine.machine.tracing import traced
from gutbrain.engine.setup import Setup

ENGINE = "gutbrain"
USUAL = 1.0


def points(cohort: Cohort, exact: np.ndarray, people: int, repeats: int, finer: tuple[float, ...]) -> list[Point]:
    """Work and error: sampling people, letting them settle, and every observable at all moments that are kept."""
    program = cohort.plan.compiled
    with timed() as build:
        traces = traced(program.model, program.layout, explaining=False)
        compiled(Stepping(traces, program.layout.counts(), Host.here().triple, Host.here().width).program())
    found = []
    for times in finer:
        run, took = best(partial(carried, cohort, people, finer=times), repeats)
        off = error(cohort, exact, at(run, cohort.times))
        found.append(Point(ENGINE, setting(times), people, took.wall, took.processor, build.wall, off))
    return found


def setting(finer: float) -> str:
    """What a length of steps is called."""
    return f"steps / {finer:g}"


def carried(cohort: Cohort, people: int, *, draws: int = 1, finer: float = USUAL) -> Run:
    """The protocol of a cohort with more people."""
    return carry_arms([cohort.arm], Setup(people=people, draws=draws, seed=SEED, finer=finer))


def at(run: Run, times: np.ndarray) -> np.ndarray:
    """What was found at moments that were kept: (person, moment, observable)."""
    kept = run.trajectories.time
    rows = np.searchsorted(kept, times - 1e-7)
    if not np.allclose(kept[rows], times, atol=1e-6):
        raise RuntimeError("a moment of comparison was not kept")
    return np.moveaxis(run.trajectories.values[rows, :, 0], -1, 0).astype(float)
