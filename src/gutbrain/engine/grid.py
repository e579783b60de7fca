"""The time grid of a run: how the person settles, steps that no event can slip through, and the moments that are kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WAKING = ((6.0, 6.5, 0.1), (6.5, 8.0, 0.05), (8.0, 10.0, 0.1))
"""Clock hours around waking, when hormones move fast: from, to, step in them (h)."""

STEP = 0.25
"""Ordinary step, h."""

FINE = ((1.0, 1 / 60), (3.0, 1 / 30), (8.0, 0.05))
"""After something acute: until so many hours, steps of so many hours."""

SETTLING = ((8.0, 1 / 24.0), (16.0, 1 / 144.0), (4.0, 0.0))
"""How a person settles before the protocol: days, and the rate (1/h) to which slower states are hurried."""

DENSE_DAYS = 4.0
"""A run up to this long is kept every quarter of an hour."""

HOURLY_DAYS = 16.0
"""A run up to this long is kept every hour."""


@dataclass(frozen=True)
class Grid:
    """Steps of a run.

    ``time`` and ``width`` (h) of every step, ``rush`` (1/h), ``start`` (h) of the protocol, and ``kept``: the moments (h)
    that are kept, each the end of a step (``kept_step`` is its index).
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
    extra: np.ndarray = np.empty(0),
    settle: bool = True,
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
    """
    kept = moments(start, end, acute, extra)
    settling_days = sum(days for days, _ in SETTLING) if settle else 0.0
    points = [np.arange(start, end, 0.5), edges[(edges > start) & (edges < end)], kept, [start, end]]
    knots = np.unique(np.round(np.concatenate([np.asarray(p, float) for p in points]), 9))
    if settle:
        knots = np.concatenate([np.arange(start - 24.0 * settling_days, start, 0.5), knots])
    time, width = _subdivide(knots, np.sort(acute))
    rush = np.zeros_like(time)
    if settle:
        begin = start - 24.0 * settling_days
        for days, rate in SETTLING:
            rush[(time >= begin - 1e-9) & (time < begin + 24.0 * days - 1e-9)] = rate
            begin += 24.0 * days
    ends = time + width
    index = np.clip(np.searchsorted(ends, kept - 1e-7), 0, len(ends) - 1)
    return Grid(time, width, rush, start, kept, index)


def moments(start: float, end: float, acute: np.ndarray, extra: np.ndarray) -> np.ndarray:
    """Moments that are kept: 00:00 and 08:00 of every day, densely in short runs and around what is acute."""
    days = np.arange(np.floor(start / 24.0), np.ceil(end / 24.0) + 1) * 24.0
    wanted = [days, days + 8.0, extra]
    if end - start <= 24.0 * DENSE_DAYS:
        wanted.append(np.arange(start, end + 0.01, 0.25))
    elif end - start <= 24.0 * HOURLY_DAYS:
        wanted.append(np.arange(start, end + 0.01, 1.0))
    for moment in np.unique(acute)[:48]:
        wanted.append(moment + np.concatenate([[-0.1], np.arange(0.0, 3.0, 1 / 12), np.arange(3.0, 12.0, 0.25)]))
    kept = np.unique(np.round(np.concatenate(wanted), 6))
    return kept[(kept > start + 1e-6) & (kept <= end + 1e-6)]


def _subdivide(knots: np.ndarray, acute: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Split the intervals between knots into steps, finer after acute moments."""
    begins, spans = knots[:-1], np.diff(knots)
    last = np.searchsorted(acute, begins + 1e-9, side="right") - 1
    since = (
        np.where(last >= 0, begins - acute[np.maximum(last, 0)], np.inf) if len(acute) else np.full_like(begins, np.inf)
    )
    clock = np.mod(begins, 24.0)
    limit = np.full_like(begins, STEP)
    for after, before, width in WAKING:
        limit[(clock >= after - 1e-9) & (clock < before - 1e-9)] = width
    for until, width in reversed(FINE):
        limit[since < until - 1e-9] = np.minimum(limit, width)[since < until - 1e-9]
    counts = np.maximum(1, np.ceil(spans / limit - 1e-6)).astype(int)
    width = np.repeat(spans / counts, counts)
    offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(begins, counts) + offset * width, width
