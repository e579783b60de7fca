import json
import re

import pytest
from trials.designs import plain


@pytest.fixture
def design(tmp_path):
    path = tmp_path / "design.json"
    path.write_text(json.dumps(plain(per_arm=12, endpoints=["bdi2", "crp"], include={"bdi2": ">14"})))
    return path


def test_a_trial_leaves_a_folder(run, design, tmp_path):
    status, out, _ = run("trial", design, "--replicates", 0, "--out", tmp_path / "out")
    assert status == 0
    assert "screened to let in 24" in out
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"data.csv", "summary.csv", "summary.json", "report.html", "provenance.json"} <= written
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    for part in ("Flow of people", "Assessed for eligibility", "Randomised (n = 24)", "BDI-II", "C-reactive protein"):
        assert part in page


def test_json_and_nothing_else(run, design, tmp_path):
    status, out, _ = run("trial", design, "--replicates", 0, "--out", tmp_path / "out", "--json")
    assert status == 0
    found = json.loads(out)
    assert found["flow"]["randomised"] == 24
    assert found["estimates"][0]["primary"]


def test_bad_input_ends_with_two(run, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("title: nothing\narms: {}\n")
    status, _, err = run("trial", path, "--out", tmp_path / "out")
    assert status == 2
    assert "bad.yaml:2: arms: does not hold two arms" in err
    assert run("trial")[0] == 2


def test_the_table_names_margin_verdict_and_who_is_in_a_subgroup(run, tmp_path):
    path = tmp_path / "design.json"
    more = {"non_inferiority": {"margin": 30}, "subgroup": {"age": ">13"}, "endpoints": ["bdi2"], "blinded": False}
    path.write_text(json.dumps(plain(per_arm=12, population="major-depression", **more)))
    status, out, _ = run("trial", path, "--replicates", 0, "--out", tmp_path / "out")
    assert status == 0
    assert "active against placebo: not worse by 30 in BDI-II: shown" in out
    assert "subgroup age > 13: 24 people in it, 0 outside: whether the effect is another in them cannot be" in out
    assert "ancova, if all believed alike" in out
    assert not re.search(r"\b0\.000\b", out)
    assert "nan" not in out


def test_a_trial_that_all_leave_is_reported(run, tmp_path):
    path = tmp_path / "design.json"
    path.write_text(json.dumps(plain(per_arm=2, dropout=0.94, endpoints=["bdi2"])))
    status, out, _ = run("trial", path, "--replicates", 0, "--out", tmp_path / "out")
    assert status == 0
    assert "cannot be estimated (0 of 2 in active and 0 of 2 in placebo can be analysed: too few)" in out
    assert "nan" not in out


@pytest.mark.slow
def test_power_says_what_would_help(run, design, tmp_path):
    status, out, _ = run("trial", design, "--power", "--out", tmp_path / "out")
    assert status == 0
    assert "people in an arm for 80 %" in out
    assert "Chance of success by size" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
