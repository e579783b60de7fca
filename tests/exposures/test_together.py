"""Events of one protocol against one another."""

import time

import pytest

from gutbrain.errors import InputError
from gutbrain.exposures import load


def read(*events, days=28):
    return load({"days": days, "person": "healthy-adult", "events": list(events)})


def sertraline(amount, **more):
    return {"exposure": "ssri", "name": "sertraline", "amount": amount, "start": 0, **more}


def strain(dose, **more):
    return {"exposure": "probiotic", "strains": {"LGG": dose}, "start": 0, **more}


@pytest.mark.parametrize(
    ("events", "said"),
    [
        (
            [sertraline(1000), sertraline(1000)],
            "events[1]: events[0] and events[1] give 2000 mg/day of ssri at the same time: more than is plausible; "
            "the most is 1000 mg/day together",
        ),
        ([sertraline(600), sertraline(600, start=10)], "events[0] and events[1] give 1200 mg/day"),
        ([strain(6e12), strain(6e12, start=3)], "give 1.2e+13 CFU/day of L. rhamnosus GG at the same time"),
        (
            [{"exposure": "endotoxin", "amount": 6e6, "start": 1, "hour": 9}] * 2,
            "give 1.2e+07 ng/kg of endotoxin at the same time",
        ),
    ],
)
def test_what_adds_up_is_held_against_the_limit_together(events, said):
    with pytest.raises(InputError) as error:
        read(*events)
    assert said in str(error.value)


def test_one_course_after_the_other_does_not_add_up():
    protocol = read(sertraline(1000, days=5), sertraline(1000, start=5))
    assert protocol.warnings == ()


def test_two_different_strains_have_a_limit_each():
    two = {"exposure": "probiotic", "strains": {"B. longum 1714": 6e12}, "start": 0}
    assert read(strain(6e12), two).warnings == ()


def test_the_same_event_twice_is_told():
    (warning,) = read(sertraline(50), sertraline(50), sertraline(50)).warnings
    assert warning.startswith("events[0], events[1] and events[2] are the same event: each counts")


def test_an_event_that_hides_another_is_told():
    fibre = {"exposure": "fibre", "amount": 30, "start": 0}
    (warning,) = read(fibre, fibre | {"amount": 40, "start": 7}).warnings
    assert warning == "events[0] and events[1]: fibre at the same time does not add up; the later in the list counts"


def test_the_same_usual_exposure_twice_is_told_once():
    sleep = {"exposure": "sleep", "amount": 5, "start": 1, "days": 2}
    (warning,) = read(sleep, sleep).warnings
    assert warning.endswith("sleep at the same time does not add up; the later in the list counts")


def test_an_event_that_goes_beyond_the_run_is_told():
    (warning,) = read({"exposure": "inulin", "amount": 10, "start": 7, "days": 60}).warnings
    assert warning == "events[0]: inulin goes on until day 67, but the run ends with day 28"


def test_thousands_of_events_are_compared_quickly():
    doses = [{"exposure": "stressor", "amount": 0.1, "start": 0.01 * i, "hours": 0.2} for i in range(2000)]
    began = time.process_time()
    assert len(read(*doses).events) == 2000
    courses = [{"exposure": "inulin", "amount": 1e-3, "start": 0.001 * i} for i in range(9999)]
    assert len(read(*courses).events) == 9999
    assert time.process_time() - began < 8


def test_that_nobody_is_named_is_told():
    assert load({"days": 3}).warnings == ("person is not given: this is the healthy-adult",)
