"""Declarations and equations of the axis as parts of an SBML document: what every exported model is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import libsbml

from gutbrain.evidence import Reference, claims, references
from gutbrain.export.document import Document
from gutbrain.export.equations import CLOCK, Equations, parameter_id
from gutbrain.export.hubs import hubs
from gutbrain.export.terms import Term, name, number
from gutbrain.export.units import unit
from gutbrain.model import Model
from gutbrain.model.module import Constant, Exposure, Formula, Quantity, State, Trait

HOURS, PLAIN = unit("h"), unit("1")
FOLLOWING, FOLLOWING_TIME = "following_time", 1e-5
"""A parameter of the file, and its value (h): the mind notices the end of a stressor a dozen such times late."""


class Writer:
    """Writes the parts of a model in turn.

    Parameters
    ----------
    document
        What is written into.
    model, equations
        The axis, and its equations as terms.
    exact
        See :func:`gutbrain.export.sbml.sbml`; ``hubs`` holds the outputs that follow their formulas unless it is so.
    title
        What something is called, by its name in the model.
    """

    def __init__(
        self,
        document: Document,
        model: Model,
        equations: Equations,
        *,
        exact: bool,
        title: Callable[[str], str] = str,
    ) -> None:
        self.document, self.model, self.equations, self._title = document, model, equations, title
        self.hubs = frozenset() if exact else hubs(equations)

    def parameters(self, values: Mapping[str, float]) -> None:
        """The parameters of the equations, by ``module.name``."""
        known = references()
        for parameter in self.model.parameters:
            identifier, measure = parameter_id(parameter), unit(parameter.unit)
            made = self.document.parameter(identifier, parameter.key, measure, values[parameter.key], constant=True)
            self.document.notes(made, _parameter_notes(parameter))
            if parameter.source in known:
                self.document.described_by(made, address(known[parameter.source]))

    def traits(self, values: Mapping[str, float]) -> None:
        """The traits of the person."""
        for trait in self.model.traits.values():
            self.declared(trait, values[trait.name], "A trait of the person.")

    def exposure(self, exposure: Exposure, value: float | None, *, constant: bool) -> None:
        """What acts from outside, with its sources.

        Parameters
        ----------
        exposure
            Its declaration.
        value
            In its unit; None where a rule gives it.
        constant
            Whether it never changes.
        """
        made = self.declared(exposure, value, "From outside.", constant=constant)
        claim = claims().get(exposure.claim)
        cited = [references()[key] for key in claim.references] if claim else []
        self.document.described_by(made, [place for reference in cited for place in address(reference)])

    def states(self, values: Mapping[str, float]) -> None:
        """States, from their initial values on."""
        for state in self.model.states:
            rate = self.equations.rates.get(state.name)
            kind = "State" if isinstance(state, State) else "Held at what it was before"
            assert isinstance(state, Formula)
            self.declared(state, values[state.name], kind, constant=rate is None)
            if rate is not None:
                self.document.rate(state.name, rate)

    def outputs(self, begun: Mapping[str, float]) -> None:
        """Outputs; ``begun`` has the initial values of those that are states here."""
        if self.hubs:
            made = self.document.parameter(FOLLOWING, FOLLOWING, HOURS, FOLLOWING_TIME, constant=True)
            self.document.notes(made, ["Time constant with which outputs that are states here follow their formula."])
        for output, term in self.equations.values.items():
            declaration = self.model.givers[output]
            if output in self.hubs:
                self.declared(declaration, begun[output], "Output, follows its formula at once", constant=False)
                measure = unit(declaration.unit)
                self.document.rate(output, (term - name(output, measure)) / name(FOLLOWING, HOURS))
            else:
                self.declared(declaration, None, "Output", constant=False)
                self.document.value(output, term)

    def at(self, hour: float, identifier: str, title: str, values: list[tuple[str, Term]]) -> None:
        """An event at an hour from midnight of day 0.

        Parameters
        ----------
        hour
            From midnight of day 0.
        identifier
            SBML identifier of the event.
        title
            For people.
        values
            Names of what changes, and the formula of the new value of each.
        """
        self.document.event(identifier, title, since(name(CLOCK, HOURS), number(hour, HOURS)), values)

    def declared(
        self, declaration: Formula | Trait | Exposure, value: float | None, kind: str, *, constant: bool = True
    ) -> libsbml.Quantity:
        """A declaration as a parameter, with its meaning.

        Parameters
        ----------
        declaration
            Output, trait or exposure.
        value
            In its unit; None where a rule gives it.
        kind
            What it is, as the notes begin.
        constant
            Whether it never changes.
        """
        title, measure = self._title(declaration.name), unit(declaration.unit)
        made = self.document.parameter(declaration.name, title, measure, value, constant=constant)
        meaning = getattr(declaration, "meaning", "")
        self.document.notes(made, [meaning, f"{kind} ({declaration.module}); declared in {declaration.unit}."])
        return made


def since(clock: Term, begins: Term) -> Term:
    """Whether a moment is reached."""
    return Term("geq", PLAIN, (clock, begins))


def address(reference: Reference) -> list[str]:
    """Where a publication is found, as MIRIAM has it."""
    if reference.doi:
        return [f"https://identifiers.org/doi:{reference.doi}"]
    return [f"https://identifiers.org/pubmed:{reference.pmid}"] if reference.pmid else []


def _parameter_notes(parameter: Quantity) -> list[str]:
    spread = f", {parameter.low:g} to {parameter.high:g}" if parameter.low is not None else ""
    grade = f"{parameter.grade}, constant" if isinstance(parameter, Constant) else parameter.grade
    after = f", after {parameter.after}" if parameter.after else ""
    return [
        parameter.meaning,
        f"Published: {parameter.value:g}{spread} {parameter.unit} ({grade}; source: {parameter.source}{after}).",
    ]
