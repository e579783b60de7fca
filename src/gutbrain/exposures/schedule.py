"""A protocol as piecewise-constant inputs of the model over time, for one arm or several together.

Time is in hours from midnight of day 0. Where no event sets an input it is NaN:
the person's usual level holds, or none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gutbrain.exposures.expansion import STRAIN, Level, expand, is_acute
from gutbrain.exposures.protocol import Protocol
from gutbrain.exposures.strains import Strain, resolve
from gutbrain.model.maths import HOURS_A_DAY

Array = NDArray[np.float64]

SLOTS = 4
"""Strain slots come in packs of so many, so that models of different protocols have the same shape."""

_DIGITS = 9


class Span(NamedTuple):
    """From and to, in hours; ``ends`` is infinite where an event lasts to the end."""

    begins: float
    ends: float


@dataclass(frozen=True)
class Table:
    """Inputs of one or several arms.

    Attributes
    ----------
    edges : (segment,) hours
        Where segments begin. The last segment has no end.
    inputs
        Names of inputs, in the order of ``values``.
    units
        Unit of each input.
    values : (segment, input, arm)
        Levels; NaN where the usual level, or none, holds.
    before : (input, arm)
        What holds before the first edge, while the person settles: NaN but for what was so from the beginning.
    strains
        Strains of each arm by slot: ``strain_1_dose`` is of the first.
    start, end
        Of the run, hours.
    acute : (time,) hours
        When something begins after which things move fast.
    """

    edges: Array
    inputs: tuple[str, ...]
    units: tuple[str, ...]
    values: Array
    before: Array
    strains: tuple[tuple[Strain, ...], ...]
    start: float
    end: float
    acute: Array

    @property
    def slots(self) -> int:
        """How many strain slots a model for these inputs has."""
        return SLOTS * max(1, math.ceil(max(map(len, self.strains)) / SLOTS))

    def at(self, times: ArrayLike) -> Array:
        """Levels at times: (time, input, arm)."""
        index = np.searchsorted(self.edges, np.asarray(times, float) + 10.0**-_DIGITS, side="right")
        return np.concatenate([self.before[None], self.values])[index]

    def slot_traits(self, arm: int = 0) -> dict[str, float]:
        """Traits of all slots of an arm, ``strain_1_potency`` and so on; an empty slot is one that does nothing."""
        empty = dict.fromkeys(resolve("Bifidobacterium").strain.traits(), 0.0) | {"washout": 1.0}
        filled = [strain.traits() for strain in self.strains[arm]]
        filled += [empty] * (self.slots - len(filled))
        return {f"strain_{slot}_{key}": value for slot, traits in enumerate(filled, 1) for key, value in traits.items()}

    def slot_of(self, name: str, arm: int = 0) -> int | None:
        """Slot (from 1) of a strain, by any of its names, in an arm; None where nobody takes it there."""
        short = resolve(name).strain.short
        return next((slot for slot, strain in enumerate(self.strains[arm], 1) if strain.short == short), None)


@dataclass(frozen=True)
class Schedule:
    """What a protocol's events bring, hour by hour."""

    protocol: Protocol
    levels: tuple[Level, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "levels", tuple(level for event in self.protocol.events for level in expand(event)))

    @property
    def start(self) -> float:
        """Midnight at or before the first event, at the latest of day 0 (h)."""
        first = min((event.begins for event in self.protocol.events), default=0.0)
        return HOURS_A_DAY * math.floor(min(first, 0.0) / HOURS_A_DAY)

    @property
    def end(self) -> float:
        """End of the run (h)."""
        return self.protocol.days * HOURS_A_DAY

    @property
    def acute(self) -> tuple[float, ...]:
        """When something begins after which things move fast (h)."""
        return tuple(sorted({round(event.begins, _DIGITS) for event in self.protocol.events if is_acute(event)}))

    @property
    def last_event(self) -> Span | None:
        """The event that begins last."""
        spans = [Span(event.begins, event.ends) for event in self.protocol.events]
        return max(spans, default=None)

    @property
    def strains(self) -> tuple[Strain, ...]:
        """Strains taken, in the order of the protocol."""
        taken = dict.fromkeys(level.input for level in self.levels if level.input.startswith(STRAIN))
        return tuple(resolve(name.removeprefix(STRAIN)).strain for name in taken)

    @cached_property
    def table(self) -> Table:
        """The inputs of this protocol alone; ``values`` has one arm."""
        return merge([self])


def merge(schedules: Sequence[Schedule]) -> Table:
    """Put the inputs of several arms, which run together, on common segments and inputs.

    Each arm has strain slots of its own: what is in the first slot may differ between arms.

    Parameters
    ----------
    schedules
        One for each arm.

    Returns
    -------
    Table
        ``values`` has the arms in the order of the schedules.

    Raises
    ------
    ValueError
        Where an input is given in one unit here and in another there.

    Examples
    --------
    >>> from gutbrain.exposures import Schedule, load, merge
    >>> fed = load({"days": 14, "events": [{"exposure": "fibre", "amount": 40, "start": 7}]})
    >>> table = merge([Schedule(load({"days": 14})), Schedule(fed)])
    >>> table.inputs, table.edges.tolist()
    (('fibre',), [0.0, 168.0])
    >>> table.at([100.0, 200.0])[:, 0].tolist()
    [[nan, nan], [nan, 40.0]]
    """
    levels = [level for schedule in schedules for level in schedule.levels]
    start = min(schedule.start for schedule in schedules)
    times = [start, *(time for level in levels for time in (level.begins, level.ends))]
    edges = np.unique(np.round([time for time in times if math.isfinite(time)], _DIGITS))
    strains = tuple(schedule.strains for schedule in schedules)
    slots = [
        {STRAIN + strain.short: f"strain_{slot}_dose" for slot, strain in enumerate(taken, 1)} for taken in strains
    ]
    units: dict[str, str] = {}
    for schedule, names in zip(schedules, slots, strict=True):
        for level in schedule.levels:
            name = names.get(level.input, level.input)
            if units.setdefault(name, level.unit) != level.unit:
                raise ValueError(f"{name} is given in {units[name]} and in {level.unit}")
    inputs = tuple(sorted(units))
    index = {name: column for column, name in enumerate(inputs)}
    # the first row is what holds before the first edge
    values = np.full((len(edges) + 1, len(inputs), len(schedules)), np.nan)
    for arm, (schedule, names) in enumerate(zip(schedules, slots, strict=True)):
        for level in schedule.levels:
            first, last = np.searchsorted(edges, np.round([level.begins, level.ends], _DIGITS), side="right")
            last = last if math.isfinite(level.ends) else len(values)
            _lay(values[first:last, index[names.get(level.input, level.input)], arm], level)
    return Table(
        edges=edges,
        before=values[0],
        inputs=inputs,
        units=tuple(units[name] for name in inputs),
        values=values[1:],
        strains=strains,
        start=start,
        end=max(schedule.end for schedule in schedules),
        acute=np.array(sorted({time for schedule in schedules for time in schedule.acute}), float),
    )


def _lay(present: Array, level: Level) -> None:
    """Lay a level over what is there already."""
    if level.combine == "set":
        present[:] = level.value
    elif level.combine == "add":
        present[:] = np.where(np.isnan(present), 0.0, present) + level.value
    else:
        present[:] = np.fmax(present, level.value)
