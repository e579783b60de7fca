"""What the days of a diary teach."""

import json
from datetime import date, timedelta

import numpy as np
import pytest


@pytest.fixture
def lived(tmp_path, run):
    """A diary of seventy days whose mood goes with last night."""
    luck = np.random.default_rng(0)
    sleep = 7 + luck.normal(0, 1, 70)
    mood = np.clip(np.round(6 + 0.8 * (sleep - 7) + luck.normal(0, 1, 70)), 0, 10)
    first = date(2025, 2, 1)
    rows = [f"{first + timedelta(i)},{m:g},{s:.1f}" for i, (m, s) in enumerate(zip(mood, sleep, strict=True))]
    (tmp_path / "days.csv").write_text("\n".join(["date,mood [0-10],sleep [h]", *rows]) + "\n", encoding="utf-8")
    scales = "scales: {mood: {from: 0, to: 10, better: high, measures: depression}}\n"
    (tmp_path / "me.yaml").write_text("zone: Europe/Berlin\n" + scales, encoding="utf-8")
    file = tmp_path / "me.diary"
    assert run("diary", "new", file, "--settings", tmp_path / "me.yaml")[0] == 0
    assert run("diary", "import", file, tmp_path / "days.csv")[0] == 0
    return file


def test_a_fit_of_a_diary_is_told_and_leaves_a_folder_without_the_days(lived, run, tmp_path):
    out = tmp_path / "fit"
    status, text, _ = run("diary", "fit", lived, "--outcome", "mood", "--draws", "8", "--out", out, "--json")
    assert status == 0
    told = json.loads(text)
    assert told["folder"] == str(out)
    assert (out / "report.html").is_file()
    kept = "".join(path.read_text(encoding="utf-8") for path in out.iterdir())
    assert "2025-02-1" not in kept  # no day of it but the first, from which days are counted


def test_what_has_no_scale_is_said_and_nothing_is_left(run, tmp_path):
    file = tmp_path / "me.diary"
    assert run("diary", "new", file, "--zone", "Europe/Berlin")[0] == 0
    assert run("diary", "add", file, "mood=6", "sleep=7h")[0] == 0
    status, _, err = run("diary", "fit", file, "--outcome", "mood", "--out", tmp_path / "fit")
    assert status == 2
    assert "scale" in err
    assert not (tmp_path / "fit").exists()
