"""What a fit is for: a protocol, or a change, for the person who was fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gutbrain import files, seeds
from gutbrain.arguments import whole
from gutbrain.engine.ensemble import Ensemble
from gutbrain.engine.result import Result
from gutbrain.engine.simulation import in_memory, read_protocol, simulate
from gutbrain.engine.study import Study
from gutbrain.errors import InputError, Problem
from gutbrain.exposures import Event, Protocol
from gutbrain.fitting.cohort import KIND, sets_of
from gutbrain.fitting.folder import Kept, read
from gutbrain.observations.names import Item, item

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

DRAWS = 48
"""Draws unless said otherwise: of parameters, and of what was learnt of the person."""


def simulate_from(
    fit: str | Path | Mapping[str, Kept],
    protocol: Protocol | str | Path | Mapping[str, Any],
    *,
    people: int = 1,
    draws: int = DRAWS,
    seed: int = 0,
) -> Result:
    """Carry the person who was fitted, or people under the parameter sets of a fit of a cohort, through a protocol.

    What was fitted is that of the person: each exposure of the protocol moves it as far as it moves people in general,
    times how strongly this person was seen to follow it (an exposure that was not fitted moves it as in people in
    general). All other observables are those of people in general.

    Parameters
    ----------
    fit
        The folder of a fit, or what was read from one.
    protocol
        As for :func:`gutbrain.simulate`.
    people
        How many, of a fit of a cohort.
    draws
        How many.
    seed
        Same seed, same numbers.

    Returns
    -------
    Result
        As of :func:`gutbrain.simulate`; ``warnings`` say what is the person's own in it.

    Raises
    ------
    InputError
        Where the folder is no fit, or the protocol cannot be run.
    """
    of = read_protocol(protocol)
    many = whole("draws", draws, least=1)
    if isinstance(fit, str | Path) and files.provenance(Path(fit)).get("kind") == KIND:
        return _with_sets(sets_of(fit), of, people, many, seed)
    if people > 1:
        right = "leave people out, or name a fit of a cohort"
        raise InputError([Problem("the person who was fitted is one", right, field="people")])
    kept = read(fit) if isinstance(fit, str | Path) else dict(fit)
    result = simulate(of, draws=many, seed=seed)
    own = {one.outcome.observable: one for one in kept.values()}
    named = sorted(own)
    still = simulate(replace(of, events=(), saw=()), draws=many, seed=seed, observe=named)
    alone = {key: simulate(replace(of, events=events, saw=()), draws=many, seed=seed, observe=named)
             for key, events in _by_name(of).items()}  # fmt: skip
    data = result.data.copy()
    for name, one in own.items():
        values = data[name].to_numpy()
        base = _on(still, name, result)
        moves = {key: _on(run, name, result) - base for key, run in alone.items()}
        rest = values - base - sum(moves.values())
        data[name] = data[name].copy(data=_person(one, base, moves, rest, seed).astype(values.dtype))
    told = f"{', '.join(named)}: of the person who was fitted; all else as in people in general"
    return replace(
        result,
        data=data,
        warnings=[*result.warnings, told],
        provenance={**result.provenance, "from": {name: list(one.factors) for name, one in kept.items()}},
    )


def _with_sets(sets: Ensemble, protocol: Protocol, people: int, draws: int, seed: int) -> Result:
    """A run with other parameter sets than the shipped ones."""
    many = whole("people", people, least=1)
    seed = seeds.checked(seed)
    study = Study(protocol, many, draws, seed, "human", (), (), (), few=False, ensemble=sets)
    return in_memory(study)


def _by_name(protocol: Protocol) -> dict[str, tuple[Event, ...]]:
    """Events by the name under which they would be recorded."""
    found: dict[str, list[Event]] = {}
    for event in protocol.events:
        for key in _names(event):
            found.setdefault(key, []).append(event)
    return {key: tuple(events) for key, events in found.items()}


def _names(event: Event) -> list[str]:
    if event.strains:
        return [f"{event.exposure}.{short}" for short in list(event.strains)[:1]]
    return [f"{event.exposure}.{event.name}" if event.name else event.exposure]


def _on(run: Result, name: str, result: Result) -> Array:
    """An observable of a run at the moments of another: (draw, person, moment)."""
    times, wanted = run.data["time"].to_numpy(), result.data["time"].to_numpy()
    values = run.data[name].to_numpy().astype(float)
    if len(times) == len(wanted) and np.allclose(times, wanted):
        return values
    flat = values.reshape(-1, len(times))
    return np.array([np.interp(wanted, times, row) for row in flat]).reshape(*values.shape[:2], -1)


def _person(one: Kept, base: Array, moves: Mapping[str, Array], rest: Array, seed: int) -> Array:
    """The observable of the person: their level, and people's mean moves as strongly as they follow them."""
    draws = base.shape[0]
    chosen = np.random.default_rng([seed, 24]).choice(len(one.level), draws)
    level = one.level[chosen]
    if one.outcome.is_log:
        own = np.exp(level)[:, None, None] * base / base[..., :1]
    else:
        centre = _observable_at(one, level)[:, None, None]
        own = base + (centre - base.mean(axis=-1, keepdims=True))
    found = own + rest
    for key, move in moves.items():
        if key in one.factors:
            follows = one.follows[chosen, one.factors.index(key)][:, None, None]
            found = found + follows * move.mean(axis=0, keepdims=True)
        else:
            found = found + move
    return np.asarray(found)


