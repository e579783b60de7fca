"""A run as it was asked for, any part of which can be carried by itself."""

from __future__ import annotations

import datetime
import importlib.metadata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain import world
from gutbrain.engine import grid as grids
from gutbrain.engine import starting
from gutbrain.engine.arms import Arm, Plan, Run, carry_arms, plan
from gutbrain.engine.asked import check_observables
from gutbrain.engine.contents import Contents
from gutbrain.engine.ensemble import Ensemble, shipped
from gutbrain.engine.identity import hashed, identity
from gutbrain.engine.lanes import Progress
from gutbrain.engine.parts import Part
from gutbrain.engine.result import Failure, Result
from gutbrain.engine.setup import Setup
from gutbrain.engine.trajectories import Keep
from gutbrain.engine.unfinished import NUMBERS
from gutbrain.exposures import Protocol
from gutbrain.exposures.moments import hours_of
from gutbrain.exposures.reach import only
from gutbrain.exposures.strains import UnknownStrain, resolve
from gutbrain.model import Model
from gutbrain.model.units import canonical

if TYPE_CHECKING:
    import xarray as xr

SOME = 8
"""People and draws, at most, by whose numbers two runs are told apart."""

STRAIN = "strain."

LUCK = (
    "days differ from one another (living: true): what changes from one day to another is mostly luck; what an event "
    "does is told by the same run without it"
)
"""What is to be known beside the numbers of a living protocol."""


@dataclass(frozen=True)
class Carried:
    """A part of a run: (draw, person, observable, time) in the units of the vocabulary, and who was lost."""

    values: np.ndarray
    failures: list[Failure]


