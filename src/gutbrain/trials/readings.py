"""Measures that are not read once in the morning of a visit: under a challenge, or many times a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.trials.conditions import Momentary
from gutbrain.trials.design import Design

Array = NDArray[np.float64]

HOURS_A_DAY = 24.0

MOMENT_ICC = 0.5
"""Share of the variance of single moments that lies between people (assumption)."""

BETWEEN_DAYS = 0.3
"""Share of what varies within a person that goes with the day, the rest with the moment (assumption)."""


@dataclass(frozen=True)
class Readings:
    """Further moments (days from randomisation) that a run is read at, and what becomes of them.

    ``parts`` are by measure and day of the visit: places of the moments whose mean counts.
    """

    moments: Array
    parts: dict[tuple[str, float], tuple[int, ...]]

    @property
    def names(self) -> set[str]:
        """Measures that are read otherwise than in the morning."""
        return {name for name, _ in self.parts}

    def read(self, name: str, values: Array, days: Array) -> Array:
        """Values at the days of the visits: of the morning, or what is read otherwise in their place.

        Parameters
        ----------
        name
            Of the measure.
        values
            At the days, and then at the further moments, along the last axis.
        days
            Of the visits.
        """
        made = values[..., : len(days)].copy()
        further = values[..., len(days) :]
        for (measure, day), here in self.parts.items():
            if measure == name:
                made[..., int(np.argmin(np.abs(days - day)))] = further[..., list(here)].mean(axis=-1)
        return made


def readings(design: Design) -> Readings:
    """Moments at which a design reads besides the mornings of its visits."""
    moments: list[float] = []
    parts: dict[tuple[str, float], tuple[int, ...]] = {}

    def place(hours: list[float]) -> tuple[int, ...]:
        moments.extend(hours)
        return tuple(range(len(moments) - len(hours), len(moments)))

    if design.momentary:
        for day in design.visit_days:
            here = place([np.floor(design.read_on(day)) + hour / HOURS_A_DAY for hour in design.momentary.hours])
            parts |= {(name, day): here for name in design.momentary.measures}
    if design.challenge:
        challenge = design.challenge
        for day in challenge.days:
            begin = np.floor(design.read_on(day)) + challenge.hour / HOURS_A_DAY
            here = place([begin + challenge.read / HOURS_A_DAY])
            parts |= {(name, day): here for name in challenge.measures}
    return Readings(np.array(moments), parts)


def momentary_sd(momentary: Momentary, between: float) -> float:
    """SD of the error of a mean over prompts; ``between`` is that of people, as it is in truth."""
    within = between**2 * (1 - MOMENT_ICC) / MOMENT_ICC
    answered = max(momentary.days * momentary.prompts * momentary.compliance, 1.0)
    return float(np.sqrt(within * (BETWEEN_DAYS / momentary.days + (1 - BETWEEN_DAYS) / answered)))
