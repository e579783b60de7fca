"""What is read off a run: the deviation from as-now, larger or smaller by what the model is off in a draw.

The axis is wrong by more than its parameters leave open. How much the misses outside the fit show, for each channel
(``data/discrepancy.yaml``, written by ``gutbrain calibrate --folds``). Each draw carries one factor for each channel,
and what is read off is scaled by it around what the person shows as now at the same hour: the last day before the
protocol begins. All arms of a run share the factors, so that their differences, curves, tables and files carry the same
discrepancy; who goes on as now shows nothing of it.

What is positive is scaled as a factor, shares as odds; logarithms of counts, deviates and scores as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from gutbrain.atlas.observables import about, group_of
from gutbrain.datafiles import read
from gutbrain.engine.draws import stratified
from gutbrain.people.scales import scales

FILE = "discrepancy.yaml"
ALL = "all"

FARTHEST = 2.0
"""No factor lies farther from 1 (SD)."""

HALF_HOURS = 48
"""So often the day as now is looked at; between, it is straight."""


def known() -> Mapping[str, float]:
    """SD of the factor that ships, by group of observables; ``all`` of those that are not named."""
    found: Mapping[str, float] = read(__package__, FILE)["factor"]
    return found


def factors(observables: Sequence[str], sds: Mapping[str, float], draws: int, seed: int) -> np.ndarray:
    """Factor of every observable in every draw: (observable, draw), 1 where nothing is known to be off.

    Parameters
    ----------
    observables
        Their names.
    sds
        SD of the factor by group.
    draws
        How many; one draw is the middle.
    seed
        Same seed, same factors.
    """
    by_group: dict[str, np.ndarray] = {}
    rows = []
    for name in observables:
        group = group_of(name)
        if group not in by_group:
            luck = stratified(seed, f"discrepancy/{group}", draws).clip(-FARTHEST, FARTHEST)
            by_group[group] = 1.0 + sds.get(group, sds.get(ALL, 0.0)) * luck
        rows.append(by_group[group])
    return np.stack(rows)


def kinds(observables: Sequence[str]) -> list[bool]:
    """Which of some observables are scaled as factors: what is positive; others as they are.

    Parameters
    ----------
    observables
        Their names.
    """
    return [name not in scales() and about(name).scale not in ("log10", "z") for name in observables]


def nodes(kept: np.ndarray, start: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where in the last day before the start to look for as-now, and how to read a moment from that.

    Parameters
    ----------
    kept
        (moment,) hours that are read off.
    start
        Of the protocol.

    Returns
    -------
    tuple of ndarray
        Moments to look at (h); for every kept moment the place of the one before it, and the weight of the one after.
    """
    place = np.mod(kept - start, 24.0) * (HALF_HOURS / 24.0)
    before = np.minimum(np.floor(place + 1e-6).astype(int), HALF_HOURS - 1)
    weight = np.clip(place - before, 0.0, 1.0)
    # the start itself is the end of the day before
    looked = np.unique(np.concatenate([before, before + 1]))
    at = start - 24.0 + looked * (24.0 / HALF_HOURS)
    return at, np.searchsorted(looked, before).astype(np.int64), weight.astype(np.float32)
