"""Findings run against the model: the project's own, and somebody else's file through the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gutbrain.datafiles import read
from gutbrain.findings.batches import Size, batches, simulate_findings, times
from gutbrain.findings.causes import causes
from gutbrain.findings.finding import When
from gutbrain.findings.kept import kept
from gutbrain.findings.reading import own_files, read_findings
from gutbrain.findings.validation import validate
from gutbrain.findings.verdict import verdict

FILE = """
findings:
- id: endotoxin
  reference: pmid:1
  design: challenge
  arms:
    lps: {events: [{exposure: endotoxin, amount: 2, start: 1, hour: 9}]}
    saline: {events: []}
  days: 2
  compare: {observable: il6, statistic: ratio, of: {arm: lps, day: 1, hour: 11}, to: {arm: saline, day: 1, hour: 11}}
  observed: {value: 800}
- id: peak
  reference: pmid:1
  design: challenge
  arms: {lps: {events: [{exposure: endotoxin, amount: 2, start: 1, hour: 9}]}}
  days: 2
  compare: {observable: tnf, statistic: peak_time, of: {arm: lps, day: 1}}
  observed: {value: 1.5}
- id: wrong
  reference: pmid:1
  arms: {lps: {events: [{exposure: endotoxin, amount: "2 kg", start: 1, hour: 9}]}}
  days: 2
  compare: {observable: tnf, statistic: value, of: {arm: lps, day: 1}}
  observed: {value: 1.5}
- id: unheard
  reference: pmid:1
  arms: {lps: {events: []}}
  days: 1
  compare: {observable: ferritin, statistic: value, of: {arm: lps, day: 0}}
  observed: {value: 100}
"""


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    code = "from gutbrain.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, encoding="utf-8")


def test_another_file_is_run_and_its_errors_are_told(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text(FILE)
    done = run("validate", file, "--json", "--draws", 4, "--people", 2)
    assert done.returncode == 2
    assert f"{file}:21: findings[2].arms.lps.events[0].amount: the unit of '2 kg' does not fit" in done.stderr
    assert f"{file}:29: findings[3].compare.observable: the model has no observable 'ferritin'" in done.stderr
    assert "Traceback" not in done.stderr
    found = json.loads(done.stdout)
    assert {f["id"]: f["verdict"] for f in found["findings"]}["unheard"] == "unsupported"
    assert "wrong" not in {f["id"] for f in found["findings"]}
    assert found["unsupported"] == 1
    endotoxin, peak = found["findings"][:2]
    assert 100 < endotoxin["predicted"]["median"] < 3000
    assert 1.0 < peak["predicted"]["median"] < 3.0
    assert endotoxin["predicted"]["low"] <= endotoxin["predicted"]["median"] <= endotoxin["predicted"]["high"]


def test_the_last_day_is_read_at_its_hour(tmp_path: Path) -> None:
    file = tmp_path / "last.yaml"
    text = """
findings:
- id: {name}
  reference: pmid:1
  arms: {{all: {{events: []}}}}
  days: {days}
  compare: {{observable: cortisol, statistic: value, of: {{arm: all, day: 2}}}}
  observed: {{value: 400}}
"""
    file.write_text(text.format(name="ends", days=2) + text.format(name="goes-on", days=3).replace("findings:\n", ""))
    found = simulate_findings(read_findings([file]).findings, Size(2, 2))
    # at midnight it would be a tenth
    assert found["ends"].effect.median > 200
    assert found["ends"].effect.median == pytest.approx(found["goes-on"].effect.median, rel=0.02)


def test_arms_that_are_alike_run_once(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text(FILE)
    made = batches([f for f in read_findings([file]).findings if not f.unsupported], Size(2, 2))
    assert sum(len(batch.arms) for batch in made) == 2


def test_a_finding_does_not_depend_on_its_neighbours(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text(FILE)
    findings = [f for f in read_findings([file]).findings if not f.unsupported]
    together = simulate_findings(findings, Size(3, 2), seed=5)
    alone = simulate_findings(findings[:1], Size(3, 2), seed=5)
    assert together["endotoxin"].effect.draws == pytest.approx(alone["endotoxin"].effect.draws, rel=1e-4)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (When("a", 3.0), [80.0]),
        (When("a", 3.5), [80.0]),
        (When("a", 3.0, 14.0), [86.0]),
        (When("a", (1.0, 3.0)), [32.0, 56.0, 80.0]),
        (When("a", (1.0, 2.0), 6.0), [30.0, 54.0]),
    ],
)
def test_when_a_value_is_read(when: When, expected: list[float]) -> None:
    assert times(when) == pytest.approx(expected)


def test_a_window_between_hours_is_averaged_over_its_time() -> None:
    moments = times(When("a", (1.25, 1.5)))
    assert (moments[0], moments[-1]) == (30.0, 36.0)
    assert len(moments) > 10


@pytest.mark.slow
def test_the_fitted_findings_give_what_they_gave_when_they_were_fitted() -> None:
    found = {one.finding.id: one for one in validate(own_files()).checked}
    shipped = kept().fitted.checked
    assert {one.finding.id for one in shipped} == set(found)
    # machines round differently in single precision: by a hundredth of the spread over draws at most
    for one in shipped:
        again = found[one.finding.id]
        assert (again.verdict, again.why.split()[-1]) == (one.verdict, one.why.split()[-1])
        for name in ("median", "low", "high"):
            was = getattr(one.predicted, name)
            assert getattr(again.predicted, name) == pytest.approx(
                was, rel=1e-4, abs=0.01 * np.nan_to_num(one.predicted.sd) + 1e-6, nan_ok=True
            )


def test_the_kept_verdicts_are_those_of_the_first_rules() -> None:
    for one in kept().fitted.checked:
        told = one.shape.verdict if one.shape else verdict(one.finding.compare, one.finding.observed, one.predicted)
        assert told == one.verdict, one.finding.id


def test_what_ships_predicts_what_it_was_not_fitted_to_better_than_it_did_blindly() -> None:
    blind = read("gutbrain.findings", "blind.yaml")
    left_out = kept().left_out
    assert left_out.count("unsupported") == 0
    assert 100 * left_out.agree_share >= blind["agree"] + 15
    assert 100 * left_out.direction_share >= blind["direction"] + 10
    assert 100 * left_out.coverage.most >= blind["covers_90"] + 20
    # nobody is served by intervals that hold everything either
    assert left_out.coverage.half <= 0.6
    assert kept().fitted.agree_share >= left_out.agree_share


def test_causes_are_of_findings_that_exist() -> None:
    assert set(causes()) <= {f.id for f in read_findings(own_files()).findings}
