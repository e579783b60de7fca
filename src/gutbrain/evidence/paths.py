"""How one thing acts on another: chains of influences through the axis, with what is known of each step.

The wiring is read off the equations themselves, quantity by quantity, so that a chain exists only where the model
really passes something on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from gutbrain import world
from gutbrain.arguments import text
from gutbrain.care import listens
from gutbrain.datafiles import per_world
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.evidence.concepts import concepts
from gutbrain.evidence.records import Claim, claims
from gutbrain.evidence.synonyms import groups, tokens
from gutbrain.model import GRADES, Evaluation, Model
from gutbrain.model.dimensions import starting_numbers
from gutbrain.model.module import Exposure, Output, Parameter, Reference, Signal, Trait

EVERYDAY: dict[str, tuple[str, ...]] = {
    "anxiety": ("anxiety",),
    "cognition": ("cognition",),
    "cortisol": ("cortisol",),
    "depression": ("depression",),
    "diet": ("fibre", "saturated_fat", "free_sugar", "polyphenols", "fermented_food"),
    "fibre": ("fibre",),
    "inflammation": ("immunity",),
    "microbiota": ("microbiota",),
    "omega3": ("omega3",),
    "ppi": ("ppi",),
    "probiotic": ("strains",),
    "sleep": ("sleep",),
    "ssri": ("ssri",),
    "vagus": ("vagus",),
    "yoghurt": ("fermented_food",),
}
"""What stands in the model for the names of groups of synonyms; concepts say it themselves."""

MOST_STEPS = 4
MOST_PATHS = 8


@dataclass(frozen=True)
class Step:
    """One influence of a chain: ``giver`` (a channel, or ``exposure:NAME``) on ``listener`` through ``signal``.

    ``claims`` are what is known of it; none where the model takes it for granted.
    """

    giver: str
    listener: str
    signal: str
    claims: tuple[Claim, ...]

    @property
    def grade(self) -> str:
        """The best evidence for it."""
        grades = [claim.grade for claim in self.claims]
        return min(grades, key=GRADES.index, default="assumption")


@dataclass(frozen=True)
class Path:
    """A chain of influences; ``weakest`` is the grade of its weakest step: a chain holds no more than that."""

    steps: tuple[Step, ...]

    @property
    def weakest(self) -> str:
        """The grade of the weakest step."""
        return max((step.grade for step in self.steps), key=GRADES.index)


@listens
def paths_between(start: str, end: str, *, care: str | None = None) -> tuple[Path, ...]:
    """Chains from one thing to another, shortest first.

    Parameters
    ----------
    start, end
        Quantities, channels or exposures, by name or in plain words.
    care
        ``"seen"`` goes on where they speak of danger.

    Returns
    -------
    tuple of Path
        At most eight chains of at most four influences; empty where nothing leads from one to the other.

    Raises
    ------
    InputError
        Where one of them is not part of the axis.
    CareNeeded
        Where they speak of danger.

    Examples
    --------
    >>> from gutbrain.evidence import paths_between
    >>> chain = paths_between("endotoxin", "cortisol")[0]
    >>> [(step.giver, step.listener) for step in chain.steps]
    [('exposure:endotoxin', 'immunity'), ('immunity', 'stress_hormones')]
    """
    wiring = _wiring()
    givers, ends = wiring.find(text("start", start)), wiring.find(text("end", end))
    return tuple(wiring.walk(givers, ends))


def best_chain(start: str, end: str) -> str:
    """The grade of the best-supported chain from one thing to another, which is that of its weakest step.

    Raises
    ------
    InputError
        Where one of them is not part of the axis, or nothing leads from one to the other.
    """
    wiring = _wiring()
    givers, ends = wiring.find(start), wiring.find(end)
    for grade in GRADES:
        if wiring.reaches(givers, ends, grade):
            return grade
    raise InputError([Problem(f"nothing leads from '{start}' to '{end}'")])


@dataclass(frozen=True)
class _Edge:
    """A quantity heard by a channel."""

    quantity: str
    giver: str
    listener: str
    claim: str


class _Wiring:
    """Which quantity acts on which, inside the channels and between them."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.inside: dict[str, dict[str, None]] = {}
        heard: dict[_Edge, dict[str, None]] = {}
        numbers = starting_numbers(model, units=False)
        whole = Evaluation(model, numbers)
        for name, declaration in model.givers.items():
            evaluation = _Single(model, numbers, whole)
            if isinstance(declaration, Output):
                evaluation.formula(name)
            else:
                evaluation.change(name)
            for module, read in evaluation.reads:
                if isinstance(read, Signal) and read.name in model.givers:
                    edge = _Edge(read.name, model.givers[read.name].module, module, read.claim)
                    heard.setdefault(edge, {})[name] = None
                elif isinstance(read, Exposure):
                    heard.setdefault(_Edge(read.name, f"exposure:{read.name}", module, read.claim), {})[name] = None
                elif not isinstance(read, Parameter | Trait | Signal):
                    self.inside.setdefault(read.name, {})[name] = None
        self.heard = heard
        self.by_claim_ends: dict[tuple[str, str], list[Claim]] = {}
        for claim in claims().values():
            self.by_claim_ends.setdefault((claim.frm, claim.to), []).append(claim)
        self.reached = {edge: self.spread(first) for edge, first in heard.items()}

    def spread(self, first: Iterable[str]) -> frozenset[str]:
        """Quantities of the channel that change with the first ones."""
        found = dict.fromkeys(first)
        waiting = deque(found)
        while waiting:
            for name in self.inside.get(waiting.popleft(), ()):
                if name not in found:
                    found[name] = None
                    waiting.append(name)
        return frozenset(found)

    def find(self, words: str) -> frozenset[str]:
        """Quantities and exposures that plain words stand for: by name, by channel, by words of the name."""
        asked = words.strip().lower().replace(" ", "_").replace("-", "_")
        names = {n for n, d in self.model.givers.items() if not isinstance(d, Reference)} | set(self.model.exposures)
        # what people call worry is not the state inside a channel that has this name
        everyday = any(form in concepts() or form in EVERYDAY for form in tokens(words))
        inside = everyday and getattr(self.model.givers.get(asked), "internal", False)
        if asked in names and not inside:
            return frozenset((asked,))
        channel = {name for name, d in self.model.givers.items() if d.module == asked}
        if channel:
            return frozenset(channel)
        known = [concepts()[form] for form in tokens(words) if form in concepts()]
        meant = {name for concept in known for model in concept.model for name in self.named(model, names)}
        meant |= {
            name for form in tokens(words) for model in EVERYDAY.get(form, ()) for name in self.named(model, names)
        }
        if meant:
            return frozenset(meant)
        wanted = set(tokens(words))
        named = {name for name in names if wanted and wanted <= set(tokens(name.replace("_", " ")))}
        if not named:
            said = {name: tokens(d.meaning) for name, d in self.model.givers.items()}
            named = {name for name, meaning in said.items() if wanted and wanted <= set(meaning)}
        if not named:
            channels = [module.name for module in self.model.modules]
            # what is no quantity of the model may be kept in the records, and a name like it is something else
            right = f"see what is known of it: gutbrain evidence {words}"
            if wanted.isdisjoint(groups()):
                right = suggest(
                    asked,
                    (*channels, *names),
                    otherwise=f"name a quantity, an exposure or one of: {', '.join(channels)}",
                )
            raise InputError([Problem(f"'{words}' is not part of the axis", right)])
        return frozenset(named)

    def named(self, model: str, names: set[str]) -> list[str]:
        """Quantities of a channel, or a quantity or exposure, by name."""
        inside = [name for name, d in self.model.givers.items() if d.module == model and name in names]
        return inside or [name for name in names if name == model or name.startswith(f"{model}_")]

    def walk(self, givers: frozenset[str], ends: frozenset[str]) -> list[Path]:
        """Shortest chains of influences between channels; no channel is passed twice."""
        found: dict[tuple[tuple[str, ...], ...], Path] = {}
        # what stands in the channel of the start itself changes with it
        first = self.spread(givers) | givers
        waiting: deque[tuple[_Edge, ...]] = deque((edge,) for edge in self.heard if edge.quantity in first)
        while waiting and len(found) < MOST_PATHS:
            chain = waiting.popleft()
            last = chain[-1]
            if not ends.isdisjoint(self.reached[last]):
                path = Path(tuple(self.step(edge) for edge in chain))
                found.setdefault(tuple((s.giver, s.listener, *(c.key for c in s.claims)) for s in path.steps), path)
                continue
            if len(chain) == MOST_STEPS:
                continue
            passed = {edge.giver for edge in chain} | {last.listener}
            waiting.extend(
                (*chain, edge)
                for edge in self.heard
                if edge.quantity in self.reached[last] and edge.listener not in passed
            )
        return sorted(found.values(), key=lambda path: len(path.steps))

    def reaches(self, givers: frozenset[str], ends: frozenset[str], grade: str) -> bool:
        """Whether a chain leads there in which every step has at least this grade."""
        allowed = [edge for edge in self.heard if GRADES.index(self.step(edge).grade) <= GRADES.index(grade)]
        moved = set(self.spread(givers) | givers)
        grown = True
        while grown:
            reached = {name for edge in allowed if edge.quantity in moved for name in self.reached[edge]}
            grown = not reached <= moved
            moved |= reached
        return not ends.isdisjoint(moved)

    def step(self, edge: _Edge) -> Step:
        """An influence with its claims; where the model names none, those about the same two."""
        known = (
            [claims()[edge.claim]]
            if edge.claim in claims()
            else self.by_claim_ends.get((edge.giver, edge.listener), [])
        )
        return Step(edge.giver, edge.listener, edge.quantity, tuple(known))


class _Single(Evaluation):
    """Evaluates one equation only, and takes everything in it as it stands: so its own reads are seen."""

    def __init__(self, model: Model, numbers: object, whole: Evaluation) -> None:
        super().__init__(model, numbers)  # type: ignore[arg-type]
        self._whole = whole

    def value(self, name: str) -> object:
        return self._whole.value(name)

    def formula(self, name: str) -> object:
        """The value of an output by its own equation."""
        return super().value(name)


@per_world
def _wiring() -> _Wiring:
    return _Wiring(world.model())
