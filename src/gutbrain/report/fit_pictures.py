"""Pictures of a fit: the record with what is forecast, and each factor's effect on the person beside that on people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.fitting.fit import Fit
from gutbrain.language import gettext
from gutbrain.report.curves import HEIGHT, WIDTH, Frame, band, grid_line, line, nice_ticks, tick_places, time_axis

FOREST_WIDTH, FOREST_LEFT, FOREST_RIGHT = 400, 6, 394
ROW, TOP = 66, 24

WHO = {"": "you", "people_": "people", "both_": "both"}
"""Whose effects stand in the rows, by the beginning of their columns."""


def record(fit: Fit, name: str) -> Markup:
    """What was recorded, gaps as gaps, and the band of what is to be recorded after it.

    Parameters
    ----------
    fit
        The fit.
    name
        Of the outcome.
    """
    one = fit.outcomes[name]
    days = one.first + np.arange(len(one.y), dtype=float)
    values = np.where(np.isfinite(one.y), one.outcome.recorded(one.y), np.nan)
    ahead = fit.forecast(name) if len(one.y) > one.learnt else None
    shown = values[np.isfinite(values)]
    ends = [float(shown.min()), float(shown.max())]
    if ahead is not None:
        ends += [float(ahead["low"].min()), float(ahead["high"].max())]
    room = max(0.06 * (max(ends) - min(ends)), 1e-6)
    frame = Frame(float(days[0]), float(days[-1]), min(ends) - room, max(ends) + room)
    ticks = nice_ticks(frame.low, frame.high)
    label = f"{name} by day: {one.recorded} of {one.learnt} days recorded"
    parts = [
        f'<svg class="curve record" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">',
        *(grid_line(frame, tick, words.number(tick, places=tick_places(ticks))) for tick in ticks),
        *time_axis(frame, hours=False),
    ]
    if ahead is not None:
        after = ahead["day"].to_numpy(float)
        parts.append(band("outer", frame, after, ahead["low"].to_numpy(), ahead["high"].to_numpy()))
        parts.append(line("median", frame, after, ahead["median"].to_numpy()))
    parts += [
        f'<circle class="seen" cx="{frame.x(day):.1f}" cy="{frame.y(value):.1f}" r="1.8"/>'
        for day, value in zip(days, values, strict=True)
        if np.isfinite(value)
    ]
    return Markup("".join([*parts, "</svg>"]))


def forest(rows: Sequence[Mapping[Any, Any]], name: str) -> Markup:
    """The effect of a lasting change of each factor: by the person's own days, in people in general, and by both.

    Parameters
    ----------
    rows
        Of :meth:`gutbrain.fitting.fit.Fit.factors`, of one outcome.
    name
        Of the outcome.
    """
    ends = [row[f"{who}{key}"] for row in rows for who in WHO for key in ("low", "high")]
    least, most = min([0.0, *ends]), max([0.0, *ends])
    room = 0.05 * (most - least) or 0.5
    least, most = least - room, most + room
    bottom = TOP + ROW * len(rows)

    def x(value: float) -> float:
        return FOREST_LEFT + float((value - least) / (most - least)) * (FOREST_RIGHT - FOREST_LEFT)

    label = gettext("Effect of each factor on %(name)s: by your days, in people in general, and by both") % {
        "name": name
    }
    head = (
        f'<svg class="forest own" viewBox="0 0 {FOREST_WIDTH} {bottom + 40}" role="img" aria-label="{escape(label)}">'
    )
    parts = [head, f'<path class="zero" d="M{x(0):.1f} {TOP - 10}V{bottom}"/>']
    ticks = nice_ticks(least, most, about=5)
    for tick in ticks:
        parts.append(f'<path class="grid" d="M{x(tick):.1f} {TOP - 10}V{bottom}"/>')
        text = words.number(tick, places=tick_places(ticks), sign=tick > 0)
        parts.append(f'<text class="tick" x="{x(tick):.1f}" y="{bottom + 18}" text-anchor="middle">{text}</text>')
    for place, row in enumerate(rows):
        y = TOP + ROW * place + 8
        kind = "unclear" if row["verdict"].startswith(("cannot", "no ")) else "clear"
        unit = "" if row["unit"] == "1" else f" {row['unit']}"
        change = f"{words.number(row['change'], sign=True)}{unit}"
        parts.append(
            f'<g class="{kind}"><text class="name" x="0" y="{y + 4}">{escape(row["factor"])} {escape(change)}</text>'
        )
        for k, (prefix, who) in enumerate(WHO.items()):
            low, median, high = (row[f"{prefix}{key}"] for key in ("low", "median", "high"))
            parts.append(_whisker(x, low, median, high, y + 18 + 13 * k, who))
        parts.append("</g>")
    return Markup("".join([*parts, "</svg>"]))


def _whisker(x: Any, low: float, median: float, high: float, y: float, who: str) -> str:
    at = x(median)
    mark = f"M{at - 5:.1f} {y}L{at:.1f} {y - 5}L{at + 5:.1f} {y}L{at:.1f} {y + 5}Z"
    point = (
        f'<path class="mark" d="{mark}"/>' if who == "both" else f'<circle class="mark" cx="{at:.1f}" cy="{y}" r="4"/>'
    )
    return f'<g class="{who}"><path class="whisker" d="M{x(low):.1f} {y}H{x(high):.1f}"/>{point}</g>'
