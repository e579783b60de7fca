"""Equations as a list of operations: nothing twice, nothing that is known, each as seldom as can be."""

import math

import pytest

from gutbrain.engine.machine.layout import Layout
from gutbrain.engine.machine.tracing import Level, Trace, traced
from gutbrain.model import Module, assumed, change, compose, exposure, output, parameter, state
from gutbrain.model.maths import hill, maximum, power, rhythm


def operations(trace, *numbers):
    return [trace.nodes[p].operation for p in trace.needed([n.place for n in numbers])]


def test_what_is_the_same_is_noted_once():
    trace = Trace()
    x, y = trace.leaf("state", 0), trace.leaf("state", 1)
    assert (x * y + 1).place == (1 + y * x).place
    assert (x - y).place != (y - x).place


def test_what_is_known_is_worked_out():
    trace = Trace()
    x = trace.leaf("state")
    assert (0 + x * 1 / 1 - 0).place == x.place
    assert operations(trace, 0 * x) == ["constant"]
    folded = trace.apply("exp", trace.constant(1.0)) * 2.0
    assert trace.nodes[folded.place].value == pytest.approx(2 * math.e)


def test_dividing_by_what_changes_seldom_becomes_multiplying():
    trace = Trace()
    ratio = trace.leaf("state") / trace.leaf("parameter")
    assert trace.nodes[ratio.place].operation == "multiply"
    assert [trace.levels[a] for a in trace.nodes[ratio.place].arguments] == [Level.STATE, Level.PERSON]


def test_whole_and_half_powers_are_products():
    trace = Trace()
    x = trace.leaf("state")
    assert set(operations(trace, x**2, x**-1.5)) == {"state", "multiply", "sqrt", "divide", "constant"}
    with pytest.raises(TypeError, match="power"):
        x**0.3


def test_functions_of_the_language_are_noted():
    trace = Trace()
    x, n = trace.leaf("state"), trace.leaf("parameter")
    assert set(operations(trace, power(x, n))) == {
        "state",
        "parameter",
        "constant",
        "maximum",
        "log",
        "multiply",
        "exp",
    }
    assert trace.levels[rhythm(trace.leaf("clock"), n).place] == Level.CLOCK
    assert trace.levels[maximum(2.0, hill(n, 3.0)).place] == Level.PERSON


class Small(Module):
    food = exposure("1", claim="assumption")
    rate = parameter(0.5, "1/h", "a", None, assumed)

    @state("1", "what is kept", start=1.0)
    def kept(v):
        return change(gain=v.rate * v.food, loss=v.rate)

    @output("1", "twice that")
    def twice(v):
        return 2 * v.kept


def test_a_model_is_traced_by_the_places_of_its_names():
    model = compose([Small])
    equations = traced(model, Layout.of(model), explaining=False)
    trace = equations.trace
    assert [trace.nodes[p].operation for p in equations.loss] == ["parameter"]
    assert trace.levels[equations.gain[0]] == Level.SPELL
