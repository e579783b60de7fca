"""What would be otherwise: a person as now, with changes, and with the same changes every other week."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain import words
from gutbrain.answers import what_if_words as said
from gutbrain.answers.asked import LAST_DAYS, Changes, Who, as_now, every_other_week, lasting, living, plan
from gutbrain.answers.choices import Outcome, choices
from gutbrain.answers.intervals import Interval, edges_of_few, interval, of_few
from gutbrain.answers.noticed import noticed
from gutbrain.answers.question import Question
from gutbrain.answers.question_protocol import protocol
from gutbrain.answers.what_if_models import Answer, Basis, Curve, Missing, Moment, Moved, Peak
from gutbrain.atlas.observables import about
from gutbrain.care import listens
from gutbrain.engine.changes import NEGLIGIBLE, size
from gutbrain.engine.setup import Setup
from gutbrain.exposures.reach import happening, is_carried, is_silent, not_carried, what_acts_on
from gutbrain.people.scales import scales

if TYPE_CHECKING:
    from gutbrain.engine.arms import Run
    from gutbrain.exposures import Event, Protocol

DRAWS = 16
"""Parameter sets: what is not known."""

PEOPLE = 2
"""People of the asked kind for each parameter set, besides the typical one: how people differ."""

FEW = 4
"""Parameter sets of a first answer, with one other person in each, where many ask at once."""

SEED = 0

PASSES = 0.5
"""What is left at the end of a change that passes is less than this share of its peak."""


@listens
def what_if(who: Who, changes: Changes | None = None, *, weeks: int | None = None, care: str | None = None) -> Answer:
    """What would be otherwise, against as now: the answer of ``gutbrain what-if`` and of the page of that name.

    Both are of the typical person of a kind, and of others like them; intervals are 90 %, of what is not known and of
    how people differ.

    Parameters
    ----------
    who
        A preset or an example by its name, a protocol's file, a mapping of the same form, or a protocol that was read.
        What happens in a protocol from day 0 on is a change, too.
    changes
        What else would go on from day 0, by exposure or by the name of a strain or a medicine: an amount in the unit of
        the exposure (of a strain in CFU, of a medicine in mg a day; 0 stops what is taken now), or text: ``"+10"`` and
        ``"-2"`` for more or less than now, or the name of a medicine.
    weeks
        How far to look ahead (3 to 104); 12 for a preset, else as long as the protocol lasts.
    care
        ``"seen"`` goes on where words of danger stopped it, for this call.

    Returns
    -------
    Answer
        Of each outcome that the changes act on in the model its change at the end, at its peak and day by day, in its
        unit and in SD between people; the outcomes without a number; what moves in the body; and what the numbers come
        from.

    Raises
    ------
    InputError
        Where the protocol, a change or the weeks cannot be used, with every problem.

    Examples
    --------
    >>> import gutbrain as gb
    >>> found = gb.what_if("stressed-adult", {"sleep": 8, "fibre": "+10"})
    >>> [outcome.name for outcome in found.outcomes if outcome.side > 0][:2]
    ['depression', 'anxiety']
    """
    return of_plan(plan(who, changes, weeks))


def answer(question: Question) -> Answer:
    """What would be otherwise, where the page asks."""
    from gutbrain.engine.simulation import read_protocol

    return of_plan(read_protocol(protocol(question)))


def first_answer(question: Question) -> Answer:
    """The same from :data:`FEW` parameter sets, in a quarter of the time.

    Its intervals are wider, as it is less sure, and it does not tell what would be every other week.
    """
    from gutbrain.engine.simulation import read_protocol

    return of_plan(read_protocol(protocol(question)), draws=FEW, people=1)


def of_plan(changed: Protocol, draws: int = DRAWS, people: int = PEOPLE) -> Answer:
    """What a protocol makes otherwise, against the same person as now.

    Parameters
    ----------
    changed
        The person, and what happens.
    draws
        Parameter sets.
    people
        People of the kind for each, besides the typical one.
    """
    return worked_out(changed, draws, people)[0]


def worked_out(changed: Protocol, draws: int = DRAWS, people: int = PEOPLE) -> tuple[Answer, Runs]:
    """The answer, with the runs that it was read from.

    Parameters
    ----------
    changed
        The person, and what happens.
    draws
        Parameter sets.
    people
        People of the kind for each, besides the typical one.
    """
    from gutbrain.engine.arms import Arm, carry_arms

    wanted = choices()
    now = as_now(changed)
    events = happening(changed)
    outcomes = {name: outcome for name, outcome in wanted.outcomes.items() if not is_silent(events, name)}
    in_body = [name for name in wanted.ways if not is_silent(events, name)]
    plans = [changed]
    goes_on = lasting(changed)
    # what is taken already is not stopped and begun again every other week
    if goes_on and draws >= DRAWS and not any(event.begins < 0 for event in events):
        plans.append(every_other_week(changed))
    # arms side by side: as now; then, for each set of things that act, changed and every other week
    sets = {key: name for name in (*outcomes, *in_body) for key in [_acting(events, name)]}
    arms = [Arm.of(now), *(Arm.of(what_acts_on(name, one)) for name in sets.values() for one in plans)]
    # else who has slept enough all along would seem to lose by what helps the others
    said_so = frozenset(e.exposure for e in goes_on) & set(living(now))
    alike = [replace(arm, person=replace(arm.person, alike=said_so)) for arm in arms]
    runs = Runs(
        typical=carry_arms(arms, Setup(people=1, draws=draws, seed=SEED, coarse=True)),
        others=carry_arms(
            [alike[0], *alike[1 :: len(plans)]], Setup(people=people, draws=draws, seed=SEED, coarse=True, nested=True)
        ),
        without={name: not_carried(events, name) for name in (*outcomes, *in_body)},
        place={name: list(sets).index(_acting(events, name)) for name in (*outcomes, *in_body)},
        plans=len(plans),
    )
    ways = [moved(runs, name) for name in in_body]
    drunk = [event.amount for event in goes_on if event.exposure == "alcohol"]
    found = Answer(
        weeks=int(changed.days // 7),
        who=said.who(changed),
        changes=said.changes(changed),
        outcomes=[moved(runs, name, outcome) for name, outcome in outcomes.items()],
        not_in_model=[_missing(changed, o) for name, o in wanted.outcomes.items() if name not in outcomes],
        gaps=_gaps(changed, outcomes),
        ways=sorted(filter(_moves, ways), key=lambda m: -_furthest(m)),
        warnings=said.warnings(changed, [living(now)["alcohol"], *drunk]),
        basis=_basis(runs.typical, draws, people),
    )
    return found, runs


def _acting(events: Sequence[Event], name: str) -> tuple[bool, ...]:
    """Which of the events act on an observable."""
    return tuple(is_carried(event, name) for event in events)


@dataclass(frozen=True)
class Runs:
    """As now, changed and, if it is there, every other week: ``typical`` person; ``others`` without the last.

    Arms with changes are there once for each set of things that act on something; ``place`` says which is that of an
    observable, ``without`` which exposures are left out there, ``plans`` whether every other week is there (2) or not
    (1).
    """

    typical: Run
    others: Run
    without: Mapping[str, tuple[str, ...]]
    place: Mapping[str, int]
    plans: int

    def read(self, name: str, read: str = "") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of an observable: days; values (arm, lane, day) of the typical person and of others.

        ``read`` is another observable to be read in the same arms, such as a questionnaire of it.
        """
        first = 1 + self.plans * self.place[name]
        days, typical = readings(self.typical, read or name)
        _, others = readings(self.others, read or name)
        return days, typical[[0, *range(first, first + self.plans)]], others[[0, 1 + self.place[name]]]


