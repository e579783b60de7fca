"""Simulates what findings compare: arms that fit together run side by side, and each statistic is taken at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gutbrain.arguments import whole
from gutbrain.atlas.observables import about
from gutbrain.engine.arms import Arm, Run, carry_arms
from gutbrain.engine.ensemble import Ensemble
from gutbrain.engine.setup import Setup
from gutbrain.exposures import Protocol, Schedule
from gutbrain.exposures.moments import READ_AT
from gutbrain.findings.finding import AFTER_EVENT, BETWEEN_PEOPLE, CHANGES, MANY, Finding, When
from gutbrain.findings.shapes import Curve, Quantiles, shape
from gutbrain.findings.statistics import NO_EFFECT, Effect, centre, effect, on_scale
from gutbrain.findings.trial_arms import arms_as_run, is_trial
from gutbrain.model.units import canonical
from gutbrain.people.noise import entry_error, measurement_sd

Array = NDArray[np.float64]
Progress = Callable[[float], None]

LENGTHS = (3, 8, 16, 32, 46, 62, 92, 130, 200, 400)
"""Arms whose length (days) lies below the same bound may run together."""

CROWD = 4
"""So many times more people where it is asked how people differ."""

LANES = 4096
"""Most lanes (arm, draw and person) that run together, so that memory is bounded."""

INSIDE = 12
"""Readings inside a window shorter than a day."""


@dataclass(frozen=True)
class Size:
    """How much is simulated for a finding.

    ``draws`` parameter sets times ``people``, other people in every draw. With one person it is the typical one.
    """

    draws: int
    people: int

    def __post_init__(self) -> None:
        for name in ("draws", "people"):
            object.__setattr__(self, name, whole(name, getattr(self, name), least=1))


@dataclass(frozen=True)
class Between:
    """How people differ at a moment.

    ``mean`` and ``sd`` are of the observable as it is, ``log_sd`` of its logarithm (NaN where it is not positive); both
    spreads are within draws, with the error of measurement.
    """

    mean: float
    sd: float
    log_sd: float


@dataclass(frozen=True)
class Outcome:
    """What a finding gave.

    Attributes
    ----------
    effect
        The statistic in every draw; nothing of a curve or quantiles.
    spread
        SD between people that it was divided by, if any.
    bad
        How many runs failed.
    shape
        The numbers of a curve or quantiles.
    between
        How people differ at each of the finding's moments.
    curves
        Of the arms that are compared, where that was asked for: kept moments (h), and the centre of people (moment,
        draw).
    """

    effect: Effect
    spread: float
    bad: int
    shape: Curve | Quantiles | None = None
    between: Mapping[When, Between] = field(default_factory=dict)
    curves: Mapping[str, tuple[Array, Array]] = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    """Findings that run together, and the arms that they need, each once."""

    findings: tuple[Finding, ...]
    arms: tuple[Arm, ...]
    places: Mapping[tuple[str, str], int]
    coarse: bool
    size: Size


def simulate_findings(
    findings: Sequence[Finding],
    size: Size,
    *,
    seed: int = 0,
    ensemble: Ensemble | None = None,
    spreads: Mapping[str, float] | None = None,
    without: Sequence[str] = (),
    curves: bool = False,
    progress: Progress | None = None,
) -> dict[str, Outcome]:
    """The statistics of findings, by id.

    Parameters
    ----------
    findings
        Those that are not unsupported.
    size
        How many draws and people.
    seed
        Same seed, same numbers.
    ensemble
        Parameter sets to draw from, the shipped one unless given.
    spreads
        SD between people by id, where it is known from another run (a typical person alone has none).
    without
        Channels to leave out; their signals stay at rest.
    curves
        Whether to keep the course of what is compared as well.
    progress
        Called with the share done.
    """
    found: dict[str, Outcome] = {}
    made = batches(findings, size)
    work = [sum(a.protocol.days + 20 for a in batch.arms) * batch.size.people for batch in made]
    done = 0.0
    for batch, cost in zip(made, work, strict=True):

        def told(share: float, before: float = done, cost: float = cost) -> None:
            if progress:
                progress((before + share * cost) / sum(work))

        run = carry_arms(
            batch.arms,
            Setup(
                people=batch.size.people,
                draws=batch.size.draws,
                seed=seed,
                species=batch.findings[0].species,
                without=tuple(without),
                extra=_moments(batch),
                coarse=batch.coarse,
                ensemble=ensemble,
                nested=batch.size.people > 1,
            ),
            progress=told,
        )
        done += cost
        for finding in batch.findings:
            simulated = _Simulated(run, batch, finding, None if spreads is None else spreads.get(finding.id))
            taken = NO_EFFECT if finding.compare.statistic in MANY else effect(finding.compare, simulated)
            found[finding.id] = Outcome(
                taken,
                simulated.used_spread,
                int(run.trajectories.bad.sum()),
                shape(finding.compare, finding.observed, simulated),
                simulated.between() if batch.size.people > 1 else {},
                simulated.curves() if curves else {},
            )
    return found


def batches(findings: Sequence[Finding], size: Size) -> list[Batch]:
    """Findings by what can run together: the same species, about the same length, the same acute moments."""
    groups: dict[tuple[object, ...], list[tuple[Finding, dict[str, Protocol]]]] = defaultdict(list)
    for finding in findings:
        arms = {name: _until_read(arm, name, finding) for name, arm in arms_as_run(finding).items()}
        schedules = [Schedule(arm) for arm in arms.values()]
        acute = tuple(sorted({time for schedule in schedules for time in schedule.acute}))
        start = min(schedule.start for schedule in schedules)
        length = int(np.searchsorted(LENGTHS, max(arm.days for arm in arms.values())))
        groups[(finding.species, length, acute, start, _crowd(finding), _is_fast(finding))].append((finding, arms))
    made = []
    for key, members in sorted(groups.items(), key=lambda item: repr(item[0])):
        *_, crowd, fast = key
        assert isinstance(crowd, int)
        people = crowd * size.people if size.people > 1 else size.people
        made += list(_split(members, Size(size.draws, people), coarse=not fast))
    return made


def _crowd(finding: Finding) -> int:
    """How many times more people it takes."""
    return CROWD if finding.compare.statistic in BETWEEN_PEOPLE else 1


def _until_read(arm: Protocol, name: str, finding: Finding) -> Protocol:
    """An arm that lasts until its last reading: the hour of a day is read even where the arm ends with its midnight."""
    whens = [when for when in finding.compare.whens if when.arm == name]
    last = max((float(times(when)[-1]) / 24.0 for when in whens), default=0.0)
    return replace(arm, days=max(arm.days, last))


def _split(members: list[tuple[Finding, dict[str, Protocol]]], size: Size, *, coarse: bool) -> Iterator[Batch]:
    """Batches of at most ``LANES`` lanes; arms that are the same in several findings run once."""
    taken: list[Finding] = []
    arms: dict[str, Arm] = {}
    places: dict[tuple[str, str], int] = {}
    most = max(2, LANES // (size.draws * size.people))
    for finding, protocols in members:
        keys = {name: _key(protocol) for name, protocol in protocols.items()}
        if taken and len(arms.keys() | set(keys.values())) > most:
            yield Batch(tuple(taken), tuple(arms.values()), places, coarse, size)
            taken, arms, places = [], {}, {}
        taken.append(finding)
        for name, protocol in protocols.items():
            key = keys[name]
            if key not in arms or arms[key].protocol.days < protocol.days:
                arms[key] = Arm.of(protocol)
            places[finding.id, name] = list(arms).index(key)
    if taken:
        yield Batch(tuple(taken), tuple(arms.values()), places, coarse, size)


def _key(protocol: Protocol) -> str:
    """What makes two arms the same."""
    return repr((protocol.person, sorted(protocol.usual.items()), protocol.events))


def _is_fast(finding: Finding) -> bool:
    """Whether a finding is about hours, so that full steps are needed also around waking."""
    compare = finding.compare
    timed = any(when.hour is not None for when in compare.whens) if compare.moments else compare.of.hour is not None
    return compare.statistic in AFTER_EVENT or timed or about(compare.observable).within_a_day


def _moments(batch: Batch) -> Array:
    """What must be kept (h) besides the usual."""
    whens = [when for finding in batch.findings for when in finding.compare.whens]
    return np.unique(
        np.concatenate([np.zeros(1), *(np.concatenate([times(w), times(w.on_day_zero())]) for w in whens)])
    )


def times(when: When) -> Array:
    """The moments (h) over which a reading is averaged.

    A day is read at its clock hour. A window of whole days has one reading a day; one between fractions of days, which
    says what hours are meant, is averaged over its time.
    """
    hour = READ_AT if when.hour is None else when.hour
    if not isinstance(when.day, tuple):
        return np.array([24.0 * np.floor(when.day) + hour])
    first, last = when.day
    if when.hour is None and (first % 1 or last % 1):
        count = int(max(INSIDE, np.ceil(24 * (last - first)))) + 1
        return np.linspace(24.0 * first, 24.0 * last, count)
    return 24.0 * np.arange(np.floor(first), np.floor(last) + 1) + hour


class _Simulated:
    """One finding's view of a run."""

    def __init__(self, run: Run, batch: Batch, finding: Finding, spread: float | None) -> None:
        self.run, self.batch, self.finding, self.is_trial = run, batch, finding, is_trial(finding)
        self.given_spread = spread
        self.used_spread = float("nan")

    def read(self, observable: str, when: When) -> Array:
        index = np.searchsorted(self.run.trajectories.time, times(when) - 1e-4)
        values = self._values(observable, self._arm(when.arm), index)
        found = values.mean(axis=0).reshape(self.run.draws, self.run.people)
        if self.is_trial and not isinstance(when.day, tuple) and when.day < 1:
            found = found + entry_error(observable, np.nanmean(found, axis=1, keepdims=True))
        return np.asarray(found)

    def curve(self, observable: str, arm: str) -> tuple[Array, Array]:
        place = self._arm(arm)
        end = 24.0 * self.finding.arms[arm].days
        inside = self.run.trajectories.time <= end + 1e-6
        values = self._values(observable, place, np.flatnonzero(inside)).reshape(-1, self.run.draws, self.run.people)
        return self.run.trajectories.time[inside], centre(observable, values, axis=2)

    def curves(self) -> dict[str, tuple[Array, Array]]:
        """The course of the observable in each arm that is compared."""
        compare = self.finding.compare
        return {arm: self.curve(compare.observable, arm) for arm in {when.arm for when in compare.whens}}

    def last_event(self, arm: str) -> tuple[float, float]:
        span = Schedule(self.finding.arms[arm]).last_event
        assert span is not None  # checked when the finding was read
        return span.begins, min(span.ends, 24.0 * self.finding.arms[arm].days)

    def noise(self, observable: str) -> float:
        return measurement_sd(observable)

    def spread(self, observable: str, whens: tuple[When, ...]) -> float:
        if self.given_spread is not None:
            self.used_spread = self.given_spread
            return self.given_spread
        values = [on_scale(observable, self.read(observable, when)) for when in whens]
        whole = [v[np.isfinite(v).sum(axis=1) > 1] for v in values]
        within = [np.nanvar(v, axis=1, ddof=1).mean() if len(v) else 0.0 for v in whole]
        self.used_spread = float(np.sqrt(np.mean(within) + self.noise(observable) ** 2))
        return self.used_spread

    def between(self) -> dict[When, Between]:
        """How people differ at each moment that is compared."""
        compare, found = self.finding.compare, {}
        if compare.statistic in AFTER_EVENT or compare.statistic == "direction":
            return {}
        whens = set(compare.whens)
        if compare.statistic in CHANGES:
            whens |= {when.on_day_zero() for when in whens}
        for when in whens:
            values = self.read(compare.observable, when)
            values = values[np.isfinite(values).sum(axis=1) > 1]
            if len(values):
                error = self.noise(compare.observable)
                mean = float(np.nanmean(values))
                sd = float(np.hypot(np.sqrt(np.nanvar(values, axis=1, ddof=1).mean()), error))
                log_sd = np.nan
                if np.nanmin(values) > 0:
                    logs = np.sqrt(np.nanvar(np.log(values), axis=1, ddof=1).mean())
                    log_sd = float(np.hypot(logs, error / mean))
                found[when] = Between(mean, sd, log_sd)
        return found

    def _arm(self, name: str) -> int:
        return self.batch.places[self.finding.id, name]

    def _values(self, observable: str, arm: int, moments: NDArray[np.intp]) -> Array:
        """(moment, lane) at some of the kept moments, in the unit of the vocabulary; NaN of runs that failed."""
        name = self._slot(observable, arm)
        if name is None:
            return np.zeros((len(moments), self.run.trajectories.values.shape[-1]))
        unit = self.run.model.observables[name].unit
        values = self.run.trajectories.values[moments, self.run.observables.index(name), arm]
        return np.where(self.run.trajectories.bad, np.nan, values) / np.float32(canonical(unit)[0])

    def _slot(self, observable: str, arm: int) -> str | None:
        """``strain.NAME`` as the slot that the strain has in an arm; None where nobody takes it."""
        if not observable.startswith("strain."):
            return observable
        slot = self.run.table.slot_of(observable.removeprefix("strain."), arm)
        return None if slot is None else f"strain_{slot}"
