"""The map of the axis: channels as organs from gut to brain, and the influences between them by strength of evidence.

Which arrows there are is read off the composed model; only the places of the channels are drawn by hand.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from gutbrain.report import words
from gutbrain.report.changes import NEGLIGIBLE, Change

WIDTH, HEIGHT = 640, 860
HALF_WIDTH, HALF_HEIGHT = 86, 34
RESTING_HALF_HEIGHT = 22
GAP = 4
PLACES: dict[str, tuple[float, float]] = {
    "mind": (320, 74),
    "scales": (528, 74),
    "sleep": (112, 146),
    "neurotransmitters": (528, 206),
    "brain": (320, 196),
    "stress_hormones": (112, 300),
    "vagus": (320, 372),
    "immunity": (528, 384),
    "habits": (112, 470),
    "gut": (320, 540),
    "metabolites": (528, 600),
    "strains": (112, 660),
    "microbiota": (320, 716),
}
ORDER = tuple(words.GRADES)
TOOK_PART = 0.05
INPUTS = {
    "probiotic": ("strain_",),
    "antibiotic": ("antibiotic_", "minocycline"),
    "nsaid": ("nsaid_injury", "cox_inhibition"),
    "fmt": ("fmt", "donor_dysbiosis"),
}
"""Under which names the inputs of an exposure reach the modules, where that is not its own name."""


@dataclass(frozen=True)
class Influence:
    """An arrow of the model with its evidence, and whether its signal moved in this result."""

    giver: str
    listener: str
    signal: str
    claim: str
    grade: str
    statement: str
    took_part: bool


def influences(
    arrows: Sequence[Any], claims: Mapping[str, Any], changes: Mapping[str, Change], events: Sequence[Any]
) -> list[Influence]:
    """Every arrow between channels, and those from the exposures that this protocol uses."""
    used = tuple(prefix for event in events for prefix in INPUTS.get(event.exposure, (event.exposure,)))
    found = []
    for arrow in arrows:
        outside = arrow.giver.startswith("exposure:")
        if outside and not (used and arrow.signal.startswith(used)):
            continue
        signal = changes.get(arrow.signal)
        moved = outside or (signal is not None and abs(signal.size) >= TOOK_PART and signal.clear)
        claim = claims.get(arrow.claim)
        grade = claim.grade if claim else "assumption"
        statement = claim.statement if claim else ""
        found.append(Influence(arrow.giver, arrow.listener, arrow.signal, arrow.claim, grade, statement, moved))
    moved_channels = {change.module for change in changes.values() if abs(change.size) >= NEGLIGIBLE}
    return [i if i.listener in moved_channels else replace(i, took_part=False) for i in found]


def strongest(changes: Mapping[str, Change]) -> dict[str, Change]:
    """What moved most in each channel that clearly changed; the inside of a module only where it shows nothing else."""
    best: dict[str, tuple[bool, float, Change]] = {}
    for change in changes.values():
        known = change.observable in words.TITLES or change.observable.startswith("strain.")
        if change.clear and (known or abs(change.size) >= TOOK_PART):
            rank = (known, abs(change.size), change)
            if change.module not in best or rank[:2] > best[change.module][:2]:
                best[change.module] = rank
    return {module: change for module, (_, _, change) in best.items()}


def draw(found: Sequence[Influence], changes: Mapping[str, Change], events: Sequence[Any]) -> Markup:
    """The map as SVG."""
    best = strongest(changes)
    present = {i.giver for i in found if i.giver in PLACES} | {i.listener for i in found if i.listener in PLACES}
    present |= {change.module for change in changes.values() if change.module in PLACES}
    acting = [i for i in found if i.took_part]
    title = f"The gut-brain axis: {len(present)} channels, {len(acting)} influences took part"
    parts = [
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="map-title map-text">',
        f'<title id="map-title">{title}</title><desc id="map-text">{escape(text_version(acting, best))}</desc>',
        "<defs>",
        *(_head(grade) for grade in (*ORDER, "silent")),
        '<linearGradient id="fade" x2="0" y2="1"><stop offset=".86"/>'
        '<stop offset="1" stop-opacity="0"/></linearGradient>',
        f'</defs><path class="body" d="{BODY}"/><path class="colon" d="{COLON}"/>',
        *_silent(found, best),
        *_acting(acting, best),
        *(_channel(name, best.get(name)) for name in PLACES if name in present),
        *_exposures(acting, events),
        "</svg>",
    ]
    return Markup("".join(parts))


def text_version(acting: Sequence[Influence], best: Mapping[str, Change]) -> str:
    """The map in words, for those who do not see it."""
    changed = "; ".join(
        f"{words.channel(name)}: {words.title(change.observable)} {words.headline(change)}"
        for name, change in best.items()
    )
    pairs = defaultdict(set)
    for influence in acting:
        if influence.giver in PLACES:
            pairs[influence.giver].add(words.channel(influence.listener))
    flow = "; ".join(f"{words.channel(giver)} to {', '.join(sorted(heard))}" for giver, heard in pairs.items())
    return f"Changed channels: {changed or 'none'}. Influences that took part: {flow or 'none'}."


# head, shoulders and trunk, and the frame that the colon makes round the belly: drawn, not data
BODY = (
    "M320 14C440 14 486 88 480 176C476 246 446 268 420 290C420 316 430 322 470 330C560 346 618 372 622 452"
    "L628 860H12L18 452C22 372 80 346 170 330C210 322 220 316 220 290C194 268 164 246 160 176C154 88 200 14 320 14Z"
)
COLON = (
    "M206 786V640C206 606 226 596 252 604C296 616 344 616 388 604C414 596 434 606 434 640"
    "V766C434 792 420 797 396 793C360 787 344 797 338 818"
)


def _head(kind: str) -> str:
    return (
        f'<marker id="tip-{kind}" class="tip {kind}" viewBox="0 0 8 8" refX="6.5" refY="4" markerWidth="8" '
        'markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 .8L7.5 4L0 7.2Z"/></marker>'
    )


def _border(centre: tuple[float, float], towards: tuple[float, float], half_height: float) -> tuple[float, float]:
    """Where the line from a channel's centre leaves its outline."""
    dx, dy = towards[0] - centre[0], towards[1] - centre[1]
    share = min((HALF_WIDTH + GAP) / abs(dx) if dx else math.inf, (half_height + GAP) / abs(dy) if dy else math.inf)
    return centre[0] + dx * share, centre[1] + dy * share


