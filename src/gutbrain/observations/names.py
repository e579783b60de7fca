"""What the name of a column, or of a row, means: an observable, an exposure, or something of the person's own."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from gutbrain import world
from gutbrain.atlas.exposures import exposures
from gutbrain.atlas.not_modelled import written
from gutbrain.atlas.observables import SLOT, STRAIN, about
from gutbrain.errors import suggest
from gutbrain.exposures.medicines import named
from gutbrain.exposures.strains import UnknownStrain, resolve
from gutbrain.model.units import is_label, registry
from gutbrain.people.presets import habits
from gutbrain.people.scales import scales

Kind = Literal["observable", "exposure", "own"]

NEAR = 0.85
"""How near an unknown name must be to a known one to be taken for a slip."""

_BRACKETS = re.compile(r"\s*(.+?)\s*[\[(]\s*([^\[\]()]*?)\s*[\])]\s*")
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:-|to|\u2013|\.\.)\s*(-?\d+(?:\.\d+)?)")
_A_DAY = re.compile(r"/(day|night|week)$")


@dataclass(frozen=True)
class Item:
    """Something that was recorded.

    Attributes
    ----------
    name
        As results have it; ``EXPOSURE.NAME`` for a medicine, a strain or a stressor of that name.
    kind
        ``observable``, ``exposure``, or ``own`` where the model knows nothing of it.
    unit
        In which values are kept.
    low, high
        What is possible.
    factor
        From what is written to ``unit``.
    """

    name: str
    kind: Kind
    unit: str
    low: float = -math.inf
    high: float = math.inf
    factor: float = 1.0

    @property
    def exposure(self) -> str:
        """The exposure, where it is one."""
        return self.name.partition(".")[0]

    @property
    def which(self) -> str:
        """The medicine, strain or stressor; empty where none is named."""
        return self.name.partition(".")[2]

    @property
    def adds_up(self) -> bool:
        """Whether what is recorded at several moments of a day is the sum of them: amounts do, ratings do not."""
        return self.kind == "exposure" and self.unit != "1" and not self.unit.endswith("/night")

    @property
    def is_rating(self) -> bool:
        """Whether it is an answer on a scale of the person's own, from ``low`` to ``high``."""
        return self.kind == "own" and math.isfinite(self.low) and math.isfinite(self.high)


class UnknownName(ValueError):
    """A name or a unit that cannot be used: what is wrong, and what would be right."""

    def __init__(self, wrong: str, right: str = "") -> None:
        self.wrong, self.right = wrong, right
        super().__init__(f"{wrong}; {right}" if right else wrong)


def split(written: str) -> tuple[str, str]:
    """Name and unit of ``sleep [h]``; the unit is empty where none stands there."""
    match = _BRACKETS.fullmatch(written)
    return (match[1], match[2]) if match else (written.strip(), "")


def item(name: str, unit: str = "") -> Item:
    """What a name means, and how values in a unit are to be taken.

    Parameters
    ----------
    name
        As it is written: ``sleep``, ``phq9``, ``antibiotic.ciprofloxacin``, ``mood``.
    unit
        As it is written; empty where it is that of the vocabulary. ``0-10`` is a scale of the person's own.

    Raises
    ------
    UnknownName
        Where the unit does not fit, a medicine or strain is not named or not known, or the name is a slip of a known
        one.
    """
    plain = name.strip()
    if plain in exposures() or plain.partition(".")[0] in exposures():
        return _exposure(plain, unit)
    if plain.startswith(STRAIN):
        return _strain(plain, unit)
    declared = world.model().observables
    if plain in declared and not SLOT.fullmatch(plain):
        return _observable(plain, declared[plain].unit, unit)
    known = [*exposures(), *(one for one in declared if about(one).group)]
    if not written(plain) and (near := suggest(plain, known, cutoff=NEAR)):
        raise UnknownName(f"'{plain}' is neither an exposure nor an observable", near)
    if match := _RANGE.fullmatch(unit):
        low, high = float(match[1]), float(match[2])
        if low >= high:
            raise UnknownName(f"the scale {unit} has no room", "write the lowest answer first, as in [0-10]")
        return Item(plain, "own", f"{match[1]}-{match[2]}", low, high)
    return Item(plain, "own", unit)


def _exposure(name: str, unit: str) -> Item:
    kind = exposures()[name.partition(".")[0]]
    which = name.partition(".")[2]
    if "strains" in kind.takes:
        if not which:
            raise UnknownName("names no strain", f"write {kind.name}.STRAIN, as in {kind.name}.B. longum 1714")
        name = f"{kind.name}.{_resolved(which)}"
    elif which and "name" not in kind.takes:
        raise UnknownName(f"'{kind.name}' has no kinds", f"write {kind.name}")
    elif "name" in kind.takes:
        known = named(kind.name)
        if which.lower() not in known:
            wrong = f"'{which}' is not a known {kind.name}" if which else f"does not say which {kind.name}"
            raise UnknownName(wrong, f"write {kind.name}.NAME; known are {', '.join(known)}")
        name = f"{kind.name}.{which.lower()}"
    low, high = 0.0, kind.most
    if kind.name in habits():
        high = max(high, habits()[kind.name].high)
    return Item(name, "exposure", kind.unit, low, high, _factor(unit, kind.unit))


def _strain(name: str, unit: str) -> Item:
    return Item(STRAIN + _resolved(name.removeprefix(STRAIN)), "observable", "log10 CFU/g", -2.0, 14.0,
                _factor(unit, "log10 CFU/g"))  # fmt: skip


def _resolved(strain: str) -> str:
    try:
        return str(resolve(strain).strain.short)
    except UnknownStrain as error:
        raise UnknownName(str(error)) from None


def _observable(name: str, canonical: str, unit: str) -> Item:
    scale, shape = scales().get(name), about(name).scale
    low, high = -math.inf, math.inf
    if scale is not None:
        low, high = scale["low"], scale["high"]
    elif name.endswith("_share"):
        low, high = 0.0, 1.0
    elif shape == "z":
        low, high = -6.0, 6.0
    elif shape == "log":
        low = 0.0
    if _RANGE.fullmatch(unit) and scale is not None:
        unit = ""
    return Item(name, "observable", canonical, low, high, _factor(unit, canonical))


def _factor(written: str, unit: str) -> float:
    """How many ``unit`` one written unit is.

    What is given for a day may leave that out: grams of a row of a day are grams a day.

    Raises
    ------
    UnknownName
        Where they do not go together.
    """
    plain = written.strip()
    if plain in ("", unit) or plain.removesuffix("s") == unit:
        return 1.0
    if unit == "1" and plain == "%":
        return 0.01
    if not is_label(unit):
        bare = _A_DAY.sub("", unit)
        for target in dict.fromkeys((unit, bare)):
            found = _converted(plain, target)
            if found is not None:
                return found
    right = "leave the unit out: it is a number without one" if is_label(unit) and unit == "1" else f"write [{unit}]"
    raise UnknownName(f"the unit '{plain}' does not fit", right)


def _converted(written: str, unit: str) -> float | None:
    # pint takes long to load: only for units other than the canonical one
    from pint.errors import PintError

    units = registry()
    try:
        return float(units.Quantity(1.0, written).to(unit).magnitude)
    except (PintError, ValueError, TypeError, AttributeError, KeyError, AssertionError, ArithmeticError):
        return None
