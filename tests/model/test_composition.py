"""The language of modules: what composition refuses, and what is read off a composed model."""

import numpy as np
import pytest

from gutbrain.model import (
    ModelError,
    Module,
    animal,
    assumed,
    assumed_after,
    change,
    compose,
    constant,
    defined,
    exposure,
    human_observation,
    human_trial,
    in_vitro,
    intermediate,
    output,
    parameter,
    reference,
    signal,
    state,
    trait,
)
from gutbrain.model.maths import exp, hill, maximum, positive, pulse, rhythm
from gutbrain.model.units import canonical
from gutbrain.model.wiring import Arrow, arrows, assumption_share, parameter_table, symbolic


class Adrenal(Module):
    stressor = exposure("1", claim="stressor-moves-hormone")
    age = trait("year", rest=40.0)
    tau = parameter(2.0, "day", "time constant", (1.0, 4.0), human_trial("someone-2020"))

    @state("nmol/L", "hormone", start=3.0)
    def hormone(v):
        return change(gain=v.level * (1 + v.stressor) / v.tau, loss=1 / v.tau)

    level = constant(3.0, "nmol/L", "resting level", human_observation("someone-2020"))

    @reference("nmol/L", "the person's usual hormone", until="start")
    def usual_hormone(v):
        return v.hormone


class Mood(Module):
    hormone = signal("nmol/L", rest=3.0, claim="hormone-moves-mood")
    gain = parameter(0.1, "L/nmol", "gain", (-0.1, 0.3), animal("mouse-2019"), animal=0.5)

    @output("z", "mood")
    def mood(v):
        return v.gain * v.hormone


def test_wiring_is_read_off_the_equations():
    model = compose([Adrenal, Mood])
    assert arrows(model) == [
        Arrow("exposure:stressor", "adrenal", "stressor", "stressor-moves-hormone"),
        Arrow("adrenal", "mood", "hormone", "hormone-moves-mood"),
    ]
    assert assumption_share(model) == 0.0
    assert {row["name"] for row in parameter_table(model)} == {"tau", "level", "gain"}


def test_equations_as_symbols_have_the_names_of_the_signals():
    equations = symbolic(compose([Adrenal, Mood]))
    assert str(equations["mood"]) == "gain*hormone"


def test_a_channel_left_out_leaves_its_signals_at_rest():
    model = compose([Adrenal, Mood], without=["adrenal"])
    assert [s.name for s in model.states] == []
    assert arrows(model) == []


def test_every_signal_has_exactly_one_giver():
    class Second(Module):
        @output("nmol/L", "the same name again")
        def hormone(v):
            return 1.0

    with pytest.raises(ModelError, match="given by both"):
        compose([Adrenal, Second])


def test_a_signal_without_a_giver_names_the_nearest():
    class Deaf(Module):
        hormon = signal("nmol/L", rest=3.0, claim="x")

    with pytest.raises(ModelError, match="did you mean 'hormone'"):
        compose([Adrenal, Deaf])


def test_a_typo_in_an_equation_fails_at_once():
    class Typo(Module):
        gain = parameter(1.0, "1", "gain", None, assumed)

        @output("1", "x")
        def answer(v):
            return v.gian

    with pytest.raises(ModelError, match="did you mean 'gain'"):
        compose([Typo])


@pytest.mark.parametrize(
    ("unit", "wrong"),
    [("mg/L", "has the unit"), ("umol/L", "mixes scales")],
)
def test_an_equation_must_have_its_unit_and_scale(unit, wrong):
    class Wrong(Module):
        a = parameter(2.0, "nmol/L", "a", None, assumed)

    def total(v):
        return v.a

    Wrong.total = output(unit, "sum")(total)
    Wrong.total.__set_name__(Wrong, "total")
    Wrong.__init_subclass__()
    with pytest.raises(ModelError, match=wrong):
        compose([Wrong])


def test_sums_of_unlike_units_are_refused():
    class Unlike(Module):
        a = parameter(2.0, "nmol/L", "a", None, assumed)
        b = parameter(2.0, "h", "b", None, assumed)

        @output("nmol/L", "sum")
        def total(v):
            return v.a + v.b

    with pytest.raises(ModelError, match=r"unlike\.total"):
        compose([Unlike])


def test_an_algebraic_loop_is_told_with_its_path():
    class Chicken(Module):
        egg = signal("1", rest=1.0, claim="x")

        @output("1", "x")
        def chicken(v):
            return v.egg

    class Egg(Module):
        chicken = signal("1", rest=1.0, claim="x")

        @output("1", "x")
        def egg(v):
            return v.chicken

    with pytest.raises(ModelError, match="chicken -> egg -> chicken"):
        compose([Chicken, Egg])


