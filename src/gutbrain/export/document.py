"""An SBML document under construction: definitions of units, parameters, rules, events, notes and references."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import libsbml

from gutbrain.export.mathml import tree
from gutbrain.export.terms import Term
from gutbrain.export.units import KINDS, Unit
from gutbrain.export.units import unit as unit_of

LEVEL, VERSION = 3, 2


class Document:
    """What is written into; every unit that anything mentions is defined."""

    def __init__(self, identifier: str, title: str) -> None:
        self.sbml = libsbml.SBMLDocument(LEVEL, VERSION)
        self.model = self.sbml.createModel()
        self.model.setId(identifier)
        self.model.setName(title)
        self.model.setMetaId("model")
        self._units: set[str] = set()
        self.model.setTimeUnits(self._defined(unit_of("h")))
        self.model.setExtentUnits("dimensionless")
        self.model.setSubstanceUnits("dimensionless")

    def text(self) -> str:
        """The file."""
        return str(libsbml.writeSBMLToString(self.sbml))

    def parameter(
        self, identifier: str, name: str, unit: Unit, value: float | None, *, constant: bool
    ) -> libsbml.Parameter:
        """Add a number with a name.

        Parameters
        ----------
        identifier
            SBML identifier, which no other element has.
        name
            For people.
        unit
            Its unit.
        value
            In that unit; None where a rule gives it.
        constant
            Whether it never changes.
        """
        made = self.model.createParameter()
        made.setId(identifier)
        made.setName(name)
        made.setMetaId(f"_{identifier}")
        made.setUnits(self._defined(unit))
        made.setConstant(constant)
        if value is not None:
            made.setValue(value)
        return made

    def value(self, identifier: str, term: Term) -> None:
        """What something is at any time."""
        self._math(self.model.createAssignmentRule(), identifier, term)

    def rate(self, identifier: str, term: Term) -> None:
        """How fast something changes."""
        self._math(self.model.createRateRule(), identifier, term)

    def event(self, identifier: str, name: str, trigger: Term, values: Iterable[tuple[str, Term]]) -> None:
        """Give something new values when a condition becomes true.

        Parameters
        ----------
        identifier
            SBML identifier, which no other element has.
        name
            For people.
        trigger
            The condition.
        values
            Identifiers of what changes, and the formula of the new value of each.
        """
        made = self.model.createEvent()
        made.setId(identifier)
        made.setName(name)
        made.setUseValuesFromTriggerTime(True)
        condition = made.createTrigger()
        condition.setInitialValue(True)
        condition.setPersistent(True)
        self._declare(trigger)
        condition.setMath(tree(trigger))
        for variable, term in values:
            self._math(made.createEventAssignment(), variable, term)

    def notes(self, element: libsbml.SBase, paragraphs: Iterable[str]) -> None:
        """Text for readers."""
        body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs if paragraph)
        element.setNotes(f'<body xmlns="http://www.w3.org/1999/xhtml">{body}</body>')

    def described_by(self, element: libsbml.SBase, resources: Iterable[str]) -> None:
        """Publications that stand behind an element, by address."""
        self.annotate(element, libsbml.BQB_IS_DESCRIBED_BY, resources)

    def annotate(self, element: libsbml.SBase, qualifier: int, resources: Iterable[str]) -> None:
        """MIRIAM annotation with a biological qualifier.

        Parameters
        ----------
        element
            What is annotated.
        qualifier
            Number of the qualifier in libSBML (``BQB_IS`` and so on).
        resources
            Addresses, at identifiers.org where there is one; none writes nothing.
        """
        addresses = list(resources)
        if not addresses:
            return
        annotation = libsbml.CVTerm(libsbml.BIOLOGICAL_QUALIFIER)
        annotation.setBiologicalQualifierType(qualifier)
        for address in addresses:
            annotation.addResource(address)
        element.addCVTerm(annotation)

    def _math(self, element: libsbml.SBase, variable: str, term: Term) -> None:
        element.setVariable(variable)
        self._declare(term)
        element.setMath(tree(term))

    def _declare(self, term: Term) -> None:
        """Define the units of a term's numbers."""
        if term.operation == "number":
            self._defined(term.unit)
        for argument in term.arguments:
            self._declare(argument)

    def _defined(self, unit: Unit) -> str:
        """Identifier of a unit, which is defined when it is first needed."""
        if unit.parts and unit.id not in self._units:
            self._units.add(unit.id)
            definition = self.model.createUnitDefinition()
            definition.setId(unit.id)
            for name, power in unit.parts:
                kind, scale, factor = KINDS[name]
                part = definition.createUnit()
                part.setKind(libsbml.UnitKind_forName(kind))
                part.setExponent(power)
                part.setScale(scale)
                part.setMultiplier(factor)
        return unit.id
