"""One declaration for each of several members."""

import pytest

from gutbrain.engine.identity import identity
from gutbrain.model import ModelError, Module, assumed, change, compose, named, output, over, parameter, state

PAIRS = [("a", "x"), ("a", "y"), ("b", "x")]


class Garden(Module):
    """Beds and what grows in them."""

    @over("ab", "rate_{}")
    def rate(bed):
        return parameter(1.0 if bed == "a" else 2.0, "1/day", f"growth in bed {bed}", None, assumed)

    @over(PAIRS, "{}_of_{}")
    def part(bed, plant):
        return parameter(0.5, "1", f"{plant} in {bed}", None, assumed)

    @over("ab", "{}")
    def bed(name):
        return state("g", f"bed {name}", start=1.0)(lambda v: change(gain=v.start_mass[name] * v.rate[name]))

    a_start = parameter(3.0, "g", "seed in a", None, assumed)
    b_start = parameter(4.0, "g", "seed in b", None, assumed)
    start_mass = named("{}_start")

    @output("g", "all that is x")
    def crp(v):
        first, second = v.bed.of("ab")
        return first * v.part["a", "x"] + second * v.part["b", "x"]


def test_every_member_is_declared_under_its_name():
    assert set(Garden.declarations) == {
        *("rate_a", "rate_b", "a", "b", "a_start", "b_start", "crp"),
        *("a_of_x", "a_of_y", "b_of_x"),
    }
    assert Garden.declarations["rate_b"].key == "garden.rate_b"
    assert Garden.declarations["rate_b"].value == 2.0


def test_equations_read_members_and_units_hold():
    model = compose([Garden], check=True)
    assert [s.name for s in model.states] == ["a", "b"]
    assert len(identity(model)) == 16


def test_a_member_that_is_not_there_fails_with_the_nearest():
    class Wrong(Module):
        rate = over("ab", "rate_{}")(lambda bed: parameter(1.0, "1", "x", None, assumed))

        @output("1", "x")
        def crp(v):
            return v.rate["c"]

    with pytest.raises(ModelError, match=r"'rate_c' is not declared; did you mean 'rate_[ab]'"):
        compose([Wrong], check=True)
