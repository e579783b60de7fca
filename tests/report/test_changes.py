import fake_result as made
import numpy as np
import pytest

from gutbrain.report import changes


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
