"""The equations of a model as a list of operations: formulas are worked out once, on numbers that note what is done.

What is the same is noted once, what is known is worked out at once. Every operation has a :class:`Level`, the least
often that it must be done again: most of what parameters alone decide falls out of the loop over time that way.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import reduce
from types import SimpleNamespace
from typing import Any, ClassVar, NamedTuple

from gutbrain.engine.machine.layout import Layout
from gutbrain.model import Evaluation, Model, Numbers
from gutbrain.model.module import Constant
from gutbrain.model.units import canonical

SMALLEST = 1e-30
"""Stands in for zero in powers."""


class Level(IntEnum):
    """What a number changes with: nothing, the person, a spell of what acts from outside, the clock, the state."""

    NEVER = 0
    PERSON = 1
    SPELL = 2
    CLOCK = 3
    STATE = 4


LEAVES = {
    "parameter": Level.PERSON,
    "trait": Level.PERSON,
    "exposure": Level.SPELL,
    "settling": Level.SPELL,
    "before_day_zero": Level.SPELL,
    "clock": Level.CLOCK,
    "state": Level.STATE,
}
"""What comes from outside, and how often it changes."""

_FOLDED: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "maximum": max,
    "minimum": min,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "cos": math.cos,
}
EITHER_WAY = ("add", "multiply", "maximum", "minimum")


class Node(NamedTuple):
    """One operation.

    ``operation`` is ``constant``, one of :data:`LEAVES`, ``heard``, or arithmetic; ``arguments`` are places in the
    list; ``value`` is the constant, the place of a leaf among its kind, or the place of the channel that is heard.
    """

    operation: str
    arguments: tuple[int, ...]
    value: float


class Trace:
    """Operations in an order in which they can be done; ``levels`` runs along ``nodes``."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.levels: list[Level] = []
        self._places: dict[Node, int] = {}

    def leaf(self, kind: str, place: int = 0) -> Number:
        """A number that comes from outside."""
        return self._noted(Node(kind, (), float(place)), LEAVES[kind])

    def constant(self, value: float) -> Number:
        """A number that is known."""
        return self._noted(Node("constant", (), float(value)), Level.NEVER)

    def heard(self, channel: int, value: Number) -> Number:
        """A value as others hear it, given that the influence of its channel can be held."""
        level = max(self.levels[value.place], Level.PERSON)
        return self._noted(Node("heard", (value.place,), float(channel)), level)

    def number(self, value: Any) -> Number:
        """A plain number as one of this trace; one of this trace as it is."""
        return value if isinstance(value, Number) else self.constant(value)

    def apply(self, operation: str, *arguments: Any) -> Number:
        """Note an operation, in its simplest form."""
        numbers = [self.number(a) for a in arguments]
        known = [self._constant(n) for n in numbers]
        if all(k is not None for k in known):
            return self.constant(_FOLDED[operation](*known))
        simpler = self._simpler(operation, numbers, known)
        if simpler is not None:
            return simpler
        places = tuple(n.place for n in numbers)
        if operation in EITHER_WAY and places[0] > places[1]:
            places = places[::-1]
        return self._noted(Node(operation, places, 0.0), max(self.levels[p] for p in places))

    def _simpler(self, operation: str, numbers: list[Number], known: list[float | None]) -> Number | None:
        """The same with less work, where there is any."""
        match operation, known:
            case ("add", [0.0, _]) | ("multiply", [1.0, _]):
                return numbers[1]
            case ("add" | "subtract", [_, 0.0]) | ("multiply" | "divide", [_, 1.0]):
                return numbers[0]
            case ("multiply", [0.0, _]) | ("multiply", [_, 0.0]):
                return self.constant(0.0)
            case ("divide", [_, float(divisor)]) if divisor:
                return numbers[0] * (1.0 / divisor)
        a, b = numbers[0], numbers[-1]
        if operation == "divide" and self.levels[b.place] < self.levels[a.place]:
            return a * self.apply("divide", 1.0, b)
        return None

    def _constant(self, number: Number) -> float | None:
        node = self.nodes[number.place]
        return node.value if node.operation == "constant" else None

    def _noted(self, node: Node, level: Level) -> Number:
        if node not in self._places:
            self._places[node] = len(self.nodes)
            self.nodes.append(node)
            self.levels.append(level)
        return Number(self, self._places[node])

    def needed(self, wanted: Iterable[int]) -> list[int]:
        """Places of everything that the wanted places rest on, themselves included, in order."""
        found, todo = set[int](), list(wanted)
        while todo:
            place = todo.pop()
            if place not in found:
                found.add(place)
                todo.extend(self.nodes[place].arguments)
        return sorted(found)


