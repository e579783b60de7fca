"""Carry arms and people through time: settling, steps, kept moments; vectors of lanes on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

import numpy as np

from gutbrain.engine import grid as grids
from gutbrain.engine import readout
from gutbrain.engine.living import BEFORE, Living, Places
from gutbrain.engine.machine.program import Fixed, Program, Vectors
from gutbrain.engine.machine.slots import Slots, coupled, packed
from gutbrain.engine.machine.steps import Steps, ending, leading_in, running, settling
from gutbrain.engine.trajectories import Keep, Seen, Trajectories, earlier, lost_in
from gutbrain.model.maths import HOURS_A_DAY

Progress = Callable[[float], None]

NOT_LOOKED = np.empty(0), np.empty(0, int), np.empty(0)
"""No moments before the start."""


@dataclass(frozen=True)
class Drive:
    """What acts from outside on all variants of a run.

    edges : (edge,) hours; ``table`` (segment, exposure, variant) in hours-based units holds between them, NaN where the
    usual level holds; there is one segment more than edges: the first holds before the first edge, while people settle.
    """

    edges: np.ndarray
    table: np.ndarray

    def segments(self, times: np.ndarray) -> np.ndarray:
        """Segments that begin at or before the given moments: (moment,)."""
        return np.searchsorted(self.edges, times + 1e-7, side="right")

    def at(self, times: np.ndarray) -> np.ndarray:
        """Levels in those segments: (moment, exposure, variant)."""
        return np.asarray(self.table[self.segments(times)])


def carry(
    program: Program,
    grid: grids.Grid,
    drive: Drive,
    fixed: Fixed,
    progress: Progress | None = None,
    keep: Keep | None = None,
    living: Living | None = None,
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
    keep
        What is kept, everything unless given; other numbers do not depend on it.
    living
        How days differ; None: they do not. While people settle, they do not.
    """
    keep = keep or Keep.all(program, grid)
    variants, lanes = fixed.usual.shape[1:]
    as_it_is = not np.any(fixed.readout != 1.0)
    looked, before, weight = NOT_LOOKED if as_it_is else readout.nodes(grid.kept[keep.moments], grid.start)
    start, now = _settle(program, grid, drive, fixed, living, looked, keep.observables)
    scaling = None if as_it_is else _readout(program, fixed, keep, now, before, weight)
    values = np.empty((int(keep.moments.sum()), len(keep.observables), variants, lanes), np.float32)
    places = np.append(0, np.cumsum(keep.moments))
    groups = _groups(program, variants, lanes)
    done = [0.0] * len(groups)
    lost: dict[int, Seen] = {}
    noting = Lock()
    parts = list(running(grid, drive.segments, daily=living is not None))

    def one(number: int) -> None:
        slots = groups[number]
        vectors = Vectors(program, fixed, drive.table, slots, start)
        scaled = scaling and scaling.of(slots)
        lived, begun = None if living is None else living.of_places(vectors.usual, slots), 0

        def read(rows: slice, states: np.ndarray) -> None:
            wanted = keep.moments[rows]
            if not wanted.any():
                return
            time = grid.kept[rows][wanted]
            found = _read(vectors, drive, time, states if wanted.all() else states[wanted], begun)
            gone = lost_in(found, slots, time, program.layout.observables)
            with noting:
                earlier(lost, gone)
            if len(keep.observables) < found.shape[1]:
                found = found[:, keep.observables]
            at = slice(places[rows.start], places[rows.stop])
            if scaled:
                scaled.apply(found, at)
            slots.put(found, values[at])

        # a moment belongs to what ends there: 08:00 is read before what begins at 08:00
        read(slice(0, 1), vectors.states)
        row = 1
        for stop, steps in parts:
            if lived is not None:
                # of what events set, only what acts on this day is laid out
                begun = int(steps.segment[0])
                set_today = drive.table[begun : int(steps.segment[-1]) + 1]
                vectors.act(lived.on(float(grid.time[stop - len(steps.row)]), set_today))
                steps = steps._replace(segment=steps.segment - np.int32(begun))
            kept = vectors.run(steps)
            rows = slice(row, row + len(kept))
            read(rows, kept)
            row = rows.stop
            done[number] = stop / len(grid.time)
            if progress:
                progress(sum(done) / len(done))

    _each(one, len(groups))
    return Trajectories(grid.kept[keep.moments], values, lost)


def settled(program: Program, grid: grids.Grid, drive: Drive, fixed: Fixed, living: Living | None = None) -> np.ndarray:
    """States at the start of the protocol: (state, variant or 1, lane).

    Parameters
    ----------
    program
        The compiled axis.
    grid
        Steps of time from the start of settling.
    drive
        What acts from outside, hour by hour.
    fixed
        Parameters, traits and usual exposures of each variant and lane.
    living
        How days differ; None: they do not. What is usual for people is what they are at rest in days that do not; what
        the last days before the protocol left is then laid over it.
    """
    return _settle(program, grid, drive, fixed, living, NOT_LOOKED[0], np.empty(0, int))[0]


