"""The living map: the axis as SVG whose nodes and arrows can be chosen, and which needs no script to be so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from markupsafe import Markup, escape

from gutbrain import words
from gutbrain.answers.axis_links import Link, links, shows, title
from gutbrain.answers.axis_words import outside, story
from gutbrain.answers.strengths import GROUPS
from gutbrain.report.axis_shape import FADE, HALF_WIDTH, OUTLINE, PLACES, WIDTH, head, path

HEIGHT = 1010
HALF_HEIGHT = 30
PILL_HALF_HEIGHT = 20
FIRST_ROW, ROW = 880, 50
COLUMNS = (112, 320, 528)
LABELS = {
    "metabolites": ("Bacterial", "products"),
    "stress_hormones": ("Stress", "hormones"),
    "habits": ("Movement", "and calm"),
    "strains": ("Probiotic", "strains"),
    "immunity": ("Immune", "system"),
}
"""Names that stand in two lines."""


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
    pills = {name: (COLUMNS[i % 3], FIRST_ROW + ROW * (i // 3)) for i, name in enumerate(outside())}
    return {**PLACES, **pills}


def half_height(node: str) -> float:
    """Of a node's box."""
    return HALF_HEIGHT if node in PLACES else PILL_HALF_HEIGHT


def width_class(size: float | None) -> str:
    """``s0`` for hardly any to ``s3`` for strong; ``s1`` where no strength is known."""
    return "s1" if size is None else f"s{next(i for i, (most, _) in enumerate(GROUPS) if size < most)}"


def draw(chosen: Chosen, root: str = "") -> Markup:
    """The map as SVG, with what is chosen picked out."""
    lines = [(link, grade, lane) for link in links().values() for lane, grade in enumerate(link.grades)]
    lit = [(link, grade, lane) for link, grade, lane in lines if chosen.lights(link, grade)]
    ends = {end for link, _, _ in lit for end in (link.giver, link.listener)} | {chosen.node}
    picked = " picked" if chosen.anything else ""
    parts = [
        f'<svg class="map living{picked}" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" '
        'aria-label="Map of the gut-brain axis. Every part is a link; what is between them stands behind it.">',
        "<defs>",
        *(head(grade) for grade in words.GRADES),
        *(head(grade, "big-tip", 13) for grade in words.GRADES),
        f"{FADE}</defs>{OUTLINE}",
        *(
            _line(link, grade, lane, (link, grade, lane) in lit and chosen.anything, root)
            for link, grade, lane in lines
        ),
        *(_node(name, name in ends and chosen.anything, name == chosen.node, root) for name in _reading_order()),
        "</svg>",
    ]
    return Markup("".join(parts))


def _reading_order() -> Collection[str]:
    """From the gut up, as one tells it; then what is outside."""
    return (*sorted(PLACES, key=lambda name: (-PLACES[name][1], PLACES[name][0])), *outside())


def _line(link: Link, grade: str, lane: int, lit: bool, root: str) -> str:
    size = link.size(grade)
    strength = width_class(size)
    curve = path(link.giver, link.listener, lane, (half_height(link.giver), half_height(link.listener)), places())
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


def _node(name: str, lit: bool, chosen: bool, root: str) -> str:
    x, y = places()[name]
    half = half_height(name)
    label = LABELS.get(name) or (title(name).capitalize(),)
    first = y + 6 - 10.5 * (len(label) - 1)
    # the space between the lines keeps the words apart for who does not see them
    text = " ".join(f'<tspan x="{x}" y="{first + 21 * i:.1f}">{escape(line)}</tspan>' for i, line in enumerate(label))
    kinds = " ".join(
        kind
        for kind in ("node", "" if name in PLACES else "outer-node", "lit" if lit else "", "chosen" if chosen else "")
        if kind
    )
    current = ' aria-current="true"' if chosen else ""
    return (
        f'<a class="{kinds}" href="{root}/?node={name}" data-node="{name}"{current}>'
        f'<rect x="{x - HALF_WIDTH}" y="{y - half}" width="{2 * HALF_WIDTH}" height="{2 * half}" '
        f'rx="{14 if name in PLACES else half}"/><text class="channel">{text}</text></a>'
    )
