"""The arrows of the map: what the model's equations really read, bundled by who gives and who listens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gutbrain import words, world
from gutbrain.answers import strengths
from gutbrain.answers.strengths import Strength
from gutbrain.atlas.channels import about, in_order
from gutbrain.atlas.exposures import exposure_of, exposures, group_of, outside
from gutbrain.datafiles import per_language, per_world
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.evidence.records import Claim, claims
from gutbrain.language import gettext
from gutbrain.model import GRADES
from gutbrain.model.wiring import arrows
from gutbrain.people.living import unnamed


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
        return self.giver in outer()

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
    between: dict[tuple[str, str], Claim] = {}
    for known_claim in claims().values():
        between.setdefault((known_claim.frm, known_claim.to), known_claim)
    bundles: dict[tuple[str, str], dict[str, Influence]] = defaultdict(dict)
    for arrow in arrows(world.model()):
        if arrow.signal in unnamed():
            continue
        claim = claims().get(arrow.claim) or between.get((arrow.giver, arrow.listener))
        exposure = exposure_of(arrow.signal) if arrow.giver.startswith("exposure:") else ""
        strength = known.get(f"{arrow.listener}.{exposure or arrow.signal}")
        influence = Influence(arrow.listener, arrow.signal, claim, strength, exposure)
        bundle = bundles[group_of(exposure) if exposure else arrow.giver, arrow.listener]
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


@per_world
def channels() -> list[str]:
    """Channels of the model, in the order of the map's words."""
    return in_order(module.name for module in world.model().modules)


@per_world
def outer() -> Mapping[str, list[str]]:
    """Groups of what is outside, each with its exposures: those that have a record, and all that the model hears."""
    heard = (exposure_of(name) for name in world.model().exposures if name not in unnamed())
    every = dict.fromkeys([*exposures(), *heard])
    found = {group: [name for name in every if group_of(name) == group] for group in outside()}
    return {group: names for group, names in found.items() if names}


def nodes() -> list[str]:
    """Channels and groups of what is outside, in the order of the map's words."""
    return [*channels(), *outer()]


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
    return outside()[node].title if node in outer() else words.channel(node)


def goes(found: Link) -> str:
    """``up`` from the gut to the brain, ``down``, or nothing."""
    low, high = (about(end).height for end in (found.giver, found.listener))
    if low is None or high is None:
        return ""
    steps = high - low
    return "up" if steps > 0 else "down" if steps < 0 else ""


Belongs = Callable[[Link, str], bool]
"""Whether a line of the map (an arrow of one grade) belongs to something."""


def _touches(node: str) -> Belongs:
    return lambda found, grade: node in (found.giver, found.listener) and not found.from_outside


def _graded(wanted: str) -> Belongs:
    return lambda found, grade: grade == wanted and not found.from_outside


@per_language
def pickable() -> Mapping[str, tuple[str, Belongs]]:
    """What can be picked out on the map, by its word: a name for it, and which lines belong to it."""
    return {
        "up": (gettext("gut to brain"), lambda found, grade: goes(found) == "up"),
        "down": (gettext("brain to gut"), lambda found, grade: goes(found) == "down"),
        **{about(name).shows: (title(name), _touches(name)) for name in channels() if about(name).shows},
        "outside": (gettext("from outside"), lambda found, grade: found.from_outside),
        **{grade: (words.GRADES[grade], _graded(grade)) for grade in GRADES},
    }


def shows(found: Link, grade: str) -> list[str]:
    """Under which words a line of the map is picked out."""
    return [name for name, (_, belongs) in pickable().items() if belongs(found, grade)]
