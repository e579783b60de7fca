"""Amounts as people write them: a number in the contract's unit, or text with a unit of its own."""

from __future__ import annotations

import math
import re

from gutbrain.arguments import as_float, is_number
from gutbrain.errors import Problem
from gutbrain.yamlfields import Field

_LONGEST = 100
"""Characters of the longest text that is read as an amount."""

_TEXT = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([A-Za-zµμ%°][^\s].{0,40}|[A-Za-zµμ%])?\s*")
_COMMA = re.compile(r"\s*([-+]?[0-9]+,[0-9]+)\s*[^0-9]{0,40}")
_GROUPED = re.compile(r"\s*([-+]?[0-9]{1,3}(?:[,.' \u2019][0-9]{3}){1,5}(?:\.[0-9]+)?)\s*[^0-9]{0,40}")
_LARGE = re.compile(
    r"\s*([0-9]+\.?[0-9]*)\s*(hundred|thousand|million|mio|billion|bn|bln|milliard|mrd|trillion)s?\.?(\s.{0,40})?", re.I
)
_POWERS = {"hundred": 1e2, "thousand": 1e3} | dict.fromkeys(("million", "mio"), 1e6)
_POWERS |= dict.fromkeys(("billion", "bn", "bln", "milliard", "mrd"), 1e9) | {"trillion": 1e12}
_CLOCK = re.compile(r"\s*([0-9]{1,2}):([0-9]{2})\s*")
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
    """The amount, or None where it is wrong (which is then among ``problems``).

    Parameters
    ----------
    field
        A number, or text with a unit (``40 g/day``).
    unit
        What the amount is given in, as in the vocabulary; other units of the same dimension are converted.
    problems
        What is wrong is added here.
    least, most
        Limits that are themselves allowed.
    above, below
        Limits that are themselves not allowed.
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
    if not isinstance(value, str) and not is_number(value):
        said = "nothing" if value is None else str(value).lower() if isinstance(value, bool) else _kind(value)
        problems.append(field.problem(f"{said} is not a number", right))
        return None
    if not isinstance(value, str):
        return as_float(value)
    # looking for a number in long text takes the square of its length
    match = _TEXT.fullmatch(value) if len(value) <= _LONGEST else None
    if not match:
        problems.append(field.problem(f"'{_short(value)}' is not a number", _remedy(value) or right))
        return None
    number, written = float(match[1]), match[2]
    if not written:
        problems.append(field.problem(f"'{value}' is text", f"{right} without quotes"))
        return None
    times = factor(written, unit)
    if times is None and (remedy := _remedy(value)):
        problems.append(field.problem(f"'{_short(value)}' is not a number", remedy))
        return None
    if times is None:
        known = "a number without a unit" if unit == "1" else unit
        problems.append(field.problem(f"the unit of '{_short(value)}' does not fit", f"the unit here is {known}"))
        return None
    return number * times


def _remedy(text: str) -> str:
    """What to write in place of a number as people write it elsewhere; nothing where that cannot be told."""
    text = text[:_LONGEST]
    if match := _COMMA.fullmatch(text):
        whole, _, rest = match[1].partition(",")
        thousands = f" (or {whole}{rest} for thousands)" if len(rest) == 3 else ""
        return f"write a decimal point: {whole}.{rest}{thousands}"
    if match := _GROUPED.fullmatch(text):
        return f"write it without signs between the figures: {re.sub(r'[^0-9.]', '', match[1])}"
    if match := _LARGE.fullmatch(text):
        power = _POWERS[match[2].lower()]
        return f"write the number out: {_plain(float(match[1]) * power)}{_unit_of(match[3])}"
    if _CLOCK.fullmatch(text):
        return "a clock hour goes into hour; here it is a plain number"
    return ""


def _plain(value: float) -> str:
    """A large number as it is written in files: ``1.0e10``."""
    figures, _, power = f"{value:.6g}".partition("e+")
    return f"{figures if '.' in figures or not power else f'{figures}.0'}{power and f'e{int(power)}'}"


def _unit_of(text: str | None) -> str:
    return f" {text.strip()}" if text and text.strip() else ""


def _kind(value: object) -> str:
    return "an array" if getattr(value, "ndim", 0) else "this"


def read_hour(field: Field, problems: list[Problem]) -> float | None:
    """A clock hour: a number from 0 up to 24, or a time as in ``"15:30"``."""
    match = _CLOCK.fullmatch(field.value[:_LONGEST]) if isinstance(field.value, str) else None
    if match is None:
        return read_amount(field, "h", problems, below=24.0)
    hour, minute = int(match[1]), int(match[2])
    if hour > 23 or minute > 59:
        problems.append(field.problem(f"'{field.value}' is no time of day", "write it as in 15:30"))
        return None
    return hour + minute / 60


def factor(written: str, unit: str) -> float | None:
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
