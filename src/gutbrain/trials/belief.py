"""How much of an effect is belief: the same trial once more, in which everybody believes alike.

Who knows that they are treated expects to be better, and says so in questionnaires. Where arms differ in that, their
difference holds belief besides what the treatment does. With the same people and the same luck, but everybody believing
as in a blinded trial and seen alike, only the latter is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gutbrain.trials.analysis import Estimate
from gutbrain.trials.effects import Effects, mean, middle
from gutbrain.trials.luck import generator
from gutbrain.trials.power import Expected

Array = NDArray[np.float64]

SAMPLES = 500
"""Resamples of the parameter sets."""


@dataclass(frozen=True)
class Belief:
    """A trial whose arms differ in belief, beside the same trial in which they do not.

    Attributes
    ----------
    arms
        Belief in being treated of each arm, 0 to 1.
    estimates
        Comparisons of the one trial by the planned analysis, everybody believing alike.
    seen_alike
        Whether arms differ in belief alone; else also in how much they are seen and rated.
    expected
        What many such trials show; where it was asked for.
    told, even
        Effects on the primary endpoint over the parameter sets by comparison, as the arms believe and alike.
    shares
        By how much belief moves the estimate of each of many trials, by endpoint and comparison.
    """

    arms: Mapping[str, float]
    estimates: tuple[Estimate, ...]
    seen_alike: bool = True
    expected: Expected | None = None
    told: Mapping[str, Effects] = field(default_factory=dict)
    even: Mapping[str, Effects] = field(default_factory=dict)
    shares: Mapping[tuple[str, str], Array] | None = None

    def share(self, endpoint: str, contrast: str) -> tuple[float, float, float]:
        """Median and 90 % interval of what belief adds to an estimate, on the scale of the analysis."""
        return middle((self.shares or {}).get((endpoint, contrast), np.array([np.nan])))

    def portion(self, contrast: str) -> tuple[float, float, float]:
        """Share of the mean effect on the primary endpoint that is belief, with its 90 % interval.

        The interval comes from resampling the parameter sets. NaN where the effect is too small for a share of it.

        Parameters
        ----------
        contrast
            The comparison.
        """
        unknown = (float("nan"),) * 3
        if contrast not in self.told or contrast not in self.even:
            return unknown
        told, even = self.told[contrast].effect, self.even[contrast].effect
        known = np.isfinite(told) & np.isfinite(even)
        told, even = told[known], even[known]
        if len(told) < 2 or abs(told.mean()) < 2 * told.std(ddof=1) / np.sqrt(len(told)):
            return unknown
        picked = generator(0, "share of belief").integers(0, len(told), (SAMPLES, len(told)))
        ratios = 1 - even[picked].mean(axis=1) / told[picked].mean(axis=1)
        low, high = np.quantile(ratios, [0.05, 0.95])
        return 1 - mean(even) / mean(told), float(low), float(high)


def shares(told: Expected, even: Expected) -> dict[tuple[str, str], Array]:
    """What belief adds in each trial: both were carried out with the same people and luck."""
    return {key: values - even.comparisons[key] for key, values in told.comparisons.items()}
