"""Whether two models are the same: by what is computed, not by the text in which it is written.

A model is its traced operations with constants folded in by value, the parameters that vary (value, range, what stands
in for a range, spread, strength in animals), where states start, and the integrator. Names, grades, sources, meanings
and comments do not count, nor do files and the order in which things are declared. All that is kept between runs
(machine code, parts of large runs, pieces of trials, the fit and the validation that ship, the strengths of arrows) is
kept under this identity, together with the numbers that go in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from gutbrain.engine import grid as grids
from gutbrain.engine.draws import unstated
from gutbrain.engine.machine.layout import Layout
from gutbrain.engine.machine.stepping import Stepping
from gutbrain.engine.machine.steps import ending, running, settling
from gutbrain.engine.machine.tracing import EITHER_WAY, LEAVES, Equations, Node, Trace, traced
from gutbrain.model import Model
from gutbrain.model.module import Quantity
from gutbrain.model.units import canonical

DIGITS = 16
"""Of an identity, hexadecimal."""

ROUNDS = 4
"""How often states are told apart by what acts on them; what is alike after that is alike."""

TRIPLE, WIDTH = "x86_64-unknown-linux-gnu", 4
"""The processor for which the integrator is written down when it is compared; any one would do."""

Leaf = Callable[[Node], object]


@lru_cache(maxsize=16)
def identity(model: Model) -> str:
    """The identity of a model: 16 hexadecimal digits, equal where the same is computed."""
    layout = Layout.of(model)
    equations = traced(model, layout, explaining=False, folded=True)
    content = _contents(model, layout)
    starts = [content(Node("state", (), float(place))) for place in range(len(layout.states))]
    colours = list(starts)

    def coloured(node: Node) -> object:
        return colours[int(node.value)] if node.operation == "state" else content(node)

    # states are told apart by what acts on them, and on what acts on them, and so on
    for _ in range(ROUNDS):
        alike = _alike(equations, coloured)
        rates = zip(equations.gain, equations.loss, strict=True)
        colours = [hashed(c, alike[gain], alike[loss]) for c, (gain, loss) in zip(colours, rates, strict=True)]
    alike = _alike(equations, coloured)
    units = [canonical(model.observables[name].unit) for name in layout.observables]
    states = sorted(range(len(starts)), key=lambda i: str(colours[i]))
    read = sorted(range(len(units)), key=lambda i: (alike[equations.observables[i]], units[i]))
    ordered = Equations(
        equations.trace,
        gain=tuple(equations.gain[i] for i in states),
        loss=tuple(equations.loss[i] for i in states),
        observables=tuple(equations.observables[i] for i in read),
    )
    told = _written(ordered, content, alike)
    return hashed(integrator(), told, [starts[i] for i in states], [units[i] for i in read])


def operations(equations: Equations) -> str:
    """The identity of traced equations with their inputs at fixed places, as machine code has them."""

    def place(node: Node) -> object:
        return node.operation, int(node.value)

    return hashed(integrator(), _written(equations, place, _alike(equations, place)))


def hashed(*given: object) -> str:
    """A short hash of numbers, texts and arrays; arrays by shape, kind and every bit."""
    digest = hashlib.sha256()
    for one in given:
        if isinstance(one, np.ndarray):
            digest.update(repr((one.shape, one.dtype.str)).encode())
            digest.update(np.ascontiguousarray(one).tobytes())
        else:
            digest.update(repr(one).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:DIGITS]


@lru_cache(maxsize=1)
def integrator() -> str:
    """The identity of what carries a model through time: its code for every operation, and the steps that it takes."""
    code = []
    for explaining in (False, True):
        equations = _every_operation(explaining)
        counts = dict.fromkeys(("states", "parameters", "traits", "exposures", "channels", "observables"), 1)
        code.append(str(Stepping(equations, counts, TRIPLE, WIDTH).program()))
    return hashed(*code, *_steps())


def _contents(model: Model, layout: Layout) -> Leaf:
    """What an input is, whatever its name."""
    parameters = {p.key: p for p in model.parameters}
    starts = {s.name: getattr(s, "start", 1.0) * canonical(s.unit)[0] for s in model.states}

    def content(node: Node) -> object:
        place = int(node.value)
        match node.operation:
            case "parameter":
                return _number(parameters[layout.parameters[place]])
            case "state":
                return starts[layout.states[place]].hex()
            case "trait":
                declared = model.traits[layout.traits[place]]
                return (declared.rest * canonical(declared.unit)[0]).hex()
            case "exposure":
                return canonical(model.exposures[layout.exposures[place]].unit)
        return ""

    return content


def _number(parameter: Quantity) -> object:
    """All from which a parameter is drawn."""
    factor = canonical(parameter.unit)[0]
    bounds = (parameter.value, parameter.low, parameter.high, parameter.animal)
    told = [None if one is None else (one * factor).hex() for one in bounds]
    ranged = parameter.low is not None and parameter.animal is None
    return (*told, None if ranged else unstated(parameter), parameter.spread)


def _written(equations: Equations, content: Leaf, alike: Mapping[int, str]) -> str:
    """Operations in the order in which results need them, each input numbered where it is first met."""
    trace = equations.trace
    numbers: dict[int, int] = {}
    lines: list[str] = []

    def note(place: int) -> int:
        """The number of an operation; all below it are noted first."""
        todo = [place]
        while todo:
            here = todo.pop()
            if here in numbers:
                continue
            node = trace.nodes[here]
            arguments = _ordered(node, alike)
            missing = [a for a in arguments if a not in numbers]
            if missing:
                todo += [here, *reversed(missing)]
                continue
            numbers[here] = len(lines)
            told = content(node) if node.operation in LEAVES else node.value.hex()
            lines.append(f"{node.operation} {[numbers[a] for a in arguments]} {told}")
        return numbers[place]

    results = [[note(place) for place in places] for places in _results(equations)]
    return "\n".join([*lines, repr(results)])


def _alike(equations: Equations, content: Leaf) -> dict[int, str]:
    """A hash of every operation and all below it, inputs by what they are alone."""
    trace = equations.trace
    known: dict[int, str] = {}
    for place in trace.needed([place for places in _results(equations) for place in places]):
        node = trace.nodes[place]
        told = content(node) if node.operation in LEAVES else node.value.hex()
        below = [known[a] for a in node.arguments]
        known[place] = hashed(node.operation, told, *(sorted(below) if node.operation in EITHER_WAY else below))
    return known


def _ordered(node: Node, alike: Mapping[int, str]) -> tuple[int, ...]:
    """Arguments; where their order does not matter, in one that does not depend on names."""
    if node.operation not in EITHER_WAY:
        return node.arguments
    return tuple(sorted(node.arguments, key=lambda a: alike[a]))


def _results(equations: Equations) -> tuple[tuple[int, ...], ...]:
    return equations.gain, equations.loss, equations.observables


def _every_operation(explaining: bool) -> Equations:
    """Equations that hold each operation once."""
    trace = Trace()
    x = trace.leaf("state") + trace.leaf("parameter") * trace.leaf("exposure") - trace.leaf("trait")
    y: Any = trace.heard(0, x) if explaining else x
    for flag in ("clock", "settling", "before_day_zero"):
        y = y + trace.leaf(flag)
    for name in ("exp", "log", "sqrt", "cos"):
        y = trace.apply(name, y) / trace.leaf("parameter")
    y = trace.apply("maximum", y, x) - trace.apply("minimum", y, x)
    return Equations(trace, gain=(y.place,), loss=((x * 2.0).place,), observables=((y + 1.0).place,))


def _steps() -> Iterator[np.ndarray]:
    """The steps of two small runs, and the moments that are kept of them."""
    edges = np.array([-24.0, 9.0, 72.0])

    def segments(times: np.ndarray) -> np.ndarray:
        return np.searchsorted(edges, times + 1e-7, side="right")

    for coarse in (False, True):
        grid = grids.build(start=-24.0, end=24.0 * 6, edges=edges, acute=np.array([9.0]), coarse=coarse)
        yield grid.kept
        for steps in (
            *settling(grid, np.empty(0)),
            *(some for _, some in running(grid, segments)),
            ending(grid.kept, segments),
        ):
            yield from steps
