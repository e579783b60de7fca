"""The model beside predictors that know nothing: scores with known answers, and that nobody foretells themself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gutbrain.findings.verdict import NORMAL_95
from gutbrain.trials.like import Comparison, Range, every
from gutbrain.trials.naive import MODEL, NAIVE, Foretold, in_fit, predictors


def test_scores_of_a_normal_distribution() -> None:
    # at its middle: crps sd (2 phi(0) - 1 / sqrt(pi)), density 1 / (sd sqrt(2 pi))
    one = Foretold(np.array([0.0]), np.array([2.0]), np.array([0.0]))
    assert one.crps == pytest.approx(2 * (2 / np.sqrt(2 * np.pi) - 1 / np.sqrt(np.pi)))
    assert one.log_score == pytest.approx(np.log(2 * np.sqrt(2 * np.pi)))
    assert one.inside == 1.0
    # far off: the distance, less what the width is worth
    assert Foretold(np.array([0.0]), np.array([0.01]), np.array([3.0])).crps == pytest.approx(3.0, abs=0.01)


def test_scores_are_right_on_average_for_who_says_the_truth() -> None:
    rng = np.random.default_rng(0)
    printed = rng.normal(0.3, 0.5, 20_000)

    def scored(middle: float, sd: float) -> Foretold:
        return Foretold(np.full(len(printed), middle), np.full(len(printed), sd), printed)

    right = scored(0.3, 0.5)
    for middle, sd in ((0.1, 0.5), (0.3, 0.3), (0.3, 0.9)):
        assert right.crps < scored(middle, sd).crps
        assert right.log_score < scored(middle, sd).log_score
    assert right.inside == pytest.approx(0.9, abs=0.01)


@pytest.fixture(scope="module")
def compared() -> list[Comparison]:
    exact = [one for one in every() if one.exact][:8]
    return [Comparison(one, Range(-0.2, -0.6, 0.2), Range(-0.3, -0.7, 0.1), 0.2) for one in exact]


def test_no_trial_foretells_itself(compared: list[Comparison]) -> None:
    first = compared[0]
    changed = replace(first.published, effect=replace(first.published.effect, g=9.0))
    for name in NAIVE:
        before = predictors(compared)[name]
        after = predictors([replace(first, published=changed), *compared[1:]])[name]
        assert after.middle[0] == pytest.approx(before.middle[0])
        assert abs(after.middle[1] - before.middle[1]) > 1e-3


def test_the_model_is_taken_with_its_interval_and_thinking_turned(compared: list[Comparison]) -> None:
    model = predictors(compared)[MODEL]
    assert model.sd == pytest.approx(0.8 / (2 * NORMAL_95))
    turned = [one.published.effect.outcome.measures == "cognition" for one in compared]
    assert model.middle == pytest.approx(np.where(turned, 0.3, -0.3))
    fitted = {one.published.trial.key for one, seen in zip(compared, in_fit(compared), strict=True) if seen}
    other = ("cognition", "sleep", "reactivity")
    mood = [one.published.trial for one in compared if one.published.effect.outcome.measures not in other]
    assert fitted == {trial.key for trial in mood if trial.product.kind in ("bacteria", "synbiotic")}
