"""The work-precision curve as SVG: time of a person against error, both on logarithmic scales."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from benchmarks.point import Point

WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT, TOP = 760, 480, 70, 56, 170, 20
COLOURS = ("#0b6e4f", "#c1440e", "#2b4c9b", "#8a5a00", "#7a2e8e", "#555555")
STYLE = "text{font:13px sans-serif;fill:#222}.grid{stroke:#ddd}.curve{fill:none;stroke-width:2}"


def draw(points: Sequence[Point]) -> str:
    """The picture: the further down and to the left, the better."""
    errors, costs = _decades([p.error for p in points]), _decades([p.cost for p in points])

    def x(error: float) -> float:
        return LEFT + (math.log10(error) - errors[0]) / (errors[-1] - errors[0]) * (WIDTH - LEFT - RIGHT)

    def y(cost: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(cost) - costs[0]) / (costs[-1] - costs[0]) * (HEIGHT - BOTTOM - TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="Time of a person against error"><style>{STYLE}</style>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in errors:
        at = x(10.0**power)
        parts.append(f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10.0**power:g}</text>')
    for power in costs:
        at = y(10.0**power)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    engines = list(dict.fromkeys(p.engine for p in points))
    for number, engine in enumerate(engines):
        colour = COLOURS[number % len(COLOURS)]
        own = sorted((p for p in points if p.engine == engine), key=lambda p: p.error)
        line = " ".join(f"{x(p.error):.1f},{y(p.cost):.1f}" for p in own)
        parts.append(f'<polyline class="curve" stroke="{colour}" points="{line}"/>')
        for p in own:
            said = escape(f"{engine}, {p.setting}: error {p.error:.1e}, {p.cost:.3g} ms")
            dot = f'<circle cx="{x(p.error):.1f}" cy="{y(p.cost):.1f}" r="4.5" fill="{colour}">'
            parts.append(f"{dot}<title>{said}</title></circle>")
        height = TOP + 16 + 22 * number
        parts.append(f'<circle cx="{WIDTH - RIGHT + 16}" cy="{height - 4}" r="4.5" fill="{colour}"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 28}" y="{height}">{escape(engine)}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 12}" text-anchor="middle">largest error of any observable</text>')
    turned = f"translate(18 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)"
    parts.append(f'<text transform="{turned}" text-anchor="middle">milliseconds of one core for a person</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _decades(values: Sequence[float]) -> list[int]:
    """Powers of ten around some values."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return list(range(low, max(high, low + 1) + 1))
