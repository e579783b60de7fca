"""The fit: known answers of its linear part, what pulls and what does not, and the ensemble that ships."""

from __future__ import annotations

import numpy as np
import pytest

from gutbrain.axis import axis
from gutbrain.engine.draws import is_free
from gutbrain.engine.ensemble import shipped
from gutbrain.findings.calibration import CLEAR, Calibration, Data, Linear, draw
from gutbrain.findings.finding import Compare, Finding, Observed, When

AT = When("a", 1.0)


def finding(name: str, statistic: str, *observed: float) -> Finding:
    return Finding(name, f"pmid:{len(name)}", "human", "rct", Compare("il6", statistic, AT, AT), Observed(*observed))


def linear(residual: list[float], sensitivity: list[list[float]]) -> Linear:
    count = len(sensitivity[0])
    return Linear(
        z=np.zeros(count),
        predicted=np.zeros(len(residual)),
        sensitivity=np.array(sensitivity, float),
        residual=np.array(residual, float),
        weight=np.ones(len(residual)),
    )


def test_one_parameter_and_one_finding_meet_half_way() -> None:
    # prior N(0, 1), a finding that says 2 +- 1: the posterior is N(1, 1/2)
    middle, precision = linear([2.0], [[1.0, 0.0]]).solve(np.ones(1))
    assert middle == pytest.approx([1.0, 0.0])
    assert np.linalg.inv(precision) == pytest.approx(np.diag([0.5, 1.0]))


def test_the_ensemble_has_the_posterior_as_its_moments() -> None:
    around = linear([2.0, -1.0], [[2.0, 1.0], [0.0, 0.5]])
    middle, precision = around.solve(np.ones(2))
    members = np.stack(list(draw(("a", "b"), around, np.ones(2), 4000, 0).deviates.values()))
    assert members.mean(axis=1) == pytest.approx(middle, abs=1e-9)
    assert np.cov(members) == pytest.approx(np.linalg.inv(precision), abs=0.03)
    # every few of them have the middle of all
    assert members[:, :8].mean(axis=1) == pytest.approx(middle, abs=1e-9)


def test_what_is_left_out_pulls_nowhere() -> None:
    data = Data.of([finding("one", "smd", 1.0), finding("other", "smd", 2.0)])
    around = linear([3.0, 3.0], [[1.0, 0.0], [0.0, 1.0]])
    fitted = Calibration(data, ("a", "b"), around, draw(("a", "b"), around, around.weight, 8, 0), (1.0,))
    alone = fitted.without(["one"], 8, 0)
    assert alone.deviates["a"].mean() == pytest.approx(0.0, abs=1e-9)
    assert alone.deviates["b"].mean() == pytest.approx(1.5)
    assert fitted.shrinkage["a"] == pytest.approx(1 - np.sqrt(0.5))
    assert fitted.effective_parameters == pytest.approx(1.0)


def test_directions_pull_only_while_they_are_not_met() -> None:
    data = Data.of([finding("up", "direction", 1.0), finding("none", "direction", 0.0)])
    assert list(data.residuals(np.array([CLEAR + 0.1, 0.01]))) == [0.0, 0.0]
    missed = data.residuals(np.array([-0.1, 0.3]))
    assert missed[0] > 0 > missed[1]


def test_how_hard_a_direction_pulls() -> None:
    # an effect that was seen is pulled to 0.2 SD between people with an error of 0.05, one that was not to nothing
    data = Data.of(
        [finding(*seen) for seen in (("up", "direction", 1.0), ("low", "direction", -1.0), ("no", "direction", 0.0))]
    )
    assert data.value == pytest.approx([0.2, -0.2, 0.0])
    assert data.error == pytest.approx([0.05, 0.05, 0.05])
    assert data.residuals(np.array([0.1, 0.1, 0.1])) == pytest.approx([2.0, -6.0, -2.0])
    # half of what is too small to count is still nothing
    assert list(data.residuals(np.array([0.2, -0.2, 0.049]))) == [0.0, 0.0, 0.0]


def test_correlations_between_people_are_not_fitted() -> None:
    assert not Data.of([finding("r", "correlation", 0.3)]).findings


def test_the_shipped_ensemble_is_of_this_model_and_says_where_it_comes_from() -> None:
    ensemble = shipped()
    free = {p.key for p in axis().parameters if is_free(p)}
    assert set(ensemble.deviates) == free
    assert ensemble.members >= 64
    assert {
        "name",
        "date",
        "gutbrain",
        "seed",
        "findings",
        "studies",
        "free_parameters",
        "effective_parameters",
    } <= set(ensemble.provenance)
    middle = np.array([z.mean() for z in ensemble.deviates.values()])
    # within the literature: few parameters leave their 95 % range
    assert (np.abs(middle) > 1.96).mean() < 0.01
    assert all(np.isfinite(z).all() for z in ensemble.deviates.values())
