"""Amounts as people write them: a number in the contract's unit, or text with a unit of its own."""

from __future__ import annotations

import math
import re

from gutbrain.errors import Problem
from gutbrain.exposures.fields import Field

_LONGEST = 100
"""Characters of the longest text that is read as an amount."""

_TEXT = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([A-Za-zµμ%°][^\s].{0,40}|[A-Za-zµμ%])?\s*")
_UNIT = re.compile(r"[A-Za-zµμ%][A-Za-z0-9µμ%*/. ^-]*")


def read_amount(
    field: Field,
    unit: str,
    problems: list[Problem],
    *,
    least: float = 0.0,
    most: float = math.inf,
    above: float | None = None,
    below: float | None = None,
) -> float | None:
    """The amount in ``unit``, or None where it is wrong (which is then among ``problems``).

    ``least`` and ``most`` are allowed, ``above`` and ``below`` are not.
    """
    value = _number(field, unit, problems)
    if value is None:
        return None
    said = "" if unit == "1" else f" {unit}"
    if not math.isfinite(value):
        problems.append(field.problem(f"{value} is not an amount", "write a finite number"))
    elif above is not None and value <= above:
        problems.append(field.problem(f"{value:g} is not more than {above:g}", f"write a number above {above:g}{said}"))
    elif value < least:
        wrong = "is negative" if least == 0 else f"is less than {least:g}"
        problems.append(field.problem(f"{value:g}{said} {wrong}", f"the least is {least:g}{said}"))
    elif below is not None and value >= below:
        problems.append(field.problem(f"{value:g}{said} is too much", f"it must be below {below:g}{said}"))
    elif value > most:
        problems.append(field.problem(f"{value:g}{said} is more than is plausible", f"the most is {most:g}{said}"))
    else:
        return value
    return None


def _number(field: Field, unit: str, problems: list[Problem]) -> float | None:
    value = field.value
    right = "write a number" if unit == "1" else f"write a number ({unit})"
    if isinstance(value, bool) or value is None or not isinstance(value, int | float | str):
        shown = "nothing" if value is None else str(value).lower() if isinstance(value, bool) else "this"
        problems.append(field.problem(f"{shown} is not a number", right))
        return None
    if not isinstance(value, str):
        try:
            return float(value)
        except OverflowError:
            return math.inf
    # looking for a number in long text takes the square of its length
    match = _TEXT.fullmatch(value) if len(value) <= _LONGEST else None
    if not match:
        problems.append(field.problem(f"'{_short(value)}' is not a number", right))
        return None
    number, written = float(match[1]), match[2]
    if not written:
        problems.append(field.problem(f"'{value}' is text", f"{right} without quotes"))
        return None
    factor = _factor(written, unit)
    if factor is None:
        known = "a number without a unit" if unit == "1" else unit
        problems.append(field.problem(f"the unit of '{_short(value)}' does not fit", f"the unit here is {known}"))
        return None
    return number * factor


def _factor(written: str, unit: str) -> float | None:
    """How many ``unit`` one written unit is, or None where they do not go together."""
    if not _UNIT.fullmatch(written):
        return None
    # pint takes long to load: only for text
    from pint.errors import PintError

    from gutbrain.model.units import registry

    units = registry()
    try:
        return float(units.Quantity(1.0, written).to("" if unit == "1" else unit).magnitude)
    except (PintError, ValueError, TypeError, AttributeError, KeyError, AssertionError, ArithmeticError):
        return None


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
