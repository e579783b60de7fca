"""From a protocol to a result: :func:`simulate`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gutbrain import seeds, world
from gutbrain.arguments import check_files, names, whole
from gutbrain.care import listens
from gutbrain.datafiles import per_world
from gutbrain.engine.asked import check_channels, check_moments, check_species
from gutbrain.engine.contents import DIMENSIONS
from gutbrain.engine.lanes import Progress
from gutbrain.engine.machine.layout import Layout
from gutbrain.engine.result import Result
from gutbrain.engine.schedulers import LOCAL, check
from gutbrain.engine.streaming import stream
from gutbrain.engine.study import Study
from gutbrain.errors import InputError, Problem
from gutbrain.exposures import Protocol, load
from gutbrain.observations import Observations
from gutbrain.observations import read as read_observations
from gutbrain.observations.series import recorded
from gutbrain.people import read_who
from gutbrain.reading import Field
from gutbrain.world.parameters import Values, with_parameters

if TYPE_CHECKING:
    import pandas as pd

DRAWS_OF_ONE, DRAWS_OF_MANY = 8, 2
"""Draws of the parameters for one person, and for each person of a cohort, unless said otherwise."""


@per_world
def known_observables() -> tuple[str, ...]:
    """Every name that can be read off a result, but for strains (``strain.NAME``)."""
    return tuple(name for name in Layout.of(world.model()).observables if not re.fullmatch(r"strain_\d+", name))


@listens
def read_protocol(source: Protocol | Field | str | Path | Mapping[str, Any], *, care: str | None = None) -> Protocol:
    """A protocol from a file or mapping, with every name checked against the model and the people.

    Parameters
    ----------
    source
        A file, a mapping of the same form, or a protocol that was read already.
    care
        ``"seen"`` goes on where it speaks of danger.

    Returns
    -------
    Protocol
        Amounts in the units of the vocabulary; ``warnings`` say what may not be meant.

    Raises
    ------
    InputError
        With everything that is wrong, each with its line or field.
    CareNeeded
        Where it speaks of danger.

    Examples
    --------
    >>> import gutbrain as gb
    >>> protocol = gb.load({"days": 28, "events": [{"exposure": "fibre", "amount": "40 g/day", "start": 7}]})
    >>> protocol.days, protocol.events[0].amount
    (28.0, 40.0)
    >>> gb.load({"days": 28, "events": [{"exposure": "fiber", "amount": 40, "start": 7}]})
    Traceback (most recent call last):
        ...
    gutbrain.exposures.errors.ProtocolError: events[0].exposure: 'fiber' is not an exposure; did you mean 'fibre'?
    """
    if isinstance(source, Protocol):
        return source
    return load(source, known_observables=known_observables(), read_who=read_who)


def usual_draws(people: int) -> int:
    """Draws of the parameters, unless said otherwise."""
    return DRAWS_OF_ONE if people == 1 else DRAWS_OF_MANY


@listens
def simulate(
    protocol: Protocol | str | Path | Mapping[str, Any],
    people: int = 1,
    draws: int | None = None,
    seed: int = 0,
    *,
    exposures: Observations | pd.DataFrame | str | Path | None = None,
    species: str = "human",
    without: str | Sequence[str] = (),
    moments: Sequence[tuple[float, float]] = (),
    observe: str | Sequence[str] = (),
    out: Path | str | None = None,
    replace: bool = False,
    scheduler: str = LOCAL,
    parameters: Values | None = None,
    progress: Progress | None = None,
    care: str | None = None,
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
    exposures
        What was recorded of one person day by day, as a CSV file or a DataFrame: a row a day (or moment), a column an
        exposure, with its unit in brackets (``sleep [h]``). See :func:`gutbrain.observations.series.recorded`.
    species
        ``human``, ``mouse``, ``rat`` or ``monkey``: in others than humans, effects known from animals have the strength
        seen there.
    without
        Channels to leave out (one name, or several); their signals stay at rest.
    moments
        Days and clock hours within the run to keep besides 00:00 and 08:00 of every day, all hours of short runs, and
        the hours around what is acute.
    observe
        Observables to keep (one name, or several), all unless given.
    out
        A folder for the result, for runs that are too large for memory: people are carried in parts that are written as
        soon as they are done, and the result is read from disk. Of runs of more than a few days only 00:00, 08:00 and
        ``moments`` are kept; what is kept has the same numbers as without ``out``. A run that was ended goes on where
        it was when it is started again in the same way; of a finished one, only parts that are gone are made again.
    replace
        Whether a result of another run may be replaced that lies in ``out``. What is no result of gutbrain is never
        deleted: files that are in the way are kept as ``NAME~``.
    scheduler
        Who carries the parts: ``local``, this machine; or the address of a Dask scheduler, ``tcp://HOST:PORT``, whose
        workers see ``out`` under the same path.
    parameters
        Values by ``channel.name`` in place of those of the model (``{"mind.omega3_mood": 0.1}``): in the unit of the
        parameter, or text with a unit of its own. They are the same in all draws.
    progress
        Called with the share done, 0 to 1.
    care
        ``"seen"`` goes on where the protocol speaks of danger; help comes first otherwise.

    Returns
    -------
    Result
        ``data`` has the dimensions draw, person and time (days); ``failures`` lists people whose run left the finite
        numbers.

    Raises
    ------
    InputError
        Where the protocol, or what was recorded, cannot be run, with every problem; where an argument is not what it
        must be, such as a parameter that there is not, or a value of one outside the range that was published; where
        something else or, unless ``replace`` is said, another result lies in ``out``, or nothing can be written there;
        where the scheduler cannot be reached.
    CareNeeded
        Where what was written in the protocol speaks of danger.

    Examples
    --------
    >>> import gutbrain as gb
    >>> challenge = {"exposure": "endotoxin", "amount": 0.8, "start": 1, "hour": 9}
    >>> result = gb.simulate({"days": 2, "events": [challenge]}, draws=1)
    >>> result.data.sizes["draw"], result.data.sizes["person"]
    (1, 1)
    >>> before, after = result.at("il6", 1, hour=8), result.at("il6", 1, hour=12)
    >>> bool(after[0, 0] > 5 * before[0, 0])
    True
    """
    read = with_exposures(read_protocol(protocol), exposures)
    many = whole("people", people, least=1)
    with with_parameters(parameters):
        study = Study(
            protocol=read,
            people=many,
            draws=usual_draws(many) if draws is None else whole("draws", draws, least=1),
            seed=seeds.checked(seed),
            species=check_species(species),
            without=check_channels(without),
            moments=check_moments(moments, read),
            observe=names("observe", observe),
            few=out is not None,
        )
        if out is not None:
            (folder,) = check_files("out", out)
            return stream(study, Path(folder), check(scheduler), progress, replace=replace)
        if scheduler != LOCAL:
            wrong = "a scheduler without a folder has nowhere to write"
            raise InputError([Problem(wrong, "name a folder with out=", field="scheduler")])
        return in_memory(study, progress)


def with_exposures(protocol: Protocol, exposures: Observations | pd.DataFrame | str | Path | None) -> Protocol:
    """A protocol with what was recorded as what acts; as it is where nothing is given.

    Raises
    ------
    InputError
        Where what was recorded cannot be read, or does not go with the protocol.
    """
    if exposures is None:
        return protocol
    return recorded(protocol, read_observations(exposures, start_date=protocol.start_date))


def in_memory(study: Study, progress: Progress | None = None) -> Result:
    """Carry everybody at once, and keep the result in memory.

    Raises
    ------
    InputError
        Where nobody's run stayed finite: there is nothing to tell then.
    """
    import xarray as xr

    carried = study.carry(study.whole, progress)
    draws, people, *_ = carried.values.shape
    if len(carried.failures) == draws * people > 0:
        first = carried.failures[0]
        wrong = f"every run left the finite numbers (first: {first.state} on day {first.day:.1f})"
        raise InputError([Problem(wrong, "look at the equations of the world, and at its values of parameters")])
    return study.result(xr.Variable(DIMENSIONS, carried.values), carried.failures, study.provenance())
