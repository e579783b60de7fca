"""Arithmetic on vectors of lanes, written like arithmetic on floats, and the functions that no processor has.

In single precision exp, log and cos are polynomials (after Cephes) within about 2 units in the last place, all without
branches. Numbers below the smallest normal one count as zero, both as an argument of log and as a result of exp. In
double precision they are those of the C library.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from llvmlite import ir

# multiplication and addition may be one instruction; nothing else may be changed
CONTRACT = ("contract",)
LEAST = 1.17549435e-38
"""Smallest normal number of single precision."""

SINGLE, DOUBLE, WHOLE = ir.FloatType(), ir.DoubleType(), ir.IntType(32)


def wide(element: ir.Type, width: int) -> ir.Type:
    """The type of ``width`` lanes."""
    return element if width == 1 else ir.VectorType(element, width)


@dataclass(frozen=True)
class Wide:
    """One number in every lane, as instructions are appended to a function."""

    builder: ir.IRBuilder
    value: ir.Value

    def _like(self, other: Any) -> ir.Value:
        return other.value if isinstance(other, Wide) else splat(self.value.type, other)

    def _new(self, value: ir.Value) -> Wide:
        return Wide(self.builder, value)

    def __add__(self, other: Any) -> Wide:
        return self._new(self.builder.fadd(self.value, self._like(other), flags=CONTRACT))

    def __sub__(self, other: Any) -> Wide:
        return self._new(self.builder.fsub(self.value, self._like(other), flags=CONTRACT))

    def __rsub__(self, other: Any) -> Wide:
        return self._new(self.builder.fsub(self._like(other), self.value, flags=CONTRACT))

    def __mul__(self, other: Any) -> Wide:
        return self._new(self.builder.fmul(self.value, self._like(other), flags=CONTRACT))

    def __truediv__(self, other: Any) -> Wide:
        return self._new(self.builder.fdiv(self.value, self._like(other)))

    __radd__, __rmul__ = __add__, __mul__

    def over(self, other: Any) -> ir.Value:
        """Where this is greater; nowhere for NaN."""
        return self.builder.fcmp_ordered(">", self.value, self._like(other))

    def under(self, other: Any) -> ir.Value:
        """Where this is less; nowhere for NaN."""
        return self.builder.fcmp_ordered("<", self.value, self._like(other))

    def where(self, mask: ir.Value, other: Any) -> Wide:
        """Itself in lanes of the mask, else another."""
        return self._new(self.builder.select(mask, self.value, self._like(other)))

    def at_least(self, least: float) -> Wide:
        """Itself or a constant, whichever is greater; NaN stays NaN."""
        return self._new(splat_of(self, least).where(self.under(least), self).value)

    def at_most(self, most: float) -> Wide:
        """Itself or a constant, whichever is less; NaN stays NaN."""
        return self._new(splat_of(self, most).where(self.over(most), self).value)

    def larger(self, other: Wide) -> Wide:
        """The larger of two; NaN where either is."""
        return self._extreme(">", other)

    def smaller(self, other: Wide) -> Wide:
        """The smaller of two; NaN where either is."""
        return self._extreme("<", other)

    def _extreme(self, comparison: str, other: Wide) -> Wide:
        # where this is NaN neither comparison is true, so it is taken unless the other surely wins
        b = self.builder
        chosen = self._new(b.select(b.fcmp_ordered(comparison, other.value, self.value), other.value, self.value))
        if isinstance(other.value, ir.Constant):
            return chosen
        return other.where(b.fcmp_unordered("uno", other.value, other.value), chosen)

    def called(self, function: str) -> Wide:
        """An instruction of LLVM that takes and gives one number."""
        kind, module = self.value.type, self.builder.module
        element, lanes = (kind.element, f"v{kind.count}") if isinstance(kind, ir.VectorType) else (kind, "")
        name = f"llvm.{function}.{lanes}{element.intrinsic_name}"
        known = module.globals.get(name) or ir.Function(module, ir.FunctionType(kind, [kind]), name)
        return self._new(self.builder.call(known, [self.value]))

    def bits(self) -> ir.Value:
        """The same bits as whole numbers of 32 bits."""
        return self.builder.bitcast(self.value, _whole(self.value.type))


def splat(kind: ir.Type, value: float) -> ir.Constant:
    """The same number in every lane."""
    return ir.Constant(kind, [value] * kind.count if isinstance(kind, ir.VectorType) else value)


def splat_of(like: Wide, value: float) -> Wide:
    """The same number in every lane, of the type of another."""
    return Wide(like.builder, splat(like.value.type, value))


def _whole(kind: ir.Type) -> ir.Type:
    return ir.VectorType(WHOLE, kind.count) if isinstance(kind, ir.VectorType) else WHOLE


def _polynomial(x: Wide, coefficients: Sequence[float]) -> Wide:
    """Horner's rule, highest power first."""
    result = x * coefficients[0] + coefficients[1]
    for coefficient in coefficients[2:]:
        result = result * x + coefficient
    return result


