"""The days of people as the engine carries them: what acts on each lane on a day, laid over what a protocol says.

Days differ in proportion to the level that holds, be it usual or set by an event: a trial's diet is eaten on some days
more and on others less. So two arms of a pair have the same days, and differ by what is done to them alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gutbrain.engine import door
from gutbrain.engine.machine.slots import Slots
from gutbrain.exposures.schedule import Table
from gutbrain.model import Model
from gutbrain.model.maths import HOURS_A_DAY
from gutbrain.people.living import Days, days, drunk
from gutbrain.people.presets import habits

ALCOHOL = "alcohol"

BEFORE = 28
"""Days before the protocol that people have lived so already: what they left is there when it begins."""


@dataclass(frozen=True)
class Living:
    """How the days of the people of a run differ.

    Attributes
    ----------
    first
        The first day.
    arms
        Which variants live so: (variant,), bool.
    rows, factors, most
        Exposures that are multiplied: their places, by how much (day, row, person), and the most that makes sense.
    noisy, noise
        Inputs that hear noise, which no event sets: their places, and (day, row, person).
    alcohol, grams
        Place of alcohol (-1 where no channel hears of it), and what a gram a day is inside.
    glass, drinking, weekly
        See :class:`gutbrain.people.living.Days`.
    """

    first: int
    arms: np.ndarray
    rows: np.ndarray
    factors: np.ndarray
    most: np.ndarray
    noisy: np.ndarray
    noise: np.ndarray
    alcohol: int
    grams: float
    glass: float
    drinking: np.ndarray
    weekly: np.ndarray

    @classmethod
    def of(
        cls,
        arms: Sequence[bool],
        table: Table,
        model: Model,
        exposures: Sequence[str],
        *,
        seed: int,
        first: int,
        people: int,
    ) -> Living | None:
        """The days of the people of a run; None where every day is like the other.

        Parameters
        ----------
        arms
            Whether each arm says so.
        table
            What acts, from which day until which.
        model, exposures
            The model, and the places of its exposures.
        seed
            Same seed, same days.
        first, people
            Number of the first person, and how many.
        """
        if not any(arms):
            return None
        begin = int(np.floor(table.start / HOURS_A_DAY + 1e-9)) - BEFORE
        known = days(seed, begin, int(np.ceil(table.end / HOURS_A_DAY)) + 1 - begin, first, people)
        place = {name: row for row, name in enumerate(exposures)}
        heard = [name for name in known.factors if name in place]
        noisy = [name for name in known.noise if name in place]
        inside = {
            name: door.factor(name, habits()[name].unit, model.exposures[name].unit)
            for name in place
            if name in habits()
        }
        return cls(
            first=begin,
            arms=np.array(arms, bool),
            rows=np.array([place[name] for name in heard], int),
            factors=_stacked([known.factors[name] for name in heard], known),
            most=np.array([habits()[name].high * inside[name] for name in heard])[:, None],
            noisy=np.array([place[name] for name in noisy], int),
            noise=_stacked([known.noise[name] for name in noisy], known),
            alcohol=place.get(ALCOHOL, -1),
            grams=inside.get(ALCOHOL, 1.0),
            glass=known.glass,
            drinking=known.drinking,
            weekly=known.weekly,
        )

    @property
    def numbers(self) -> tuple[np.ndarray, ...]:
        """All that the numbers of a run depend on."""
        return self.arms, self.rows, self.factors, self.noisy, self.noise, self.drinking, self.weekly * self.glass

    def of_places(self, usual: np.ndarray, slots: Slots) -> Places:
        """The same for the places of some vectors.

        Parameters
        ----------
        usual
            Usual levels: (exposure, place).
        slots
            What stands in the vectors.
        """
        person = slots.lane.reshape(-1) % self.drinking.shape[1]
        lives = self.arms[slots.variant.reshape(-1)]
        alcohol = slice(self.alcohol, self.alcohol + 1) if self.alcohol >= 0 else slice(0)
        return Places(
            living=self,
            variant=slots.variant.reshape(-1),
            usual=usual[self.rows],
            factors=np.where(lives, self.factors[:, :, person], 1.0),
            noise=np.where(lives, self.noise[:, :, person], 0.0),
            alcohol=alcohol,
            drink=usual[alcohol] / self.grams,
            drinking=np.where(lives, self.drinking[:, person], np.nan),
        )


@dataclass(frozen=True)
class Places:
    """What acts on the places of some vectors; arrays have the places last."""

    living: Living
    variant: np.ndarray
    usual: np.ndarray
    factors: np.ndarray
    noise: np.ndarray
    alcohol: slice
    drink: np.ndarray
    drinking: np.ndarray

    def on(self, hour: float, levels: np.ndarray) -> np.ndarray:
        """What acts on the day of an hour (from midnight of day 0): (segment, exposure, place).

        Parameters
        ----------
        hour
            Any of the day.
        levels
            What events set in each variant: (segment, exposure, variant), NaN where the usual level holds.
        """
        living = self.living
        day = int(np.floor(hour / HOURS_A_DAY + 1e-9)) - living.first
        acting = levels[:, :, self.variant]
        held = acting[:, living.rows]
        held = np.where(np.isnan(held), self.usual, held)
        acting[:, living.rows] = np.minimum(held * self.factors[day], np.maximum(living.most, held))
        acting[:, living.noisy] = self.noise[day]
        drink = acting[:, self.alcohol] / living.grams
        drink = np.where(np.isnan(drink), self.drink, drink)
        varied = drunk(drink, self.drinking[day], living.weekly[day], living.glass)
        acting[:, self.alcohol] = np.where(np.isnan(self.drinking[day]), drink, varied) * living.grams
        return acting


def _stacked(every: list[np.ndarray], known: Days) -> np.ndarray:
    """(day, row, person)."""
    return np.stack(every, axis=1) if every else np.empty((len(known.drinking), 0, known.drinking.shape[1]))
