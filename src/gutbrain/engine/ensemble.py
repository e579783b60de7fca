"""The calibrated ensemble: parameter sets that agree with what was published, from which simulations draw.

A set is written as standard normal deviates of the priors, so that it says by how much the findings moved a parameter
within what the literature had left open.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from gutbrain import world
from gutbrain.datafiles import per_world, read
from gutbrain.engine import readout
from gutbrain.engine.draws import is_animal, is_free, prior, stratified
from gutbrain.engine.identity import hashed
from gutbrain.files import write_whole
from gutbrain.model import Model
from gutbrain.model.module import Quantity

FILE, PROVENANCE = "ensemble.csv", "ensemble.yaml"

FOR_THE_SHIPPED = ", for the shipped axis"
"""What the name of the fit says more in a world with a model of its own."""

DIGITS = 3
"""Digits of a deviate that are kept."""


@dataclass(frozen=True)
class Ensemble:
    """Quantity sets.

    ``deviates`` are of the priors, by parameter: (member,) each; a parameter that is not there has its prior.
    ``provenance`` says what they come from. Without ``luck`` nothing else is drawn: what they do not hold, the potency
    of strains and the strength of effects in animals have their middle in all draws, which differ in these sets alone.
    ``discrepancy`` is how far the model is off besides, see :mod:`gutbrain.engine.readout`; nothing where it is not
    said.
    """

    deviates: Mapping[str, np.ndarray] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    luck: bool = True
    discrepancy: Mapping[str, float] = field(default_factory=dict)

    @property
    def members(self) -> int:
        """How many sets; 0 where there are priors only."""
        return len(next(iter(self.deviates.values()))) if self.deviates else 0

    @cached_property
    def identity(self) -> str:
        """Hash of the sets, to the digits that are kept."""
        kept = ((name, np.round(self.deviates[name], DIGITS) + 0.0) for name in sorted(self.deviates))
        off = (part for name in sorted(self.discrepancy) for part in (name, float(self.discrepancy[name])))
        return hashed(*(part for pair in kept for part in pair), *off)

    def draws(self, model: Model, count: int, seed: int, species: str = "human") -> dict[str, np.ndarray]:
        """Deviates for so many draws, by parameter: (draw,) each.

        One draw is the middle of the ensemble. More are members in a row, from a place that depends on the seed; more
        draws than members repeat them. What the ensemble does not hold, and effects that another species has in a
        strength of its own, come from the prior.

        Parameters
        ----------
        model
            The model whose parameters are wanted.
        count
            How many draws.
        seed
            From which member on they are taken, and the luck of what comes from the prior.
        species
            As for :func:`gutbrain.simulate`.
        """
        members = (np.arange(count) + (seed * count if count != self.members else 0)) % max(self.members, 1)

        def drawn(parameter: Quantity) -> np.ndarray:
            if parameter.key not in self.deviates or is_animal(parameter, species):
                return prior(parameter, count, seed) if self.luck else np.zeros(count)
            z = self.deviates[parameter.key]
            return np.array([z.mean()]) if count == 1 else z[members]

        return {parameter.key: drawn(parameter) for parameter in model.parameters if is_free(parameter)}

    def potency(self, name: str, count: int, seed: int) -> np.ndarray:
        """Standard normal deviates of the potency of a strain, for so many draws: (draw,).

        Parameters
        ----------
        name
            Short name of the strain.
        count
            How many draws.
        seed
            Same seed, same deviates.
        """
        return stratified(seed, f"draw/{name}", count) if self.luck else np.zeros(count)

    def save(self, folder: Path) -> None:
        """Write ``ensemble.csv`` (a row a parameter, a column a member) and ``ensemble.yaml``."""
        from ruamel.yaml import YAML

        names = sorted(self.deviates)
        rows = [",".join([name, *(f"{z:.{DIGITS}f}" for z in self.deviates[name])]) for name in names]
        header = ",".join(["parameter", *(str(i + 1) for i in range(self.members))])
        write_whole(folder / FILE, "\n".join([header, *rows]) + "\n")
        stream = io.StringIO()
        yaml = YAML(typ="safe", pure=True)
        yaml.default_flow_style, yaml.width = False, 120
        yaml.dump(dict(self.provenance), stream)
        write_whole(folder / PROVENANCE, stream.getvalue())


PRIOR = Ensemble(provenance={"name": "literature ranges of the parameters, not calibrated"})
"""What the literature says of each parameter, without the findings."""


@per_world
def shipped() -> Ensemble:
    """The ensemble that ships with the package.

    It was fitted to the shipped axis. In a world with a model of its own it holds what it says of parameters that have
    the same numbers there; the others have their priors, and ``provenance`` says so.
    """
    fitted = _fitted()
    if not world.current().has_own_model:
        return fitted
    same = world.as_shipped()
    deviates = {name: z for name, z in fitted.deviates.items() if name in same}
    name = f"{fitted.provenance['name']}{FOR_THE_SHIPPED}"
    return replace(fitted, deviates=deviates, provenance={**fitted.provenance, "name": name})


@cache
def _fitted() -> Ensemble:
    place = files(__package__) / "data" / FILE
    if not place.is_file():
        return PRIOR
    lines = place.read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split(",") for line in lines)
    deviates = {name: np.array(values, float) for name, *values in rows}
    return Ensemble(deviates, read(__package__, PROVENANCE), discrepancy=readout.known())