NEAREST = 12582912.0
"""1.5 * 2^23: what is added to it is rounded to a whole number, which then stands in the lowest bits."""

EXP_LEAST, EXP_MOST = -86.9, 89.0
DECAYED = -80.0
"""E to the power of this is nothing beside one."""


def exp(x: Wide) -> Wide:
    """E to the power of single-precision ``x``."""
    # half the power of two, doubled at the end, since 2^128 itself is infinite
    result = _exp(x.at_least(EXP_LEAST).at_most(EXP_MOST), 126) * 2.0
    return splat_of(x, 0.0).where(x.under(EXP_LEAST), result)


def decay(x: Wide) -> Wide:
    """E to the power of single-precision ``x <= 0``, where it is added to one."""
    return _exp(x.at_least(DECAYED), 127)


def _exp(x: Wide, bias: int) -> Wide:
    """2^(n + bias - 127) * exp(r), with x = n * ln(2) + r and abs(r) <= ln(2) / 2."""
    b, whole = x.builder, _whole(x.value.type)
    shifted = x * (1 / math.log(2)) + NEAREST
    n = shifted - NEAREST
    r = x - n * 0.693359375 - n * -2.12194440e-4
    series = _polynomial(
        r, (1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1)
    )
    exponent = b.add(b.shl(shifted.bits(), splat(whole, 23)), splat(whole, bias << 23))
    return (series * (r * r) + r + 1.0) * Wide(b, b.bitcast(exponent, x.value.type))


def log(x: Wide) -> Wide:
    """Natural logarithm of single-precision ``x``: n * ln(2) + log(1 + f) with sqrt(1/2) <= 1 + f < sqrt(2)."""
    b, kind = x.builder, x.value.type
    whole = _whole(kind)
    bits = x.bits()
    n_bits = b.ashr(b.sub(bits, splat(whole, 0x3F3504F3)), splat(whole, 23))
    f = Wide(b, b.bitcast(b.sub(bits, b.shl(n_bits, splat(whole, 23))), kind)) - 1.0
    n = Wide(b, b.sitofp(n_bits, kind))
    square = f * f
    series = _polynomial(
        f,
        (
            7.0376836292e-2,
            -1.1514610310e-1,
            1.1676998740e-1,
            -1.2420140846e-1,
            1.4249322787e-1,
            -1.6668057665e-1,
            2.0000714765e-1,
            -2.4999993993e-1,
            3.3333331174e-1,
        ),
    )
    tail = series * (f * square) + n * -2.12194440e-4 - square * 0.5
    result = f + tail + n * 0.693359375
    # infinity and NaN stay; zero gives minus infinity, less gives NaN
    result = result.where(x.under(math.inf), x)
    special = splat_of(x, math.nan).where(x.under(0.0), -math.inf)
    return special.where(x.under(LEAST), result)


def cos(x: Wide) -> Wide:
    """Cosine of single-precision ``x`` of moderate size: (-1)^n * cos(r) with abs(r) <= pi / 2."""
    b = x.builder
    whole = _whole(x.value.type)
    shifted = x * (1 / math.pi) + NEAREST
    n = shifted - NEAREST
    r = x - n * 3.140625 - n * 9.67502593994140625e-4 - n * 1.509957990978376432e-7
    square = r * r
    # fitted by least squares at Chebyshev nodes
    series = _polynomial(
        square,
        (2.01795847e-9, -2.75420774e-7, 2.48014458e-5, -1.38888881e-3, 4.16666679e-2, -0.5, 1.0),
    )
    sign = b.shl(shifted.bits(), splat(whole, 31))
    return Wide(b, b.bitcast(b.xor(series.bits(), sign), x.value.type))
