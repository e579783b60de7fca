"""Carry arms and people through time: settling, steps, kept moments; in blocks of lanes on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from gutbrain.engine import grid as grids
from gutbrain.engine.program import ROWS, STEPS, Fixed, Program, Steps, bucket, pad

Progress = Callable[[float], None]

SETTLED_TOGETHER = 8
"""People settle in so many lanes at least, so that one compiled program serves small runs of any kind."""


@dataclass(frozen=True)
class Drive:
    """What acts from outside on all variants of a run.

    edges : (edge,) hours; ``table`` (segment, exposure, variant) in hours-based units holds between them, NaN where the
    usual level holds; there is one segment more than edges: the first holds before the first edge, while people settle.
    """

    edges: np.ndarray
    table: np.ndarray

    def at(self, times: np.ndarray) -> np.ndarray:
        """Levels in the segments that begin at or before the given moments: (moment, exposure, variant)."""
        return np.asarray(self.table[np.searchsorted(self.edges, times + 1e-7, side="right")])


@dataclass(frozen=True)
class Trajectories:
    """Kept moments (h) and every observable there.

    ``values`` is (moment, observable, variant, lane), in hours-based units; ``bad`` (lane,) is true where a lane left
    the finite numbers.
    """

    time: np.ndarray
    values: np.ndarray
    bad: np.ndarray


def carry(
    program: Program, grid: grids.Grid, drive: Drive, fixed: Fixed, progress: Progress | None = None
) -> Trajectories:
    """Run all lanes.

    Parameters
    ----------
    program
        The compiled model.
    grid
        Steps and kept moments.
    drive
        Exposures over time.
    fixed
        NumPy arrays with the shapes of :class:`Fixed`.
    progress
        Called with the share done, from any thread.
    """
    lanes = fixed.parameters.shape[-1]
    size = bucket(lanes)
    blocks = [slice(i, min(i + size, lanes)) for i in range(0, lanes, size)]
    done = [0.0] * len(blocks)

    def one(number: int) -> np.ndarray:
        def report(share: float) -> None:
            done[number] = share
            if progress:
                progress(sum(done) / len(done))

        values = _carry_block(program, grid, drive, part_of(number), ready, report)
        return values[..., : blocks[number].stop - blocks[number].start]

    def part_of(number: int) -> Fixed:
        return Fixed(*(pad(a[..., blocks[number]], size) if a.shape[-1] == lanes else a for a in fixed))

    with ThreadPoolExecutor(max_workers=(os.cpu_count() or 1) + 1) as pool:
        # what reads the observables is compiled while people settle
        blank = np.zeros((1, len(program.layout.states), fixed.usual.shape[1] * size), np.float32)
        ready = pool.submit(_observe, program, drive, flat(part_of(0)), np.zeros(1), blank)
        parts = list(pool.map(one, range(len(blocks))))
    values = np.concatenate(parts, axis=-1)
    return Trajectories(grid.kept, values, ~np.isfinite(values).all(axis=(0, 1, 2)))


def flat(fixed: Fixed) -> Fixed:
    """Variants one behind the other: (name, variant, lane) to (name, variant * lane)."""
    shape = fixed.usual.shape[1:]
    return Fixed(*(np.broadcast_to(a, (len(a), *shape)).reshape(len(a), -1) for a in fixed))


def _observe(program: Program, drive: Drive, fixed: Fixed, time: np.ndarray, kept: Any) -> np.ndarray:
    """Observables at moments that end a step: (moment, observable, lane).

    A moment belongs to what ends there: 08:00 is read before what begins at 08:00.
    """
    padded = _padded(time, ROWS)
    events = drive.at(padded - 1e-6)
    before = (padded < -1e-9).astype(float)
    return np.asarray(
        program.observe(_padded(kept, ROWS), fixed, events, padded, np.zeros(ROWS), before)[: len(time)], np.float32
    )


def settle(program: Program, grid: grids.Grid, quiet: np.ndarray, fixed: Fixed, steps: int) -> Any:
    """States after the first ``steps`` steps under the levels ``quiet`` (exposure, variant): (state, lane)."""
    fixed = flat(fixed)
    y = program.start(fixed.usual.shape[-1])
    for begin in range(0, steps, STEPS):
        span = slice(begin, min(begin + STEPS, steps))
        n = span.stop - span.start
        y, _ = program.run(y, fixed, _steps(grid, span, np.broadcast_to(quiet, (n, *quiet.shape)), np.full(n, ROWS)), n)
    return y


def _carry_block(
    program: Program, grid: grids.Grid, drive: Drive, fixed: Fixed, ready: Future[np.ndarray], progress: Progress
) -> np.ndarray:
    """One block of lanes through all steps; ``ready`` ends when observables can be read."""
    variants, lanes = fixed.usual.shape[1:]
    first = int(np.searchsorted(grid.time, grid.start - 1e-9))
    wanted_steps = np.zeros(len(grid.time), bool)
    wanted_steps[grid.kept_step] = True

    y: Any
    quiet = drive.table[0]
    if program.settling is not program:
        # compiled first: another process is likely to compile what people settle with meanwhile
        idle = np.broadcast_to(quiet, (1, *quiet.shape))
        one_step = _steps(grid, slice(0, 1), idle, np.full(1, ROWS))
        program.run(program.start(variants * lanes), flat(fixed), one_step, 0)
    if all(_alike(a) for a in (fixed.traits, fixed.usual, quiet)):
        # whoever lives alike before the protocol settles once
        alone = Fixed(fixed.parameters, fixed.traits[:, :1], fixed.usual[:, :1], np.zeros_like(fixed.held[:, :1]))
        size = max(lanes, SETTLED_TOGETHER)
        one = Fixed(*(pad(np.broadcast_to(a, (*a.shape[:2], lanes)), size) for a in alone))
        y = np.tile(np.asarray(settle(program.settling, grid, quiet[:, :1], one, first))[:, :lanes], (1, variants))
    else:
        y = settle(program, grid, quiet, fixed, first)

    fixed = flat(fixed)
    times, states = [np.array([grid.start])], [np.asarray(y)[None]]
    begin = first
    while begin < len(grid.time):
        stop = min(begin + STEPS, len(grid.time))
        wanted = np.flatnonzero(wanted_steps[begin:stop])
        if len(wanted) > ROWS:
            stop = begin + int(wanted[ROWS])
            wanted = wanted[:ROWS]
        span = slice(begin, stop)
        rows = np.full(stop - begin, ROWS)
        rows[wanted] = np.arange(len(wanted))
        y, kept = program.run(y, fixed, _steps(grid, span, drive.at(grid.time[span]), rows), stop - begin)
        times.append(grid.time[span][wanted] + grid.width[span][wanted])
        states.append(np.asarray(kept)[: len(wanted)].astype(np.float32))
        begin = stop
        progress(begin / len(grid.time))
    time, kept = np.concatenate(times), np.concatenate(states)
    batches = range(0, len(time), ROWS)
    ready.result()
    values = np.concatenate([_observe(program, drive, fixed, time[i : i + ROWS], kept[i : i + ROWS]) for i in batches])
    return values.reshape(*values.shape[:2], variants, lanes)


def _alike(array: np.ndarray) -> bool:
    """Whether all variants (second axis) are the same; NaN equals NaN."""
    return bool(np.array_equal(array, np.repeat(array[:, :1], array.shape[1], axis=1), equal_nan=True))


def _padded(array: np.ndarray, length: int) -> np.ndarray:
    """Repeat the last entry until there are ``length``."""
    return np.concatenate([array, np.repeat(array[-1:], length - len(array), axis=0)])


def _steps(grid: grids.Grid, span: slice, events: np.ndarray, rows: np.ndarray) -> Steps:
    """The padded steps of one call."""
    time = grid.time[span]
    return Steps(
        time=_padded(time, STEPS),
        width=_padded(grid.width[span], STEPS),
        events=_padded(np.asarray(events), STEPS),
        settling=_padded((time < grid.start - 1e-9).astype(float), STEPS),
        before_day_zero=_padded((time < -1e-9).astype(float), STEPS),
        rush=_padded(grid.rush[span], STEPS),
        row=_padded(rows, STEPS),
    )
