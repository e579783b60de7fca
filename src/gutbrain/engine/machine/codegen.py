"""A traced model in the language of LLVM: its equations as functions. The loop over time is in ``stepping``.

Lanes stand in vectors; a vector holds as many as the processor takes at once. Everything that one vector needs lies
in blocks of (name, lane), and all blocks of a kind one behind the other. What changes seldom is worked out seldom and
put down in ``hoisted``: see :class:`~gutbrain.engine.machine.tracing.Level`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from llvmlite import ir

from gutbrain.engine.machine import vectors
from gutbrain.engine.machine.tracing import Equations, Level, Node
from gutbrain.engine.machine.vectors import DOUBLE, SINGLE, WHOLE, Wide, splat, wide

INDEX, POINTER, NOTHING = ir.IntType(64), ir.PointerType(), ir.VoidType()
BLOCKS = ("parameters", "traits", "exposures", "held", "hoisted", "free", "told", "states")
"""What the equations read, for one vector; what is heard goes from ``told`` of the first vector to ``free``."""


@dataclass(frozen=True)
class Sizes:
    """How many there are of everything that stands in blocks."""

    states: int
    parameters: int
    traits: int
    exposures: int
    channels: int
    observables: int
    hoisted: int
    heard: int

    @property
    def own(self) -> int:
        """Entries of scratch memory of each vector: exposures, hoisted, and four of every state."""
        return self.exposures + self.hoisted + 4 * self.states

    @property
    def common(self) -> int:
        """Entries of scratch memory of all vectors together: heard (free, told), gain and loss."""
        return 2 * self.heard + 2 * self.states


class Generator:
    """Writes the functions of one model.

    Parameters
    ----------
    equations
        The traced model.
    counts
        How many there are of each kind of name.
    triple
        The kind of machine, as LLVM calls it.
    width
        Lanes in a vector; 1 for the plain form in double precision (:meth:`plain_slopes`).
    """

    def __init__(self, equations: Equations, counts: dict[str, int], triple: str, width: int) -> None:
        self.equations, self.trace, self.width = equations, equations.trace, width
        self.element = SINGLE if width > 1 else DOUBLE
        self.wide = wide(self.element, width)
        self.align = width * (4 if width > 1 else 8)
        self.module = ir.Module("gutbrain")
        self.module.triple = triple
        self.slots = self._hoisted([*equations.gain, *equations.loss, *equations.observables])
        heard = [place for place, node in enumerate(self.trace.nodes) if node.operation == "heard"]
        self.heard = {place: i for i, place in enumerate(heard)}
        self.sizes = Sizes(**counts, hoisted=len(self.slots), heard=len(heard))
        self._functions = {name: self._elementary(name) for name in ("exp", "log", "cos")} if width > 1 else {}

    def _hoisted(self, wanted: list[int]) -> dict[int, int]:
        """Where in ``hoisted`` stands what something that changes more often, or the caller, needs."""
        trace, found = self.trace, dict[int, int]()
        for place in trace.needed(wanted):
            for argument in trace.nodes[place].arguments:
                if trace.levels[argument] < trace.levels[place] and self._kept_down(argument):
                    found.setdefault(argument, len(found))
        for place in wanted:
            if trace.levels[place] < Level.STATE and self._kept_down(place):
                found.setdefault(place, len(found))
        return found

    def _kept_down(self, place: int) -> bool:
        return bool(self.trace.nodes[place].arguments)

    def _elementary(self, name: str) -> ir.Function:
        function = ir.Function(self.module, ir.FunctionType(self.wide, [self.wide]), name)
        function.linkage = "internal"
        function.attributes.add("alwaysinline")
        builder = ir.IRBuilder(function.append_basic_block())
        builder.ret(getattr(vectors, name)(Wide(builder, function.args[0])).value)
        return function

    def equations_of(self, name: str, level: Level, wanted: list[list[int]]) -> ir.Function:
        """A function that works out what changes at a level.

        It takes pointers to the :data:`BLOCKS`, the clock (h), the two flags, and where to put each list of what is
        wanted; where nothing is wanted, what is hoisted at this level is put down.

        Parameters
        ----------
        name
            Of the function.
        level
            How often it is called: what changes at other levels is read, not worked out.
        wanted
            Numbers of the values to put down, one list for each place that they go to.
        """
        scalars = [SINGLE if self.width > 1 else DOUBLE] * 3
        kinds = [*[POINTER] * len(BLOCKS), *scalars, *[POINTER] * len(wanted)]
        function = ir.Function(self.module, ir.FunctionType(NOTHING, kinds), name)
        function.linkage = "internal" if self.width > 1 else "external"
        function.attributes.add("noinline")
        names = (*BLOCKS, "clock", "settling", "before_day_zero")
        for argument, label in zip(function.args, (*names, *(f"out{i}" for i in range(len(wanted)))), strict=True):
            argument.name = label
            # free and told are the same for the first vector
            if argument.type == POINTER and label not in ("free", "told"):
                argument.add_attribute("noalias")
        body = _Body(self, function, level)
        if wanted:
            for pointer, places in zip(function.args[len(names) :], wanted, strict=True):
                for i, place in enumerate(places):
                    body.store(pointer, i, body.number(place))
        else:
            for place, slot in self.slots.items():
                if self.trace.levels[place] == level:
                    body.store(function.args[BLOCKS.index("hoisted")], slot, body.number(place))
        body.builder.ret_void()
        return function

    def plain_slopes(self) -> ir.Module:
        """The module with gain and loss of one lane in double precision, nothing hoisted: function ``slopes``."""
        self.equations_of("slopes", Level.PERSON, [list(self.equations.gain), list(self.equations.loss)])
        return self.module

    def function(self, name: str, arguments: dict[str, ir.Type]) -> tuple[Loops, dict[str, ir.Value]]:
        """A function to be written, by its arguments: where to write, and the arguments by name."""
        function = self.declared(name, NOTHING, list(arguments.values()))
        builder = Loops(ir.IRBuilder(function.append_basic_block()))
        return builder, dict(zip(arguments, function.args, strict=True))

    def internal(self, name: str, arguments: dict[str, ir.Type]) -> tuple[Loops, dict[str, ir.Value]]:
        """The same for a function that is called from others alone."""
        loops, given = self.function(name, arguments)
        loops.builder.function.linkage = "internal"
        loops.builder.function.attributes.add("noinline")
        return loops, given

    def declared(self, name: str, result: ir.Type, arguments: list[ir.Type]) -> ir.Function:
        """A function by its name, as it is called.

        Parameters
        ----------
        name
            Of the function.
        result
            Type that it gives back.
        arguments
            Types that it takes.
        """
        known = self.module.globals.get(name)
        return known or ir.Function(self.module, ir.FunctionType(result, arguments), name)

    def load(self, b: ir.IRBuilder, block: ir.Value, row: ir.Value) -> Wide:
        """One row of a block.

        Parameters
        ----------
        b
            Where code is written.
        block
            Pointer to the block.
        row
            Number of the row.
        """
        address = b.gep(block, [row], source_etype=self.wide)
        return Wide(b, b.load(address, typ=self.wide, align=self.align))

    def store(self, b: ir.IRBuilder, number: Wide, block: ir.Value, row: ir.Value) -> None:
        """Put a number down as one row of a block.

        Parameters
        ----------
        b
            Where code is written.
        number
            What to put down, one number in every lane.
        block
            Pointer to the block.
        row
            Number of the row.
        """
        b.store(number.value, b.gep(block, [row], source_etype=number.value.type), align=self.align)

    def elementary(self, name: str, x: Wide) -> Wide:
        """``exp``, ``log`` or ``cos``."""
        if self.width == 1:
            return x.called(name)
        return Wide(x.builder, x.builder.call(self._functions[name], [x.value]))


class _Body:
    """The instructions of one function of the equations; each number is worked out when it is first asked for."""

    FROM = {"parameter": "parameters", "trait": "traits", "exposure": "exposures", "state": "states"}

    def __init__(self, generator: Generator, function: ir.Function, level: Level) -> None:
        self.generator, self.level = generator, level
        self.builder = ir.IRBuilder(function.append_basic_block())
        self.given = {argument.name: argument for argument in function.args}
        self._known: dict[int, Wide] = {}

    def number(self, place: int) -> Wide:
        """The number at a place of the trace."""
        trace = self.generator.trace
        for needed in self._missing(place):
            self._known[needed] = self._emitted(needed, trace.nodes[needed])
        return self._known[place]

    def _missing(self, place: int) -> list[int]:
        """What is not yet known of what a place rests on, in order; what is hoisted rests on nothing."""
        trace, found, todo = self.generator.trace, set[int](), [place]
        while todo:
            place = todo.pop()
            if place not in found and place not in self._known:
                found.add(place)
                if trace.levels[place] >= self.level:
                    todo.extend(trace.nodes[place].arguments)
        return sorted(found)

    def _emitted(self, place: int, node: Node) -> Wide:
        generator = self.generator
        if node.operation == "constant":
            return Wide(self.builder, splat(generator.wide, node.value))
        if node.operation in self.FROM:
            return self.load(self.given[self.FROM[node.operation]], int(node.value))
        if not node.arguments:
            return Wide(self.builder, splatted(self.builder, self.given[node.operation], generator.wide))
        if generator.trace.levels[place] < self.level:
            return self.load(self.given["hoisted"], generator.slots[place])
        numbers = [self._known[a] for a in node.arguments]
        match node.operation:
            case "add":
                return numbers[0] + numbers[1]
            case "subtract":
                return numbers[0] - numbers[1]
            case "multiply":
                return numbers[0] * numbers[1]
            case "divide":
                return numbers[0] / numbers[1]
            case "maximum" | "minimum":
                a, b = numbers if not isinstance(numbers[0].value, ir.Constant) else numbers[::-1]
                return a.larger(b) if node.operation == "maximum" else a.smaller(b)
            case "sqrt":
                return numbers[0].called("sqrt")
            case "heard":
                return self._held(place, int(node.value), numbers[0])
        return generator.elementary(node.operation, numbers[0])

    def _held(self, place: int, channel: int, value: Wide) -> Wide:
        """What is heard: the number itself, or that of variant 0 where the channel is held."""
        slot = self.generator.heard[place]
        held = self.load(self.given["held"], channel).over(0.0)
        heard = self.load(self.given["free"], slot).where(held, value)
        self.store(self.given["told"], slot, heard)
        return heard

    def load(self, block: ir.Value, row: int) -> Wide:
        """One row of a block."""
        return self.generator.load(self.builder, block, whole(row))

    def store(self, block: ir.Value, row: int, number: Wide) -> None:
        """Put a number down as one row of a block."""
        self.generator.store(self.builder, number, block, whole(row))


class Loops:
    """A builder with counting loops."""

    def __init__(self, builder: ir.IRBuilder) -> None:
        self.builder = builder

    @contextmanager
    def over(self, count: ir.Value) -> Iterator[Any]:
        """Repeat what is built inside for 0, 1, ... below ``count``."""
        b = self.builder
        before = b.block
        head, body, after = (b.append_basic_block() for _ in range(3))
        b.branch(head)
        b.position_at_end(head)
        index = b.phi(INDEX)
        index.add_incoming(whole(0), before)
        b.cbranch(b.icmp_signed("<", index, count), body, after)
        b.position_at_end(body)
        yield index
        index.add_incoming(b.add(index, whole(1)), b.block)
        b.branch(head)
        b.position_at_end(after)


def whole(value: int) -> ir.Constant:
    """A whole number of 64 bits."""
    return ir.Constant(INDEX, value)


def element(b: ir.IRBuilder, array: ir.Value, index: ir.Value, kind: ir.Type) -> ir.Value:
    """One element of an array of plain numbers.

    Parameters
    ----------
    b
        Where code is written.
    array
        Pointer to the array.
    index
        Number of the element.
    kind
        Type of an element.
    """
    return b.load(b.gep(array, [index], source_etype=kind), typ=kind)


def splatted(b: ir.IRBuilder, value: ir.Value, kind: ir.Type) -> ir.Value:
    """A plain number in every lane.

    Parameters
    ----------
    b
        Where code is written.
    value
        The number.
    kind
        Type of the result; a vector holds the number in every lane, any other is the number itself.
    """
    if not isinstance(kind, ir.VectorType):
        return value
    single = b.insert_element(ir.Constant(kind, ir.Undefined), value, WHOLE(0))
    mask = ir.Constant(ir.VectorType(WHOLE, kind.count), [0] * kind.count)
    return b.shuffle_vector(single, ir.Constant(kind, ir.Undefined), mask)