def readings(run: Run, name: str) -> tuple[np.ndarray, np.ndarray]:
    """An observable at 08:00: days, and values (arm, lane, day) in its unit; draws are slowest among the lanes."""
    from gutbrain.model.units import canonical

    time = run.trajectories.time
    mornings = np.isclose(time % 24.0, 8.0) & (time >= 0)
    values = run.trajectories.values[mornings, run.observables.index(name)].astype(float)
    values /= canonical(run.model.observables[name].unit)[0]
    return np.floor(time[mornings] / 24.0).astype(int), np.moveaxis(values, 0, -1)


def moved(runs: Runs, name: str, outcome: Outcome | None = None) -> Moved:
    """How an observable differs between the arms.

    Parameters
    ----------
    runs
        Both lives, carried side by side.
    name
        Of the observable.
    outcome
        What is said of it, where it is one of the outcomes of the page.
    """
    days, values, one = runs.read(name)
    effect = _Effect(runs, name, outcome, values, one)
    every_other = values[2] - values[0] if len(values) > 2 else None
    end, median = effect.moment(slice(-LAST_DAYS, None)), np.median(effect.change, axis=0)
    peak = _peak(days, median, end, effect)
    told: Moment = peak or end
    return Moved(
        name=name,
        unit=effect.unit,
        now=float(np.median(at_the_end(values[0]))),
        verdict=said.verdict(end, peak, outcome),
        glance=said.glance(end, peak, outcome),
        side=said.side(told, outcome.better) if outcome else 0,
        peak=peak,
        without=[words.exposure(one) for one in runs.without[name]],
        on_off=None if every_other is None else _interval(at_the_end(every_other)),
        half_day=None if peak else _reached(days, median, 0.5, end.change.median),
        most_day=None if peak else _reached(days, median, 0.9, end.change.median),
        curve=_curve(days, effect.change, effect.one, every_other),
        **dict(end),
    )


