"""Machine code that scales what was read off around as-now, see :mod:`gutbrain.engine.readout`.

A vector is scaled as soon as it is read, while it is at hand: afterwards, memory would be what takes the time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from llvmlite import ir

from gutbrain.engine.machine.codegen import INDEX, NOTHING, POINTER, Loops, element, splatted
from gutbrain.engine.machine.kernel import Code, Host, compiled
from gutbrain.engine.machine.vectors import SINGLE, Wide, wide

LEAST = 1e-30
"""What is not above this is scaled as it is, not as a factor."""

BYTE = ir.IntType(8)

ARGUMENTS = {
    "moments": INDEX,
    "observables": INDEX,
    "found": POINTER,
    "found_moment": INDEX,
    "found_observable": INDEX,
    "now": POINTER,
    "now_moment": INDEX,
    "now_observable": INDEX,
    "before": POINTER,
    "weight": POINTER,
    "factor": POINTER,
    "factor_observable": INDEX,
    "as_factor": POINTER,
}


def scale(
    found: np.ndarray,
    now: np.ndarray,
    before: np.ndarray,
    weight: np.ndarray,
    factor: np.ndarray,
    as_factor: np.ndarray,
) -> None:
    """Scale the deviation of the lanes of one vector from as-now, in place.

    A factor above one is scaled by how far it is above one, one below by its reciprocal: so what is positive stays so,
    and what is doubled one way is halved the other.

    Parameters
    ----------
    found
        (moment, observable, lane) what the model gives, single precision, the lanes of a vector side by side.
    now
        (looked, observable, lane) the same as now.
    before, weight
        (moment,) where in ``now`` a moment lies: int64 places, and the weight of the next one, single precision.
    factor
        (observable, lane) factors, single precision.
    as_factor
        (observable,) whether it is scaled as a factor: int8.
    """
    _function()(
        *found.shape[:2],
        found.ctypes.data,
        *found.strides[:2],
        now.ctypes.data,
        *now.strides[:2],
        before.ctypes.data,
        weight.ctypes.data,
        factor.ctypes.data,
        factor.strides[0],
        as_factor.ctypes.data,
    )


@cache
def _function() -> Callable[..., None]:
    module = ir.Module("scaling")
    function = ir.Function(module, ir.FunctionType(NOTHING, list(ARGUMENTS.values())), "scale")
    given = dict(zip(ARGUMENTS, function.args, strict=True))
    loops = Loops(ir.IRBuilder(function.append_basic_block()))
    b = loops.builder

    def row(array: ir.Value, index: ir.Value, stride: str) -> ir.Value:
        return b.gep(array, [b.mul(index, given[stride])], source_etype=BYTE)

    with loops.over(given["moments"]) as moment:
        here = row(given["found"], moment, "found_moment")
        first = row(given["now"], element(b, given["before"], moment, INDEX), "now_moment")
        second = b.gep(first, [given["now_moment"]], source_etype=BYTE)
        after = element(b, given["weight"], moment, SINGLE)
        with loops.over(given["observables"]) as observable:
            places = (
                row(here, observable, "found_observable"),
                row(first, observable, "now_observable"),
                row(second, observable, "now_observable"),
                row(given["factor"], observable, "factor_observable"),
            )
            kind = element(b, given["as_factor"], observable, BYTE)
            with b.if_else(b.icmp_signed("!=", kind, ir.Constant(BYTE, 0))) as (positive, other):
                with positive:
                    _scaled(b, places, after, as_factor=True)
                with other:
                    _scaled(b, places, after, as_factor=False)
    b.ret_void()
    code = Code(compiled(module), ("scale",))
    call = code.function(
        "scale", *(ctypes.c_int64 if kind == INDEX else ctypes.c_void_p for kind in ARGUMENTS.values())
    )
    _alive.append(code)
    return call


_alive: list[Any] = []
"""Code lives as long as it may be called."""


def _scaled(b: ir.IRBuilder, places: tuple[ir.Value, ...], after: ir.Value, *, as_factor: bool) -> None:
    kind = wide(SINGLE, Host.here().width)
    found, first, second, factor = (Wide(b, b.load(place, typ=kind, align=4)) for place in places)
    base = first + (second - first) * Wide(b, splatted(b, after, kind))
    away = (found - base) * factor
    result = base + away
    if as_factor:
        # how far above one the larger of both is of the smaller
        least = found.smaller(base)
        up = away.over(0.0)
        scaled = base * (least + away).where(up, least) / least.where(up, least - away)
        result = scaled.where(least.over(LEAST), result)
    b.store(result.value, places[0], align=4)
