import json

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
    assert "bad.yaml:2: arms: holds no arm" in err
    assert run("trial")[0] == 2


@pytest.mark.slow
def test_power_says_what_would_help(run, design, tmp_path):
    status, out, _ = run("trial", design, "--power", "--out", tmp_path / "out")
    assert status == 0
    assert "people in an arm for 80 %" in out
    assert "Chance of success by size" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
