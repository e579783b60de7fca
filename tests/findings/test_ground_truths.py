"""What keeps such a model honest: small effects stay small, whatever it was fitted to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gutbrain.axis.microbiota import GUILDS
from gutbrain.engine.arms import Arm, carry_arms
from gutbrain.engine.setup import Setup
from gutbrain.exposures import load
from gutbrain.findings.batches import Size, simulate_findings
from gutbrain.findings.reading import read_findings

pytestmark = pytest.mark.slow

STRAINS = ("L. helveticus R0052", "L. rhamnosus GG", "L. plantarum 299v", "B. longum R0175")
BLEND = "{" + ", ".join(f'"{strain}": 2.5e+9' for strain in STRAINS) + "}"


def effect(tmp_path: Path, person: str, events: str, observable: str, day: float, days: float) -> float:
    """Difference to an arm without the events, in SD between people: median over parameter sets."""
    file = tmp_path / "truth.yaml"
    file.write_text(
        f"""
findings:
- id: truth
  design: rct
  person: {person}
  arms: {{acted: {{events: [{events}]}}, left: {{events: []}}}}
  days: {days}
  compare:
    observable: {observable}
    statistic: smd
    of: {{arm: acted, day: {day}}}
    to: {{arm: left, day: {day}}}
  observed: {{value: 0}}
"""
    )
    read = read_findings([file])
    assert not read.problems
    found = simulate_findings(read.findings, Size(draws=16, people=8))
    return float(np.median(found["truth"].effect.smooth))


def test_probiotics_do_little_in_the_healthy_and_more_in_the_depressed(tmp_path: Path) -> None:
    taken = f"{{exposure: probiotic, strains: {BLEND}, start: 0, days: 56}}"
    sizes = {who: effect(tmp_path, who, taken, "depression", 56, 57) for who in ("healthy-adult", "major-depression")}
    stressed = effect(tmp_path, "stressed-adult", taken, "pss10", 56, 57)
    assert -0.15 < sizes["healthy-adult"] < 0
    assert -0.8 < sizes["major-depression"] < 1.5 * sizes["healthy-adult"]
    assert -0.5 < stressed < 0


@pytest.mark.parametrize("fibre", ["inulin", "gos"])
def test_prebiotics_alone_hardly_move_depression(tmp_path: Path, fibre: str) -> None:
    taken = f"{{exposure: {fibre}, amount: 8, start: 0, days: 56}}"
    for person in ("healthy-adult", "major-depression"):
        assert abs(effect(tmp_path, person, taken, "depression", 56, 57)) < 0.12


@pytest.mark.parametrize(
    "event",
    [
        "{exposure: sleep, amount: 0, start: 3, days: 1}",
        "{exposure: sleep, amount: 2, start: 1, days: 3}",
        "{exposure: antibiotic, name: amoxicillin, amount: 1500, start: 0, days: 7}",
    ],
)
def test_what_does_not_open_the_gut_barrier(tmp_path: Path, event: str) -> None:
    assert abs(effect(tmp_path, "healthy-adult", event, "permeability", 4 if "sleep" in event else 7, 8)) < 0.1


def test_vagotomy_hardly_moves_human_mood(tmp_path: Path) -> None:
    cut = "{exposure: vagotomy, amount: 1, start: 0}"
    for observable in ("depression", "anxiety"):
        assert abs(effect(tmp_path, "healthy-adult", cut, observable, 89, 90)) < 0.2


def test_microbes_explain_little_of_mood_between_healthy_people() -> None:
    run = carry_arms([Arm.of(load({"title": "alone", "days": 1}))], Setup(people=1500, draws=1, seed=3))
    last = run.trajectories.values[-1, :, 0]
    place = run.observables.index
    guilds = np.stack([last[place(guild)] for guild in GUILDS] + [last[place("shannon")]])
    mood = last[place("depression")]
    design = np.column_stack([np.ones(mood.size), ((guilds.T - guilds.mean(axis=1)) / guilds.std(axis=1))])
    left = mood - design @ np.linalg.lstsq(design, mood, rcond=None)[0]
    explained = 1 - left.var(ddof=design.shape[1]) / mood.var(ddof=1)
    assert explained < 0.03
