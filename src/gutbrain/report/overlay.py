"""Several lines in one picture, each with its 90 % band: colour, dash and a letter tell them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.report.curves import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Frame,
    band,
    grid_line,
    headroom,
    line,
    nice_ticks,
    tick_places,
    time_axis,
)

LETTER = 13.0
"""Height of a letter."""

LEAST_SPAN = 3.0
"""Spans that are narrower are drawn as a moment."""

KINDS = 6
"""Lines that can be told apart: colours of Okabe and Ito, and dashes, in overlay.css."""


@dataclass(frozen=True)
class Line:
    """A line: what it is called, and (moment,) where, median, low and high."""

    label: str
    x: np.ndarray
    median: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class Dot:
    """What was seen at a place: a value, and its interval where there is one."""

    x: float
    value: float
    low: float | None = None
    high: float | None = None


def overlay(
    title: str,
    unit: str,
    lines: Sequence[Line],
    *,
    along: str = "",
    dots: Sequence[Dot] = (),
    spans: Sequence[tuple[float, float]] = (),
) -> Markup:
    """The picture as SVG.

    Parameters
    ----------
    title
        What is seen.
    unit
        Of it.
    lines
        At most :data:`KINDS`.
    along
        What goes along the bottom, with its unit; days unless given.
    dots
        What was seen.
    spans
        From where to where something was given.
    """
    edges = [edge for dot in dots for edge in (dot.value, dot.low, dot.high) if edge is not None]
    low = min([float(np.nanmin(one.low)) for one in lines] + edges)
    high = max([float(np.nanmax(one.high)) for one in lines] + edges)
    room = headroom(low, high, (abs(low) + abs(high)) / 2)
    left, right = (float(edge(one)) for edge, one in ((np.min, lines[0].x), (np.max, lines[0].x)))
    left = min(left, *(float(one.x.min()) for one in lines)) if len(lines) > 1 else left
    right = max(right, *(float(one.x.max()) for one in lines)) if len(lines) > 1 else right
    frame = Frame(left, right, 0.0 if 0 <= low < room else low - room, high + room)
    ticks = nice_ticks(frame.low, frame.high)
    places = tick_places(ticks)
    ends = "; ".join(f"{one.label}: {words.number(float(one.median[-1]))} at the right" for one in lines)
    seen = f" What was seen: {'; '.join(words.number(dot.value) for dot in dots)}." if dots else ""
    label = f"{title} ({words.unit(unit) or 'no unit'}). {ends}.{seen}"
    parts = [
        f'<svg class="curve overlay" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">',
        *(_span(frame, begin, end) for begin, end in spans),
        *(grid_line(frame, tick, words.number(tick, places=places)) for tick in ticks),
        *(_along(frame, along) if along else time_axis(frame, hours=right - left < 1.5)),
    ]
    for kind, one in enumerate(lines):
        parts.append(band(f"band b{kind % KINDS}", frame, one.x, one.low, one.high))
    for kind, one in enumerate(lines):
        parts.append(line(f"line l{kind % KINDS}", frame, one.x, one.median))
    right_ends = [(float(one.x[-1]), float(one.median[-1])) for one in lines]
    parts += letters(frame, {chr(ord("A") + kind): kind for kind in range(len(lines))}, right_ends)
    return Markup("".join([*parts, *(_dot(frame, dot) for dot in dots), "</svg>"]))


def _span(frame: Frame, begin: float, end: float) -> str:
    x = frame.x(begin)
    if frame.x(end) - x < LEAST_SPAN:
        return f'<path class="moment" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>'
    size = f'width="{frame.x(end) - x:.1f}" height="{HEIGHT - TOP - BOTTOM}"'
    return f'<rect class="event" x="{x:.1f}" y="{TOP}" {size}/>'


def _dot(frame: Frame, dot: Dot) -> str:
    x = f"{frame.x(dot.x):.1f}"
    bar = ""
    if dot.low is not None and dot.high is not None:
        bar = f'<path class="bar" d="M{x} {frame.y(dot.low):.1f}V{frame.y(dot.high):.1f}"/>'
    return f'{bar}<circle class="seen" cx="{x}" cy="{frame.y(dot.value):.1f}" r="4.5"/>'


def letters(frame: Frame, names: Mapping[str, int], ends: Sequence[tuple[float, float]]) -> list[str]:
    """A letter at the right end of each line, apart from one another.

    Parameters
    ----------
    frame
        Of the picture.
    names
        The letters, and the kind of line of each (0 to ``KINDS - 1``).
    ends
        Where the lines end.
    """
    heights = _apart([frame.y(end) for _, end in ends])
    return [
        f'<text class="letter t{kind % KINDS}" x="{frame.x(x) + 6:.1f}" y="{y + 4:.1f}">{name}</text>'
        for (name, kind), (x, _), y in zip(names.items(), ends, heights, strict=True)
    ]


def _apart(heights: Sequence[float]) -> list[float]:
    """Heights of letters that do not lie on one another."""
    placed = list(heights)
    order = sorted(range(len(placed)), key=lambda place: placed[place])
    for above, below in pairwise(order):
        placed[below] = max(placed[below], placed[above] + LETTER)
    return placed


def _along(frame: Frame, along: str) -> list[str]:
    """An axis of amounts below."""
    base = HEIGHT - BOTTOM
    parts = [f'<path class="axis" d="M{LEFT} {base}H{WIDTH - RIGHT}"/>']
    ticks = nice_ticks(frame.left, frame.right, about=5)
    for tick in ticks:
        x = f"{frame.x(tick):.1f}"
        parts.append(f'<path class="axis" d="M{x} {base}v4"/>')
        text = words.number(tick, places=tick_places(ticks))
        parts.append(f'<text class="tick" x="{x}" y="{base + 18}" text-anchor="middle">{text}</text>')
    parts.append(f'<text class="tick" x="{WIDTH - RIGHT}" y="{TOP}" text-anchor="end">{escape(along)}</text>')
    return parts


def key(labels: Sequence[str]) -> Markup:
    """What the lines are, as a list."""
    rows = (
        f'<li><svg viewBox="0 0 36 12" aria-hidden="true"><path class="line l{i % KINDS}" d="M2 6H34"/></svg>'
        f"<b>{chr(ord('A') + i)}</b> {escape(label)}</li>"
        for i, label in enumerate(labels)
    )
    return Markup(f'<ul class="lines">{"".join(rows)}</ul>')
