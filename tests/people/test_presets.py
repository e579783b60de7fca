from functools import cache

import numpy as np
import pytest

import gutbrain
from gutbrain.atlas.exposures import usual_exposures
from gutbrain.evidence import UNPUBLISHED, references
from gutbrain.people import presets, reference_ranges
from gutbrain.people.cohort import correlations
from gutbrain.people.noise import measurement_sd
from gutbrain.people.presets import Spread, habits, heights, traits

NAMES = {
    "healthy-adult",
    "stressed-adult",
    "subclinical-low-mood",
    "major-depression",
    "generalised-anxiety",
    "older-adult",
    "mild-cognitive-impairment",
    "general-population",
    "ibs",
    "ibs-diarrhoea",
    "ibs-constipation",
    "cardiometabolic-risk",
    "low-grade-inflammation",
    "remitted-depression",
}


def test_the_presets_are_those_of_the_vocabulary():
    assert set(presets()) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_preset_is_complete_and_inside_bounds(name):
    preset = presets()[name]
    assert set(preset.traits) == set(traits()) - {"sex", "weight"}
    assert set(preset.usual) == set(usual_exposures())
    for trait, spread in preset.traits.items():
        kind = traits()[trait]
        assert spread.low <= spread.value <= spread.high, trait
        assert kind.low <= spread.value <= kind.high, trait
        assert (spread.sd > 0) == (not trait.startswith("set_point_")), trait
        assert spread.sd == 0 or kind.low <= spread.low <= spread.high <= kind.high, trait
    for habit, value in preset.usual.items():
        assert habits()[habit].low <= value <= habits()[habit].high, habit
    assert 0 < preset.female < 1


def test_the_healthy_adult_is_where_the_model_rests():
    healthy = presets()["healthy-adult"]
    assert dict(healthy.usual) == usual_exposures()
    at_zero = set(healthy.traits) - {"age", "bmi"}
    assert all(healthy.traits[trait].value == 0 for trait in at_zero)


def test_every_source_is_a_reference():
    named = {source for preset in presets().values() for source in preset.sources.values()}
    named |= {habit.source for habit in habits().values()} | {height.source for height in heights().values()}
    named |= {row.source for row in correlations()} | {row.source for row in reference_ranges()}
    assert named - set(references()) <= set(UNPUBLISHED)


@pytest.mark.parametrize("spread", [Spread(2.5, 0.8, 1.2, 4.5), Spread(24, 0.12, 18.5, 30, log=True), Spread(0.5)])
def test_a_spread_keeps_its_median_and_its_bounds(spread):
    z = np.array([-9.0, -1.0, 0.0, 1.0, 9.0])
    values = spread.at(z)
    assert values[2] == pytest.approx(spread.value)
    assert np.all(np.diff(values) >= 0)
    assert values.min() >= spread.low - 1e-9
    assert values.max() <= spread.high + 1e-9


PEOPLE = 200


@cache
def seen(preset: str, observable: str) -> np.ndarray:
    """What one visit shows of people of a preset."""
    protocol = {"person": preset, "days": 1, "events": []}
    values = gutbrain.simulate(protocol, people=PEOPLE, draws=1, seed=2, observe=observable).at(observable, 0, 8)
    error = measurement_sd(observable) * np.random.default_rng(1).standard_normal(PEOPLE)
    return np.asarray(values).reshape(-1) + error


