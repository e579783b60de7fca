"""Curves behind the claims of the article: what a check compares, day by day, as a small SVG picture."""

from __future__ import annotations

import numpy as np
from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.answers.article_told import Check, Course
from gutbrain.report.article_doc import measured
from gutbrain.report.curves import (
    HEIGHT,
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
from gutbrain.report.readouts import readout


def unit(text: str) -> str:
    """A unit as it is printed; of a ratio, the sign for times."""
    return "\N{MULTIPLICATION SIGN}" if text == "times" else words.unit(text)


def curve(check: Check, course: Course) -> Markup:
    """The median with its 90 % band.

    Parameters
    ----------
    check
        What was run.
    course
        Its course.
    """
    days, median, low, high = (np.array(getattr(course, n), float) for n in ("days", "median", "low", "high"))
    frame = _frame(course)
    ticks = nice_ticks(frame.low, frame.high)
    places = tick_places(ticks)
    sign = course.nothing == 0.0
    end = _said(course, course.median[-1])
    label = f"{words.title(check.observable)}, {check.shows}: {end} on day {course.days[-1]:g}."
    parts = [
        f'<svg class="curve" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">',
        *(grid_line(frame, tick, words.number(tick, places=places, sign=sign and tick > 0)) for tick in ticks),
        *time_axis(frame, hours=False),
        *([line("baseline", frame, days[[0, -1]], np.full(2, course.nothing))] if course.nothing is not None else []),
        band("inner", frame, days, low, high),
        line("median", frame, days, median),
        f'<circle class="last" cx="{frame.x(days[-1]):.1f}" cy="{frame.y(median[-1]):.1f}" r="3"/>',
        "</svg>",
    ]
    return Markup("".join(parts))


def readings(course: Course) -> str:
    """The numbers under a picture's pointer, as JSON for the page."""
    even = np.linspace(course.days[0], course.days[-1], len(course.days))
    values = np.interp(even, course.days, course.median)
    return readout([f"{day:.0f}" for day in even], {"": [_said(course, float(value)) for value in values]})


def _said(course: Course, value: float) -> str:
    text = words.number(value, sign=course.nothing == 0.0)
    return measured(text, course.unit)


def _frame(course: Course) -> Frame:
    numbers = [*course.low, *course.high, *([] if course.nothing is None else [course.nothing])]
    low, high = min(numbers), max(numbers)
    level = 100.0 if course.unit == "%" else (abs(low) + abs(high)) / 2
    room = headroom(low, high, level)
    return Frame(course.days[0], course.days[-1], low - room, high + room)
