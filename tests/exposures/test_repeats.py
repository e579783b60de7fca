"""What stands once in a protocol and happens several times."""

from datetime import date

import numpy as np
import pytest

from gutbrain.errors import InputError
from gutbrain.exposures import Schedule, exposures, load
from gutbrain.exposures.repeats import MOST
from gutbrain.exposures.templates import templates


def read(*events, days=60, **more):
    return load({"days": days, "person": "healthy-adult", "events": list(events)} | more)


def starts(*events, **more):
    return [event.start for event in read(*events, **more).events]


WEEKEND = {"exposure": "alcohol", "amount": 60, "start": 4, "days": 2}
INULIN = {"exposure": "inulin", "amount": 5, "start": 3}
BOUT = {"exposure": "exercise_bout", "amount": 0.5, "start": 0, "hours": 0.01}
FIBRE = {"exposure": "fibre", "amount": 20, "start": 5}


def levels(protocol, name, times):
    table = Schedule(protocol).table
    return table.at(np.array(times) * 24.0)[:, table.inputs.index(name), 0].tolist()


def test_every_seven_days_so_often():
    assert starts(WEEKEND | {"every": 7, "times": 3}) == [4, 11, 18]


def test_every_seven_days_until_a_day_which_cuts_the_last():
    protocol = read(WEEKEND | {"every": 7, "until": 26})
    assert [(e.start, e.days) for e in protocol.events] == [(4, 2), (11, 2), (18, 2), (25, 1)]


def test_without_an_end_repeats_go_on_to_that_of_the_run():
    assert starts(WEEKEND | {"every": 7}, days=25) == [4, 11, 18]
    assert starts(WEEKEND | {"every": 7}, days=26) == [4, 11, 18, 25]


def test_a_bout_at_a_clock_hour_repeats():
    bout = {
        "exposure": "exercise_bout",
        "amount": 0.7,
        "start": 0,
        "hour": "17:30",
        "hours": 0.75,
        "every": 2,
        "times": 3,
    }
    assert [e.begins for e in read(bout).events] == [17.5, 65.5, 113.5]
    assert len(read({"exposure": "stressor", "amount": 1, "start": 1, "every": 7, "times": 2}).events) == 2


def test_lists_of_starts_and_amounts_are_steps_each_up_to_the_next():
    protocol = read({"exposure": "fibre", "start": [0, 7, 14], "amount": [20, "30 g/day", 40]})
    assert levels(protocol, "fibre", [6.9, 7.1, 13.9, 59]) == [20, 30, 30, 40]
    assert protocol.warnings == ()
    added = read({"exposure": "inulin", "start": [0, 7], "amount": [5, 10]})
    assert levels(added, "inulin", [1, 8]) == [5, 10]  # what adds up is not added to what came before


def test_one_amount_holds_for_all_starts_and_amounts_say_how_often():
    assert [e.amount for e in read(WEEKEND | {"start": [4, 20]}).events] == [60, 60]
    assert [e.amount for e in read(WEEKEND | {"every": 7, "amount": [20, 40]}).events] == [20, 40]


def test_a_ramp_goes_straight_from_one_amount_to_the_other():
    protocol = read(FIBRE | {"to": 40, "days": 5})
    assert [(e.start, e.amount) for e in protocol.events] == [(5, 20), (6, 25), (7, 30), (8, 35), (9, 40)]
    assert np.isnan(levels(protocol, "fibre", [10.5])).all()
    odd = read(FIBRE | {"to": 40, "days": 10.5}).events
    assert len(odd) == 10
    assert min(e.ends - e.begins for e in odd) >= 24  # shorter ones would count as acute
    assert odd[-1].ends == pytest.approx(15.5 * 24)


def test_dates_count_from_that_of_day_0():
    protocol = read(FIBRE | {"start": "2025-03-01", "until": "2025-03-11"}, start_date="2025-02-01")
    (event,) = protocol.events
    assert (event.start, event.days) == (28, 10)
    assert protocol.start_date == date(2025, 2, 1)
    assert starts(FIBRE | {"start": date(2025, 1, 31)}, start_date=date(2025, 2, 1)) == [-1]