def _applied(operation: str, *, turned: bool = False) -> Callable[[Number, Any], Number]:
    def apply(self: Number, other: Any) -> Number:
        pair = (other, self) if turned else (self, other)
        return self.trace.apply(operation, *pair)

    return apply


def _function(operation: str) -> Callable[..., Number]:
    def apply(*arguments: Any) -> Number:
        trace = next(a.trace for a in arguments if isinstance(a, Number))
        noted: Number = trace.apply(operation, *arguments)
        return noted

    return apply


def _power(x: Any, exponent: Any) -> Number:
    """Power of a number that is not negative; exp and log are cheaper than pow."""
    # a signal whose channel was left out is a plain number
    larger = _function("maximum")(x, SMALLEST) if isinstance(x, Number) else max(x, SMALLEST)
    logarithm = _function("log")(larger) if isinstance(larger, Number) else math.log(larger)
    return _function("exp")(logarithm * exponent)


@dataclass(frozen=True)
class Number:
    """A number that notes what is done with it; equations take it like a float (see :mod:`gutbrain.model.maths`)."""

    trace: Trace
    place: int

    functions: ClassVar[SimpleNamespace] = SimpleNamespace(
        exp=_function("exp"),
        log=_function("log"),
        sqrt=_function("sqrt"),
        cos=_function("cos"),
        maximum=_function("maximum"),
        minimum=_function("minimum"),
        power=_power,
    )

    __add__ = _applied("add")
    __radd__ = _applied("add", turned=True)
    __sub__ = _applied("subtract")
    __rsub__ = _applied("subtract", turned=True)
    __mul__ = _applied("multiply")
    __rmul__ = _applied("multiply", turned=True)
    __truediv__ = _applied("divide")
    __rtruediv__ = _applied("divide", turned=True)

    def __neg__(self) -> Number:
        return self * -1.0

    def __pow__(self, exponent: float) -> Number:
        root = 2 * exponent
        if root != int(root):
            raise TypeError("'**' takes whole and half numbers; power() takes others")
        whole, half = divmod(int(abs(root)), 2)
        factors = [self] * whole + [self.functions.sqrt(self)] * half
        product: Number = reduce(operator.mul, factors)
        return product if exponent > 0 else 1.0 / product


@dataclass(frozen=True)
class Equations:
    """A model's equations, traced once.

    ``gain``, ``loss`` (of every state) and ``observables`` are places in ``trace``.
    """

    trace: Trace
    gain: tuple[int, ...]
    loss: tuple[int, ...]
    observables: tuple[int, ...]


def traced(model: Model, names: Layout, *, explaining: bool, folded: bool = False) -> Equations:
    """Trace a model.

    Parameters
    ----------
    model
        A composed model.
    names
        Where its names stand.
    explaining
        Whether influences can be held.
    folded
        Whether constants are plain numbers, as if they were written into the formulas.
    """
    trace = Trace()

    def leaves(kind: str, of: Iterable[str]) -> dict[str, Number]:
        return {name: trace.leaf(kind, i) for i, name in enumerate(of)}

    channels = {name: i for i, name in enumerate(names.channels)}
    parameters: dict[str, Any] = leaves("parameter", names.parameters)
    if folded:
        parameters |= {p.key: p.value * canonical(p.unit)[0] for p in model.parameters if isinstance(p, Constant)}
    numbers = Numbers(
        states=leaves("state", names.states),
        parameters=parameters,
        exposures=leaves("exposure", names.exposures),
        traits=leaves("trait", names.traits),
        clock=trace.leaf("clock"),
        settling=trace.leaf("settling"),
        before_day_zero=trace.leaf("before_day_zero"),
        plain=lambda value, unit: value * canonical(unit)[0],
    )

    def heard(_listener: str, giver: str, _name: str, value: Any) -> Any:
        return trace.heard(channels[giver], value) if giver and isinstance(value, Number) else value

    evaluation = Evaluation(model, numbers, heard if explaining else None)
    changes = [evaluation.change(name) for name in names.states]
    return Equations(
        trace,
        gain=tuple(trace.number(c.gain).place for c in changes),
        loss=tuple(trace.number(c.loss).place for c in changes),
        observables=tuple(trace.number(evaluation.value(name)).place for name in names.observables),
    )
