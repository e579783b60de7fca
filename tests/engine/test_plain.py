"""The plain integrator: exact where it can be, and the same as the engine."""

import math

import numpy as np
import pytest

from gutbrain.answers.strengths import PUSHED
from gutbrain.engine.arms import Arm, carry_arms, plan
from gutbrain.engine.lanes import settled
from gutbrain.engine.plain import Plain, stepped
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import read_protocol
from gutbrain.model import Model, Module, assumed, change, exposure, output, parameter, signal, state


class Gland(Module):
    """Makes a hormone."""

    drive = exposure("1", claim="assumption")
    rate = parameter(2.0, "1/h", "rate of release", None, assumed)
    clearance = parameter(0.5, "1/h", "rate of clearance", None, assumed)

    @state("1", "hormone", start=1.0)
    def hormone(v):
        return change(gain=v.rate * v.drive, loss=v.clearance)


class Tissue(Module):
    """Hears it."""

    hormone = signal("1", rest=3.0, claim="assumption")

    @output("1", "what the tissue makes of it")
    def effect(v):
        return 10 * v.hormone


def test_a_state_decays_as_it_must_whatever_the_step():
    for width in (0.01, 1.0, 48.0):
        plain = Plain(Model((Gland,), ()))
        plain.step(plain.at(0.0, {}), width)
        assert plain.states["hormone"] == pytest.approx(math.exp(-0.5 * width), rel=1e-12)
        plain.step(plain.at(0.0, {"drive": 1.0}), 1000.0)
        assert plain.states["hormone"] == pytest.approx(2.0 / 0.5, rel=1e-12)
    assert stepped(1.0, 3.0, 0.0, 2.0) == pytest.approx(7.0)


def test_lanes_are_carried_beside_one_another():
    plain = Plain(Model((Gland,), ()), parameters={"gland.clearance": np.array([0.5, 1.0])})
    plain.step(plain.at(0.0, {"drive": np.array([0.0, 1.0])}), 1.0)
    assert plain.states["hormone"] == pytest.approx([math.exp(-0.5), 2 - math.exp(-1)], rel=1e-12)


def test_what_one_listener_hears_can_be_shifted_and_given_where_nobody_gives_it():
    def more(listener, giver, name, value):
        assert (listener, name) == ("tissue", "hormone")
        return value + (1 if giver == "gland" else 100)

    both, tissue = Plain(Model((Gland, Tissue), ())), Plain(Model((Tissue,), ()))
    assert both.at(0.0, {}).value("effect") == 10
    assert both.at(0.0, {}, heard=more).value("effect") == 20
    assert both.at(0.0, {}, heard=more).value("hormone") == 1
    assert tissue.at(0.0, {}).value("effect") == 30
    assert tissue.at(0.0, {}, heard=more).value("effect") == 1030


def test_the_axis_goes_where_the_engine_carries_it_the_nearer_the_shorter_its_steps():
    protocol = read_protocol({**PUSHED, "days": 0.5, "events": []})
    made = plan([Arm.of(protocol)], Setup(people=1, draws=1, seed=0))
    run = carry_arms([Arm.of(protocol)], Setup(people=1, draws=1, seed=0))
    layout, fixed = made.compiled.layout, made.fixed
    begun = settled(made.compiled, made.grid, made.drive, fixed)
    usual, names = fixed.usual[:, 0, 0], ("cortisol", "acth", "crp", "faecal_butyrate", "bifidobacterium")
    last = run.trajectories.values[-1, :, 0, 0]
    told = np.array([last[run.observables.index(name)] for name in names])

    def apart(parts):
        plain = Plain(
            made.compiled.model,
            states={name: begun[i, 0, 0] for i, name in enumerate(layout.states)},
            parameters={key: fixed.parameters[i, 0, 0] for i, key in enumerate(layout.parameters)},
            traits={name: fixed.traits[i, 0, 0] for i, name in enumerate(layout.traits)},
        )
        for begins, width in zip(made.grid.time, made.grid.width, strict=True):
            level = made.drive.at(np.array([begins]))[0, :, 0]
            acting = dict(zip(layout.exposures, np.where(np.isnan(level), usual, level), strict=True))
            for part in range(parts if begins >= made.grid.start - 1e-9 else 0):
                plain.step(plain.at(begins + part * width / parts, acting), width / parts)
        end = plain.at(run.trajectories.time[-1], acting)
        return np.abs([float(end.value(name)) for name in names] / told - 1).max()

    whole, quarters = apart(1), apart(4)
    assert quarters < 0.02
    assert quarters < 0.5 * whole