def _observable_at(one: Kept, level: Array) -> Array:
    """The observable at a level of the series; a rating where the mean of people lies is 0."""
    if not np.isfinite(one.outcome.centre):
        return level
    return (level - one.outcome.centre) / one.outcome.per_unit


def what_if_from(
    fit: str | Path | Mapping[str, Kept],
    who: Protocol | str | Path | Mapping[str, Any],
    changes: Mapping[str, float] | Sequence[Event],
    *,
    weeks: int = 12,
    draws: int = DRAWS,
    seed: int = 0,
) -> pd.DataFrame:
    """What changes would do to the person who was fitted, against as now.

    Parameters
    ----------
    fit
        The folder of a fit, or what was read from one.
    who
        Who it is, as for :func:`gutbrain.simulate`; its days are ``weeks``.
    changes
        The new level of each exposure, in its unit; or events that go on from day 0.
    weeks
        How far to look ahead.
    draws, seed
        As for :func:`simulate_from`.

    Returns
    -------
    DataFrame
        ``outcome, unit, median, low, high, people_median, people_low, people_high``: the change of each fitted outcome
        on the last day, for this person and in people in general, 90 %.
    """
    import pandas as pd

    kept = read(fit) if isinstance(fit, str | Path) else dict(fit)
    of = replace(read_protocol(who), days=float(7 * whole("weeks", weeks, least=1) + 1), saw=())
    rows = []
    runs: dict[str, Result] = {}
    named = sorted({one.outcome.observable for one in kept.values()})
    still = simulate(of, draws=draws, seed=seed, observe=named)
    events = (
        [_event(item(name), amount) for name, amount in changes.items()] if isinstance(changes, Mapping) else changes
    )
    for event in events:
        changed = replace(of, events=(*of.events, event))
        runs[_names(event)[0]] = simulate(changed, draws=draws, seed=seed, observe=named)
    for name, one in kept.items():
        chosen = np.random.default_rng([seed, 25]).choice(len(one.level), 4000)
        luck = np.random.default_rng([seed, 26]).integers(0, draws, 4000)
        own, people = np.zeros(4000), np.zeros(4000)
        for key, run in runs.items():
            observable = one.outcome.observable
            day = 7 * weeks
            move = (run.at(observable, day) - still.at(observable, day))[:, 0] * one.outcome.per_unit
            if one.outcome.is_log:
                move = np.log(run.at(observable, day) / still.at(observable, day))[:, 0]
            people += move[luck]
            own += one.follows[chosen, one.factors.index(key)] * move.mean() if key in one.factors else move[luck]
        row = {"outcome": name, "unit": "log" if one.outcome.is_log else "points"}
        for prefix, values in (("", own), ("people_", people)):
            low, median, high = np.quantile(values, (0.05, 0.5, 0.95))
            row |= {f"{prefix}median": median, f"{prefix}low": low, f"{prefix}high": high}
        rows.append(row)
    return pd.DataFrame(rows)


def _event(known: Item, amount: float) -> Event:
    if known.kind != "exposure" or known.exposure == "stressor":
        right = "name an exposure: gutbrain list exposures"
        raise InputError([Problem(f"'{known.name}' is no exposure that goes on", right, field="--change")])
    if known.exposure == "probiotic":
        return Event(known.exposure, 0.0, strains={known.which: amount})
    return Event(known.exposure, 0.0, amount, name=known.which or None)
