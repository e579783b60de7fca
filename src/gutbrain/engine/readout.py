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
from dataclasses import dataclass

import numpy as np

from gutbrain.atlas.observables import about, group_of
from gutbrain.datafiles import read
from gutbrain.engine.draws import stratified
from gutbrain.engine.machine.scaling import scale
from gutbrain.engine.machine.slots import Slots
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


def as_factors(observables: Sequence[str]) -> np.ndarray:
    """Which of some observables are scaled as factors: what is positive; others as they are. int8: 1 or 0.

    Parameters
    ----------
    observables
        Their names.
    """
    positive = [name not in scales() and about(name).scale not in ("log10", "z") for name in observables]
    return np.array(positive, np.int8)


@dataclass(frozen=True)
class Readout:
    """How what is kept of a run is scaled.

    Attributes
    ----------
    now : (looked, observable, variant or 1, lane)
        The day as now, single precision.
    before, weight : (moment,)
        Where in it a moment lies, as :func:`nodes` tells.
    factor : (observable, lane)
        Single precision.
    as_factor : (observable,)
        See :func:`as_factors`.
    """

    now: np.ndarray
    before: np.ndarray
    weight: np.ndarray
    factor: np.ndarray
    as_factor: np.ndarray

    def of(self, slots: Slots) -> Readout:
        """Of some vectors only: in ``now`` and ``factor`` vector and slot in place of variant and lane."""
        variant = slots.variant if self.now.shape[2] > 1 else 0
        # picked by number, NumPy may lay the slots of a vector apart
        now = np.ascontiguousarray(self.now[:, :, variant, slots.lane])
        factor = np.ascontiguousarray(self.factor[:, slots.lane])
        return Readout(now, self.before, self.weight, factor, self.as_factor)

    def apply(self, found: np.ndarray, rows: slice) -> None:
        """Scale what was read of these vectors, in place.

        Parameters
        ----------
        found
            (moment, observable, vector, slot), single precision.
        rows
            Which of the kept moments.
        """
        before, weight = self.before[rows], self.weight[rows]
        for vector in range(found.shape[2]):
            now, factor = self.now[:, :, vector], self.factor[:, vector]
            scale(found[:, :, vector], now, before, weight, factor, self.as_factor)


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
