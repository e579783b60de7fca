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
        Inputs that noise is added to: (day, row, person).
    alcohol, grams
        Place of alcohol (-1 where no channel hears of it), and what a gram a day is inside.
    drinking, weekly
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
            most=np.array([habits()[name].high * inside[name] for name in heard]),
            noisy=np.array([place[name] for name in noisy], int),
            noise=_stacked([known.noise[name] for name in noisy], known),
            alcohol=place.get(ALCOHOL, -1),
            grams=inside.get(ALCOHOL, 1.0),
            drinking=known.drinking,
            weekly=known.weekly,
        )

    @property
    def numbers(self) -> tuple[np.ndarray, ...]:
        """All that the numbers of a run depend on."""
        return self.arms, self.rows, self.factors, self.noisy, self.noise, self.drinking, self.weekly

    def levels(self, hour: float, levels: np.ndarray, usual: np.ndarray, slots: Slots) -> np.ndarray:
        """What acts on each place of some vectors on the day of an hour: (segment, exposure, place).

        Parameters
        ----------
        hour
            Any of the day, from midnight of day 0.
        levels
            What events set in each variant: (segment, exposure, variant), NaN where the usual level holds.
        usual
            Usual levels: (exposure, place).
        slots
            What stands in the vectors.
        """
        day = int(np.floor(hour / HOURS_A_DAY + 1e-9)) - self.first
        variant, person = slots.variant.reshape(-1), slots.lane.reshape(-1) % self.drinking.shape[1]
        lives = self.arms[variant]
        acting = levels[:, :, variant]

        def put(row: int | np.ndarray, varied: np.ndarray, before: np.ndarray) -> None:
            acting[:, row] = np.where(lives, varied, before)

        held = np.where(np.isnan(acting[:, self.rows]), usual[self.rows], acting[:, self.rows])
        varied = np.minimum(held * self.factors[day][:, person], np.maximum(self.most[:, None], held))
        put(self.rows, varied, held)
        added = np.nan_to_num(acting[:, self.noisy])
        put(self.noisy, added + self.noise[day][:, person], added)
        if self.alcohol >= 0:
            held = np.where(np.isnan(acting[:, self.alcohol]), usual[self.alcohol], acting[:, self.alcohol])
            amount = drunk(held / self.grams, self.drinking[day, person], self.weekly[day]) * self.grams
            put(self.alcohol, amount, held)
        return acting


def _stacked(every: list[np.ndarray], known: Days) -> np.ndarray:
    """(day, row, person)."""
    return np.stack(every, axis=1) if every else np.empty((len(known.drinking), 0, known.drinking.shape[1]))
