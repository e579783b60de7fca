"""Real exports read as a reader of its own read them; they are of others, and not part of the project.

GUTBRAIN_DIARIES names the folder in which they lie, with their right readings in ``expected.json``.
"""

import json
import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from gutbrain import diary
from gutbrain.diary.importing import read_files
from gutbrain.diary.settings import Settings
from gutbrain.diary.table import daily

FOLDER = os.environ.get("GUTBRAIN_DIARIES")
TODAY = date(2026, 11, 30)
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="real diaries are not here: they are of others, and GUTBRAIN_DIARIES may say where they lie"
)


@pytest.fixture(scope="module")
def expected():
    return json.loads((Path(FOLDER) / "expected.json").read_text(encoding="utf-8"))


def reading(name, **asked):
    return read_files([Path(FOLDER) / name], Settings(zone="Europe/Berlin"), today=TODAY, **asked)


def check(values, told):
    found = np.array([value for value in values if value is not None], float)
    assert len(found) == told["n"]
    assert found.mean() == pytest.approx(told["mean"], abs=6e-4)
    assert (found.min(), found.max()) == pytest.approx((told["min"], told["max"]), abs=6e-4)


def numbers(readings, name):
    return [one.value for found in readings for one in found.named(name)]


def of_days(readings, name, way="mean"):
    entries = [one for found in readings for one in found.named(name)]
    table = daily(entries, Settings())
    return table[name].dropna().tolist()


def span(readings, told):
    days = sorted({day for found in readings for day in found.days})
    assert (str(days[0]), str(days[-1])) == (told["first"], told["last"])
    assert len(days) == told["days"]


def test_daylio(expected):
    new, old = reading("daylio-8-columns.csv"), reading("daylio-7-columns.csv")
    span(new, expected["daylio-8-columns.csv"])
    assert set(new[0].words["mood"]) == {"sad", "average"}
    told = expected["daylio-8-columns.csv"]["activities"]
    assert len({one.name for one in new[0].entries if one.name.startswith("activity.")}) == len(told)
    span(old, expected["daylio-7-columns.csv"])
    check(numbers(old, "mood"), expected["daylio-7-columns.csv"]["mood"])
    assert old[0].words == {"mood": {"Depressed": 2}}
    assert old[0].rows == 150


def test_bearable(expected):
    found, told = reading("bearable.csv"), expected["bearable.csv"]
    span(found, told)
    assert found[0].rows == told["rows"]
    check(of_days(found, "mood"), told["mood_daily"])
    check(of_days(found, "energy"), told["energy_daily"])
    check(numbers(found, "sleep"), told["sleep_h"])
    for symptom, said in told["symptoms"].items():
        from gutbrain.diary.items import own

        largest = of_days(found, own("symptom", symptom))
        assert (len(largest), np.mean(largest)) == (said["days"], pytest.approx(said["daily_max_mean"], abs=6e-4))
    medicines = {one.name for one in found[0].entries if one.name.startswith("medicine.")}
    assert len(medicines) == len(told["medicines"])


def test_one_person_s_three_apps(expected):
    found = reading("three-apps")
    loop = [one for one in found if one.kind == "loop-habits" and one.entries]
    span(loop, expected["three-apps/Loop Habits CSV"])
    check(numbers(loop, "habit.depression"), expected["three-apps/Loop Habits CSV"]["Depression"])
    check(numbers(loop, "habit.tiredness"), expected["three-apps/Loop Habits CSV"]["Tiredness"])
    check(numbers(loop, "habit.metta"), expected["three-apps/Loop Habits CSV"]["Metta_minutes"])
    food, told = [one for one in found if one.kind == "cronometer"], expected["three-apps/dailysummary.csv"]
    span(food, told)
    for name in ("fibre", "protein", "saturated_fat", "starch"):
        check(numbers(food, name), told[name])
    check(numbers(food, "total_sugar"), told["free_sugar_is_total_sugar"])
    assert sum(numbers(food, "food_completed")) == told["completed_true"]
    whoop, told = [one for one in found if one.kind == "whoop"], expected["three-apps/my_whoop_data"]
    check(numbers(whoop, "sleep"), told["sleep"])
    check(numbers(whoop, "rmssd"), told["rmssd"])
    assert len(numbers(whoop, "nap")) == told["naps"]


