"""Through which channel: parts add up, and what cannot act does not."""

import numpy as np
import pytest

import gutbrain
from gutbrain.engine.attribution import Patterns
from gutbrain.errors import InputError

CHANNELS = ("a", "b", "c", "d")


def effects(patterns, value):
    """Effects of the variants of a made-up system, for a value of every set of free channels."""
    return np.array([[0.0], [value(frozenset(CHANNELS))], *([value(free)] for free in patterns.sets)])


def test_parts_and_direct_add_up_to_the_whole():
    rng = np.random.default_rng(0)
    known = {}

    def anything(free):
        return known.setdefault(free, rng.normal())

    patterns = Patterns(CHANNELS, 3, seed=1)
    values = effects(patterns, anything)
    direct, parts = patterns.share(values)
    assert direct[0] + sum(p[0] for p in parts.values()) == pytest.approx(values[1, 0])


def test_what_acts_alone_gets_its_own_and_a_pair_shares_alike():
    patterns = Patterns(CHANNELS, 3, seed=2)
    direct, parts = patterns.share(
        effects(patterns, lambda free: 1.0 + 2.0 * ("a" in free) + 4.0 * ({"b", "c"} <= free))
    )
    assert direct[0] == pytest.approx(1.0)
    assert {name: part[0] for name, part in parts.items()} == pytest.approx({"a": 2.0, "b": 2.0, "c": 2.0, "d": 0.0})


@pytest.mark.slow
def test_stress_opens_the_gut_through_the_hormones_alone():
    event = {"exposure": "stressor", "name": "tsst", "amount": 1, "start": 1, "hour": 15, "hours": 0.25}
    found = gutbrain.explain({"title": "t", "days": 2, "events": [event]}, "permeability", draws=1, orders=1)
    assert found.total[0] == pytest.approx(found.direct[0] + sum(row.contribution for row in found.rows), rel=0.02)
    assert found.rows[0].channel == "stress_hormones"
    assert found.rows[0].contribution > 0.8 * found.total[0]


QUIET = {"title": "t", "days": 3}
FIBRE = {"title": "t", "days": 2, "events": [{"exposure": "fibre", "amount": 30, "start": 0}]}


def test_a_protocol_without_events_has_an_explanation_all_the_same():
    found = gutbrain.explain(QUIET, "cortisol")
    assert (found.observable, found.unit, found.total, found.rows) == ("cortisol", "nmol/L", (0.0, 0.0, 0.0), ())
    assert "no events" in found.method
    assert [one.observable for one in gutbrain.explain(QUIET, ["il6", "crp"])] == ["il6", "crp"]
    assert gutbrain.explain({**QUIET, "observe": ["il6"]}, None) == []


@pytest.mark.parametrize("protocol", [QUIET, FIBRE])
def test_a_misspelt_observable_is_refused_with_events_and_without(protocol):
    with pytest.raises(InputError, match=r"'cortisl' is not an observable; did you mean 'cortisol'\?"):
        gutbrain.explain(protocol, "cortisl")


@pytest.mark.parametrize(
    "when", [{"day": 99}, {"day": -1}, {"day": 1, "hour": 25}, {"day": float("nan")}, {"day": float("inf")}]
)
@pytest.mark.parametrize("protocol", [{**QUIET, "days": 2}, FIBRE])
def test_a_moment_outside_the_protocol_is_refused(protocol, when):
    with pytest.raises(InputError, match=r"--day: day .* is not within the protocol; it runs from day 0 to day 2"):
        gutbrain.explain(protocol, "cortisol", **when)
