"""A trial on oneself: drawn by lot, harmless, its chances told before it begins, "cannot tell" where it can not."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from diary_exports import TODAY
from false_findings import persistent

from gutbrain.diary import wash
from gutbrain.diary.settings import Settings
from gutbrain.diary.trial_design import (
    FEWEST_PAIRS,
    chance_to_learn,
    direction,
    drawn_elsewhere,
    error_of,
    plan,
)
from gutbrain.diary.trial_result import CANNOT, HARMS, HELPS, NO_DIFFERENCE, SHOWS, redraw, result
from gutbrain.errors import InputError

START = date(2025, 1, 1)


def planned(**said):
    return plan("fibre=30", "bloating", **{"start": START, **said})


def lived(design, effect, seed, *, missing=0.0, name="bloating"):
    rng = np.random.default_rng(seed)
    days = [design.start + timedelta(n) for n in range(design.days)]
    arm = np.array([design.arm(day) for day in days], float)
    y = 5 + effect * arm + 0.75 * persistent(design.days, 0.5, rng)[:, 0] + 0.66 * rng.standard_normal(design.days)
    y[rng.random(design.days) < missing] = np.nan
    return pd.DataFrame({name: y, "fibre": 18 + 12 * arm}, index=pd.DatetimeIndex(days))


def runs(schedule):
    return max(len(run) for run in "".join(map(str, schedule)).replace("01", "0 1").replace("10", "1 0").split())


def test_periods_are_drawn_in_pairs_and_the_same_seed_draws_the_same():
    for seed in range(20):
        design = planned(seed=seed)
        assert design == planned(seed=seed)
        assert all(sum(design.schedule[k : k + 2]) == 1 for k in range(0, 70, 2))
        assert runs(design.schedule) <= 2
    assert len({planned(seed=seed).schedule for seed in range(20)}) == 20


def test_the_diary_keeps_the_design_as_it_was(mine):
    design = planned(start=TODAY + timedelta(1))
    mine.keep_trial(design)
    assert mine.trial() == design


@pytest.mark.parametrize(
    ("compare", "said"),
    [
        ("sertraline=50", "starting or stopping a medicine belongs with who prescribed it; nothing was planned"),
        ("ssri=20", "belongs with who prescribed it"),
        ("no escitalopram", "belongs with who prescribed it"),
        ("endotoxin=1", "belongs with who prescribed it"),
        ("sleep=5", "this would make somebody worse on purpose; try more sleep against usual"),
        ("alcohol=40", "this would make somebody worse on purpose; try less alcohol against usual"),
        ("fibre=5", "try more fibre"),
        ("stress_load=2", "try less stress_load"),
        ("fibre=900", "is more than is plausible"),
        ("fibre=much", "is not a number"),
        ("bloating", "cannot be tried against itself"),
    ],
)
def test_nothing_is_planned_that_harms(compare, said):
    with pytest.raises(InputError) as caught:
        plan(compare, "bloating", start=START)
    assert said in str(caught.value)


def test_too_few_pairs_are_refused_for_they_can_never_show_anything():
    with pytest.raises(InputError, match=f"fewer than {FEWEST_PAIRS} can never show anything; --days 84 or more"):
        planned(days=70, acts="weeks")
    assert planned(days=84, acts="weeks").pairs == FEWEST_PAIRS


def test_days_of_washing_out_do_not_count():
    design = planned(days=84, acts="weeks")
    counted = [design.place(START + timedelta(n)) for n in range(84)]
    assert counted[:8] == [None, None, None, 0, 0, 0, 0, None]
    assert sum(place is not None for place in counted) == 48
    assert design.arm(START + timedelta(84)) is None


def test_the_chance_to_learn_something_is_small_and_that_of_something_wrong_smaller():
    error = error_of(planned())
    assert 0.18 < error < 0.26  # 0.22 of a day for 70 single days
    told = chance_to_learn(error)
    assert 0.02 < told["says"] < 0.4
    assert told["wrong"] <= 0.013
    assert chance_to_learn(error, 1.0)["says"] > told["says"]


def test_without_a_sight_of_anything_no_direction_is_likely():
    assert direction(np.array([0.0]), 0.2)[0] < 0.5
    assert direction(np.array([1.0]), 0.2)[0] > 0.95


@pytest.fixture(scope="module")
def many():
    design = planned()
    return {
        effect: [result(design, lived(design, effect, seed), better="lower") for seed in range(12)]
        for effect in (0, 1.5)
    }


def test_nothing_is_shown_where_nothing_is(many):
    assert {one.verdict for one in many[0]} <= {CANNOT, NO_DIFFERENCE}


def test_a_strong_effect_is_shown_with_its_direction_and_interval(many):
    assert sum(one.verdict == HARMS for one in many[1.5]) >= 11
    shown = next(one for one in many[1.5] if one.verdict == HARMS)
    assert shown.evidence == SHOWS
    assert shown.chance < 0.05
    assert shown.low < 1.5 < shown.high or shown.low < shown.size < shown.high
    assert np.mean([one.low < 1.5 < one.high for one in many[1.5]]) >= 0.6
    assert "fibre: 30 in the periods with it, 18 in the others" in shown.said


def test_which_side_is_better_decides_whether_it_helps():
    design = planned()
    assert result(design, lived(design, 2.0, 1), better="higher").verdict == HELPS


def test_a_trial_without_enough_days_never_shows_anything():
    design = planned(days=12)
    empty = lived(design, 5.0, 1)
    empty.iloc[4:, 0] = np.nan
    found = result(design, empty)
    assert found.verdict == CANNOT
    assert "fewer than 6 of each can never show anything" in found.why


def test_missing_days_are_counted():
    design = planned()
    found = result(design, lived(design, 0, 3, missing=0.2))
    assert found.missing == design.days - found.days_with - found.days_without > 5


def test_nothing_is_told_before_the_last_day():
    design = planned()
    with pytest.raises(InputError, match="21 days are left; who looks before the end finds what is not there"):
        result(design, lived(design, 0, 1), today=design.end - timedelta(20))


def test_an_outcome_that_was_not_recorded_is_asked_for():
    design = planned()
    with pytest.raises(InputError, match="bloating was not recorded"):
        result(design, lived(design, 0, 1, name="mood"))


def test_a_schedule_drawn_elsewhere_is_drawn_again_by_its_own_rule():
    schedule = [0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1]
    design = drawn_elsewhere("melatonin", "mood", schedule, start=START)
    drawn = redraw(design, np.random.default_rng(0), 300)
    assert set(drawn.sum(1)) == {7}
    assert max(map(runs, drawn.tolist())) <= 2
    assert len({tuple(one) for one in drawn.tolist()}) > 100


@pytest.mark.parametrize("schedule", [{"1": 0, "3": 1}, [0, 1] * 3, [0, 2] * 10, {"a": 1}])
def test_what_is_no_schedule_is_refused(schedule):
    with pytest.raises(InputError, match="schedule"):
        drawn_elsewhere("melatonin", "mood", schedule, start=START)


def test_days_that_something_else_counts_may_lie_on_two_dates(mine):
    schedule = [0, 1] * 10
    mine.keep_trial(drawn_elsewhere("x", "mood", schedule, start=START, counted_by="study_day"))
    for n in range(21):
        number = min(n + 1, 20) if n < 5 else n
        mine.add({"mood": 5 + schedule[number - 1], "study_day": number}, day=START + timedelta(n))
    found = mine.trial_result(early=True)
    assert (found.days_with, found.days_without) == (10, 10)
    assert found.difference == pytest.approx(1)


def test_what_comes_and_goes_slowly_cannot_be_shown_by_periods():
    slow = wash.Wash(come=70, gone=None, effect=-0.3)
    with pytest.raises(InputError, match="comes in 70 days and does not go within 84: periods cannot show it"):
        wash.check(slow, "calm")
    assert [wash.Wash(*days, 0.1).acts for days in ((1, 1), (1, 3), (9, 20), (40, 74))] == [
        "days",
        "weeks",
        "months",
        "never",
    ]


@pytest.mark.slow
def test_the_model_says_how_fast_fibre_acts_on_the_gut():
    found = wash.wash("fibre", 35.0, "gi_symptoms", Settings())
    assert found is not None
    assert found.come <= 7
    assert found.effect > 0
    assert found.acts != "never"
    assert wash.wash("fibre", 35.0, "nonsense", Settings()) is None
