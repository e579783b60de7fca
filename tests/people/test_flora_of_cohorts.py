"""What the flora of simulated healthy people is like, against the stools of real ones."""

import numpy as np
import pytest

import gutbrain as gb
from gutbrain.engine import arms
from gutbrain.engine.ensemble import PRIOR

ACIDS = ("faecal_acetate", "faecal_propionate", "faecal_butyrate")


@pytest.fixture(scope="module")
def people():
    """Healthy people at the literature's values of all parameters, day 1 after nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arms, "shipped", lambda: PRIOR)
        observe = ["enterobacteriaceae_share", "butyrate_producers_share", "community_distance", *ACIDS]
        result = gb.simulate({"days": 1, "events": []}, people=400, draws=2, seed=0, observe=observe)
    day = result.data.sel(time=1.0, method="nearest")
    return {name: day[name].values.ravel() for name in observe}


def test_enterobacteria_are_as_few_as_in_people(people):
    """Medians of four cohorts: below 0.0002 (Tito 2024, Yatsunenko 2012), 0.0014 (Sze 2019), 0.0062 (Zhu 2020)."""
    share = people["enterobacteriaceae_share"]
    assert 0.0003 < np.median(share) < 0.004
    assert 0.01 < np.quantile(share, 0.95) < 0.124
    assert (share > 0.124).mean() < 0.03


def test_butyrate_producers_spread_as_in_people(people):
    """Tito 2024: 0.20 to 0.38 hold half of 205 people."""
    low, middle, high = np.quantile(people["butyrate_producers_share"], (0.25, 0.5, 0.75))
    assert (low, middle, high) == pytest.approx((0.204, 0.284, 0.380), abs=0.07)


def test_one_person_s_acids_go_together(people):
    """Sze 2019, 162 people: acetate with butyrate 0.76, butyrate producers with butyrate 0.28."""
    acetate, propionate, butyrate = (people[name] for name in ACIDS)
    assert 0.45 < np.corrcoef(acetate, butyrate)[0, 1] < 0.85
    assert 0.45 < np.corrcoef(propionate, butyrate)[0, 1] < 0.8
    assert 0.1 < np.corrcoef(people["butyrate_producers_share"], butyrate)[0, 1] < 0.55


def test_people_differ_in_their_ordinary_distance(people):
    """David 2014: quartiles 0.17, 0.19 and 0.21."""
    assert np.quantile(people["community_distance"], (0.25, 0.75)) == pytest.approx((0.169, 0.213), abs=0.03)