def test_oura(expected):
    found, told = reading("oura-sleep.csv"), expected["oura-sleep.csv"]
    assert found[0].rows == told["rows"]
    check(numbers(found, "sleep"), told["sleep_h"])
    check(numbers(found, "rmssd"), told["rmssd"])
    assert len(numbers(found, "nap")) == told["types"]["sleep"]


def test_fitbit(expected):
    asked = reading("fitbit-fitabase")
    assert all(one.questions and not one.entries for one in asked)
    for person, told in expected["fitbit-fitabase"]["per_person"].items():
        found = reading("fitbit-fitabase", person=person)
        check(numbers(found, "sleep"), told["sleep_h"])
        assert sum("naps" in one.doubt for each in found for one in each.named("sleep")) == told["several_sleeps"]
        assert any(one.doubt for each in found for one in each.named("sleep") if one.value < 2)


def test_google_fit(expected):
    found, told = reading("google-fit"), expected["google-fit/Daily activity metrics.csv"]
    span(found, told)
    check(numbers(found, "steps"), told["steps"])
    check(numbers(found, "move_minutes"), told["move_minutes"])


def test_mpath(expected):
    told = expected["mpath-basic.csv"]
    assert reading("mpath-basic.csv")[0].people == told["beeps_sent"]
    for person, happy in told["happy"].items():
        found = reading("mpath-basic.csv", person=person)
        check(numbers(found, "slider_happy"), happy)
        answered = f"{told['answered'][person]} of {told['beeps_sent'][person]} beeps were answered"
        assert any(answered in note for note in found[0].notes)


def test_kossakowski(expected):
    found, told = reading("kossakowski-2017.csv"), expected["kossakowski-2017.csv"]
    span(found, told)
    assert found[0].rows == told["beeps"]
    check(numbers(found, "mood_down"), told["mood_down"])
    check(of_days(found, "mood_cheerf"), told["daily_mood_cheerf"])


def test_sleep_as_android(expected):
    found = reading("sleep-as-android.csv")
    check(numbers(found, "sleep_tracked"), expected["sleep-as-android.csv"]["hours"])


@pytest.mark.parametrize("name", ["apple-health/export.xml", "open-mhealth.json"])
def test_nights_naps_and_amounts(expected, name):
    found, told = reading(name), expected[name]
    names = {"nights": "sleep", "naps": "nap", "calm_minutes": "calm", "exercise_minutes": "exercise"}
    for key in set(told) - {"note", "wrong", "points"}:
        by_day = {str(one.day): one.value for one in found[0].named(names.get(key, key))}
        assert by_day == pytest.approx(told[key], abs=6e-4)


def test_the_melatonin_trial_cannot_tell(expected, tmp_path):
    from gutbrain.diary.trial_design import drawn_elsewhere

    told = expected["melatonin-70-days"]
    mine = diary.new(tmp_path / "mel.diary", {"zone": "Europe/Berlin"})
    kept = mine.import_files([Path(FOLDER) / "melatonin-70-days" / "melatonin_ema.csv"])
    assert kept.kept
    moods = [one.value for one in mine.entries if one.name == "mood"]
    assert (len(moods), round(np.mean(moods), 2)) == (told["mood"]["n"], told["mood"]["mean"])
    schedule = json.loads((Path(FOLDER) / "melatonin-70-days" / "melatonin_schedule.json").read_text(encoding="utf-8"))
    mine.keep_trial(drawn_elsewhere("melatonin", "mood", schedule, start=date(2026, 2, 18), counted_by="study_day"))
    found = mine.trial_result(early=True)
    assert found.verdict == told["verdict"]
    assert (found.days_with, found.days_without) == (told["melatonin_days"], told["control_days"])
    assert found.difference == pytest.approx(told["difference_of_daily_means"], abs=6e-3)
    assert found.chance == pytest.approx(told["p_by_the_designs_own_randomisations"], abs=0.06)
