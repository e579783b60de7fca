"""The table of conditions: who is in an arm, and what acts on them when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gutbrain.engine.arms import Arm, Plan, plan
from gutbrain.engine.draws import is_animal
from gutbrain.export.equations import BETWEEN, parameter_id
from gutbrain.export.petab.arms import PERSON, Condition
from gutbrain.export.sbml import START
from gutbrain.model import Model
from gutbrain.model.module import Quantity

NEVER = 1e6
"""When a change comes that an arm does not have, h."""

IN_HUMANS = f"{BETWEEN}in_humans"
"""Ends the name by which an effect is estimated of which animals have a strength of their own."""


@dataclass(frozen=True)
class Conditions:
    """Conditions in numbers.

    Attributes
    ----------
    columns
        What differs between conditions: a value for each of them, by identifier in the model; text is the name of an
        estimated parameter.
    same
        Traits and exposures that are the same in all of them, by name.
    changes
        How often each exposure changes at most, where it does.
    animal
        Parameters with a strength of their own in animals, where there are conditions of animals.
    parameters
        Central values in humans, by ``module.name``.
    model
        The axis with room for every strain that is taken.
    """

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    columns: dict[str, list[float | str]]
    same: dict[str, float]
    changes: dict[str, int]
    animal: tuple[Quantity, ...]
    parameters: dict[str, float]
    model: Model

    @property
    def table(self) -> pd.DataFrame:
        """As PEtab has it."""
        return pd.DataFrame({"conditionId": self.ids, "conditionName": self.titles, **self.columns})

    def first(self, identifier: str) -> float:
        """What a parameter of the model is unless a condition says otherwise: its value in the first condition."""
        value = self.same[identifier] if identifier in self.same else self.columns[identifier][0]
        assert not isinstance(value, str)
        return value


def level_id(exposure: str, change: int) -> str:
    """Level of an exposure after so many changes; 0 while the person settles."""
    return f"{exposure}{BETWEEN}level_{change}"


def from_id(exposure: str, change: int) -> str:
    """When this level begins, hours from midnight of day 0."""
    return f"{exposure}{BETWEEN}from_{change}"


def in_numbers(conditions: Sequence[Condition]) -> Conditions:
    """Work out conditions for the typical person."""
    plans = [plan([Arm.of(c.protocol)], replace(PERSON, species=c.species)) for c in conditions]
    model = max((p.compiled.model for p in plans), key=lambda m: len(m.traits))
    courses = [_courses(made) for made in plans]
    changes = {name: max(len(course[name]) for course in courses) - 1 for name in model.exposures}
    values: dict[str, list[float | str]] = {START: [c.start for c in conditions]}
    for trait in model.traits:
        values[trait] = [_of(made, trait) for made in plans]
    for exposure, most in changes.items():
        values |= _exposure(exposure, most, [course[exposure] for course in courses])
    human = next(made for c, made in zip(conditions, plans, strict=True) if c.species == "human")
    animal = tuple(p for p in model.parameters if any(is_animal(p, c.species) for c in conditions))
    same = {
        name: float(column[0])
        for name, column in values.items()
        if name != START and BETWEEN not in name and len(set(column)) == 1
    }
    columns = {name: column for name, column in values.items() if name not in same}
    for parameter in animal:
        columns[parameter_id(parameter)] = [
            parameter_id(parameter) + IN_HUMANS if c.species == "human" else _central(made, parameter)
            for c, made in zip(conditions, plans, strict=True)
        ]
    return Conditions(
        ids=tuple(c.id for c in conditions),
        titles=tuple(c.title for c in conditions),
        columns=columns,
        same=same,
        changes={name: most for name, most in changes.items() if most},
        animal=animal,
        parameters={p.key: _central(human, p) for p in model.parameters},
        model=model,
    )


def _of(made: Plan, trait: str) -> float:
    return float(made.fixed.traits[made.compiled.layout.traits.index(trait), 0, 0])


def _central(made: Plan, parameter: Quantity) -> float:
    return float(made.fixed.parameters[made.compiled.layout.parameters.index(parameter.key), 0, 0])


def _courses(made: Plan) -> dict[str, list[tuple[float, float]]]:
    """From when an exposure has which level, for all; the first holds while the person settles."""
    courses = {}
    for place, name in enumerate(made.compiled.layout.exposures):
        levels = made.drive.table[:, place, 0]
        levels = np.where(np.isnan(levels), made.fixed.usual[place, 0, 0], levels)
        begins = [-np.inf, *made.drive.edges]
        course = [(float(begins[0]), float(levels[0]))]
        for begin, level in zip(begins[1:], levels[1:], strict=True):
            if level != course[-1][1]:
                course.append((float(begin), float(level)))
        courses[name] = course
    return courses


def _exposure(name: str, most: int, courses: list[list[tuple[float, float]]]) -> dict[str, list[float | str]]:
    """Columns of an exposure, filled up with changes that never come."""
    if not most:
        return {name: [course[0][1] for course in courses]}
    full = [course + [(NEVER, course[-1][1])] * (most + 1 - len(course)) for course in courses]
    columns: dict[str, list[float | str]] = {level_id(name, 0): [course[0][1] for course in full]}
    for change in range(1, most + 1):
        columns[from_id(name, change)] = [course[change][0] for course in full]
        columns[level_id(name, change)] = [course[change][1] for course in full]
    return columns
