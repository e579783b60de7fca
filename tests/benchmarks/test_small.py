"""The small benchmark: every engine gives what the reference gives, wrong results are found. Time does not matter."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks import accuracy, engines, picture, table
from benchmarks.cohort import cohort
from benchmarks.point import Point, cheapest

ROOT = Path(__file__).parents[2]


def point(engine="gutbrain", setting="steps / 1", error=1e-3, processor=1.0):
    return Point(engine, setting, people=10, wall=1.0, processor=processor, build=0.0, error=error)


@pytest.mark.slow
def test_the_small_run_gives_right_results(tmp_path):
    pytest.importorskip("roadrunner")
    command = [sys.executable, "-m", "benchmarks", "--small", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "benchmark.json").read_text())
    errors = {(p["engine"], p["setting"]): p["error"] for p in found["points"]}
    assert {engine for engine, _ in errors} == {"gutbrain", "libRoadRunner", "SciPy LSODA", "SciPy BDF"}
    assert max(errors.values()) < 0.01
    assert errors["gutbrain", "steps / 4"] < 1e-3
    assert (tmp_path / "work-precision.svg").stat().st_size > 0
    assert [(run["people"], run["days"]) for run in found["growth"]] == [(10, 5), (300, 5)]


def test_results_are_held_against_the_reference():
    people = cohort(1, 2)
    exact = np.ones((2, len(people.times), len(people.names)))
    assert accuracy.error(people, exact, exact) == 0
    off = exact.copy()
    off[1, -1, 3] = 1.5
    assert accuracy.error(people, exact, off) == pytest.approx(0.5)


@pytest.mark.parametrize("change", [lambda a: a[:, 1:], lambda a: a[:1], lambda a: a * np.nan])
def test_a_wrong_shape_and_what_is_no_number_are_found(change):
    people = cohort(1, 2)
    exact = np.ones((2, len(people.times), len(people.names)))
    with pytest.raises(accuracy.Wrong):
        accuracy.error(people, exact, change(exact))


def test_moments_of_comparison_are_no_jumps():
    people = cohort(11, 1)
    edges = people.plan.drive.edges
    assert len(edges) > 4
    assert np.abs(people.times[:, None] - edges[None]).min() > 1e-3


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([point(error=0.02), point(setting="steps / 4")], "off by 0.02 at its usual steps"),
        ([point(), point(setting="steps / 4", error=9e-4)], "with steps four times shorter"),
        ([point("SciPy BDF", "rtol 1e-06", error=0.3)], "SciPy BDF is off by 0.3 at its best"),
    ],
)
def test_wrong_results_fail_the_run(points, said):
    with pytest.raises(accuracy.Wrong, match=said):
        engines.check(points)


def test_engines_are_compared_at_equal_error():
    ours = [point(error=5e-3), point(setting="steps / 4", error=2e-4, processor=3.0)]
    other = [point("x", "loose", error=5e-2, processor=2.0), point("x", "tight", error=1e-5, processor=30.0)]
    assert cheapest(other, "x", 1e-2) == other[1]
    times = {row["error"]: row["times"] for row in table.ratios([*ours, *other])}
    assert times == {1e-2: pytest.approx(30.0), 1e-3: pytest.approx(10.0)}


def test_the_picture_has_a_dot_for_every_point():
    points = [point(), replace(point(), error=1e-4), point("a & b", error=1e-2)]
    root = ElementTree.fromstring(picture.draw(points))
    assert len([e for e in root.iter() if e.find("{*}title") is not None]) == len(points)
