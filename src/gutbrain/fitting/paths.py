"""What each recorded factor does day by day in people in general: runs of the axis with one factor alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gutbrain.engine.arms import Arm, carry_arms
from gutbrain.engine.ensemble import Ensemble
from gutbrain.engine.lanes import Progress
from gutbrain.engine.setup import Setup
from gutbrain.exposures import Protocol
from gutbrain.exposures.reach import is_carried
from gutbrain.model.maths import HOURS_A_DAY
from gutbrain.model.units import canonical
from gutbrain.observations import Observations
from gutbrain.observations.series import recorded

Array = NDArray[np.float64]

DRAWS = 48
"""Parameter sets, each with another person, by which people in general are told."""

Read = tuple[str, float]
"""An observable, and the clock hour at which it is read."""


@dataclass(frozen=True)
class Paths:
    """What factors do, one alone in each run, in some draws of people in general.

    Attributes
    ----------
    factors
        Exposures as they were recorded.
    first
        The first day.
    base
        By what is read: (day, draw) of a life as usual.
    alone
        By what is read: (day, factor, draw), the difference that a factor makes alone.
    """

    factors: tuple[str, ...]
    first: int
    base: dict[Read, Array]
    alone: dict[Read, Array]


def acting(protocol: Protocol, seen: Observations, observable: str) -> tuple[str, ...]:
    """Recorded exposures that act on an observable in the model.

    Parameters
    ----------
    protocol
        Who it is, for as long as the record lasts.
    seen
        What was recorded of one person.
    observable
        On what.
    """
    found = []
    for name in seen.names("exposure"):
        alone = recorded(replace(protocol, events=()), seen.only((name,)))
        if alone.events and is_carried(alone.events[0], observable):
            found.append(name)
    return tuple(found)


def paths(
    protocol: Protocol,
    seen: Observations,
    factors: Sequence[str],
    reads: Sequence[Read],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    ensemble: Ensemble | None = None,
    progress: Progress | None = None,
) -> Paths:
    """Run people in general through the recorded days, with each factor alone.

    Parameters
    ----------
    protocol
        Who, and what else acts in all runs.
    seen
        What was recorded of one person.
    factors
        Exposures among it.
    reads
        What is read, and when on each day.
    draws
        How many people in general, each under a parameter set of their own.
    seed
        Same seed, same people.
    ensemble
        Parameter sets, the shipped ones unless given.
    progress
        Called with the share done.
    """
    usual = recorded(protocol, seen).usual if seen.names("exposure") else protocol.usual
    base = replace(protocol, usual=usual)
    each = [recorded(base, seen.only((name,))) for name in factors]
    days = int(np.ceil(protocol.days))
    first = min([0, *(int(seen.only((name,)).table["day"].min()) for name in factors)])
    values = lives([base, *each], reads, first, days, draws=draws, seed=seed, ensemble=ensemble, progress=progress)
    return Paths(
        factors=tuple(factors),
        first=first,
        base={read: found[:, 0] for read, found in values.items()},
        alone={read: found[:, 1:] - found[:, :1] for read, found in values.items()},
    )


def lives(
    protocols: Sequence[Protocol],
    reads: Sequence[Read],
    first: int,
    days: int,
    *,
    draws: int,
    seed: int,
    ensemble: Ensemble | None = None,
    progress: Progress | None = None,
) -> dict[Read, Array]:
    """What is read on every day of several lives of the same people in general: (day, life, draw) each.

    Parameters
    ----------
    protocols
        The lives.
    reads
        What is read, and when on each day.
    first, days
        The first day, and the one after the last.
    draws
        How many people, each under a parameter set of their own; one is the typical person.
    seed
        Same seed, same people.
    ensemble
        Parameter sets, the shipped ones unless given.
    progress
        Called with the share done.
    """
    hours = sorted({hour for _, hour in reads})
    extra = np.array([HOURS_A_DAY * day + hour for day in range(first, days) for hour in hours])
    setup = Setup(draws=draws, seed=seed, nested=draws > 1, coarse=True, extra=extra, ensemble=ensemble)
    run = carry_arms([_alike(Arm.of(one)) for one in protocols], setup, progress=progress)
    time = run.trajectories.time
    found = {}
    for observable, hour in reads:
        moments = np.array([HOURS_A_DAY * day + hour for day in range(first, days)])
        at = np.clip(np.searchsorted(time, moments - 1e-4), 0, len(time) - 1)
        unit = canonical(run.model.observables[observable].unit)[0]
        values = run.trajectories.values[at, run.observables.index(observable)]
        found[observable, hour] = values.astype(float) / unit
    return found


def _alike(arm: Arm) -> Arm:
    """All people of a run live as this one does."""
    return replace(arm, person=replace(arm.person, alike=frozenset(arm.person.usual)))