@dataclass(frozen=True)
class Study:
    """What was asked for; see :func:`gutbrain.simulate`.

    ``few`` keeps 00:00 and 08:00 of every day and what was asked for (see :func:`gutbrain.engine.grid.few`).
    """

    protocol: Protocol
    people: int
    draws: int
    seed: int
    species: str
    without: tuple[str, ...]
    moments: tuple[tuple[float, float], ...]
    observe: tuple[str, ...]
    few: bool
    ensemble: Ensemble | None = None

    @property
    def sets(self) -> Ensemble:
        """The parameter sets that are drawn from: the shipped ones unless others are given."""
        return shipped() if self.ensemble is None else self.ensemble

    @property
    def whole(self) -> Part:
        """All draws and people."""
        return Part(0, self.draws, 0, self.people)

    @property
    def model(self) -> Model:
        """The model that is run."""
        return self._outline.compiled.model

    @cached_property
    def contents(self) -> Contents:
        """What is kept of everybody.

        Raises
        ------
        InputError
            Where something is to be kept that the model does not give.
        """
        return Contents(self.draws, self.people, self._kept(self._outline), self._days(self._outline))

    def carry(self, part: Part, progress: Progress | None = None) -> Carried:
        """Carry a part; the numbers of a person and draw do not depend on the part in which they are."""
        run = carry_arms([Arm.of(self.protocol)], self._setup(part), progress=progress, keep=self._keep)
        return Carried(_values(run), _failures(run, part))

    def result(self, value: xr.Variable, failures: list[Failure], provenance: Mapping[str, Any]) -> Result:
        """The result, from the array (draw, person, observable, time) of everybody.

        Parameters
        ----------
        value
            (draw, person, observable, time).
        failures
            People whose run left the finite numbers.
        provenance
            What the result comes from.
        """
        data = self.contents.labelled(value, provenance)
        return Result(
            data=data,
            protocol=self.protocol,
            model=self.model,
            warnings=[
                *self.protocol.warnings,
                *self._start_said(data),
                *only(self.protocol),
                *([LUCK] if self.protocol.living else []),
            ],
            failures=failures,
            provenance=dict(provenance),
        )

    def _start_said(self, data: xr.Dataset) -> list[str]:
        """How near people come to what their stool showed; where days differ by luck, no day does."""
        stool = self.protocol.person.microbiota
        if stool is None or self.protocol.living:
            return []
        return starting.told(stool, data.isel(time=int(np.argmin(np.abs(data["time"].to_numpy())))), self.seed)

    def provenance(self) -> dict[str, Any]:
        """What a result comes from."""
        stool = self.protocol.person.microbiota
        return {
            "gutbrain": importlib.metadata.version("gutbrain"),
            "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "protocol": self.protocol.title,
            "people": self.people,
            "draws": self.draws,
            "seed": self.seed,
            "species": self.species,
            "without": list(self.without),
            "ensemble": self.sets.provenance["name"],
            "model": identity(self.model),
            **({"microbiota": stool.provenance()} if stool else {}),
            **({"recorded": dict(self.protocol.recorded)} if self.protocol.recorded else {}),
        } | ({} if world.current().is_shipped else {"world": world.current().provenance()})

    def identity(self) -> dict[str, Any]:
        """All that the numbers depend on, and the words that go with them: two runs with the same are the same."""
        some = Part(0, min(self.draws, SOME), 0, min(self.people, SOME))
        stool = self.protocol.person.microbiota
        return {
            "gutbrain": importlib.metadata.version("gutbrain"),
            "model": identity(self.model),
            "ensemble": self.sets.identity,
            "title": self.protocol.title,
            NUMBERS: self._planned(some).identity,
            **({"microbiota": hashed(stool.identity)} if stool else {}),
            "people": self.people,
            "draws": self.draws,
            "seed": self.seed,
            "species": self.species,
            "without": sorted(self.without),
            "moments": [list(moment) for moment in self.moments],
            "observables": list(self.contents.observables),
        } | ({} if world.current().is_shipped else {"world": world.current().identity})

    def _setup(self, part: Part) -> Setup:
        return Setup(
            people=self.people,
            draws=self.draws,
            seed=self.seed,
            species=self.species,
            without=self.without,
            part=part,
            extra=self._extra,
            ensemble=self.ensemble,
        )

    @cached_property
    def _extra(self) -> np.ndarray:
        """Moments (h) that must be kept: those asked for, and those at which the study behind a protocol looked."""
        seen = [m for saw in self.protocol.saw for m in (saw, saw.versus)]
        wanted = [*self.moments, *((m.day, m.hour) for m in seen)]
        return np.array([hours_of(day, hour) for day, hour in wanted])

    @cached_property
    def _outline(self) -> Plan:
        """The plan of one person: steps, exposures and names are those of everybody."""
        return self._planned(Part(0, 1, 0, 1))

    def _planned(self, part: Part) -> Plan:
        return plan([Arm.of(self.protocol)], self._setup(part))

    def _keep(self, made: Plan) -> Keep:
        everything = Keep.all(made.compiled, made.grid)
        places = {name: i for i, name in enumerate(made.compiled.layout.observables)}
        wanted = np.array([places[own] for own, _ in self._named(made)])
        return Keep(grids.few(made.grid, self._extra) if self.few else everything.moments, wanted)

    def _days(self, made: Plan) -> np.ndarray:
        return np.asarray(made.grid.kept[self._keep(made).moments] / 24.0)

    def _kept(self, made: Plan) -> dict[str, dict[str, str]]:
        given = made.compiled.model.observables
        return {
            label: {"unit": given[own].unit, "meaning": given[own].meaning, "module": given[own].module}
            for own, label in self._named(made)
        }

    def _named(self, made: Plan) -> list[tuple[str, str]]:
        """What is kept: its name in the model, and what a user calls it."""
        strains = made.table.strains[0]
        slots = {f"strain_{i}": f"{STRAIN}{strain.short}" for i, strain in enumerate(strains, 1)}
        empty = {f"strain_{i}" for i in range(len(strains) + 1, made.table.slots + 1)}
        every = [(own, slots.get(own, own)) for own in made.compiled.layout.observables if own not in empty]
        if not self.observe:
            return every
        wanted = check_observables("observe", map(_short, self.observe), [label for _, label in every])
        return [(own, label) for own, label in every if label in wanted]


def _short(name: str) -> str:
    """The name of an observable as results have it: strains by their short name."""
    if not name.startswith(STRAIN):
        return name
    try:
        return STRAIN + resolve(name.removeprefix(STRAIN)).strain.short
    except UnknownStrain:
        return name


def _values(run: Run) -> np.ndarray:
    """One arm of a run, in the units of the vocabulary: (draw, person, observable, time)."""
    values = run.trajectories.values[:, :, 0]
    values /= np.array([canonical(run.model.observables[name].unit)[0] for name in run.observables], np.float32)[
        :, None
    ]
    return values.reshape(*values.shape[:2], run.draws, run.people).transpose(2, 3, 1, 0)


def _failures(run: Run, part: Part) -> list[Failure]:
    """Every lane that left the finite numbers, with the first observable and moment."""
    return [
        Failure(part.draw + lane // part.people, part.person + lane % part.people, name, hour / 24.0)
        for lane, (hour, name) in sorted(run.trajectories.lost.items())
    ]
