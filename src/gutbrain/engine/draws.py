"""Draws of the parameters: what is not known, from each parameter's literature range, and how people differ in it.

The two kinds are kept apart: a draw moves the typical value for everybody, a person's deviate moves one person in all
draws.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtri

from gutbrain.model import Model
from gutbrain.model.module import Parameter
from gutbrain.model.units import canonical
from gutbrain.people.luck import uniforms

UNSTATED = {"human-trial": 0.10, "human-observation": 0.15, "animal": 0.30, "in-vitro": 0.30, "assumption": 0.30}
"""Standard deviation of the logarithm where no range is published, by grade (an assumption itself)."""

NORMAL_97_5 = 1.959964


def stratified(seed: int, purpose: str, draws: int) -> np.ndarray:
    """Standard normal numbers, one from each of ``draws`` equally likely strata, in random order (Latin hypercube).

    Few draws then have the median and the spread of many. One draw is the middle.
    """
    if draws == 1:
        return np.zeros(1)
    order = np.argsort(uniforms(seed, f"{purpose}/order", 0, draws))
    return np.asarray(ndtri((order + uniforms(seed, purpose, 0, draws)) / draws))


def typical_values(parameter: Parameter, draws: int, seed: int, species: str) -> np.ndarray:
    """Typical value of a parameter in each draw, in hours-based units: (draw,).

    One draw is the central value. More come from the 95 % range: log-normal where the range is positive, else normal;
    each side of the central value has its own width.
    """
    factor, _ = canonical(parameter.unit)
    animal = species != "human" and parameter.animal is not None
    centre = parameter.animal if animal and parameter.animal is not None else parameter.value
    if draws == 1 or parameter.constant or (centre == 0 and parameter.low is None):
        return np.full(draws, centre * factor)
    z = stratified(seed, f"draw/{parameter.key}", draws)
    low, high = (None, None) if animal else (parameter.low, parameter.high)
    if low is None or high is None:
        return centre * np.exp(UNSTATED[parameter.grade] * z) * factor
    if low > 0:
        below, above = np.log(centre / low), np.log(high / centre)
        return centre * np.exp(z * np.where(z < 0, below, above) / NORMAL_97_5) * factor
    return (centre + z * np.where(z < 0, centre - low, high - centre) / NORMAL_97_5) * factor


def parameter_lanes(
    model: Model, draws: int, people: int, seed: int, species: str, deviates: Mapping[str, np.ndarray]
) -> np.ndarray:
    """All parameters for every draw and person: (parameter, 1, draw * person), draws slowest.

    ``deviates`` holds the standard normal deviate of every person for the parameters that differ between people.
    """
    rows = []
    for parameter in model.parameters:
        typical = typical_values(parameter, draws, seed, species)[:, None]
        person = np.exp(parameter.spread * deviates[parameter.key]) if parameter.spread else np.ones(people)
        rows.append((typical * person[None, :]).reshape(-1))
    return np.stack(rows)[:, None, :]
