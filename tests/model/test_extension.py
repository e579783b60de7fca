"""A channel that extends another, and parameters that stand in a class beside their channel."""

import pytest

from gutbrain.axis import axis, channels
from gutbrain.axis.sleep import Sleep
from gutbrain.engine.identity import identity
from gutbrain.model import (
    ModelError,
    Module,
    assumed,
    change,
    compose,
    exposure,
    human_trial,
    named,
    output,
    over,
    parameter,
    signal,
    state,
)


class PondParameters:
    tau = parameter(2.0, "day", "time constant", (1.0, 4.0), human_trial("someone-2020"))

    @over("ab", "{}_rate")
    def rate(bed):
        return parameter(1.0, "1/day", f"growth in bed {bed}", None, assumed)


class Pond(PondParameters, Module):
    """Water, and what grows in two beds."""

    title = "garden pond"

    rain = exposure("g/h", claim="assumption")

    @state("g", "water", start=1.0)
    def water(v):
        return change(gain=v.rain, loss=1 / v.tau)

    @over("ab", "bed_{}")
    def bed(name):
        return state("g", f"bed {name}", start=1.0)(lambda v: change(gain=v.water * v.rate[name]))


class Sun(Module):
    @output("1", "light, 1 = usual")
    def light(v):
        return 1.0


class SunnyPond(Pond):
    light = signal("1", rest=1.0, claim="light-dries-ponds")
    tau = parameter(5.0, "day", "time constant", (1.0, 9.0), assumed)

    @state("g", "water that light takes", start=2.0)
    def water(v):
        return change(gain=v.rain, loss=v.light / v.tau)


def test_parameters_may_stand_in_a_class_beside_their_channel():
    assert list(Pond.declarations) == ["tau", "a_rate", "b_rate", "rain", "water", "bed_a", "bed_b"]
    assert [p.key for p in compose([Pond]).parameters] == ["pond.tau", "pond.a_rate", "pond.b_rate"]


def test_what_extends_a_channel_is_that_channel_with_its_changes():
    model = compose([Sun, SunnyPond])
    assert (SunnyPond.name, SunnyPond.title) == ("pond", "garden pond")
    assert SunnyPond.declarations["tau"].value == 5.0
    assert SunnyPond.declarations["water"].start == 2.0
    assert [s.key for s in model.signals] == ["pond.light"]
    assert [s.name for s in model.states] == ["water", "bed_a", "bed_b"]


def test_what_is_extended_stays_as_it_was():
    assert "light" not in Pond.declarations
    assert (Pond.declarations["tau"].value, Pond.declarations["tau"].module) == (2.0, "pond")
    assert Pond.declarations["bed_a"] is not SunnyPond.declarations["bed_a"]
    assert identity(compose([Pond])) != identity(compose([Sun, SunnyPond]))


def test_another_name_makes_another_channel_with_keys_of_its_own():
    class Lake(Pond):
        name = "lake"

    assert (Lake.title, Lake.declarations["tau"].key, Pond.declarations["tau"].key) == ("lake", "lake.tau", "pond.tau")
    with pytest.raises(ModelError, match="water is given by both pond and lake"):
        compose([Pond, Lake])


def test_a_name_set_to_none_is_taken_away_and_a_family_with_all_its_members():
    class Bare(Pond):
        bed = None

    assert list(Bare.declarations) == ["tau", "a_rate", "b_rate", "rain", "water"]
    assert "bed" not in Bare.families


def test_a_family_and_each_of_its_members_can_be_declared_again():
    class OneOfItsOwn(Pond):
        a_rate = parameter(7.0, "1/day", "growth in bed a", None, assumed)

    class Fewer(Pond):
        rate = named("{}_pace")
        bed = over("a", "bed_{}")(lambda name: state("g", f"bed {name}", start=3.0)(lambda v: change(loss=1 / v.tau)))

    assert [OneOfItsOwn.declarations[f"{bed}_rate"].value for bed in "ab"] == [7.0, 1.0]
    assert list(Fewer.declarations) == ["tau", "rain", "water", "bed_a"]
    assert Fewer.declarations["bed_a"].start == 3.0


@pytest.mark.parametrize("value", [lambda v: change(loss=1 / v.tau), 3.0])
@pytest.mark.parametrize("name", ["water", "bed"])
def test_what_was_declared_is_not_hidden_by_something_undeclared(name, value):
    """A forgotten decorator would else take the equation away without a word."""
    with pytest.raises(ModelError, match=rf"pond\.{name}: declare it again"):
        type("Forgotten", (Pond,), {name: value})


def test_a_shipped_channel_can_be_extended_and_stays_as_it_ships():
    class Same(Sleep):
        pass

    class SlowSleep(Sleep):
        debt_memory = parameter(6.0, "day", "time constant of sleep debt", (1.0, 9.0), assumed)

    def axis_with(mine):
        return compose([mine if shipped is Sleep else shipped for shipped in channels()], check=False)

    before = identity(axis())
    assert identity(axis_with(Same)) == before
    assert identity(axis_with(SlowSleep)) != before
    assert {p.key for p in axis_with(SlowSleep).parameters} == {p.key for p in axis().parameters}
    assert Sleep.declarations["debt_memory"].value == 3.0
