"""The model with a person and a protocol as SBML Level 3 Version 2.

States are parameters with rate rules, outputs parameters with assignment rules; what acts from outside is set by
events. SBML time is 0 at the start of the protocol; ``clock`` counts hours from midnight of day 0, which every rhythm
follows.
"""

from __future__ import annotations

import math
import re

import libsbml
import numpy as np

from gutbrain.evidence import Reference, claims, references
from gutbrain.export.document import Document
from gutbrain.export.equations import BEFORE, BETWEEN, CLOCK, equations, parameter_id
from gutbrain.export.hubs import hubs
from gutbrain.export.subject import Subject, start_values
from gutbrain.export.terms import Term, name, number, time
from gutbrain.export.units import unit
from gutbrain.model.module import Exposure, Formula, Parameter, State, Trait

START = "protocol_start"
FOLLOWING, FOLLOWING_TIME = "following_time", 1e-4
HOURS, PLAIN = unit("h"), unit("1")
HUMAN = "https://identifiers.org/taxonomy:9606"


def usual_id(exposure: str) -> str:
    """Identifier of the usual level of an exposure that a protocol changes."""
    return f"{exposure}{BETWEEN}usual"


def address(reference: Reference) -> list[str]:
    """Where a publication is found, as MIRIAM has it."""
    if reference.doi:
        return [f"https://identifiers.org/doi:{reference.doi}"]
    return [f"https://identifiers.org/pubmed:{reference.pmid}"] if reference.pmid else []


def sbml(subject: Subject, *, relaxed: bool = False) -> str:
    """A subject as an SBML file.

    Parameters
    ----------
    subject
        Who goes through what.
    relaxed
        Whether the outputs that most others rest on follow their formulas as fast states, for tools that cannot take
        long chains of assignment rules (see :mod:`gutbrain.export.hubs`).

    Returns
    -------
    The text of the file. Everything that has time in it is in hours; identifiers are the names of the vocabulary, those
    of parameters ``module__name``.
    """
    return _Writer(subject, relaxed=relaxed).document.text()


