"""Units of the model as exponents of named units, and what each of those is in SBML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gutbrain.model.units import canonical

HOUR = 3600.0

KINDS: dict[str, tuple[str, int, float]] = {
    "h": ("second", 0, HOUR),
    "ms": ("second", -3, 1.0),
    "kg": ("gram", 3, 1.0),
    "g": ("gram", 0, 1.0),
    "mg": ("gram", -3, 1.0),
    "ug": ("gram", -6, 1.0),
    "ng": ("gram", -9, 1.0),
    "pg": ("gram", -12, 1.0),
    "mol": ("mole", 0, 1.0),
    "mmol": ("mole", -3, 1.0),
    "umol": ("mole", -6, 1.0),
    "nmol": ("mole", -9, 1.0),
    "amol": ("mole", -18, 1.0),
    "L": ("litre", 0, 1.0),
    "mL": ("litre", -3, 1.0),
    "m": ("metre", 0, 1.0),
    "cell": ("item", 0, 1.0),
    "CFU": ("item", 0, 1.0),
    "platelet": ("item", 0, 1.0),
    "serving": ("item", 0, 1.0),
    "IU": ("item", 0, 1.0),
    "MIU": ("item", 6, 1.0),
}
"""SBML base unit, power of ten and factor of every unit that declarations use; what is counted is an item."""

_TOKEN = re.compile(r"([*/]?)([A-Za-z]+|1)(?:\*\*(-?\d+))?")


@dataclass(frozen=True)
class Unit:
    """A product of named units; ``parts`` are names with exponents, sorted, none of them zero."""

    parts: tuple[tuple[str, float], ...] = ()

    def __mul__(self, other: Unit) -> Unit:
        return self._with(other, 1.0)

    def __truediv__(self, other: Unit) -> Unit:
        return self._with(other, -1.0)

    def __pow__(self, exponent: float) -> Unit:
        return Unit(tuple((name, power * exponent) for name, power in self.parts)) if exponent else Unit()

    def _with(self, other: Unit, sign: float) -> Unit:
        powers = dict(self.parts)
        for name, power in other.parts:
            powers[name] = powers.get(name, 0.0) + sign * power
        return Unit(tuple(sorted((name, power) for name, power in powers.items() if power)))

    @property
    def id(self) -> str:
        """Identifier of its definition: ``dimensionless``, ``g_per_h``, ``m2_per_kg``."""
        above = "_".join(_written(name, power) for name, power in self.parts if power > 0)
        below = "".join(f"_per_{_written(name, -power)}" for name, power in self.parts if power < 0)
        return f"{above or 'one'}{below}" if self.parts else "dimensionless"


def _written(name: str, power: float) -> str:
    return name if power == 1 else f"{name}{power:g}".replace(".", "_")


@cache
def unit(declared: str) -> Unit:
    """The unit in which a declaration's value is computed: every time in hours, labels (``z``) dimensionless.

    Raises
    ------
    ValueError
        Where SBML has no counterpart of a part of it.
    """
    found = Unit()
    for operator, name, power in _TOKEN.findall(canonical(declared)[1].replace(" ", "")):
        if name == "1":
            continue
        if name not in KINDS:
            raise ValueError(f"unit {declared!r} has no counterpart in SBML: {name!r} is not known")
        one = Unit(((name, float(power or 1)),))
        found = found / one if operator == "/" else found * one
    return found
