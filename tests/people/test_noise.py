from dataclasses import dataclass

import numpy as np
import pytest

from gutbrain.axis import axis
from gutbrain.people import observe
from gutbrain.people.noise import GONE_AT_BASELINE, entry_error, measurement_sd
from gutbrain.people.scales import scales


@dataclass(frozen=True)
class Questionnaire:
    id: str = "bdi2"
    measures: str = "depression"
    low: float = 0
    high: float = 63
    sd: float = 8
    retest: float = 0.9


PEOPLE = np.arange(4000)
DEPRESSION = Questionnaire()
ANXIETY = Questionnaire("stai_t", "anxiety", 20, 80, 10, 0.8)
STRESS = Questionnaire("pss10", "stress", 0, 40, 7, 0.8)


def errors(scale, seed=1, visits=(0,), middle=35.0):
    expected = np.full((len(PEOPLE), len(visits)), middle)
    return observe(expected, scale, seed, PEOPLE, np.array(visits)) - middle


def test_the_error_has_the_size_that_retesting_shows():
    assert errors(DEPRESSION).std() == pytest.approx(8 * np.sqrt(0.1), rel=0.05)
    assert abs(errors(DEPRESSION).mean()) < 0.15


def test_errors_of_anxiety_and_depression_go_together():
    shared = np.corrcoef(errors(DEPRESSION)[:, 0], errors(ANXIETY)[:, 0])[0, 1]
    assert shared == pytest.approx(0.5, abs=0.05)
    assert abs(np.corrcoef(errors(DEPRESSION)[:, 0], errors(STRESS, middle=20.0)[:, 0])[0, 1]) < 0.05


def test_visits_are_independent_and_repeatable():
    both = errors(DEPRESSION, visits=(0, 28))
    assert abs(np.corrcoef(both.T)[0, 1]) < 0.05
    assert np.array_equal(errors(DEPRESSION, visits=(28,))[:, 0], both[:, 1])
    assert not np.array_equal(errors(DEPRESSION, seed=2), errors(DEPRESSION))


def test_errors_belong_to_the_person():
    some = np.array([7, 3, 99])
    picked = observe(np.full((3, 1), 30.0), DEPRESSION, 1, some, np.array([0]))
    assert np.array_equal(picked[:, 0], (errors(DEPRESSION, middle=30.0) + 30.0)[some, 0])


def test_scores_stay_in_range():
    low = observe(np.zeros((4000, 1)), DEPRESSION, 1, PEOPLE, np.array([0]))
    assert low.min() == 0


def test_people_let_in_by_a_cut_off_regress_to_the_mean():
    true = 14 + 6 * np.random.default_rng(1).standard_normal(len(PEOPLE))
    seen = observe(np.stack([true, true], axis=1), DEPRESSION, 1, PEOPLE, np.array([-7, 0]))
    let_in = seen[:, 0] >= 20
    assert seen[let_in, 1].mean() < seen[let_in, 0].mean() - 0.5


def test_the_shape_is_checked():
    with pytest.raises(ValueError, match="visits"):
        observe(np.zeros((3, 2)), DEPRESSION, 1, np.arange(3), np.array([0]))


def test_people_who_were_let_in_by_a_score_regress_to_the_mean():
    # let in above 20 points on one visit of a scale: by how much were they unlucky?
    rng = np.random.default_rng(0)
    retest = scales()["bdi2"]["retest"]
    true = 8 + 8 * np.sqrt(retest) * rng.normal(size=400_000)
    first = true + 8 * np.sqrt(1 - retest) * rng.normal(size=true.size)
    let_in = first >= 20
    unlucky = (first - true)[let_in].mean()
    expected = entry_error("bdi2", np.array([first[let_in].mean()]))
    assert expected / (1 - GONE_AT_BASELINE) == pytest.approx(unlucky, rel=0.03)
    assert entry_error("bdi2", np.array([5.0])) == [0.0]
    assert entry_error("il6", np.array([5.0])) == [0.0]


def test_only_questionnaires_have_an_error_of_measurement():
    assert measurement_sd("stai_s") == pytest.approx(10 * np.sqrt(0.6))
    assert measurement_sd("cortisol") == 0.0


def test_scales_regress_to_the_mean_that_the_model_has():
    constants = {p.name: p.value for p in axis().parameters}
    z = np.linspace(-4, 4, 201)
    weight = np.exp(-(z**2) / 2)
    found = 0
    for name, scale in scales().items():
        curve = name if f"{name}_middle" in constants else name.rpartition("_")[0]
        if f"{curve}_middle" not in constants:
            continue
        middle, rise = constants[f"{curve}_middle"], constants[f"{curve}_rise"]
        odds = (scale["high"] - middle) / (middle - scale["low"])
        score = scale["low"] + (scale["high"] - scale["low"]) / (1 + odds * np.exp(-rise * z))
        mean = (weight @ score) / weight.sum()
        assert mean == pytest.approx(scale["mean"], abs=0.13 * scale["sd"]), name
        found += 1
    assert found > 12
