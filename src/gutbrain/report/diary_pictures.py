"""Pictures of a diary: a thing over time with its gaps, bands of the weeks ahead, past weeks in their bands.

Nothing is red or green, and no line is drawn across a day that was not recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.language import gettext
from gutbrain.report.curves import nice_ticks, tick_places

WIDTH, HEIGHT = 420, 168
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 14, 24
MOST_TICKS = 4


@dataclass(frozen=True)
class Sheet:
    """Days across, values up."""

    first: date
    last: date
    low: float
    high: float

    def x(self, day: date) -> float:
        """Across, of the middle of a day."""
        days = max((self.last - self.first).days, 1)
        return LEFT + (day - self.first).days / days * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Down."""
        share = (value - self.low) / max(self.high - self.low, 1e-9)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    def frame(self) -> list[str]:
        """Lines with their numbers, and the dates beneath."""
        parts = []
        ticks = nice_ticks(self.low, self.high)
        for tick in ticks:
            y, text = self.y(tick), words.number(tick, places=tick_places(ticks))
            parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
            parts.append(f'<text class="tick" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{text}</text>')
        days = (self.last - self.first).days
        for k in range(MOST_TICKS):
            day = self.first + timedelta(round(k * days / (MOST_TICKS - 1)))
            anchor = ("start", "middle", "middle", "end")[k]
            parts.append(
                f'<text class="tick" x="{self.x(day):.1f}" y="{HEIGHT - 6}" text-anchor="{anchor}">'
                f"{day.isoformat()[2 if days > 300 else 5 :]}</text>"
            )
            if days < MOST_TICKS:
                break
        return parts

    def band(self, kind: str, days: Sequence[date], low: Sequence[float], high: Sequence[float]) -> str:
        """The area between two lines.

        Parameters
        ----------
        kind
            Of the area, for the style sheet.
        days
            Across.
        low, high
            Its ends on each of these days.
        """
        up = [f"{self.x(day):.1f} {self.y(value):.1f}" for day, value in zip(days, high, strict=True)]
        down = [f"{self.x(day):.1f} {self.y(value):.1f}" for day, value in zip(days, low, strict=True)]
        return f'<path class="{kind}" d="M{"L".join([*up, *down[::-1]])}Z"/>'


def _svg(kind: str, label: str, parts: Sequence[str]) -> Markup:
    head = f'<svg class="diary {kind}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">'
    return Markup("".join([head, *parts, "</svg>"]))


