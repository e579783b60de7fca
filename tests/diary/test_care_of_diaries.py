"""Help first, in every door of a diary, and over time."""

from datetime import date, timedelta

import diary_exports as exports
import pytest
from diary_exports import TODAY

from gutbrain import CareNeeded, diary
from gutbrain.care import start_anew
from gutbrain.care.course import is_lower, is_worse

RECENT, OLD = TODAY - timedelta(3), TODAY - timedelta(60)


@pytest.fixture(autouse=True)
def _anew():
    start_anew()
    yield
    start_anew()


def put(tmp_path, text, name="export.csv"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


FHIR_NINTH = (
    exports.FHIR.replace("44261-6", "44260-8").replace("2025-02-01", f"{RECENT}").replace('"value": 6', '"value": 1')
)

DANGER = {
    "item 9 in a table": f"day,phq9_item9\n{RECENT},1\n",
    "item 9 by another name": f"day,PHQ-9 item 9\n{RECENT},2\n",
    "item 9 in a long table": f"day,name,value\n{RECENT},phq9_item9,1\n",
    "item 9 in fhir": FHIR_NINTH,
    "a severe total": f"day,phq9\n{RECENT},21\n",
    "severe worry": f"day,gad7\n{RECENT},16\n",
    "a note": "day,mood,note\n2025-02-01,3,I want to kill myself\n",
    "a note in German": "day,mood,Notiz\n2025-02-01,3,ich will nicht mehr leben\n",
    "a note of an app": exports.DAYLIO.replace("a plain day", "i want to die"),
    "a mood word": exports.DAYLIO.replace("gloomy", "suicidal"),
    "a gratitude": exports.BEARABLE.replace("sunshine", "I want to end my life"),
    "an open answer": exports.MPATH.replace("64;\n7;main;;;;", "64;i want to kill myself\n7;main;;;;"),
}


@pytest.mark.parametrize("kind", DANGER)
def test_what_speaks_of_danger_stops_everything_and_keeps_nothing(mine, tmp_path, kind):
    path = put(tmp_path, DANGER[kind])
    with pytest.raises(CareNeeded):
        mine.import_files([path], person="7" if "open" in kind else None)
    assert not mine.entries
    assert b"kill" not in mine.path.read_bytes()


def test_who_has_seen_where_help_is_goes_on(mine, tmp_path):
    path = put(tmp_path, DANGER["a note"])
    assert mine.import_files([path], care="seen").kept


@pytest.mark.parametrize("values", [{"phq9_item9": 1}, {"phq9": 22}, {"note": "I want to die"}, {"mood": "suicidal"}])
def test_what_is_typed_stops_too(mine, values):
    with pytest.raises(CareNeeded):
        mine.add(values)
    assert not mine.entries


def test_an_old_answer_is_told_with_its_day_and_stops_nothing(mine, tmp_path):
    found = mine.import_files([put(tmp_path, f"day,phq9_item9\n{OLD},2\n")])
    assert found.kept
    assert mine.said == [f"On {OLD} phq9_item9 was 2: if that is still so, talk to somebody now."]


def test_a_diary_with_a_recent_answer_stops_when_it_is_opened_and_can_still_be_deleted(mine, tmp_path):
    day = date.today()
    mine.today = day
    mine.add({"phq9_item9": 1}, day=day, care="seen")
    with pytest.raises(CareNeeded):
        diary.open(mine.path)
    assert diary.open(mine.path, care="seen").entries
    assert diary.delete(mine.path) == 1
    assert not diary.open(mine.path).entries


def test_the_command_says_help_first_as_json_too(mine, tmp_path, run):
    status, out, _ = run("diary", "import", mine.path, put(tmp_path, DANGER["a note"]), "--json")
    assert status == 1
    assert '"care"' in out
    assert "kill" not in out


def totals(*values):
    return [(TODAY - timedelta(14 * n), float(value)) for n, value in enumerate(reversed(values))][::-1]


@pytest.mark.parametrize(
    ("values", "worse"),
    [((4, 9, 9), True), ((4, 8, 8), True), ((4, 9, 6), False), ((4, 9), False), ((8, 15), True), ((4, 7, 7), False)],
)
def test_worse_is_by_more_than_chance_twice_running_or_moderately_severe(values, worse):
    assert is_worse("phq9", totals(*values), TODAY) is worse


def test_what_is_over_is_not_told():
    assert not is_worse("phq9", totals(4, 9, 9), TODAY + timedelta(15))


def test_worse_totals_are_told_by_the_diary(mine):
    for day, value in totals(4, 9, 9):
        mine.add({"phq9": value}, day=day)
    assert any("Worse than before" in line for line in mine.said)


def test_a_low_week_is_told_gently_and_gaps_are_no_low_mood():
    moods = {TODAY - timedelta(n): 6 + n % 3 for n in range(67)}
    low = {**moods, **{TODAY - timedelta(n): 3.0 for n in range(7)}}
    few = {day: value for day, value in low.items() if (TODAY - day).days > 4}
    assert [is_lower(one, TODAY) for one in (moods, low, few)] == [False, True, False]
    assert is_lower({day: -value for day, value in low.items()}, TODAY, better="lower")