@pytest.mark.parametrize(
    "declare",
    [
        lambda: parameter(1.0, "1", "no basis", None, "someone-2020"),
        lambda: parameter(1.0, "1", "no source", None, human_trial("")),
        lambda: parameter(5.0, "1", "outside", (1.0, 2.0), assumed),
        lambda: parameter(float("nan"), "1", "not a number", None, assumed),
        lambda: parameter(1.0, "", "no unit", None, assumed),
        lambda: parameter(1.0, "1", "a definition is no parameter", None, defined),
        lambda: constant(1.0, "1", "no basis", "definition"),
    ],
)
def test_a_number_without_basis_unit_or_sense_is_refused(declare):
    with pytest.raises(ModelError):
        type("Bad", (Module,), {"p": declare()})


@pytest.mark.parametrize("seen", [human_trial, human_observation, animal, in_vitro, assumed_after])
@pytest.mark.parametrize("source", ["assumption", "definition", ""])
def test_grade_and_source_cannot_contradict_one_another(seen, source):
    """They are one value: what is no publication cannot be given as one."""
    with pytest.raises(ModelError, match="is no publication"):
        seen(source)


def test_constants_that_are_assumptions_count():
    class Guessed(Module):
        known = parameter(1.0, "1", "known", None, human_trial("someone-2020"))
        guess = parameter(1.0, "1", "a guess", None, assumed_after("someone-2020"))
        fixed = constant(1.0, "1", "a guess too", assumed)
        named = constant(1.0, "1", "true by definition", defined)

        @output("1", "all")
        def all_of_it(v):
            return v.known * v.guess * v.fixed * v.named

    model = compose([Guessed])
    assert assumption_share(model) == 2 / 4
    rows = {row["name"]: (row["constant"], row["grade"], row["after"]) for row in parameter_table(model)}
    assert rows == {
        "known": (False, "human-trial", ""),
        "guess": (False, "assumption", "someone-2020"),
        "fixed": (True, "assumption", ""),
        "named": (True, "definition", ""),
    }


@pytest.mark.parametrize(
    ("unit", "factor", "name"),
    [
        ("g/day", 1 / 24, "g/h"),
        ("1/min", 60.0, "1/h"),
        ("kg/m**2", 1.0, "kg/m**2"),
        ("MIU/week", 1 / 168, "MIU/h"),
        ("log10 CFU/g", 1.0, "1"),
    ],
)
def test_time_is_in_hours(unit, factor, name):
    assert canonical(unit) == (pytest.approx(factor), name)


def test_functions_agree_between_kinds_of_number():
    import sympy

    from gutbrain.model.units import registry

    h = registry().Quantity
    for f in (exp, lambda x: hill(x, 0.5, 2), lambda x: maximum(x, 0.1), positive):
        plain = f(0.7)
        assert float(f(np.asarray(0.7))) == pytest.approx(plain, rel=1e-6)
        assert float(f(sympy.Float(0.7))) == pytest.approx(plain)
        assert float(f(h(0.7, "")).magnitude) == pytest.approx(plain)
    assert pulse(8.0, 8.0, 1.0) == pytest.approx(1.0)
    assert pulse(9.0, 8.0, 1.0) == pytest.approx(0.607, abs=0.01)
    assert rhythm(20.0, 8.0) == pytest.approx(-1.0)


def test_an_intermediate_is_an_equation_that_is_not_read_off():
    class Cells(Module):
        @intermediate("1", "a step on the way")
        def halfway(v):
            return 2.0

        @state("1", "kept for itself", start=1.0, internal=True)
        def kept(v):
            return change(gain=0.0)

        @output("1", "the end")
        def end(v):
            return v.halfway * v.kept

    model = compose([Cells])
    assert list(model.observables) == ["end"]
    assert set(symbolic(model)) == {"halfway", "kept", "end"}

    class Listener(Module):
        halfway = signal("1", rest=1.0, claim="heard")

        @output("1", "heard")
        def ear(v):
            return v.halfway

    with pytest.raises(ModelError, match="'halfway' is internal to cells; make it an output there"):
        compose([Cells, Listener])


def test_an_exposure_needs_a_claim_or_says_that_it_is_assumed():
    with pytest.raises(ModelError, match=r"channel\.food: an arrow needs the key of a claim, or claim='assumption'"):

        class Channel(Module):
            food = exposure("1")
