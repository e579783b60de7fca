"""A curve or quantiles in a picture: the published points over what is predicted.

Of a curve the line is the predicted median, the band its 90 % interval; published points have their 95 % interval as a
bar. Of quantiles the people stand from below to above: which share of them lies below which value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.exposures.moments import READ_AT
from gutbrain.findings.finding import When
from gutbrain.findings.shape_verdict import CurveCheck, QuantilesCheck, on_log
from gutbrain.findings.validation import Checked
from gutbrain.language import decimal
from gutbrain.report.curves import nice_ticks

WIDTH, HEIGHT = 420, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 14, 28, 44

FAR = 20.0
"""Values that lie apart by more than this factor are drawn on a logarithm."""

SHORT = 3.0
"""Curves up to so many days have hours across."""

MINUS = "\N{MINUS SIGN}"
HOURS = "hour (0: midnight at the start)"
LEAST = 1e-9
"""Nothing on a logarithm."""


@dataclass(frozen=True)
class Axis:
    """From values to places, straight or on a logarithm."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float, *, log: bool = False) -> Axis:
        """An axis that holds values, with some room.

        Parameters
        ----------
        values
            What lies on it.
        start, end
            Where it begins and ends in the picture.
        log
            Whether it is a logarithm.
        """
        placed = [math.log10(max(v, LEAST)) if log else v for v in values]
        low, high = min(placed), max(placed)
        room = 0.06 * (high - low) or 0.5 * abs(high) or 0.5
        return cls(low - room, high + room, start, end, log)

    def __call__(self, value: float) -> float:
        """Where a value lies in the picture."""
        placed = math.log10(max(value, LEAST)) if self.log else value
        return self.start + (placed - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Round values."""
        if not self.log:
            return nice_ticks(self.low, self.high, about=4)
        steps: tuple[float, ...] = (1.0, 2.0, 5.0) if self.high - self.low < 1.5 else (1.0,)
        first, last = math.floor(self.low), math.ceil(self.high)
        every = max(1, round((last - first) / 5))
        found = [step * 10.0**power for power in range(first, last + 1, every) for step in steps]
        return [value for value in found if self.low <= math.log10(value) <= self.high]


def draw(checked: Checked) -> Markup:
    """The picture; empty of a finding of one number, and of what could not be predicted."""
    if isinstance(checked.shape, CurveCheck):
        return _curve(checked, checked.shape)
    if isinstance(checked.shape, QuantilesCheck):
        return _quantiles(checked, checked.shape)
    return Markup("")


def _finite(values: Sequence[float | None]) -> list[float]:
    return [value for value in values if value is not None and math.isfinite(value)]


def _is_far(values: Sequence[float]) -> bool:
    return min(values) > 0 and max(values) / min(values) > FAR


def _hour(when: When) -> float:
    """The middle of a moment, in hours."""
    if isinstance(when.day, tuple):
        return 12.0 * (when.day[0] + when.day[1]) + (READ_AT if when.hour is None else when.hour)
    return 24.0 * math.floor(when.day) + (READ_AT if when.hour is None else when.hour)


def _curve(checked: Checked, shape: CurveCheck) -> Markup:
    compare, observed = checked.finding.compare, checked.finding.observed
    order = sorted(range(len(shape.points)), key=lambda i: _hour(compare.moments[i][0]))
    hours = [_hour(compare.moments[i][0]) for i in order]
    seen, found = [observed.points[i] for i in order], [shape.points[i] for i in order]
    values = _finite([x for p in seen for x in (p.value, p.low, p.high)])
    values += _finite([x for p in found for x in (p.median, p.low, p.high)])
    if not _finite([p.median for p in found]):
        return Markup("")
    in_days = hours[-1] - hours[0] > 24 * SHORT
    times = [hour / 24 if in_days else hour for hour in hours]
    across = Axis.over(times, LEFT, WIDTH - RIGHT)
    up = Axis.over(values, HEIGHT - BOTTOM, TOP, log=on_log(compare, observed) and _is_far(values))
    places = [across(t) for t in times]
    outline = [(x, up(p.high)) for x, p in zip(places, found, strict=True)]
    outline += [(x, up(p.low)) for x, p in reversed(list(zip(places, found, strict=True)))]
    parts = [
        *_frame(
            across,
            up,
            "day" if in_days else "hour (0: midnight at the start)",
            _told(compare.observable, compare.told_as),
        ),
        _polygon(outline),
        _line([(x, up(p.median)) for x, p in zip(places, found, strict=True)]),
    ]
    for x, point in zip(places, seen, strict=True):
        if point.low is not None and point.high is not None:
            parts.append(f'<path class="bar" d="M{x:.1f} {up(point.low):.1f}V{up(point.high):.1f}"/>')
        parts.append(_point(x, up(point.value)))
    return _picture(parts, f"{len(seen)} published points over the predicted curve")


def _quantiles(checked: Checked, shape: QuantilesCheck) -> Markup:
    compare, observed = checked.finding.compare, checked.finding.observed
    shares = [100 * q for q, _ in observed.quantiles]
    seen, found = [value for _, value in observed.quantiles], shape.quantiles
    if not _finite([p.median for p in found]):
        return Markup("")
    values = seen + _finite([x for p in found for x in (p.median, p.low, p.high)])
    floor = observed.detection
    if floor:
        values = [max(value, floor) for value in values]
    across = Axis.over(values, LEFT, WIDTH - RIGHT, log=_is_far(values))
    up = Axis(0.0, 100.0, HEIGHT - BOTTOM, TOP)
    held = [(max(p.low, floor or p.low), max(p.median, floor or p.median), max(p.high, floor or p.high)) for p in found]
    ys = [up(share) for share in shares]
    outline = [(across(low), y) for (low, _, _), y in zip(held, ys, strict=True)]
    outline += [(across(high), y) for (_, _, high), y in reversed(list(zip(held, ys, strict=True)))]
    parts = [
        *_frame(across, up, _told(compare.observable, "value"), "people below it, %"),
        _polygon(outline),
        _line([(across(median), y) for (_, median, _), y in zip(held, ys, strict=True)]),
        *(_point(across(max(value, floor or value)), y) for value, y in zip(seen, ys, strict=True)),
    ]
    if len(shares) == 1:
        low, median, high = held[0]
        parts.append(f'<path class="median" d="M{across(low):.1f} {ys[0]:.1f}H{across(high):.1f}"/>')
        parts.append(f'<path class="median" d="M{across(median):.1f} {ys[0] - 5:.1f}v10"/>')
    return _picture(parts, f"{len(shares)} published quantiles over the predicted ones")


def _told(observable: str, told_as: str) -> str:
    title = words.title(observable)
    return title if told_as == "value" else f"{title}, {told_as}"


def _frame(across: Axis, up: Axis, below: str, above: str) -> list[str]:
    parts = []
    for tick in up.ticks():
        y = up(tick)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text class="tick" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_number(tick)}</text>')
    for tick in across.ticks():
        x = across(tick)
        parts.append(f'<path class="grid" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
        place = f'x="{x:.1f}" y="{HEIGHT - BOTTOM + 16}"'
        parts.append(f'<text class="tick" {place} text-anchor="middle">{_number(tick)}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text class="tick" x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">{escape(below)}</text>')
    parts.append(f'<text class="tick" x="0" y="12">{escape(above)}</text>')
    return parts


def _number(value: float) -> str:
    return decimal(f"{value:g}".replace("e-0", "e-").replace("-", MINUS))


def _polygon(places: Sequence[tuple[float, float]]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places if math.isfinite(x + y))
    return f'<polygon class="band" points="{points}"/>'


def _line(places: Sequence[tuple[float, float]]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places if math.isfinite(x + y))
    return f'<polyline class="median" points="{points}"/>'


def _point(x: float, y: float) -> str:
    return f'<circle class="seen" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'


def _picture(parts: Sequence[str], said: str) -> Markup:
    opening = f'<svg class="shape" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(said)}">'
    return Markup("".join([opening, *parts, "</svg>"]))
