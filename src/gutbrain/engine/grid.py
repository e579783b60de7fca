"""The time grid of a run: settling, steps that no event can slip through, and the moments that are kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WAKING = ((6.0, 6.5, 0.1), (6.5, 7.75, 0.03), (7.75, 8.5, 0.05), (8.5, 10.0, 0.1))
"""Clock hours around waking, when hormones move fast: from, to, step in them (h)."""

STEP = 0.25
"""Ordinary step, h."""

COARSE_STEP = 0.5
"""Step while a person settles, and where a coarse run is enough, h."""

FINE = ((0.5, 1 / 120), (1.5, 1 / 60), (3.0, 1 / 30), (8.0, 0.05))
"""After something acute: until so many hours, steps of so many hours."""

SETTLING = ((8.0, 1 / 24.0), (16.0, 1 / 144.0), (4.0, 0.0))
"""How a person settles before the protocol: days, and the rate (1/h) to which slower states are hurried."""

DENSE_DAYS = 4.0
"""A run up to this long is kept every quarter of an hour."""

DENSE_EVENTS = 48
"""Around so many acute moments what happens is kept densely."""

AFTERWARDS = np.array([0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0])
"""Of a coarse run so much is kept after something acute, h."""

HOURLY_DAYS = 16.0
"""A run up to this long is kept every hour."""


@dataclass(frozen=True)
class Grid:
    """Steps of a run.

    ``time`` and ``width`` (h) of every step, ``rush`` (1/h), ``start`` (h) of the protocol, and ``kept``: the moments
    (h) that are kept. The first is the start; each other is the end of a step (``kept_step`` is its index).
    """

    time: np.ndarray
    width: np.ndarray
    rush: np.ndarray
    start: float
    kept: np.ndarray
    kept_step: np.ndarray


def build(
    *,
    start: float,
    end: float,
    edges: np.ndarray,
    acute: np.ndarray,
    extra: np.ndarray | None = None,
    settle: bool = True,
    coarse: bool = False,
    finer: float = 1.0,
) -> Grid:
    """Lay the steps of a run.

    Parameters
    ----------
    start, end
        Of the protocol, hours from midnight of day 0 (``start`` is negative where an event began before).
    edges
        Moments at which any exposure changes.
    acute
        Moments after which things move fast.
    extra
        Moments that must be kept besides the usual ones.
    settle
        Whether the person settles first.
    coarse
        Whether ``COARSE_STEP`` is enough where nothing acute happens, also around waking.
    finer
        How many times shorter than usual steps are at most, from the start of the protocol on.
    """
    kept = moments(start, end, acute, np.empty(0) if extra is None else extra, coarse)
    settling_days = sum(days for days, _ in SETTLING) if settle else 0.0
    points = [np.arange(start, end, 0.5), edges[(edges > start) & (edges < end)], kept, [start, end]]
    knots = np.unique(np.round(np.concatenate([np.asarray(p, float) for p in points]), 9))
    if settle:
        knots = np.concatenate([np.arange(start - 24.0 * settling_days, start, 0.5), knots])
    settled = start - 24.0 * SETTLING[-1][0] if settle else start
    time, width = _subdivide(knots, np.sort(acute), np.inf if coarse else settled, start, finer)
    rush = np.zeros_like(time)
    if settle:
        begin = start - 24.0 * settling_days
        for days, rate in SETTLING:
            rush[(time >= begin - 1e-9) & (time < begin + 24.0 * days - 1e-9)] = rate
            begin += 24.0 * days
    ends = time + width
    index = np.clip(np.searchsorted(ends, kept[1:] - 1e-7), 0, len(ends) - 1)
    return Grid(time, width, rush, start, kept, index)


def moments(start: float, end: float, acute: np.ndarray, extra: np.ndarray, coarse: bool = False) -> np.ndarray:
    """Moments to keep (h): the start, 00:00 and 08:00 of every day, densely in short runs and around what is acute.

    Parameters
    ----------
    start, end
        Of the run, hours from midnight of day 0.
    acute
        (event,) hours at which something begins after which things move fast.
    extra
        (moment,) hours that were asked for besides.
    coarse
        Whether to keep little: no dense stretches, and a few moments after acute events.
    """
    days = np.arange(np.floor(start / 24.0), np.ceil(end / 24.0) + 1) * 24.0
    wanted = [np.array([start]), days, days + 8.0, extra]
    if coarse:
        wanted += [moment + AFTERWARDS for moment in np.unique(acute)[:DENSE_EVENTS]]
    elif end - start <= 24.0 * DENSE_DAYS:
        wanted.append(np.arange(start, end + 0.01, 0.25))
    elif end - start <= 24.0 * HOURLY_DAYS:
        wanted.append(np.arange(start, end + 0.01, 1.0))
    around = np.concatenate([[-0.1], np.arange(0.0, 3.0, 1 / 12), np.arange(3.0, 12.0, 0.25)])
    for moment in () if coarse else np.unique(acute)[:DENSE_EVENTS]:
        # the day before as well: the same clock hours without the event
        wanted += [moment + around, moment - 24.0 + around]
    kept = np.unique(np.round(np.concatenate(wanted), 6))
    return kept[(kept >= start - 1e-6) & (kept <= end + 1e-6)]


def few(grid: Grid, extra: np.ndarray) -> np.ndarray:
    """Which of the kept moments are kept of large runs as well: (kept moment,), bool.

    The start, 00:00 and 08:00 of every day and what was asked for; all of a run of a few days, since what such a run is
    made for lies between. Steps are the same, so numbers are as well.
    """
    if grid.kept[-1] - grid.start <= 24.0 * DENSE_DAYS:
        return np.ones(len(grid.kept), bool)
    clock = np.mod(grid.kept, 24.0)
    asked = np.round(np.append(extra, grid.start), 6)
    return np.asarray((clock == 0.0) | (clock == 8.0) | np.isin(grid.kept, asked))


def _subdivide(
    knots: np.ndarray, acute: np.ndarray, careful_from: float, finer_from: float, finer: float
) -> tuple[np.ndarray, np.ndarray]:
    """Split the intervals between knots into steps: finer after acute moments, and around waking from a moment on."""
    begins, spans = knots[:-1], np.diff(knots)
    last = np.searchsorted(acute, begins + 1e-9, side="right") - 1
    since = (
        np.where(last >= 0, begins - acute[np.maximum(last, 0)], np.inf) if len(acute) else np.full_like(begins, np.inf)
    )
    clock = np.mod(begins, 24.0)
    careful = begins >= careful_from - 1e-9
    limit = np.where(careful, STEP, COARSE_STEP)
    for after, before, longest in WAKING:
        limit[careful & (clock >= after - 1e-9) & (clock < before - 1e-9)] = longest
    for until, longest in reversed(FINE):
        limit[since < until - 1e-9] = np.minimum(limit, longest)[since < until - 1e-9]
    limit[begins >= finer_from - 1e-9] /= finer
    counts = np.maximum(1, np.ceil(spans / limit - 1e-6)).astype(int)
    width = np.repeat(spans / counts, counts)
    offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(begins, counts) + offset * width, width
