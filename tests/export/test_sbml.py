"""The exported model: valid, with units throughout, and read back as it is here."""

import math
from pathlib import Path

import libsbml
import pytest

from gutbrain.export.equations import parameter_id
from gutbrain.export.sbml import sbml
from gutbrain.export.subject import subject
from gutbrain.export.units import unit
from gutbrain.model.module import ModelError
from gutbrain.model.units import canonical

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


def problems(text: str) -> list[str]:
    """Everything, warnings as well, that libSBML has to say of a file."""
    document = libsbml.readSBMLFromString(text)
    document.checkConsistency()
    return [document.getError(i).getMessage() for i in range(document.getNumErrors())]


@pytest.fixture(scope="module")
def person():
    return subject()


@pytest.fixture(scope="module")
def document(person):
    return libsbml.readSBMLFromString(sbml(person))


@pytest.mark.slow
@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_libsbml_finds_nothing_wrong_in_any_example(example, exact):
    assert problems(sbml(subject(example), exact=exact)) == []


def test_libsbml_finds_nothing_wrong_where_the_protocol_begins_before_day_0():
    events = [
        {"exposure": "antibiotic", "name": "vancomycin", "amount": 500, "start": -10, "days": 5},
        {"exposure": "sleep", "amount": 5, "start": 2, "days": 1},
    ]
    assert problems(sbml(subject({"title": "before", "days": 7, "events": events}))) == []


def test_a_wrong_unit_would_be_found(person):
    text = sbml(person).replace('sbml:units="dimensionless"', 'sbml:units="g"', 1)
    assert problems(text) != []


def test_every_name_is_there_with_its_unit(person, document):
    model = document.getModel()
    for name, declaration in (person.model.givers | person.model.exposures | person.model.traits).items():
        assert model.getParameter(name).getUnits() == unit(declaration.unit).id, name
    for parameter in person.model.parameters:
        found = model.getParameter(parameter_id(parameter))
        assert found.getValue() == pytest.approx(person.parameters[parameter.key], rel=1e-14)
        assert parameter.meaning.split()[0] in found.getNotesString().replace("&gt;", ">")


def test_values_are_in_hours(person, document):
    fibre = document.getModel().getParameter("fibre")
    assert fibre.getUnits() == "g_per_h"
    assert fibre.getValue() == pytest.approx(18.0 * canonical("g/day")[0])


def test_publications_stand_at_parameters(document):
    level = document.getModel().getParameter("stress_hormones__cortisol_level")
    addresses = [level.getCVTerm(0).getResourceURI(i) for i in range(level.getCVTerm(0).getNumResources())]
    assert addresses
    assert all(address.startswith("https://identifiers.org/") for address in addresses)


def test_what_is_held_is_constant(document):
    assert document.getModel().getParameter("usual_il6").getConstant()


def test_an_event_ends_at_the_usual_level():
    events = [{"exposure": "fibre", "amount": 40, "start": 2, "days": 3}]
    model = libsbml.readSBMLFromString(sbml(subject({"title": "more", "days": 7, "events": events}))).getModel()
    up, down = model.getEvent(0), model.getEvent(1)
    assert libsbml.formulaToL3String(up.getTrigger().getMath()) == "clock >= 48 h"
    assert up.getEventAssignment(0).getMath().getValue() == pytest.approx(40 / 24)
    assert down.getEventAssignment(0).getMath().getName() == "fibre__usual"


def test_a_strain_is_called_after_itself():
    events = [{"exposure": "probiotic", "strains": {"B. longum 1714": 1.0e9}, "start": 0, "days": 3}]
    model = libsbml.readSBMLFromString(sbml(subject({"title": "strain", "days": 4, "events": events}))).getModel()
    assert model.getParameter("strain_1").getName() == "strain.B. longum 1714"


def test_nothing_begins_with_a_rounding_error(person):
    assert all(value == 0 or math.fabs(value) > 1e-9 for value in person.states.values())


def test_a_unit_that_sbml_does_not_know_is_refused():
    with pytest.raises(ValueError, match="furlong"):
        unit("furlong/h")


def test_terms_of_different_units_are_not_added():
    from gutbrain.export.terms import name

    with pytest.raises(ModelError, match="g with h"):
        name("a", unit("g")) + name("b", unit("h"))
