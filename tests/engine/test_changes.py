import math

import fake_result as made
import numpy as np
import pytest

import gutbrain
from gutbrain import words
from gutbrain.engine import changes
from gutbrain.engine.result import Failure


def test_a_lasting_rise_is_found_at_its_height(result):
    change = changes.change(result, "faecal_butyrate")
    assert change.furthest_day == pytest.approx(28, abs=0.5)
    assert change.furthest_change.low > 0
    assert change.clear
    assert not change.lasting


def test_a_daily_rhythm_is_no_change():
    quiet = made.fake_result()
    time = quiet.data["time"].values
    rhythm = 400 * (1 + 0.5 * np.cos(2 * np.pi * (time - 1 / 3)))
    quiet.data["cortisol"] = (
        ("draw", "person", "time"),
        np.broadcast_to(rhythm, (20, 1, len(time))),
        quiet.data["cortisol"].attrs,
    )
    change = changes.change(quiet, "cortisol")
    # what is left is how far the rhythm goes within two hours of the event
    assert abs(change.difference.median) < 1
    assert abs(change.size) < 0.35


def test_an_acute_rise_is_seen_between_the_mornings(result):
    change = changes.change(result, "cortisol")
    assert change.by_the_hour
    assert change.furthest_change.low > 0
    assert 28.625 < change.furthest_day < 28.7


def test_changes_are_paired_within_a_draw(result):
    change = changes.change(result, "bifidobacterium")
    apart = change.end.high - change.start.low
    assert change.difference.high - change.difference.low < 0.1 * apart


def test_a_run_that_left_the_finite_numbers_counts_nowhere(recwarn):
    whole, lost = made.fake_result(), made.fake_result()
    lost.data["il6"].values[3] = 1e9  # still a number, in a run that had none in another quantity
    lost.failures = [Failure(3, 0, "crp", 2.0)]
    without = whole.data.drop_isel(draw=3)
    whole.data = without
    assert changes.change(lost, "il6") == changes.change(whole, "il6")
    lost.failures = [Failure(draw, 0, "crp", 2.0) for draw in range(20)]
    assert math.isnan(changes.change(lost, "il6").difference.median)
    assert not recwarn.list


def test_sizes_can_be_compared():
    assert changes.size("log10 cells/g", 9.0, 10.0) == pytest.approx(2.303, abs=0.001)
    assert changes.size("z", 0.1, -0.2) == pytest.approx(-0.3)
    assert changes.size("mmol/kg", 10.0, 20.0) == pytest.approx(0.693, abs=0.001)
    assert changes.size("1", 0.0, 0.001) == pytest.approx(0.001)
    assert changes.size("pg/mL", 1.0, float("nan")) == 0


def test_failed_runs_do_not_count():
    values = np.array([1.0, 2.0, 3.0, np.nan])
    assert changes.interval(values).median == 2
    assert np.isnan(changes.interval(np.array([np.nan])).median)


def put(result, name, values):
    """The same result with other values (draw, person, time) of an observable."""
    time = result.data["time"].values
    whole = np.broadcast_to(values, (result.data.sizes["draw"], result.data.sizes["person"], len(time)))
    result.data[name] = (("draw", "person", "time"), whole, result.data[name].attrs)
    return result


def test_a_change_in_per_cent_is_of_each_persons_own_start():
    cohort = made.fake_result(people=30)
    start = np.random.default_rng(3).lognormal(0, 1, (1, 30, 1))
    fall = np.random.default_rng(4).uniform(0.3, 0.4, (20, 30, 1))
    gone = np.clip(cohort.data["time"].values / 42, 0, 1)
    change = changes.change(put(cohort, "il6", start * (1 - fall * gone)), "il6")
    # people start far apart, and all of them lose between 30 and 40 per cent
    assert change.start.high > 10 * change.start.low
    assert -40 <= change.share.low < change.share.median < change.share.high <= -30
    assert "by 35" in (said := words.change_sentence(change))
    assert "(3" in said


@pytest.mark.parametrize("name", ["bifidobacterium", "depression", "bdi2"])
def test_what_has_no_natural_zero_has_no_per_cent(result, name):
    assert changes.change(result, name).share is None


def test_nobody_who_starts_at_nothing_is_divided_by():
    cohort = made.fake_result(people=3)
    start = np.array([0.0, 1.0, 2.0])[None, :, None]
    assert changes.change(put(cohort, "il6", start + np.clip(cohort.data["time"].values, 0, 1)), "il6").share is None


