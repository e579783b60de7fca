"""The fit: known answers of its linear part, what pulls and what does not, and the ensemble that ships."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gutbrain.axis import axis
from gutbrain.engine.draws import is_free
from gutbrain.engine.ensemble import shipped
from gutbrain.findings import targets as targets_module
from gutbrain.findings.batches import Between, Outcome
from gutbrain.findings.calibration import Calibration, Linear, draw, linearise
from gutbrain.findings.design_bias import DESIGNS
from gutbrain.findings.discrepancy import Discrepancy
from gutbrain.findings.finding import Compare, Finding, Observed, When
from gutbrain.findings.reading import own_files, read_findings
from gutbrain.findings.statistics import NO_EFFECT
from gutbrain.findings.targets import CLEAR, Targets, fitted

AT = When("a", 1.0)


def finding(name: str, statistic: str, *observed: float, **more: object) -> Finding:
    compare = Compare("il6", statistic, AT, AT)
    return Finding(name, f"pmid:{len(name)}", "human", "rct", compare, Observed(*observed), **more)  # type: ignore[arg-type]


def targets(*findings: Finding) -> Targets:
    return Targets.of(findings, {f.id: Outcome(NO_EFFECT, 1.0, 0) for f in findings})


def linear(residual: list[float], sensitivity: list[list[float]]) -> Linear:
    count = len(sensitivity[0])
    return Linear(
        z=np.zeros(count),
        sensitivity=np.array(sensitivity, float),
        residual=np.array(residual, float),
        weight=np.ones(len(residual)),
        still=np.zeros(count, bool),
    )


def test_one_parameter_and_one_finding_meet_half_way() -> None:
    # prior N(0, 1), a finding that says 2 +- 1: the posterior is N(1, 1/2)
    middle, precision = linear([2.0], [[1.0, 0.0]]).solve(np.ones(1))
    assert middle == pytest.approx([1.0, 0.0])
    assert np.linalg.inv(precision) == pytest.approx(np.diag([0.5, 1.0]))


def test_what_stays_still_leaves_the_others_to_explain() -> None:
    # either could explain the finding; the first may not, so the second takes all that its prior lets it
    around = replace(linear([2.0], [[1.0, 1.0]]), still=np.array([True, False]))
    middle, precision = around.solve(np.ones(1))
    assert middle == pytest.approx([0.0, 1.0])
    assert np.diag(np.linalg.inv(precision)) == pytest.approx([2 / 3, 2 / 3])


def test_the_ensemble_has_the_posterior_as_its_moments() -> None:
    around = linear([2.0, -1.0], [[2.0, 1.0], [0.0, 0.5]])
    middle, precision = around.solve(np.ones(2))
    members = np.stack(list(draw(("a", "b"), around, np.ones(2), 4000, 0).deviates.values()))
    assert members.mean(axis=1) == pytest.approx(middle, abs=1e-9)
    assert np.cov(members) == pytest.approx(np.linalg.inv(precision), abs=0.03)
    # every few of them have the middle of all
    assert members[:, :8].mean(axis=1) == pytest.approx(middle, abs=1e-9)


def test_what_is_left_out_pulls_nowhere() -> None:
    aims = targets(finding("one", "smd", 1.0), finding("other", "smd", 2.0))
    around = linear([3.0, 3.0], [[1.0, 0.0], [0.0, 1.0]])
    fit = Calibration(aims, ("a", "b"), around, draw(("a", "b"), around, around.weight, 8, 0), (1.0,))
    alone = fit.without(["one"], 8, 0)
    assert alone.deviates["a"].mean() == pytest.approx(0.0, abs=1e-9)
    assert alone.deviates["b"].mean() == pytest.approx(1.5)
    assert fit.shrinkage["a"] == pytest.approx(1 - np.sqrt(0.5))
    assert fit.fixed == pytest.approx({"a": 0.5, "b": 0.5})


def test_what_moves_a_parameter_adds_up_to_how_far_it_moved() -> None:
    aims = targets(finding("one", "smd", 1.0), finding("other", "smd", 2.0))
    around = replace(linear([3.0, -1.0], [[1.0, 0.3], [0.5, 1.0]]), z=np.array([0.4, -0.2]))
    fit = Calibration(aims, ("a", "b"), around, draw(("a", "b"), around, around.weight, 8, 0), (1.0,))
    assert list(fit.pulls("a")) == ["one", "other"]
    assert sum(fit.pulls("a").values()) == pytest.approx(around.solve(around.weight)[0][0])


def test_a_bias_takes_the_pull_off_what_is_inflated_and_is_no_part_of_a_member() -> None:
    # two numbers miss by 2 the same way: a parameter alone would move by 4/3, beside a bias of both both give way
    both = linear([2.0, 2.0], [[1.0, 1.0], [1.0, 1.0]])
    middle, _ = both.solve(np.ones(2))
    assert middle == pytest.approx([0.8, 0.8])
    members = draw(("a",), both, np.ones(2), 8, 0)
    assert set(members.deviates) == {"a"}
    assert members.deviates["a"].mean() == pytest.approx(0.8)


def test_a_parameter_is_as_open_as_the_bias_beside_it_leaves_it() -> None:
    # one number that both move: variance of the parameter 1 - 1/3
    spread = np.stack(list(draw(("a",), linear([0.0], [[1.0, 1.0]]), np.ones(1), 4000, 0).deviates.values())).var()
    assert spread == pytest.approx(2 / 3, abs=0.02)


def test_directions_pull_only_while_they_are_not_met() -> None:
    aims = targets(finding("up", "direction", 1.0), finding("none", "direction", 0.0))
    assert list(aims.residuals(np.array([CLEAR + 0.1, 0.01]))) == [0.0, 0.0]
    missed = aims.residuals(np.array([-0.1, 0.3]))
    assert missed[0] > 0 > missed[1]


def test_how_hard_a_direction_pulls() -> None:
    # an effect that was seen is pulled to 0.2 SD between people with an error of 0.05
    aims = targets(
        *(finding(*seen) for seen in (("up", "direction", 1.0), ("low", "direction", -1.0), ("no", "direction", 0.0)))
    )
    assert aims.value == pytest.approx([0.2, -0.2, 0.0])
    assert aims.error == pytest.approx([0.05, 0.05, 0.05])
    assert aims.residuals(np.array([0.1, 0.1, 0.1])) == pytest.approx([2.0, -6.0, -0.4])
    # what is too small to count is nothing
    assert list(aims.residuals(np.array([0.2, -0.2, 0.079]))) == [0.0, 0.0, 0.0]


def test_how_people_differ_is_not_fitted() -> None:
    assert not fitted([finding("r", "correlation", 0.3), finding("s", "sd", 1.0), finding("q", "quantiles", 1.0)])
    assert len(fitted([finding("s", "share", 0.3), finding("c", "curve", 1.0)])) == 2


def test_of_quantiles_the_middle_is_fitted() -> None:
    def quantiles(*told: tuple[float, float], detection: float | None = None) -> Finding:
        seen = Observed.of_many(quantiles=told, detection=detection)
        return Finding("q", "pmid:1", "human", "cohort", Compare("il6", "quantiles", AT), seen, n={AT.arm: 100})

    seen = quantiles((0.25, 1.0), (0.5, 2.0), (0.95, 9.0))
    assert len(fitted([seen])) == 1
    assert not fitted([quantiles((0.25, 1.0), (0.95, 9.0)), quantiles((0.5, 0.1), (0.95, 9.0), detection=0.2)])
    between = {AT: Between(2.0, 1.0, 0.5)}
    (row,) = Targets.of([seen], {"q": Outcome(NO_EFFECT, 1.0, 0, between=between)}).rows
    assert (row.point, row.value) == (1, pytest.approx(np.log(2)))
    # a median of 100 people who differ by 0.5 on the logarithm: 1.25 x 0.5 / 10
    assert row.sampling == pytest.approx(1.2533 * 0.05, rel=1e-3)


def test_a_ratio_is_fitted_on_its_logarithm_with_what_the_model_is_off_besides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets_module, "known", lambda: Discrepancy({"all": 0.2}, {"factor": {"all": 0.3}}, {}))
    (row,) = targets(finding("r", "ratio", 2.0, 1.0, 4.0)).rows
    assert row.value == pytest.approx(np.log(2))
    assert row.sampling == pytest.approx(np.log(4) / 3.92)
    assert row.error == pytest.approx(np.sqrt(row.sampling**2 + 0.3**2 + (0.2 * np.log(2)) ** 2))
    # by a rule of thumb where no interval was published: a quarter, and as much again
    (rule,) = targets(finding("r", "ratio", 2.0)).rows
    assert rule.sampling == pytest.approx(np.mean([np.log(1.25), -np.log(0.75)]) * np.sqrt(2))


def test_the_points_of_a_curve_count_for_three_at_most() -> None:
    moments = tuple((When("a", float(day)), None) for day in range(12))
    seen = Observed.of_many(points=tuple(Observed(2.0, 1.0, 4.0) for _ in moments))
    curve = Finding("c", "pmid:1", "human", "cohort", Compare("il6", "curve", AT, moments=moments), seen)
    rows = targets(curve).rows
    assert [row.point for row in rows] == list(range(12))
    one = targets(finding("r", "value", 2.0, 1.0, 4.0)).rows[0]
    assert [row.error for row in rows] == pytest.approx([one.error * 2] * 12)
    assert sum(1 / row.error**2 for row in rows) == pytest.approx(3 / one.error**2)


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


def test_what_has_nothing_to_do_with_a_finding_in_animals_does_not_move_it() -> None:
    (seen,) = (f for f in read_findings(own_files()).findings if f.id == "neufeld-2011-germ-free-anxiety")
    names = tuple(p.key for p in axis().parameters if is_free(p))
    start = np.zeros(len(names) + len(DESIGNS))
    _, around = linearise([seen], names, start, 0, lambda share: None)
    moved = dict(zip(names, np.abs(around.sensitivity[0]), strict=False))
    # what is not known of effects in animals is in no draw: one parameter alone is moved in each
    assert moved["scales.belief_relief"] < 1e-3
    assert 0 < sum(move > 0.05 for move in moved.values()) < len(moved) / 4


def test_lives_turn_nowhere_on_the_whole() -> None:
    names = ("mind.fortune", "b")
    around = replace(linear([2.0, 2.0], [[1.0, 0.0], [0.0, 1.0]]), still=np.array([True, False]))
    members = draw(names, around, np.ones(2), 8, 0).deviates
    assert members["mind.fortune"].mean() == pytest.approx(0.0, abs=1e-12)
    assert members["mind.fortune"].std() > 0
    assert members["b"].mean() == pytest.approx(1.0)
    assert shipped().deviates["mind.fortune"].mean() == pytest.approx(0.0, abs=1e-9)
