"""How much of the processor's arithmetic the engine reaches: against a kernel of the same operations.

That kernel goes through the same compiler with the same vectors and the same functions, has the operations of one step
in the same numbers, but nothing to load or to store and no one operation that waits for another.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from llvmlite import ir

from benchmarks.clock import best
from benchmarks.cohort import Cohort
from benchmarks.ours import carried
from gutbrain.engine.machine import vectors
from gutbrain.engine.machine.codegen import INDEX, NOTHING, POINTER, Loops, splatted, whole
from gutbrain.engine.machine.kernel import Code, Host, aligned, compiled
from gutbrain.engine.machine.tracing import Level, traced
from gutbrain.engine.machine.vectors import SINGLE, Wide, wide

CHAINS = 12
"""Independent numbers in the registers."""

PART = 1 / 16
"""Of a step's operations in the body of the loop, which must stay small."""

LOOPS = 400_000
STAGES = 2
"""Times that slopes are worked out in a step."""

ADVANCE = Counter({"multiply_add": 5, "multiply": 7, "add": 3, "divide": 1, "exp": 1})
"""The exponential step of one state in one stage, beside slopes."""

FLOPS = {"multiply_add": 2, "exp": 22, "log": 26, "cos": 22}
"""Single operations in each; of all others one."""


@dataclass(frozen=True)
class Share:
    """Of one core: ``peak`` and ``reached`` in 1e9 operations of single precision a second."""

    peak: float
    reached: float
    flops_a_step: float

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return self.reached / self.peak


def share(cohort: Cohort, repeats: int) -> Share:
    """Measure both, one after the other."""
    mix = operations(cohort)
    body = Counter({name: max(1, round(count * PART)) for name, count in mix.items()})
    _code, kernel = _kernel(body)
    out = aligned((CHAINS, Host.here().width))
    _, took = best(lambda: kernel(LOOPS, out.ctypes.data), repeats)
    width = Host.here().width
    peak = _flops(body) * LOOPS * width / took.processor
    people = 2 * width
    _, took = best(lambda: carried(cohort, people), repeats)
    steps = len(cohort.plan.grid.time)
    return Share(peak / 1e9, _flops(mix) * steps * people / took.processor / 1e9, _flops(mix))


def operations(cohort: Cohort) -> Counter[str]:
    """Operations of a step of one lane, a multiplication and an addition as one where they may be."""
    program = cohort.plan.compiled
    equations = traced(program.model, program.layout, explaining=False)
    trace = equations.trace
    needed = trace.needed([*equations.gain, *equations.loss])
    plain = Counter(
        trace.nodes[place].operation
        for place in needed
        if trace.levels[place] >= Level.CLOCK and trace.nodes[place].arguments
    )
    plain["add"] += plain.pop("subtract", 0)
    plain["maximum"] += plain.pop("minimum", 0)
    fused = min(plain["add"], plain["multiply"])
    plain.subtract({"add": fused, "multiply": fused})
    plain["multiply_add"] = fused
    states = len(program.layout.states)
    once = plain + Counter({name: states * count for name, count in ADVANCE.items()})
    return Counter({name: STAGES * count for name, count in once.items()})


def _flops(mix: Counter[str]) -> float:
    return float(sum(FLOPS.get(name, 1) * count for name, count in mix.items()))


def _kernel(mix: Counter[str]) -> tuple[Code, Callable[..., None]]:
    """A function that does the operations so many times over, and the code that must live as long."""
    host = Host.here()
    module = ir.Module("peak")
    function = ir.Function(module, ir.FunctionType(NOTHING, [INDEX, POINTER]), "mix")
    b = ir.IRBuilder(function.append_basic_block())
    kind = wide(SINGLE, host.width)
    places = [b.alloca(kind) for _ in range(CHAINS)]
    for i, place in enumerate(places):
        b.store(splatted(b, SINGLE(0.1 * (i + 1)), kind), place)
    with Loops(b).over(function.args[0]):
        chains = [Wide(b, b.load(place, typ=kind)) for place in places]
        for turn, name in enumerate(_mingled(mix)):
            chains[turn % CHAINS] = _applied(name, chains[turn % CHAINS])
        for chain, place in zip(chains, places, strict=True):
            b.store(chain.value, place)
    for i, place in enumerate(places):
        b.store(b.load(place, typ=kind), b.gep(function.args[1], [whole(i)], source_etype=kind), align=4 * host.width)
    b.ret_void()
    code = Code(compiled(module), ("mix",))
    return code, code.function("mix", ctypes.c_int64, ctypes.c_void_p)


def _mingled(mix: Counter[str]) -> list[str]:
    """All operations in a random order, always the same."""
    every = np.array([name for name, count in sorted(mix.items()) for _ in range(count)])
    return [str(name) for name in np.random.default_rng(0).permutation(every)]


def _applied(name: str, x: Wide) -> Wide:
    match name:
        case "multiply_add":
            return x * 0.25 + 0.5
        case "add":
            return x + 0.125
        case "multiply":
            return x * 0.75
        case "divide":
            return vectors.splat_of(x, math.e) / x
        case "maximum":
            return x.larger(vectors.splat_of(x, 0.0625))
        case "sqrt":
            return x.called("sqrt")
    return {"exp": vectors.exp, "log": vectors.log, "cos": vectors.cos}[name](x)
