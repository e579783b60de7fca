"""What is asked for by name, by file or by hand becomes one protocol."""

import pytest

from gutbrain.answers.asked import as_now, every_other_week, lasting, living, plan
from gutbrain.engine.simulation import read_protocol
from gutbrain.errors import InputError


def wrong(*asked, **given):
    with pytest.raises(InputError) as told:
        plan(*asked, **given)
    return [(problem.field, problem.wrong) for problem in told.value.problems]


def test_a_change_is_an_amount_or_more_or_less_than_now():
    now = living(plan("stressed-adult"))
    planned = plan("stressed-adult", {"sleep": 8, "fibre": "+10", "free_sugar": "-20", "alcohol": "0"})
    assert {event.exposure: event.amount for event in planned.events} == {
        "sleep": 8,
        "fibre": now["fibre"] + 10,
        "free_sugar": now["free_sugar"] - 20,
        "alcohol": 0,
    }
    assert lasting(planned) == list(planned.events)


def test_strains_are_taken_together_and_a_medicine_at_its_usual_dose():
    planned = plan("healthy-adult", {"B. longum 1714": 1e9, "L. rhamnosus GG": "1e10", "antibiotic": "ciprofloxacin"})
    taken, medicine = sorted(planned.events, key=lambda event: bool(event.name))
    assert taken.strains == {"B. longum 1714": 1e9, "L. rhamnosus GG": 1e10}
    assert (medicine.name, medicine.amount) == ("ciprofloxacin", 1000)


def test_a_change_goes_on_in_place_of_what_the_protocol_does_with_the_same():
    planned = plan("fibre", {"fibre": 40, "sleep": 8})
    assert [(event.exposure, event.amount) for event in planned.events] == [("fibre", 40), ("sleep", 8)]
    # how the person of the protocol lives stays as it was
    assert living(planned)["fibre"] == living(plan("fibre"))["fibre"] == 21


def test_as_now_keeps_what_began_before():
    source = {
        "title": "t",
        "days": 29,
        "person": "healthy-adult",
        "events": [
            {"exposure": "omega3", "amount": 1, "start": -10, "days": 20},
            {"exposure": "fibre", "amount": 30, "start": 0},
        ],
    }
    (before,) = as_now(plan(source)).events
    assert (before.exposure, before.days) == ("omega3", None)


def test_every_other_week_is_on_and_off_and_what_passes_stays():
    source = {
        "title": "t",
        "days": 29,
        "person": "healthy-adult",
        "events": [
            {"exposure": "fibre", "amount": 30, "start": 0},
            {"exposure": "stress_load", "amount": 3, "start": 3, "days": 2},
        ],
    }
    events = every_other_week(read_protocol(source)).events
    assert [(e.exposure, e.start, e.days) for e in events] == [
        ("fibre", 0, 7),
        ("fibre", 14, 7),
        ("stress_load", 3, 2),
    ]


def test_fewer_weeks_leave_out_what_begins_later_and_say_so():
    planned = plan("fibre", weeks=4)
    assert planned.days == 29
    assert [event.start for event in planned.events] == [14]
    assert any("after 4 weeks" in warning for warning in planned.warnings)


def test_all_that_cannot_be_used_is_told_at_once_by_the_name_of_the_change():
    told = wrong("healthy-adult", {"slep": 8, "fibre": 1e9, "antibiotic": "foo", "B. longum 1714": "lots"})
    assert sorted({field for field, _ in told}) == ["B. longum 1714", "antibiotic", "fibre", "slep"]


@pytest.mark.parametrize("value", [True, None, [8], "much", "", float("nan"), float("inf"), "nan"])
def test_what_is_no_amount_is_refused(value):
    ((field, _),) = wrong("healthy-adult", {"fibre": value})
    assert field == "fibre"


@pytest.mark.parametrize("weeks", [2, 105, 4.5, "12", True])
def test_weeks_are_whole_and_within_bounds(weeks):
    assert wrong("healthy-adult", weeks=weeks)[0][0] == "weeks"


def test_a_run_too_short_to_tell_its_end_is_refused():
    assert "the last 14" in wrong("trier-social-stress-test")[0][1]


def test_a_name_that_is_not_known_has_its_nearest():
    with pytest.raises(InputError, match="did you mean 'stressed-adult'"):
        plan("stresed-adult")
    with pytest.raises(InputError, match="is no changes by name"):
        plan("stressed-adult", ["sleep=8"])
