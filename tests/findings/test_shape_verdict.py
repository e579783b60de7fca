"""Verdicts on curves and quantiles, and on directions seen in a known number of people: examples worked by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from gutbrain.findings.finding import Compare, Finding, Observed, When
from gutbrain.findings.shape_verdict import check_curve, check_quantiles, point_errors, rank_correlation
from gutbrain.findings.shapes import Curve, Quantiles
from gutbrain.findings.statistics import Effect
from gutbrain.findings.verdict import invisible, verdict_n


def curve_of(told_as: str, seen: list[Observed], observable: str = "il6") -> tuple[Compare, Observed]:
    moments = tuple((When("a", float(day)), When("b", float(day))) for day in range(len(seen)))
    return Compare(observable, "curve", When("a", 0.0), told_as=told_as, moments=moments), Observed.of_many(
        points=tuple(seen)
    )


def sure(*medians: float) -> Curve:
    return Curve(tuple(Effect.plain(np.full(2, median)) for median in medians))


def test_z_of_a_positive_quantity_is_taken_on_the_logarithm() -> None:
    # the first errs by 0.25 of its value, the second by (ln 4 - ln 1) / 3.92
    compare, observed = curve_of("ratio", [Observed(2.0), Observed(2.0, 1.0, 4.0)])
    found = check_curve(compare, observed, sure(2.0 * math.exp(0.5), 2.0))
    # z = 0.5 / 0.25 = 2 and 0: the root mean square is the root of 2
    assert found.rms_z == pytest.approx(math.sqrt(2))
    assert point_errors(compare, observed, logs=True) == pytest.approx([0.25, math.log(4) / 3.92])
    assert found.verdict == "agrees"


def test_differences_and_log_counts_are_held_against_each_other_as_they_are() -> None:
    compare, observed = curve_of("difference", [Observed(4.0, 0.08, 7.92), Observed(8.0)])
    # errors of 2 and 2: off by 4 and 4
    assert check_curve(compare, observed, sure(8.0, 12.0)).rms_z == pytest.approx(2.0)
    compare, observed = curve_of("value", [Observed(9.0), Observed(10.0)], "bifidobacterium")
    assert check_curve(compare, observed, sure(9.5, 10.0)).rms_z == pytest.approx(1 / math.sqrt(2))


def test_the_spread_of_a_predicted_point_counts_for_at_most_its_published_error() -> None:
    compare, observed = curve_of("difference", [Observed(4.0, 0.08, 7.92), Observed(8.0)])
    vague = Curve(tuple(Effect(np.array([m - 50, m + 50]), np.zeros(2), m) for m in (8.0, 12.0)))
    assert check_curve(compare, observed, vague).rms_z == pytest.approx(4 / math.hypot(2, 2))


def test_a_curve_that_is_far_off_has_the_direction_where_its_ranks_fit() -> None:
    compare, observed = curve_of("value", [Observed(v) for v in (1.0, 2.0, 3.0, 4.0)])
    assert check_curve(compare, observed, sure(10.0, 20.0, 40.0, 30.0)).verdict == "direction"  # 1 - 6 * 2 / 60 = 0.8
    assert check_curve(compare, observed, sure(20.0, 10.0, 40.0, 30.0)).verdict == "misses"  # 1 - 6 * 4 / 60 = 0.6
    assert check_curve(compare, observed, sure(9.0, 9.0, 9.0, 9.0)).verdict == "misses"


def test_a_published_zero_of_a_difference_errs_as_the_curve_does_on_average() -> None:
    compare, observed = curve_of("difference", [Observed(0.0), Observed(8.0)])
    assert point_errors(compare, observed, logs=False) == pytest.approx([1.0, 2.0])


def test_ranks_of_equal_values_are_shared() -> None:
    # ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4
    assert rank_correlation([1, 2, 2, 3], [1, 2, 3, 4]) == pytest.approx(4.5 / math.sqrt(4.5 * 5))
    assert math.isnan(rank_correlation([1, 1], [1, 2]))
    assert math.isnan(rank_correlation([1, math.nan], [1, 2]))


def finding(statistic: str, observed: Observed, **more: object) -> Finding:
    at = Compare("il6", statistic, When("a", 1.0), When("b", 1.0))
    return Finding("x", "pmid:1", "human", "rct", at, observed, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("below", "near", "expected"),
    [
        # at n = 100: 1.96 sqrt(0.25 / 100) + 0.1 = 0.198 at the median, 1.96 sqrt(0.1875 / 100) + 0.1 = 0.185 at 0.25
        ((0.43, 0.69), (True, True), "agrees"),
        ((0.44, 0.69), (False, True), "direction"),
        ((0.44, 0.70), (False, False), "misses"),
    ],
)
def test_quantiles_have_room_for_chance_and_a_tenth(below: tuple[float, ...], near: object, expected: str) -> None:
    seen = finding("quantiles", Observed.of_many(quantiles=((0.25, 1.0), (0.5, 2.0))), n={"a": 100.0})
    values = tuple(Effect.plain(np.ones(2)) for _ in below)
    found = check_quantiles(seen, Quantiles(values, below, np.ones(2)))
    assert found.near == near
    assert found.verdict == expected


@pytest.mark.parametrize(
    ("sign", "size", "expected"),
    [(1, 0.05, "agrees"), (1, 0.03, "direction"), (1, 0.01, "misses"), (-1, -0.06, "agrees"), (-1, 0.06, "misses")],
)
def test_a_sign_that_n_people_showed(sign: int, size: float, expected: str) -> None:
    assert verdict_n(finding("direction", Observed(sign), n={"a": 20.0, "b": 20.0}), size) == expected


def test_a_null_says_no_more_than_its_people_can_show() -> None:
    null = finding("direction", Observed(0.0), n={"a": 100.0, "b": 100.0})
    assert invisible(null) == pytest.approx(0.2772, abs=1e-4)  # 1.96 sqrt(2 / 100)
    assert verdict_n(null, 0.27) == "agrees"
    assert verdict_n(null, -0.28) == "misses"
    # a crossover with a correlation of 0.6 within people: times sqrt(0.4)
    assert invisible(replace(null, design="crossover")) == pytest.approx(0.1753, abs=1e-4)
    # ten people an arm would leave 0.88 open
    assert invisible(replace(null, n={"a": 10.0, "b": 10.0})) == 0.4
    assert invisible(replace(null, n={"a": 50.0, "b": 200.0})) == pytest.approx(0.3099, abs=1e-4)


def test_without_n_there_is_no_such_verdict() -> None:
    assert verdict_n(finding("direction", Observed(0.0)), 0.1) is None
    assert verdict_n(finding("smd", Observed(0.2), n={"a": 10.0, "b": 10.0}), 0.1) is None
