"""Pictures of a virtual trial, as SVG: flow of people, arms over time, effects, results, chance of success."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.report.curves import nice_ticks
from gutbrain.trials.analysis import RATIOS, Estimate
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import DAYS_A_WEEK
from gutbrain.trials.flow import Flow, Group
from gutbrain.trials.power import Expected, Power

BOX, GAP, LINE = 300, 26, 17
WIDTH, HEIGHT = 420, 230
LEFT, RIGHT, TOP, BOTTOM = 50, 14, 12, 34
PALETTE = 6
"""Colours of arms in the style sheet."""


def consort(flow: Flow, criteria: Mapping[str, str]) -> Markup:
    """The CONSORT diagram; ``criteria`` are the plain names of what kept people out."""
    count = len(flow.groups)
    wide = max(2 * BOX + GAP, count * BOX + (count - 1) * GAP)
    middle = wide / 2
    parts: list[str] = []
    y = 4.0
    tall = _box(parts, middle - BOX / 2, y, BOX, [f"Assessed for eligibility (n = {flow.screened})"])
    if flow.excluded:
        kept_out = _kept_out(flow, criteria)
        side = middle + 24
        height = LINE * len(kept_out) + 16
        _box(parts, side, y + tall + 12, wide - side, kept_out)
        parts.append(f'<path class="way" d="M{middle} {y + tall + 12 + height / 2}H{side}"/>')
        step = 24 + height
    else:
        step = 24
    parts.append(_arrow(middle, y + tall, y + tall + step))
    y += tall + step
    tall = _box(parts, middle - BOX / 2, y, BOX, [f"Randomised (n = {flow.randomised})"])
    y += tall
    whole = count * BOX + (count - 1) * GAP
    centres = [(wide - whole) / 2 + place * (BOX + GAP) + BOX / 2 for place in range(count)]
    parts.append(f'<path class="way" d="M{middle} {y}V{y + 14}M{centres[0]} {y + 14}H{centres[-1]}"/>')
    bottom = y
    for centre, group in zip(centres, flow.groups, strict=True):
        at = y + 14
        for box in _stages(group):
            parts.append(_arrow(centre, at, at + 20))
            at += 20
            at += _box(parts, centre - BOX / 2, at, BOX, box)
        bottom = max(bottom, at)
    return Markup(
        f'<svg class="consort" viewBox="-2 0 {wide + 4:.0f} {bottom + 6:.0f}" role="img" '
        f'aria-label="Flow of people through the trial.">{"".join(parts)}</svg>'
    )


def narrow_consort(flow: Flow, criteria: Mapping[str, str]) -> Markup:
    """The CONSORT diagram for a phone: one stage under the other, each group a box that hangs from one line."""
    wide, indent = 340.0, 30.0
    parts: list[str] = []
    y = 4.0
    y += _box(parts, 0, y, wide, [f"Assessed for eligibility (n = {flow.screened})"])
    trunk = y
    if flow.excluded:
        kept_out = _kept_out(flow, criteria)
        y = _hang(parts, indent, y, wide, kept_out)
    parts.append(_arrow(indent / 2, trunk, y + 14))
    y += 14
    y += _box(parts, 0, y, wide, [f"Randomised (n = {flow.randomised})"])
    trunk, last = y, y
    for group in flow.groups:
        taken, lost, analysed = _stages(group)
        last = y + 14 + (LINE + 16) / 2
        y = _hang(parts, indent, y, wide, [*taken, *lost, *analysed])
    parts.append(f'<path class="way" d="M{indent / 2} {trunk}V{last}"/>')
    return Markup(
        f'<svg class="consort" viewBox="-2 0 {wide + 4:.0f} {y + 6:.0f}" role="img" '
        f'aria-label="Flow of people through the trial.">{"".join(parts)}</svg>'
    )


def _hang(parts: list[str], indent: float, y: float, wide: float, lines: Sequence[str]) -> float:
    """Draw a box that hangs from the line at the left; gives where it ends."""
    top = y + 14
    parts.append(f'<path class="way" d="M{indent / 2} {top + (LINE + 16) / 2}H{indent}"/>')
    return top + _box(parts, indent, top, wide - indent, lines)


def _kept_out(flow: Flow, criteria: Mapping[str, str]) -> list[str]:
    missed = (f"not {criteria[key]}: {n}" for key, n in flow.failed.items() if n)
    return [f"Excluded (n = {flow.excluded})", *missed]


def _stages(group: Group) -> list[list[str]]:
    taken = [f"{group.name} (n = {group.allocated})"]
    if group.took_less:
        taken.append(f"took less than 80 %: {group.took_less}")
    lost = [f"Left the trial (n = {group.left})"]
    if group.missed_last:
        lost.append(f"missed the last visit: {group.missed_last}")
    if group.rescued:
        lost.append(f"rescue treatment: {group.rescued}")
    return [taken, lost, [f"Analysed (n = {group.analysed})", f"per protocol: {group.per_protocol}"]]


def _box(parts: list[str], x: float, y: float, wide: float, lines: Sequence[str]) -> float:
    """Draw a box; gives its height."""
    tall = LINE * len(lines) + 16
    parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall}" rx="6"/>')
    for i, line in enumerate(lines):
        kind = "first" if i == 0 else "more"
        parts.append(f'<text class="{kind}" x="{x + 12:.1f}" y="{y + 21 + LINE * i:.1f}">{escape(line)}</text>')
    return tall


def _arrow(x: float, top: float, bottom: float) -> str:
    line = f'<path class="way" d="M{x:.1f} {top:.1f}V{bottom - 5:.1f}"/>'
    return f'{line}<path class="head" d="M{x:.1f} {bottom:.1f}l-4 -7h8z"/>'


@dataclass(frozen=True)
class _Frame:
    left: float
    right: float
    low: float
    high: float

    def x(self, value: float) -> float:
        return LEFT + (value - self.left) / max(self.right - self.left, 1e-12) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (value - self.low) / max(self.high - self.low, 1e-12) * (HEIGHT - TOP - BOTTOM)


def _axes(frame: _Frame, across: Sequence[tuple[float, str]], what: str, percent: bool = False) -> list[str]:
    parts = []
    for tick in nice_ticks(frame.low, frame.high):
        y = frame.y(tick)
        text = f"{100 * tick:.0f} %" if percent else words.number(tick, places=_places(frame.low, frame.high))
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text class="tick" x="{LEFT - 7}" y="{y + 4:.1f}" text-anchor="end">{text}</text>')
    base = HEIGHT - BOTTOM
    parts.append(f'<path class="axis" d="M{LEFT} {base}H{WIDTH - RIGHT}"/>')
    for value, text in across:
        x = frame.x(value)
        parts.append(f'<path class="axis" d="M{x:.1f} {base}v4"/>')
        parts.append(f'<text class="tick" x="{x:.1f}" y="{base + 16}" text-anchor="middle">{text}</text>')
    parts.append(f'<text class="tick" x="{WIDTH - RIGHT}" y="{HEIGHT - 3}" text-anchor="end">{what}</text>')
    return parts


def _places(low: float, high: float) -> int:
    return max(0, -math.floor(math.log10(max((high - low) / 4, 1e-9))))


def arms(conducted: Conducted, endpoint: str, trial: int = 0) -> Markup:
    """Means of the groups with 95 % intervals at every visit.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    trial
        Which one.
    """
    design = conducted.design
    weeks = np.array(design.visit_days) / DAYS_A_WEEK
    groups = []
    for place in range(len(design.sequences)):
        values = conducted.seen[endpoint][trial][conducted.sequence[trial] == place]
        seen = [column[np.isfinite(column)] for column in values.T]
        mean = np.array([column.mean() if len(column) else np.nan for column in seen])
        # the spread of one person alone is not known
        half = np.array([1.96 * c.std() / np.sqrt(len(c)) if len(c) > 1 else 0.0 for c in seen])
        groups.append((mean, half))
    low = min(float((mean - half)[np.isfinite(mean)].min(initial=np.inf)) for mean, half in groups)
    high = max(float((mean + half)[np.isfinite(mean)].max(initial=-np.inf)) for mean, half in groups)
    room = max(0.06 * (high - low), 1e-6)
    frame = _Frame(float(weeks[0]) - 0.03 * weeks[-1], float(weeks[-1]) * 1.03, low - room, high + room)
    parts = _axes(frame, [(week, f"{week:g}") for week in weeks], "week")
    for place, (mean, half) in enumerate(groups):
        shift = (place - (len(groups) - 1) / 2) * 5
        xs = [frame.x(float(week)) + shift for week in weeks]
        known = [i for i in range(len(xs)) if np.isfinite(mean[i])]
        line = "L".join(f"{xs[i]:.1f} {frame.y(float(mean[i])):.1f}" for i in known)
        parts.append(f'<g class="arm a{place % PALETTE}"><path class="mean" d="M{line}"/>')
        for i in known:
            top, bottom = frame.y(float(mean[i] + half[i])), frame.y(float(mean[i] - half[i]))
            parts.append(f'<path class="bar" d="M{xs[i]:.1f} {top:.1f}V{bottom:.1f}"/>')
            parts.append(f'<circle cx="{xs[i]:.1f}" cy="{frame.y(float(mean[i])):.1f}" r="3"/>')
        parts.append("</g>")
    return _svg("arms", parts, f"{words.title(endpoint)} in every group over the weeks.")


def forest(estimates: Sequence[Estimate], *, narrow: bool = False) -> Markup:
    """Effects of all endpoints by the primary analysis, in SD of the baseline; ``narrow`` for a phone."""
    shown = [
        e for e in estimates if e.adjusted is not None and e.known and e.effect_size and np.isfinite(e.effect_size)
    ]
    if not shown:
        return Markup("")
    ends = []
    for e in shown:
        value, low, high = (
            (math.log(v) for v in (e.value, e.low, e.high)) if e.kind in RATIOS else (e.value, e.low, e.high)
        )
        assert e.effect_size is not None
        scale = e.effect_size / value if value else 1.0
        ends.append((e.effect_size, low * scale, high * scale))
    reach = max(0.5, 1.05 * max(abs(v) for end in ends for v in end))
    left, room, wide, row, below = (8, 8, 360, 46, 18) if narrow else (250, 150, 720, 30, 0)
    tall = row * len(shown) + 40

    def x(value: float) -> float:
        return left + (value + reach) / (2 * reach) * (wide - left - room)

    parts = [f'<path class="zero" d="M{x(0):.1f} 4V{tall - 34}"/>']
    for i, (e, (value, low, high)) in enumerate(zip(shown, ends, strict=True)):
        y = 20 + row * i
        line = y + below
        # on a phone the comparison stands in the table only
        name = words.title(e.endpoint) if narrow else f"{words.title(e.endpoint)}, {e.contrast}"
        said = f"{words.number(value, places=2)} ({words.number(low, places=2)} to {words.number(high, places=2)})"
        kind = "main" if e.primary else "second"
        parts.append(f'<g class="{kind}"><title>{escape(f"{words.title(e.endpoint)}, {e.contrast}")}</title>')
        parts.append(f'<text x="0" y="{y + 4}">{escape(name[: 26 if narrow else 38])}</text>')
        parts.append(f'<path class="whisker" d="M{x(low):.1f} {line}H{x(high):.1f}"/>')
        parts.append(f'<rect class="mark" x="{x(value) - 4:.1f}" y="{line - 4}" width="8" height="8"/>')
        parts.append(f'<text x="{wide}" y="{y + 4}" text-anchor="end">{said}</text></g>')
    for tick in nice_ticks(-reach, reach):
        parts.append(
            f'<text class="tick" x="{x(tick):.1f}" y="{tall - 16}" text-anchor="middle">'
            f"{words.number(tick, places=1)}</text>"
        )
    return Markup(
        f'<svg class="effects" viewBox="0 0 {wide} {tall}" role="img" aria-label="Effects in SD of the baseline.">'
        f"{''.join(parts)}</svg>"
    )


def results(expected: Expected, endpoint: str, side: int) -> Markup:
    """How estimates of many trials lie.

    Parameters
    ----------
    expected
        Many trials.
    endpoint
        Its name; its first comparison is shown.
    side
        Which way is better: 1 higher, -1 lower, 0 neither.
    """
    values = expected.estimates[endpoint]
    values = values[np.isfinite(values)]
    if not len(values):
        return Markup("")
    # values themselves, not between them: of few trials the outermost are shown
    low, high = np.quantile(values, [0.005, 0.995], method="nearest")
    low, high = min(float(low), 0.0), max(float(high), 0.0)
    if low == high:
        low, high = -0.5, 0.5
    counts, edges = np.histogram(values, bins=30, range=(low, high))
    frame = _Frame(low, high, 0.0, 1.08 * counts.max() / len(values))
    parts = _axes(
        frame, [(t, words.number(t, places=_places(low, high))) for t in nice_ticks(low, high)], "effect", percent=True
    )
    for count, begin, end in zip(counts, edges[:-1], edges[1:], strict=True):
        x0, x1, top = frame.x(float(begin)), frame.x(float(end)), frame.y(count / len(values))
        good = side and (begin + end) * side > 0
        parts.append(
            f'<rect class="{"good" if good else "plain"}" x="{x0 + 0.5:.1f}" y="{top:.1f}" '
            f'width="{max(x1 - x0 - 1, 0.5):.1f}" height="{HEIGHT - BOTTOM - top:.1f}"/>'
        )
    parts.append(f'<path class="zero" d="M{frame.x(0):.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
    return _svg("results", parts, "Share of trials by the effect that they show.")


def assurance(power: Power, planned: int) -> Markup:
    """Chance of success by people in an arm."""
    sizes = [n for n, _ in power.sizes]
    frame = _Frame(math.log(sizes[0]), math.log(sizes[-1]), 0.0, 1.0)
    marks = [n for n in (10, 20, 40, 100, 200, 400, 1000) if sizes[0] <= n <= sizes[-1]]
    parts = _axes(frame, [(math.log(n), str(n)) for n in marks], "people in an arm", percent=True)
    known = [(n, share) for n, share in power.sizes if math.isfinite(share)]
    line = "L".join(f"{frame.x(math.log(n)):.1f} {frame.y(share):.1f}" for n, share in known)
    parts.append(f'<path class="wanted" d="M{LEFT} {frame.y(0.8):.1f}H{WIDTH - RIGHT}"/>')
    if known:
        parts.append(f'<path class="mean" d="M{line}"/>')
    share = power.effects.assurance(planned)
    said = f"{100 * share:.0f} %" if math.isfinite(share) else "cannot be estimated"
    if math.isfinite(share):
        parts.append(f'<circle cx="{frame.x(math.log(planned)):.1f}" cy="{frame.y(share):.1f}" r="4.5"/>')
    return _svg("assurance", parts, f"Chance of success by people in an arm; {said} with {planned}.")


def _svg(kind: str, parts: Sequence[str], said: str) -> Markup:
    return Markup(
        f'<svg class="{kind}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(said)}">'
        f"{''.join(parts)}</svg>"
    )
