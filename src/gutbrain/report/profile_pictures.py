"""Pictures of a community: a dish of dots, shares with their intervals, places among people, all samples in a row."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.answers import profile_said as said
from gutbrain.answers.profile_predicted import Predicted
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.profile import SampleProfile
from gutbrain.microbiome.shares import Share

DOTS = 400
"""In a dish; each stands for as many bacteria."""

UNKNOWN = "unknown"
GOLDEN = math.pi * (3 - math.sqrt(5))
SIZE, RIM = 440, 8

BAR, TALL = 240, 30
STRIP = 240
WIDE = 420


def dish(sample: SampleProfile) -> Markup:
    """The community as dots in a dish, coloured by group; what has no place is hollow."""
    counts = _dots(sample)
    middle = SIZE / 2
    outer = middle - RIM - 10
    places = []
    for at in range(sum(counts.values())):
        angle, far = (at * GOLDEN) % (2 * math.pi), outer * math.sqrt((at + 0.5) / DOTS)
        places.append((angle, middle + far * math.sin(angle), middle - far * math.cos(angle), at))
    # groups lie as the pieces of a cake do, from the top on
    order = iter(sorted(places))
    drawn = []
    for name, count in counts.items():
        made = []
        for _ in range(count):
            _, x, y, at = next(order)
            # no two bacteria are alike
            radius = 6.6 + 1.5 * math.sin(12.9898 * at)
            made.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>')
        if made:
            drawn.append(f'<g class="dots g-{name}">{"".join(made)}</g>')
    told = [f"{count} {words.in_a_sentence(title)}" for _, title, count in in_dish(sample)]
    label = (
        f"The community as {DOTS} dots: {words.listed(told)}." if told else "An empty dish: nothing could be placed."
    )
    return Markup(
        f'<svg class="dish" viewBox="0 0 {SIZE} {SIZE}" role="img" aria-label="{escape(label)}">'
        f'<circle class="glass" cx="{middle}" cy="{middle}" r="{middle - 2}"/>'
        f'<circle class="floor" cx="{middle}" cy="{middle}" r="{middle - RIM}"/>{"".join(drawn)}</svg>'
    )


def in_dish(sample: SampleProfile) -> list[tuple[str, str, int]]:
    """Groups that show in the dish: name, title, dots."""
    counts = _dots(sample)
    return [(name, title, counts[name]) for name, title in legend() if counts.get(name)]


def _dots(sample: SampleProfile) -> dict[str, int]:
    parts = {guild: one.share * sample.placed for guild, one in sample.guilds.items()}
    return apportioned({**parts, UNKNOWN: sample.not_placed}, DOTS)


def apportioned(parts: Mapping[str, float], whole: int) -> dict[str, int]:
    """Whole numbers that add up to ``whole``, as near to the parts as can be (largest remainders)."""
    total = sum(parts.values())
    if total <= 0:
        return dict.fromkeys(parts, 0)
    exact = {name: whole * part / total for name, part in parts.items()}
    found = {name: math.floor(value) for name, value in exact.items()}
    left = whole - sum(found.values())
    for name in sorted(exact, key=lambda name: found[name] - exact[name])[:left]:
        found[name] += 1
    return found


def share(guild: str, one: Share, most: float) -> Markup:
    """A share as a bar; the thick line is counting, the thin one what laboratories differ in (90 %).

    Parameters
    ----------
    guild
        The group.
    one
        Its share.
    most
        The largest share that has room.
    """

    def x(value: float) -> float:
        return 2 + (BAR - 6) * min(1.0, value / most)

    middle = TALL / 2
    told = said.spread(one.methods_low, one.methods_high)
    label = f"{words.title(guild)}: {said.percent(one.share)}{', ' * bool(told)}{told}"
    return Markup(
        f'<svg class="share g-{guild}" viewBox="0 0 {BAR} {TALL}" role="img" aria-label="{escape(label)}">'
        f'<path class="ground" d="M2 {middle}H{BAR - 4}"/>'
        f'<rect x="2" y="{middle - 8}" width="{max(x(one.share) - 2, 1.5):.1f}" height="16" rx="3"/>'
        f'<path class="methods" d="M{x(one.methods_low):.1f} {middle}H{x(one.methods_high):.1f}'
        f'M{x(one.methods_low):.1f} {middle - 4}v8M{x(one.methods_high):.1f} {middle - 4}v8"/>'
        f'<path class="counting" d="M{x(one.low):.1f} {middle}H{max(x(one.high), x(one.low) + 2):.1f}"/></svg>'
    )


def among(guild: str, one: Share) -> Markup:
    """The place among people: a dot on a line from 0 to 100, with its interval; the middle 80 are shaded."""

    def x(value: float) -> float:
        return 6 + (STRIP - 12) * value / 100

    middle = TALL / 2
    label = f"{words.title(guild)}: {said.among(one)}"
    low, high = x(one.percentile_low), x(one.percentile_high)
    marks = "".join(f"M{x(at):.1f} {middle - 3}v6" for at in range(0, 101, 10))
    return Markup(
        f'<svg class="among g-{guild}" viewBox="0 0 {STRIP} {TALL}" role="img" aria-label="{escape(label)}">'
        f'<rect class="usual" x="{x(10):.1f}" y="5" width="{x(90) - x(10):.1f}" height="{TALL - 10}" rx="4"/>'
        f'<path class="people" d="M{x(0)} {middle}H{x(100)}{marks}"/>'
        f'<path class="methods" d="M{low:.1f} {middle}H{max(high, low + 1):.1f}"/>'
        f'<circle cx="{x(one.percentile):.1f}" cy="{middle}" r="6.5"/></svg>'
    )


def predicted(found: Predicted) -> Markup:
    """A prediction: thick what is not known, thin where one person may be; the ring is the typical adult."""
    ends = (found.one.low, found.one.high, found.typical.median)
    low, high = min(ends), max(ends)

    def x(value: float) -> float:
        return 10 + (WIDE - 20) * (value - low) / ((high - low) or 1.0)

    middle = TALL / 2
    own, one = found.own, found.one
    return Markup(
        f'<svg class="predict" viewBox="0 0 {WIDE} {TALL}" role="img" aria-label="{escape(found.said)}">'
        f'<path class="people" d="M{x(one.low):.1f} {middle}H{x(one.high):.1f}"/>'
        f'<path class="methods" d="M{x(own.low):.1f} {middle}H{max(x(own.high), x(own.low) + 1):.1f}"/>'
        f'<circle class="typical" cx="{x(found.typical.median):.1f}" cy="{middle}" r="6"/>'
        f'<circle class="own" cx="{x(own.median):.1f}" cy="{middle}" r="6"/></svg>'
    )


def rows(samples: Sequence[SampleProfile]) -> list[Markup]:
    """Each sample as one bar of its groups, side by side."""
    return [_row(sample) for sample in samples]


def _row(sample: SampleProfile) -> Markup:
    parts, at = [], 0.0
    shares = {guild: one.share * sample.placed for guild, one in sample.guilds.items()}
    for name, value in {**shares, UNKNOWN: sample.not_placed}.items():
        if value > 0.0005:
            parts.append(
                f'<rect class="g-{name}" x="{600 * at:.1f}" y="1" width="{max(600 * value - 1, 0.4):.1f}" height="16"/>'
            )
        at += value
    told = [f"{words.title(guild)} {said.percent(value)}" for guild, value in shares.items() if value > 0.0005]
    return Markup(
        f'<svg class="row" viewBox="0 0 600 18" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(words.listed(told) or "nothing was placed")}">{"".join(parts)}</svg>'
    )


def legend() -> list[tuple[str, str]]:
    """Groups with their names, in the order of the pictures."""
    return [*((guild, words.title(guild)) for guild in GUILDS), (UNKNOWN, "No place in the model")]
