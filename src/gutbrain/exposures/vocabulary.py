"""Every exposure that a protocol may name: its unit, kind, bounds, and how events of it combine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from pydantic import model_validator

from gutbrain.datafiles import read
from gutbrain.reading.records import Record, by_name

Combine = Literal["set", "add", "largest"]


class Exposure(Record):
    """An exposure of the vocabulary.

    ``acts_on`` lists the outcomes that it is known to act on, each with the key of its claim; see
    :mod:`gutbrain.exposures.reach`. None: nothing is said yet of what it does not act on.
    """

    name: str
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
    acts_on: Mapping[str, str] | None = None

    @model_validator(mode="before")
    @classmethod
    def _combines(cls, row: Any) -> Any:
        """What is always there is set, the rest adds up unless its record says otherwise."""
        if not isinstance(row, Mapping):
            return row
        return {"combine": "set" if row.get("kind") == "usual" else "add", **row}


Exposures = dict[str, Exposure]


@cache
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
    return by_name(Exposure, read(__package__, "exposures.yaml"), "exposures.yaml")


@cache
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
