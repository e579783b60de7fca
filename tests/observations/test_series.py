"""What was recorded day by day acts as it was recorded."""

import numpy as np
import pandas as pd
import pytest

import gutbrain as gb
from gutbrain.errors import InputError
from gutbrain.exposures import Event, Schedule
from gutbrain.observations import read
from gutbrain.observations.series import recorded


def levels(protocol, times):
    table = Schedule(protocol).table
    return {name: table.at(times)[:, i, 0] for i, name in enumerate(table.inputs)}


def test_each_day_has_what_was_recorded_and_gaps_have_the_mean():
    frame = pd.DataFrame({"day": [0, 1, 3], "sleep [h]": [6.0, 8.0, 7.0]})
    made = recorded(gb.load({"days": 4}), read(frame))
    assert levels(made, [12, 36, 60, 84])["sleep"].tolist() == pytest.approx([6, 8, np.nan, 7], nan_ok=True)
    assert made.usual["sleep"] == 7.0
    assert any(text.startswith("sleep: 3 of 4 days are recorded") for text in made.warnings)
    assert made.recorded == {"sleep": 3}


def test_what_the_protocol_says_is_usual_holds():
    frame = pd.DataFrame({"day": [0, 1], "sleep [h]": [6.0, 8.0]})
    assert recorded(gb.load({"days": 4, "usual": {"sleep": 7.7}}), read(frame)).usual["sleep"] == 7.7


def test_a_load_holds_until_the_next_moment_of_the_day_and_meals_add_up():
    frame = pd.DataFrame({"day": [0, 0], "hour": [8, 18], "stress_load": [1.0, 2.0], "fibre [g]": [10.0, 12.0]})
    found = levels(recorded(gb.load({"days": 1}), read(frame)), [2, 10, 20])
    assert found["stress_load"].tolist() == [1, 1, 2]
    assert found["fibre"].tolist() == [22, 22, 22]


def test_medicines_and_strains_are_named_after_a_point():
    frame = pd.DataFrame({"day": [0, 1, 2], "antibiotic.ciprofloxacin [mg]": [0, 1000, 1000],
                          "probiotic.B. longum 1714": [1e9, 1e9, 0]})  # fmt: skip
    events = recorded(gb.load({"days": 3}), read(frame)).events
    assert Event("antibiotic", 1.0, 1000.0, days=2.0, name="ciprofloxacin") in events
    assert Event("probiotic", 0.0, days=2.0, strains={"B. longum 1714": 1e9}) in events


def test_a_run_with_recorded_days_is_the_run_with_the_same_events():
    frame = pd.DataFrame({"day": [0, 1, 2, 3], "sleep [h]": [7.3, 4.0, 4.0, 7.3]})
    usual = {"usual": {"sleep": 7.3}}
    seen = gb.simulate({"days": 4, **usual}, draws=1, exposures=frame)
    told = gb.simulate(
        {"days": 4, **usual, "events": [{"exposure": "sleep", "amount": 4, "start": 1, "days": 2}]}, draws=1
    )
    assert seen.at("depression", 3, 20) == pytest.approx(told.at("depression", 3, 20), abs=1e-5)
    assert seen.provenance["recorded"] == {"sleep": 4}


@pytest.mark.parametrize(
    ("protocol", "frame", "wanted"),
    [
        ({"days": 2}, {"day": [0], "mood [0-10]": [5]}, "has no exposure: nothing acts"),
        ({"days": 2, "living": True}, {"day": [0], "sleep": [7]}, "living: the protocol says living: true"),
        ({"days": 2}, {"person": ["A", "B"], "day": [0, 0], "sleep": [7, 6]}, "person: has 2 people (A, B)"),
        ({"days": 2}, {"day": [0], "stressor.tsst": [1]}, "stressor.tsst: day 0 does not say when; give its hour"),
        (
            {"days": 2, "events": [{"exposure": "sleep", "amount": 5, "start": 0}]},
            {"day": [0], "sleep": [7]},
            "sleep: is recorded, and set by an event of the protocol; keep one of them",
        ),
    ],
)
def test_what_does_not_go_together_is_said(protocol, frame, wanted):
    with pytest.raises(InputError) as caught:
        gb.simulate(protocol, draws=1, exposures=pd.DataFrame(frame))
    assert wanted in str(caught.value)


def test_rows_after_the_end_are_told_and_not_used():
    frame = pd.DataFrame({"day": [0, 1, 9], "sleep": [7, 6, 5]})
    made = recorded(gb.load({"days": 2}), read(frame))
    assert "sleep: 1 rows lie after the end of the run and are not used" in made.warnings
    assert made.usual["sleep"] == 6.5
