"""Forest plot: every trial with its interval, the pooled effects beneath; SVG, and PNG where resvg is installed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.answers import meta_words
from gutbrain.evidence.pooling.effects import Effect
from gutbrain.evidence.pooling.meta import Meta, hoped, interval
from gutbrain.evidence.pooling.random_effects import Pool
from gutbrain.evidence.pooling.selection import Selected
from gutbrain.report.curves import nice_ticks

EDGE = 14


@dataclass(frozen=True)
class Layout:
    """Where things stand; the axis lies between ``left`` and ``right``.

    ``row`` is the height of a trial, ``pooled`` that of a pooled effect; ``below`` is how far a line lies under its
    words, nothing where they stand side by side; ``ticks`` is about how many numbers the axis has.
    """

    width: int
    left: int
    right: int
    row: int
    pooled: int
    below: int
    ticks: int


BROAD = Layout(940, 392, 740, row=22, pooled=32, below=0, ticks=8)
NARROW = Layout(400, 4, 396, row=42, pooled=46, below=18, ticks=5)
"""For a phone: the line of a trial stands under its words."""

TOP = 50

MOST = 2.0
"""Intervals that reach further end in an arrow."""

NO_PNG = "no PNG of the forest plot was written: resvg-py is not installed"

LABELS = {
    "crude": "As printed",
    "imputed": "Nulls without numbers as zeros",
    "corrected": "Selection model",
}


SHORT = {**LABELS, "imputed": "Nulls as zeros"}
"""The same where there is little room."""


@dataclass(frozen=True)
class _Axis:
    reach: float
    layout: Layout

    def x(self, value: float) -> float:
        held = max(-self.reach, min(self.reach, value))
        left, right = self.layout.left, self.layout.right
        return left + (held / self.reach + 1) / 2 * (right - left)


def draw(found: Meta, layout: Layout = BROAD) -> Markup:
    """The picture of a meta-analysis with at least one effect; its colours come from the style sheets of the page."""
    ends = [abs(end) for effect in found.effects for end in interval(effect)]
    axis = _Axis(min(MOST, max(0.5, *ends) * 1.02), layout)
    pooled = found.estimates.by_name()
    under = TOP + layout.row * len(found.effects) + 14
    bottom = under + layout.pooled * len(pooled) + 6
    height = bottom + 48
    label = (
        f"Forest plot: {found.question.outcome}, {len(found.effects)} arms of trials and {len(pooled)} pooled effects"
    )
    largest = max(1 / effect.se for effect in found.effects)
    trials = (_trial(effect, axis, TOP + layout.row * place, largest) for place, effect in enumerate(found.effects))
    diamonds = (
        _pooled(name, one, axis, under + layout.pooled * place) for place, (name, one) in enumerate(pooled.items())
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="forest" viewBox="-{EDGE} -{EDGE} '
        f'{layout.width + 2 * EDGE} {height + 2 * EDGE}" role="img" aria-label="{escape(label)}">',
        *_headings(layout),
        *_scale(axis, bottom, found),
        *trials,
        f'<path class="rule" d="M0 {under - 8}H{layout.width}"/>',
        *diamonds,
        "</svg>",
    ]
    return Markup("".join(parts))


def standalone(picture: Markup) -> str:
    """The picture as a file of its own, on white, its colours written out."""
    data = files("gutbrain.report") / "data"
    light = (data / "page.css").read_text(encoding="utf-8").split("@media")[0]
    colours = dict(re.findall(r"--([\w-]+):\s*([^;]+);", light))
    style = re.sub(
        r"var\(--([\w-]+)\)", lambda name: colours[name[1]], (data / "forest.css").read_text(encoding="utf-8")
    )
    sheet = f"<style>text {{ font-family: {colours['sans']}; }} {style}</style>"
    sheet += '<rect x="-50%" y="-50%" width="200%" height="200%" fill="#fff"/>'
    return re.sub(r"(<svg[^>]*>)", lambda start: start[1] + sheet, str(picture), count=1)


def png(svg: str) -> bytes | None:
    """A standalone picture as PNG, twice its size; None where resvg is not installed (extra ``png``)."""
    try:
        import resvg_py
    except ImportError:
        return None
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=2 * (BROAD.width + 2 * EDGE)))


def _headings(layout: Layout) -> list[str]:
    columns = ((0, "start", "trial"), (196, "start", "people"), (300, "end", "n"), (316, "start", "made of"))
    heads = [(0, "start", "trial, people, n")] if layout.below else [*columns]
    texts = [f'<text class="head" x="{x}" y="18" text-anchor="{anchor}">{text}</text>' for x, anchor, text in heads]
    return [*texts, f'<text class="head" x="{layout.width}" y="18" text-anchor="end">Hedges g (95 %)</text>']


def _scale(axis: _Axis, bottom: float, found: Meta) -> list[str]:
    ticks = nice_ticks(-axis.reach, axis.reach, about=axis.layout.ticks)
    parts = [f'<path class="grid" d="M{axis.x(t):.1f} 28V{bottom}"/>' for t in ticks if t]
    parts.append(f'<path class="zero" d="M{axis.x(0):.1f} 28V{bottom}"/>')
    places = max(0, *(len(f"{tick:g}".partition(".")[2]) for tick in ticks))
    for tick in ticks:
        text = words.number(tick, places=places)
        parts.append(f'<text class="tick" x="{axis.x(tick):.1f}" y="{bottom + 18}" text-anchor="middle">{text}</text>')
    sides = ("better with bacteria", "better with control")
    for (x, anchor), text in zip(
        ((axis.layout.left, "start"), (axis.layout.right, "end")),
        sides if hoped(found.question.outcome) == -1 else sides[::-1],
        strict=True,
    ):
        parts.append(f'<text class="tick" x="{x}" y="{bottom + 38}" text-anchor="{anchor}">{text}</text>')
    return parts


MADE_OF = {"numbers": "numbers", "published-effect": "effect", "p-value": "p", "imputed-null": "null only"}


def _trial(effect: Effect, axis: _Axis, y: float, largest: float) -> str:
    low, high = interval(effect)
    null = effect.kind == "imputed-null"
    half = 2.5 + 3.5 / effect.se / largest
    x, line = axis.x(effect.g), y + axis.layout.below
    said = f"{effect.trial.key}: {effect.outcome.scale}, {effect.trial.population}"
    mark = (
        f'<circle class="mark" cx="{x:.1f}" cy="{line}" r="{half:.1f}"/>'
        if null
        else f'<path class="mark" d="M{x - half:.1f} {line - half:.1f}'
        f'h{2 * half:.1f}v{2 * half:.1f}h{-2 * half:.1f}z"/>'
    )
    return (
        f'<g class="trial{" null" if null else ""}"><title>{escape(said)}</title>{_told(effect, axis.layout, y)}'
        f"{_whisker(axis, low, high, line)}{mark}{_value(meta_words.span((effect.g, low, high)), axis.layout, y)}</g>"
    )


def _told(effect: Effect, layout: Layout, y: float) -> str:
    """Which trial, in whom, of how many, and what its effect is made of."""
    name = escape(effect.trial.key) + ("" if effect.read == "read" else " *")
    if layout.below:
        few = f'<tspan class="soft">{escape(effect.severity)}, {effect.people:.0f}</tspan>'
        return f'<text class="name" x="0" y="{y + 4}">{name} {few}</text>'
    return (
        f'<text class="name" x="0" y="{y + 4}">{name}</text>'
        f'<text class="soft" x="196" y="{y + 4}">{escape(effect.severity)}</text>'
        f'<text class="soft" x="300" y="{y + 4}" text-anchor="end">{effect.people:.0f}</text>'
        f'<text class="soft" x="316" y="{y + 4}">{MADE_OF[effect.kind]}</text>'
    )


def _whisker(axis: _Axis, low: float, high: float, y: float) -> str:
    parts = [f'<path class="whisker" d="M{axis.x(low):.1f} {y}H{axis.x(high):.1f}"/>']
    if low < -axis.reach:
        parts.append(f'<path class="tip" d="M{axis.layout.left - 2} {y}l7 -4v8z"/>')
    if high > axis.reach:
        parts.append(f'<path class="tip" d="M{axis.layout.right + 2} {y}l-7 -4v8z"/>')
    return "".join(parts)


def _pooled(name: str, one: Pool | Selected, axis: _Axis, top: float) -> str:
    layout, y = axis.layout, top + 12
    line = y + layout.below
    middle = axis.x(one.estimate)
    # without an interval the diamond is as wide as it is high
    left = middle - 8 if one.low is None else axis.x(one.low)
    right = middle + 8 if one.high is None else axis.x(one.high)
    wide = ""
    if one.predicted:
        ends = [f"{axis.x(end):.1f}" for end in one.predicted]
        wide = f'<path class="predicted" d="M{ends[0]} {line}H{ends[1]}"/>'
    diamond = f"M{left:.1f} {line}L{middle:.1f} {line - 8}L{right:.1f} {line}L{middle:.1f} {line + 8}Z"
    labels = SHORT if layout.below else LABELS
    arms = "" if layout.below else f'<text class="soft" x="300" y="{y + 4}" text-anchor="end">{one.k} arms</text>'
    return (
        f'<g class="pooled {name}"><text class="name" x="0" y="{y + 4}">{labels[name]}</text>{arms}'
        f'{wide}<path class="diamond" d="{diamond}"/>{_value(meta_words.pooled(one), layout, y)}</g>'
    )


def _value(text: str, layout: Layout, y: float) -> str:
    return f'<text class="value" x="{layout.width}" y="{y + 4}" text-anchor="end">{text}</text>'