@pytest.mark.parametrize("first", [0.0, 1 / 3, 0.4])
def test_mornings_are_the_readings_at_eight_and_no_others(first):
    time = np.unique(np.round([first, 0.5, 1, 1 + 1 / 3, 1.5, 2, 2 + 1 / 3, 2.75], 6))
    found = time[changes.mornings(time)]
    expected = [1 + 1 / 3, 2 + 1 / 3] if first != 1 / 3 else [1 / 3, 1 + 1 / 3, 2 + 1 / 3]
    assert found == pytest.approx(expected, abs=1e-5)


def rhythmic(days, events, rise=0.0):
    """Cortisol with a daily rhythm, and ``rise`` more by the end, read every hour."""
    run = made.fake_result()
    time = np.arange(0, 24 * days + 1) / 24
    wave = (1 + 0.5 * np.cos(2 * np.pi * (time - 1 / 3))) * 400 + rise * time / days
    protocol = made.load({"title": "t", "days": days, "events": events})
    data = run.data[["cortisol"]].isel(time=slice(0, len(time))).assign_coords(time=time)
    data["cortisol"] = (("draw", "person", "time"), np.broadcast_to(wave, (20, 1, len(time))), run.data.cortisol.attrs)
    return made.Record(**{**vars(run), "data": data, "protocol": protocol})


@pytest.mark.parametrize(("days", "hour"), [(2, 0), (2.5, 12), (1.25, 6)])
def test_in_a_short_run_start_and_end_have_one_clock_hour(days, hour):
    event = {"exposure": "stressor", "name": "tsst", "amount": 1, "start": days - 0.5}
    change = changes.change(rhythmic(days, [event], rise=50.0 * days), "cortisol")
    assert change.hour == pytest.approx(hour)
    # the rhythm is no change: a day apart for each whole day in the run
    assert change.difference.median == pytest.approx(50 * int(days))
    assert words.read_at([change]).endswith(f"at {hour:02d}:00.")


def test_in_a_short_run_of_a_habit_equal_hours_are_compared():
    change = changes.change(rhythmic(3, [{"exposure": "sleep", "amount": 5, "start": 0}], rise=30.0), "cortisol")
    assert change.furthest_change.median == pytest.approx(30)


def test_in_a_long_run_start_and_end_are_at_eight(result):
    change = changes.change(result, "cortisol")
    assert change.hour == pytest.approx(8)
    assert changes.change(result, "bdnf").hour is None
    assert words.read_at([change]) == "Start and end of observables with a daily rhythm are read at 08:00."
    assert words.read_at([changes.change(result, "bdnf")]) == ""


def drinking(**more):
    """A result of a protocol in which somebody drinks (and whatever else)."""
    events = [{"exposure": "alcohol", "amount": 60, "start": 0}, *more.get("events", [])]
    run = made.fake_result()
    protocol = made.load({"title": "t", "days": 42, "events": events, "observe": ["bdnf", "permeability"]})
    return made.Record(**{**vars(run), "protocol": protocol})


def test_what_alcohol_does_to_bdnf_is_not_in_the_model_and_has_no_number():
    bdnf = changes.change(drinking(), "bdnf")
    assert not bdnf.in_model
    assert not bdnf.clear
    assert not bdnf.lasting
    row = words.columns(bdnf)
    assert (row.largest, row.end, row.change) == ("not in the model", "", "")
    assert words.change_sentence(bdnf) == "Brain-derived neurotrophic factor: not in the model."
    assert changes.change(drinking(), "permeability").in_model


def test_beside_something_else_the_rest_has_its_number_and_the_gap_is_told():
    bdnf = changes.change(drinking(events=[{"exposure": "exercise", "amount": 60, "start": 0}]), "bdnf")
    assert bdnf.in_model
    assert bdnf.not_carried == ("alcohol",)
    said = "The effect of alcohol on brain-derived neurotrophic factor is not in the model."
    assert words.gaps([bdnf]) == [f"{said} Its long ways round are in these numbers."]
    assert words.gaps([changes.change(drinking(), "bdnf")]) == [said]


def test_a_rhythm_at_another_hour_than_the_morning_is_a_rhythm_too():
    """The rise on waking is read at seven: without events nothing changes."""
    quiet = {"title": "t", "person": "healthy-adult", "days": 10, "events": []}
    found = changes.changes(gutbrain.simulate(quiet, draws=2))
    rise = found["cortisol_awakening_response"]
    assert abs(rise.furthest_change.median) < 0.01 * rise.start.median


def test_the_largest_change_is_never_smaller_than_that_at_the_end():
    event = {"exposure": "exercise", "amount": 90, "start": 0}
    result = gutbrain.simulate({"title": "t", "person": "healthy-adult", "days": 28, "events": [event]}, draws=8)
    for name, one in changes.changes(result).items():
        assert abs(one.furthest_change.median) >= abs(one.difference.median) - 1e-9, name
