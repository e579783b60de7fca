"""The shape of the axis as it is drawn: where channels stand, the outline of a body, curves between channels.

Places are those of the atlas; which channels and arrows there are is read off the composed model.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping

from gutbrain.atlas.channels import about

WIDTH, HEIGHT = 640, 860
HALF_WIDTH = 86
GAP = 4
ROOM = 84
"""How far the middles of two boxes of a column lie apart at least."""
RIM = (528, 112)
"""Columns at the rim, where a channel without a place of its own stands."""
LOWEST, HIGHEST = 780, 66

# head, shoulders and trunk, and the frame that the colon makes round the belly
BODY = (
    "M320 14C440 14 486 88 480 176C476 246 446 268 420 290C420 316 430 322 470 330C560 346 618 372 622 452"
    "L628 860H12L18 452C22 372 80 346 170 330C210 322 220 316 220 290C194 268 164 246 160 176C154 88 200 14 320 14Z"
)
COLON = (
    "M206 786V640C206 606 226 596 252 604C296 616 344 616 388 604C414 596 434 606 434 640"
    "V766C434 792 420 797 396 793C360 787 344 797 338 818"
)
FADE = (
    '<linearGradient id="fade" x2="0" y2="1"><stop offset=".86"/><stop offset="1" stop-opacity="0"/></linearGradient>'
)
OUTLINE = f'<path class="body" d="{BODY}"/><path class="colon" d="{COLON}"/>'


def places(channels: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Where channels stand: the middle of each box, x and y.

    Parameters
    ----------
    channels
        Names of channels.

    Returns
    -------
    dict
        Places by name: those of their records first, then free ones at the rim, from the bottom up, and below the map
        where the rim is full.
    """
    names = list(channels)
    found: dict[str, tuple[float, float]] = {name: place for name in names if (place := about(name).place)}
    for name in names:
        if name not in found:
            found[name] = _free(found.values())
    return found


def _free(taken: Collection[tuple[float, float]]) -> tuple[float, float]:
    rim = ((x, y) for y in range(LOWEST, HIGHEST - 1, -1) for x in RIM)
    below = ((x, HEIGHT + ROOM * row) for row in range(len(taken) + 1) for x in RIM)
    return next(
        (x, y) for x, y in (*rim, *below) if all(abs(x - a) >= 2 * HALF_WIDTH or abs(y - b) >= ROOM for a, b in taken)
    )


def height(standing: Mapping[str, tuple[float, float]]) -> float:
    """How high a map is that holds all of these places."""
    return max([HEIGHT, *(y + ROOM for _, y in standing.values() if y > LOWEST)])


def head(kind: str, name: str = "tip", size: int = 8) -> str:
    """The tip of an arrow, as a marker ``NAME-KIND``.

    Parameters
    ----------
    kind
        What the arrow says, as a class of the style sheet.
    name
        Beginning of the marker's name.
    size
        Width and height (px).
    """
    return (
        f'<marker id="{name}-{kind}" class="tip {kind}" viewBox="0 0 8 8" refX="6.5" refY="4" markerWidth="{size}" '
        f'markerHeight="{size}" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 .8L7.5 4L0 7.2Z"/></marker>'
    )


def path(
    giver: str,
    listener: str,
    lane: int,
    half_heights: tuple[float, float],
    places: Mapping[str, tuple[float, float]],
) -> str:
    """A curve that bends to its right, so that the two directions of a pair lie apart.

    Parameters
    ----------
    giver, listener
        Names among ``places``.
    lane
        Number of the arrow among those between the two; lanes keep them apart.
    half_heights
        Of the boxes of giver and listener.
    places
        Middle of each box, x and y.
    """
    (ax, ay), (bx, by) = places[giver], places[listener]
    dx, dy = bx - ax, by - ay
    if dx == 0 and any(x == ax and min(ay, by) < y < max(ay, by) for x, y in places.values()):
        # past the channels in between, from side to side
        side = -1 if ax > WIDTH / 2 or (ax == WIDTH / 2 and dy > 0) else 1
        x0, x1, far = (
            ax + side * (HALF_WIDTH + 1),
            ax + side * (HALF_WIDTH + 4),
            ax + side * (HALF_WIDTH + 38 + 8 * lane),
        )
        shift = 9 * math.copysign(1, dy)
        bow = f"{far:.1f} {ay + 4 * shift:.1f} {far:.1f} {by - 4 * shift:.1f}"
        return f"M{x0:.1f} {ay + shift:.1f}C{bow} {x1:.1f} {by - shift:.1f}"
    length = math.hypot(dx, dy)
    bend = 0.09 * length + 10 + 9 * lane
    cx, cy = (ax + bx) / 2 - dy / length * bend, (ay + by) / 2 + dx / length * bend
    x0, y0 = _border((ax, ay), (cx, cy), half_heights[0])
    x1, y1 = _border((bx, by), (cx, cy), half_heights[1])
    return f"M{x0:.1f} {y0:.1f}Q{cx:.1f} {cy:.1f} {x1:.1f} {y1:.1f}"


def along(path: str, share: float) -> tuple[float, float]:
    """A point of a curve that :func:`path` gives, x and y.

    Parameters
    ----------
    path
        The curve.
    share
        How far along it: 0 is its beginning, 1 its end.
    """
    numbers = [float(part) for part in re.findall(r"-?[\d.]+", path)]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    most = len(points) - 1
    weights = [math.comb(most, i) * share**i * (1 - share) ** (most - i) for i in range(most + 1)]
    x, y = (sum(w * point[axis] for w, point in zip(weights, points, strict=True)) for axis in (0, 1))
    return x, y


def _border(centre: tuple[float, float], towards: tuple[float, float], half_height: float) -> tuple[float, float]:
    """Where the line from a channel's centre leaves its outline."""
    dx, dy = towards[0] - centre[0], towards[1] - centre[1]
    share = min((HALF_WIDTH + GAP) / abs(dx) if dx else math.inf, (half_height + GAP) / abs(dy) if dy else math.inf)
    return centre[0] + dx * share, centre[1] + dy * share
