"""Verdicts of the contract."""

from __future__ import annotations

import numpy as np
import pytest

from gutbrain.findings.finding import Compare, Observed, When
from gutbrain.findings.verdict import Predicted, standard_error, verdict

AT = When("a", 1.0)


def compare(statistic: str, observable: str = "il6") -> Compare:
    return Compare(observable, statistic, AT, AT)


@pytest.mark.parametrize(
    ("statistic", "observable", "observed", "expected"),
    [
        ("difference", "il6", Observed(2.0, 1.0, 3.0), 2 / 3.92),
        ("ratio", "il6", Observed(2.0), 0.5),
        ("smd", "il6", Observed(0.8), 0.15),
        ("change_smd", "il6", Observed(0.0), 0.15),
        ("share", "phq9", Observed(0.3), 0.1),
        ("correlation", "il6", Observed(0.3), 0.1),
        ("difference", "bifidobacterium", Observed(0.5), 0.5),
        ("value", "strain.L. rhamnosus GG", Observed(6.0), 0.5),
        ("ratio", "bifidobacterium", Observed(2.0), 0.5),
    ],
)
def test_standard_error(statistic: str, observable: str, observed: Observed, expected: float) -> None:
    assert standard_error(compare(statistic, observable), observed) == pytest.approx(expected)


def predicted(median: float, sd: float = 0.0) -> Predicted:
    return Predicted(median, median - 1.6 * sd, median + 1.6 * sd, sd)


@pytest.mark.parametrize(
    ("statistic", "observed", "median", "expected"),
    [
        ("smd", Observed(0.5, 0.3, 0.7), 0.6, "agrees"),
        ("smd", Observed(0.5, 0.3, 0.7), 0.9, "direction"),
        ("smd", Observed(0.5, 0.3, 0.7), -0.1, "misses"),
        # the interval holds zero: the sign need not be right
        ("smd", Observed(0.1, -0.3, 0.5), -0.1, "agrees"),
        # without one it must be, unless nothing was seen
        ("smd", Observed(0.1), -0.05, "misses"),
        ("smd", Observed(0.0), -0.1, "agrees"),
        ("smd", Observed(0.0), -0.5, "misses"),
        # nothing happens at a ratio of 1
        ("ratio", Observed(1.3), 0.9, "misses"),
        ("ratio", Observed(1.3, 0.9, 1.9), 0.95, "agrees"),
        ("ratio", Observed(3.0), 1.1, "direction"),
        ("direction", Observed(1.0), 1.0, "agrees"),
        ("direction", Observed(1.0), 0.0, "misses"),
        ("direction", Observed(0.0), 0.0, "agrees"),
        ("direction", Observed(0.0), 1.0, "misses"),
        ("value", Observed(10.0), float("nan"), "misses"),
    ],
)
def test_verdicts(statistic: str, observed: Observed, median: float, expected: str) -> None:
    assert verdict(compare(statistic), observed, predicted(median)) == expected


def test_a_vague_prediction_wins_at_most_the_published_error() -> None:
    observed = Observed(0.0, -0.196, 0.196)
    assert verdict(compare("smd"), observed, predicted(0.27, sd=0.0)) == "misses"
    assert verdict(compare("smd"), observed, predicted(0.27, sd=0.1)) == "agrees"
    assert verdict(compare("smd"), observed, predicted(0.29, sd=50.0)) == "misses"


def test_draws_that_are_no_number_are_left_out() -> None:
    found = Predicted.of(np.array([1.0, 2.0, 3.0, np.nan]), 2.0)
    assert (found.median, found.low, found.high, found.sd) == pytest.approx((2.0, 1.1, 2.9, 1.0))
    assert np.isnan(Predicted.of(np.array([np.nan]), np.nan).median)