def timeline(
    name: str,
    values: Mapping[date, float],
    first: date,
    last: date,
    marks: Mapping[date, str],
    ends: tuple[float, float],
) -> Markup:
    """One thing over time: a dot a day, a line between days that follow one another, a mark where the source changes.

    Parameters
    ----------
    name
        Of the thing.
    values
        What was recorded, by day.
    first, last
        The days that are shown.
    marks
        Sources by the day from which on they are the source.
    ends
        Of its scale where it has one; what was recorded goes beyond infinite ones.
    """
    low = ends[0] if abs(ends[0]) < float("inf") else min(values.values(), default=0.0)
    high = ends[1] if abs(ends[1]) < float("inf") else max(values.values(), default=1.0)
    if low >= high:
        low, high = low - 1, high + 1
    sheet = Sheet(first, last, low, high)
    there = sorted(day for day in values if first <= day <= last)
    label = gettext("%(name)s by day, %(first)s to %(last)s: %(days)d of %(all)d days recorded") % {
        "name": name, "first": first, "last": last, "days": len(there), "all": (last - first).days + 1,
    }  # fmt: skip
    parts = sheet.frame()
    for day, source in marks.items():
        if first <= day <= last:
            x = sheet.x(day)
            anchor, shift = ("start", 4) if x < WIDTH * 0.7 else ("end", -4)
            parts.append(f'<path class="source" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
            parts.append(
                f'<text class="tick" x="{x + shift:.1f}" y="{TOP - 3}" text-anchor="{anchor}">{escape(source)}</text>'
            )
    lines = []
    for place, day in enumerate(there):
        follows = place > 0 and (day - there[place - 1]).days == 1
        lines.append(f"{'L' if follows else 'M'}{sheet.x(day):.1f} {sheet.y(values[day]):.1f}")
    parts.append(f'<path class="line" d="{"".join(lines)}"/>')
    size = 2.4 if len(there) < 120 else 1.4
    parts += [f'<circle class="seen" cx="{sheet.x(d):.1f}" cy="{sheet.y(values[d]):.1f}" r="{size}"/>' for d in there]
    return _svg("over-time", label, parts)


def bands(name: str, weeks: Sequence[Mapping[str, Any]], past: Sequence[Mapping[str, Any]]) -> Markup:
    """Means of the weeks ahead: the band as usual, the band with the change, and the last past weeks before them.

    Parameters
    ----------
    name
        Of the outcome.
    weeks, past
        Rows of :meth:`gutbrain.diary.predict.Prediction.weeks` and ``past``, days as text.
    """
    last_weeks = list(past)[-8:]
    changed = bool(weeks) and "if_low" in weeks[0]
    ends = [row[key] for row in weeks for key in ("low", "high", *(("if_low", "if_high") if changed else ()))]
    ends += [row["seen"] for row in last_weeks]
    room = 0.08 * (max(ends) - min(ends)) or 0.5
    days = [date.fromisoformat(row["day"]) for row in weeks]
    before = [date.fromisoformat(row["day"]) for row in last_weeks]
    # a band of one week has its width, too
    drawn = [*days, days[-1] + timedelta(7)]
    sheet = Sheet(min([*before, *days]), drawn[-1], min(ends) - room, max(ends) + room)
    label = gettext("%(name)s: means of weeks that were, and bands of those ahead") % {"name": name}
    parts = sheet.frame()

    def of(key: str) -> list[float]:
        return [row[key] for row in weeks] + [weeks[-1][key]]

    def line(kind: str, key: str) -> str:
        points = "L".join(f"{sheet.x(day):.1f} {sheet.y(value):.1f}" for day, value in zip(drawn, of(key), strict=True))
        return f'<path class="{kind}" d="M{points}"/>'

    parts += [sheet.band("usual", drawn, of("low"), of("high")), line("line", "median")]
    if changed:
        parts += [sheet.band("changed", drawn, of("if_low"), of("if_high")), line("line changed-line", "if_median")]
    parts += [
        f'<circle class="seen" cx="{sheet.x(day):.1f}" cy="{sheet.y(row["seen"]):.1f}" r="3"/>'
        for day, row in zip(before, last_weeks, strict=True)
    ]
    return _svg("bands", label, parts)


def calibration(name: str, past: Sequence[Mapping[str, Any]]) -> Markup:
    """Each past week: the band that was foretold for its mean, and the mean that came.

    Parameters
    ----------
    name
        Of the outcome.
    past
        Rows of :meth:`gutbrain.diary.predict.Prediction.past`, days as text.
    """
    ends = [row[key] for row in past for key in ("low", "high", "seen")]
    room = 0.06 * (max(ends) - min(ends)) or 0.5
    days = [date.fromisoformat(row["day"]) for row in past]
    sheet = Sheet(days[0], days[-1], min(ends) - room, max(ends) + room)
    held = sum(bool(row["held"]) for row in past)
    label = gettext("%(name)s: of %(weeks)d past weeks the mean lay in the band foretold in %(held)d") % {
        "name": name, "weeks": len(past), "held": held,
    }  # fmt: skip
    parts = sheet.frame()
    for day, row in zip(days, past, strict=True):
        x = sheet.x(day)
        parts.append(f'<path class="foretold" d="M{x:.1f} {sheet.y(row["low"]):.1f}V{sheet.y(row["high"]):.1f}"/>')
        kind = "seen" if row["held"] else "outside"
        parts.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{sheet.y(row["seen"]):.1f}" r="3.2"/>')
    return _svg("calibration", label, parts)