def _path(giver: str, listener: str, lane: int, changed: Collection[str]) -> str:
    """A curve that bends to its right, so that the two directions of a pair lie apart; lanes keep equal pairs apart."""
    (ax, ay), (bx, by) = PLACES[giver], PLACES[listener]
    dx, dy = bx - ax, by - ay
    if dx == 0 and any(x == ax and min(ay, by) < y < max(ay, by) for x, y in PLACES.values()):
        # past the channels in between, from side to side
        side = -1 if ax > WIDTH / 2 or (ax == WIDTH / 2 and dy > 0) else 1
        x0, x1, far = (
            ax + side * (HALF_WIDTH + 1),
            ax + side * (HALF_WIDTH + 4),
            ax + side * (HALF_WIDTH + 38 + 8 * lane),
        )
        shift = 9 * math.copysign(1, dy)
        bow = f"{far:.1f} {ay + 4 * shift:.1f} {far:.1f} {by - 4 * shift:.1f}"
        return f"M{x0:.1f} {ay + shift:.1f}C{bow} {x1:.1f} {by - shift:.1f}"
    length = math.hypot(dx, dy)
    bend = 0.09 * length + 10 + 9 * lane
    cx, cy = (ax + bx) / 2 - dy / length * bend, (ay + by) / 2 + dx / length * bend
    (x0, y0), (x1, y1) = (
        _border(PLACES[end], (cx, cy), HALF_HEIGHT if end in changed else RESTING_HALF_HEIGHT)
        for end in (giver, listener)
    )
    return f"M{x0:.1f} {y0:.1f}Q{cx:.1f} {cy:.1f} {x1:.1f} {y1:.1f}"


