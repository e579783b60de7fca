import numpy as np
import pytest

from gutbrain.atlas.exposures import usual_exposures
from gutbrain.evidence import UNPUBLISHED, references
from gutbrain.people import presets, reference_ranges
from gutbrain.people.cohort import correlations
from gutbrain.people.presets import Spread, habits, heights, traits

NAMES = {
    "healthy-adult",
    "stressed-adult",
    "subclinical-low-mood",
    "major-depression",
    "generalised-anxiety",
    "older-adult",
    "mild-cognitive-impairment",
    "ibs",
    "low-grade-inflammation",
    "remitted-depression",
}


def test_the_vocabulary_has_ten_presets():
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
