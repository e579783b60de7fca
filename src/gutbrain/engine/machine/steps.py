"""The steps of a run as the machine code takes them, in the parts that one call takes each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from gutbrain.engine.grid import COARSE_STEP, Grid
from gutbrain.model.maths import HOURS_A_DAY

SPAN = 1024
"""Steps between two reports of progress, at most."""

ROWS = 64
"""Moments that are kept before they are read off, at most."""

Segments = Callable[[np.ndarray], np.ndarray]
"""Gives the segments of the table of what acts that begin at or before the given moments (h)."""


class Steps(NamedTuple):
    """Steps that one call takes, each array (step,).

    segment : of the table of what acts
    fresh : 1 where segment, flags or time do not follow from the step before
    clock_begin, clock_end : hour of the day
    settling, before_day_zero : 1 or 0
    width : hours
    rush : 1/h; slow states are hurried to at least this rate while a person settles, 0 = as they are
    row : where the state after this step is kept; -1 = not kept
    """

    segment: np.ndarray
    fresh: np.ndarray
    clock_begin: np.ndarray
    clock_end: np.ndarray
    settling: np.ndarray
    before_day_zero: np.ndarray
    width: np.ndarray
    rush: np.ndarray
    row: np.ndarray


def settling(grid: Grid, looked: np.ndarray) -> Iterator[Steps]:
    """The steps with which people settle.

    Parameters
    ----------
    grid
        Of the run.
    looked
        (moment,) hours before the start, in order, at which the state is kept; each ends a step.
    """
    first = _first(grid)
    wanted = np.zeros(first, bool)
    wanted[np.searchsorted((grid.time + grid.width)[:first], looked - 1e-7)] = True
    for span, rows in _spans(wanted, 0, np.array([first])):
        yield _steps(grid, span, np.zeros(span.stop - span.start, int), rows)


def leading_in(grid: Grid, days: int) -> Iterator[Steps]:
    """The days just before the protocol, one a part, in ordinary long steps; none is kept."""
    for begin in grid.start - HOURS_A_DAY * np.arange(days, 0, -1):
        time = np.arange(begin, begin + HOURS_A_DAY - 1e-9, COARSE_STEP)
        none = np.zeros(len(time))
        yield _made(time, time + COARSE_STEP, none, none, none, none - 1)


def running(grid: Grid, segments: Segments, *, daily: bool = False) -> Iterator[tuple[int, Steps]]:
    """The steps of the protocol, each part with how many steps of the grid are done after it.

    Parameters
    ----------
    grid
        All steps.
    segments
        Gives the segment of a moment.
    daily
        Whether no part goes on over midnight.
    """
    wanted = np.zeros(len(grid.time), bool)
    wanted[grid.kept_step] = True
    ends = np.array([len(grid.time)])
    if daily:
        date = np.floor(grid.time / HOURS_A_DAY + 1e-9)
        ends = np.append(np.flatnonzero(np.diff(date)) + 1, ends)
    for span, rows in _spans(wanted, _first(grid), ends):
        yield span.stop, _steps(grid, span, segments(grid.time[span]), rows)


def ending(time: np.ndarray, segments: Segments) -> Steps:
    """Moments (h) that end a step, to be read off."""
    none = np.zeros(len(time))
    return _made(time, time, none, segments(time - 1e-6), none, none - 1)


def _first(grid: Grid) -> int:
    """The first step of the protocol; those before settle."""
    return int(np.searchsorted(grid.time, grid.start - 1e-9))


def _spans(wanted: np.ndarray, begin: int, ends: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """Steps from ``begin`` on in parts that one call takes, none over an end, each with the rows of what it keeps."""
    while begin < ends[-1]:
        stop = min(begin + SPAN, int(ends[np.searchsorted(ends, begin, side="right")]))
        kept = np.flatnonzero(wanted[begin:stop])
        if len(kept) > ROWS:
            stop, kept = begin + int(kept[ROWS]), kept[:ROWS]
        rows = np.full(stop - begin, -1)
        rows[kept] = np.arange(len(kept))
        yield slice(begin, stop), rows
        begin = stop


def _steps(grid: Grid, span: slice, segment: np.ndarray, rows: np.ndarray) -> Steps:
    """The steps of one call."""
    time, width = grid.time[span], grid.width[span]
    return _made(time, time + width, (time < grid.start - 1e-9).astype(float), segment, grid.rush[span], rows)


def _made(
    begin: np.ndarray, end: np.ndarray, settling: np.ndarray, segment: np.ndarray, rush: np.ndarray, row: np.ndarray
) -> Steps:
    before = (begin < -1e-9).astype(float)
    fresh = np.ones(len(begin), np.int32)
    follows = np.abs(begin[1:] - end[:-1]) < 1e-6
    fresh[1:] = ~(follows & (np.diff(segment) == 0) & (np.diff(settling) == 0) & (np.diff(before) == 0))
    return Steps(
        segment=np.asarray(segment, np.int32),
        fresh=fresh,
        clock_begin=np.mod(begin, HOURS_A_DAY).astype(np.float32),
        clock_end=np.mod(end, HOURS_A_DAY).astype(np.float32),
        settling=settling.astype(np.float32),
        before_day_zero=before.astype(np.float32),
        width=(end - begin).astype(np.float32),
        rush=rush.astype(np.float32),
        row=np.asarray(row, np.int32),
    )
