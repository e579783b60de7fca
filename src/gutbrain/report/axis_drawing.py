"""The living map: the axis as SVG whose nodes and arrows can be chosen, and which needs no script to be so.

At first only the arrows that the story tells are seen, each with the number of its step; the whole map is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.answers.axis_links import Link, channels, links, outer, shows, title
from gutbrain.answers.story import story
from gutbrain.answers.strengths import GROUPS
from gutbrain.atlas.channels import about
from gutbrain.datafiles import per_world, some_per_language
from gutbrain.language import gettext
from gutbrain.report import axis_shape
from gutbrain.report.axis_roads import COLUMNS, road
from gutbrain.report.axis_shape import FADE, HALF_WIDTH, OUTLINE, WIDTH, along, head, path

HALF_HEIGHT = 30
PILL_HALF_HEIGHT = 20
ROW = 50
"""From one row of what is outside to the next."""
MARGIN = 20
LETTERS = 20
"""So many stand in a line of a box."""
WHOLE = "all"
"""The word of an address under which the whole map is shown, and nothing picked out."""
NUMBER = 15
"""Radius of the number of a step."""

Places = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Chosen:
    """What is picked out: a node, an arrow, a kind of arrows (or the whole map), or a step of the story (from 1)."""

    node: str = ""
    arrow: str = ""
    show: str = ""
    step: int = 0

    @property
    def anything(self) -> bool:
        """Whether anything is."""
        return bool(self.node or self.arrow or self.show not in ("", WHOLE) or self.step)

    @property
    def few(self) -> bool:
        """Whether only the arrows of the story are shown."""
        return not (self.node or self.arrow or self.show)

    def lights(self, link: Link, grade: str) -> bool:
        """Whether a line of the map belongs to it."""
        if self.step:
            return steps().get((link.key, grade)) == self.step
        if self.arrow:
            return link.key == self.arrow
        return (not self.node or self.node in (link.giver, link.listener)) and (
            self.show in ("", WHOLE) or self.show in shows(link, grade)
        )


@per_world
def steps() -> Mapping[tuple[str, str], int]:
    """Which step of the story (from 1) a line of the map carries, by the key of its arrow and its grade."""
    carrying = {step.claims[0]: number for number, step in enumerate(story(), 1)}
    return {
        (link.key, influence.grade): carrying[influence.claim.key]
        for link in links().values()
        for influence in link.influences
        if influence.claim is not None and influence.claim.key in carrying
    }


def places() -> dict[str, tuple[float, float]]:
    """Where channels and what is outside stand."""
    standing = axis_shape.places(channels())
    first = axis_shape.height(standing) + MARGIN
    pills = {name: (COLUMNS[i % 3], first + ROW * (i // 3)) for i, name in enumerate(outer())}
    return {**standing, **pills}


def half_height(node: str) -> float:
    """Of a node's box."""
    return PILL_HALF_HEIGHT if node in outer() else HALF_HEIGHT


def width_class(size: float | None) -> str:
    """``s0`` for hardly any to ``s3`` for strong; ``s1`` where no strength is known."""
    return "s1" if size is None else f"s{next(i for i, (most, _) in enumerate(GROUPS) if size < most)}"


@some_per_language(64)
def draw(chosen: Chosen, root: str = "") -> Markup:
    """The map as SVG, with what is chosen picked out.

    Parameters
    ----------
    chosen
        What is picked out.
    root
        What all addresses begin with.
    """
    standing = places()
    lines = [(link, grade, lane) for link in links().values() for lane, grade in enumerate(link.grades)]
    lit = {(link.key, grade) for link, grade, _ in lines if chosen.anything and chosen.lights(link, grade)}
    ends = {end for link, grade, _ in lines if (link.key, grade) in lit for end in (link.giver, link.listener)}
    told = {end for link, grade, _ in lines if (link.key, grade) in steps() for end in (link.giver, link.listener)}
    kinds = [*(["few"] if chosen.few else []), *(["picked"] if chosen.anything else [])]
    body = axis_shape.height({name: standing[name] for name in channels()})
    whole, few = (f"0 0 {WIDTH} {height:g}" for height in (_bottom(standing), body))
    curves = {(link.key, grade): _curve(link, lane, standing) for link, grade, lane in lines}
    label = gettext("Map of the gut-brain axis. Every part is a link; arrows are told in words below.")
    parts = [
        f'<svg class="{" ".join(["map living", *kinds])}" viewBox="{few if chosen.few else whole}" '
        f'data-few="{few}" data-whole="{whole}" role="group" aria-label="{escape(label)}">',
        "<defs>",
        *(head(grade) for grade in words.GRADES),
        *(head(grade, "big-tip", 13) for grade in words.GRADES),
        # each curve once: it is drawn, felt and flowed along
        *(f'<path id="c{i}" d="{curve}"/>' for i, curve in enumerate(curves.values())),
        f'{FADE}</defs>{OUTLINE}<g aria-hidden="true">',
        *(_line(link, grade, f"c{i}", (link.key, grade) in lit, root) for i, (link, grade, _) in enumerate(lines)),
        "</g>",
        *(
            _node(
                name, standing[name], name in {*ends, chosen.node} and chosen.anything, chosen.node, name in told, root
            )
            for name in _reading_order(standing)
        ),
        *(
            _number(step, place, step == chosen.step, root)
            for step, place in _numbers({step: curves[key] for key, step in steps().items()}, standing).items()
        ),
        "</svg>",
    ]
    return Markup("".join(parts))


