"""Draws of the parameters: central value, range, and few draws that stand for many."""

import numpy as np
import pytest

from gutbrain.engine.draws import parameter_lanes, stratified, typical_values
from gutbrain.model import Module, compose, parameter


class Known(Module):
    positive = parameter(2.0, "1", "a", range=(1.0, 8.0), grade="human-trial", source="x")
    signed = parameter(0.1, "1", "b", range=(-0.1, 0.3), grade="animal", source="x", animal=0.5)
    daily = parameter(2.0, "1/day", "c", spread=0.5, grade="assumption", source="assumption")


MODEL = compose([Known])
BY_NAME = {p.name: p for p in MODEL.parameters}


def test_one_draw_is_the_central_value_in_hours():
    assert typical_values(BY_NAME["positive"], 1, 0, "human") == pytest.approx([2.0])
    assert typical_values(BY_NAME["daily"], 1, 0, "human") == pytest.approx([2.0 / 24])


def test_many_draws_fill_the_range():
    values = typical_values(BY_NAME["positive"], 4000, 1, "human")
    assert np.quantile(values, [0.025, 0.5, 0.975]) == pytest.approx([1.0, 2.0, 8.0], rel=0.05)
    signed = typical_values(BY_NAME["signed"], 4000, 1, "human")
    assert np.quantile(signed, [0.025, 0.5, 0.975]) == pytest.approx([-0.1, 0.1, 0.3], abs=0.01)


def test_other_species_have_the_strength_seen_there():
    assert typical_values(BY_NAME["signed"], 1, 0, "mouse") == pytest.approx([0.5])


@pytest.mark.parametrize("draws", [4, 9, 64])
def test_few_draws_have_the_middle_and_width_of_many(draws):
    z = stratified(3, "any", draws)
    assert abs(np.median(z)) < 1.5 / draws
    assert (z > 0).sum() == pytest.approx(draws / 2, abs=1)


def test_a_person_keeps_their_deviate_in_every_draw():
    eta = {"known.daily": np.array([0.0, 1.0])}
    lanes = parameter_lanes(MODEL, 3, 2, 0, "human", eta)[list(BY_NAME).index("daily"), 0].reshape(3, 2)
    assert lanes[:, 1] / lanes[:, 0] == pytest.approx(np.exp(0.5))
