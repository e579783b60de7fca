"""Pictures of answers: how something changes against "as now", and where options lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.answers.carried import Carried
from gutbrain.answers.intervals import Interval
from gutbrain.answers.what_if_models import Curve, Moved
from gutbrain.engine.explanation import Row
from gutbrain.evidence.records import claims
from gutbrain.language import gettext
from gutbrain.report import carried, overlay, readouts
from gutbrain.report.curves import (
    BOTTOM,
    HEIGHT,
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

BAR, BAR_HEIGHT = 300, 28


def change(moved: Moved, title: str, better: int) -> Markup:
    """The change of one observable against "as now", with its bands, and every other week as a dashed line.

    Parameters
    ----------
    moved
        The change.
    title
        Plain name of the observable.
    better
        1 where more is better, -1 where less is, 0 where neither is; the picture says which side is which.
    """
    curve = moved.curve
    days = np.array(curve.days, float)
    frame = _frame(curve, moved)
    ticks = nice_ticks(frame.low, frame.high)
    places = tick_places(ticks)
    end = words.with_unit(words.number(curve.median[-1], sign=True), moved.unit)
    label = gettext("%(title)s: change against as now over %(days)s days, %(amount)s at the end.") % {
        "title": title,
        "days": curve.days[-1],
        "amount": end,
    }
    parts = [
        f'<svg class="curve change" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">',
        *(grid_line(frame, tick, words.number(tick, places=places, sign=tick > 0)) for tick in ticks),
        *time_axis(frame, hours=False),
        line("baseline", frame, days[[0, -1]], np.zeros(2)),
        band("outer", frame, days, np.array(curve.one_low), np.array(curve.one_high)),
        band("inner", frame, days, np.array(curve.low), np.array(curve.high)),
        *([line("on-off", frame, days, np.array(curve.on_off))] if curve.on_off else []),
        line("median", frame, days, np.array(curve.median)),
        *_sides(better),
        f'<circle class="last" cx="{frame.x(days[-1]):.1f}" cy="{frame.y(curve.median[-1]):.1f}" r="3"/>',
        "</svg>",
    ]
    return Markup("".join(parts))


def beside(options: Mapping[str, Moved | None], title: str, better: int) -> Markup:
    """The change of one observable in several options, laid over one another, each with its inner band.

    Parameters
    ----------
    options
        The change in each, by what the option is called; None where it is not in the model.
    title
        Plain name of the observable.
    better
        As for :func:`change`.
    """
    there = [(kind, name, one) for kind, (name, one) in enumerate(options.items()) if one is not None]
    frames = [_frame(one.curve, one) for _, _, one in there]
    days = np.array(there[0][2].curve.days, float)
    frame = Frame(days[0], days[-1], min(f.low for f in frames), max(f.high for f in frames))
    ticks = nice_ticks(frame.low, frame.high)
    places = tick_places(ticks)
    ends = [
        f"{name} {words.with_unit(words.number(one.curve.median[-1], sign=True), one.unit)}" for _, name, one in there
    ]
    label = f"{title}: change against as now over {days[-1]:g} days; at the end {', '.join(ends)}."
    parts = [
        f'<svg class="curve change overlay" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">',
        *(grid_line(frame, tick, words.number(tick, places=places, sign=tick > 0)) for tick in ticks),
        *time_axis(frame, hours=False),
        line("baseline", frame, days[[0, -1]], np.zeros(2)),
        *(band(f"band b{k}", frame, days, np.array(o.curve.low), np.array(o.curve.high)) for k, _, o in there),
        *(line(f"line l{kind}", frame, days, np.array(one.curve.median)) for kind, _, one in there),
        *overlay.letters(
            frame, {name: kind for kind, name, _ in there}, [(frame.right, one.curve.median[-1]) for _, _, one in there]
        ),
        *_sides(better),
        "</svg>",
    ]
    return Markup("".join(parts))


def readout_beside(options: Mapping[str, Moved | None]) -> str:
    """The numbers under the pointer of :func:`beside`, as JSON for the page."""
    there = {name: one for name, one in options.items() if one is not None}
    places = words.decimals([n for one in there.values() for n in (*one.curve.low, *one.curve.high)], digits=2)
    lines = {
        name: [words.with_unit(words.number(v, places=places, sign=True), one.unit) for v in one.curve.median]
        for name, one in there.items()
    }
    return readouts.readout(next(iter(there.values())).curve.days, lines)


WEEK = 7
"""Days from one row of a table of numbers to the next."""


def numbers(moved: Moved) -> list[tuple[int, str, str, str]]:
    """The numbers behind a curve, week by week: day, typical person, what is not known, where any person lies."""
    curve = moved.curve
    places = words.decimals([*curve.one_low, *curve.one_high], digits=2)

    def said(value: float) -> str:
        return words.number(value, places=places, sign=True)

    def span(low: float, high: float) -> str:
        return gettext("%(low)s to %(high)s") % {"low": said(low), "high": said(high)}

    return [
        (
            curve.days[i],
            said(curve.median[i]),
            span(curve.low[i], curve.high[i]),
            span(curve.one_low[i], curve.one_high[i]),
        )
        for i in range(0, len(curve.days), WEEK)
    ]


def _sides(better: int) -> list[str]:
    """Which way is better, in words at the edge of a picture."""
    if not better:
        return []
    good, bad = gettext("better"), gettext("worse")
    above, below = (good, bad) if better > 0 else (bad, good)
    x = WIDTH - RIGHT + 5
    return [
        f'<text class="side" x="{x}" y="{TOP + 10}">\N{UPWARDS ARROW} {above}</text>',
        f'<text class="side" x="{x}" y="{HEIGHT - BOTTOM - 6}">\N{DOWNWARDS ARROW} {below}</text>',
    ]


def readout(moved: Moved) -> str:
    """The numbers under a picture's pointer, as JSON for the page."""
    curve = moved.curve
    places = words.decimals([*curve.low, *curve.high], digits=2)

    def said(values: Sequence[float]) -> list[str]:
        return [words.with_unit(words.number(v, places=places, sign=True), moved.unit) for v in values]

    lines = {"": said(curve.median)}
    if curve.on_off:
        lines[gettext("every other week")] = said(curve.on_off)
    return readouts.readout(curve.days, lines)


