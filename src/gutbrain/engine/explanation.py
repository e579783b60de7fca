"""Through which channel an effect comes: :func:`explain`."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

import numpy as np

from gutbrain import seeds
from gutbrain.axis import axis
from gutbrain.engine.arms import Arm, carry_arms
from gutbrain.engine.attribution import ORDERS, Patterns
from gutbrain.engine.lanes import Progress
from gutbrain.engine.result import INTERVAL, READ_AT
from gutbrain.engine.simulation import known_observables, read_protocol
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.exposures import Protocol, Schedule
from gutbrain.exposures.schedule import Table
from gutbrain.model import Model
from gutbrain.model.units import canonical
from gutbrain.model.wiring import Arrow, arrows

DRAWS = 8
"""Draws behind the intervals of an explanation."""

NEGLIGIBLE = 1e-3
"""A channel whose part is smaller than this share of the largest is not listed."""

METHOD = (
    "Each channel's influence on all others is held at what it would be without the protocol's events, and let free "
    "one channel after the other in several orders; a channel's part is what it adds, averaged over the orders. Where "
    "channels act together, the joint part is so shared equally. The parts and the direct part add up to the whole."
)


@dataclass(frozen=True)
class Row:
    """What one channel contributes: median and 90 % interval over draws, and the arrows through which it acts."""

    channel: str
    title: str
    contribution: float
    low: float
    high: float
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """An effect on an observable at a moment, shared out over the channels.

    ``total`` and ``direct`` (what acts on the observable's own channel from outside) are median, low, high.
    """

    observable: str
    unit: str
    meaning: str
    day: float
    total: tuple[float, float, float]
    direct: tuple[float, float, float]
    rows: tuple[Row, ...]
    method: str

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers and text, for JSON."""
        return dataclasses.asdict(self)


NOTHING = "Nothing happens in this protocol: it has no events, so there is no effect to explain."
"""Method of an explanation of a protocol without events."""


@overload
def explain(
    protocol: Protocol | str | Path | Mapping[str, Any],
    observable: str,
    day: float | None = None,
    *,
    hour: float | None = None,
    draws: int = DRAWS,
    orders: int = ORDERS,
    seed: int = 0,
    species: str = "human",
    progress: Progress | None = None,
) -> Explanation: ...


@overload
def explain(
    protocol: Protocol | str | Path | Mapping[str, Any],
    observable: list[str] | tuple[str, ...] | None,
    day: float | None = None,
    *,
    hour: float | None = None,
    draws: int = DRAWS,
    orders: int = ORDERS,
    seed: int = 0,
    species: str = "human",
    progress: Progress | None = None,
) -> list[Explanation]: ...


def explain(
    protocol: Protocol | str | Path | Mapping[str, Any],
    observable: str | Sequence[str] | None,
    day: float | None = None,
    *,
    hour: float | None = None,
    draws: int = DRAWS,
    orders: int = ORDERS,
    seed: int = 0,
    species: str = "human",
    progress: Progress | None = None,
) -> Explanation | list[Explanation]:
    """What carried the effect of a protocol's events on an observable.

    Parameters
    ----------
    protocol
        As for :func:`gutbrain.simulate`.
    observable
        One name (one :class:`Explanation` is given), several (a list), or None for what the protocol observes (a list,
        empty where it has no events). Where a name is asked for of a protocol without events, the effect is 0, and
        ``method`` says why.
    day, hour
        When; by default where the effect is largest, searched over the kept moments at 08:00, or over all of them where
        something acute happens.
    orders
        Pairs of orders in which channels are let free; more give steadier parts where channels act together.
    draws
        Parameter sets behind the intervals.
    seed, species, progress
        As for :func:`gutbrain.simulate`.

    Raises
    ------
    InputError
        Where the protocol cannot be run, an observable is not known, or the moment lies outside the protocol.
    """
    read, seed = read_protocol(protocol), seeds.checked(seed)
    if observable is None:
        observable = [name for name in read.observe if read.events and not name.startswith("strain.")]
    names = [observable] if isinstance(observable, str) else list(observable)
    for name in names:
        if name not in known_observables():
            right = suggest(name, known_observables(), otherwise="see `gutbrain model --observables`")
            raise InputError([Problem(f"'{name}' is not an observable", right, field="--observable")])
    table = Schedule(read).table
    asked = None if day is None else _within(table, day, hour)
    if not names or not read.events:
        found = [_nothing(name, asked) for name in names]
        return found[0] if isinstance(observable, str) else found
    model = axis(table.slots)
    wiring = arrows(model)
    # all that give something, whatever is asked: one compiled program then serves every question
    channels = [m.name for m in model.modules if any(a.giver == m.name for a in wiring)]
    patterns = Patterns(channels, orders, seed)
    places = [m.name for m in model.modules]
    quiet = dataclasses.replace(read, events=tuple(e for e in read.events if e.begins < 0))
    arm = Arm.of(read)
    arms = [Arm(arm.person, quiet), *[arm] * (patterns.variants - 1)]
    extra = None if asked is None else np.array([asked])
    run = carry_arms(
        arms,
        people=1,
        draws=draws,
        seed=seed,
        species=species,
        held=patterns.held(places),
        extra=extra,
        coarse=True,
        progress=progress,
    )
    spread = f"Intervals are 90 % of {draws} draws." if draws > 1 else "Central values of the parameters, no intervals."
    index = {name: i for i, name in enumerate(run.observables)}
    found = []
    for name in names:
        declaration = run.model.observables[name]
        values = run.trajectories.values[:, index[name]].astype(float) / canonical(declaration.unit)[0]
        effects = values - values[:, :1]
        moment = _moment(run.trajectories.time, effects[:, 1], extra, bool(len(run.table.acute)))
        direct, parts = patterns.share(effects[moment])
        found.append(
            Explanation(
                observable=name,
                unit=declaration.unit,
                meaning=declaration.meaning,
                day=float(run.trajectories.time[moment] / 24.0),
                total=_interval(effects[moment, 1]),
                direct=_interval(direct),
                rows=_rows(run.model, wiring, parts),
                method=f"{METHOD} {spread}",
            )
        )
    return found[0] if isinstance(observable, str) else found


def _within(table: Table, day: float, hour: float | None) -> float:
    """A moment (h), if it lies in the protocol; at 08:00 unless an hour is given."""
    clock = READ_AT if hour is None else hour
    moment = 24.0 * math.floor(day) + clock if math.isfinite(day) and math.isfinite(clock) else math.nan
    if not table.start <= moment <= table.end:
        first, last = table.start / 24.0, table.end / 24.0
        wrong = f"day {day:g}, {clock:g} h is not within the protocol"
        right = f"it runs from day {first:g} to day {last:g}, 0 h"
        raise InputError([Problem(wrong, right, field="--day")])
    return moment


def _nothing(name: str, moment: float | None) -> Explanation:
    """The explanation of an observable on which nothing acts."""
    told, none = axis().observables[name], (0.0, 0.0, 0.0)
    day = READ_AT / 24.0 if moment is None else moment / 24.0
    return Explanation(name, told.unit, told.meaning, day, none, none, (), NOTHING)


def _interval(values: np.ndarray) -> tuple[float, float, float]:
    low, median, high = (float(x) for x in np.quantile(values, INTERVAL))
    return median, low, high


def _moment(times: np.ndarray, effect: np.ndarray, wanted: np.ndarray | None, acute: bool) -> int:
    """Index of the moment to explain."""
    if wanted is not None:
        return int(np.argmin(np.abs(times - wanted[0])))
    clock = np.isclose(times % 24.0, READ_AT) & (times > 0)
    size = np.abs(np.median(effect, axis=-1)) * (1.0 if acute else clock)
    return int(np.argmax(size))


def _rows(model: Model, wiring: Sequence[Arrow], parts: Mapping[str, np.ndarray]) -> tuple[Row, ...]:
    rows = []
    for channel, values in parts.items():
        median, low, high = _interval(values)
        claims = tuple(dict.fromkeys(a.claim for a in wiring if a.giver == channel and a.claim))
        rows.append(Row(channel, model.module(channel).title, median, low, high, claims))
    scale = max((abs(row.contribution) for row in rows), default=0.0)
    taking_part = (row for row in rows if max(abs(row.low), abs(row.high)) > NEGLIGIBLE * scale)
    return tuple(sorted(taking_part, key=lambda row: -abs(row.contribution)))
