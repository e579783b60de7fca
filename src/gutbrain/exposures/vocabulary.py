"""Every exposure that a protocol may name: its unit, kind, bounds, and how events of it combine."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Literal

from gutbrain.datafiles import origin, per_world, told_by_place
from gutbrain.exposures.records import Record, load_data
from gutbrain.model.units import is_label, quantity

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
    combine: Combine
    bolus: bool = False
    flag: bool = False
    takes: tuple[Literal["name", "hours", "mix", "donor", "strains"], ...] = ()
    default_hours: float | None = None
    acts_on: Mapping[str, str] | None = None


@per_world
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
    found = {}
    for name, fields in load_data("exposures.yaml").items():
        with told_by_place("exposures.yaml", name):
            found[name] = _exposure(name, fields)
    return found


def _exposure(name: str, fields: Mapping[str, Any]) -> Exposure:
    combine = "set" if fields["kind"] == "usual" else "add"
    made = Exposure(**{"name": name, "combine": combine, **fields})
    if origin("exposures.yaml", name):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise ValueError("a name is of small letters, figures and _")
        if not is_label(made.unit):
            quantity(1.0, made.unit)
        if (made.kind == "usual") != (made.healthy_adult is not None):
            raise ValueError("healthy_adult is the level of what is usual, and of nothing else")
        if not (made.healthy_adult or 0.0) <= made.most < math.inf or made.most <= 0:
            raise ValueError("most is the highest plausible amount, above 0")
    return made


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
