"""The functions that no processor has: as good as the C library in single precision, right at the edges."""

import ctypes

import numpy as np
import pytest
from llvmlite import ir

from gutbrain.engine.machine import kernel, vectors
from gutbrain.engine.machine.vectors import SINGLE, Wide, wide


def in_lanes(name, x):
    """A function of :mod:`gutbrain.engine.machine.vectors`, or a two-number operation, in lanes."""
    width = kernel.Host.here().width
    kind, pointer = wide(SINGLE, width), ir.PointerType()
    module = ir.Module()
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), [pointer] * 3), "apply")
    builder = ir.IRBuilder(function.append_basic_block())
    a, b = (Wide(builder, builder.load(argument, typ=kind)) for argument in function.args[:2])
    result = getattr(a, name)(b) if hasattr(Wide, name) else getattr(vectors, name)(a)
    builder.store(result.value, function.args[2])
    builder.ret_void()
    code = kernel.Code(kernel.compiled(module), ("apply",))
    run = code.function("apply", *[ctypes.c_void_p] * 3)
    numbers = [np.asarray(n, np.float32) for n in (x if isinstance(x, tuple) else (x, x))]
    out = np.empty_like(numbers[0])
    for begin in range(0, len(out), width):
        blocks = [kernel.aligned((width,)) for _ in range(3)]
        for block, number in zip(blocks, numbers, strict=False):
            block[:] = np.resize(number[begin : begin + width], width)
        run(*(block.ctypes.data for block in blocks))
        out[begin : begin + width] = blocks[2][: len(out[begin : begin + width])]
    return out


def units_in_the_last_place(found, exact):
    return np.abs(found.astype(float) - exact) / np.spacing(np.abs(exact).astype(np.float32)).astype(float)


@pytest.mark.parametrize(
    ("name", "x"),
    [
        ("exp", np.linspace(-86.89, 88.7, 100_003)),
        ("exp", np.linspace(-1e-3, 1e-3, 1001)),
        ("log", np.geomspace(1.2e-38, 3.4e38, 100_003)),
        ("log", np.linspace(0.5, 2.0, 10_001)),
    ],
)
def test_exp_and_log_are_good_to_two_units_in_the_last_place(name, x):
    x = x.astype(np.float32)
    exact = getattr(np, name)(x.astype(float))
    assert units_in_the_last_place(in_lanes(name, x), exact).max() <= 2


def test_cos_is_good_over_many_turns():
    x = np.linspace(-100, 100, 100_003).astype(np.float32)
    assert in_lanes("cos", x) == pytest.approx(np.cos(x.astype(float)), abs=3e-7)


def test_functions_are_right_at_the_edges():
    inf, nan = np.inf, np.nan
    assert np.array_equal(
        in_lanes("exp", [0.0, -0.0, 88.72, 89.0, 1e30, inf, -104.0, -1e30, -inf, nan]),
        np.float32([1, 1, np.exp(np.float64(np.float32(88.72))), inf, inf, inf, 0, 0, 0, nan]),
        equal_nan=True,
    )
    assert np.array_equal(
        in_lanes("log", [1.0, 0.0, -0.0, -1.0, -inf, inf, nan, 1e-40]),
        np.float32([0, -inf, -inf, nan, nan, inf, nan, -inf]),
        equal_nan=True,
    )
    assert np.isnan(in_lanes("cos", [inf, -inf, nan])).all()


@pytest.mark.parametrize(("name", "right"), [("larger", np.maximum), ("smaller", np.minimum)])
def test_the_larger_and_the_smaller_let_nan_through(name, right):
    a, b = np.meshgrid([1.0, -2.0, 0.0, np.inf, np.nan], [1.0, -2.0, 3.0, -np.inf, np.nan])
    a, b = a.ravel().astype(np.float32), b.ravel().astype(np.float32)
    assert np.array_equal(in_lanes(name, (a, b)), right(a, b), equal_nan=True)
