"""Units of declarations: everything that has time in it is computed in hours; pint checks that equations agree.

pint is imported only where a check or a conversion of user input needs it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

HOURS = {"s": 1 / 3600, "min": 1 / 60, "h": 1.0, "day": 24.0, "night": 24.0, "week": 168.0, "year": 8766.0}
"""Length of the units of time in hours."""

_LABELS = ("log10 ", "z", "nats", "point", "pH")
_TOKEN = re.compile(r"([*/]?)\s*([A-Za-z%]+|1)(?:\*\*(-?\d+))?")


def is_label(unit: str) -> bool:
    """Whether a unit only names how a dimensionless number is read (``log10 cells/g``, ``z``)."""
    return unit == "1" or unit.startswith(_LABELS[0]) or unit in _LABELS[1:]


@cache
def canonical(unit: str) -> tuple[float, str]:
    """Factor to, and name of, the unit with every time in hours: ``g/day`` -> (1/24, ``g/h``).

    Parameters
    ----------
    unit
        As declared, with ``*``, ``/`` and ``**``.

    Raises
    ------
    ValueError
        Where it cannot be read as a unit.
    """
    if is_label(unit):
        return 1.0, "1"
    factor, parts, position = 1.0, [], 0
    for match in _TOKEN.finditer(unit.replace(" ", "")):
        operator, name, power = match.groups()
        position += len(match.group(0))
        exponent = int(power or 1) * (-1 if operator == "/" else 1)
        if name in HOURS:
            factor *= HOURS[name] ** exponent
            name = "h"
        parts.append(f"{operator}{name}" + (f"**{power}" if power else ""))
    if position != len(unit.replace(" ", "")):
        raise ValueError(f"unit {unit!r} cannot be read; write it like 'ug/kg/h' or 'kg/m**2'")
    return factor, "".join(parts)


@lru_cache(maxsize=1)
def registry() -> Any:
    """The pint registry with the counting units of this field."""
    import pint

    units: Any = pint.UnitRegistry(cache_folder=None)
    for definition in (
        "CFU = [colony]",
        "cell = [cell] = cells",
        "serving = [serving] = servings",
        "IU = [biological_activity]",
        "MIU = 1e6 * IU",
        "night = 24 * h",
        "platelet = [platelet]",
    ):
        units.define(definition)
    return units


def quantity(value: float, unit: str) -> Any:
    """A pint quantity of a value that is already in hours, with the canonical unit of ``unit``."""
    name = canonical(unit)[1]
    return registry().Quantity(value, "" if name == "1" else name)
