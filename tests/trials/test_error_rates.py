"""Ten thousand trials of a strain that does nothing: errors as often as promised, intervals that hold the truth."""

import numpy as np
import pytest
from trials.designs import made

from gutbrain.engine.setup import Setup
from gutbrain.trials import quick
from gutbrain.trials.conduct import conduct
from gutbrain.trials.people import populate

TRIALS = 10_000


@pytest.fixture(scope="module")
def nothing():
    design = made(
        per_arm=60, weeks=8, visits=[0, 4, 8], dropout={"rate": 0.15, "by": "symptoms"}, responder=0.2, adherence=0.9
    )
    return conduct(populate(design, Setup(people=240, seed=1), potency=0.0), trials=TRIALS, seed=1)


def _fine(p):
    """5 % +- 1 %."""
    assert 0.04 <= (p < 0.05).mean() <= 0.06


@pytest.mark.parametrize("per_protocol", [False, True])
@pytest.mark.parametrize("analysis", ["ancova", "t-test", "mmrm"])
@pytest.mark.parametrize("endpoint", ["bdi2", "crp"])
def test_type_one_error_and_coverage(nothing, analysis, endpoint, per_protocol):
    found = quick.primary(nothing, endpoint, 0, analysis, per_protocol=per_protocol)
    _fine(found.p)
    low, high = found.interval()
    assert 0.94 <= ((low <= 0) & (high >= 0)).mean() <= 0.96


def test_responders(nothing):
    _fine(quick.responders(nothing, "bdi2", 0)[1])


def test_interaction(nothing):
    inside = nothing.seen["crp"][..., 0] > np.median(nothing.seen["crp"][..., 0])
    _fine(quick.interaction(nothing, "bdi2", 0, inside).p)


def test_non_inferiority_at_the_margin(nothing):
    """An arm that is worse by just the margin is called not worse in 2.5 % of trials."""
    margin = 1.0
    found = quick.primary(nothing, "bdi2", 0)
    high = found.interval()[1] + margin
    assert 0.015 <= (high < margin).mean() <= 0.035


def test_holm_keeps_the_error_of_the_family(nothing):
    p = np.stack([quick.primary(nothing, name, 0).p for name in ("bdi2", "crp")])
    assert (quick.holm(p) < 0.05).any(axis=0).mean() <= 0.06


def test_crossover():
    design = made(crossover={"washout": 4}, endpoints=["bdi2"], per_arm=20, dropout=0.1)
    many = conduct(populate(design, Setup(people=120), potency=0.0), trials=TRIALS)
    found = quick.primary(many, "bdi2", 0)
    _fine(found.p)
    low, high = found.interval()
    assert 0.94 <= ((low <= 0) & (high >= 0)).mean() <= 0.96


def test_intervals_hold_an_effect_that_is_there():
    people = populate(made(per_arm=60, endpoints=["bdi2"], weeks=8, visits=[0, 8]), Setup(people=240, seed=1))
    many = conduct(people, trials=TRIALS)
    active, placebo = people.values["bdi2"][list(people.variants.full), ..., -1]
    truth = float((active - placebo).mean())
    assert truth < -0.3
    for analysis in ("ancova", "t-test"):
        low, high = quick.primary(many, "bdi2", 0, analysis).interval()
        assert 0.94 <= ((low <= truth) & (high >= truth)).mean() <= 0.96
