"""A tornado: what a result does when one parameter goes to the ends of its range, the widest bar on top."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.answers.sensitivity import Factor, Sensitivity
from gutbrain.report.curves import nice_ticks, tick_places

BARS = 14
"""Most bars."""

WIDTH, LEFT, RIGHT, ROW, TOP, BOTTOM = 760, 270, 24, 30, 10, 34


def widest(factors: Sequence[Factor]) -> list[Factor]:
    """The factors that move a result furthest by themselves, the widest first."""
    there = [factor for factor in factors if math.isfinite(factor.at_low) and math.isfinite(factor.at_high)]
    return sorted(there, key=lambda factor: -abs(factor.at_high - factor.at_low))[:BARS]


def tornado(found: Sensitivity) -> Markup:
    """The picture as SVG; colours come from the style sheet of the page.

    Parameters
    ----------
    found
        What hangs on what.
    """
    bars = widest(found.factors)
    ends = [found.middle, *(value for one in bars for value in (one.at_low, one.at_high))]
    low, high = min(ends), max(ends)
    room = max(0.06 * (high - low), 1e-9)
    low, high = low - room, high + room
    height = TOP + ROW * len(bars) + BOTTOM

    def x(value: float) -> float:
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    ticks = nice_ticks(low, high)
    places = tick_places(ticks)
    name = words.title(found.observable)
    label = (
        f"How far {name} moves with each parameter alone, the widest on top: {', '.join(one.name for one in bars[:3])}."
    )
    base = TOP + ROW * len(bars)
    parts = [f'<svg class="tornado" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}">']
    for tick in ticks:
        parts.append(f'<path class="grid" d="M{x(tick):.1f} {TOP}V{base}"/>')
        text = words.number(tick, places=places)
        parts.append(f'<text class="tick" x="{x(tick):.1f}" y="{base + 20}" text-anchor="middle">{text}</text>')
    for row, one in enumerate(bars):
        y = TOP + ROW * row
        for kind, end in (("at-low", one.at_low), ("at-high", one.at_high)):
            left, right = sorted((x(found.middle), x(end)))
            shape = f'x="{left:.1f}" y="{y + 6}" width="{max(right - left, 0.8):.1f}" height="{ROW - 12}"'
            parts.append(f'<rect class="{kind}" {shape}/>')
        parts.append(f'<text class="name" x="{LEFT - 10}" y="{y + 20}" text-anchor="end">{escape(one.name)}</text>')
    parts.append(f'<path class="middle" d="M{x(found.middle):.1f} {TOP}V{base}"/>')
    return Markup("".join([*parts, "</svg>"]))
