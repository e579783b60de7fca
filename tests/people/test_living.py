"""How the days of a person differ."""

import numpy as np
import pytest

from gutbrain.evidence.records import references
from gutbrain.people.living import days, drunk, living

YEARS = 5 * 365
"""Days that make means of days."""

NIGHT = 7.3
"""Usual sleep (h)."""


def _lag(values: np.ndarray) -> float:
    """Correlation of a day with the next, within people."""
    apart = values - values.mean(axis=0)
    return float((apart[1:] * apart[:-1]).mean() / (apart**2).mean())


def test_days_of_a_person_do_not_depend_on_who_else_is_drawn() -> None:
    every, some = days(3, -28, 90, 0, 40), days(3, -28, 90, 13, 5)
    for name in every.factors:
        assert (every.factors[name][:, 13:18] == some.factors[name]).all(), name
    for name in every.noise:
        assert (every.noise[name][:, 13:18] == some.noise[name]).all(), name
    assert (every.drinking[:, 13:18] == some.drinking).all()


def test_days_do_not_depend_on_how_many_are_asked_for() -> None:
    long, short = days(3, -28, 400, 0, 4), days(3, -28, 60, 0, 4)
    assert all((long.factors[name][:60] == short.factors[name]).all() for name in long.factors)
    assert all((long.noise[name][:60] == short.noise[name]).all() for name in long.noise)


def test_days_that_begin_earlier_are_the_same_days() -> None:
    late, early = days(3, 0, 60, 0, 4), days(3, -100, 160, 0, 4)
    for name in late.factors:
        assert early.factors[name][100:] == pytest.approx(late.factors[name], rel=1e-5), name


def test_another_seed_and_another_person_have_other_days() -> None:
    two = days(3, 0, 60, 0, 2).factors["sleep"]
    assert abs(np.corrcoef(two.T)[0, 1]) < 0.5
    assert not np.allclose(days(4, 0, 60).factors["sleep"][:, 0], two[:, 0])


def test_the_mean_of_days_is_the_usual_level() -> None:
    known = days(0, 0, YEARS, 0, 60)
    for name, factor in known.factors.items():
        assert factor.mean() == pytest.approx(1, abs=0.02), name
        assert (factor > 0).all(), name


def test_noise_has_the_sd_and_the_memory_that_it_says() -> None:
    known = days(0, 0, YEARS, 0, 20)
    for name, one in living().noise.items():
        noise = known.noise[name]
        assert noise.mean() == pytest.approx(0, abs=0.05), name
        assert noise.std() == pytest.approx(1, abs=0.05), name
        assert _lag(noise) == pytest.approx(one.memory.value, abs=0.03), name
    both = np.corrcoef(known.noise["mood_fluctuation"].ravel(), known.noise["anxiety_fluctuation"].ravel())
    assert both[0, 1] == pytest.approx(0.5, abs=0.05)


def test_nights_differ_as_measured() -> None:
    # 1.26 h by actigraphy in people of 38 to 50 (Knutson 2007), and 20 to 35 min more on weekends (Scott 2025)
    nights = NIGHT * days(0, 0, 52 * 7, 0, 300).factors["sleep"]
    assert 0.9 < nights.std(axis=0).mean() < 1.3
    weekend = np.isin(np.arange(52 * 7) % 7, (5, 6))
    assert 20 < 60 * (nights[weekend].mean() - nights[~weekend].mean()) < 35


def test_winter_nights_are_a_quarter_of_an_hour_longer_than_summer_nights() -> None:
    # 15 to 20 min (Scott 2025); where a year begins is each person's own luck
    nights = NIGHT * days(0, 0, YEARS, 0, 200).factors["sleep"]
    date = np.arange(YEARS)[:, None]
    base = np.column_stack([np.cos(2 * np.pi * date / 365.25), np.sin(2 * np.pi * date / 365.25)])
    waves = 2 * (base.T @ (nights - nights.mean(axis=0))) / YEARS
    amplitude = np.hypot(*waves)
    assert 15 < 60 * 2 * np.sqrt((amplitude**2).mean()) < 24
    angle = np.arctan2(waves[1], waves[0])
    assert abs(np.exp(1j * angle).mean()) < 0.2


@pytest.mark.parametrize("level", [2.0, 5.0, 20.0, 80.0])
def test_alcohol_comes_on_some_days_and_is_as_much_on_the_mean(level: float) -> None:
    known = days(0, 0, 52 * 7, 0, 200)
    grams = drunk(np.full(200, level), known.drinking, known.weekly, known.glass)
    assert grams.mean() == pytest.approx(level, rel=0.05)
    assert (grams > 0).mean() == pytest.approx(level / (level + known.glass), abs=0.12)
    friday, monday = grams[4::7].mean(), grams[0::7].mean()
    assert friday > 1.5 * monday


def test_who_does_not_drink_never_drinks() -> None:
    known = days(0, 0, 100, 0, 10)
    assert (drunk(np.zeros(10), known.drinking, known.weekly, known.glass) == 0).all()


def test_what_happened_three_months_ago_is_forgotten() -> None:
    # only events of the last three months matter (Suh 1996)
    assert np.exp(-90 / living().life_events.fading.value) < 0.06


def test_weeks_of_more_stress_come_and_go() -> None:
    stress = days(0, 0, YEARS, 0, 100).factors["stress_load"]
    months = stress[: YEARS // 30 * 30].reshape(-1, 30, 100).mean(axis=1)
    assert np.quantile(months, 0.99) > 1.7
    assert np.quantile(months, 0.1) > 0.7
    assert 0.15 < _lag(months) < 0.6


def test_every_number_has_its_source() -> None:
    known = living()
    told = [known.drinks.glass, known.drinks.week, *dict(known.life_events).values()]
    for habit in known.habits.values():
        told += dict(habit).values()
    for noise in known.noise.values():
        told += [one for one in dict(noise).values() if one is not None]
    allowed = {"assumption", "definition", *references()}
    assert {one.source for one in told} <= allowed
