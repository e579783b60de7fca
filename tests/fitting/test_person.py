"""A fit tells what can be told of one person, and says that it cannot where it cannot (see ``worlds.py``)."""

import numpy as np
import pandas as pd
import pytest
import worlds

import gutbrain as gb
from gutbrain.care import CareNeeded
from gutbrain.errors import InputError
from gutbrain.fitting.folder import read
from gutbrain.fitting.onwards import simulate_from, what_if_from


@pytest.fixture(scope="module")
def one():
    return worlds.life(days=56, draws=12)


@pytest.fixture(scope="module")
def days():
    """A person of the model who lives from day to day, and rates mood in the evening; a year is as quick as this."""
    from gutbrain.people.living import days as lived

    count, rng = 84, np.random.default_rng(5)
    life = lived(seed=4, first=0, count=count)
    frame = pd.DataFrame({"day": np.arange(count), "sleep [h]": 7.1 * life.factors["sleep"][:, 0]})
    frame["stress_load"] = 1.2 * life.factors["stress_load"][:, 0]
    living = gb.simulate(
        {"days": count, "living": True, "person": "subclinical-low-mood", "usual": {"sleep": 7.1, "stress_load": 1.2}},
        draws=1, seed=4, observe=["depression"], moments=[(int(d), 20.0) for d in range(count)],
    )  # fmt: skip
    z = np.array([living.at("depression", int(d), 20.0)[0, 0] for d in range(count)])
    frame["mood [0-10]"] = np.clip(np.round(6 - 1.4 * (z - 1.0) + 0.4 * rng.standard_normal(count)), 0, 10)
    frame.loc[70:, "mood [0-10]"] = np.nan
    frame["coffee [cups]"] = rng.integers(0, 4, count)
    return frame


@pytest.fixture(scope="module")
def found(days):
    return gb.fit(days, {"days": 84, "person": "subclinical-low-mood"}, draws=12)


def test_ranks_of_the_truth_are_even_among_draws_of_the_posterior(one):
    ranks = worlds.ranks(one, 12)
    assert ranks.shape == (12, 4)
    # of 48 ranks, so many in the outer tenths has a probability below 1 in 1000 either way
    outer = ((ranks < 10) | (ranks >= 90)).sum()
    assert 1 <= outer <= 21
    assert 25 < ranks.mean() < 75


def test_where_nothing_acts_nothing_is_said_to(one):
    assert worlds.false_findings(one, 6, memory=0.5) <= 1 / 6


def test_somebody_who_reacts_strongly_is_within_the_interval(one):
    held, _ = worlds.covered(one, 2.5, 6)
    assert (held >= 0.5).all()


def test_a_fit_tells_level_and_noise_and_what_was_not_learnt(found):
    table = found.parameters().set_index("parameter")
    assert table.loc["level", "learnt"] > 0.9
    recorded = found.seen.table.query("observable == 'mood'")["value"].mean()
    assert table.loc["level", "low"] < recorded < table.loc["level", "high"]
    assert set(found.factors()["factor"]) == {"sleep", "stress_load"}
    assert (found.factors()["low"] <= found.factors()["high"]).all()
    assert any("coffee [cups]" in note for note in found.notes)


def test_days_after_the_last_rating_are_forecast(found):
    ahead = found.forecast()
    assert ahead["day"].tolist() == list(range(70, 84))
    assert ((ahead["low"] >= 0) & (ahead["high"] <= 10)).all()


def test_hypotheses_sum_up_to_one(found):
    assert found.hypotheses()[["before", "now"]].sum().tolist() == pytest.approx([1, 1])


def test_a_folder_is_read_again_and_carries_the_person_through_a_protocol(found, tmp_path):
    folder = found.save(tmp_path / "me")
    kept = read(folder)
    assert kept["mood"].factors == ("sleep", "stress_load")
    plan = {"days": 28, "person": "subclinical-low-mood"}
    more = {**plan, "events": [{"exposure": "sleep", "amount": 9, "start": 0}]}
    as_now, slept = (simulate_from(folder, p, draws=12).at("depression", 27) for p in (plan, more))
    follows = kept["mood"].follows[:, 0].mean()
    assert np.sign((slept - as_now).mean()) == -np.sign(follows)
    table = what_if_from(folder, plan, {"sleep": 9.0}, weeks=4, draws=12)
    assert table.loc[0, "people_median"] > 0  # more sleep, better mood in people in general
    assert table.loc[0, "low"] <= table.loc[0, "median"] <= table.loc[0, "high"]


def test_the_same_seed_gives_the_same_numbers(days, found):
    again = gb.fit(days, {"days": 84, "person": "subclinical-low-mood"}, draws=12)
    pd.testing.assert_frame_equal(again.factors(), found.factors())


def frame(**columns):
    return pd.DataFrame({"day": range(30), **columns})


@pytest.mark.parametrize(
    ("given", "more", "wanted"),
    [
        (frame(sleep=7.0), {}, "has nothing to explain"),
        (frame(**{"zest [0-10]": 5}), {"outcomes": "zest"}, "what 'zest' measures is not known"),
        (frame(**{"mood [0-10]": 5}), {"outcomes": "mod"}, "did you mean 'mood'?"),
        (frame(**{"mood [0-10]": 5}), {"measures": {"mood": "-depresion"}}, "did you mean 'depression'?"),
        (frame(sleep=7.0, phq9=5), {"outcomes": "sleep"}, "'sleep' acts; it is no outcome"),
        (frame(person=["A", "B"] * 15, phq9=5), {}, "person: has 2 people (A: 15 days, B: 15 days)"),
        (frame(phq9=[5.0] * 5 + [None] * 25), {}, "has fewer than 8 days of every outcome"),
    ],
)
def test_what_cannot_be_fitted_is_said(given, more, wanted):
    with pytest.raises(InputError) as caught:
        gb.fit(given, {"days": 30}, draws=2, **more)
    assert wanted in str(caught.value)


def test_answers_that_need_help_come_before_any_fit():
    with pytest.raises(CareNeeded):
        gb.fit(frame(phq9=23), {"days": 30}, draws=2)


def test_what_never_changes_is_told_and_not_fitted():
    found = gb.fit(frame(sleep=7.0, phq9=[5, 6, 4] * 10), {"days": 30}, draws=4)
    assert "sleep is the same every day: what never changes cannot be told apart from you" in found.notes
    assert len(found.factors()) == 0