class _Writer:
    """Writes the parts of a document in turn."""

    def __init__(self, subject: Subject, *, relaxed: bool) -> None:
        self.subject = subject
        title = subject.protocol.title or "The gut-brain axis"
        self.document = Document("gutbrain", title)
        self.equations = equations(subject.model, settles=False, before=subject.start < 0)
        self.hubs = hubs(self.equations) if relaxed else frozenset()
        self._about()
        self._time()
        self._parameters()
        self._traits()
        self._exposures()
        self._states()
        self._outputs()
        self._events()

    def _about(self) -> None:
        protocol, document = self.subject.protocol, self.document
        document.notes(
            document.model,
            (
                f"The microbiota-gut-brain axis of a typical person ({protocol.person.preset}) through the protocol "
                f"'{protocol.title}', {protocol.days:g} days.",
                "Time is in hours from the start of the protocol; 'clock' counts from midnight of day 0. Whatever has "
                "time in its unit is in hours, whatever it was declared in.",
                "Initial values are those of the settled person, parameters the central values of the ensemble.",
                "For research and learning, not for diagnosis.",
            ),
        )
        document.annotate(document.model, libsbml.BQB_HAS_TAXON, [HUMAN])
        kind, _, key = protocol.reference.partition(":")
        collection = {"doi": "doi", "pmid": "pubmed"}.get(kind)
        if collection:
            document.described_by(document.model, [f"https://identifiers.org/{collection}:{key.strip()}"])

    def _time(self) -> None:
        start = self.document.parameter(START, START, HOURS, self.subject.start, constant=True)
        self.document.notes(start, ["Start of the protocol, hours from midnight of day 0."])
        clock = self.document.parameter(CLOCK, CLOCK, HOURS, None, constant=False)
        self.document.notes(
            clock, ["Hours from midnight of day 0; the hour of the day is the rest after division by 24."]
        )
        self.document.value(CLOCK, name(START, HOURS) + time(HOURS))
        if self.subject.start < 0:
            before = self.document.parameter(BEFORE, BEFORE, PLAIN, 1.0, constant=False)
            self.document.notes(before, ["1 before day 0, then 0: what is the person's own follows until then."])

    def _parameters(self) -> None:
        known = references()
        for parameter in self.subject.model.parameters:
            value = self.subject.parameters[parameter.key]
            made = self.document.parameter(
                parameter_id(parameter), parameter.key, unit(parameter.unit), value, constant=True
            )
            self.document.notes(made, _parameter_notes(parameter))
            if parameter.source in known:
                self.document.described_by(made, address(known[parameter.source]))

    def _traits(self) -> None:
        for trait in self.subject.model.traits.values():
            self._declared(trait, self.subject.traits[trait.name], "A trait of the person.")

    def _exposures(self) -> None:
        subject = self.subject
        for exposure in subject.model.exposures.values():
            changes = exposure.name in subject.acted_on
            made = self._declared(exposure, subject.level(exposure.name, 0), "From outside.", constant=not changes)
            claim = claims().get(exposure.claim)
            cited = [references()[key] for key in claim.references] if claim else []
            self.document.described_by(made, [place for reference in cited for place in address(reference)])
            if changes and np.isnan(subject.levels[exposure.name]).any():
                usual = usual_id(exposure.name)
                self.document.parameter(usual, usual, unit(exposure.unit), subject.usual[exposure.name], constant=True)

    def _states(self) -> None:
        for state in self.subject.model.states:
            rate = self.equations.rates.get(state.name)
            kind = "State" if isinstance(state, State) else "Held at what it was before"
            made = self._declared(state, self.subject.states[state.name], kind, constant=rate is None)
            assert isinstance(state, Formula)
            if rate is not None:
                self.document.rate(made.getId(), rate)

    def _outputs(self) -> None:
        if self.hubs:
            made = self.document.parameter(FOLLOWING, FOLLOWING, HOURS, FOLLOWING_TIME, constant=True)
            self.document.notes(made, ["Time constant with which outputs that are states here follow their formula."])
        begun = start_values(self.subject, self.hubs)
        for output, term in self.equations.values.items():
            declaration = self.subject.model.givers[output]
            if output in self.hubs:
                self._declared(declaration, begun[output], "Output, follows its formula at once", constant=False)
                measure = unit(declaration.unit)
                self.document.rate(output, (term - name(output, measure)) / name(FOLLOWING, HOURS))
            else:
                self._declared(declaration, None, "Output", constant=False)
                self.document.value(output, term)

    def _events(self) -> None:
        subject = self.subject
        if subject.start < 0:
            self._at(0.0, "day_zero", "day 0 begins", [(BEFORE, number(0.0))])
        for segment, edge in enumerate(subject.edges, 1):
            values = [
                (exposure, self._level(exposure, segment))
                for exposure in subject.acted_on
                if not _same(*subject.levels[exposure][segment - 1 : segment + 1])
            ]
            day, hour = divmod(float(edge), 24.0)
            self._at(float(edge), f"change_{segment}", f"day {day:g}, {hour:g} h", values)

    def _level(self, exposure: str, segment: int) -> Term:
        """What an event sets: a number, or the usual level."""
        level, measure = (
            float(self.subject.levels[exposure][segment]),
            unit(self.subject.model.exposures[exposure].unit),
        )
        return name(usual_id(exposure), measure) if math.isnan(level) else number(level, measure)

    def _at(self, hour: float, identifier: str, title: str, values: list[tuple[str, Term]]) -> None:
        """An event at an hour from midnight of day 0."""
        trigger = Term("geq", PLAIN, (name(CLOCK, HOURS), number(hour, HOURS)))
        self.document.event(identifier, title, trigger, values)

    def _declared(
        self, declaration: Formula | Trait | Exposure, value: float | None, kind: str, *, constant: bool = True
    ) -> libsbml.Parameter:
        """A declaration as a parameter, with its meaning."""
        title = self._title(declaration.name)
        made = self.document.parameter(declaration.name, title, unit(declaration.unit), value, constant=constant)
        meaning = getattr(declaration, "meaning", "")
        self.document.notes(made, [meaning, f"{kind} ({declaration.module}); declared in {declaration.unit}."])
        return made

    def _title(self, declared: str) -> str:
        """The name of the vocabulary: a strain that is taken is called after itself."""
        slot = re.fullmatch(r"strain_(\d+)", declared)
        strains = self.subject.table.strains[0]
        if slot and int(slot[1]) <= len(strains):
            return f"strain.{strains[int(slot[1]) - 1].short}"
        return declared


def _same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


def _parameter_notes(parameter: Parameter) -> list[str]:
    spread = f", {parameter.low:g} to {parameter.high:g}" if parameter.low is not None else ""
    grade = "constant" if parameter.constant else parameter.grade
    return [
        parameter.meaning,
        f"Published: {parameter.value:g}{spread} {parameter.unit} ({grade}; source: {parameter.source}).",
    ]
