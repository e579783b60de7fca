"""The weeks ahead of a diary by the command: beside "as usual" and the skill so far; "cannot tell" where that is so."""

import csv
import json

import pytest
from diary_days import filled

from gutbrain import diary


def test_a_prediction_is_told_with_its_skill_and_leaves_a_folder(tmp_path, run):
    file = filled(tmp_path / "me.diary", 70, by_sleep=0.8)
    out = tmp_path / "ahead"
    asked = ("diary", "predict", file, "--weeks", "2", "--if", "sleep=8", "--draws", "6", "--out", out, "--json")
    status, text, _ = run(*asked)
    assert status == 0
    told = json.loads(text)
    assert told["outcome"] == "mood"
    assert told["change"]["verdict"]
    assert told["change"]["effect"]["low"] <= told["change"]["effect"]["median"] <= told["change"]["effect"]["high"]
    assert len(told["weeks"]) == 2
    assert len(told["days"]) == 14
    assert told["past"]["of"] == len(told["past"]["weeks"])
    assert set(told["past"]["skill"]) == {"median", "low", "high", "verdict"}
    assert any("past week" in line for line in told["said"])
    with (out / "weeks.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert float(rows[1]["if_median"]) == pytest.approx(told["weeks"][1]["if_median"], rel=1e-4)
    page = (out / "report.html").read_text(encoding="utf-8")
    assert all(line.split(" (")[0] in page for line in told["said"][:2])


def test_few_days_cannot_tell_and_say_from_when_on(tmp_path, run):
    file = filled(tmp_path / "me.diary", 20, by_sleep=2.0)
    status, text, _ = run("diary", "predict", file, "--if", "sleep=8", "--draws", "4", "--weeks", "1")
    assert status == 0
    assert "cannot tell" in text
    assert "nothing can be told from so few; from 28 on" in text
    assert "How good this is cannot be told yet" in text


def test_what_is_not_there_is_said_and_nothing_is_left(tmp_path, run):
    file = filled(tmp_path / "me.diary", 40)
    status, _, err = run("diary", "predict", file, "--if", "calm=20", "--out", tmp_path / "ahead")
    assert status == 2
    assert "'calm' was not recorded" in err
    assert not (tmp_path / "ahead").exists()
    assert run("diary", "predict", file, "--if", "sleep")[0] == 2
    assert run("diary", "predict", file, "--weeks", "50")[0] == 2


def test_a_long_diary_is_learnt_from_by_its_last_days(tmp_path):
    mine = diary.open(filled(tmp_path / "me.diary", 450))
    recent, whose = mine.lately()
    assert whose["days"] == 400
    assert recent["day"].min() == whose["start_date"]
    assert recent["day"].max() == mine.observations()["day"].max()
