"""What would be otherwise: a person as now, with changes, and with the same changes every other week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, Field
from scipy.special import ndtr

from gutbrain.people.scales import scales
from gutbrain.report.changes import NEGLIGIBLE, size
from gutbrain.web.choices import Outcome, choices
from gutbrain.web.intervals import Interval, interval
from gutbrain.web.question import Question, lasting, protocol, then

if TYPE_CHECKING:
    from gutbrain.engine.arms import Run

DRAWS = 16
"""Parameter sets for the typical person: what is not known."""

PEOPLE = 32
"""People of the asked kind, each with a parameter set of their own: where one person may lie."""

LAST_DAYS = 14
"""What is told of the end is the mean over these days, so that every other week counts half."""

NOTICED = 0.5
"""A change that people notice, where no smallest important change is published: half an SD, the usual rule of thumb."""

SIZES = (
    (0.05, "no change worth naming"),
    (0.2, "a very small change"),
    (0.5, "a small change"),
    (0.8, "a medium change"),
)
LARGEST = "a large change"
"""What a change is called below each bound (SD between people), after Cohen; no more than words."""


class Noticed(BaseModel):
    """Of 100 people, how many would find themselves better, or worse, on a questionnaire after the time.

    Moods go up and down by themselves: so many would, too, where everything stays as now (``by_chance``, each way).
    """

    better: int
    worse: int
    by_chance: int


class Curve(BaseModel):
    """Change against "as now" at 08:00 of each day.

    ``low`` to ``high`` is what is not known of the typical person, ``one_low`` to ``one_high`` where one may lie.
    """

    days: list[int]
    median: list[float]
    low: list[float]
    high: list[float]
    one_low: list[float]
    one_high: list[float]
    on_off: list[float] | None = Field(description="the median where the changes hold every other week only")


class Moved(BaseModel):
    """How one observable moves."""

    name: str
    unit: str
    now: float = Field(description="at the end, as now (median)")
    change: Interval = Field(description="typical person; the interval is what is not known")
    one: Interval = Field(description="one person; the interval holds differences between people as well")
    on_off: Interval | None = Field(description="typical person, where the changes hold every other week only")
    size: float = Field(description="the typical change in SD between people; of what happens in the body in e-folds")
    said: str = Field(description="the size in words")
    clear: bool = Field(description="whether the interval of the typical person excludes zero")
    half_day: int | None = Field(description="when half of the final change is reached")
    most_day: int | None = Field(description="when nine tenths of it are reached")
    noticed: Noticed | None = Field(description="of 100 such people; none where no questionnaire is known for it")
    points: Interval | None = Field(description="the typical change on a common questionnaire")
    curve: Curve


class Answer(BaseModel):
    """What would be otherwise."""

    weeks: int
    changes: list[str] = Field(description="what was changed, in words")
    outcomes: list[Moved]
    ways: list[Moved] = Field(description="what moves in the body, most first")
    warnings: list[str]


def answer(question: Question) -> Answer:
    """What would be otherwise."""
    from gutbrain.engine.arms import Arm, carry_arms
    from gutbrain.engine.simulation import read_protocol
    from gutbrain.report import words

    plans = [protocol(question, changed=False), protocol(question)]
    if lasting(question):
        plans.append(protocol(question, every_other_week=True))
    read = [read_protocol(plan) for plan in plans]
    arms = [Arm.of(one) for one in read]
    # else who has slept enough all along would seem to lose by what helps the others
    alike = [replace(arm, person=replace(arm.person, alike=frozenset(then(question)))) for arm in arms[:2]]
    runs = Runs(
        typical=carry_arms(arms, people=1, draws=DRAWS, seed=0, coarse=True),
        others=carry_arms(alike, people=1, draws=PEOPLE, seed=0, coarse=True, nested=True),
    )
    wanted = choices()
    ways = sorted((moved(runs, name) for name in wanted.ways), key=lambda m: -abs(m.size))
    return Answer(
        weeks=question.weeks,
        changes=[words.event_sentence(event, read[1].days) for event in read[1].events],
        outcomes=[moved(runs, name, outcome) for name, outcome in wanted.outcomes.items()],
        ways=[way for way in ways if way.clear and abs(way.size) >= NEGLIGIBLE],
        warnings=list(read[1].warnings),
    )


@dataclass(frozen=True)
class Runs:
    """As now, changed and, if it is there, every other week: ``typical`` person; ``others`` without the last."""

    typical: Run
    others: Run


def readings(run: Run, name: str) -> tuple[np.ndarray, np.ndarray]:
    """An observable at 08:00: days, and values (arm, draw, day) in its unit, of a run with one person a draw."""
    from gutbrain.model.units import canonical

    time = run.trajectories.time
    mornings = np.isclose(time % 24.0, 8.0) & (time >= 0)
    values = run.trajectories.values[mornings, run.observables.index(name)].astype(float)
    values /= canonical(run.model.observables[name].unit)[0]
    return np.floor(time[mornings] / 24.0).astype(int), np.moveaxis(values, 0, -1)


def moved(runs: Runs, name: str, outcome: Outcome | None = None) -> Moved:
    """How an observable differs between the arms."""
    days, values = readings(runs.typical, name)
    _, one = readings(runs.others, name)
    change, one_change = values[1] - values[0], one[1] - one[0]
    every_other = values[2] - values[0] if len(values) > 2 else None
    typical, ends = interval(at_the_end(change)), at_the_end(one_change)
    spread = between(name, one[0, :, -1])
    present = float(np.median(at_the_end(values[0])))
    unit = runs.typical.model.observables[name].unit
    median = np.median(change, axis=0)
    return Moved(
        name=name,
        unit=unit,
        now=present,
        change=typical,
        one=interval(ends),
        on_off=None if every_other is None else interval(at_the_end(every_other)),
        # what hardly differs between people would seem to move much in their SD
        size=typical.median / spread if outcome else size(unit, present, present + typical.median),
        said=next((words for bound, words in SIZES if abs(typical.median) < bound * spread), LARGEST),
        clear=typical.low > 0 or typical.high < 0,
        half_day=_reached(days, median, 0.5, typical.median),
        most_day=_reached(days, median, 0.9, typical.median),
        noticed=_noticed(ends / spread, outcome),
        points=_points(runs.typical, outcome),
        curve=_curve(days, change, one_change, every_other),
    )


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
        if name != "gi_symptoms":
            return 1.0
    return max(float(values.std()), 1e-9)


def _curve(days: np.ndarray, change: np.ndarray, one: np.ndarray, every_other: np.ndarray | None) -> Curve:
    low, median, high = np.quantile(change, (0.05, 0.5, 0.95), axis=0)
    one_low, one_high = np.quantile(one, (0.05, 0.95), axis=0)
    shown = {"median": median, "low": low, "high": high, "one_low": one_low, "one_high": one_high}
    on_off = None if every_other is None else _plain(np.median(every_other, axis=0))
    return Curve(days=days.tolist(), on_off=on_off, **{name: _plain(line) for name, line in shown.items()})


def _plain(values: np.ndarray) -> list[float]:
    return [float(f"{value:.5g}") for value in values]


def _reached(days: np.ndarray, median: np.ndarray, share: float, final: float) -> int | None:
    """The first day from which the change is at least a share of the final one."""
    if not final:
        return None
    there = np.flatnonzero(median / final >= share)
    return int(days[there[0]]) if len(there) else None


def _noticed(changes: np.ndarray, outcome: Outcome | None) -> Noticed | None:
    """How many would notice changes (SD between people), as a questionnaire is answered twice with its own error."""
    row = scales().get((outcome.scale or outcome.name) if outcome else "")
    if outcome is None or row is None:
        return None
    error = float(np.sqrt(2 * (1 - row["retest"])))
    least = abs(row["smallest_important_change"] or NOTICED * row["sd"]) / row["sd"]
    better = outcome.better * changes

    def of_100(shares: np.ndarray) -> int:
        return round(100 * float(np.mean(shares)))

    return Noticed(
        better=of_100(ndtr((better - least) / error)),
        worse=of_100(ndtr((-better - least) / error)),
        by_chance=of_100(ndtr(np.array(-least / error))),
    )


def _points(run: Run, outcome: Outcome | None) -> Interval | None:
    if outcome is None or not outcome.scale:
        return None
    _, values = readings(run, outcome.scale)
    return interval(at_the_end(values[1] - values[0]))


def rows(answered: Answer) -> Iterator[tuple[str, str, int, float, float, float, float, float, float | None]]:
    """The curves of an answer as rows: observable, unit, day, median, low, high, one low, one high, on-off."""
    for part in (*answered.outcomes, *answered.ways):
        curve = part.curve
        for i, day in enumerate(curve.days):
            numbers = (line[i] for line in (curve.median, curve.low, curve.high, curve.one_low, curve.one_high))
            on_off = None if curve.on_off is None else curve.on_off[i]
            yield (part.name, part.unit, day, *numbers, on_off)  # type: ignore[misc]


def warm() -> None:
    """Answer once, so that the answers which follow come at once."""
    from gutbrain import explain
    from gutbrain.web import evidence

    question = Question.model_validate({"fibre": 30, "strain_1": "B. longum 1714"})
    answer(question)
    explain(protocol(question), ["depression"], orders=1)
    evidence.warm()
