"""Functions that equations may use: the same name works on floats, NumPy arrays, SymPy symbols and pint quantities.

Plain ``+ - * / **`` need no help; what is not an operator is dispatched here on the kind of number that comes in. Other
kinds of number bring their functions along, as the attribute ``functions`` of their class.
"""

from __future__ import annotations

import math
import operator
from functools import cache
from types import SimpleNamespace
from typing import Any

HOURS_A_DAY = 24.0


def _functions(of: Any, maximum: Any, minimum: Any) -> SimpleNamespace:
    return SimpleNamespace(
        exp=of.exp, log=of.log, sqrt=of.sqrt, cos=of.cos, maximum=maximum, minimum=minimum, power=operator.pow
    )


def _of_quantities() -> SimpleNamespace:
    from gutbrain.model.units import registry

    quantity = registry().Quantity

    def dimensionless(function: Any) -> Any:
        return lambda x: quantity(function(x.to("").magnitude if hasattr(x, "to") else x), "")

    def extreme(function: Any) -> Any:
        def apply(a: Any, b: Any) -> Any:
            a, b = quantity(a), quantity(b)
            return quantity(function(a.magnitude, b.to(a.units).magnitude), a.units)

        return apply

    plain = SimpleNamespace(
        exp=dimensionless(math.exp), log=dimensionless(math.log), cos=dimensionless(math.cos), sqrt=lambda x: x**0.5
    )
    return _functions(plain, extreme(max), extreme(min))


@cache
def _functions_of(kind: str) -> SimpleNamespace:
    """The functions of a kind of number; a library is asked for only where its numbers come in."""
    match kind:
        case "numpy":
            import numpy as np

            return _functions(np, np.maximum, np.minimum)
        case "sympy":
            import sympy

            return _functions(sympy, sympy.Max, sympy.Min)
        case "pint":
            return _of_quantities()
    return _functions(math, max, min)


def _kind(*numbers: Any) -> Any:
    """The functions for these numbers (the least plain among them decides)."""
    kind = "float"
    for number in numbers:
        own = getattr(type(number), "functions", None)
        if own is not None:
            return own
        library = type(number).__module__.partition(".")[0]
        if library in ("pint", "sympy"):
            kind = library
            break
        if library == "numpy":
            kind = library
    return _functions_of(kind)


def exp(x: Any) -> Any:
    """E to the power of a dimensionless number."""
    return _kind(x).exp(x)


def log(x: Any) -> Any:
    """Natural logarithm of a positive dimensionless number."""
    return _kind(x).log(x)


def log10(x: Any) -> Any:
    """Decimal logarithm of a positive dimensionless number."""
    return log(x) / math.log(10.0)


def sqrt(x: Any) -> Any:
    """Square root."""
    return _kind(x).sqrt(x)


def cos(x: Any) -> Any:
    """Cosine of a dimensionless angle in radians."""
    return _kind(x).cos(x)


def maximum(a: Any, b: Any) -> Any:
    """The larger of two numbers of the same unit."""
    return _kind(a, b).maximum(a, b)


def minimum(a: Any, b: Any) -> Any:
    """The smaller of two numbers of the same unit."""
    return _kind(a, b).minimum(a, b)


def positive(x: Any) -> Any:
    """``x`` where it is above zero, else zero; keeps the unit."""
    return _kind(x).maximum(x, 0 * x)


def saturation(x: Any, k: Any) -> Any:
    """``x / (x + k)``: half at ``k``, for ``x >= 0``."""
    return x / (x + k)


def power(x: Any, n: Any) -> Any:
    """``x`` to the power of ``n``, for dimensionless ``x >= 0`` and ``n > 0``."""
    return _kind(x, n).power(x, n)


def hill(x: Any, k: Any, n: Any = 1) -> Any:
    """``x^n / (k^n + x^n)`` for ``x >= 0``: half at ``k``, steepness ``n``.

    Parameters
    ----------
    x
        Amount, not negative.
    k
        Amount of half the effect, in the unit of ``x``.
    n
        Steepness (Hill coefficient).
    """
    ratio = power(x / k, n)
    return ratio / (1 + ratio)


def _turn(clock: Any, at: Any) -> Any:
    """Angle between two clock hours; both carry the unit h (or none, in plain numbers)."""
    difference = clock - at
    if type(difference).__module__.partition(".")[0] == "pint":
        difference = difference.to("h").magnitude
    return 2.0 * math.pi * difference / HOURS_A_DAY


def rhythm(clock: Any, peak: Any) -> Any:
    """Daily cosine: 1 at clock hour ``peak``, -1 twelve hours later."""
    return cos(_turn(clock, peak))


def pulse(clock: Any, at: Any, width: Any) -> Any:
    """Bump of height 1 every day (von Mises).

    Parameters
    ----------
    clock
        Hour of the day.
    at
        Clock hour of its top.
    width
        Its standard deviation (h).
    """
    if type(width).__module__.partition(".")[0] == "pint":
        width = width.to("h").magnitude
    sharpness = (HOURS_A_DAY / (2.0 * math.pi * width)) ** 2
    return exp(sharpness * (rhythm(clock, at) - 1))
