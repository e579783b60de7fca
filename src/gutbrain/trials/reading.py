"""Reads a trial design from YAML and checks it to the last field."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gutbrain.care import listens
from gutbrain.engine.simulation import known_observables
from gutbrain.errors import InputError, Problems, listed, suggest
from gutbrain.exposures import Event, Field, ProtocolError, document, load, usual_exposures
from gutbrain.exposures.amounts import read_amount
from gutbrain.exposures.events import check_keys
from gutbrain.exposures.reach import NOT_IN_THE_MODEL, not_carried
from gutbrain.exposures.together import check_together
from gutbrain.findings.trial_arms import BLINDED
from gutbrain.people import Person
from gutbrain.people.presets import HEALTHY, traits
from gutbrain.people.scales import scales
from gutbrain.trials.design import ANALYSES, Arm, Criterion, Design, Randomisation, Rescue, Responder

FIELDS = (
    "title",
    "population",
    "usual",
    "arms",
    "control",
    "blinded",
    "per_arm",
    "weeks",
    "visits",
    "endpoints",
    "better",
    "analysis",
    "include",
    "randomisation",
    "crossover",
    "run_in",
    "background",
    "adherence",
    "dropout",
    "missing",
    "window",
    "rescue",
    "responder",
    "non_inferiority",
    "subgroup",
    "alpha",
)

MOST_PEOPLE = 5000
"""Most people in an arm."""

MOST_WEEKS = 260.0

OPEN = 1.0
"""Expectation of people who know that they are treated."""

CONTROL = re.compile(r"placebo|control|usual|waiting", re.IGNORECASE)
"""Names of arms that others are compared with."""

_LIMIT = re.compile(r"\s*(>=|<=|>|<)\s*([-+]?\d+\.?\d*(?:[eE][-+]?\d+)?)\s*")

LOWER_IS_BETTER = ("depression", "anxiety", "sickness", "gi_symptoms")
HIGHER_IS_BETTER = ("cognition", "attention")


@listens
def read_design(source: str | Path | Mapping[str, Any] | Field, *, care: str | None = None) -> Design:
    """Read a design.

    Parameters
    ----------
    source
        A file, or a mapping of the same form.
    care
        ``"seen"`` goes on where it speaks of danger.

    Returns
    -------
    Design
        What is not said in the source stands at its default.

    Raises
    ------
    InputError
        With everything that is wrong, each with its line.
    CareNeeded
        Where it speaks of danger.

    Examples
    --------
    >>> from gutbrain.trials.reading import read_design
    >>> strain = {"exposure": "probiotic", "strains": {"B. longum 1714": 1.0e9}, "start": 0}
    >>> arms = {"active": {"events": [strain]}, "placebo": {"events": []}}
    >>> design = read_design({"arms": arms, "per_arm": 20, "weeks": 4, "endpoints": ["pss10"]})
    >>> design.people, design.primary, design.visits
    (40, 'pss10', (0.0, 4.0))
    """
    part = document(source)
    if not part.is_mapping:
        raise InputError([part.problem("is not a trial design", "write title, arms, weeks and endpoints")])
    reader = _Reader(part)
    design = reader.read()
    if reader.problems or design is None:
        raise InputError(reader.problems)
    return design


def measurable() -> tuple[str, ...]:
    """What people can be let in, stratified or split by: observables, traits and usual exposures."""
    return (*known_observables(), *(name for name in traits() if name not in known_observables()), *usual_exposures())


def direction(observable: str) -> int:
    """Which way an endpoint counts unless the design says so: -1 lower is better, 1 higher, 0 no side."""
    if observable in HIGHER_IS_BETTER:
        return 1
    worse = scales().get(observable, {}).get("direction") == "higher-worse"
    return -1 if observable in LOWER_IS_BETTER or worse else 0


class _Reader:
    """Goes through a document and collects what is wrong with it."""

    def __init__(self, document: Field) -> None:
        self.document = document
        self.problems = Problems()
        self.warnings: list[str] = []

    def read(self) -> Design | None:
        check_keys(self.document, FIELDS, self.problems, of=" of a trial design")
        for key, right in (
            ("arms", "write arms: {active: {events: [...]}, placebo: {events: []}}"),
            ("weeks", "say how long people are treated and followed, as in weeks: 12"),
            ("per_arm", "say how many people are randomised to each arm, as in per_arm: 60"),
            ("endpoints", "name what is measured, the primary endpoint first, as in endpoints: [bdi2]"),
        ):
            if not self.has(key):
                self.problems.append(self.document.problem(f"{key} is missing", right))
        weeks = self.number("weeks", 12.0, least=0.0, above=0.0, most=MOST_WEEKS)
        run_in = self.number("run_in", 0.0, most=52.0)
        crossover, washout = self.crossover()
        person = self.person()
        blinded = self.flag("blinded", True)
        arms = self.arms(weeks, blinded)
        background = self.background(weeks, arms)
        endpoints = self.endpoints()
        visits = self.visits(weeks)
        dropout, by = self.dropout()
        better = {name: self.better(name) for name in endpoints}
        self.sides(endpoints)
        margin = self.margin()
        rescue = self.rescue(weeks)
        if margin is not None and endpoints and not better[endpoints[0]]:
            wrong = f"which way {endpoints[0]} counts is not known"
            self.problems.append(self.document["non_inferiority"].problem(wrong, "add better: {NAME: lower}"))
        if crossover:
            for key, what in (
                ("subgroup", "parts of the people are not compared"),
                ("responder", "responders are not counted"),
                ("analysis", "it is analysed by arm, period and person"),
            ):
                if self.has(key):
                    self.warnings.append(f"{key}: this does nothing in a crossover: {what}")
        if visits and visits[-1] < weeks:
            said = f"visits: the last one is in week {visits[-1]:g} of {weeks:g}"
            self.warnings.append(f"{said}; what is found is what is seen then")
        if crossover and rescue:
            self.problems.append(
                self.document["rescue"].problem("a crossover with rescue cannot be read", "leave one out")
            )
        for arm in arms:
            for name in endpoints:
                for exposure in not_carried(arm.events, name):
                    said = f"the effect of {exposure} on {name} is {NOT_IN_THE_MODEL}"
                    self.warnings.append(f"arms.{arm.name}: {said}: what is shown of it comes by long ways round")
        if self.problems or person is None:
            return None
        return Design(
            title=self.title(),
            person=person,
            arms=arms,
            control=self.control(arms),
            blinded=blinded,
            per_arm=self.count("per_arm", 2, least=2, most=MOST_PEOPLE),
            weeks=weeks,
            visits=visits,
            endpoints=endpoints,
            better=better,
            analysis=self.choice("analysis", ANALYSES, "ancova"),
            include=self.include(),
            randomisation=self.randomisation(len(arms)),
            crossover=crossover,
            washout=washout,
            run_in=run_in,
            background=background,
            adherence=self.number("adherence", 1.0, above=0.0, most=1.0),
            dropout=dropout,
            dropout_by=by,
            missing=self.number("missing", 0.0, below=1.0),
            window=self.number("window", 0.0, most=14.0),
            rescue=rescue,
            responder=self.responder(),
            margin=margin,
            subgroup=self.subgroup(),
            alpha=self.number("alpha", 0.05, above=0.0, below=0.5),
            warnings=tuple(self.warnings),
        )

    # small pieces

    def has(self, key: str) -> bool:
        return key in self.document and self.document.value[key] is not None

    def part(self, key: str) -> Field:
        return self.document[key]

    def number(self, key: str, default: float, **limits: float) -> float:
        if not self.has(key):
            return default
        found = read_amount(self.part(key), "1", self.problems, **limits)
        return default if found is None else found

    def count(self, key: str, default: int, *, least: int, most: float = math.inf) -> int:
        return self.whole(self.part(key), least=least, most=most) or default if self.has(key) else default

    def whole(self, part: Field, *, least: int, most: float = math.inf) -> int | None:
        """A whole number: of what can be counted there is no part."""
        found = read_amount(part, "1", self.problems, least=least, most=most)
        if found is not None and found != int(found):
            self.problems.append(part.problem(f"{found:g} is not a whole number", f"write {round(found)}"))
            return None
        return None if found is None else int(found)

    def flag(self, key: str, default: bool) -> bool:
        if not self.has(key):
            return default
        value = self.part(key).value
        if not isinstance(value, bool):
            self.problems.append(self.part(key).problem(f"'{value}' is neither true nor false", "write true or false"))
        return bool(value)

    def choice(self, key: str, known: tuple[Any, ...], default: Any) -> Any:
        if not self.has(key):
            return default
        value = self.part(key).value
        if value not in known:
            right = suggest(str(value), known, otherwise=f"one of {listed(known)}")
            self.problems.append(self.part(key).problem(f"'{value}' is not known", right))
            return default
        return value

    def name(self, part: Field, known: tuple[str, ...], what: str) -> str | None:
        if part.value in known:
            return str(part.value)
        right = suggest(str(part.value), known, otherwise="gutbrain list observables shows all")
        self.problems.append(part.problem(f"'{part.value}' is not {what}", right))
        return None

    # the parts of a design

    def title(self) -> str:
        if not self.has("title"):
            return "A trial"
        part = self.part("title")
        if part.is_mapping or part.is_list:
            self.problems.append(part.problem("is not a title", "write a line of text"))
        return str(part.value) or "A trial"

    def person(self) -> Person | None:
        try:
            spec = self.part("population") if self.has("population") else HEALTHY
            return Person.of(spec, self.part("usual") if self.has("usual") else None)
        except InputError as error:
            self.problems += error.problems
            return None

    def events(self, part: Field, weeks: float) -> tuple[Event, ...]:
        """Events as in a protocol that lasts as long as a period."""
        nothing = Field({}, part.file, part.place, part.lines)
        try:
            protocol = load(nothing, defaults={"person": HEALTHY, "days": 7 * weeks, "events": part})
        except ProtocolError as error:
            self.problems += error.problems
            return ()
        self.warnings += protocol.warnings
        for place, event in enumerate(protocol.events):
            if event.start < 0:
                right = "treatment begins at day 0; what was so before goes into population or usual"
                self.problems.append(part[place]["start"].problem("lies before randomisation", right))
        return protocol.events

    def arms(self, weeks: float, blinded: bool) -> tuple[Arm, ...]:
        if not self.has("arms"):
            return ()
        part = self.part("arms")
        if not part.is_mapping or len(part.value) < 2:
            found = "no arm" if not part.value else "one arm" if part.is_mapping else "no arms"
            right = "a randomised trial compares two arms or more: {active: {events: [...]}, placebo: {events: []}}"
            self.problems.append(part.problem(f"holds {found}", right))
            return ()
        made = []
        for name, inner in part.items():
            if not inner.is_mapping:
                self.problems.append(inner.problem("is not an arm", "write {events: [...]}, or {events: []}"))
                continue
            check_keys(inner, ("events", "expectation"), self.problems, of=" of an arm")
            events = self.events(inner["events"], weeks) if "events" in inner and inner["events"].value else ()
            believed = BLINDED if blinded else OPEN if events else 0.0
            if "expectation" in inner:
                believed = read_amount(inner["expectation"], "1", self.problems, most=1.0) or 0.0
            made.append(Arm(name, events, believed))
        if len({(repr(arm.events), arm.expectation) for arm in made}) == 1 and len(made) == len(part.value):
            self.warnings.append("arms: all arms get the same, so that nothing can differ")
        return tuple(made)

    def background(self, weeks: float, arms: tuple[Arm, ...]) -> tuple[Event, ...]:
        """What everybody takes; it is held against the limits together with what each arm gets."""
        if not self.has("background"):
            return ()
        part = self.part("background")
        everybody = self.events(part, weeks)
        for arm in arms:
            if everybody and arm.events:
                own = self.part("arms")[arm.name]["events"]
                placed = [*zip(everybody, part, strict=False), *zip(arm.events, own, strict=False)]
                check_together(placed, self.problems, self.warnings)
        return everybody

    def control(self, arms: tuple[Arm, ...]) -> str:
        """The arm that others are compared with: the named or the untouched one; says which where that is open."""
        names = tuple(arm.name for arm in arms)
        if self.has("control"):
            return str(self.choice("control", names, names[-1]))
        untouched = [arm.name for arm in arms if not arm.events]
        placebos = [name for name in untouched or names if CONTROL.search(name)]
        found = [*placebos, *untouched, names[-1]][0]
        if len(untouched) != 1:
            why = f"{listed(untouched)} have no events" if untouched else "no arm is without events"
            self.warnings.append(f"control: {why}, and '{found}' is taken as the control; write control: NAME")
        return found

    def endpoints(self) -> tuple[str, ...]:
        if not self.has("endpoints"):
            return ()
        part = self.part("endpoints")
        if not part.is_list or not part.value:
            self.problems.append(part.problem("names no endpoint", "write endpoints: [bdi2, crp], the primary first"))
            return ()
        found = (self.name(inner, known_observables(), "an observable") for inner in part)
        return tuple(dict.fromkeys(name for name in found if name))

    def sides(self, endpoints: tuple[str, ...]) -> None:
        """Whether what ``better`` holds means anything."""
        if not self.has("better"):
            return
        part = self.part("better")
        if not part.is_mapping:
            self.problems.append(part.problem("says not which endpoint", "write better: {bdnf: higher}"))
            return
        for name, inner in part.items():
            if name not in endpoints:
                self.problems.append(inner.problem(f"'{name}' is no endpoint of this trial", suggest(name, endpoints)))

    def better(self, endpoint: str) -> int:
        if self.has("better") and endpoint in self.part("better"):
            word = self.part("better")[endpoint]
            if word.value not in ("lower", "higher"):
                self.problems.append(word.problem(f"'{word.value}' is no side", "write lower or higher"))
            return 1 if word.value == "higher" else -1
        return direction(endpoint)

    def visits(self, weeks: float) -> tuple[float, ...]:
        if not self.has("visits"):
            return (0.0, weeks)
        part = self.part("visits")
        if not part.is_list or not part.value:
            self.problems.append(part.problem("is not a list of weeks", "write visits: [0, 4, 8, 12]"))
            return (0.0, weeks)
        found = [read_amount(inner, "1", self.problems) for inner in part]
        known = [week for week in found if week is not None]
        for inner, week in zip(part, found, strict=True):
            if week is not None and week > weeks:
                wrong = f"week {week:g} lies after the end"
                self.problems.append(
                    inner.problem(wrong, f"the trial lasts {weeks:g} weeks: visit earlier, or give more weeks")
                )
        if len(set(known)) < len(known):
            self.problems.append(part.problem("a week stands twice", "keep one"))
        elif len(known) - 1 > max(weeks, 1.0):
            wrong = f"{len(known) - 1} visits after the first do not fit into {weeks:g} weeks"
            self.problems.append(part.problem(wrong, "plan at most one visit a week"))
        if 0.0 not in known or len(known) < 2:
            self.problems.append(part.problem("needs week 0 and a later week", "write visits: [0, 12]"))
        return tuple(sorted(known))

    def dropout(self) -> tuple[float, Any]:
        if not self.has("dropout"):
            return 0.0, "chance"
        part = self.part("dropout")
        if not part.is_mapping:
            return self.number("dropout", 0.0, below=0.95), "chance"
        check_keys(part, ("rate", "by"), self.problems, of=" of drop-out")
        rate = read_amount(part["rate"], "1", self.problems, below=0.95) if "rate" in part else None
        if rate is None:
            self.problems.append(part.problem("needs a rate", "write {rate: 0.2, by: symptoms}"))
        by = part["by"].value if "by" in part else "chance"
        if by not in ("chance", "symptoms"):
            self.problems.append(part["by"].problem(f"'{by}' is not known", "write chance or symptoms"))
        return rate or 0.0, by

    def crossover(self) -> tuple[bool, float]:
        if not self.has("crossover") or self.part("crossover").value is False:
            return False, 0.0
        part, washout = self.part("crossover"), 0.0
        if part.is_mapping:
            check_keys(part, ("washout",), self.problems, of=" of a crossover")
            if "washout" in part:
                washout = read_amount(part["washout"], "1", self.problems, most=52.0) or 0.0
        elif part.value is not True:
            self.problems.append(part.problem("is not a crossover", "write true, or {washout: 4} (weeks)"))
        if not washout:
            said = "crossover: there is no washout, and what the first treatment did carries over into the second"
            self.warnings.append(f"{said}; write crossover: {{washout: 4}} (weeks)")
        return True, washout

    def include(self) -> tuple[Criterion, ...]:
        if not self.has("include"):
            return ()
        part = self.part("include")
        if not part.is_mapping:
            self.problems.append(part.problem("is not a set of criteria", 'write {phq9: [10, 19], crp: ">3"}'))
            return ()
        found = (self.criterion(name, inner) for name, inner in part.items())
        return tuple(criterion for criterion in found if criterion)

    def criterion(self, name: str, part: Field) -> Criterion | None:
        known = measurable()
        if name not in known:
            self.problems.append(part.problem(f"'{name}' cannot be measured", suggest(name, known)))
            return None
        if part.is_list and len(part.value) == 2:
            low, high = (read_amount(inner, "1", self.problems, least=-1e9) for inner in part)
            if low is not None and high is not None and low > high:
                self.problems.append(part.problem(f"nobody is between {low:g} and {high:g}", "write [low, high]"))
            return Criterion(name, low, high)
        match = _LIMIT.fullmatch(str(part.value))
        if not match:
            self.problems.append(part.problem(f"'{part.value}' is not a criterion", 'write [10, 19], ">3" or "<=20"'))
            return None
        value, strict = float(match[2]), "=" not in match[1]
        return Criterion(name, value, None, strict) if ">" in match[1] else Criterion(name, None, value, strict)

    def only(self, key: str, part: Field) -> Criterion | None:
        """One criterion in a mapping of its own."""
        if not part.is_mapping or len(part.value) != 1:
            self.problems.append(part.problem("is not one criterion", f'write {key}: {{crp: ">3"}}'))
            return None
        ((name, inner),) = part.items()
        return self.criterion(name, inner)

    def subgroup(self) -> Criterion | None:
        return self.only("subgroup", self.part("subgroup")) if self.has("subgroup") else None

    def rescue(self, weeks: float) -> Rescue | None:
        if not self.has("rescue"):
            return None
        part = self.part("rescue")
        if not part.is_mapping or not {"when", "events"} <= set(part.value):
            right = 'write {when: {phq9: ">20"}, events: [{exposure: ssri, name: sertraline, amount: 50, start: 0}]}'
            self.problems.append(part.problem("says not when and what", right))
            return None
        check_keys(part, ("when", "events"), self.problems, of=" of rescue")
        when, events = self.only("when", part["when"]), self.events(part["events"], weeks)
        if when and when.name not in known_observables():
            wrong = f"'{when.name}' does not change in a trial"
            self.problems.append(part["when"].problem(wrong, "name what is measured at every visit, as in phq9"))
        return Rescue(when, events) if when else None

    def responder(self) -> Responder:
        if not self.has("responder"):
            return Responder()
        part = self.part("responder")
        if part.is_mapping:
            return Responder(None, self.only("responder", part))
        share = read_amount(part, "1", self.problems, above=0.0, most=1.0)
        return Responder(share)

    def margin(self) -> float | None:
        if not self.has("non_inferiority"):
            return None
        part = self.part("non_inferiority")
        if not part.is_mapping or "margin" not in part:
            self.problems.append(part.problem("needs a margin", "write {margin: 2} in points of the primary endpoint"))
            return None
        check_keys(part, ("margin",), self.problems, of=" of non-inferiority")
        return read_amount(part["margin"], "1", self.problems, above=0.0)

    def randomisation(self, arms: int) -> Randomisation:
        kinds: tuple[Any, ...] = ("simple", "block", "stratified")
        if not self.has("randomisation"):
            return Randomisation(block=arms)
        part = self.part("randomisation")
        if not part.is_mapping:
            return Randomisation(self.choice("randomisation", kinds[:2], "block"), arms)
        check_keys(part, ("kind", "block", "by"), self.problems, of=" of randomisation")
        listed_by = list(part["by"]) if "by" in part and part["by"].is_list else []
        by = [self.name(inner, measurable(), "something to stratify by") for inner in listed_by]
        kind: Any = part["kind"].value if "kind" in part else "stratified" if by else "block"
        if kind not in kinds:
            self.problems.append(part["kind"].problem(f"'{kind}' is not known", f"one of {listed(kinds)}"))
        if (kind == "stratified") != bool(by):
            self.problems.append(part.problem("what to stratify by", "write {kind: stratified, by: [phq9]}"))
        block = self.whole(part["block"], least=arms) or arms if "block" in part else arms
        if block % max(arms, 1):
            wrong = f"a block of {block} cannot hold {arms} arms equally"
            self.problems.append(part["block"].problem(wrong, f"a multiple of {arms}"))
        return Randomisation(kind, block, tuple(name for name in by if name))
