"""Observations come in long or wide, from files or DataFrames, and what is wrong is told with its line and column."""

import datetime

import pandas as pd
import pytest

from gutbrain.care import CareNeeded
from gutbrain.errors import InputError
from gutbrain.observations import COLUMNS, read


def written(tmp_path, text):
    path = tmp_path / "seen.csv"
    path.write_text(text, encoding="utf-8")
    return path


def said(path, **given):
    with pytest.raises(InputError) as caught:
        read(path, **given)
    return str(caught.value).replace(f"{path}:", "")


def test_a_wide_table_has_a_row_for_each_thing_recorded_and_none_for_what_is_empty(tmp_path):
    text = "day,sleep [h],alcohol [g],mood [0-10]\n0,7.5,0,7\n1,,30,\n"
    seen = read(written(tmp_path, text))
    assert list(seen.table.columns) == list(COLUMNS)
    assert seen.table[["day", "observable", "value", "unit"]].values.tolist() == [
        [0, "alcohol", 0.0, "g/day"],
        [1, "alcohol", 30.0, "g/day"],
        [0, "mood", 7.0, "0-10"],
        [0, "sleep", 7.5, "h/night"],
    ]
    assert (seen.names("exposure"), seen.names("own")) == (("sleep", "alcohol"), ("mood",))


def test_a_long_table_converts_values_and_their_errors_to_canonical_units(tmp_path):
    text = "person,day,hour,observable,value,unit,sd,source\nA,7,8:30,crp,0.12,mg/dL,0.02,laboratory\nB,7,,phq9,6,,,\n"
    seen = read(written(tmp_path, text))
    first = seen.table.iloc[0]
    assert (first["value"], first["sd"]) == (pytest.approx(1.2), pytest.approx(0.2))
    assert (first["hour"], first["source"]) == (8.5, "laboratory")
    assert seen.people == ("A", "B")
    assert seen.of("B").names() == ("phq9",)


def test_a_table_with_semicolons_has_decimal_commas(tmp_path):
    seen = read(written(tmp_path, "day;sleep [h];stress_load\n0;7,5;1\n1;6,25;2\n"))
    assert seen.daily("sleep", 0, 3).tolist()[:2] == [7.5, 6.25]


def test_dates_count_from_the_date_of_day_0(tmp_path):
    path = written(tmp_path, "date,mood [0-10]\n2025-02-03,5\n2025-02-04T20:30,6\n")
    seen = read(path, start_date=datetime.date(2025, 2, 1))
    assert seen.table["day"].tolist() == [2, 3]
    assert seen.table["hour"].tolist()[1] == 20.5
    assert "write start_date" in said(path)


def test_a_frame_may_have_its_days_as_index():
    frame = pd.DataFrame({"sleep": [7.0, 6.0]}, index=pd.date_range("2025-02-01", periods=2))
    seen = read(frame, start_date=datetime.date(2025, 2, 1))
    assert seen.table["day"].tolist() == [0, 1]


def test_amounts_of_a_day_add_up_and_ratings_are_averaged():
    frame = pd.DataFrame({"day": [0, 0], "hour": [8, 20], "fibre [g]": [10, 12], "mood [0-10]": [4, 6]})
    seen = read(frame)
    assert (seen.daily("fibre", 0, 1)[0], seen.daily("mood", 0, 1)[0]) == (22.0, 5.0)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("day,sleep [h]\n0,71\n", "2: sleep: 71 h/night is impossible; 0 to 24 h/night"),
        ("day,fibr [g]\n0,20\n", "1: fibr: 'fibr' is neither an exposure nor an observable; did you mean 'fibre'?"),
        ("day,sleep [kg]\n0,7\n", "1: sleep: the unit 'kg' does not fit; write [h/night]"),
        ("day,mood [0-10]\n0,inf\n", "2: mood: 'inf' is not a number"),
        ("day,mood [10-0]\n0,5\n", "1: mood: the scale 10-0 has no room"),
        ("day,sleep\n01.02.2025,7\n", "2: day: '01.02.2025' can be read in more than one way"),
        ("day,sleep\n0,7\n0,6\n", "3: sleep: day 0 stands on lines 2 and 3 with 7 and 6; give each its hour"),
        ("day,antibiotic [mg]\n0,500\n", "1: antibiotic: does not say which antibiotic"),
        ("day,hour,sleep\n0,25,7\n", "2: hour: '25' is no time of day"),
        ("sleep,fibre\n7,20\n", "1: day: there is no column 'day'"),
        ("day,observable,value,comment\n0,sleep,7,\n", "1: comment: there is no column 'comment'"),
        ("day,sleep,sleep\n0,7,7\n", "1: sleep: stands twice"),
        ("day,phq9\n0,28\n", "2: phq9: 28 point is impossible; 0 to 27 point"),
    ],
)
def test_what_is_wrong_is_told_with_line_column_and_remedy(tmp_path, text, wanted):
    assert wanted in said(written(tmp_path, text))


def test_what_is_wrong_may_be_left_out_and_listed(tmp_path):
    problems = []
    seen = read(written(tmp_path, "day,sleep,fibre\n0,71,20\n"), problems=problems)
    assert [one.field for one in problems] == ["sleep"]
    assert seen.table["observable"].tolist() == ["fibre"]


def test_the_last_answers_of_one_person_may_need_help_first(tmp_path):
    with pytest.raises(CareNeeded):
        read(written(tmp_path, "day,phq9\n0,5\n14,22\n"))
    assert len(read(written(tmp_path, "day,phq9\n0,22\n14,5\n")).table) == 2  # long ago
    assert len(read(written(tmp_path, "person,day,phq9\nA,14,22\nB,14,5\n")).table) == 2  # a study


def test_words_of_danger_in_a_table_stop_it(tmp_path):
    with pytest.raises(CareNeeded):
        read(written(tmp_path, "day,observable,value,source\n0,sleep,7,I want to kill myself\n"))
