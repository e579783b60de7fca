"""How the days of one person differ: noise with memory, the week, the season, and what happens in a life.

Nothing here acts on anything: it says how much somebody slept, ate, moved, drank and had to bear on a day, and gives
each channel that has ups and downs of its own the noise that it weighs. All the rest is made by the axis. The same
person has the same days in every arm and every draw, however a run is split.

Day 0 is a Monday for everybody. Where in the year it lies is each person's own luck, since nobody says when a protocol
begins and people are let into studies all the year round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from pydantic import Field
from scipy.special import ndtri

from gutbrain.datafiles import per_world, read
from gutbrain.people.luck import uniforms
from gutbrain.people.presets import Array
from gutbrain.reading.records import Record, Value, facts

WEEK, YEAR = 7, 365.25
"""Days."""

BEFORE = 30
"""Days before the first from which noise runs, so that it does not begin anywhere (memory 0.9 leaves 4 %)."""

FADED = 12
"""Time constants after which a life event is forgotten."""

BLOCK = 64
"""Days of a person whose luck is drawn together."""

FURTHEST = 3.0
"""No day lies further from the mean than so many SD."""


class _Share(Value):
    """A correlation, or a share."""

    value: float = Field(ge=-1, le=1)


class _Positive(Value):
    """A number that is not below zero."""

    value: float = Field(ge=0)


class _Week(Record):
    """Monday to Sunday, against one another."""

    values: tuple[float, float, float, float, float, float, float]
    source: str

    def on(self, days: Array) -> Array:
        """Of days counted from a Monday; the mean over a week is 1."""
        week = np.asarray(self.values, float)
        return np.asarray((week / week.mean())[np.mod(days, WEEK).astype(int)])


_EVEN = _Week(values=(1, 1, 1, 1, 1, 1, 1), source="definition")
_NONE = _Share(value=0.0, source="definition")


class Habit(Record):
    """How a usual exposure differs from day to day."""

    sd: _Positive
    memory: _Share
    week: _Week = _EVEN
    winter: _Share = _NONE


class Drinks(Record):
    """How alcohol comes: on some days."""

    glass: _Positive
    week: _Week


class With(Record):
    """Another noise with which one goes."""

    name: str
    r: float = Field(ge=-1, le=1)
    source: str


class Noise(Record):
    """What nobody can name."""

    memory: _Share
    winter: _Share = _NONE
    together: With | None = Field(None, alias="with")


class LifeEvents(Record):
    """What happens to everybody now and then."""

    yearly: _Positive
    size: _Positive
    fading: _Positive


class Living(Record):
    """The file."""

    habits: dict[str, Habit]
    drinks: Drinks
    noise: dict[str, Noise]
    life_events: LifeEvents


@per_world
def living() -> Living:
    """What is known of how the days of a person differ."""
    return facts(Living, read(__package__, "living.yaml"), "living.yaml")


def unnamed() -> frozenset[str]:
    """Inputs of channels that days alone set, since they stand for what nobody can name; no event does."""
    return frozenset(living().noise)


@dataclass(frozen=True)
class Days:
    """Consecutive days of some people; every array is (day, person).

    Attributes
    ----------
    first
        The first day; day 0 is the one on which protocols begin.
    factors
        By which each usual exposure is multiplied.
    drinking
        Luck of the day, 0 to 1: how likely a day of drinking must be to be one.
    weekly
        How much more is drunk on a day of the week, (day, 1).
    glass
        Grams that make a day one of drinking.
    noise
        Of channels, by the name of the input that hears it.
    """

    first: int
    factors: Mapping[str, Array]
    drinking: Array
    weekly: Array
    glass: float
    noise: Mapping[str, Array]


def days(seed: int, first: int, count: int, person: int = 0, people: int = 1) -> Days:
    """How days of people differ from what is usual.

    Parameters
    ----------
    seed
        Same seed, same days.
    first, count
        Which days.
    person, people
        Number of the first person, and how many: as of :func:`gutbrain.people.sample`.

    Returns
    -------
    Days
        Of each person the same, whoever else is asked for.

    Examples
    --------
    >>> from gutbrain.people.living import days
    >>> month = days(seed=0, first=0, count=28, people=50)
    >>> month.factors["sleep"].shape, round(float(month.factors["sleep"].mean()), 1)
    ((28, 50), 1.0)
    """
    known, dates = living(), np.arange(first, first + count, dtype=float)
    luck = _Luck(seed, first, count, person, people)
    year = uniforms(seed, "living/season", person, people)
    winter = np.cos(2 * np.pi * (dates[:, None] / YEAR + year))
    factors = {name: _factor(name, habit, luck, dates, winter) for name, habit in known.habits.items()}
    factors["stress_load"] = factors["stress_load"] * (1 + _events(known.life_events, luck))
    noise: dict[str, Array] = {}
    for name, one in known.noise.items():
        own = luck.noise(name, one.memory.value)
        if one.together is not None:
            other = luck.noise(one.together.name, one.memory.value)
            own = one.together.r * other + np.sqrt(1 - one.together.r**2) * own
        noise[name] = own + one.winter.value * winter
    return Days(
        first=first,
        factors=factors,
        drinking=luck.even("drinking", first, count),
        weekly=known.drinks.week.on(dates)[:, None],
        glass=known.drinks.glass.value,
        noise=noise,
    )


def drunk(level: Array, luck: Array, weekly: Array, glass: float) -> Array:
    """Alcohol of a day, where so much is drunk on the mean of days.

    Parameters
    ----------
    level
        The mean of days.
    luck, weekly, glass
        ``drinking``, ``weekly`` and ``glass`` of :class:`Days`.
    """
    often = level / (level + glass)
    chance = np.minimum(weekly * often, 1.0)
    return np.asarray(np.where(luck < chance, level * weekly / np.where(chance > 0, chance, 1.0), 0.0))


@dataclass(frozen=True)
class _Luck:
    """Random numbers of the days of some people."""

    seed: int
    first: int
    count: int
    person: int
    people: int

    def even(self, purpose: str, first: int, count: int) -> Array:
        """Between 0 and 1."""
        blocks = [
            uniforms(self.seed, f"living/{purpose}/{block}", self.person * BLOCK, self.people * BLOCK)
            for block in range(first // BLOCK, (first + count - 1) // BLOCK + 1)
        ]
        drawn = np.concatenate([block.reshape(self.people, BLOCK).T for block in blocks])
        return drawn[first % BLOCK : first % BLOCK + count]

    def noise(self, purpose: str, memory: float) -> Array:
        """Normal numbers with SD 1 that remember the day before."""
        before = BEFORE if memory else 0
        drawn = np.clip(ndtri(self.even(purpose, self.first - before, before + self.count)), -FURTHEST, FURTHEST)
        return np.asarray(_remembered(drawn, memory, np.sqrt(1 - memory**2))[before:])


def _remembered(drawn: Array, memory: float, fresh: float = 1.0) -> Array:
    """What is kept of each day on the next, with what comes anew: (day, person)."""
    kept = drawn[0]
    found = [kept]
    for one in drawn[1:]:
        kept = memory * kept + fresh * one
        found.append(kept)
    return np.stack(found)


def _factor(name: str, habit: Habit, luck: _Luck, dates: Array, winter: Array) -> Array:
    """By what a habit is multiplied; its mean over many days is 1."""
    of_day = np.exp(habit.sd.value * luck.noise(name, habit.memory.value) - habit.sd.value**2 / 2)
    return np.asarray(of_day * habit.week.on(dates)[:, None] * (1 + habit.winter.value * winter))


def _events(known: LifeEvents, luck: _Luck) -> Array:
    """Load of life events beside that of ordinary days, against its mean."""
    fading = known.fading.value
    begin = luck.first - int(FADED * fading)
    count = luck.first + luck.count - begin
    a_day = known.yearly.value / YEAR
    drawn = luck.even("life event", begin, count)
    # what is left of a number below a limit, over the limit, is even again
    sizes = np.where(drawn < a_day, -np.log(np.maximum(drawn / a_day, 1e-12)) * known.size.value, 0.0)
    mean = a_day * known.size.value / (1 - np.exp(-1 / fading))
    return np.asarray(_remembered(sizes, np.exp(-1 / fading))[-luck.count :] - mean)
