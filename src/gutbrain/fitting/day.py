"""The day itself: weekday, slow drift, and what is recorded of the same day and the day before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gutbrain.fitting.prior import HELD, reactivity
from gutbrain.observations import Observations

Array = NDArray[np.float64]

WEEK = 7

DRIFT = "drift"

WEEKDAY_SD = 0.05
"""SD of what a weekday makes, in SD between people (an assumption)."""

DRIFT_SD = 0.15
"""SD of the drift from the middle of a record to its end, in SD between people (an assumption)."""

Layer = Literal["nothing", "weekday and drift", "how the day was lived"]
NOTHING: Layer = "nothing"
USUAL: Layer = "weekday and drift"
LIVED: Layer = "how the day was lived"
LAYERS = (NOTHING, USUAL, LIVED)
"""What may explain a day besides the axis: each layer holds those before it."""

MANY = 4
"""More regressors than so many share what so many may explain."""

LEAST = 8
"""Days of which a factor must be recorded to be looked at."""

FARTHEST = 5.0
"""A day counts as no more than so many SD from the mean of the days."""

SAME_DAY, DAY_BEFORE = ", same day", ", day before"
"""How the names of the two columns of a factor end."""


@dataclass(frozen=True)
class Columns:
    """What explains a day besides the axis.

    Attributes
    ----------
    names
        Of the columns.
    values
        (day, column).
    sds
        SD of the prior of each coefficient, in SD between people; its mean is 0.
    is_fast
        Which are of the same day and the day before.
    factors
        What each is of; empty for weekday and drift.
    """

    names: tuple[str, ...]
    values: Array
    sds: Array
    is_fast: NDArray[np.bool_]
    factors: tuple[str, ...]

    def scales(self, unit: float, layer: Layer) -> Array:
        """SD of each coefficient in units of the series; what does not belong to the layer is held at 0."""
        held = {NOTHING: np.ones(len(self.sds), bool), USUAL: self.is_fast, LIVED: np.zeros(len(self.sds), bool)}
        return np.where(held[layer], HELD, self.sds * unit)

    def drifting(self, learnt: int) -> Columns:
        """The same, with a drift that ends with so many days."""
        place = self.names.index(DRIFT)
        values = self.values.copy()
        values[:, place] = _drift(len(values), learnt)
        return replace(self, values=values)


def columns(seen: Observations, factors: Sequence[str], first: int, days: int, learnt: int) -> Columns:
    """Columns of the day.

    Parameters
    ----------
    seen
        Of one person.
    factors
        What is looked at of the same day and the day before.
    first, days
        The first day, and how many.
    learnt
        How many of them are learnt from: by those, factors are brought to mean 0 and SD 1.
    """
    names: list[str] = []
    values: list[Array] = []
    sds: list[float] = []
    of: list[str] = []
    day = np.arange(first, first + days)
    for weekday in range(1, WEEK):
        made = (np.mod(day, WEEK) == weekday).astype(float) - (np.mod(day, WEEK) == 0)
        names.append(f"weekday {weekday}")
        values.append(made)
        sds.append(WEEKDAY_SD)
        of.append("")
    names.append(DRIFT)
    values.append(_drift(days, learnt))
    sds.append(DRIFT_SD)
    of.append("")
    known: list[tuple[str, Array]] = []
    for name in factors:
        standard = standardised(seen.daily(name, first - 1, days + 1), learnt + 1)
        if standard is not None:
            known.append((name, standard))
    size = reactivity().same_day.value * min(1.0, float(np.sqrt(MANY / max(2 * len(known), 1))))
    for name, standard in known:
        for label, column in ((SAME_DAY, standard[1:]), (DAY_BEFORE, standard[:-1])):
            names.append(f"{name}{label}")
            values.append(column)
            sds.append(size)
            of.append(name)
    is_fast = np.array([bool(name) for name in of])
    return Columns(tuple(names), np.column_stack(values), np.array(sds), is_fast, tuple(of))


def _drift(days: int, learnt: int) -> Array:
    """From -1 on the first day to 1 on the last that is learnt from, and no further."""
    return np.asarray(np.minimum((np.arange(days) - (learnt - 1) / 2) / max((learnt - 1) / 2, 1.0), 1.0))


def standardised(values: Array, learnt: int) -> Array | None:
    """A factor with mean 0 and SD 1 over the days learnt from, 0 where it was not recorded; None where it is constant.

    Parameters
    ----------
    values
        (day,), NaN where nothing was recorded.
    learnt
        How many of the days are learnt from.
    """
    found = standard(values[:learnt])
    if found is None:
        return None
    made = (values - found[0]) / found[1]
    return np.where(np.isfinite(made), np.clip(made, -FARTHEST, FARTHEST), 0.0)


def standard(past: Array) -> tuple[float, float] | None:
    """Mean and SD of the days of a factor that are learnt from; None where it was recorded on few, or is constant."""
    there = np.isfinite(past)
    if there.sum() < LEAST:
        return None
    sd = float(past[there].std())
    return None if sd < 1e-9 else (float(past[there].mean()), sd)
