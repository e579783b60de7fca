"""Through which channel an effect comes, and from which exposure: :func:`explain`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from gutbrain import seeds, world
from gutbrain.arguments import whole
from gutbrain.care import listens
from gutbrain.engine.arms import Arm, carry_arms
from gutbrain.engine.asked import check_moment, check_observables, check_species
from gutbrain.engine.attribution import ORDERS, Patterns
from gutbrain.engine.exposure_shares import Exposures, Share
from gutbrain.engine.lanes import Progress
from gutbrain.engine.result import spread
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import known_observables, read_protocol
from gutbrain.errors import InputError, Problem, listed
from gutbrain.exposures import Event, Protocol, Schedule
from gutbrain.exposures.moments import READ_AT
from gutbrain.exposures.reach import (
    NOT_IN_THE_MODEL,
    acts_on,
    happening,
    is_carried,
    is_silent,
    not_carried,
    what_acts_on,
)
from gutbrain.model import Model
from gutbrain.model.maths import HOURS_A_DAY
from gutbrain.model.units import canonical
from gutbrain.model.wiring import Arrow, arrows
from gutbrain.shown import Card, Shown, estimate

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 8
"""Draws behind the intervals of an explanation."""

NEGLIGIBLE = 1e-3
"""A channel whose part is smaller than this share of the largest is not listed."""

METHOD = (
    "Each channel's influence on all others is held at what it would be without the protocol's events, and let free "
    "one channel after the other in several orders; a channel's part is what it adds, averaged over the orders. Where "
    "channels act together, the joint part is so shared equally. The parts and the direct part add up to the whole. "
    "What each exposure did is found likewise: exposures are added one after the other in several orders, and what "
    "they do together is shared equally; their parts add up to the same whole."
)

NOTHING = "Nothing happens in this protocol: no events begin or end in it, so there is no effect to explain."
"""Method of an explanation where nothing happens."""

Day = float | tuple[float, float]
"""A day, or the first and the last of several over which means are taken."""


@dataclass(frozen=True)
class Row:
    """What one channel contributes: median and 90 % interval over draws, and the arrows through which it acts."""

    channel: str
    title: str
    contribution: float
    low: float
    high: float
    claims: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Explanation(Shown):
    """An effect on an observable at a moment, shared out over the channels, and over the exposures.

    ``total`` and ``direct`` (what acts on the observable's own channel from outside) are median, low, high. ``since``
    is the first day where the effect is a mean over days until ``day``. The effect is that of all but the exposures in
    ``not_in_model``, whose effect on the observable is not in the model. ``warnings`` say what is to be known of the
    person.
    """

    observable: str
    unit: str
    meaning: str
    day: float
    since: float | None
    total: tuple[float, float, float]
    direct: tuple[float, float, float]
    rows: tuple[Row, ...]
    exposures: tuple[Share, ...]
    not_in_model: tuple[str, ...]
    method: str
    warnings: tuple[str, ...] = ()

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [(one.exposure, "exposure", estimate(one.contribution, one.low, one.high)) for one in self.exposures]
        rows += [(one.channel, "channel", estimate(one.contribution, one.low, one.high)) for one in self.rows]
        headline = f"{self.observable} on day {self.day:g}: {estimate(*self.total)} {self.unit}"
        return Card(headline, ("what", "", "part (90 %)"), rows)

    def to_dataframe(self) -> pd.DataFrame:
        """Parts of exposures and of channels.

        Returns
        -------
        DataFrame
            ``kind, name, contribution, low, high``: a row for each exposure and channel.

        Examples
        --------
        >>> import gutbrain as gb
        >>> fibre = {"exposure": "fibre", "amount": 40, "start": 0}
        >>> gb.explain({"days": 3, "events": [fibre]}, "shannon", draws=1, orders=1).to_dataframe()["kind"].iloc[0]
        'exposure'
        """
        import pandas as pd

        rows = [("exposure", one.exposure, one.contribution, one.low, one.high) for one in self.exposures]
        rows += [("channel", one.channel, one.contribution, one.low, one.high) for one in self.rows]
        return pd.DataFrame(rows, columns=["kind", "name", "contribution", "low", "high"])

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers and text, for JSON."""
        return dataclasses.asdict(self)


@overload
def explain(
    protocol: Protocol | str | Path | Mapping[str, Any],
    observable: str,
    day: Day | None = None,
    *,
    hour: float | None = None,
    draws: int = DRAWS,
    orders: int = ORDERS,
    seed: int = 0,
    species: str = "human",
    progress: Progress | None = None,
    care: str | None = None,
) -> Explanation: ...


@overload
def explain(
    protocol: Protocol | str | Path | Mapping[str, Any],
    observable: list[str] | tuple[str, ...] | None,
    day: Day | None = None,
    *,
    hour: float | None = None,
    draws: int = DRAWS,
    orders: int = ORDERS,
    seed: int = 0,
    species: str = "human",
    progress: Progress | None = None,
    care: str | None = None,
) -> list[Explanation]: ...


@listens
def explain(
    protocol: Protocol | str | Path | Mapping[str, Any],
    observable: str | Sequence[str] | None,
    day: Day | None = None,
    *,
    hour: float | None = None,
    draws: int = DRAWS,
    orders: int = ORDERS,
    seed: int = 0,
    species: str = "human",
    progress: Progress | None = None,
    care: str | None = None,
) -> Explanation | list[Explanation]:
    """What carried the effect of a protocol's events on an observable, and which exposure did what.

    The effect is against a life as before day 0: without what begins later, and with what began before going on.

    Parameters
    ----------
    protocol
        As for :func:`gutbrain.simulate`.
    observable
        One name (one :class:`Explanation` is given), several (a list), or None for what the protocol observes (a list,
        without those on which nothing that happens has an effect in the model). Where nothing happens the effect is 0,
        and ``method`` says why.
    day, hour
        When; by default where the effect is largest, searched over the kept moments at 08:00, or over all of them where
        something acute happens. Two days: the mean over them and those between.
    orders
        Pairs of orders in which channels are let free and exposures are added; more give steadier parts where they act
        together.
    draws
        Parameter sets behind the intervals.
    seed, species, progress, care
        As for :func:`gutbrain.simulate`.

    Returns
    -------
    Explanation or list of Explanation
        Median, low and high of the effect, and one row for each channel and each exposure; a list unless one name is
        given.

    Raises
    ------
    InputError
        Where the protocol cannot be run, a name is no observable, a day lies outside the run; where one observable is
        asked for on which nothing that happens has an effect in the model.
    CareNeeded
        Where what was written in the protocol speaks of danger.

    Examples
    --------
    >>> import gutbrain as gb
    >>> challenge = {"exposure": "endotoxin", "amount": 0.8, "start": 1, "hour": 9}
    >>> found = gb.explain({"days": 2, "events": [challenge]}, "cortisol", 1, hour=13, draws=1, orders=1)
    >>> median, low, high = found.total
    >>> median > 0, found.unit
    (True, 'nmol/L')
    >>> [share.exposure for share in found.exposures]
    ['endotoxin']
    """
    read, seed = read_protocol(protocol), seeds.checked(seed)
    draws, orders, species = whole("draws", draws, least=1), whole("orders", orders, least=1), check_species(species)
    events = happening(read)
    names = _names(read, observable, events)
    extra = _moments(read, day, hour)
    if not names or not events:
        empty = [_nothing(name) for name in names]
        return empty[0] if isinstance(observable, str) else empty
    # one run for all observables on which the same things act
    groups: dict[tuple[bool, ...], list[str]] = {}
    for name in names:
        groups.setdefault(tuple(is_carried(event, name) for event in events), []).append(name)
    found: dict[str, Explanation] = {}
    for group in groups.values():
        setup = Setup(draws=draws, seed=seed, species=species, extra=extra, coarse=True)
        missing = not_carried(events, group[0])
        found |= _explained(what_acts_on(group[0], read), group, missing, orders, setup, progress)
    return found[observable] if isinstance(observable, str) else [found[name] for name in names]


def _explained(
    read: Protocol,
    names: Sequence[str],
    missing: tuple[str, ...],
    orders: int,
    setup: Setup,
    progress: Progress | None,
) -> dict[str, Explanation]:
    """Explanations of observables on which everything in a protocol acts; ``missing`` was left out of it."""
    model = world.model(Schedule(read).table.slots)
    wiring = arrows(model)
    # all that give something, whatever is asked: one compiled program then serves every question
    channels = [m.name for m in model.modules if any(a.giver == m.name for a in wiring)]
    patterns = Patterns(channels, orders, setup.seed)
    acting = Exposures(read, orders, setup.seed)
    arms = [acting.arm(frozenset()), *[Arm.of(read)] * (patterns.variants - 1), *acting.arms()]
    held = patterns.held([m.name for m in model.modules])
    held = np.pad(held, ((0, 0), (0, len(arms) - patterns.variants), (0, 0)))
    run = carry_arms(arms, dataclasses.replace(setup, held=held), progress=progress)
    draws = setup.draws
    drawn = f"Intervals are 90 % of {draws} draws." if draws > 1 else "Central values of the parameters, no intervals."
    index = {name: i for i, name in enumerate(run.observables)}
    found = {}
    for name in names:
        declaration = run.model.observables[name]
        values = run.trajectories.values[:, index[name]].astype(float) / canonical(declaration.unit)[0]
        effects = values - values[:, :1]
        places = _places(run.trajectories.time, effects[:, 1], setup.extra, bool(len(run.table.acute)))
        effect = effects[places].mean(axis=0)
        direct, parts = patterns.share(effect[: patterns.variants])
        found[name] = Explanation(
            observable=name,
            unit=declaration.unit,
            meaning=declaration.meaning,
            day=float(run.trajectories.time[places[-1]] / 24.0),
            since=float(run.trajectories.time[places[0]] / 24.0) if len(places) > 1 else None,
            total=spread(effect[1]),
            direct=spread(direct),
            rows=_rows(run.model, wiring, parts),
            exposures=acting.shares(np.concatenate([effect[:2], effect[patterns.variants :]])),
            not_in_model=missing,
            method=f"{METHOD} {drawn}",
            warnings=read.person.warnings,
        )
    return found


def _nothing(name: str) -> Explanation:
    """The explanation of an observable where nothing happens."""
    told, none = world.model().observables[name], (0.0, 0.0, 0.0)
    return Explanation(name, told.unit, told.meaning, READ_AT / 24.0, None, none, none, (), (), (), NOTHING)


def _names(read: Protocol, observable: str | Sequence[str] | None, events: Sequence[Event]) -> list[str]:
    """The observables to explain."""
    if observable is None:
        wished = [name for name in read.observe if not name.startswith("strain.")]
        return [name for name in wished if not is_silent(events, name)]
    names = check_observables("observable", observable, known_observables())
    silent = [name for name in names if is_silent(events, name)]
    if isinstance(observable, str) and silent:
        wrong = f"the effect of {listed(not_carried(events, observable))} on {observable} is {NOT_IN_THE_MODEL}"
        carried = {outcome: None for event in events for outcome in acts_on(event) or ()}
        raise InputError([Problem(wrong, f"in it is that on {listed(carried) or 'nothing'}", field="--observable")])
    return [name for name in names if name not in silent]


def _moments(read: Protocol, day: Day | None, hour: float | None) -> np.ndarray | None:
    """The moments that are asked for (h)."""
    if day is None:
        if hour is not None:
            raise InputError([Problem("an hour without a day says no moment", "give the day too", field="hour")])
        return None
    if not isinstance(day, tuple):
        return np.array([check_moment("", day, hour, read)])
    first, last = (check_moment("", one, READ_AT if hour is None else hour, read) for one in day)
    if last < first:
        raise InputError([Problem("the second day lies before the first", "give the earlier day first", field="day")])
    return np.arange(first, last + 1.0, HOURS_A_DAY)


def _places(times: np.ndarray, effect: np.ndarray, wanted: np.ndarray | None, acute: bool) -> np.ndarray:
    """Where among the kept moments to look: where the effect is largest unless moments are wanted."""
    if wanted is not None:
        return np.unique([int(np.argmin(np.abs(times - moment))) for moment in wanted])
    clock = np.isclose(times % 24.0, READ_AT) & (times > 0)
    size = np.abs(np.median(effect, axis=-1)) * (1.0 if acute else clock)
    return np.array([int(np.argmax(size))])


def _rows(model: Model, wiring: Sequence[Arrow], parts: Mapping[str, np.ndarray]) -> tuple[Row, ...]:
    rows = []
    for channel, values in parts.items():
        median, low, high = spread(values)
        claims = tuple(dict.fromkeys(a.claim for a in wiring if a.giver == channel and a.claim))
        rows.append(Row(channel, model.module(channel).title, median, low, high, claims))
    scale = max((abs(row.contribution) for row in rows), default=0.0)
    taking_part = (row for row in rows if max(abs(row.low), abs(row.high)) > NEGLIGIBLE * scale)
    return tuple(sorted(taking_part, key=lambda row: -abs(row.contribution)))
