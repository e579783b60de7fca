import numpy as np
import pytest
from trials.designs import STRAIN, made

from gutbrain.engine.setup import Setup
from gutbrain.trials.allocation import allocate
from gutbrain.trials.conduct import conduct
from gutbrain.trials.dataset import dataset
from gutbrain.trials.luck import Luck
from gutbrain.trials.people import populate


@pytest.fixture(scope="module")
def population():
    return populate(
        made(dropout={"rate": 0.3, "by": "symptoms"}, missing=0.1, adherence=0.8, window=3), Setup(people=100)
    )


def test_same_seed_same_numbers(population):
    first, again, other = (dataset(conduct(population, seed=seed)) for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_shape_of_the_data(population):
    table = dataset(conduct(population))
    assert len(table) == 100 * 3
    assert table.groupby("participant").size().eq(3).all()
    assert set(table["arm"]) == {"active", "placebo"}
    assert table.loc[table["week"] == 0, "bdi2"].notna().all()
    assert (table["day"] - 7 * table["week"]).abs().max() <= 3
    change = table["bdi2"] - table["bdi2_baseline"]
    np.testing.assert_allclose(change, table["bdi2_change"])
    assert "log_crp_change" in table


def test_people_leave_and_miss_visits(population):
    many = conduct(population, trials=200)
    left = many.left < 3
    assert left.mean() == pytest.approx(0.3, abs=0.02)
    after = np.arange(3) >= many.left[..., None]
    assert np.isnan(many.seen["bdi2"][after]).all()
    there = ~after
    there[..., 0] = False
    assert np.isnan(many.seen["bdi2"][there]).mean() == pytest.approx(0.1, abs=0.02)


def test_those_who_leave_by_symptoms_were_worse(population):
    many = conduct(population, trials=200)
    left = many.left < 3
    start = many.seen["bdi2"][..., 0]
    assert start[left].mean() > start[~left].mean() + 0.5


def test_doses_taken(population):
    many = conduct(population, trials=100)
    assert many.taken.mean() == pytest.approx(0.8, abs=0.01)
    assert not many.per_protocol[many.taken < 0.8].any()


def test_what_is_not_taken_has_no_effect():
    full, half = (populate(made(adherence=a, endpoints=["bdi2"], per_arm=100), Setup(people=200)) for a in (1.0, 0.5))
    effects = []
    for people in (full, half):
        many = conduct(people, trials=300)
        active = many.sequence == 0
        end = many.seen["bdi2"][..., -1]
        effects.append(end[active].mean() - end[~active].mean())
    assert effects[1] == pytest.approx(effects[0] / 2, rel=0.35)


def test_blocks_are_balanced_and_strata_too():
    luck = Luck(0, 50)
    design = made(randomisation={"kind": "block", "block": 4})
    sequence = allocate(design, np.zeros((50, 40), int), luck)
    assert (sequence.reshape(50, 10, 4).sum(axis=2) == 2).all()
    design = made(randomisation={"kind": "stratified", "block": 4, "by": ["bdi2"]})
    strata = (luck.uniforms("strata", 80) > 0.5).astype(int)
    sequence = allocate(design, strata, luck)
    for stratum in (0, 1):
        inside = np.where(strata == stratum, 2 * sequence - 1, 0).sum(axis=1)
        assert np.abs(inside).max() <= 2
    simple = allocate(made(randomisation="simple"), np.zeros((400, 40), int), Luck(0, 400))
    assert simple.sum(axis=1).std() == pytest.approx(np.sqrt(10), rel=0.15)


def test_rescue_helps_whoever_needs_it():
    rescue = {
        "when": {"bdi2": ">18"},
        "events": [{"exposure": "ssri", "name": "sertraline", "amount": 100, "start": 0}],
    }
    people = populate(made(rescue=rescue, endpoints=["bdi2"], weeks=8, visits=[0, 2, 4, 8]), Setup(people=100))
    one = conduct(people)
    called = one.rescued[0] < 4
    assert 0 < called.sum() < 100
    assert set(one.rescued[0][called]) <= {1, 2}
    assert not one.per_protocol[0][called].any()


def test_a_crossover_gives_everybody_everything():
    people = populate(made(crossover={"washout": 4}, endpoints=["bdi2"], per_arm=20), Setup(people=40))
    table = dataset(conduct(people))
    assert set(table["sequence"]) == {"active-placebo", "placebo-active"}
    arms = table.groupby(["participant", "period"])["arm"].first().unstack()
    assert (arms[1] != arms[2]).all()


def test_two_active_arms_and_a_control():
    arms = {
        "low": {"events": [{**STRAIN, "strains": {"B. longum 1714": 1e8}}]},
        "high": {"events": [STRAIN]},
        "placebo": {},
    }
    design = made(arms=arms, endpoints=["bdi2"], per_arm=12)
    one = conduct(populate(design, Setup(people=36)))
    assert np.bincount(one.sequence[0]).tolist() == [12, 12, 12]
    assert [design.label(place) for place in design.contrasts] == ["low against placebo", "high against placebo"]
