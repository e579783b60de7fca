"""``gutbrain fit``, and what takes its folder."""

import json

import numpy as np
import pandas as pd
import pytest

PLAN = "title: Somebody\nperson: subclinical-low-mood\ndays: 35\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(2)
    days = {"day": range(35), "sleep [h]": rng.normal(7, 1, 35), "zest [0-10]": rng.integers(3, 8, 35)}
    pd.DataFrame(days).round(2).to_csv("days.csv", index=False)
    (tmp_path / "me.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def test_a_fit_writes_a_folder_that_simulate_and_what_if_take(run, place):
    fit = ("fit", "days.csv", "--protocol", "me.yaml", "--measures", "zest=-depression", "--draws", 4, "--out", "me")
    status, out, _ = run(*fit)
    assert status == 0
    assert "follows sleep" in out
    assert "cannot tell" in out or "no difference worth naming" in out
    page = (place / "me" / "report.html").read_text(encoding="utf-8")
    assert "What goes with zest" in page
    status, out, _ = run("simulate", "me.yaml", "--from", "me", "--draws", 4, "--no-report", "--out", "run", "--json")
    assert status == 0
    assert "depression: of the person who was fitted" in json.dumps(json.loads(out))
    status, out, _ = run("what-if", "me.yaml", "--change", "sleep=8", "--from", "me", "--json")
    assert status == 0
    assert json.loads(out)["fitted"][0]["outcome"] == "zest"


def test_recorded_days_act_in_a_simulation(run, place):
    status, _, _ = run("simulate", "me.yaml", "--exposures", "days.csv", "--draws", 2, "--no-report", "--out", "run")
    assert status == 0
    assert json.loads((place / "run" / "provenance.json").read_text(encoding="utf-8"))["recorded"] == {"sleep": 35}


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("fit", "days.csv"), "has nothing to explain"),
        (("fit", "days.csv", "--measures", "zest"), "'zest' does not say what an item shows"),
        (("fit", "none.csv"), "cannot be read"),
        (("simulate", "me.yaml", "--from", "nowhere"), "nowhere is not a fit"),
        (("simulate", "me.yaml", "--exposures", "none.csv"), "none.csv: cannot be read"),
    ],
)
def test_what_cannot_be_used_ends_in_its_sentence(run, place, arguments, wanted):
    status, _, err = run(*arguments)
    assert status == 2
    assert wanted in err
