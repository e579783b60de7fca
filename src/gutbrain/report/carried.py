"""What carried an effect: which exposure did what, and one bar a channel with what is known of the arrows behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.language import gettext
from gutbrain.report.curves import nice_ticks

WIDTH, ROW, LEFT, RIGHT = 720, 36, 196, 236
SMALL = 0.01
"""Parts smaller than this share of the largest are summed up in one row."""


@dataclass(frozen=True)
class Evidence:
    """What is known of the arrows through which a channel acts: how many of each grade, best first."""

    counts: Mapping[str, int]

    @property
    def words(self) -> str:
        """``3 trials in people, 2 animals only``."""
        return ", ".join(f"{count} {words.GRADES[grade]}" for grade, count in self.counts.items())

    @property
    def best(self) -> str:
        """The best grade: what is coloured as animal has nothing better."""
        return next(iter(self.counts), "assumption")


@dataclass(frozen=True)
class Bar:
    """One row of the picture."""

    name: str
    part: float
    low: float
    high: float
    evidence: Evidence


def evidence(row: Any, claims: Mapping[str, Any], among: Collection[str] = ()) -> Evidence:
    """Grades behind one row of an explanation, and how many arrows have each.

    Parameters
    ----------
    row
        Of an explanation, with the keys of its claims.
    claims
        By key.
    among
        Only these claims count; all of the row where none of them is among these.
    """
    keys = [key for key in row.claims if key in among] or row.claims
    grades = Counter(claims[key].grade if key in claims else "assumption" for key in keys)
    return Evidence({grade: grades[grade] for grade in words.GRADES if grades[grade]})


def _rows(rows: Sequence[Any], direct: Any, claims: Mapping[str, Any], among: Collection[str]) -> list[Bar]:
    largest = max((abs(row.contribution) for row in rows), default=0.0)
    shown = [row for row in rows if abs(row.contribution) >= SMALL * largest]
    small = [row for row in rows if abs(row.contribution) < SMALL * largest]
    bars = [Bar(words.channel(r.channel), r.contribution, r.low, r.high, evidence(r, claims, among)) for r in shown]
    if abs(direct.median) >= SMALL * largest and direct.median:
        bars.append(Bar("acts directly", direct.median, direct.low, direct.high, Evidence({})))
    if any(row.contribution for row in small):
        # medians of parts this small are added up as they are
        total = sum(row.contribution for row in small)
        bars.append(Bar(f"{len(small)} others together", total, total, total, Evidence({})))
    return sorted(bars, key=lambda bar: -abs(bar.part))


def bars(
    observable: str, parts: Sequence[Any], direct: Any, claims: Mapping[str, Any], among: Collection[str]
) -> Markup:
    """Horizontal bars of the channels' parts and the direct part, largest first, around a line at zero.

    Parameters
    ----------
    observable
        Of what the change is.
    parts
        Rows of an explanation.
    direct
        What acts directly: an interval.
    claims
        By key.
    among
        Claims of the influences that took part; all where it is empty.
    """
    rows = _rows(parts, direct, claims, among)
    numbers = [v for row in rows for v in (row.part, row.low, row.high)] + [0.0]
    low, high = min(numbers), max(numbers)
    room = max(high - low, 1e-9)
    height = ROW * len(rows) + 34
    places = words.decimals(numbers, digits=2)

    def x(value: float) -> float:
        return LEFT + (value - low) / room * (WIDTH - LEFT - RIGHT)

    label = gettext("What carried the change of %(title)s, by channel") % {"title": words.title(observable)}
    drawn = [f'<svg class="bars" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}">']
    for tick in nice_ticks(low, low + room, about=4):
        drawn.append(f'<path class="grid" d="M{x(tick):.1f} 0V{height - 30}"/>')
        text = words.number(tick, places=places, sign=True)
        drawn.append(f'<text class="tick" x="{x(tick):.1f}" y="{height - 12}" text-anchor="middle">{text}</text>')
    for i, row in enumerate(rows):
        y = ROW * i
        left, right = sorted((x(0), x(row.part)))
        middle = y + ROW / 2
        value = words.number(row.part, places=places, sign=True)
        drawn += [
            f'<text class="name" x="{LEFT - 12}" y="{middle + 4}" text-anchor="end">{escape(row.name)}</text>',
            f'<rect class="share {row.evidence.best}" x="{left:.1f}" y="{y + 9}" '
            f'width="{max(right - left, 1):.1f}" height="{ROW - 18}" rx="2"/>',
            f'<path class="whisker" d="M{x(row.low):.1f} {middle}H{x(row.high):.1f}'
            f'M{x(row.low):.1f} {middle - 4}v8M{x(row.high):.1f} {middle - 4}v8"/>',
            f'<text class="value" x="{WIDTH - RIGHT + 16}" y="{middle + 4}">{value}</text>',
            *_dots(row.evidence, middle),
        ]
    drawn.append(f'<path class="zero" d="M{x(0):.1f} 0V{height - 30}"/></svg>')
    return Markup("".join(drawn))


def _dots(known: Evidence, middle: float) -> list[str]:
    """One dot an arrow, in the colour of its evidence."""
    grades = [grade for grade, count in known.counts.items() for _ in range(count)]
    dots = []
    for i, grade in enumerate(grades[:20]):
        x, y = WIDTH - RIGHT + 112 + 12 * (i % 10), middle + 12 * (i // 10)
        dots.append(f'<circle class="known {grade}" cx="{x}" cy="{y}" r="4.2"/>')
    return [f"<g><title>{escape(known.words)}</title>", *dots, "</g>"]
