"""How much of an effect is belief: the same trial once more, in which everybody believes alike.

Who knows that they are treated expects to be better, and says so in questionnaires. Where arms differ in that, their
difference holds belief besides what the treatment does. With the same people and the same luck, but everybody believing
as in a blinded trial, only the latter is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gutbrain.findings.trial_arms import BLINDED
from gutbrain.trials.analysis import Estimate
from gutbrain.trials.design import Arm, Design
from gutbrain.trials.effects import Effects, middle
from gutbrain.trials.power import Expected

Array = NDArray[np.float64]

EXPECTATION = "expectation"
"""The exposure by which people believe."""


@dataclass(frozen=True)
class Belief:
    """A trial whose arms differ in belief, beside the same trial in which they do not.

    Attributes
    ----------
    arms
        Belief in being treated of each arm, 0 to 1.
    estimates
        Comparisons of the one trial by the planned analysis, everybody believing alike.
    expected, effects
        What many such trials show, and effects over the parameter sets; where they were asked for.
    shares
        By how much belief moves the estimate of each of many trials, by endpoint and comparison.
    """

    arms: Mapping[str, float]
    estimates: tuple[Estimate, ...]
    expected: Expected | None = None
    effects: Effects | None = None
    shares: Mapping[tuple[str, str], Array] | None = None

    def share(self, endpoint: str, contrast: str) -> tuple[float, float, float]:
        """Median and 90 % interval of what belief adds to an estimate, on the scale of the analysis."""
        return middle((self.shares or {}).get((endpoint, contrast), np.array([np.nan])))


def _believed(arm: Arm) -> float:
    """Most that people of an arm believe, by what the arm says or by an event."""
    return max([arm.expectation, *(event.amount for event in arm.events if event.exposure == EXPECTATION)])


def beliefs(design: Design) -> dict[str, float]:
    """Belief of every arm where arms differ in it, else nothing."""
    found = {arm.name: _believed(arm) for arm in design.arms}
    return found if len(set(found.values())) > 1 else {}


def alike(design: Design) -> Design:
    """The same design, in which everybody believes by half that they are treated."""
    arms = tuple(
        replace(arm, expectation=BLINDED, events=tuple(e for e in arm.events if e.exposure != EXPECTATION))
        for arm in design.arms
    )
    return replace(design, arms=arms)


def shares(told: Expected, even: Expected) -> dict[tuple[str, str], Array]:
    """What belief adds in each trial: both were carried out with the same people and luck."""
    return {key: values - even.comparisons[key] for key, values in told.comparisons.items()}