def test_in_a_living_protocol_a_date_that_is_no_monday_is_told():
    told = read(living=True, start_date="2025-02-01").warnings
    assert any("2025-02-01 is a Saturday" in warning for warning in told)
    assert not read(living=True, start_date="2025-02-03").warnings


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (INULIN | {"times": 4}, "times says how often, but not how far apart; add every: 7"),
        (INULIN | {"every": 7, "times": 4}, "without days the first lasts to the end; add days"),
        (WEEKEND | {"every": 7, "times": 9}, "the last of 9 begins on day 60, but the run ends with day 60"),
        (WEEKEND | {"every": 7, "times": 2, "until": 30}, "times and until are both given"),
        (WEEKEND | {"until": 30}, "days and until are both given"),
        (WEEKEND | {"every": 7, "until": 2}, "nothing begins before day 2"),
        (FIBRE | {"until": 5}, "day 5 is not after the start"),
        (WEEKEND | {"every": 7, "start": [1, 2]}, "start is a list already"),
        (WEEKEND | {"start": [9, 2]}, "starts are not in order"),
        (WEEKEND | {"start": []}, "is no list of starts"),
        (WEEKEND | {"start": [1, 20, 40], "amount": [1, 2]}, "2 amounts for 3 starts; write 3 amounts"),
        (WEEKEND | {"start": [1, 20], "amount": [1, 2e9]}, "events[0].amount[1]"),
        (WEEKEND | {"every": 0.001, "hours": 0.01}, "'hours' is not a field of alcohol"),
        (FIBRE | {"to": 40}, "a ramp takes days; add days"),
        (FIBRE | {"to": 400, "days": 7}, "400 g/day is more than is plausible"),
        ({"exposure": "endotoxin", "amount": 1, "to": 2, "start": 1}, "'to' is not a field of endotoxin"),
        (FIBRE | {"start": "2025-03-01"}, "2025-03-01 is a date, but no date is given for day 0; add start_date"),
        (FIBRE | {"start": "2025-02-31"}, "'2025-02-31' is not a date"),
        (BOUT | {"every": 0.001}, f"the most is {MOST}"),
        ({"exposure": "ramadan", "start": 0, "amount": 1}, "'amount' is not a field of ramadan"),
        ({"exposure": "mediterranean diet", "start": 0}, "did you mean 'mediterranean_diet'?"),
    ],
)  # fmt: skip
def test_what_cannot_be_laid_out_says_what_would_be_right(event, said):
    with pytest.raises(InputError) as caught:
        read(event)
    assert said in str(caught.value)


def test_a_wrong_first_date_is_told_once():
    with pytest.raises(InputError) as caught:
        read(start_date="yesterday")
    assert "start_date: 'yesterday' is not a date; write it as in 2025-02-01" in str(caught.value)


def test_overlap_of_one_exposure_is_told():
    (repeats,) = read(INULIN | {"days": 10, "every": 7, "times": 3}).warnings
    assert repeats == "events[0] and what it repeats: inulin at the same time adds up, to 10 g/day"
    (two,) = read(INULIN, INULIN | {"amount": 6, "start": 10}).warnings
    assert two == "events[0] and events[1]: inulin at the same time adds up, to 11 g/day"
    (set_twice,) = read(FIBRE | {"days": 10, "every": 7, "times": 2}).warnings
    assert (
        set_twice
        == "events[0] and what it repeats: fibre at the same time does not add up; the later in the list counts"
    )
    two_medicines = [
        {"exposure": "antibiotic", "name": n, "amount": 500, "start": 0, "days": 7}
        for n in ("amoxicillin", "azithromycin")
    ]
    assert read(*two_medicines).warnings == ()


@pytest.mark.parametrize("name", list(templates()))
def test_a_template_is_what_its_record_says_and_tells_what_is_left_out(name):
    template = templates()[name]
    protocol = read({"exposure": name, "start": 3})
    assert {e.exposure for e in protocol.events} == {part["exposure"] for part in template.events}
    assert set(template.source) == {part["exposure"] for part in template.events} <= set(exposures())
    assert all(source == "definition" or source.startswith(("doi:10.", "pmid:")) for source in template.source.values())
    assert template.told in protocol.warnings


def test_templates_last_as_long_as_they_are_given_and_repeat():
    shifts = read({"exposure": "shift_work", "start": 3, "days": 16}).events
    nights = [(e.start, e.days) for e in shifts if e.exposure == "sleep"]
    assert nights == [(3, 5), (10, 5), (17, 2)]
    assert [(e.start, e.days) for e in shifts if e.exposure == "sleep_irregularity"] == [(3, 16)]
    exams = read({"exposure": "exam_term", "start": 0, "every": 180, "times": 2}, days=365).events
    assert [(e.start, e.days) for e in exams] == [(0, 21), (180, 21)]
    fasting = read({"exposure": "ramadan", "start": "2025-03-01"}, start_date="2025-02-01").events
    assert {(e.start, e.days) for e in fasting} == {(28, 30)}


def test_an_event_after_a_template_takes_the_place_of_its_part():
    protocol = read({"exposure": "mediterranean_diet", "start": 0}, {"exposure": "fibre", "amount": 45, "start": 0})
    assert levels(protocol, "fibre", [30]) == [45]
    assert levels(protocol, "saturated_fat", [30]) == [18]
