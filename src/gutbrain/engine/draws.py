"""Draws of the parameters: what is not known, from each parameter's literature range, and how people differ in it.

The two kinds are kept apart: a draw moves the typical value for everybody, a person's deviate moves one person in all
draws.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtri

from gutbrain.model import Model
from gutbrain.model.module import Constant, Parameter, Quantity
from gutbrain.model.units import canonical
from gutbrain.people.luck import uniforms

UNSTATED = {"human-trial": 0.10, "human-observation": 0.15, "animal": 0.30, "in-vitro": 0.30, "assumption": 0.30}
"""Standard deviation of the logarithm where no range is published, by grade (an assumption itself)."""

NORMAL_97_5 = 1.959964


def stratified(seed: int, purpose: str, draws: int) -> np.ndarray:
    """Standard normal numbers, one from each of equally likely strata, in random order (Latin hypercube).

    Few draws then have the median and the spread of many. One draw is the middle.

    Parameters
    ----------
    seed
        Same seed, same numbers.
    purpose
        What they are for: numbers for different purposes have nothing to do with one another.
    draws
        How many numbers, and strata.
    """
    if draws == 1:
        return np.zeros(1)
    order = np.argsort(uniforms(seed, f"{purpose}/order", 0, draws))
    return np.asarray(ndtri((order + uniforms(seed, purpose, 0, draws)) / draws))


def prior(parameter: Quantity, draws: int, seed: int) -> np.ndarray:
    """Deviates of a parameter from its prior: (draw,). One draw is the centre.

    Parameters
    ----------
    parameter
        What is drawn.
    draws
        How many.
    seed
        Same seed, same deviates; those of other parameters are independent.
    """
    return stratified(seed, f"draw/{parameter.key}", draws)


def is_free(parameter: Quantity) -> bool:
    """Whether a parameter is uncertain at all."""
    return isinstance(parameter, Parameter) and not (parameter.value == 0 and parameter.low is None)


def unstated(parameter: Quantity) -> float:
    """Standard deviation of the logarithm where no range is published: (one number), from the grade."""
    return UNSTATED[parameter.grade]


def typical_values(parameter: Quantity, z: np.ndarray, species: str) -> np.ndarray:
    """Typical value of a parameter, in hours-based units, at standard normal deviates of its prior: (draw,).

    The prior comes from the 95 % range of the literature: log-normal where the range is positive, else normal (cut off
    at zero where the range begins there); each side of the central value has its own width.

    Parameters
    ----------
    parameter
        A parameter, or a constant, which has one value in all draws.
    z
        Standard normal deviates, (draw,).
    species
        In another species than ``human`` an effect known from animals has the strength seen there.
    """
    factor, _ = canonical(parameter.unit)
    if isinstance(parameter, Constant):
        return np.full(np.shape(z), parameter.value * factor)
    animal = is_animal(parameter, species)
    centre = parameter.animal if animal and parameter.animal is not None else parameter.value
    low, high = (None, None) if animal else (parameter.low, parameter.high)
    if low is None or high is None:
        return np.asarray(centre * np.exp(unstated(parameter) * z) * factor)
    if low > 0:
        below, above = np.log(centre / low), np.log(high / centre)
        return np.asarray(centre * np.exp(z * np.where(z < 0, below, above) / NORMAL_97_5) * factor)
    value = centre + z * np.where(z < 0, centre - low, high - centre) / NORMAL_97_5
    # a range from zero on says that the effect may be absent, not that it may turn round
    return np.asarray((np.maximum(value, 0.0) if low == 0 else value) * factor)


def is_animal(parameter: Quantity, species: str) -> bool:
    """Whether a species has a strength of its own of an effect."""
    return species != "human" and parameter.animal is not None


def parameter_lanes(
    model: Model, z: Mapping[str, np.ndarray], draws: int, species: str, deviates: Mapping[str, np.ndarray]
) -> np.ndarray:
    """All parameters for every draw and person: (parameter, 1, draw * person), draws slowest.

    Parameters
    ----------
    model
        Whose parameters.
    z
        Deviates of the prior by parameter: (draw,) each; what is not there is at its centre.
    draws
        How many.
    species
        See :func:`typical_values`.
    deviates
        Standard normal deviate of every person for the parameters that differ between people: (person,) where they are
        the same people in all draws, else (draw, person).
    """
    middle = np.zeros(draws)
    rows = []
    for parameter in model.parameters:
        typical = typical_values(parameter, z.get(parameter.key, middle), species)[:, None]
        person = np.atleast_2d(np.exp(parameter.spread * deviates[parameter.key])) if parameter.spread else None
        rows.append(typical if person is None else typical * person)
    people = np.shape(next(iter(deviates.values())))[-1]
    return np.stack([np.broadcast_to(row, (draws, people)).reshape(-1) for row in rows])[:, None, :]
