"""From a protocol to a result: :func:`simulate`."""

from __future__ import annotations

import datetime
import importlib.metadata
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from gutbrain.axis import axis
from gutbrain.engine.arms import Arm, Run, carry_arms
from gutbrain.engine.ensemble import shipped
from gutbrain.engine.lanes import Progress
from gutbrain.engine.layout import Layout
from gutbrain.engine.result import READ_AT, Failure, Result
from gutbrain.exposures import Protocol, load
from gutbrain.model.units import canonical
from gutbrain.people import presets
from gutbrain.people.presets import traits

DRAWS_OF_ONE = 8
"""Draws of the parameters for one person, unless said otherwise."""

DRAWS_OF_MANY = 2
"""Draws for each person of a cohort, unless said otherwise."""

SPECIES = ("human", "mouse", "rat", "monkey")


@lru_cache(maxsize=1)
def known_observables() -> tuple[str, ...]:
    """Every name that can be read off a result, but for strains (``strain.NAME``)."""
    return tuple(name for name in Layout.of(axis()).observables if not re.fullmatch(r"strain_\d+", name))


def read_protocol(source: Protocol | str | Path | Mapping[str, Any]) -> Protocol:
    """A protocol from a file or mapping, with every name checked against the model and the people."""
    if isinstance(source, Protocol):
        return source
    return load(
        source,
        known_observables=known_observables(),
        known_presets=presets(),
        known_traits=[*traits(), "sex", "microbiota"],
    )


def simulate(
    protocol: Protocol | str | Path | Mapping[str, Any],
    people: int = 1,
    draws: int | None = None,
    seed: int = 0,
    *,
    species: str = "human",
    without: Sequence[str] = (),
    moments: Sequence[tuple[float, float]] = (),
    progress: Progress | None = None,
) -> Result:
    """Carry a person, or a cohort, through a protocol.

    Parameters
    ----------
    protocol
        A file, a mapping of the same form, or a protocol that was read already.
    people
        1 is the typical person of the protocol; more are sampled around them.
    draws
        Parameter sets, drawn from what is known of each parameter; 1 is the central values. Default 8 for one person, 2
        for a cohort.
    seed
        Same seed, same numbers, however many people are run together.
    species
        In other species than ``human``, effects known from animals have the strength seen there.
    without
        Channels to leave out; their signals stay at rest.
    moments
        Days and clock hours to keep besides 00:00 and 08:00 of every day, all hours of short runs, and the hours around
        what is acute.
    progress
        Called with the share done, 0 to 1.

    Raises
    ------
    InputError
        Where the protocol cannot be run, with every problem.
    """
    read = read_protocol(protocol)
    draws = draws or (DRAWS_OF_ONE if people == 1 else DRAWS_OF_MANY)
    seen = [m for saw in read.saw for m in (saw, saw.versus)]
    wanted = [*moments, *((m.day, READ_AT if m.hour is None else m.hour) for m in seen)]
    run = carry_arms(
        [Arm.of(read)],
        people=people,
        draws=draws,
        seed=seed,
        species=species,
        without=without,
        extra=np.array([24.0 * np.floor(day) + hour for day, hour in wanted]),
        progress=progress,
    )
    provenance = {
        "gutbrain": importlib.metadata.version("gutbrain"),
        "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "protocol": read.title,
        "people": people,
        "draws": draws,
        "seed": seed,
        "species": species,
        "without": list(without),
        "ensemble": shipped().provenance["name"],
        "model": run.model.fingerprint,
    }
    return Result(
        data=labelled(run, 0, provenance),
        protocol=read,
        model=run.model,
        warnings=list(read.warnings),
        failures=failures(run),
        provenance=provenance,
    )


def labelled(run: Run, arm: int, attributes: Mapping[str, Any]) -> Any:
    """One arm of a run as an xarray Dataset (draw, person, time), in the units of the vocabulary."""
    import xarray as xr

    values = run.trajectories.values[:, :, arm].reshape(len(run.trajectories.time), -1, run.draws, run.people)
    variables = {}
    for i, name in enumerate(run.observables):
        label, declaration = _label(run, arm, name), run.model.observables[name]
        if label:
            attrs = {"unit": declaration.unit, "meaning": declaration.meaning, "module": declaration.module}
            array = np.moveaxis(values[:, i], 0, -1) / np.float32(canonical(declaration.unit)[0])
            variables[label] = (("draw", "person", "time"), array, attrs)
    coordinates = {
        "draw": np.arange(run.draws),
        "person": run.cohorts[arm].ids,
        "time": ("time", run.trajectories.time / 24.0, {"unit": "day"}),
    }
    plain = {key: value if isinstance(value, int | float) else str(value) for key, value in attributes.items()}
    return xr.Dataset(variables, coordinates, plain)


def _label(run: Run, arm: int, name: str) -> str | None:
    """What a user calls an observable: ``strain.NAME`` for a filled strain slot, nothing for an empty one."""
    head, _, slot = name.partition("_")
    if head != "strain" or not slot.isdigit():
        return name
    strains = run.table.strains[arm]
    return f"strain.{strains[int(slot) - 1].short}" if int(slot) <= len(strains) else None


def failures(run: Run) -> list[Failure]:
    """Every lane that left the finite numbers, with the first observable and moment."""
    found = []
    for lane in np.flatnonzero(run.trajectories.bad):
        bad = ~np.isfinite(run.trajectories.values[..., lane])
        moment = int(np.argmax(bad.any(axis=(1, 2))))
        name = run.observables[int(np.argmax(bad[moment].any(axis=1)))]
        found.append(
            Failure(int(lane) // run.people, int(lane) % run.people, name, float(run.trajectories.time[moment] / 24))
        )
    return found
