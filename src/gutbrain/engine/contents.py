"""What the array of a result holds along its axes, and the labelled form in which it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain.model.units import is_label

if TYPE_CHECKING:
    import xarray as xr

DIMENSIONS = ("draw", "person", "observable", "time")


TIME = {"unit": "day", "units": "day", "long_name": "days from midnight of day 0", "axis": "T"}
"""Of the axis of time; ``days`` in place of ``day`` would make xarray read lengths of time."""

CONVENTIONS = "CF-1.11"
"""What attributes of results follow, as far as they go: ``units`` and ``long_name`` of variables."""


@dataclass(frozen=True)
class Contents:
    """Axes of an array (draw, person, observable, time).

    ``observables`` gives unit, meaning and module of each, by the name that a user calls it; ``days`` are the moments.
    """

    draws: int
    people: int
    observables: Mapping[str, Mapping[str, str]]
    days: np.ndarray

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Lengths of the axes."""
        return self.draws, self.people, len(self.observables), len(self.days)

    def coordinates(self) -> dict[str, Any]:
        """Of all axes but that of observables."""
        return {
            "draw": np.arange(self.draws),
            "person": np.arange(self.people),
            "time": ("time", self.days, TIME),
        }

    def labelled(self, value: xr.Variable, attributes: Mapping[str, Any]) -> xr.Dataset:
        """A variable of this shape as a Dataset, one variable an observable (draw, person, time); nothing is copied."""
        import xarray as xr

        plain = {key: told if isinstance(told, int | float) else str(told) for key, told in attributes.items()}
        plain = {"Conventions": CONVENTIONS, "title": plain.get("protocol", "")} | plain
        variables = {}
        for i, (name, told) in enumerate(self.observables.items()):
            variables[name] = value.isel(observable=i)
            units = "1" if is_label(told["unit"]) else told["unit"]
            variables[name].attrs = {**told, "units": units, "long_name": told["meaning"]}
        return xr.Dataset(variables, self.coordinates(), plain)
