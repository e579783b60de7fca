"""Looks before the end: bounds as published, chances as simulated."""

import numpy as np
import pytest
from trials.designs import made

from gutbrain.engine.setup import Setup
from gutbrain.trials import interim
from gutbrain.trials.conduct import conduct
from gutbrain.trials.people import populate


def _even(looks):
    return tuple((n + 1) / looks for n in range(looks))


@pytest.mark.parametrize(
    ("kind", "looks", "published"),
    [
        # Jennison and Turnbull 2000, tables 2.1 and 2.3 (two-sided 5 %)
        ("classical-pocock", 2, [2.178, 2.178]),
        ("classical-pocock", 5, [2.413] * 5),
        ("classical-obrien-fleming", 2, [2.797, 1.977]),
        ("classical-obrien-fleming", 5, [4.562, 3.226, 2.634, 2.281, 2.040]),
        # spending functions: rpact 3.3.4 (one-sided 2.5 %)
        ("obrien-fleming", 2, [2.963, 1.969]),
        ("obrien-fleming", 3, [3.710, 2.511, 1.993]),
        ("pocock", 2, [2.157, 2.201]),
        ("pocock", 3, [2.279, 2.295, 2.296]),
    ],
)
def test_bounds_are_the_published_ones(kind, looks, published):
    assert list(interim.bounds(kind, _even(looks), 0.025)) == pytest.approx(published, abs=0.002)


def test_crossing_is_what_random_walks_do():
    upper, shares = interim.bounds("pocock", (0.3, 0.6, 1.0), 0.025), (0.3, 0.6, 1.0)
    random = np.random.default_rng(0)
    steps = random.standard_normal((200_000, 3)) * np.sqrt([0.3, 0.3, 0.4]) + 2.0 * np.array([0.3, 0.3, 0.4])
    z = np.cumsum(steps, axis=1) / np.sqrt(shares)
    over = z >= upper
    first = [over[:, 0], ~over[:, 0] & over[:, 1], ~over[:, 0] & ~over[:, 1] & over[:, 2]]
    assert interim.crossing(upper, shares, 2.0) == pytest.approx([part.mean() for part in first], abs=0.004)


def test_trials_stop_for_success_or_futility_and_the_sooner_the_fewer_people():
    strong = {"exposure": "ssri", "name": "sertraline", "amount": 100, "start": 0}
    arms = {"active": {"events": [strong]}, "placebo": {"events": []}}
    look = [{"share": 0.5, "efficacy": "pocock", "futility": 0.1}]
    ill = {"population": "major-depression", "endpoints": ["madrs"], "weeks": 8, "visits": [0, 8]}
    design = made(arms=arms, **ill, per_arm=150, interim=look)
    people = populate(design, Setup(people=60))
    found = interim.carried(conduct(people, trials=100))
    none = interim.carried(conduct(people, trials=100, nothing=True))
    assert found.won.mean() > 0.5 > none.won.mean()
    assert none.futile.mean() > 0.5
    assert set(found.people[found.look == 0]) == {150}
    assert set(found.people[found.look == 1]) <= {300}


def test_conditional_power_by_hand():
    # half the information, z 1.0, bound 1.96: the trend leads to z 1.414 (SD 0.707 of what is to come)
    power = interim.conditional_power(np.array([1.0]), 0.5, 1.96)[0]
    assert power == pytest.approx(0.2201, abs=0.0005)