class _Effect:
    """The change of an observable against as now: of the typical person (draw, day), and of others (lane, day)."""

    def __init__(self, runs: Runs, name: str, outcome: Outcome | None, values: np.ndarray, one: np.ndarray) -> None:
        self.outcome = outcome
        self.unit = runs.typical.model.observables[name].unit
        self.present, self.change, self.one = values[0], values[1] - values[0], one[1] - one[0]
        self.spread = between(name, one[0, :, -1])
        self.points: np.ndarray | None = None
        if outcome and outcome.scale:
            _, scored, _ = runs.read(name, outcome.scale)
            self.points = scored[1] - scored[0]

    def moment(self, days: slice) -> Moment:
        """The mean change over some days."""
        typical, others = (_interval(lines[:, days].mean(axis=-1)) for lines in (self.change, self.one))
        present = float(np.median(self.present[:, days].mean(axis=-1)))
        in_sd = typical.median / self.spread
        unknown = said.is_open(typical, self.spread)
        return Moment(
            change=typical,
            one=within(typical, others),
            # what hardly differs between people would seem to move much in their SD
            size=in_sd if self.outcome else size(self.unit, present, present + typical.median),
            said=said.NOT_KNOWN if unknown else said.size(in_sd),
            open=unknown,
            clear=typical.low > 0 or typical.high < 0,
            noticed=noticed(self.one[:, days].mean(axis=-1) / self.spread, self.outcome),
            points=None if self.points is None else _interval(self.points[:, days].mean(axis=-1)),
        )


def within(typical: Interval, others: Interval) -> Interval:
    """The interval of any person of a kind: that of others, widened to hold the typical person, who is one as well.

    Both are estimated from few people; nobody can be surer of any person than of the typical one.
    """
    return Interval(median=others.median, low=min(typical.low, others.low), high=max(typical.high, others.high))


def at_the_end(values: np.ndarray) -> np.ndarray:
    """Means of the last days."""
    means: np.ndarray = values[..., -LAST_DAYS:].mean(axis=-1)
    return means


def between(name: str, values: np.ndarray) -> float:
    """SD between people: of the population where it is known, else of the people here."""
    if name in choices().outcomes:
        known: Mapping[str, Any] = scales().get(name, {})
        if known:
            return float(known["sd"])
        if about(name).scale == "z":
            return 1.0
    return max(float(values.std()), 1e-9)


