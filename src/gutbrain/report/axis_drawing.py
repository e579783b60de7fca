"""The living map: the axis as SVG whose nodes and arrows can be chosen, and which needs no script to be so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.answers.axis_links import Link, channels, links, outer, shows, title
from gutbrain.answers.story import story
from gutbrain.answers.strengths import GROUPS
from gutbrain.atlas.channels import about
from gutbrain.report import axis_shape
from gutbrain.report.axis_shape import FADE, HALF_WIDTH, OUTLINE, WIDTH, head, path

HALF_HEIGHT = 30
PILL_HALF_HEIGHT = 20
ROW = 50
"""From one row of what is outside to the next."""
MARGIN = 20
COLUMNS = (112, 320, 528)
LETTERS = 20
"""So many stand in a line of a box."""


Places = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Chosen:
    """What is picked out: a node, an arrow, a kind of arrows, or a step of the story (from 1)."""

    node: str = ""
    arrow: str = ""
    show: str = ""
    step: int = 0

    @property
    def anything(self) -> bool:
        """Whether anything is."""
        return bool(self.node or self.arrow or self.show or self.step)

    def lights(self, link: Link, grade: str) -> bool:
        """Whether a line of the map belongs to it."""
        if self.step:
            keys = story()[self.step - 1].claims
            return any(i.claim is not None and i.claim.key in keys and i.grade == grade for i in link.influences)
        if self.arrow:
            return link.key == self.arrow
        return (not self.node or self.node in (link.giver, link.listener)) and (
            not self.show or self.show in shows(link, grade)
        )


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


def draw(chosen: Chosen, root: str = "") -> Markup:
    """The map as SVG, with what is chosen picked out."""
    standing = places()
    lines = [(link, grade, lane) for link in links().values() for lane, grade in enumerate(link.grades)]
    lit = [(link, grade, lane) for link, grade, lane in lines if chosen.lights(link, grade)]
    ends = {end for link, _, _ in lit for end in (link.giver, link.listener)} | {chosen.node}
    picked = " picked" if chosen.anything else ""
    parts = [
        f'<svg class="map living{picked}" viewBox="0 0 {WIDTH} {_bottom(standing):g}" role="group" '
        'aria-label="Map of the gut-brain axis. Every part is a link; what is between them stands behind it.">',
        "<defs>",
        *(head(grade) for grade in words.GRADES),
        *(head(grade, "big-tip", 13) for grade in words.GRADES),
        f"{FADE}</defs>{OUTLINE}",
        *(
            _line(link, grade, lane, (link, grade, lane) in lit and chosen.anything, root, standing)
            for link, grade, lane in lines
        ),
        *(
            _node(name, standing[name], name in ends and chosen.anything, name == chosen.node, root)
            for name in _reading_order(standing)
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


def _line(link: Link, grade: str, lane: int, lit: bool, root: str, standing: Places) -> str:
    size = link.size(grade)
    strength = width_class(size)
    curve = path(link.giver, link.listener, lane, (half_height(link.giver), half_height(link.listener)), standing)
    text = f"{title(link.giver)} \N{RIGHTWARDS ARROW} {title(link.listener)} ({words.GRADES[grade]})"
    claims = " ".join(sorted({i.claim.key for i in link.influences if i.claim and i.grade == grade}))
    kinds = " ".join(
        kind for kind in ("link", grade, strength, "outer" if link.from_outside else "", "lit" if lit else "") if kind
    )
    tip = "big-tip" if strength == "s3" else "tip"
    flow = f'<path class="flow" d="{curve}"/>' if strength != "s0" else ""
    return (
        f'<a class="{kinds}" href="{root}/?arrow={link.key}" tabindex="-1" aria-hidden="true" data-arrow="{link.key}" '
        f'data-ends="{link.giver} {link.listener}" data-shows="{" ".join(shows(link, grade))}" data-claims="{claims}">'
        f'<path class="arrow {grade}" d="{curve}" marker-end="url(#{tip}-{grade})"/>{flow}'
        f'<path class="hit" d="{curve}"/><title>{escape(text)}</title></a>'
    )


def _node(name: str, place: tuple[float, float], lit: bool, chosen: bool, root: str) -> str:
    x, y = place
    half = half_height(name)
    label = _label(name)
    first = y + 6 - 10.5 * (len(label) - 1)
    # the space between the lines keeps the words apart for who does not see them
    text = " ".join(f'<tspan x="{x}" y="{first + 21 * i:.1f}">{escape(line)}</tspan>' for i, line in enumerate(label))
    kinds = " ".join(
        kind
        for kind in ("node", "outer-node" if name in outer() else "", "lit" if lit else "", "chosen" if chosen else "")
        if kind
    )
    current = ' aria-current="true"' if chosen else ""
    return (
        f'<a class="{kinds}" href="{root}/?node={name}" data-node="{name}"{current}>'
        f'<rect x="{x - HALF_WIDTH}" y="{y - half}" width="{2 * HALF_WIDTH}" height="{2 * half}" '
        f'rx="{half if name in outer() else 14}"/><text class="channel">{text}</text></a>'
    )
