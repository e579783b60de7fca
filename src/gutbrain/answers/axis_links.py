"""The arrows of the map: what the model's equations really read, bundled by who gives and who listens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gutbrain import words, world
from gutbrain.answers import strengths
from gutbrain.answers.axis_words import channels, outside
from gutbrain.answers.inputs import exposure_of
from gutbrain.answers.strengths import Strength
from gutbrain.datafiles import per_world
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.evidence.records import Claim, claims
from gutbrain.model import GRADES
from gutbrain.model.wiring import arrows

HEIGHTS = {
    "microbiota": 0,
    "strains": 0,
    "metabolites": 0,
    "gut": 0,
    "immunity": 1,
    "vagus": 1,
    "neurotransmitters": 1,
    "stress_hormones": 1,
    "brain": 2,
    "mind": 2,
    "sleep": 2,
}
"""How far up from the gut a channel lies; what is not here lies nowhere (habits, questionnaires, what is outside)."""


@dataclass(frozen=True)
class Influence:
    """One signal or exposure that one channel hears, with what is known of it.

    ``strength`` is None where it was not worked out for this model; ``exposure`` names what acts from outside.
    """

    listener: str
    signal: str
    claim: Claim | None
    strength: Strength | None
    exposure: str = ""

    @property
    def grade(self) -> str:
        """Grade of the claim; without one it is an assumption."""
        return self.claim.grade if self.claim else "assumption"


@dataclass(frozen=True)
class Link:
    """Everything by which one node acts on one channel, the strongest first."""

    giver: str
    listener: str
    influences: tuple[Influence, ...]

    @property
    def key(self) -> str:
        """``giver-listener``."""
        return f"{self.giver}-{self.listener}"

    @property
    def from_outside(self) -> bool:
        """Whether the giver is no channel."""
        return self.giver in outside()

    @property
    def grades(self) -> list[str]:
        """Grades that occur, the best first."""
        return [grade for grade in GRADES if any(i.grade == grade for i in self.influences)]

    def size(self, grade: str | None = None) -> float | None:
        """Strength of the strongest influence, of one grade or of all; None where none is known."""
        sizes = [i.strength.size for i in self.influences if i.strength and grade in (None, i.grade)]
        return max(sizes, default=None)


@per_world
def links() -> Mapping[str, Link]:
    """Every arrow of the map by its key."""
    known = strengths.shipped() or {}
    about: dict[tuple[str, str], Claim] = {}
    for known_claim in claims().values():
        about.setdefault((known_claim.frm, known_claim.to), known_claim)
    groups = {exposure: name for name, group in outside().items() for exposure in group.courses}
    bundles: dict[tuple[str, str], dict[str, Influence]] = defaultdict(dict)
    for arrow in arrows(world.model()):
        claim = claims().get(arrow.claim) or about.get((arrow.giver, arrow.listener))
        exposure = exposure_of(arrow.signal) if arrow.giver.startswith("exposure:") else ""
        strength = known.get(f"{arrow.listener}.{exposure or arrow.signal}")
        influence = Influence(arrow.listener, arrow.signal, claim, strength, exposure)
        bundle = bundles[groups[exposure] if exposure else arrow.giver, arrow.listener]
        # an exposure that reaches the model by several inputs is one influence
        name = f"{exposure} {claim.key if claim else ''}" if exposure else arrow.signal
        bundle.setdefault(name, influence)
    found = {}
    for (giver, listener), bundle in bundles.items():
        ranked = sorted(bundle.values(), key=lambda i: -(i.strength.size if i.strength else 0.0))
        link = Link(giver, listener, tuple(ranked))
        found[link.key] = link
    return found


def link(key: str) -> Link:
    """An arrow by its key.

    Raises
    ------
    InputError
        Where there is none, with the nearest one.
    """
    if key in links():
        return links()[key]
    otherwise = "an arrow is written as giver-listener, such as gut-immunity"
    raise InputError([Problem(f"There is no arrow '{key[:80]}'.", suggest(key[:80], links(), otherwise=otherwise))])


def nodes() -> list[str]:
    """Channels and groups of what is outside, in the order of the map's words."""
    return [*channels(), *outside()]


def known_node(name: str) -> str:
    """A node's name, if there is such a node.

    Raises
    ------
    InputError
        Where there is none, with the nearest one.
    """
    if name in nodes():
        return name
    titles = {title(known): known for known in nodes()}
    near = suggest(name[:80], [*nodes(), *titles], otherwise=f"one of: {', '.join(nodes())}")
    raise InputError([Problem(f"There is no part of the axis called '{name[:80]}'.", near)])


def title(node: str) -> str:
    """A node's plain name."""
    return outside()[node].title if node in outside() else words.channel(node)


def goes(found: Link) -> str:
    """``up`` from the gut to the brain, ``down``, or nothing."""
    if found.giver not in HEIGHTS or found.listener not in HEIGHTS:
        return ""
    steps = HEIGHTS[found.listener] - HEIGHTS[found.giver]
    return "up" if steps > 0 else "down" if steps < 0 else ""


def _touches(node: str) -> Callable[[Link, str], bool]:
    return lambda found, grade: node in (found.giver, found.listener) and not found.from_outside


def _graded(wanted: str) -> Callable[[Link, str], bool]:
    return lambda found, grade: grade == wanted and not found.from_outside


SHOWS: dict[str, tuple[str, Callable[[Link, str], bool]]] = {
    "up": ("gut to brain", lambda found, grade: goes(found) == "up"),
    "down": ("brain to gut", lambda found, grade: goes(found) == "down"),
    "vagus": ("vagus nerve", _touches("vagus")),
    "immunity": ("immune system", _touches("immunity")),
    "hormones": ("stress hormones", _touches("stress_hormones")),
    "products": ("bacterial products", _touches("metabolites")),
    "outside": ("from outside", lambda found, grade: found.from_outside),
    **{grade: (words.GRADES[grade], _graded(grade)) for grade in GRADES},
}
"""What can be picked out on the map: a name for it, and which lines (arrows of one grade) belong to it."""


def shows(found: Link, grade: str) -> list[str]:
    """Under which names a line of the map is picked out."""
    return [name for name, (_, belongs) in SHOWS.items() if belongs(found, grade)]
