"""The map of the axis: channels as organs from gut to brain, and the influences between them by strength of evidence.

Which arrows there are is read off the composed model; where things stand is said in the atlas, and drawn by
:mod:`gutbrain.report.axis_shape`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Any

from markupsafe import Markup, escape

from gutbrain import words, world
from gutbrain.atlas.channels import in_order
from gutbrain.atlas.exposures import exposure_of
from gutbrain.atlas.observables import STRAIN, about, is_shown_first, observables
from gutbrain.engine.changes import NEGLIGIBLE, Change
from gutbrain.report import axis_shape
from gutbrain.report.axis_shape import FADE, HALF_WIDTH, OUTLINE, WIDTH, head, height, places

HALF_HEIGHT = 40
RESTING_HALF_HEIGHT = 22
ORDER = tuple(words.GRADES)
LETTERS = 26
"""So many stand in a line of a box."""

TOOK_PART = 0.05

OUTSIDE = "exposure:"
"""How the giver of an arrow from outside begins."""

Places = Mapping[str, tuple[float, float]]


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
    """Every arrow between channels, and those from the exposures that this protocol uses.

    Parameters
    ----------
    arrows
        Of the model (:func:`gutbrain.model.wiring.arrows`).
    claims
        By key; an arrow's grade is that of its claim.
    changes
        Of observables, by name: through a signal that hardly moved, nothing took part.
    events
        Of the protocol.
    """
    used = {event.exposure for event in events}
    found = []
    for arrow in arrows:
        outside = arrow.giver.startswith(OUTSIDE)
        if outside and exposure_of(arrow.signal) not in used:
            continue
        signal = changes.get(arrow.signal)
        moved = outside or (signal is not None and abs(signal.size) >= TOOK_PART and signal.clear)
        claim = claims.get(arrow.claim)
        grade = claim.grade if claim else "assumption"
        statement = claim.statement if claim else ""
        found.append(Influence(arrow.giver, arrow.listener, arrow.signal, arrow.claim, grade, statement, moved))
    heard = {arrow.signal for arrow in arrows}
    moved_channels = {
        change.module
        for name, change in changes.items()
        if change.in_model and abs(change.size) >= NEGLIGIBLE and _is_main(name, heard)
    }
    return [i if i.listener in moved_channels else replace(i, took_part=False) for i in found]


def _is_main(observable: str, heard: Collection[str]) -> bool:
    """Whether a channel changed where this did: not by steps on the way, of which nothing is claimed."""
    if observable in observables() or observable.startswith(STRAIN):
        return about(observable).main or observable.startswith(STRAIN)
    return observable not in heard


def strongest(changes: Mapping[str, Change]) -> dict[str, Change]:
    """What moved most in each channel that clearly changed; a main step on the way where it shows nothing else."""
    best: dict[str, tuple[bool, float, Change]] = {}
    for change in changes.values():
        known = is_shown_first(change.observable, world.model())
        if change.clear and (known or (about(change.observable).main and abs(change.size) >= TOOK_PART)):
            rank = (known, abs(change.size), change)
            if change.module not in best or rank[:2] > best[change.module][:2]:
                best[change.module] = rank
    return {module: change for module, (_, _, change) in best.items()}


def draw(found: Sequence[Influence], changes: Mapping[str, Change], events: Sequence[Any]) -> Markup:
    """The map as SVG.

    Parameters
    ----------
    found
        What :func:`influences` gives.
    changes
        Of observables, by name.
    events
        Of the protocol.
    """
    best = strongest(changes)
    present = {end for i in found for end in (i.giver, i.listener) if not end.startswith(OUTSIDE)}
    present |= {change.module for change in changes.values() if change.module}
    standing = places(in_order(present))
    acting = [i for i in found if i.took_part]
    title = f"The gut-brain axis: {len(present)} channels, {len(acting)} influences took part"
    parts = [
        f'<svg class="map" viewBox="0 0 {WIDTH} {height(standing):g}" role="img" aria-labelledby="map-title map-text">',
        f'<title id="map-title">{title}</title><desc id="map-text">{escape(text_version(acting, best))}</desc>',
        "<defs>",
        *(head(grade) for grade in (*ORDER, "silent")),
        f"{FADE}</defs>{OUTLINE}",
        *_silent(found, best, standing),
        *_acting(acting, best, standing),
        *(_channel(name, best.get(name), place) for name, place in standing.items()),
        *_exposures(acting, events, standing),
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
        if not influence.giver.startswith(OUTSIDE):
            pairs[influence.giver].add(words.channel(influence.listener))
    flow = "; ".join(f"{words.channel(giver)} to {', '.join(sorted(heard))}" for giver, heard in pairs.items())
    return f"Changed channels: {changed or 'none'}. Influences that took part: {flow or 'none'}."


def path(giver: str, listener: str, lane: int, changed: Collection[str], standing: Places) -> str:
    """The curve between two channels, of which those that changed are taller.

    Parameters
    ----------
    giver, listener
        Channels.
    lane
        Number of the arrow among those between the two.
    changed
        Channels that changed.
    standing
        Where channels stand.
    """
    first, second = (HALF_HEIGHT if end in changed else RESTING_HALF_HEIGHT for end in (giver, listener))
    return axis_shape.path(giver, listener, lane, (first, second), standing)


def _silent(found: Sequence[Influence], changed: Collection[str], standing: Places) -> list[str]:
    acting = {(i.giver, i.listener) for i in found if i.took_part}
    pairs = {(i.giver, i.listener): None for i in found if i.giver in standing}
    return [f'<path class="silent" d="{path(*pair, 0, changed, standing)}"/>' for pair in pairs if pair not in acting]


def _acting(acting: Sequence[Influence], changed: Collection[str], standing: Places) -> list[str]:
    lanes: dict[tuple[str, str], dict[str, list[Influence]]] = defaultdict(lambda: defaultdict(list))
    for influence in acting:
        if influence.giver in standing:
            lanes[influence.giver, influence.listener][influence.grade].append(influence)
    parts = []
    for (giver, listener), grades in lanes.items():
        for lane, grade in enumerate(sorted(grades, key=ORDER.index)):
            said = "; ".join(dict.fromkeys(i.statement or i.claim for i in grades[grade]))
            text = (
                f"{words.channel(giver)} \N{RIGHTWARDS ARROW} {words.channel(listener)} ({words.GRADES[grade]}): {said}"
            )
            curve = path(giver, listener, lane, changed, standing)
            parts.append(
                f'<path class="arrow {grade}" d="{curve}" marker-end="url(#tip-{grade})">'
                f"<title>{escape(text)}</title></path>"
            )
    return parts


def _channel(name: str, change: Change | None, place: tuple[float, float]) -> str:
    x, y = place
    half = HALF_HEIGHT if change else RESTING_HALF_HEIGHT
    box = f'x="{x - HALF_WIDTH}" y="{y - half}" width="{2 * HALF_WIDTH}" height="{2 * half}" rx="14"'
    label = escape(_short(words.channel(name).capitalize(), LETTERS))
    if not change:
        text = f'<text class="channel" x="{x}" y="{y + 5}">{label}</text>'
        return f'<g class="node"><title>{label}: no clear change</title><rect {box}/>{text}</g>'
    what, amount = words.title(change.observable), words.headline(change)
    said = _lines(what)
    top = y - 13 if len(said) == 1 else y - 20
    moved = "".join(
        f'<text class="moved" x="{x}" y="{top + 17 + 14 * i}">{escape(line)}</text>' for i, line in enumerate(said)
    )
    below = top + 21 + 14 * len(said)
    lines = (
        f'<text class="channel" x="{x}" y="{top}">{label}</text>{moved}'
        f'<text class="amount" x="{x}" y="{below}">{amount}</text>'
    )
    return f'<g class="node changed"><title>{escape(what)}: {amount}</title><rect {box}/>{lines}</g>'


def _lines(text: str) -> list[str]:
    """A name in one line or two, as a box has room for them."""
    first, *rest = wrap(text, LETTERS) or [""]
    return [first, _short(" ".join(rest), LETTERS)] if rest else [first]


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def _exposures(acting: Sequence[Influence], events: Sequence[Any], standing: Places) -> list[str]:
    """What acts from outside, docked under the channel on which it acts."""
    docked: dict[str, dict[str, str]] = defaultdict(dict)
    for influence in acting:
        if influence.giver.startswith(OUTSIDE):
            for event in events:
                if exposure_of(influence.signal) == event.exposure:
                    docked[influence.listener][words.event_name(event)] = influence.grade
    parts = []
    for listener, names in docked.items():
        x, y = standing[listener]
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
