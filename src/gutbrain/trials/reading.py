"""Reads a trial design from YAML and checks it to the last field."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gutbrain.atlas.observables import side
from gutbrain.care import listens
from gutbrain.engine.simulation import known_observables
from gutbrain.errors import InputError, Problems, listed, suggest
from gutbrain.exposures import Event
from gutbrain.exposures.protocol import read_events
from gutbrain.exposures.reach import NOT_IN_THE_MODEL, not_carried
from gutbrain.exposures.together import Placed, check_together
from gutbrain.people import Person
from gutbrain.people.person import who
from gutbrain.reading import Field, document
from gutbrain.trials.blinding import KNOWN, believed_by
from gutbrain.trials.design import DAYS_A_WEEK, Arm, Assumed, Criterion, Design, Randomisation, Rescue, Responder
from gutbrain.trials.form import DESIGN, LIMIT

CONTROL = re.compile(r"placebo|control|usual|waiting", re.IGNORECASE)
"""Names of arms that others are compared with."""


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
    reader = _Meaning(document(source))
    design = reader.design()
    if reader.problems or design is None:
        raise InputError(reader.problems)
    return design


class _Meaning:
    """What the fields of a design mean together, and what is wrong with that."""

    def __init__(self, document: Field) -> None:
        self.document = document
        self.problems = Problems()
        self.warnings: list[str] = []
        self.said = DESIGN.read(document, self.problems) or {}

    def design(self) -> Design | None:
        weeks = self.said.get("weeks")
        crossover, washout = self.crossover()
        if self.given("blinded", False) and not self.blinded():
            said = "blinded: nobody takes a waiting list or usual care for the treatment; whoever is treated knows it"
            self.warnings.append(f"{said}. Write raters: blinded where those who rate do not know")
        arms = self.arms(weeks)
        endpoints = tuple(dict.fromkeys(name for name in self.given("endpoints", ()) if name))
        better = self.better(endpoints)
        visits = self.visits(weeks)
        rescue = self.rescue(weeks)
        dropout = self.given("dropout", 0.0)
        margin = self.given("non_inferiority", {}).get("margin")
        made: dict[str, Any] = {
            "background": self.background(weeks, arms),
            "assume": self.assumed(endpoints),
            **self.people(arms, crossover=crossover),
            "include": tuple(self.criterion(("include", name), said) for name, said in self.criteria("include")),
            "subgroup": self.one("subgroup"),
            "responder": self.responder(),
        }
        if margin is not None and endpoints and not better[endpoints[0]]:
            wrong = f"which way {endpoints[0]} counts is not known"
            self.wrong("non_inferiority", wrong, "add better: {NAME: lower}")
        if crossover:
            self.check_crossover(rescue)
        for arm in arms:
            for name in endpoints:
                for exposure in not_carried(arm.events, name):
                    said = f"the effect of {exposure} on {name} is {NOT_IN_THE_MODEL}"
                    self.warnings.append(f"arms.{arm.name}: {said}: what is shown of it comes by long ways round")
        made["control"] = self.control(arms) if arms else ""
        made["randomisation"] = self.randomisation(sum(made.get("allocation", ())) or len(arms))
        if self.problems or weeks is None:
            return None
        return Design(
            title=self.given("title", "") or "A trial",
            person=Person.like(who(self.said.get("population")), self.given("usual", {})),
            arms=arms,
            blinded=self.blinded(),
            raters_blinded=self.given("raters", "") == "blinded",
            weeks=weeks,
            visits=visits,
            endpoints=endpoints,
            better=better,
            analysis=self.given("analysis", "ancova"),
            crossover=crossover,
            washout=washout,
            run_in=self.given("run_in", 0.0),
            adherence=self.given("adherence", 1.0),
            dropout=dropout["rate"] if isinstance(dropout, Mapping) else dropout,
            dropout_by=dropout.get("by", "chance") if isinstance(dropout, Mapping) else "chance",
            missing=self.given("missing", 0.0),
            window=self.given("window", 0.0),
            rescue=rescue,
            margin=margin,
            alpha=self.given("alpha", 0.05),
            warnings=tuple(self.warnings),
            **made,
        )

    def given(self, key: str, otherwise: Any) -> Any:
        """What a field says, where it is there and right."""
        found = self.said.get(key)
        return otherwise if found is None else found

    def at(self, *place: str) -> Field:
        """Where something stands."""
        part = self.document
        for step in place:
            part = part[step]
        return part

    def wrong(self, place: str | tuple[str, ...], wrong: str, right: str = "") -> None:
        self.problems.append(self.at(*([place] if isinstance(place, str) else place)).problem(wrong, right))

    def events(self, place: tuple[str, ...], read: Any, weeks: float | None) -> list[Placed]:
        """Events as in a protocol that lasts as long as a period."""
        if not read:
            return []
        days = None if weeks is None else DAYS_A_WEEK * weeks
        found = read_events(self.at(*place), read, days, self.problems, self.warnings)
        for event, part in found:
            if event.start < 0:
                right = "treatment begins at day 0; what was so before goes into population or usual"
                self.problems.append(part["start"].problem("lies before randomisation", right))
        return found

    def arms(self, weeks: float | None) -> tuple[Arm, ...]:
        self.placed: dict[str, list[Placed]] = {}
        made = []
        for name, said in self.given("arms", {}).items():
            if said is None:
                continue
            self.placed[name] = self.events(("arms", name, "events"), said.get("events"), weeks)
            events = tuple(event for event, _ in self.placed[name])
            believed = said.get("expectation")
            if believed is None:
                believed = believed_by(said.get("kind"), treated=bool(events), blinded=self.blinded())
            made.append(Arm(name, events, believed, said.get("kind")))
        if made and not self.problems and len({(repr(arm.events), arm.expectation) for arm in made}) == 1:
            self.warnings.append("arms: all arms get the same, so that nothing can differ")
        return tuple(made)

    def blinded(self) -> bool:
        """Whether people do not know who is treated: not where all that stands against it is known to be nothing."""
        kinds = {arm.get("kind") for arm in self.given("arms", {}).values() if arm} - {None}
        return bool(self.given("blinded", True)) and not (kinds and kinds <= set(KNOWN))

    def people(self, arms: tuple[Arm, ...], *, crossover: bool) -> dict[str, Any]:
        """How many are randomised, and how they are shared out."""
        counts, total, ratio = (self.said.get(key) for key in ("per_arm", "people", "allocation"))
        names = [arm.name for arm in arms]
        if (counts is None) == (total is None):
            if "per_arm" not in self.document and "people" not in self.document:
                right = "say how many people are randomised to each arm, as in per_arm: 60"
                self.problems.append(self.document.problem("per_arm is missing", right))
            elif counts is not None:
                self.wrong("people", "says again how many people there are", "give people or per_arm")
            return {}
        by_arm = isinstance(counts, Mapping)
        for key, said in (("per_arm", counts if by_arm else {}), ("allocation", ratio or {})):
            for name in said:
                if name not in names:
                    self.wrong((key, name), f"'{name}' is not an arm", suggest(name, names, otherwise=listed(names)))
            for name in names:
                if said and name not in said:
                    self.wrong(key, f"says nothing of the arm '{name}'", f"write {name}: 1")
            if said and crossover:
                self.wrong(key, "in a crossover everybody gets every arm", f"leave {key} by name out")
        if by_arm and ratio:
            self.wrong("allocation", "per_arm says already how people are shared out", "leave one of them out")
        if self.problems:
            return {}
        shares = tuple(int((counts if by_arm else ratio)[name]) for name in names) if by_arm or ratio else ()
        divisor = math.gcd(*shares) if shares else 1
        shares = tuple(share // divisor for share in shares)
        groups = max(len(arms), 1)
        if by_arm:
            total = sum(counts.values())
        elif total is None:
            total = counts * groups
        made: dict[str, Any] = {"per_arm": max(round(total / groups), 2)}
        if len(set(shares)) > 1:
            made["allocation"] = shares
        if total != made["per_arm"] * groups:
            made["total"] = int(total)
        return made

    def assumed(self, endpoints: tuple[str, ...]) -> dict[str, Assumed]:
        """Effects that somebody assumes."""
        made = {}
        for name, said in self.given("assume", {}).items():
            if name not in endpoints:
                wrong = f"'{name}' is no endpoint of this trial"
                self.wrong(("assume", name), wrong, suggest(name, endpoints, otherwise=listed(endpoints)))
            text = said.get("effect") if isinstance(said, Mapping) else said
            if text is None:
                continue
            number, _, unit = text.strip().partition("SD") if "SD" in text else (text, "", "")
            sd = said.get("sd") if isinstance(said, Mapping) else None
            made[name] = Assumed(float(number), "SD" in text, sd)
        return made

    def background(self, weeks: float | None, arms: tuple[Arm, ...]) -> tuple[Event, ...]:
        """What everybody takes; it is held against the limits together with what each arm gets."""
        everybody = self.events(("background",), self.said.get("background"), weeks)
        for arm in arms:
            if everybody and self.placed[arm.name]:
                check_together([*everybody, *self.placed[arm.name]], self.problems, self.warnings)
        return tuple(event for event, _ in everybody)

    def control(self, arms: tuple[Arm, ...]) -> str:
        """The arm that others are compared with: the named or the untouched one; says which where that is open."""
        names: tuple[str, ...] = tuple(self.said["arms"])
        named = self.given("control", "")
        if named:
            if named not in names:
                self.wrong("control", f"'{named}' is not an arm", suggest(named, names, otherwise=listed(names)))
            return str(named)
        untouched = [arm.name for arm in arms if not arm.events]
        placebos = [name for name in untouched or names if CONTROL.search(name)]
        found = [*placebos, *untouched, names[-1]][0]
        if len(untouched) != 1:
            why = f"{listed(untouched)} have no events" if untouched else "no arm is without events"
            self.warnings.append(f"control: {why}, and '{found}' is taken as the control; write control: NAME")
        return found

    def better(self, endpoints: tuple[str, ...]) -> dict[str, int]:
        """Which way each endpoint counts."""
        said = self.given("better", {})
        for name in said:
            if name not in endpoints:
                self.wrong(("better", name), f"'{name}' is no endpoint of this trial", suggest(name, endpoints))
        sides = {"lower": -1, "higher": 1}
        return {name: sides[said[name]] if said.get(name) else side(name) for name in endpoints}

    def visits(self, weeks: float | None) -> tuple[float, ...]:
        """Weeks in which people are seen."""
        found = self.said.get("visits")
        if found is None or weeks is None:
            return (0.0, weeks or 0.0)
        for place, week in enumerate(found):
            if week is not None and week > weeks:
                right = f"the trial lasts {weeks:g} weeks: visit earlier, or give more weeks"
                self.problems.append(self.at("visits")[place].problem(f"week {week:g} lies after the end", right))
        known = [week for week in found if week is not None]
        if len(set(known)) < len(known):
            self.wrong("visits", "a week stands twice", "keep one")
        elif len(known) - 1 > max(weeks, 1.0):
            wrong = f"{len(known) - 1} visits after the first do not fit into {weeks:g} weeks"
            self.wrong("visits", wrong, "plan at most one visit a week")
        if 0.0 not in known or len(known) < 2:
            self.wrong("visits", "needs week 0 and a later week", "write visits: [0, 12]")
        elif max(known) < weeks:
            said = f"visits: the last one is in week {max(known):g} of {weeks:g}"
            self.warnings.append(f"{said}; what is found is what is seen then")
        return tuple(sorted(known))

    def crossover(self) -> tuple[bool, float]:
        said = self.given("crossover", False)
        if said is False:
            return False, 0.0
        washout = (said.get("washout") or 0.0) if isinstance(said, Mapping) else 0.0
        if not washout:
            told = "crossover: there is no washout, and what the first treatment did carries over into the second"
            self.warnings.append(f"{told}; write crossover: {{washout: 4}} (weeks)")
        return True, washout

    def check_crossover(self, rescue: Rescue | None) -> None:
        """What cannot go with a crossover, or does nothing in it."""
        for key, what in (
            ("subgroup", "parts of the people are not compared"),
            ("responder", "responders are not counted"),
            ("analysis", "it is analysed by arm, period and person"),
        ):
            if key in self.said:
                self.warnings.append(f"{key}: this does nothing in a crossover: {what}")
        if rescue:
            self.wrong("rescue", "a crossover with rescue cannot be read", "leave one out")

    def criteria(self, *place: str) -> list[tuple[str, Any]]:
        """Criteria that could be read, by what is measured."""
        said: Any = self.said
        for step in place:
            said = said.get(step) or {}
        return [(name, one) for name, one in said.items() if one]

    def criterion(self, place: tuple[str, ...], said: Any) -> Criterion:
        name = place[-1]
        if isinstance(said, list):
            low, high = said
            if low is not None and high is not None and low > high:
                self.wrong(place, f"nobody is between {low:g} and {high:g}", "write [low, high]")
            return Criterion(name, low, high)
        match = LIMIT.match(said)
        assert match  # so its shape says
        value, strict = float(match[2]), "=" not in match[1]
        return Criterion(name, value, None, strict) if ">" in match[1] else Criterion(name, None, value, strict)

    def one(self, *place: str) -> Criterion | None:
        """A criterion in a mapping of its own."""
        return next((self.criterion((*place, name), said) for name, said in self.criteria(*place)), None)

    def rescue(self, weeks: float | None) -> Rescue | None:
        said = self.given("rescue", {})
        when = self.one("rescue", "when")
        events = self.events(("rescue", "events"), said.get("events"), weeks)
        if when and when.name not in known_observables():
            wrong = f"'{when.name}' does not change in a trial"
            self.wrong(("rescue", "when"), wrong, "name what is measured at every visit, as in phq9")
        return Rescue(when, tuple(event for event, _ in events)) if when else None

    def responder(self) -> Responder:
        said = self.said.get("responder")
        if said is None:
            return Responder()
        return Responder(None, self.one("responder")) if isinstance(said, Mapping) else Responder(said)

    def randomisation(self, arms: int) -> Randomisation:
        """How people are put into arms; ``arms`` counts the places that hold every arm as often as is planned."""
        said = self.given("randomisation", {})
        if not isinstance(said, Mapping):
            return Randomisation(said, arms)
        by = tuple(name for name in said.get("by") or () if name)
        kind: Any = said.get("kind") or ("stratified" if by else "block")
        if (kind == "stratified") != bool(by):
            self.wrong("randomisation", "what to stratify by", "write {kind: stratified, by: [phq9]}")
        block = int(said.get("block") or arms)
        if block % max(arms, 1):
            shared = "the arms as they are shared out" if "allocation" in self.said else f"{arms} arms equally"
            wrong = f"a block of {block} cannot hold {shared}"
            self.wrong(("randomisation", "block"), wrong, f"a multiple of {arms}")
        return Randomisation(kind, block, by)