def _bottom(standing: Places) -> float:
    """The lower end of the map."""
    return max(y for _, y in standing.values()) + HALF_HEIGHT


def _reading_order(standing: Places) -> Collection[str]:
    """From the gut up, as one tells it; then what is outside."""
    return (*sorted(channels(), key=lambda name: (-standing[name][1], standing[name][0])), *outer())


def _label(name: str) -> tuple[str, ...]:
    """A node's name in one line, or two."""
    if about(name).label:
        return about(name).label
    lines = wrap(
        title(name).capitalize(), LETTERS, max_lines=1 if name in outer() else 2, placeholder=" \N{HORIZONTAL ELLIPSIS}"
    )
    return tuple(lines) or (name,)


def _curve(link: Link, lane: int, standing: Places) -> str:
    """Where an arrow runs."""
    halves = (half_height(link.giver), half_height(link.listener))
    if not link.from_outside:
        return path(link.giver, link.listener, lane, halves, standing)
    givers = list(outer())
    beside = givers.index(link.giver) - (len(givers) - 1) / 2 + lane / 2
    street = min(standing[name][1] for name in givers) - PILL_HALF_HEIGHT - MARGIN
    return road(link.giver, link.listener, beside, halves, standing, street)


def _line(link: Link, grade: str, curve: str, lit: bool, root: str) -> str:
    strength = width_class(link.size(grade))
    text = f"{title(link.giver)} \N{RIGHTWARDS ARROW} {title(link.listener)} ({words.GRADES[grade]})"
    step = steps().get((link.key, grade), 0)
    kinds = " ".join(
        kind
        for kind in (
            "link",
            grade,
            strength,
            "outer" if link.from_outside else "",
            "told" if step else "",
            "lit" if lit else "",
        )
        if kind
    )
    tip = "big-tip" if strength == "s3" or step else "tip"
    drawn = f'href="#{curve}"'
    flow = f'<use class="flow" {drawn}/>' if strength != "s0" or step else ""
    told = f' data-told="{step}"' if step else ""
    return (
        f'<a class="{kinds}" href="{root}/?arrow={link.key}" tabindex="-1" data-arrow="{link.key}" '
        f'data-shows="{" ".join(shows(link, grade))}"{told}>'
        f'<use class="arrow {grade}" {drawn} marker-end="url(#{tip}-{grade})"/>{flow}<use class="hit" {drawn}/>'
        f"<title>{escape(text)}</title></a>"
    )


def _numbers(curves: Mapping[int, str], standing: Places) -> dict[int, tuple[float, float]]:
    """Where the numbers of steps stand: on their arrows, near the middle, over no box and no other number."""
    found: dict[int, tuple[float, float]] = {}
    for step, curve in sorted(curves.items()):
        points = [along(curve, share) for share in (0.5, 0.4, 0.6, 0.3, 0.7)]
        free = (
            point
            for point in points
            if all(math.dist(point, other) > 3 * NUMBER for other in found.values())
            and all(
                abs(point[0] - x) > HALF_WIDTH + NUMBER or abs(point[1] - y) > half_height(name) + NUMBER
                for name, (x, y) in standing.items()
            )
        )
        found[step] = next(free, points[0])
    return found


def _number(step: int, place: tuple[float, float], lit: bool, root: str) -> str:
    """The number of a step on its arrow: a link to it."""
    x, y = place
    told = gettext("Step %(number)s: %(title)s") % {"number": step, "title": story()[step - 1].title}
    return (
        f'<a class="number{" lit" if lit else ""}" href="{root}/?step={step}" data-step="{step}" '
        f'aria-label="{escape(told)}"><title>{escape(told)}</title><circle cx="{x:.1f}" cy="{y:.1f}" r="{NUMBER}"/>'
        f'<text x="{x:.1f}" y="{y + 6:.1f}">{step}</text></a>'
    )


def _node(name: str, place: tuple[float, float], lit: bool, chosen: str, told: bool, root: str) -> str:
    x, y = place
    half = half_height(name)
    label = _label(name)
    first = y + 6 - 10.5 * (len(label) - 1)
    # the space between the lines keeps the words apart for who does not see them
    text = " ".join(f'<tspan x="{x}" y="{first + 21 * i:.1f}">{escape(line)}</tspan>' for i, line in enumerate(label))
    kinds = " ".join(
        kind
        for kind in (
            "node",
            "outer-node" if name in outer() else "",
            "told" if told else "",
            "lit" if lit else "",
            "chosen" if name == chosen else "",
        )
        if kind
    )
    current = ' aria-current="true"' if name == chosen else ""
    return (
        f'<a class="{kinds}" href="{root}/?node={name}" data-node="{name}"{current}>'
        f'<rect x="{x - HALF_WIDTH}" y="{y - half}" width="{2 * HALF_WIDTH}" height="{2 * half}" '
        f'rx="{half if name in outer() else 14}"/><text class="channel">{text}</text></a>'
    )
