"""Machine code that scales what was read off around as-now, see :mod:`gutbrain.engine.readout`: as quick as memory is.

Lanes are taken a vector at a time, what is left over one by one; rows need not be aligned.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from llvmlite import ir

from gutbrain.engine.machine.codegen import INDEX, NOTHING, POINTER, Loops, element, splatted, whole
from gutbrain.engine.machine.kernel import Code, Host, compiled
from gutbrain.engine.machine.vectors import SINGLE, Wide, splat, wide

LEAST = 1e-30
"""What is not above this is scaled as it is, not as a factor."""

ARGUMENTS = {
    "moments": INDEX,
    "lanes": INDEX,
    "found": POINTER,
    "stride": INDEX,
    "now": POINTER,
    "apart": INDEX,
    "before": POINTER,
    "weight": POINTER,
    "factor": POINTER,
}


def scale(
    found: np.ndarray, now: np.ndarray, before: np.ndarray, weight: np.ndarray, factor: np.ndarray, *, as_factor: bool
) -> None:
    """Scale the deviation of an observable from as-now, in place.

    A factor above one is scaled by how far it is above one, one below by its reciprocal: so what is positive stays so,
    and what is doubled one way is halved the other.

    Parameters
    ----------
    found
        (moment, lane) what the model gives, single precision, lanes side by side.
    now
        (looked, lane) the same as now.
    before, weight
        (moment,) where in ``now`` a moment lies: int64 places, and the weight of the next one, single precision.
    factor
        (lane,) factors, single precision.
    as_factor
        Whether it is scaled as a factor.
    """
    _function(as_factor)(
        len(found),
        found.shape[1],
        found.ctypes.data,
        found.strides[0],
        now.ctypes.data,
        now.strides[0],
        before.ctypes.data,
        weight.ctypes.data,
        factor.ctypes.data,
    )


@cache
def _function(as_factor: bool) -> Callable[..., None]:
    name = "scale_factor" if as_factor else "scale_plain"
    module = ir.Module(name)
    function = ir.Function(module, ir.FunctionType(NOTHING, list(ARGUMENTS.values())), name)
    given = dict(zip(ARGUMENTS, function.args, strict=True))
    loops = Loops(ir.IRBuilder(function.append_basic_block()))
    b, width = loops.builder, Host.here().width
    vectors = b.sdiv(given["lanes"], whole(width))
    done = b.mul(vectors, whole(width))
    with loops.over(given["moments"]) as moment:
        here = b.gep(given["found"], [b.mul(moment, given["stride"])], source_etype=ir.IntType(8))
        place = element(b, given["before"], moment, INDEX)
        first, second = (
            b.gep(given["now"], [b.mul(at, given["apart"])], source_etype=ir.IntType(8))
            for at in (place, b.add(place, whole(1)))
        )
        after = element(b, given["weight"], moment, SINGLE)
        with loops.over(vectors) as vector:
            _scaled(
                b,
                wide(SINGLE, width),
                b.mul(vector, whole(width)),
                (here, first, second, given["factor"]),
                after,
                as_factor,
            )
        with loops.over(b.sub(given["lanes"], done)) as left:
            _scaled(b, SINGLE, b.add(done, left), (here, first, second, given["factor"]), after, as_factor)
    b.ret_void()
    code = Code(compiled(module), (name,))
    kinds = [ctypes.c_int64 if kind == INDEX else ctypes.c_void_p for kind in ARGUMENTS.values()]
    call = code.function(name, *kinds)
    _alive.append(code)
    return call


_alive: list[Any] = []
"""Code lives as long as it may be called."""


def _scaled(
    b: ir.IRBuilder, kind: ir.Type, lane: ir.Value, rows: tuple[ir.Value, ...], after: ir.Value, as_factor: bool
) -> None:
    """The instructions for the lanes of one vector, or for one lane."""
    places = [b.gep(row, [lane], source_etype=SINGLE) for row in rows]
    found, first, second, factor = (Wide(b, b.load(place, typ=kind, align=4)) for place in places)
    base = first + (second - first) * Wide(b, splatted(b, after, kind))
    away = (found - base) * factor
    result = base + away
    if as_factor:
        # how far above one the larger of both is of the smaller
        least = found.smaller(base)
        able = least.over(LEAST)
        beyond = away / least.where(able, 1.0)
        one = Wide(b, splat(kind, 1.0))
        up, down = base * (beyond + 1.0), base / (one - beyond).where(beyond.under(0.0), 1.0)
        result = up.where(beyond.over(0.0), down).where(able, result)
    b.store(result.value, places[0], align=4)
