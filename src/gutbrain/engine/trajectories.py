"""What a run leaves: kept moments and observables of all lanes, and which lanes were lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from gutbrain.engine import grid as grids
from gutbrain.engine.machine.program import Program
from gutbrain.engine.machine.slots import Slots

Seen = tuple[float, str]
"""When (h) and in which observable something was seen."""

NEVER: Seen = (np.inf, "")


@dataclass(frozen=True)
class Keep:
    """What is kept of a run: of the grid's moments (bool each) and of the model's observables (indices)."""

    moments: np.ndarray
    observables: np.ndarray

    @classmethod
    def all(cls, program: Program, grid: grids.Grid) -> Keep:
        """Everything."""
        return cls(np.ones(len(grid.kept), bool), np.arange(len(program.layout.observables)))


@dataclass(frozen=True)
class Trajectories:
    """Kept moments (h) and observables there.

    ``values`` is (moment, observable, variant, lane), in hours-based units. ``lost`` are the lanes that left the finite
    numbers, each with the first kept moment (h) and the first of all observables where that was seen.
    """

    time: np.ndarray
    values: np.ndarray
    lost: Mapping[int, Seen] = field(default_factory=dict)

    @property
    def bad(self) -> np.ndarray:
        """Which lanes left the finite numbers: (lane,), bool."""
        return np.isin(np.arange(self.values.shape[-1]), list(self.lost))


def earlier(lost: dict[int, Seen], found: Mapping[int, Seen]) -> None:
    """Add lanes that were found lost, each with the first moment at which it was."""
    lost.update({lane: seen for lane, seen in found.items() if seen < lost.get(lane, NEVER)})


def lost_in(found: np.ndarray, slots: Slots, time: np.ndarray, names: tuple[str, ...]) -> dict[int, Seen]:
    """Lanes with anything that is not finite in a block that was just read, and where first.

    Parameters
    ----------
    found
        (moment, observable, vector, slot), while it is close to the processor.
    slots
        What stands in the vectors.
    time
        The moments, h.
    names
        The observables.
    """
    finite = np.isfinite(found)
    if finite.all():
        return {}
    lost: dict[int, Seen] = {}
    for vector, slot in np.argwhere(~finite.all(axis=(0, 1))):
        bad = ~finite[:, :, vector, slot]
        moment = int(bad.any(axis=1).argmax())
        first = float(time[moment]), names[int(bad[moment].argmax())]
        earlier(lost, {int(slots.lane[vector, slot]): first})
    return lost
