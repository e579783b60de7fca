"""Every exposure that a protocol may name: its unit, kind, bounds, how events of it combine, and what it acts on."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import model_validator

from gutbrain.atlas import OWN
from gutbrain.datafiles import origin, per_language, per_world, read, some_per_world, told_by_place
from gutbrain.model.units import is_label, quantity
from gutbrain.reading.records import Record, by_name, facts

Combine = Literal["set", "add", "largest"]


class Exposure(Record):
    """An exposure of the vocabulary; ``data/exposures.yaml`` says what its fields mean.

    ``acts_on`` lists the outcomes that it is known to act on, each with the key of its claim; see
    :mod:`gutbrain.exposures.reach`. None: nothing is said yet of what it does not act on. ``inputs`` are beginnings of
    the names by which it reaches the channels, where that is not its own.
    """

    name: str
    title: str = ""
    group: str = OWN
    unit: str
    kind: Literal["usual", "supplement", "medicine", "laboratory"]
    healthy_adult: float | None = None
    most: float
    meaning: str
    combine: Combine = "add"
    bolus: bool = False
    flag: bool = False
    takes: tuple[Literal["name", "hours", "mix", "donor", "strains"], ...] = ()
    default_hours: float | None = None
    inputs: tuple[str, ...] = ()
    course: Mapping[str, Any] | None = None
    acts_on: Mapping[str, str] | None = None

    @property
    def is_short(self) -> bool:
        """Whether it is over within hours by itself."""
        return self.bolus or self.default_hours is not None or self.name == "stressor"

    @model_validator(mode="before")
    @classmethod
    def _combines(cls, row: Any) -> Any:
        """What is always there is set, the rest adds up unless its record says otherwise."""
        if not isinstance(row, Mapping):
            return row
        return {"combine": "set" if row.get("kind") == "usual" else "add", **row}


Exposures = dict[str, Exposure]


class Group(Record):
    """A group of what acts from outside, as it stands on the map."""

    title: str
    term: str
    plain: str


@per_language
def exposures() -> dict[str, Exposure]:
    """All exposures by name.

    Returns
    -------
    dict
        Exposure by name.

    Examples
    --------
    >>> from gutbrain.exposures import exposures
    >>> exposures()["fibre"].unit, exposures()["fibre"].kind
    ('g/day', 'usual')
    """
    assert __package__
    with told_by_place("exposures.yaml"):
        found = by_name(Exposure, read(__package__, "exposures.yaml"), "exposures.yaml")
    for name, made in found.items():
        if origin("exposures.yaml", name):
            with told_by_place("exposures.yaml", name):
                _look(made)
    return found


def _look(made: Exposure) -> None:
    """What is looked at besides in an exposure of a world: those that ship have tests.

    Raises
    ------
    ValueError
        With what is wrong.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", made.name):
        raise ValueError("a name is of small letters, figures and _")
    if not is_label(made.unit):
        try:
            quantity(1.0, made.unit)
        except (AttributeError, TypeError):  # errors of pint are these, too
            raise ValueError(f"'{made.unit}' is not a unit; write it as in mg/day") from None
    if (made.kind == "usual") != (made.healthy_adult is not None):
        raise ValueError("healthy_adult is the level of what is usual, and of nothing else")
    if not (made.healthy_adult or 0.0) <= made.most < math.inf or made.most <= 0:
        raise ValueError("most is the highest plausible amount, above 0")


@per_world
def usual_exposures() -> dict[str, float]:
    """Usual exposures and their level in a healthy adult.

    Returns
    -------
    dict
        Level by name, in the unit of the exposure.

    Examples
    --------
    >>> from gutbrain.exposures import usual_exposures
    >>> usual_exposures()["sleep"]
    7.3
    """
    return {name: e.healthy_adult for name, e in exposures().items() if e.healthy_adult is not None}


@per_language
def outside() -> dict[str, Group]:
    """Groups of what acts from outside, by name, in the order of the map; that of :data:`gutbrain.atlas.OWN` is one."""
    assert __package__
    with told_by_place("outside.yaml"):
        return facts(dict[str, Group], read(__package__, "outside.yaml"), "outside.yaml")


def group_of(exposure: str) -> str:
    """The group of the map to which an exposure belongs; what says none, or one that is not known, is of the own."""
    known = exposures().get(exposure)
    return known.group if known and known.group in outside() else OWN


@some_per_world(256)
def exposure_of(name: str) -> str:
    """The exposure that sets an input of the model: ``strain_1_dose`` is set by ``probiotic``.

    Parameters
    ----------
    name
        Of the input, as a channel declares it.

    Returns
    -------
    str
        The exposure; the input itself where no record names it.
    """
    if name in exposures():
        return name
    for exposure, known in exposures().items():
        if known.inputs and name.startswith(known.inputs):
            return exposure
    # an exposure of several parts: scfa_capsule_butyrate
    wholes = [exposure for exposure in exposures() if name.startswith(f"{exposure}_")]
    return max(wholes, key=len, default=name)