# mean, or share with so many points and more; what samples differ by beside their sampling error
PUBLISHED = [
    ("major-depression", "bdi2", None, 28.9, 1.6),  # starts of waiting lists (Metapsy 2024)
    ("major-depression", "phq9", None, 14.5, 0.6),
    ("major-depression", "ces_d", None, 25.8, 1.1),
    ("major-depression", "hamd17", None, 18.5, 1.0),  # 17.2 (Goldstein 2004) to 19.5 (Elkin 1989)
    ("major-depression", "phq9", 10, 0.86, 0.04),  # sensitivity of the cut-off (Levis 2019)
    ("generalised-anxiety", "gad7", None, 13.9, 0.5),  # waiting lists 13.5, primary care 14.4 (Spitzer 2006)
    ("generalised-anxiety", "gad7", 10, 0.86, 0.04),
    ("generalised-anxiety", "ham_a", None, 20.6, 1.6),
    ("generalised-anxiety", "stai_t", None, 55, 2.5),
    ("ibs", "hads_a", 8, 0.391, 0.034),  # Zamani 2019
    ("ibs", "hads_d", 8, 0.288, 0.027),
    ("ibs-diarrhoea", "hads_a", 8, 0.391, 0.05),
    ("ibs-constipation", "hads_a", 8, 0.391, 0.05),
    (
        "general-population",
        "phq9",
        10,
        0.08,
        0.03,
    ),  # 5.6 % in Germany (Kocalevent 2013), 10.8 % in Sweden (Johansson 2013)
    ("general-population", "hads_a", 8, 0.21, 0.05),  # Hinz 2011
    ("general-population", "hads_d", 8, 0.23, 0.05),
    ("healthy-adult", "pss10", None, 14.5, 1.2),  # Germany 12.6, United States 15.8
    ("healthy-adult", "psqi", None, 4.9, 0.4),
    ("older-adult", "gad7", 10, 0.05, 0.02),
]


@pytest.mark.parametrize(("preset", "scale", "points", "published", "error"), PUBLISHED)
def test_means_and_shares_above_cut_offs_are_those_published(preset, scale, points, published, error):
    scores = seen(preset, scale)
    if points is None:
        simulated, sampling = scores.mean(), scores.std() / np.sqrt(PEOPLE)
    else:
        simulated = (scores > points - 0.5).mean()
        sampling = np.sqrt(published * (1 - published) / PEOPLE)
    assert simulated == pytest.approx(published, abs=2 * np.hypot(error, sampling))


@pytest.mark.parametrize(("scale", "published"), [("hads_a", 0.84), ("hads_d", 0.76)])
def test_people_with_an_irritable_bowel_differ_from_healthy_people_as_published(scale, published):
    ill, healthy = seen("ibs", scale), seen("healthy-adult", scale)
    difference = (ill.mean() - healthy.mean()) / np.sqrt((ill.var() + healthy.var()) / 2)
    assert difference == pytest.approx(published, abs=0.3)  # Lee 2017; studies differ (I2 77 and 86 %)


def test_transit_is_fast_with_diarrhoea_and_slow_with_constipation():
    fast, healthy, slow = (
        np.median(seen(preset, "transit_time")) for preset in ("ibs-diarrhoea", "healthy-adult", "ibs-constipation")
    )
    assert 1.5 < slow / healthy < 2.5  # 69 h against 34 h (Lam 2017)
    assert 0.6 < fast / healthy < 1.0  # 34 h against 34 h (Lam 2017), faster by scintigraphy (Manabe 2010)


def test_both_irritable_bowels_are_felt_alike_and_only_their_contents_differ():
    loose, hard, healthy = (
        seen(preset, "gi_symptoms").mean() for preset in ("ibs-diarrhoea", "ibs-constipation", "healthy-adult")
    )
    assert hard == pytest.approx(loose, abs=0.4)
    assert min(loose, hard) > healthy + 1


def test_inflammation_comes_in_grades():
    healthy, risk, obese = (
        np.median(seen(preset, "crp")) for preset in ("healthy-adult", "cardiometabolic-risk", "low-grade-inflammation")
    )
    assert healthy < 1
    assert 1.7 < risk < 4
    assert 3 < obese < 8


@pytest.mark.parametrize("name", sorted(NAMES - {"older-adult", "mild-cognitive-impairment"}))
def test_composition_differs_from_the_healthy_adult_only_with_a_source(name):
    preset = presets()[name]
    moved = [trait for trait, spread in preset.traits.items() if trait.startswith("set_point_") and spread.value]
    assert all(preset.sources[trait] != "assumption" for trait in moved)
