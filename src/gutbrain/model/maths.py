"""Functions that equations may use: the same name works on floats, NumPy arrays, SymPy symbols and pint quantities.

Plain ``+ - * / **`` need no help; what is not an operator is dispatched here on the kind of number that comes in. Other
kinds of number bring their functions along, as the attribute ``functions`` of their class.
"""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

HOURS_A_DAY = 24.0


def _float_kind() -> SimpleNamespace:
    return SimpleNamespace(
        exp=math.exp,
        log=math.log,
        sqrt=math.sqrt,
        cos=math.cos,
        maximum=max,
        minimum=min,
        power=lambda x, n: x**n,
    )


def _numpy_kind() -> SimpleNamespace:
    import numpy as np

    return SimpleNamespace(
        exp=np.exp,
        log=np.log,
        sqrt=np.sqrt,
        cos=np.cos,
        maximum=np.maximum,
        minimum=np.minimum,
        power=lambda x, n: x**n,
    )


def _sympy_kind() -> SimpleNamespace:
    import sympy

    return SimpleNamespace(
        exp=sympy.exp,
        log=sympy.log,
        sqrt=sympy.sqrt,
        cos=sympy.cos,
        maximum=sympy.Max,
        minimum=sympy.Min,
        power=lambda x, n: x**n,
    )


def _pint_kind() -> SimpleNamespace:
    def dimensionless(function: Any) -> Any:
        def apply(x: Any) -> Any:
            magnitude = x.to("").magnitude if hasattr(x, "to") else x
            return _REGISTRY().Quantity(function(magnitude), "")

        return apply

    def extreme(function: Any) -> Any:
        def apply(a: Any, b: Any) -> Any:
            quantity = _REGISTRY().Quantity
            a, b = quantity(a), quantity(b)
            return quantity(function(a.magnitude, b.to(a.units).magnitude), a.units)

        return apply

    def root(x: Any) -> Any:
        return x**0.5

    return SimpleNamespace(
        exp=dimensionless(math.exp),
        log=dimensionless(math.log),
        sqrt=root,
        cos=dimensionless(math.cos),
        maximum=extreme(max),
        minimum=extreme(min),
        power=lambda x, n: x**n,
    )


def _REGISTRY() -> Any:
    from gutbrain.model.units import registry

    return registry()


_KINDS: dict[str, SimpleNamespace] = {}


def _kind(*numbers: Any) -> Any:
    """The namespace of functions for these numbers (the least plain among them decides)."""
    name = "float"
    for number in numbers:
        own = getattr(type(number), "functions", None)
        if own is not None:
            return own
        root = type(number).__module__.partition(".")[0]
        if root in ("pint", "sympy"):
            name = root
            break
        if root == "numpy":
            name = root
    if name not in _KINDS:
        _KINDS[name] = {"float": _float_kind, "numpy": _numpy_kind, "sympy": _sympy_kind, "pint": _pint_kind}[name]()
    return _KINDS[name]


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
