"""The statistics of the contract on made-up simulations with known answers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from gutbrain.findings.finding import Compare, Observed, When
from gutbrain.findings.shapes import curve, quantiles
from gutbrain.findings.statistics import effect

RNG = np.random.default_rng(1)


@dataclass
class Made:
    """Arms whose readings are given: (arm, day) to (draw, person)."""

    values: dict[tuple[str, float], np.ndarray] = field(default_factory=dict)
    time: np.ndarray = field(default_factory=lambda: np.arange(0.0, 121.0, 0.25))
    mean: np.ndarray = field(default_factory=lambda: np.ones((481, 2)))
    event: tuple[float, float] = (33.0, 33.0)
    error: float = 0.0

    def read(self, observable: str, when: When) -> np.ndarray:
        assert not isinstance(when.day, tuple)
        return self.values[when.arm, when.day]

    def curve(self, observable: str, arm: str) -> tuple[np.ndarray, np.ndarray]:
        return self.time, self.mean

    def last_event(self, arm: str) -> tuple[float, float]:
        return self.event

    def noise(self, observable: str) -> float:
        return self.error

    def spread(self, observable: str, whens: tuple[When, ...]) -> float:
        within = np.mean([self.read(observable, w).var(axis=1, ddof=1).mean() for w in whens])
        return float(np.sqrt(within + self.error**2))


def two_arms() -> Made:
    people = RNG.normal(0.0, 2.0, (3, 5000))
    shift = np.array([[1.0], [2.0], [3.0]])
    return Made(
        {("a", 0.0): 10 + people, ("b", 0.0): 10 + people, ("a", 9.0): 12 + people + shift, ("b", 9.0): 11 + people}
    )


def compare(statistic: str, **more: object) -> Compare:
    return Compare("x", statistic, When("a", 9.0), When("b", 9.0), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("statistic", "expected", "tolerance"),
    [
        ("value", [13, 14, 15], 0.1),
        ("difference", [2, 3, 4], 1e-9),
        ("ratio", [13 / 11, 14 / 11, 15 / 11], 0.01),
        ("percent_change", [18.2, 27.3, 36.4], 0.5),
        ("smd", [1.0, 1.5, 2.0], 0.05),
        ("change_difference", [2, 3, 4], 1e-9),
        ("change_smd", [1.0, 1.5, 2.0], 0.05),
        ("direction", [1, 1, 1], 0),
    ],
)
def test_comparisons(statistic: str, expected: list[float], tolerance: float) -> None:
    assert effect(compare(statistic), two_arms()).draws == pytest.approx(expected, abs=tolerance)


def test_a_direction_needs_a_tenth_of_an_sd_or_five_per_cent_where_nobody_differs() -> None:
    made = two_arms()
    made.values["a", 9.0] = made.values["b", 9.0] + np.array([[0.1], [0.3], [-0.3]])
    assert list(effect(compare("direction"), made).draws) == [0, 1, -1]
    made.values["a", 9.0] = made.values["b", 9.0] + np.array([[-0.5], [0.1], [0.15]])
    # -1, 0 and 0, and a middle effect of 0.05 SD: none
    assert effect(compare("direction"), made).median == 0
    alike = Made({("a", 9.0): np.array([[1.04] * 4, [1.06] * 4]), ("b", 9.0): np.ones((2, 4))})
    assert list(effect(compare("direction"), alike).draws) == [0, 1]


def test_error_of_measurement_weakens_effects_and_correlations() -> None:
    made = two_arms()
    exact = effect(compare("smd"), made).draws
    made.error = 2.0
    assert effect(compare("smd"), made).draws == pytest.approx(exact / np.sqrt(2), rel=0.02)
    one = Compare("x", "correlation", When("a", 9.0), observable_2="y")
    assert np.median(effect(one, made).draws) == pytest.approx(0.5, abs=0.05)
    made.error = 0.0
    assert np.median(effect(one, made).draws) == pytest.approx(1.0, abs=1e-6)


def test_share_beyond_a_limit() -> None:
    made = Made({("a", 9.0): np.array([[1.0, 2.0, 3.0, 4.0]])})
    at = When("a", 9.0)
    assert effect(Compare("x", "share", at, above=2.5), made).draws == pytest.approx([0.5])
    assert effect(Compare("x", "share", at, below=1.5), made).draws == pytest.approx([0.25])


def rising(peak_at: float, height: float, rhythm: float = 0.0) -> Made:
    """A bump after 33 h upon a daily rhythm."""
    made = Made()
    since = made.time - 33.0
    bump = np.where(since > 0, height * since / peak_at * np.exp(1 - since / peak_at), 0.0)
    made.mean = (5 + rhythm * np.sin(2 * np.pi * made.time / 24) + bump)[:, None].repeat(2, axis=1)
    return made


def test_peak_after_the_last_event() -> None:
    made, at = rising(2.0, 3.0), When("a", 0.0)
    assert effect(Compare("x", "peak", at), made).draws == pytest.approx([8, 8], abs=0.01)
    assert effect(Compare("x", "peak_ratio", at), made).draws == pytest.approx([8 / 5] * 2, abs=0.01)
    assert effect(Compare("x", "peak_time", at), made).draws == pytest.approx([2, 2], abs=0.05)
    early = Compare("x", "peak", at, window=1.0)
    assert effect(early, made).draws == pytest.approx([5 + 1.5 * np.exp(0.5)] * 2, abs=0.01)
    # a window shorter than what lies between two kept moments still sees the first of them
    shortest = effect(Compare("x", "peak_time", at, window=1e-5), made).draws
    assert ((shortest > 0) & (shortest <= np.diff(made.time).max())).all()


def test_the_extreme_of_what_falls_is_the_lowest() -> None:
    made, at = rising(2.0, -3.0), When("a", 0.0)
    assert effect(Compare("x", "peak", at), made).draws == pytest.approx([2, 2], abs=0.01)


def test_a_daily_rhythm_is_not_taken_for_an_effect() -> None:
    # the rhythm swings by 4 to both sides, the bump by 3: only against the day before is it seen that something rises
    made = rising(2.0, 3.0, rhythm=4.0)
    found = effect(Compare("x", "peak", When("a", 0.0), window=12.0), made).draws
    assert found == pytest.approx([made.mean[(made.time > 33) & (made.time <= 45)].max()] * 2)


def test_recovery_is_for_good() -> None:
    made = Made(event=(24.0, 48.0))
    made.mean = np.where((made.time > 48) & (made.time < 90), 1.5, 1.0)[:, None].repeat(2, axis=1)
    at = Compare("x", "recovery_time", When("a", 0.0))
    # days end at 08:00: the first good one after 48 h is 104 h
    assert effect(at, made).draws == pytest.approx([(104 - 48) / 24] * 2)
    made.mean[:, 1] = 2.0
    made.mean[0:100, 1] = 1.0
    assert effect(at, made).draws[1] == pytest.approx((made.time[-1] - 48) / 24)


def test_spread_between_people_holds_the_error_of_measurement() -> None:
    # 1, 3, 5, 7: mean 4, variance (9 + 1 + 1 + 9) / 3
    made = Made({("a", 9.0): np.array([[1.0, 3.0, 5.0, 7.0]])})
    at = When("a", 9.0)
    assert effect(Compare("x", "sd", at), made).draws == pytest.approx([np.sqrt(20 / 3)])
    assert effect(Compare("x", "cv", at), made).draws == pytest.approx([np.sqrt(20 / 3) / 4])
    made.error = 1.0
    assert effect(Compare("x", "sd", at), made).draws == pytest.approx([np.sqrt(23 / 3)])


def test_ratio_of_changes_is_of_geometric_means_where_the_observable_is_skewed() -> None:
    made = Made(
        {
            ("a", 0.0): np.array([[1.0, 4.0]]),  # geometric mean 2
            ("a", 9.0): np.array([[1.0, 1.0]]),  # halved
            ("b", 0.0): np.array([[1.0, 9.0]]),  # 3
            ("b", 9.0): np.array([[6.0, 6.0]]),  # doubled
        }
    )
    assert effect(replace(compare("ratio_of_changes"), observable="crp"), made).draws == pytest.approx([0.25])
    # of what is not skewed by means: (1 / 2.5) / (6 / 5)
    assert effect(compare("ratio_of_changes"), made).draws == pytest.approx([1 / 3])


def test_responders_are_those_in_whom_it_fell_by_the_share_or_more() -> None:
    made = Made({("a", 0.0): np.array([[20.0, 20.0, 30.0, 10.0]]), ("a", 9.0): np.array([[10.0, 11.0, 5.0, 6.0]])})
    fell = Compare("x", "share", When("a", 9.0), When("a", 0.0), fall=0.5)
    made.values["a", 9.0] -= 1e-3  # 10 of 20 is a half, to the rounding
    assert effect(fell, made).draws == pytest.approx([0.5])
    # 12 of 20 with an error of 2 at both visits: 2 points short, their error is 2 sqrt(1 + 1/4); ndtr(-0.8944) = 0.1855
    made = Made({("a", 0.0): np.array([[20.0]]), ("a", 9.0): np.array([[12.0]])}, error=2.0)
    assert effect(fell, made).draws == pytest.approx([0.1855], abs=1e-4)


def test_correlation_of_an_observable_with_itself() -> None:
    first, second = np.array([[1.0, 2.0, 3.0, 4.0]]), np.array([[1.0, 3.0, 2.0, 4.0]])
    made = Made({("a", 0.0): first, ("a", 9.0): second})
    again = Compare("x", "correlation", When("a", 9.0), When("a", 0.0))
    # 1 - 6 (0 + 1 + 1 + 0) / (4 (16 - 1))
    assert effect(again, made).draws == pytest.approx([0.8])


@pytest.mark.parametrize(
    ("told_as", "to", "expected"),
    [
        ("value", None, [[3.0], [6.0]]),
        ("ratio", When("a", 0.0), [[1.5], [3.0]]),
        ("difference", When("a", 0.0), [[1.0], [4.0]]),
        ("ratio", "b", [[3.0], [1.5]]),
    ],
)
def test_a_curve_is_told_against_one_moment_or_moment_by_moment(told_as: str, to: object, expected: object) -> None:
    made = Made(
        {("a", 0.0): np.array([[1.0, 3.0]]), ("a", 1.0): np.array([[2.0, 4.0]]), ("a", 2.0): np.full((1, 2), 6)}
    )
    made.values |= {("b", 1.0): np.ones((1, 2)), ("b", 2.0): np.full((1, 2), 4.0)}
    moments = tuple((When("a", day), When("b", day) if to == "b" else to) for day in (1.0, 2.0))
    asked = Compare("x", "curve", When("a", 0.0), told_as=told_as, moments=moments)  # type: ignore[arg-type]
    assert [list(point.draws) for point in curve(asked, made).points] == expected


def quantiles_of(values: np.ndarray, seen: dict[float, float], detection: float | None = None, observable: str = "x"):
    at = Compare(observable, "quantiles", When("a", 9.0))
    observed = Observed.of_many(quantiles=tuple(seen.items()), detection=detection)
    return quantiles(at, observed, Made({("a", 9.0): values}))


def test_quantiles_and_the_shares_of_people_below_published_ones() -> None:
    found = quantiles_of(np.arange(1.0, 11.0)[None, :], {0.25: 4.5, 0.5: 5.5, 0.9: 20.0})
    # of 1 to 10: the quartile lies a quarter of nine steps from 1
    assert [value.median for value in found.values] == pytest.approx([3.25, 5.5, 9.1])
    assert found.shares_below == pytest.approx([0.4, 0.5, 1.0])


def test_below_detection_published_and_predicted_values_are_alike() -> None:
    values = np.array([[0.001, 0.002, 0.003, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 2.0]])
    # three in ten lie below what is seen: any published quantile up to 0.3 fits there, those above do not
    found = quantiles_of(values, {0.1: 0.0, 0.25: 0.0, 0.5: 0.0}, detection=0.1)
    assert found.shares_below == pytest.approx([0.1, 0.25, 0.3])
    assert quantiles_of(values, {0.25: 0.0001}).shares_below == pytest.approx([0.0])


def test_quantiles_of_a_questionnaire_have_its_error_and_its_ends() -> None:
    made = Made({("a", 9.0): np.full((1, 40), 1.0)}, error=2.0)
    at = Compare("phq9", "quantiles", When("a", 9.0))
    found = quantiles(at, Observed.of_many(quantiles=((0.25, 0.0), (0.5, 1.0), (0.8, 3.0))), made)
    # everybody has 1, the error is 2: ndtr(-0.5) = 0.31 score nothing, ndtr(1) = 0.84 less than 3
    assert found.values[0].median == 0.0
    assert found.shares_below == pytest.approx([0.25, 0.5, 0.84], abs=0.04)
