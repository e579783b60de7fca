"""What goes with what: found where it is, seldom where it is not, and never called an effect."""

import numpy as np
import pandas as pd
import pytest
from false_findings import histories, persistent, reverse

from gutbrain.diary import series
from gutbrain.diary.look import AT_MOST, CANNOT, FALSE, GOES_WITH, NOTHING, POINTS_TO, look
from gutbrain.diary.series import sizes
from gutbrain.diary.settings import Own, Scale, Settings
from gutbrain.errors import InputError

SETTINGS = Settings(scales={"mood": Scale(0, 10, better="high")})


def table(columns):
    days = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.date_range("2025-01-01", periods=days, name="day"))


def row(found, factor):
    return found.table[found.table["factor"] == factor].iloc[0]


@pytest.fixture(scope="module")
def life():
    rng = np.random.default_rng(4)
    n = 140
    sleep, coffee, walk = (persistent(n, 0.3, rng)[:, 0] for _ in range(3))
    mood = 6 + 0.8 * sleep + 0.9 * persistent(n, 0.5, rng)[:, 0]
    return {"mood": mood, "sleep": 7 + sleep, "coffee": 2 + coffee, "walk": 30 + walk, "always": np.full(n, 20.0)}


def test_what_acts_is_found_with_its_size_and_is_not_called_an_effect(life):
    found = look(table(life), SETTINGS, ["mood"])
    sleep = row(found, "sleep")
    assert (sleep["verdict"], sleep["lag"]) == (POINTS_TO, 0)
    assert sleep["low"] < 0.8 * np.std(life["sleep"], ddof=1) < sleep["high"]
    assert "mood is higher (better); nothing was drawn by lot" in sleep["why"]
    assert row(found, "coffee")["verdict"] in (CANNOT, NOTHING)
    assert found.tried == 3
    assert "3 pairs were tried; 1 could not be" in found.said[-2]


def test_each_reason_why_it_cannot_be_told_is_said(life):
    n = len(life["mood"])
    week = np.arange(n) % 7
    few = np.where(np.arange(n) < 20, life["coffee"], np.nan)
    more = {
        "few": few,
        "ticked": np.where(np.arange(n) % 2, 1.0, np.nan),
        "rare": (np.arange(n) % 50 == 0).astype(float),
        "weekend": (week > 4) + 0.01 * life["coffee"],
        "years": np.arange(n) + life["coffee"],
        "in_bed": life["sleep"] + 0.05 * life["walk"],
        "feeling": life["mood"] + 0.01 * life["coffee"],
    }
    found = look(table({**life, **more}), SETTINGS, ["mood"])
    why = {
        "always": "it is 20 on all of these days",
        "few": "nothing can be told from so few",
        "ticked": "absent: {ticked: none}",
        "rare": "it differs on 3 days",
        "weekend": "it goes with the day of the week",
        "years": "a trend explains as much",
        "in_bed": "cannot be told apart",
        "feeling": "measured twice",
    }
    for factor, said in why.items():
        assert (row(found, factor)["verdict"], said in row(found, factor)["why"]) == (CANNOT, True), factor


def test_an_outcome_of_a_few_days_tells_nothing(life):
    found = look(table({name: values[:20] for name, values in life.items()}), SETTINGS, ["mood"])
    assert set(found.table["verdict"]) == {CANNOT}
    assert "20 days: nothing can be told from so few; from 28 on" in row(found, "sleep")["why"]


def test_what_is_noted_at_the_same_time_goes_together(life):
    event = life["mood"] + 2 * persistent(len(life["mood"]), 0.0, np.random.default_rng(1))[:, 0]
    settings = Settings(scales=SETTINGS.scales, own={"event": Own(acts="same-day")})
    found = row(look(table({"mood": life["mood"], "event": event}), settings, ["mood"]), "event")
    assert found["verdict"] == GOES_WITH
    assert "which came first cannot be told" in found["why"]


def test_the_first_week_is_left_out_where_people_began_because_it_was_bad(life):
    mood = life["mood"].copy()
    mood[:7] -= 4
    found = look(table({**life, "mood": mood}), SETTINGS, ["mood"])
    assert any("the first 7 days lie apart" in line for line in found.said)
    assert row(found, "sleep")["verdict"] == POINTS_TO


def test_missing_days_are_left_out_and_not_zero(life):
    rng = np.random.default_rng(2)
    holes = {name: np.where(rng.random(len(values)) < 0.2, np.nan, values) for name, values in life.items()}
    found = row(look(table(holes), SETTINGS, ["mood"]), "sleep")
    assert found["verdict"] == POINTS_TO
    assert 80 < found["days"] < 105


def test_a_size_has_its_interval_as_often_as_it_says():
    inside = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        x, y = persistent(80, 0.6, rng), persistent(80, 0.6, rng)[:, 0]
        found = sizes(y + 0.4 * x[:, 0], x, np.arange(80) % 7)
        inside.append(found.quantile(0.05)[0] < 0.4 < found.quantile(0.95)[0])
    assert 0.78 <= np.mean(inside) <= 1


@pytest.mark.parametrize("phi", [0.0, 0.8])
def test_seldom_is_anything_found_where_nothing_is(phi):
    found = histories(phi, 3, factors=24, outcomes=4)
    assert sum(found) <= 1  # of hundreds: false_findings.py
    assert FALSE < AT_MOST


def test_a_bad_evening_that_shortens_the_night_does_not_make_the_night_the_cause():
    assert np.mean(reverse(20)) <= 0.1


def test_what_is_not_there_is_named():
    with pytest.raises(InputError, match=r"'mod' is not in the diary; did you mean 'mood'\?"):
        look(table({"mood": np.zeros(30)}), SETTINGS, ["mod"])


@pytest.mark.parametrize("point", [(0.0, 1.0), (0.7, 0.2), (0.97, 0.85)])
def test_a_size_is_that_of_generalised_least_squares_with_the_whole_covariance(point, monkeypatch):
    monkeypatch.setattr(series, "GRID", (point,))
    rng, weekdays = np.random.default_rng(3), np.arange(60) % 7
    y, factor = rng.normal(size=60).cumsum() + 40, rng.normal(size=(60, 1))
    y[[7, 8, 30]] = np.nan
    found = sizes(y, factor, weekdays)
    there = np.flatnonzero(np.isfinite(y))
    gap = np.abs(there[:, None] - there[None])
    memory, noise = point
    same = weekdays[there][:, None] == weekdays[there][None]
    cover = (1 - noise) * memory**gap + noise * np.eye(len(there)) + series.WEEKDAY * same
    columns = np.column_stack([np.ones(len(there)), there, factor[there, 0]])
    weighed = columns.T @ np.linalg.inv(cover)
    np.testing.assert_allclose(found.mean[0, 0], np.linalg.solve(weighed @ columns, weighed @ y[there])[2], rtol=1e-9)
