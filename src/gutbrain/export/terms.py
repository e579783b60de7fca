"""Numbers that write down the mathematics done with them, each with its unit: equations take them like floats."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, ClassVar

from gutbrain.export.units import Unit
from gutbrain.model.errors import ModelError

NONE = Unit()

SMALLEST = 1e-30
"""Least base of a power, as in the engine: a state that is a rounding error below zero has a power all the same."""


@dataclass(frozen=True)
class Term:
    """A piece of mathematics.

    ``operation`` is ``number`` or ``name`` (with ``value``), ``time``, or a function of ``arguments``: plus, minus,
    times, divide, power, exp, ln, cos, max, min, and the relations geq and piecewise that only a schedule needs.
    """

    operation: str
    unit: Unit
    arguments: tuple[Term, ...] = ()
    value: str | float = 0.0

    functions: ClassVar[SimpleNamespace]

    @property
    def known(self) -> float | None:
        """The number, where it is one."""
        return float(self.value) if self.operation == "number" else None

    def __add__(self, other: Any) -> Term:
        return _sum("plus", self, term(other))

    def __radd__(self, other: Any) -> Term:
        return _sum("plus", term(other), self)

    def __sub__(self, other: Any) -> Term:
        return _sum("minus", self, term(other))

    def __rsub__(self, other: Any) -> Term:
        return _sum("minus", term(other), self)

    def __neg__(self) -> Term:
        return number(-self.known, self.unit) if self.known is not None else Term("minus", self.unit, (self,))

    def __mul__(self, other: Any) -> Term:
        return _product(self, term(other))

    def __rmul__(self, other: Any) -> Term:
        return _product(term(other), self)

    def __truediv__(self, other: Any) -> Term:
        return _quotient(self, term(other))

    def __rtruediv__(self, other: Any) -> Term:
        return _quotient(term(other), self)

    def __pow__(self, exponent: float) -> Term:
        if self.known is not None:
            return number(self.known**exponent, self.unit**exponent)
        return Term("power", self.unit**exponent, (self, number(exponent)))


def number(value: float, unit: Unit = NONE) -> Term:
    """A number with a unit."""
    return Term("number", unit, value=float(value))


def name(identifier: str, unit: Unit) -> Term:
    """Something by its name."""
    return Term("name", unit, value=identifier)


def time(unit: Unit) -> Term:
    """The time since the simulation began."""
    return Term("time", unit)


def term(value: Any) -> Term:
    """A plain number as a term; a term as it is."""
    return value if isinstance(value, Term) else number(value)


def _sum(operation: str, a: Term, b: Term) -> Term:
    if b.known == 0.0:
        return a
    if a.known == 0.0:
        return b if operation == "plus" else -b
    _same_unit(operation, a, b)
    if a.known is not None and b.known is not None:
        return number(a.known + b.known if operation == "plus" else a.known - b.known, a.unit)
    return Term(operation, a.unit, (a, b))


def _product(a: Term, b: Term) -> Term:
    unit = a.unit * b.unit
    if a.known == 0.0 or b.known == 0.0:
        return number(0.0, unit)
    if a.known is not None and b.known is not None:
        return number(a.known * b.known, unit)
    for one, other in ((a, b), (b, a)):
        if one.known == 1.0 and one.unit == NONE:
            return other
    return Term("times", unit, (a, b))


def _quotient(a: Term, b: Term) -> Term:
    unit = a.unit / b.unit
    if a.known == 0.0:
        return number(0.0, unit)
    if a.known is not None and b.known is not None:
        return number(a.known / b.known, unit)
    if b.known == 1.0 and b.unit == NONE:
        return a
    return Term("divide", unit, (a, b))


def _same_unit(operation: str, a: Term, b: Term) -> None:
    if a.unit != b.unit:
        raise ModelError(f"{operation}: {a.unit.id} with {b.unit.id}")


def _of_dimensionless(operation: str, known: Callable[[float], float]) -> Callable[[Any], Term]:
    def apply(x: Any) -> Term:
        x = term(x)
        if x.known is not None:
            return number(known(x.known))
        # the angle of a clock hour is worked out from plain hours
        return Term(operation, NONE, (x if x.unit == NONE else x / number(1.0, x.unit),))

    return apply


def _extreme(operation: str, known: Callable[[float, float], float]) -> Callable[[Any, Any], Term]:
    def apply(a: Any, b: Any) -> Term:
        a, b = term(a), term(b)
        if a.known is not None and b.known is not None:
            return number(known(a.known, b.known), a.unit)
        if b.known == 0.0:
            b = number(0.0, a.unit)
        _same_unit(operation, a, b)
        return Term(operation, a.unit, (a, b))

    return apply


_maximum = _extreme("max", max)


def _power(x: Any, exponent: Any) -> Term:
    """Power of a number that is not negative."""
    x, exponent = term(x), term(exponent)
    if x.known is not None and exponent.known is not None:
        return number(x.known**exponent.known)
    return Term("power", NONE, (x if x.known is not None else _maximum(x, SMALLEST), exponent))


def _root(x: Any) -> Term:
    return term(x) ** 0.5


Term.functions = SimpleNamespace(
    exp=_of_dimensionless("exp", math.exp),
    log=_of_dimensionless("ln", math.log),
    sqrt=_root,
    cos=_of_dimensionless("cos", math.cos),
    maximum=_maximum,
    minimum=_extreme("min", min),
    power=_power,
)