def _settle(
    program: Program,
    grid: grids.Grid,
    drive: Drive,
    fixed: Fixed,
    living: Living | None,
    looked: np.ndarray,
    observables: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """As :func:`settled`, and what was to be read off at moments before: (moment, observable, variant or 1, lane)."""
    quiet = drive.table[:1]
    if (living is None or living.arms.all()) and all(
        _alike(a) for a in (fixed.parameters, fixed.traits, fixed.usual, quiet[0])
    ):
        # whoever lives alike before the protocol settles once
        fixed, quiet, program = Fixed(*(a[:, :1] for a in fixed)), quiet[..., :1], program.settling
    variants, lanes = fixed.usual.shape[1:]
    groups = _groups(program, variants, lanes)
    states = np.empty((len(program.layout.states), variants, lanes))
    now = np.empty((len(looked), len(observables), variants, lanes), np.float32)
    at_rest = Drive(np.empty(0), quiet)
    resting = list(settling(grid, looked))
    before = [] if living is None else list(leading_in(grid, BEFORE))

    def one(number: int) -> None:
        slots = groups[number]
        vectors = Vectors(program, fixed, quiet, slots, program.start())
        row = 0
        for steps in resting:
            kept = vectors.run(steps)
            if len(kept):
                rows = slice(row, row + len(kept))
                row = rows.stop
                slots.put(_read(vectors, at_rest, looked[rows], kept)[:, observables], now[rows])
        if living is not None:
            _lead_in(vectors, before, grid.start, quiet, living.of_places(vectors.usual, slots))
        states[:, slots.variant, slots.lane] = np.moveaxis(vectors.states[0], 1, 0)

    _each(one, len(groups))
    return states, now


def _lead_in(vectors: Vectors, before: list[Steps], start: float, quiet: np.ndarray, places: Places) -> None:
    """Lay over people at rest what the days before the protocol left.

    The same days are carried with and without what differs in them, and the difference is added: so what begins with
    the protocol alone (an episode that closes) is as it was.
    """
    states = vectors.states[0]
    rested = states.copy()
    for steps in before:
        vectors.run(steps)
    alike = states.copy()
    states[:] = rested
    for day, steps in enumerate(before, -len(before)):
        vectors.act(places.on(start + HOURS_A_DAY * day, quiet))
        vectors.run(steps)
    found = rested + states - alike
    states[:] = np.where((rested > 0) & (states > 0) & (found <= 0), states, found)


def observables(program: Program, drive: Drive, fixed: Fixed, moments: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Observables of one lane in one variant for given states (moment, state): (moment, observable).

    Parameters
    ----------
    program
        The compiled axis.
    drive
        What acts from outside, hour by hour.
    fixed
        Parameters, traits and usual exposures of the one lane.
    moments
        (moment,) when, in hours from midnight of day 0.
    states
        (moment, state) the states then.
    """
    (slots,) = packed(1, 1, program.kernel.width)
    vectors = Vectors(program, fixed, drive.table, slots, program.start())
    return _read(vectors, drive, moments, states[:, None, :, None])[:, :, 0, 0]


def _readout(
    program: Program, fixed: Fixed, keep: Keep, now: np.ndarray, before: np.ndarray, weight: np.ndarray
) -> readout.Readout:
    factor = fixed.readout[keep.observables, 0].astype(np.float32)
    names = [program.layout.observables[i] for i in keep.observables]
    return readout.Readout(now, before, weight, factor, readout.as_factors(names))


def _groups(program: Program, variants: int, lanes: int) -> list[Slots]:
    width = program.kernel.width
    return coupled(variants, lanes, width, _workers()) if program.explaining else packed(variants, lanes, width)


def _workers() -> int:
    return os.cpu_count() or 1


def _each(work: Callable[[int], None], count: int) -> None:
    """Work on 0, 1, ... below ``count``, on all cores."""
    with ThreadPoolExecutor(max_workers=_workers()) as pool:
        list(pool.map(work, range(count)))


def _read(vectors: Vectors, drive: Drive, time: np.ndarray, kept: np.ndarray, begun: int = 0) -> np.ndarray:
    """Observables at moments that end a step: (moment, observable, vector, lane); ``begun`` is the first segment."""
    moments = ending(time, drive.segments)
    moments = moments._replace(segment=moments.segment - np.int32(begun))
    return np.moveaxis(vectors.observe(kept, moments), 1, 2)


def _alike(array: np.ndarray) -> bool:
    """Whether all variants (second axis) are the same; NaN equals NaN."""
    return bool(np.array_equal(array, np.broadcast_to(array[:, :1], array.shape), equal_nan=True))
