"""What a trial would teach, against numbers worked out by hand."""

import numpy as np
import pytest
from trials.designs import made

from gutbrain.trials.information import _effect
from gutbrain.trials.people import Population, Screening
from gutbrain.trials.variants import variants


def by_hand(**changes):
    """Two people: at the start 10 and 14 in both arms, at the end 9 and 15 without treatment and 8 and 11 with it."""
    design = made(endpoints=["bdi2"], visits=[0, 4], per_arm=50, **changes)
    start, end = [10.0, 14.0], {"active": [8.0, 11.0], "placebo": [9.0, 15.0]}
    courses = [np.array([start, end[arm.name]]).T[None] for arm in design.arms]
    return Population(
        design=design,
        variants=variants(design),
        days=np.array([0.0, 28.0]),
        values={"bdi2": np.array(courses)},
        fixed={"age": np.zeros((1, 2))},
        entry_error={},
        screening=Screening(2, 2, {}),
        error_sd={"bdi2": 1.0},
    )


@pytest.mark.parametrize(("dropout", "left"), [(0.0, 50), (0.2, 40), (0.5, 25)])
def test_the_error_of_a_planned_trial_counts_those_who_stay(dropout, left):
    effect, error = _effect(by_hand(dropout=dropout), "bdi2")
    assert effect == pytest.approx([9.5 - 12.0])
    # around their means: start 4 + 1 (error of one visit), end 9 + 1, together 6: 10 - 6 * 6 / 5 = 2.8 is left
    assert error == pytest.approx(np.sqrt(2 * 2.8 / left))
