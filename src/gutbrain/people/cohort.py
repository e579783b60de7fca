"""Sample people around a person: traits, habits and how their parameters differ, with the same luck in every arm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from pydantic import Field
from scipy.special import ndtr

from gutbrain.datafiles import per_world, read
from gutbrain.errors import listed, suggest
from gutbrain.people.luck import deviates
from gutbrain.people.person import Person
from gutbrain.people.presets import SEX, Array, Spread, habits, heights, presets, traits
from gutbrain.reading.records import Record, facts


@dataclass(frozen=True)
class Correlation:
    """How two differences between people go together: correlation of their normal deviates."""

    first: str
    second: str
    r: float
    source: str


class _Row(Record):
    """A correlation as it stands in the file."""

    between: tuple[str, str]
    r: float = Field(ge=-1, le=1)
    source: str


@dataclass(frozen=True)
class Cohort:
    """People, one array entry each.

    Attributes
    ----------
    ids
        Number of each person; a person's luck depends on it and the seed alone.
    traits
        By their names in the model, in canonical units.
    usual
        Usual exposures in the units of the vocabulary.
    eta
        Standard normal deviate of each parameter that differs between people.
    """

    ids: np.ndarray
    traits: Mapping[str, Array]
    usual: Mapping[str, Array]
    eta: Mapping[str, Array]

    def __len__(self) -> int:
        return len(self.ids)


def sample(
    person: Person, people: int, seed: int, parameter_spreads: Mapping[str, float], first: int = 0, balanced: int = 1
) -> Cohort:
    """People like a person.

    One person (``people`` 1, ``first`` 0) is the typical one, with all deviates zero; otherwise everyone is drawn. What
    was said of the person moves the middle of the group, except the sex, which holds for everybody.

    Parameters
    ----------
    person
        The typical person of the group.
    people
        How many.
    seed
        Same seed, same people.
    parameter_spreads
        SD of the logarithm between people, by parameter; those without spread are left out.
    first
        Number of the first person: ``sample(p, 10, s, x)`` holds the people of ``sample(p, 4, s, x)`` and
        ``sample(p, 6, s, x, first=4)``.
    balanced
        People in a group whose deviates are one from each of so many equally likely strata, so that small groups have
        the mean of large ones (Latin hypercube); 1 draws everyone alone.

    Returns
    -------
    Cohort
        Traits, usual exposures and deviates of the parameters, one array entry a person.

    Raises
    ------
    ValueError
        Where there is nobody, or the first has a negative number.

    Examples
    --------
    >>> from gutbrain.people import Person, sample
    >>> group = sample(Person.of("older-adult"), people=200, seed=1, parameter_spreads={})
    >>> len(group), bool(60 < group.traits["age"].mean() < 80)
    (200, True)
    >>> part = sample(Person.of("older-adult"), people=10, seed=1, parameter_spreads={})
    >>> bool((part.traits["age"] == group.traits["age"][:10]).all())
    True
    """
    if people < 1 or first < 0:
        raise ValueError("a cohort has one person or more, numbered from 0")
    typical = people == 1 and first == 0
    preset = presets()[person.preset]
    varying = [name for name, sd in parameter_spreads.items() if sd]
    z = _deviates([*preset.traits, *habits(), *varying], people, seed, first, typical, balanced)

    male = np.full(people, person.traits["male"])
    if SEX not in person.given and not typical:
        male = (ndtr(deviates(seed, SEX, first, people, balanced)) >= preset.female).astype(float)
    own = {name: person.spread(name).at(z[name]) for name in preset.traits}
    values = {traits()[name].model_name: value for name, value in own.items()} | {"male": male}
    values["weight"] = _weights(person, own["bmi"], male, deviates(seed, "height", first, people, balanced), typical)
    return Cohort(
        ids=np.arange(first, first + people),
        traits=values,
        usual={
            name: np.full(people, value) if name in person.alike else _habit(name, value).at(z[name])
            for name, value in person.usual.items()
        },
        eta={name: z[name] for name in varying},
    )


def _habit(name: str, value: float) -> Spread:
    """A habit between people: log-normal, inside what makes sense."""
    habit = habits()[name]
    return Spread(value, habit.log_sd, habit.low, habit.high, log=True, source=habit.source)


def _weights(person: Person, bmi: Array, male: Array, luck: Array, typical: bool) -> Array:
    """Weight (kg) from body mass index and height; around the given weight where one was given."""
    if typical or "weight" in person.given:
        return np.asarray(person.traits["weight"] * bmi / person.traits["bmi"])
    height = np.where(male > 0.5, heights()["male"].at(luck), heights()["female"].at(luck))
    return np.asarray(bmi * height**2)


@per_world
def correlations() -> tuple[Correlation, ...]:
    """The table of correlations."""
    rows = facts(list[_Row], read(__package__, "correlations.yaml"), "correlations.yaml")
    return tuple(Correlation(*row.between, row.r, row.source) for row in rows)


def check_correlations(parameters: Iterable[str]) -> None:
    """Fail where the table names something that is no trait, usual exposure or parameter of the model.

    Parameters
    ----------
    parameters
        Keys of the parameters of a model.

    Raises
    ------
    ValueError
        With the unknown names.

    Examples
    --------
    >>> from gutbrain.axis import axis
    >>> from gutbrain.people import check_correlations
    >>> check_correlations(parameter.key for parameter in axis().parameters)
    """
    known = {*presets()["healthy-adult"].traits, *habits(), *parameters}
    unknown = sorted({name for row in correlations() for name in (row.first, row.second)} - known)
    if unknown:
        hints = [f"{name} {suggest(name, known)}".strip() for name in unknown]
        raise ValueError(f"correlations.yaml names what does not exist: {listed(hints)}")


@per_world
def _mixing() -> tuple[tuple[str, ...], Array]:
    """Names in the table, and the matrix that turns independent deviates of them into correlated ones.

    The table comes from many sources; where it contradicts itself, a near proper correlation matrix stands in.
    """
    names = tuple(dict.fromkeys(name for row in correlations() for name in (row.first, row.second)))
    place = {name: i for i, name in enumerate(names)}
    matrix = np.eye(len(names))
    for row in correlations():
        i, j = place[row.first], place[row.second]
        matrix[i, j] = matrix[j, i] = row.r
    size, direction = np.linalg.eigh(matrix)
    matrix = (direction * np.maximum(size, 1e-3)) @ direction.T
    scale = np.sqrt(np.diag(matrix))
    return names, np.linalg.cholesky(matrix / np.outer(scale, scale))


def _deviates(
    names: Iterable[str], people: int, seed: int, first: int, typical: bool, balanced: int
) -> Mapping[str, Array]:
    """Standard normal deviates by name, correlated where the table says so."""
    wanted = list(dict.fromkeys(names))
    if typical:
        return {name: np.zeros(people) for name in wanted}
    linked, mixing = _mixing()
    independent = np.stack([deviates(seed, name, first, people, balanced) for name in linked])
    # summed in a fixed order, so that a person's numbers do not depend on how many are drawn at once
    mixed = {
        name: sum((weight * row for weight, row in zip(weights, independent, strict=True)), np.zeros(people))
        for name, weights in zip(linked, mixing, strict=True)
    }
    return {name: mixed[name] if name in mixed else deviates(seed, name, first, people, balanced) for name in wanted}
