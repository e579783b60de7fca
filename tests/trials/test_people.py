import numpy as np
import pytest
from trials.designs import made

from gutbrain.engine.setup import Setup
from gutbrain.errors import InputError
from gutbrain.trials.conduct import conduct
from gutbrain.trials.people import populate


def test_nobody_eligible_says_how_many_were_screened_and_why():
    design = made(population="healthy-adult", include={"bdi2": [55, 60], "age": ">20"})
    with pytest.raises(InputError, match=r"none of 4000 people screened .*fail bdi2 55 to 60"):
        populate(design, Setup(people=20))


def test_too_few_eligible_says_how_many():
    design = made(population="healthy-adult", include={"bdi2": ">21"})
    with pytest.raises(InputError, match=r"only \d+ of \d+ people screened can be let in, and 3000 are needed"):
        populate(design, Setup(people=3000))


def test_people_let_in_met_the_criteria_and_the_screened_are_counted():
    population = populate(made(include={"bdi2": [16, 30], "age": [30, 50]}), Setup(people=40, seed=3))
    assert population.screening.screened > 80
    assert population.screening.eligible == 40
    assert ((population.fixed["age"] >= 30) & (population.fixed["age"] <= 50)).all()
    assert population.fixed["age"].shape == (1, 40)


def test_regression_to_the_mean_comes_from_screening_alone():
    """Let in by a noisy score, people fall back without any treatment; taken as they are, they do not."""
    same = {"a": {"events": [], "expectation": 0}, "b": {"events": [], "expectation": 0}}
    screened = made(arms=same, include={"bdi2": ">18"}, endpoints=["bdi2"], per_arm=150)
    everybody = made(arms=same, endpoints=["bdi2"], per_arm=150)
    fall = []
    for design in (screened, everybody):
        values = conduct(populate(design, Setup(people=300, seed=1)), seed=1).seen["bdi2"][0]
        fall.append(float((values[:, -1] - values[:, 0]).mean()))
    # being seen and rated, and episodes that close by themselves, lower scores a little in both
    assert fall[0] < fall[1] - 0.5
    assert abs(fall[1]) < 1.5


def test_potency_of_zero_makes_the_arms_the_same():
    population = populate(made(endpoints=["bdi2"]), Setup(people=10), potency=0.0)
    active, placebo = population.values["bdi2"][list(population.variants.full)]
    np.testing.assert_array_equal(active, placebo)


def test_a_run_in_is_lived_through_before_the_first_visit():
    population = populate(made(run_in=2, endpoints=["bdi2"]), Setup(people=10))
    assert population.days[0] == 0
    without = populate(made(endpoints=["bdi2"]), Setup(people=10))
    # two weeks of believing in a treatment have already lowered the score
    assert population.values["bdi2"][1, :, :, 0].mean() < without.values["bdi2"][1, :, :, 0].mean() - 0.3
