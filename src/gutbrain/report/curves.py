"""Curves of observables over time, as small SVG pictures: median, 50 % and 90 % bands, events behind them.

Colours come from the page's style sheet, so that a picture follows light, dark and print.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.engine.changes import acute_moments, has_rhythm, is_short, lasts, mornings, replicates, starts_at
from gutbrain.language import decimal, gettext

WIDTH, HEIGHT = 420, 210
LEFT, RIGHT, TOP, BOTTOM = 46, 46, 12, 30
POINTS = 200
LENGTH, LINE, LETTER = 720, 44, 10
"""The timeline: its length, the height of a row, and about how wide a letter is at most (on a phone)."""
FLAT = 0.02
"""Half the height of a picture at least, as a share of the level: nothing is made large that is small."""
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
BEFORE, AFTER = 2 / 24, 10 / 24


@dataclass(frozen=True)
class Frame:
    """What is seen of the data, and where it lies in the picture."""

    left: float
    right: float
    low: float
    high: float

    def x(self, day: float) -> float:
        """Across."""
        return LEFT + (day - self.left) / max(self.right - self.left, 1e-9) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Down."""
        return HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)


def nice_ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers between two values.

    Parameters
    ----------
    low, high
        The values.
    about
        About how many steps there shall be.
    """
    raw = (high - low) / about
    step = 10 ** math.floor(math.log10(raw))
    step *= next(factor for factor in (1, 2, 2.5, 5, 10) if factor * step >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(i * step, 10) for i in range(first, math.floor(high / step + 1e-9) + 1)]


def by_mornings(result: Any, name: str) -> bool:
    """Whether an observable is drawn as its readings at 08:00: the protocol is long, and it has a daily rhythm."""
    time = np.asarray(result.data["time"].values, dtype=float)
    return (
        not is_short(result)
        and has_rhythm(time, np.nanmedian(replicates(result, name), axis=0))
        and len(mornings(time)) > 1
    )


def curve(result: Any, name: str) -> Markup:
    """One observable through the whole protocol."""
    time = np.asarray(result.data["time"].values, dtype=float)
    values = replicates(result, name)
    if by_mornings(result, name):
        places = mornings(time)
        time, values = time[places], values[:, places]
    return _draw(result, name, time, values)


def acute_windows(result: Any) -> list[tuple[float, float]]:
    """Hours around the last acute event of a long protocol, worth a picture of their own."""
    moments = [] if is_short(result) else acute_moments(result)
    return [(moments[-1] - BEFORE, min(moments[-1] + AFTER, result.protocol.days))] if moments else []


def close_up(result: Any, name: str, window: tuple[float, float]) -> Markup | None:
    """One observable around an acute event, if it moves within these hours and the result holds enough of them.

    Parameters
    ----------
    result
        Of :func:`gutbrain.simulate`.
    name
        Of the observable.
    window
        First and last day that is shown.
    """
    time = np.asarray(result.data["time"].values, dtype=float)
    inside = (time >= window[0]) & (time <= window[1])
    values = replicates(result, name)
    whole = np.nanmedian(values, axis=0)
    median = whole[inside]
    if inside.sum() < 8 or np.ptp(median) <= max(0.2 * np.ptp(whole), 0.02 * abs(float(median.mean()))):
        return None
    return _draw(result, name, time[inside], values[:, inside])


def _draw(result: Any, name: str, time: np.ndarray, values: np.ndarray) -> Markup:
    # even in time, and even in readings: what is kept densely is dense because something happens there
    even = np.searchsorted(time, np.linspace(time[0], time[-1], POINTS)).clip(0, len(time) - 1)
    places = np.union1d(even, np.linspace(0, len(time) - 1, min(len(time), POINTS)).round().astype(int))
    time = time[places]
    bands = np.nanquantile(values[:, places], QUANTILES, axis=0)
    frame = _frame(time, bands)
    raw_unit = result.data[name].attrs.get("unit", "1")
    ticks = nice_ticks(frame.low, frame.high)
    places_shown = tick_places(ticks)
    last = float(bands[2][-1])
    last_text = words.number(last, places=min(places_shown + 1, words.decimals([last])))
    label = (
        f"{words.title(name)} over time: median {words.number(float(bands[2][0]))} at the left, "
        f"{words.with_unit(words.number(last), raw_unit)} at the right."
    )
    parts = [
        f'<svg class="curve" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">',
        *_events(result, frame),
        *(grid_line(frame, tick, words.number(tick, places=places_shown)) for tick in ticks),
        *time_axis(frame, hours=frame.right - frame.left < 1.5),
        line("baseline", frame, time[[0, -1]], bands[2][[0, 0]]),
        band("outer", frame, time, bands[0], bands[4]),
        band("inner", frame, time, bands[1], bands[3]),
        line("median", frame, time, bands[2]),
        f'<circle class="last" cx="{frame.x(time[-1]):.1f}" cy="{frame.y(last):.1f}" r="3"/>',
        f'<text class="value" x="{frame.x(time[-1]) + 7:.1f}" y="{frame.y(last) + 4:.1f}">{last_text}</text>',
        "</svg>",
    ]
    return Markup("".join(parts))


def headroom(low: float, high: float, level: float) -> float:
    """What is left free below and above; a flat line is shown flat: no zooming into noise.

    Parameters
    ----------
    low, high
        Ends of what is shown.
    level
        How large what is shown is.
    """
    return max(0.08 * (high - low), FLAT * level, 1e-6)


def _frame(time: np.ndarray, bands: np.ndarray) -> Frame:
    low, high = float(np.nanmin(bands)), float(np.nanmax(bands))
    middle = (abs(low) + abs(high)) / 2
    room = headroom(low, high, middle)
    bottom = low - room
    if low >= 0 and (bottom < 0 or low < 0.25 * high):
        bottom = 0.0
    return Frame(float(time[0]), float(time[-1]), bottom, high + room)


def tick_places(ticks: Sequence[float]) -> int:
    """Decimals that tell neighbouring ticks apart."""
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    return places + int(abs(step * 10**places - round(step * 10**places)) > 1e-6)


def grid_line(frame: Frame, value: float, text: str) -> str:
    """A line across the picture at a value, with its number at the left.

    Parameters
    ----------
    frame
        Of the picture.
    value
        On the vertical axis.
    text
        The number, as it is written.
    """
    y = f"{frame.y(value):.1f}"
    return (
        f'<path class="grid" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
        f'<text class="tick" x="{LEFT - 7}" y="{frame.y(value) + 4:.1f}" text-anchor="end">{text}</text>'
    )


def time_axis(frame: Frame, *, hours: bool) -> list[str]:
    """The axis of days, or of clock hours, below."""
    if hours:
        step = 2 if frame.right - frame.left < 0.6 else 6
        first = math.ceil(frame.left * 24 / step - 1e-9)
        marks = [
            (h / 24, f"{h % 24:02d}:00") for h in range(first * step, math.floor(frame.right * 24 + 1e-6) + 1, step)
        ]
    else:
        ticks = nice_ticks(frame.left, frame.right, about=5)
        marks = [(t, words.day(t) if i == 0 else f"{t:g}") for i, t in enumerate(ticks)]
    base = HEIGHT - BOTTOM
    parts = [f'<path class="axis" d="M{LEFT} {base}H{WIDTH - RIGHT}"/>']
    for day, text in marks:
        x = f"{frame.x(day):.1f}"
        parts.append(f'<path class="axis" d="M{x} {base}v4"/>')
        parts.append(f'<text class="tick" x="{x}" y="{base + 18}" text-anchor="middle">{text}</text>')
    return parts


def _events(result: Any, frame: Frame) -> list[str]:
    spans = sorted((starts_at(e), starts_at(e) + lasts(e, frame.right)) for e in result.protocol.events)
    seen = [(max(a, frame.left), min(b, frame.right)) for a, b in spans if a <= frame.right and b >= frame.left]
    merged: list[tuple[float, float]] = []
    parts = []
    for begin, end in seen:
        if frame.x(end) - frame.x(begin) < 3:
            parts.append(f'<path class="moment" d="M{frame.x(begin):.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
        elif merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    tall = HEIGHT - TOP - BOTTOM
    for begin, end in merged:
        x, wide = frame.x(begin), frame.x(end) - frame.x(begin)
        parts.insert(0, f'<rect class="event" x="{x:.1f}" y="{TOP}" width="{wide:.1f}" height="{tall}"/>')
    return parts


def _points(frame: Frame, time: np.ndarray, values: np.ndarray) -> str:
    pairs = zip(time, values, strict=True)
    return "L".join(f"{frame.x(float(t)):.1f} {frame.y(float(v)):.1f}" for t, v in pairs if math.isfinite(v))


def line(kind: str, frame: Frame, time: np.ndarray, values: np.ndarray) -> str:
    """A curve; ``kind`` is its class in the style sheet.

    Parameters
    ----------
    kind
        Class of the style sheet.
    frame
        Of the picture.
    time
        (moment,) days.
    values
        (moment,) in the unit of the frame.
    """
    return f'<path class="{kind}" d="M{_points(frame, time, values)}"/>'


def band(kind: str, frame: Frame, time: np.ndarray, low: np.ndarray, high: np.ndarray) -> str:
    """The area between two curves.

    Parameters
    ----------
    kind
        Class of the style sheet.
    frame
        Of the picture.
    time
        (moment,) days.
    low, high
        (moment,) in the unit of the frame.
    """
    return f'<path class="{kind}" d="M{_points(frame, time, high)}L{_points(frame, time[::-1], low[::-1])}Z"/>'


def timeline(result: Any) -> Markup:
    """What was done and when, over the days of the protocol: one row for each thing that acts."""
    days = float(result.protocol.days)
    rows: dict[str, list[Any]] = {}
    for event in sorted(result.protocol.events, key=starts_at):
        rows.setdefault(words.event_name(event), []).append(event)
    if not rows:
        return Markup("")
    first = min(starts_at(event) for events in rows.values() for event in events)
    begin = min(0.0, max(-0.15 * days, first))
    height = LINE * len(rows) + 28

    def x(day: float) -> float:
        return (min(max(day, begin), days) - begin) / (days - begin) * LENGTH

    parts = [
        f'<svg class="timeline" viewBox="-2 0 {LENGTH + 4} {height}" role="img" aria-label="What was done, and when.">'
    ]
    for i, (name, events) in enumerate(rows.items()):
        y = LINE * i + 34
        parts.append(f'<path class="track" d="M0 {y}H{LENGTH}"/>')
        free = 0.0
        for n, event in enumerate(events):
            x0, x1 = x(starts_at(event)), x(starts_at(event) + lasts(event, days))
            mark = (
                f'<path class="bar" d="M{x0:.1f} {y}H{x1:.1f}"/>'
                if x1 - x0 >= 3
                else f'<circle class="dot" cx="{x0:.1f}" cy="{y}" r="4"/>'
            )
            text = " ".join(part for part in (name if n == 0 else "", words.dose(event)) if part)
            wide = LETTER * len(text)
            # at the right end the words end there, however wide they are
            at, anchor = (x0, "start") if x0 + wide <= LENGTH else (float(LENGTH), "end")
            begins = at if anchor == "start" else max(0.0, LENGTH - wide)
            parts.append(mark)
            # a label that would lie on the one before it is left to the list below
            if begins >= free:
                parts.append(
                    f'<text class="name" x="{at:.1f}" y="{y - 10}" text-anchor="{anchor}">{escape(text)}</text>'
                )
                free = begins + wide + 12
    short = days <= 1.5
    for tick in nice_ticks(begin, days, about=6):
        text = decimal(f"{tick * 24:g} h") if short else (gettext("start") if tick == 0 else words.day(tick))
        anchor = "start" if x(tick) < 20 else "end" if x(tick) > LENGTH - 20 else "middle"
        parts.append(f'<text class="tick" x="{x(tick):.1f}" y="{height - 4}" text-anchor="{anchor}">{text}</text>')
    return Markup("".join([*parts, "</svg>"]))
