"""A new size on the way, from the spread that is seen without knowing who is in which arm."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from gutbrain.findings.statistics import on_scale
from gutbrain.trials.design import Design

Array = NDArray[np.float64]
Ints = NDArray[np.intp]

POWER = 0.8
"""Power that the new size is for."""


def sizes(design: Design, values: Array) -> Ints:
    """People of each trial after the blinded look: (trial,), from the plan to the most that is allowed.

    Parameters
    ----------
    design
        The design, with an effect that is assumed for the primary endpoint.
    values
        The primary endpoint of as many people as may come at most: (trial, participant, visit).

    Notes
    -----
    The spread is that of the change around its line on the baseline, in all people together, less what the assumed
    effect itself adds to it. The size is that of a comparison of two means.
    """
    assert design.reestimation is not None
    planned = design.people
    looked = max(4, round(design.reestimation.share * planned))
    shown = on_scale(design.primary, values[:, :looked])
    start, change = shown[..., 0], shown[..., design.end] - shown[..., 0]
    use = np.isfinite(change)
    n = np.maximum(use.sum(axis=1), 3)

    def free(x: Array) -> Array:
        x = np.where(use, x, 0.0)
        return np.where(use, x - (x.sum(axis=1) / n)[:, None], 0.0)

    x, y = free(start), free(change)
    slope = (x * y).sum(axis=1) / np.maximum((x**2).sum(axis=1), 1e-12)
    variance = ((y - slope[:, None] * x) ** 2).sum(axis=1) / (n - 2)
    one = design.assume[design.primary]
    sd = np.sqrt(((free(start) ** 2).sum(axis=1)) / (n - 1))
    effect = abs(one.effect) * (sd if one.in_sd else 1.0)
    within = np.maximum(variance - effect**2 / 4, variance * 0.1)
    limit = stats.norm.isf(design.alpha / 2) + stats.norm.isf(1 - POWER)
    each = 2 * within * (limit / np.maximum(effect, 1e-9)) ** 2 / max(1 - design.dropout, 0.05)
    wanted = np.ceil(each * len(design.arms))
    return np.asarray(np.clip(wanted, planned, design.most_people).astype(int))
