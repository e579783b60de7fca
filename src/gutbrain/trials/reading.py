"""Reads a trial design from YAML and checks it to the last field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gutbrain.atlas.observables import side
from gutbrain.care import listens
from gutbrain.engine.simulation import known_observables
from gutbrain.errors import InputError, listed, suggest
from gutbrain.exposures import Event
from gutbrain.exposures.reach import NOT_IN_THE_MODEL, not_carried
from gutbrain.exposures.together import Placed, check_together
from gutbrain.people import Person
from gutbrain.people.person import who
from gutbrain.reading import Field, document
from gutbrain.trials import reading_conditions as conditions
from gutbrain.trials import reading_people
from gutbrain.trials import reading_questions as questions
from gutbrain.trials.blinding import KNOWN, believed_by
from gutbrain.trials.conditions import Groups
from gutbrain.trials.design import BACKGROUND, SITE, SUBGROUP, Arm, Design, Randomisation, Rescue, Responder
from gutbrain.trials.form_criteria import ANY
from gutbrain.trials.meaning import Meaning
from gutbrain.trials.questions import Criterion

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
    reader = _Reader(document(source))
    design = reader.design()
    if reader.problems or design is None:
        raise InputError(reader.problems)
    return design


class _Reader(Meaning):
    """Makes a design of what its fields say."""

    def design(self) -> Design | None:
        weeks = self.said.get("weeks")
        crossover, washout = self.crossover()
        if self.given("blinded", False) and not self.blinded():
            open_ = "blinded: nobody takes a waiting list or usual care for the treatment; whoever is treated knows it"
            self.warnings.append(f"{open_}. Write raters: blinded where those who rate do not know")
        arms = self.arms(weeks)
        background = self.background(weeks, arms)
        arms, factorial = questions.cells(self, arms)
        endpoints = questions.endpoints(self)
        better = self.better(endpoints)
        visits = self.visits(weeks)
        rescue = self.rescue(weeks)
        control = self.control(arms, factorial is not None) if arms else ""
        steps = self.steps()
        people = reading_people.people(self, arms, steps or max(len(arms), 1), crossover=crossover or bool(steps))
        total = people.get("total") or people.get("per_arm", 0) * (steps or len(arms)) or None
        groups, wedge = conditions.groups(self, total)
        missing = self.given("missing", 0.0)
        said: Mapping[str, Any] = missing if isinstance(missing, Mapping) else {"rate": missing}
        made: dict[str, Any] = {
            **people,
            **questions.several(self, endpoints),
            **conditions.shares(self, arms),
            "assume": questions.assumed(self, endpoints),
            "primary_as": questions.primary(self, better, endpoints),
            "doses": questions.doses(self, arms, control),
            "looks": questions.looks(self),
            "reestimation": questions.reestimation(self, endpoints),
            "bayes": questions.bayes(self, better[endpoints[0]] if endpoints else 0, endpoints),
            "estimand": questions.estimand(self),
            "mediators": tuple(dict.fromkeys(name for name in self.given("mediation", ()) if name)),
            "challenge": conditions.challenge(self, endpoints, visits),
            "momentary": conditions.momentary(self, endpoints),
            "follow_up": conditions.follow_up(self, weeks),
            "feasibility": conditions.feasibility(self),
            "include": self.eligibility(),
            "include_any": self.eligibility_any(),
            "subgroup": self.subgroup(),
            "responder": self.responder(),
            "missing": said.get("rate") or 0.0,
            "imputation": said.get("analysis") or "",
            "covariates": tuple(dict.fromkeys(name for name in self.given("covariates", ()) if name)),
            "background_share": self.background_share(),
        }
        margins = {key: self.given(key, {}).get("margin") for key in ("non_inferiority", "equivalence")}
        if endpoints and margins["non_inferiority"] is not None and not better[endpoints[0]]:
            wrong = f"which way {endpoints[0]} counts is not known"
            self.wrong("non_inferiority", wrong, "add better: {NAME: lower}")
        self.told(arms, endpoints, groups, made, control)
        made["randomisation"] = self.randomisation(sum(made.get("allocation", ())) or steps or len(arms))
        self.together(crossover, rescue)
        population = who(self.said.get("population"))
        self.warnings += population.warnings
        if self.problems or weeks is None:
            return None
        return Design(
            title=self.given("title", "") or "A trial",
            person=Person.like(population, self.given("usual", {})),
            arms=arms,
            control=control,
            background=background,
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
            contamination=self.given("contamination", 0.0),
            window=self.given("window", 0.0),
            rescue=rescue,
            margin=margins["non_inferiority"],
            equivalence=margins["equivalence"],
            factorial=factorial,
            groups=groups,
            wedge=wedge,
            alpha=self.given("alpha", 0.05),
            unmodelled=tuple(self.given("not_simulated", ())),
            warnings=tuple(self.warnings),
            **made,
        )

    def steps(self) -> int:
        """Groups that cross one after the other in a stepped wedge; 0 in any other trial."""
        said = self.given("stepped_wedge", {})
        return int(said.get("steps") or min(4, said.get("clusters") or 4)) if said else 0

    def told(
        self,
        arms: tuple[Arm, ...],
        endpoints: tuple[str, ...],
        groups: Groups | None,
        made: Mapping[str, Any],
        control: str,
    ) -> None:
        """Say what is right and may not be meant."""
        for arm in arms:
            for name in endpoints:
                for exposure in not_carried(arm.events, name):
                    said = f"the effect of {exposure} on {name} is {NOT_IN_THE_MODEL}"
                    self.warnings.append(f"arms.{arm.name}: {said}: what is shown of it comes by long ways round")
        if groups and groups.kind == "clusters" and "analysis" in self.said:
            self.warnings.append("analysis: this does nothing where clusters are randomised: their means are compared")
        kinds = {arm.name: arm.kind for arm in arms}
        margin = next((key for key in ("non_inferiority", "equivalence") if self.said.get(key)), "")
        untreated = kinds.get(control) in ("placebo", "waiting-list") or "placebo" in control.lower()
        if margin and untreated:
            self.warnings.append(f"{margin}: the control is no treatment, and not to be worse than it shows no benefit")
        if self.said.get("not_simulated"):
            named = listed([str(name) for name in self.said["not_simulated"]])
            self.warnings.append(f"not_simulated: {named}: not covered here; the trial measures it, the model does not")

    def together(self, crossover: bool, rescue: Rescue | None) -> None:
        """Note what cannot be carried out together."""
        if crossover:
            self.check_crossover(rescue)
        beside = (
            "factorial",
            "dose_response",
            "sites",
            "clusters",
            "stepped_wedge",
            "follow_up",
            "interim",
            "reestimate",
        )
        more = ("mediation", "estimand", "covariates", "challenge", "ema")
        if crossover:
            questions.alone(self, "crossover", (*beside, *more))
            if self.primary_kind() != "change":
                self.wrong("primary", "a crossover compares changes", "leave as out")
        if self.said.get("stepped_wedge"):
            others = (
                "factorial",
                "dose_response",
                "interim",
                "reestimate",
                "follow_up",
                "rescue",
                "mediation",
                "estimand",
            )
            questions.alone(
                self, "stepped_wedge", (*others, "subgroup", "covariates", "challenge", "ema", "allocation")
            )
            if len(self.given("arms", {})) != 2:
                self.wrong("stepped_wedge", "compares a treatment with a control", "write two arms")
        if self.said.get("clusters"):
            questions.alone(self, "clusters", ("reestimate", "mediation", "subgroup"))
        if self.primary_kind() != "change" and (self.said.get("clusters") or self.said.get("stepped_wedge")):
            self.wrong("primary", "of clusters the means of changes are compared", "leave as out")
        if self.primary_kind() != "change":
            questions.alone(self, "primary", ("reestimate", "mediation"))
        if self.primary_kind() == "time-to-event":
            questions.alone(self, "primary", ("dose_response",))
        questions.alone(self, "factorial", ("dose_response",))
        questions.alone(self, "equivalence", ("non_inferiority", "dose_response", "factorial"))
        if self.said.get("dose_response") and self.said.get("non_inferiority"):
            questions.alone(self, "dose_response", ("non_inferiority",))
        if self.said.get("window"):
            questions.alone(self, "window", ("challenge", "ema"))

    def primary_kind(self) -> str:
        """How the primary endpoint counts."""
        said = self.given("primary", "")
        return str(said.get("as") or "change") if isinstance(said, Mapping) else "change"

    def eligibility(self) -> tuple[Criterion, ...]:
        """Criteria that must all hold."""
        found = [(name, said) for name, said in self.criteria("include") if name != ANY]
        return tuple(self.criterion(("include", name), said) for name, said in found)

    def eligibility_any(self) -> tuple[tuple[Criterion, ...], ...]:
        """Criteria of which one is enough."""
        found = self.criteria("include", ANY)
        made = tuple(self.criterion(("include", ANY, name), said) for name, said in found)
        return (made,) if made else ()

    def subgroup(self) -> Criterion | None:
        """Part of the people, for which all criteria hold."""
        found = [self.criterion(("subgroup", name), said) for name, said in self.criteria("subgroup")]
        return questions.combined(criterion=found)

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

    def background_share(self) -> float:
        """Share of people who take what is taken besides."""
        said = self.given("background", ())
        return float(said.get("share") or 1.0) if isinstance(said, Mapping) else 1.0

    def background(self, weeks: float | None, arms: tuple[Arm, ...]) -> tuple[Event, ...]:
        """What everybody takes; it is held against the limits together with what each arm gets."""
        said = self.said.get("background")
        place: tuple[str, ...] = ("background",)
        if isinstance(said, Mapping):
            said, place = said.get("events"), ("background", "events")
        everybody = self.events(place, said, weeks)
        for arm in arms:
            if everybody and self.placed[arm.name]:
                check_together([*everybody, *self.placed[arm.name]], self.problems, self.warnings)
        return tuple(event for event, _ in everybody)

    def control(self, arms: tuple[Arm, ...], factorial: bool) -> str:
        """The arm that others are compared with: the named or the untouched one; says which where that is open."""
        if factorial:
            if "control" in self.said:
                self.wrong("control", "the control of a factor is its first level", "leave control out")
            return arms[0].name
        names = tuple(arm.name for arm in arms)
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
        if (kind in ("stratified", "matched")) != bool(by):
            what = "match" if kind == "matched" else "stratify"
            self.wrong("randomisation", f"what to {what} by", f"write {{kind: {kind}, by: [phq9]}}")
        for name, key in ((SITE, "sites"), (SUBGROUP, "subgroup"), (BACKGROUND, "background")):
            if name in by and not self.said.get(key):
                self.wrong(("randomisation", "by"), f"there is no {key} in this trial", f"add {key}, or leave it out")
        if BACKGROUND in by and self.background_share() >= 1:
            right = "write background: {share: 0.5, events: [...]}"
            self.wrong(("randomisation", "by"), "everybody has the same background", right)
        block = int(said.get("block") or arms)
        if block % max(arms, 1):
            shared = "the arms as they are shared out" if "allocation" in self.said else f"{arms} arms equally"
            wrong = f"a block of {block} cannot hold {shared}"
            self.wrong(("randomisation", "block"), wrong, f"a multiple of {arms}")
        return Randomisation(kind, block, by)
