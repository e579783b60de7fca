"""What is read off: the discrepancy scales what differs from as-now, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import gutbrain as gb
from gutbrain import world
from gutbrain.atlas.observables import about
from gutbrain.engine import readout
from gutbrain.engine.arms import Arm, carry_arms
from gutbrain.engine.draws import is_free
from gutbrain.engine.ensemble import Ensemble
from gutbrain.engine.machine.kernel import Host
from gutbrain.engine.machine.scaling import scale
from gutbrain.engine.parts import Part
from gutbrain.engine.setup import Setup
from gutbrain.exposures.schedule import SLOTS

FIBRE = {"exposure": "fibre", "amount": "45 g/day", "start": 1}


def scaled(found: list[float], now: list[float], factor: list[float], *, as_factor: bool) -> np.ndarray:
    width = Host.here().width

    def vector(numbers: list[float]) -> np.ndarray:
        return np.resize(np.array(numbers, np.float32), (1, width))

    values, as_now = vector(found)[None], np.stack([vector(now)] * 2)
    kind = np.array([as_factor], np.int8)
    scale(values, as_now, np.zeros(1, np.int64), np.zeros(1, np.float32), vector(factor), kind)
    return values[0, 0, : len(found)]


def test_what_goes_up_and_what_goes_down_are_scaled_alike() -> None:
    # three times as much is 1 + 2, a third of it 1 / (1 + 2); half of that is 1 + 1, and the other way round
    moved = scaled([3.0, 1 / 3, 3.0, 1 / 3], [1.0] * 4, [0.5, 0.5, -0.5, 1.0], as_factor=True)
    assert moved == pytest.approx([2.0, 0.5, 0.5, 1 / 3])


def test_what_may_be_negative_is_scaled_as_it_is() -> None:
    assert scaled([-1.0, 2.0], [0.0, 1.0], [0.5, -1.0], as_factor=False) == pytest.approx([-0.5, 0.0])
    # so is what has no positive level as now
    assert scaled([2.0, 0.0], [0.0, 2.0], [0.5, 0.5], as_factor=True) == pytest.approx([1.0, 1.0])


def test_every_moment_and_observable_is_scaled_in_its_own_way() -> None:
    rng = np.random.default_rng(0)
    width = Host.here().width
    found, now = (rng.uniform(0.5, 2.0, shape).astype(np.float32) for shape in ((7, 5, width), (4, 5, width)))
    factor, kind = rng.uniform(0.2, 1.8, (5, width)).astype(np.float32), np.array([1, 0, 1, 1, 0], np.int8)
    before, weight = rng.integers(0, 3, 7), rng.uniform(0, 1, 7).astype(np.float32)
    base = now[before] + (now[before + 1] - now[before]) * weight[:, None, None]
    beyond = (np.maximum(found, base) / np.minimum(found, base) - 1) * factor
    as_factor = np.where(found > base, base * (1 + beyond), base / (1 + beyond))
    right = np.where(kind[:, None] == 1, as_factor, base + (found - base) * factor)
    scale(found, now, before, weight, factor, kind)
    assert found == pytest.approx(right, rel=1e-5)


def test_the_day_as_now_is_read_at_the_same_hour() -> None:
    at, before, weight = readout.nodes(np.array([0.0, 8.0, 24.0 + 8.25, 47.99]), 0.0)
    assert list(at) == [-24.0, -23.5, -16.0, -15.5, -0.5, 0.0]
    assert [at[i] for i in before] == [-24.0, -16.0, -16.0, -0.5]
    assert weight == pytest.approx([0.0, 0.0, 0.5, 0.98])


def test_one_draw_is_the_model_itself() -> None:
    assert (readout.factors(["crp"], {"all": 0.5}, 1, 0) == 1.0).all()


def test_factors_are_those_of_a_group_and_have_its_spread() -> None:
    made = readout.factors(["crp", "il6", "cortisol"], {"immune": 0.4, "all": 0.1}, 400, 0)
    assert (made[0] == made[1]).all()
    assert made.mean(axis=1) == pytest.approx([1.0] * 3, abs=0.01)
    assert made[0].std() == pytest.approx(0.4, rel=0.05)
    assert made[2].std() == pytest.approx(0.1, rel=0.05)
    assert abs(np.corrcoef(made[0], made[2])[0, 1]) < 0.15


@pytest.fixture(scope="module")
def sets():
    """Parameter sets that are all the middle, so that nothing but the discrepancy differs between draws."""
    middle = {p.key: np.zeros(8) for p in world.model(SLOTS).parameters if is_free(p)}
    return Ensemble(middle, luck=False, discrepancy={"all": 0.4})


def values(arms, sets, **more):
    protocols = [gb.load({"days": 14, "events": events}) for events in arms]
    run = carry_arms([Arm.of(p) for p in protocols], Setup(draws=8, ensemble=sets, **more))
    return {name: run.trajectories.values[:, i] for i, name in enumerate(run.observables)}


def test_who_goes_on_as_now_shows_nothing_of_it(sets) -> None:
    for name, found in values([[]], sets).items():
        if not about(name).main:
            continue
        spread = np.ptp(found, axis=-1)
        # deviates lie around 0: 0.002 SD of the population
        least = 2e-3 if about(name).scale == "z" else 5e-3 * np.abs(found).max()
        assert (spread <= least + 1e-6).all(), name


def test_an_effect_is_scaled_by_the_factor_of_its_channel(sets) -> None:
    both = values([[], [FIBRE]], sets)
    alone = values([[], [FIBRE]], replace(sets, discrepancy={}))
    factor = readout.factors(["bifidobacterium"], {"all": 0.4}, 8, 0)[0]
    effect, plain = (v["bifidobacterium"][-1, 1] - v["bifidobacterium"][-1, 0] for v in (both, alone))
    assert effect == pytest.approx(plain * factor, rel=1e-3)
    assert np.ptp(factor) > 0.5


def test_parts_of_a_run_have_the_factors_of_the_whole(sets) -> None:
    whole = values([[FIBRE]], sets, people=3)["crp"]
    part = values([[FIBRE]], sets, people=3, part=Part(4, 2, 1, 2))["crp"]
    lanes = [draw * 3 + person for draw in (4, 5) for person in (1, 2)]
    assert part[..., :] == pytest.approx(whole[..., lanes], rel=1e-5)
