"""Draws of the parameters: central value, range, and few draws that stand for many."""

import numpy as np
import pytest

from gutbrain.engine.draws import parameter_lanes, prior, stratified, typical_values
from gutbrain.engine.ensemble import PRIOR, Ensemble
from gutbrain.model import Module, animal, assumed, compose, human_trial, parameter


class Known(Module):
    positive = parameter(2.0, "1", "a", (1.0, 8.0), human_trial("x"))
    signed = parameter(0.1, "1", "b", (-0.1, 0.3), animal("x"), animal=0.5)
    daily = parameter(2.0, "1/day", "c", None, assumed, spread=0.5)


MODEL = compose([Known])
BY_NAME = {p.name: p for p in MODEL.parameters}


def values(name: str, draws: int, species: str = "human") -> np.ndarray:
    z = prior(BY_NAME[name], draws, seed=1)
    return typical_values(BY_NAME[name], z, species)


def test_one_draw_is_the_central_value_in_hours():
    assert values("positive", 1) == pytest.approx([2.0])
    assert values("daily", 1) == pytest.approx([2.0 / 24])


def test_many_draws_fill_the_range():
    assert np.quantile(values("positive", 4000), [0.025, 0.5, 0.975]) == pytest.approx([1.0, 2.0, 8.0], rel=0.05)
    signed = values("signed", 4000)
    assert np.quantile(signed, [0.025, 0.5, 0.975]) == pytest.approx([-0.1, 0.1, 0.3], abs=0.01)


def test_other_species_have_the_strength_seen_there():
    assert values("signed", 1, "mouse") == pytest.approx([0.5])


@pytest.mark.parametrize("draws", [4, 9, 64])
def test_few_draws_have_the_middle_and_width_of_many(draws):
    z = stratified(3, "any", draws)
    assert abs(np.median(z)) < 1.5 / draws
    assert (z > 0).sum() == pytest.approx(draws / 2, abs=1)


def test_a_person_keeps_their_deviate_in_every_draw():
    eta = {"known.daily": np.array([0.0, 1.0])}
    lanes = parameter_lanes(MODEL, PRIOR.draws(MODEL, 3, 0), 3, "human", eta)
    daily = lanes[list(BY_NAME).index("daily"), 0].reshape(3, 2)
    assert daily[:, 1] / daily[:, 0] == pytest.approx(np.exp(0.5))


def test_every_draw_can_have_its_own_people():
    eta = {"known.daily": np.array([[0.0, 1.0], [2.0, 3.0]])}
    lanes = parameter_lanes(MODEL, {}, 2, "human", eta)
    daily = lanes[list(BY_NAME).index("daily"), 0].reshape(2, 2)
    assert daily == pytest.approx(2.0 / 24 * np.exp(0.5 * eta["known.daily"]))
    positive = lanes[list(BY_NAME).index("positive"), 0]
    assert positive == pytest.approx([2.0] * 4)


def ensemble() -> Ensemble:
    z = np.linspace(-1, 1, 6)
    return Ensemble({"known.positive": z, "known.signed": z}, {"name": "made"})


def test_an_ensemble_takes_the_place_of_the_prior():
    drawn = ensemble().draws(MODEL, 6, seed=1)
    assert drawn["known.positive"] == pytest.approx(np.linspace(-1, 1, 6))
    assert np.std(drawn["known.daily"]) > 0.5
    assert ensemble().draws(MODEL, 1, seed=0)["known.positive"] == pytest.approx([0.0])
    assert len(ensemble().draws(MODEL, 20, seed=3)["known.positive"]) == 20


def test_what_was_fitted_to_people_does_not_move_animals():
    mouse = ensemble().draws(MODEL, 6, seed=1, species="mouse")
    assert mouse["known.positive"] == pytest.approx(np.linspace(-1, 1, 6))
    assert mouse["known.signed"] == pytest.approx(PRIOR.draws(MODEL, 6, 1)["known.signed"])


def test_an_ensemble_is_written_and_read_alike(tmp_path):
    ensemble().save(tmp_path)
    text = (tmp_path / "ensemble.csv").read_text(encoding="utf-8")
    assert text.splitlines()[0] == "parameter,1,2,3,4,5,6"
    assert text.splitlines()[1].startswith("known.positive,-1.000,-0.600")
    assert "made" in (tmp_path / "ensemble.yaml").read_text(encoding="utf-8")