def _peak(days: np.ndarray, median: np.ndarray, end: Moment, effect: _Effect) -> Peak | None:
    """The furthest day of a change of which the end does not tell; none where nothing passes that is worth telling."""
    sides = sorted((int(np.argmax(median)), int(np.argmin(median))), key=lambda place: -abs(median[place]))
    last = end.change.median
    for place, least in zip(sides, (said.UNMEASURABLE, said.SMALL), strict=True):
        if median[place] * last > 0 and abs(last) >= PASSES * abs(median[place]):
            # the end tells of this side: the other one counts only where it is more than a ripple
            continue
        at = effect.moment(slice(place, place + 1))
        if at.clear and abs(at.size) >= (least if effect.outcome else NEGLIGIBLE):
            gone = _nearly_gone(days, median, place)
            return Peak(day=int(days[place]), nearly_gone=gone, **dict(at))
    return None


def _nearly_gone(days: np.ndarray, median: np.ndarray, place: int) -> int | None:
    """The first day from which no more than a tenth of a peak is left, for good."""
    still = np.flatnonzero(median[place:] / median[place] > words.NEARLY)
    first = place + int(still[-1]) + 1
    return int(days[first]) if first < len(days) else None


def _curve(days: np.ndarray, change: np.ndarray, one: np.ndarray, every_other: np.ndarray | None) -> Curve:
    low, median, high = _edges(change)
    one_low, _, one_high = _edges(one)
    shown = {
        "median": median,
        "low": low,
        "high": high,
        # see within()
        "one_low": np.minimum(one_low, low),
        "one_high": np.maximum(one_high, high),
    }
    on_off = None if every_other is None else _plain(np.median(every_other, axis=0))
    return Curve(days=days.tolist(), on_off=on_off, **{name: _plain(line) for name, line in shown.items()})


def _interval(values: np.ndarray) -> Interval:
    return interval(values) if len(values) >= DRAWS else of_few(values)


def _edges(lines: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if len(lines) < DRAWS:
        return edges_of_few(lines)
    low, median, high = np.quantile(lines, (0.05, 0.5, 0.95), axis=0)
    return low, median, high


def _plain(values: np.ndarray) -> list[float]:
    return [float(f"{value:.5g}") for value in values]


def _reached(days: np.ndarray, median: np.ndarray, share: float, final: float) -> int | None:
    """The first day from which the change is at least a share of the final one."""
    if not final:
        return None
    there = np.flatnonzero(median / final >= share)
    return int(days[there[0]]) if len(there) else None


def _furthest(way: Moved) -> float:
    return max(abs(way.size), abs(way.peak.size) if way.peak else 0.0)


def _moves(way: Moved) -> bool:
    """Whether something in the body moves, at the end or on the way."""
    return way.peak is not None or (way.clear and abs(way.size) >= NEGLIGIBLE)


def _missing(plan: Protocol, outcome: Outcome) -> Missing:
    names = not_carried(happening(plan), outcome.name)
    acting = [words.exposure(name) for name in names]
    said_so = words.not_in_the_model(words.listed(acting), [outcome.title])
    return Missing(name=outcome.name, exposures=list(names), acting=acting, said=said_so)


def _gaps(plan: Protocol, outcomes: Mapping[str, Outcome]) -> list[str]:
    """What the numbers of outcomes leave out, one sentence for each exposure."""
    missing: dict[str, list[str]] = {}
    for name, outcome in outcomes.items():
        for exposure in not_carried(happening(plan), name):
            missing.setdefault(exposure, []).append(outcome.title)
    return [words.not_in_the_model(words.exposure(name), titles) for name, titles in missing.items()]


def _basis(run: Run, draws: int, people: int) -> Basis:
    from gutbrain.engine.ensemble import shipped
    from gutbrain.engine.identity import identity

    return Basis(
        gutbrain=importlib.metadata.version("gutbrain"),
        model=identity(run.model),
        ensemble=str(shipped().provenance["name"]),
        draws=draws,
        full=DRAWS,
        people=people * draws,
        seed=SEED,
    )