def _silent(found: Sequence[Influence], changed: Collection[str]) -> list[str]:
    acting = {(i.giver, i.listener) for i in found if i.took_part}
    pairs = {(i.giver, i.listener): None for i in found if i.giver in PLACES and i.listener in PLACES}
    return [f'<path class="silent" d="{_path(*pair, 0, changed)}"/>' for pair in pairs if pair not in acting]


def _acting(acting: Sequence[Influence], changed: Collection[str]) -> list[str]:
    lanes: dict[tuple[str, str], dict[str, list[Influence]]] = defaultdict(lambda: defaultdict(list))
    for influence in acting:
        if influence.giver in PLACES and influence.listener in PLACES:
            lanes[influence.giver, influence.listener][influence.grade].append(influence)
    parts = []
    for (giver, listener), grades in lanes.items():
        for lane, grade in enumerate(sorted(grades, key=ORDER.index)):
            said = "; ".join(dict.fromkeys(i.statement or i.claim for i in grades[grade]))
            text = (
                f"{words.channel(giver)} \N{RIGHTWARDS ARROW} {words.channel(listener)} ({words.GRADES[grade]}): {said}"
            )
            path = _path(giver, listener, lane, changed)
            parts.append(
                f'<path class="arrow {grade}" d="{path}" marker-end="url(#tip-{grade})">'
                f"<title>{escape(text)}</title></path>"
            )
    return parts


def _channel(name: str, change: Change | None) -> str:
    x, y = PLACES[name]
    half = HALF_HEIGHT if change else RESTING_HALF_HEIGHT
    box = f'x="{x - HALF_WIDTH}" y="{y - half}" width="{2 * HALF_WIDTH}" height="{2 * half}" rx="14"'
    label = words.channel(name).capitalize()
    if not change:
        text = f'<text class="channel" x="{x}" y="{y + 5}">{label}</text>'
        return f'<g class="node"><title>{label}: no clear change</title><rect {box}/>{text}</g>'
    what, amount = words.title(change.observable), words.headline(change)
    lines = (
        f'<text class="channel" x="{x}" y="{y - 12}">{label}</text>'
        f'<text class="moved" x="{x}" y="{y + 5}">{escape(_short(what, 25))}</text>'
        f'<text class="amount" x="{x}" y="{y + 23}">{amount}</text>'
    )
    return f'<g class="node changed"><title>{escape(what)}: {amount}</title><rect {box}/>{lines}</g>'


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def _exposures(acting: Sequence[Influence], events: Sequence[Any]) -> list[str]:
    """What acts from outside, docked under the channel on which it acts."""
    docked: dict[str, dict[str, str]] = defaultdict(dict)
    for influence in acting:
        if influence.giver.startswith("exposure:") and influence.listener in PLACES:
            for event in events:
                if influence.signal.startswith(INPUTS.get(event.exposure, (event.exposure,))):
                    docked[influence.listener][words.event_name(event)] = influence.grade
    parts = []
    for listener, names in docked.items():
        x, y = PLACES[listener]
        shown = list(names)[:2]
        for i, name in enumerate(shown):
            more = f" and {len(names) - 2} more" if i == 1 and len(names) > 2 else ""
            top = y + HALF_HEIGHT + 16 + 17 * i
            text = escape(_short(name, 26) + more)
            parts.append(
                f'<text class="outside" x="{x}" y="{top}"><tspan class="mark">'
                f"\N{BLACK UP-POINTING TRIANGLE}</tspan> {text}</text>"
            )
    return parts
