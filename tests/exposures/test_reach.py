"""What an exposure acts on: lists that hold claims, and equations that carry them."""

import pytest

import gutbrain
from gutbrain.atlas.exposures import exposure_of
from gutbrain.atlas.observables import observables
from gutbrain.axis import axis
from gutbrain.errors import InputError
from gutbrain.evidence.paths import best_chain
from gutbrain.evidence.records import claims
from gutbrain.exposures import exposures, load
from gutbrain.exposures.medicines import named
from gutbrain.exposures.reach import STRAINS, happening, is_silent, not_carried, what_acts_on
from gutbrain.model import GRADES

INPUTS = {name: [one for one in axis().exposures if exposure_of(one) == name] for name in exposures()}
LISTS = [(name, INPUTS[name], one.acts_on) for name, one in exposures().items()]
LISTS += [(name, ["minocycline"], one.acts_on) for name, one in named("antibiotic").items() if one.acts_on]


def events(*said):
    return load({"title": "t", "days": 30, "events": [{"start": 0, **one} for one in said]}).events


ALCOHOL = {"exposure": "alcohol", "amount": 60}
SUGAR = {"exposure": "free_sugar", "amount": 120}
SLEEP = {"exposure": "sleep", "amount": 6}


@pytest.mark.parametrize(("name", "inputs", "listed"), LISTS, ids=[name for name, *_ in LISTS])
def test_what_is_listed_has_a_claim_and_is_carried_by_an_equation(name, inputs, listed):
    assert inputs
    for outcome, claim in listed.items():
        assert claim in claims(), outcome
        if outcome == STRAINS:
            continue
        record = observables()[outcome]
        assert not record.inside, f"{outcome} is a step on the way, of which nothing is claimed"
        assert record.goes_with not in listed, f"{outcome} goes with {record.goes_with}"
        # raises where nothing leads there
        assert any(leads(one, outcome) for one in inputs), outcome


def leads(start, outcome):
    """Whether the equations carry something from one to the other."""
    try:
        return best_chain(start, outcome) in GRADES
    except InputError:
        return False


def test_outcomes_without_a_claim_are_not_in_the_model():
    for outcome in ("anxiety", "pss10", "cognition", "gi_symptoms"):
        assert is_silent(events(ALCOHOL), outcome)
        assert is_silent(events(ALCOHOL, SUGAR), outcome)
    assert is_silent(events(SUGAR), "psqi")
    for outcome in ("permeability", "rmssd", "psqi", "depression"):
        assert not is_silent(events(ALCOHOL), outcome)
    for exposure, amount, outcomes in (
        ("expectation", 0.5, ("gi_symptoms", "crp", "shannon", "cortisol")),
        ("mast_cell_blocker", 1, ("gi_symptoms", "depression", "crp")),
        ("crh_injection", 1, ("shannon", "gi_symptoms", "bdnf")),
        ("fermented_food", 6, ("depression", "bdi2")),
    ):
        for outcome in outcomes:
            assert is_silent(events({"exposure": exposure, "amount": amount}), outcome), (exposure, outcome)


def test_what_studies_found_unchanged_is_listed_with_its_null():
    for exposure, outcome in (
        ("gos", "depression"),
        ("inulin", "cognition"),
        ("fos", "cortisol_awakening_response"),
        ("anti_tnf", "depression"),
        ("sleep", "faecal_scfa"),
    ):
        assert claims()[exposures()[exposure].acts_on[outcome]].sign == 0, (exposure, outcome)


def test_another_reading_of_an_outcome_goes_with_it():
    for outcome in ("depression", "bdi2", "poms_tmd", "pss10", "salivary_cortisol"):
        assert not is_silent(events(SLEEP), outcome), outcome
    assert is_silent(events(SLEEP), "mucus")


def test_steps_on_the_way_are_no_outcomes():
    for step in ("sleep_debt", "scfa_supply", "carbon_in"):
        assert not is_silent(events(ALCOHOL), step), step


def test_beside_something_that_acts_only_its_own_effect_is_missing():
    both = events(ALCOHOL, SLEEP, ALCOHOL)
    assert not is_silent(both, "anxiety")
    assert not_carried(both, "anxiety") == ("alcohol",)
    assert not_carried(both, "permeability") == ("sleep",)


def test_without_events_nothing_is_missing():
    assert not is_silent((), "depression")
    assert not_carried((), "depression") == ()


def test_a_share_goes_with_its_guild_and_a_strain_with_all_strains():
    antibiotic = {"exposure": "antibiotic", "name": "ciprofloxacin", "amount": 1000, "days": 5}
    for outcome in ("enterobacteriaceae_share", "strain.L. rhamnosus GG"):
        assert not is_silent(events(antibiotic), outcome)
    assert is_silent(events(ALCOHOL), "strain.L. rhamnosus GG")


def test_one_medicine_may_act_on_more_than_its_kind():
    course = {"exposure": "antibiotic", "amount": 200, "days": 5}
    assert not is_silent(events({**course, "name": "minocycline"}), "depression")
    assert is_silent(events({**course, "name": "doxycycline"}), "depression")


def test_what_was_so_before_changes_nothing_unless_it_ends():
    def told(**timing):
        event = {"exposure": "ppi", "amount": 20, **timing}
        return len(happening(load({"title": "t", "days": 20, "events": [event]})))

    assert told(start=0) == told(start=-30, days=40) == 1
    # a habit that goes on, and a course that was over
    assert told(start=-30) == told(start=-30, days=5) == 0


def test_what_acts_on_an_outcome_is_the_rest_of_a_protocol():
    before = {"exposure": "psyllium", "amount": 5, "start": -30, "days": 40}
    protocol = load({"title": "t", "days": 30, "events": [before, *({"start": 0, **one} for one in (ALCOHOL, SLEEP))]})
    rest = what_acts_on("anxiety", protocol)
    # what is taken already goes on, since its end has no effect that is known
    assert [(e.exposure, e.begins, e.days) for e in rest.events] == [("psyllium", -720, None), ("sleep", 0, None)]
    assert [e.exposure for e in what_acts_on("permeability", protocol).events] == ["psyllium", "alcohol"]
    assert what_acts_on("transit_time", protocol).events[0].days == 40


def test_a_result_says_beside_its_numbers_what_is_not_in_the_model():
    events = [{"exposure": "alcohol", "amount": 60, "start": 0}, {"exposure": "fibre", "amount": 30, "start": 0}]
    result = gutbrain.simulate({"title": "t", "person": "healthy-adult", "days": 2, "events": events}, draws=1)
    (said,) = result.warnings
    assert said.startswith("alcohol acts in the model on 10 outcomes alone, fibre on 29 outcomes alone; ")
    assert said.endswith("not in the model")
