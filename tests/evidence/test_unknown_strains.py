"""Unknown is not good: what nobody tried has an effect on mood that holds zero widely, whatever way it takes."""

from functools import cache

import numpy as np
import pytest

import gutbrain

MOOD = ("depression", "anxiety", "pss10")


@cache
def mood(strain: str) -> dict[str, np.ndarray]:
    """Mood on day 28 of somebody under stress who takes a strain, in every draw."""
    events = [{"exposure": "probiotic", "strains": {strain: 1e9}, "start": 0}] if strain else []
    run = gutbrain.simulate({"title": "x", "days": 29, "person": "stressed-adult", "events": events}, draws=16)
    return {name: np.ravel(run.at(name, 28)) for name in MOOD}


@pytest.mark.parametrize("name", ["Lactobacillus", "B. longum XYZ-9", "L. brevis"])
def test_what_nobody_tried_is_as_likely_for_the_worse(name: str) -> None:
    for outcome in MOOD:
        unknown, tried = (mood(strain)[outcome] - mood("")[outcome] for strain in (name, "B. longum 1714"))
        assert 0.25 <= np.mean(unknown < 0) <= 0.75, outcome
        # the middle is nothing beside the effect of a strain that was tried, the interval is as wide to both sides
        assert abs(np.median(unknown)) < 0.2 * abs(np.median(tried)), outcome
        low, high = np.quantile(unknown, (0.05, 0.95))
        assert low < 0.5 * np.median(tried) < 0 < -0.5 * np.median(tried) < high, outcome
