"""Roads of arrows from outside: beside the columns of the map, where no box stands, never over one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from gutbrain.report.axis_shape import GAP, HALF_WIDTH, WIDTH

COLUMNS = (112, 320, 528)
"""Middles of the columns in which boxes stand."""

ROADS = (216, 424)
"""Middles of what is free between the columns."""

BESIDE = 1.8
"""How far two lanes of a road lie apart."""

BEND = 9.0
"""Radius of a corner."""

Point = tuple[float, float]


def road(
    giver: str,
    listener: str,
    lane: float,
    half_heights: tuple[float, float],
    places: Mapping[str, Point],
    street: float,
) -> str:
    """The way of an arrow from outside: sideways out of its box, up a road, sideways into the part on which it acts.

    Parameters
    ----------
    giver, listener
        Names among ``places``.
    lane
        How far beside the middle of the road, in lanes: what has lanes of its own does not run over others.
    half_heights
        Of the boxes of giver and listener.
    places
        Middle of each box, x and y.
    street
        Height (y) of what is free between the body and what is outside, where one road is left for another.
    """
    (ax, ay), (bx, by) = places[giver], places[listener]
    beside = lane * BESIDE
    last = _nearest(bx, ax)
    first = last if abs(ax - last) < WIDTH / 4 else _nearest(ax, bx)
    out, back = math.copysign(HALF_WIDTH + GAP, first - ax), math.copysign(HALF_WIDTH + GAP, last - bx)
    entry = by + _within(beside, half_heights[1])
    level = ay + _within(beside, half_heights[0])
    way = [(ax + out, level), (first + beside, level)]
    if first != last:
        way += [(first + beside, street + beside), (last + beside, street + beside)]
    return _rounded([*way, (last + beside, entry), (bx + back, entry)])


def _nearest(x: float, towards: float) -> float:
    """The road beside a column, on the side of something else."""
    return min(ROADS, key=lambda road: (round(abs(road - x)), abs(road - towards), road))


def _within(beside: float, half: float) -> float:
    """As far up or down, but not over the rounded corners of a box."""
    return max(-half / 2, min(half / 2, beside))


def _rounded(way: Sequence[Point]) -> str:
    """Straight pieces with round corners."""
    parts = [f"M{_at(way[0])}"]
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        near = min(BEND, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        parts.append(f"L{_at(_towards(corner, before, near))}Q{_at(corner)} {_at(_towards(corner, after, near))}")
    return "".join([*parts, f"L{_at(way[-1])}"])


def _at(point: Point) -> str:
    return " ".join(f"{value:.1f}".removesuffix(".0") for value in point)


def _towards(point: Point, other: Point, far: float) -> Point:
    length = math.dist(point, other) or 1.0
    return point[0] + (other[0] - point[0]) / length * far, point[1] + (other[1] - point[1]) / length * far