def bars(changes: Sequence[Interval], better: int) -> list[Markup]:
    """One bar for each change around a common zero, with its interval; better changes point to the right."""
    sides = [(better * c.median, *sorted((better * c.low, better * c.high))) for c in changes]
    numbers = [n for side in sides for n in side] + [0.0]
    low, high = min(numbers), max(max(numbers), 1e-9)

    def x(value: float) -> float:
        return 4 + (value - low) / (high - low) * (BAR - 8)

    return [Markup(_bar(x, *side)) for side in sides]


def carried_bars(found: Carried) -> Markup:
    """The parts as bars with their evidence, as reports draw them."""
    rows = tuple(
        Row(part.channel, part.title, part.part.median, part.part.low, part.part.high, tuple(part.claims))
        for part in found.parts
    )
    return carried.bars(found.outcome, rows, found.direct, claims(), ())


def _bar(x: Any, median: float, low: float, high: float) -> str:
    middle = BAR_HEIGHT / 2
    left, right = sorted((x(0.0), x(median)))
    kind = "clear" if low > 0 or high < 0 else "unclear"
    wide = max(right - left, 1)
    return (
        f'<svg class="option {kind}" viewBox="0 0 {BAR} {BAR_HEIGHT}" aria-hidden="true">'
        f'<rect class="share" x="{left:.1f}" y="7" width="{wide:.1f}" height="{BAR_HEIGHT - 14}" rx="2"/>'
        f'<path class="whisker" d="M{x(low):.1f} {middle}H{x(high):.1f}M{x(low):.1f} {middle - 4}v8'
        f'M{x(high):.1f} {middle - 4}v8"/><path class="zero" d="M{x(0.0):.1f} 0V{BAR_HEIGHT}"/></svg>'
    )


def _frame(curve: Curve, moved: Moved) -> Frame:
    low, high = min(0.0, *curve.one_low), max(0.0, *curve.one_high)
    room = headroom(low, high, max(abs(moved.now), 1.0 if moved.unit in ("z", "1") else 0.0))
    return Frame(float(curve.days[0]), float(curve.days[-1]), low - room, high + room)
