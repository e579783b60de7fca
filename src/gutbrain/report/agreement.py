"""Observed against predicted: all findings in one picture, in standard errors of what was published."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.answers.finding_names import measured, study
from gutbrain.atlas.observables import group_of
from gutbrain.findings.validation import Checked
from gutbrain.findings.verdict import AGREES, DIRECTION, null

SIZE, MARGIN = 560, 56
REACH = 30.0
"""Standard errors that the picture reaches to; what lies beyond stands at its edge."""

LEAST_ERROR = 1e-9
TICKS = (-30, -10, -3, 0, 3, 10, 30)
TOLERANCE = 1.96


@dataclass(frozen=True)
class Dot:
    """A finding in the picture: published and predicted effect in standard errors."""

    checked: Checked
    published: float
    predicted: float


def dots(checked: Sequence[Checked]) -> list[Dot]:
    """What can be drawn: findings with a number; directions have no size of their own and are left out."""
    found = []
    for one in checked:
        error = one.observed_error
        if one.finding.compare.statistic == "direction" or math.isnan(one.predicted.median) or error < LEAST_ERROR:
            continue
        nothing = null(one.finding.compare)
        found.append(Dot(one, (one.finding.observed.value - nothing) / error, (one.predicted.median - nothing) / error))
    return found


def draw(checked: Sequence[Checked], address: Callable[[str], str] | None = None) -> Markup:
    """The picture: along the diagonal the model gives what was published, in the band within 1.96 standard errors.

    Parameters
    ----------
    checked
        Findings with their predictions.
    address
        Gives the address of a finding by its id: every mark is a link then, from left to right.
    """
    shown = sorted(dots(checked), key=lambda dot: dot.published) if address else dots(checked)
    steps = [REACH * (i / 40 - 1) for i in range(81)]
    band = [(_x(s), _y(s + TOLERANCE)) for s in steps] + [(_x(s), _y(s - TOLERANCE)) for s in reversed(steps)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in band)
    parts = [
        f'<svg class="agreement" viewBox="0 0 {SIZE} {SIZE}" role="{"group" if address else "img"}" '
        f'aria-label="Published against predicted effects of {len(shown)} findings">',
        f'<polygon class="within" points="{points}"/>',
        *(_grid(tick) for tick in TICKS),
        f'<line class="diagonal" x1="{_x(-REACH):.1f}" y1="{_y(-REACH):.1f}" '
        f'x2="{_x(REACH):.1f}" y2="{_y(REACH):.1f}"/>',
        *(_dot(dot, address) for dot in shown),
        f'<text class="tick" x="{SIZE / 2}" y="{SIZE - 10}" text-anchor="middle">'
        "published effect, standard errors</text>",
        f'<text class="tick" transform="translate(14 {SIZE / 2}) rotate(-90)" text-anchor="middle">'
        "predicted effect, standard errors</text>",
        "</svg>",
    ]
    return Markup("".join(parts))


def _place(value: float) -> float:
    """Between 0 and 1 across the picture; small effects have room, large ones stay inside."""
    held = max(-REACH, min(REACH, value))
    return 0.5 + 0.5 * math.asinh(held) / math.asinh(REACH)


def _x(value: float) -> float:
    return MARGIN + _place(value) * (SIZE - 1.5 * MARGIN)


def _y(value: float) -> float:
    return SIZE - MARGIN - _place(value) * (SIZE - 1.5 * MARGIN)


def _grid(tick: float) -> str:
    x, y, low, high = _x(tick), _y(tick), _x(-REACH), _x(REACH)
    return (
        f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_y(-REACH):.1f}" y2="{_y(REACH):.1f}"/>'
        f'<line class="grid" x1="{low:.1f}" x2="{high:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="tick" x="{x:.1f}" y="{SIZE - MARGIN + 18:.1f}" text-anchor="middle">{tick:g}</text>'
        f'<text class="tick" x="{low - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>'
    )


def _dot(dot: Dot, address: Callable[[str], str] | None) -> str:
    x, y = _x(dot.published), _y(dot.predicted)
    finding = dot.checked.finding
    group = group_of(finding.compare.observable).replace(" ", "-")
    said = (
        f"{measured(finding.compare)} ({study(finding.reference)}): published {words.number(finding.observed.value)}, "
        f"predicted {words.number(dot.checked.predicted.median)} ({dot.checked.verdict})"
    )
    if dot.checked.verdict == AGREES:
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'
    elif dot.checked.verdict == DIRECTION:
        shape = f'<path d="M{x:.1f} {y - 6:.1f}l5.5 10h-11z"/>'
    else:
        shape = f'<path class="cross" d="M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"/>'
    mark = f'<g class="dot {group}"><title>{escape(said)}</title>{shape}</g>'
    if address is None:
        return mark
    # a wider disc that is not seen, for fingers
    room = f'<circle class="room" cx="{x:.1f}" cy="{y:.1f}" r="12"/>'
    identity = escape(finding.id)
    opening = f'<a href="{escape(address(finding.id))}" data-finding="{identity}" aria-label="{escape(said)}">'
    return f"{opening}{room}{mark}</a>"
