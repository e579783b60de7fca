"""The statistics of the contract on made-up simulations with known answers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from gutbrain.findings.finding import Compare, When
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
