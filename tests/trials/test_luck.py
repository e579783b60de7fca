"""What comes besides, later or in another order moves nothing: luck belongs to the trial, person, measure and day."""

import numpy as np
import pytest
from trials.designs import PLAIN, STRAIN, made

from gutbrain.engine.setup import Setup
from gutbrain.trials.analysis import analyse
from gutbrain.trials.conduct import conduct
from gutbrain.trials.dataset import dataset
from gutbrain.trials.luck import Luck, _stream
from gutbrain.trials.people import populate

UNSURE = {"dropout": 0.2, "missing": 0.2, "adherence": 0.8, "window": 3, "include": {"crp": ">0.5", "bdi2": ">8"}}
"""Everything in which luck plays a part."""


def one(trials=1, seed=5, **changes):
    design = made(**UNSURE | {"per_arm": 12} | changes)
    return conduct(populate(design, Setup(people=design.people, seed=seed)), trials=trials, seed=seed)


@pytest.fixture(scope="module")
def plain():
    return one()


def at_week(conducted, name, week):
    return conducted.seen[name][..., list(conducted.design.visits).index(week)]


def test_luck_is_that_of_a_generator_set_to_the_trial():
    made = Luck(3, 4).normals("bdi2 on day 28", 6)
    key = _stream(3, "bdi2 on day 28").state["state"]["key"]
    for trial, row in enumerate(made):
        fresh = np.random.Generator(np.random.Philox(key=int(key[0]) + (int(key[1]) << 64), counter=trial << 192))
        np.testing.assert_array_equal(row, fresh.standard_normal(6))


def test_more_trials_or_people_leave_luck_as_it_was():
    few, many = Luck(3, 2), Luck(3, 5)
    for draw in (
        lambda luck, count: luck.normals("a", count),
        lambda luck, count: luck.uniforms("a", count),
        lambda luck, count: luck.shares("a", count, 9.0, 3.0),
    ):
        np.testing.assert_array_equal(draw(few, 7), draw(many, 40)[:2, :7])
    assert not np.array_equal(few.normals("a", 7), few.normals("b", 7))
    assert not np.array_equal(few.normals("a", 7)[0], few.normals("a", 7)[1])


def test_a_visit_put_in_between_moves_no_other_visit(plain):
    further = one(visits=[0, 1, 2, 3, 4])
    np.testing.assert_array_equal(plain.sequence, further.sequence)
    for name in ("bdi2", "crp"):
        for week in plain.design.visits:
            np.testing.assert_array_equal(at_week(plain, name, week), at_week(further, name, week))
    np.testing.assert_array_equal(plain.taken, further.taken)


@pytest.mark.parametrize("besides", ["il6", "stai_s", "cortisol"])
def test_another_endpoint_moves_none(plain, besides):
    further = one(endpoints=["bdi2", besides, "crp"])
    for name in ("bdi2", "crp"):
        np.testing.assert_array_equal(plain.seen[name], further.seen[name])


def test_the_order_of_the_arms_moves_nothing(plain):
    turned = one(arms=dict(reversed(PLAIN["arms"].items())))
    assert [arm.name for arm in turned.design.arms] == ["placebo", "active"]
    assert dataset(plain).equals(dataset(turned))
    assert [(e.contrast, e.value, e.p) for e in analyse(plain)] == [
        (e.contrast, pytest.approx(e.value, rel=1e-9), pytest.approx(e.p, rel=1e-6)) for e in analyse(turned)
    ]


def test_the_order_of_three_arms_in_a_crossover_moves_nothing():
    arms = {"low": {"events": [{**STRAIN, "strains": {"B. longum 1714": 1e8}}]}, "high": {"events": [STRAIN]}, "no": {}}
    tables = [
        dataset(one(arms=dict(order), crossover={"washout": 2}, per_arm=4, control="no", include={}))
        for order in (arms.items(), reversed(arms.items()))
    ]
    assert tables[0].equals(tables[1])


@pytest.mark.parametrize("randomisation", ["block", "simple"])
def test_more_people_move_nobody_who_was_there(randomisation):
    few, many = (one(per_arm=n, randomisation=randomisation) for n in (12, 17))
    before = few.sequence.shape[1]
    np.testing.assert_array_equal(few.sequence, many.sequence[:, :before])
    np.testing.assert_array_equal(few.left, many.left[:, :before])
    for name in ("bdi2", "crp"):
        np.testing.assert_array_equal(few.seen[name], many.seen[name][:, :before])


def test_more_trials_move_none_of_those_before():
    few, many = one(trials=5), one(trials=30)
    np.testing.assert_array_equal(few.sequence, many.sequence[:5])
    np.testing.assert_array_equal(few.seen["crp"], many.seen["crp"][:5])


def test_what_is_left_out_moves_nothing_that_is_written_down(plain):
    people = populate(plain.design, Setup(people=plain.design.people, seed=5))
    np.testing.assert_array_equal(conduct(people, seed=5, only=["crp"]).seen["crp"], plain.seen["crp"])
    assert set(conduct(people, seed=5, only=["crp"]).seen) == {"crp"}


def test_by_default_arms_are_even_whatever_their_size():
    sizes = np.bincount(one(per_arm=7, include={}).sequence[0])
    assert sizes.tolist() == [7, 7]
