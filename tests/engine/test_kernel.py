"""Machine code against the equations themselves, worked out with NumPy in double precision."""

import numpy as np
import pytest

from gutbrain.axis import axis
from gutbrain.engine.grid import Grid
from gutbrain.engine.lanes import Drive, carry, settled
from gutbrain.engine.machine.kernel import Slopes
from gutbrain.engine.machine.layout import Layout
from gutbrain.engine.machine.program import Fixed, Program, Steps, Vectors
from gutbrain.engine.machine.slots import packed
from gutbrain.model import Evaluation, Module, Numbers, assumed, change, compose, parameter, state
from gutbrain.model.units import canonical

MODEL = axis(1)
LAYOUT = Layout.of(MODEL)
WAY = [Program(MODEL), Program(MODEL, settling=Program(MODEL))]


def evaluation(y, fixed, events, time, settling, before, hold=None):
    """The model at one moment, on arrays (name, variant, lane)."""
    exposures = np.where(np.isnan(events), fixed.usual, events)
    numbers = Numbers(
        states=dict(zip(LAYOUT.states, y, strict=True)),
        parameters=dict(zip(LAYOUT.parameters, fixed.parameters, strict=True)),
        exposures=dict(zip(LAYOUT.exposures, exposures, strict=True)),
        traits=dict(zip(LAYOUT.traits, fixed.traits, strict=True)),
        clock=np.float64(time % 24.0),
        settling=settling,
        before_day_zero=before,
        plain=lambda value, unit: value * canonical(unit)[0],
    )
    return Evaluation(MODEL, numbers, hold)


def slopes(y, *given):
    made = evaluation(y, *given)
    changes = [made.change(name) for name in LAYOUT.states]
    return tuple(
        np.stack([np.broadcast_to(part, y.shape[1:]) for part in parts]) for parts in zip(*changes, strict=True)
    )


def step(y, fixed, events, time, width, rush, settling, before, hold):
    """Predictor and corrector with the exponential step."""

    def after(gain, loss):
        z = loss * width
        weight = np.where(z < 1e-6, 1 - z / 2, -np.expm1(-z) / np.where(z < 1e-6, 1, z))
        return y + width * weight * (gain - loss * y)

    gain, loss = slopes(y, fixed, events, time, settling, before, hold)
    hurry = np.maximum(1.0, rush / np.maximum(loss, 1e-9))
    gain, loss = gain * hurry, loss * hurry
    gain_2, loss_2 = slopes(after(gain, loss), fixed, events, time + width, settling, before, hold)
    return after((gain + gain_2 * hurry) / 2, (loss + loss_2 * hurry) / 2)


@pytest.fixture(scope="module")
def made():
    """Three variants of five lanes that differ in everything, over two segments."""
    rng = np.random.default_rng(1)
    values = np.array([p.value * canonical(p.unit)[0] for p in MODEL.parameters])
    traits = np.array([MODEL.traits[name].rest * canonical(MODEL.traits[name].unit)[0] for name in LAYOUT.traits])
    usual = rng.uniform(0.0, 0.02, (len(LAYOUT.exposures), 3, 5))
    table = np.full((2, len(LAYOUT.exposures), 3), np.nan)
    table[1, ::3] = rng.uniform(0.0, 0.05, table[1, ::3].shape)
    fixed = Fixed(
        parameters=values[:, None, None] * np.exp(0.05 * rng.normal(size=(len(values), 3, 5))),
        traits=traits[:, None, None] * np.exp(0.02 * rng.normal(size=(len(traits), 3, 5))),
        usual=usual,
        held=rng.integers(0, 2, (len(LAYOUT.channels), 3, 1)) * np.array([0, 1, 1])[:, None],
    )
    time = np.arange(-6.0, 6.0, 0.25)
    width, rush = np.full_like(time, 0.25), np.where(time < -4.0, 1 / 24, 0.0)
    kept = np.array([-3.0, -1.0, 2.0, 2.25, 6.0])
    index = np.searchsorted(time + width, kept[1:] - 1e-7)
    return fixed, Drive(np.array([1.0]), table), Grid(time, width, rush, -3.0, kept, index)


@pytest.mark.parametrize("explaining", [False, True])
def test_trajectories_are_those_of_the_equations(made, explaining):
    fixed, drive, grid = made
    place = {name: i for i, name in enumerate(LAYOUT.channels)}

    def hold(_listener, giver, _name, value):
        if not explaining or np.ndim(value) == 0:
            return value
        value = np.broadcast_to(value, fixed.usual.shape[1:])
        return np.where(fixed.held[place[giver]] > 0, value[:1], value)

    found = carry(WAY[explaining], grid, drive, fixed)
    y = np.broadcast_to(Program(MODEL).start(), (len(LAYOUT.states), 3, 5))
    moments = {-3.0: None}
    for begin, width, rush in zip(grid.time, grid.width, grid.rush, strict=True):
        if begin == -3.0:
            moments[-3.0] = y
        events = drive.at(np.array([begin]))[0][..., None]
        y = step(y, fixed, events, begin, width, rush, float(begin < -3.0), float(begin < 0), hold)
        moments[float(begin + width)] = y
    for row, moment in enumerate(grid.kept):
        events = drive.at(np.array([moment - 1e-6]))[0][..., None]
        read = evaluation(moments[float(moment)], fixed, events, moment, 0.0, float(moment < 0), hold)
        for i, name in enumerate(LAYOUT.observables):
            exact = np.broadcast_to(read.value(name), (3, 5))
            assert found.values[row, i] == pytest.approx(exact, rel=2e-4, abs=2e-5), (name, moment)


def test_slopes_in_double_precision_are_those_of_the_equations(made):
    fixed, drive, _ = made
    y = np.exp(0.1 * np.random.default_rng(2).normal(size=(len(LAYOUT.states), 3, 5))) * Program(MODEL).start()
    gain, loss = slopes(y, fixed, drive.table[1][..., None], 7.5, 1.0, 0.0)
    exposures = np.where(np.isnan(drive.table[1][..., None]), fixed.usual, drive.table[1][..., None])
    plain = Slopes(MODEL, LAYOUT)(
        y[:, 1, 2],
        parameters=fixed.parameters[:, 1, 2],
        traits=fixed.traits[:, 1, 2],
        exposures=exposures[:, 1, 2],
        clock=7.5,
        settling=1.0,
        before_day_zero=0.0,
    )
    exact = (gain - loss * y)[:, 1, 2]
    assert plain == pytest.approx(exact, rel=1e-9, abs=1e-12)


def test_a_lane_that_leaves_the_numbers_takes_no_other_along(made):
    fixed, drive, grid = made
    parameters = fixed.parameters.copy()
    parameters[:, :, 3] = np.nan
    found = carry(WAY[0], grid, drive, fixed._replace(parameters=parameters))
    whole = carry(WAY[0], grid, drive, fixed)
    assert found.bad.tolist() == [False, False, False, True, False]
    assert np.array_equal(found.values[..., [0, 1, 2, 4]], whole.values[..., [0, 1, 2, 4]])


def known(value):
    return parameter(value, "1/h", "a rate", None, assumed)


class Kept(Module):
    gain, fast, slow = known(2.0), known(40.0), known(1e-7)

    @state("1", "to and fro", start=1.0)
    def turned(v):
        return change(gain=v.gain, loss=v.fast)

    @state("1", "without loss", start=3.0)
    def filled(v):
        return change(gain=v.gain)

    @state("1", "without gain, slowly lost", start=3.0)
    def emptied(v):
        return change(loss=v.slow)


def test_a_step_is_exact_for_constant_gain_and_loss():
    program = Program(compose([Kept]))
    none = np.zeros((0, 1, 1))
    rates = np.array([{"kept.gain": 2.0, "kept.fast": 40.0, "kept.slow": 1e-7}[p] for p in program.layout.parameters])
    fixed = Fixed(rates[:, None, None], none, none, np.zeros((1, 1, 1)))
    grid = Grid(np.array([0.0]), np.array([0.5]), np.zeros(1), 0.5, np.array([0.5]), np.array([], int))
    after = settled(program, grid, Drive(np.empty(0), np.zeros((1, 0, 1))), fixed)[:, 0, 0]
    exact = {"turned": 2 / 40 + (1 - 2 / 40) * np.exp(-20), "filled": 4.0, "emptied": 3 * np.exp(-5e-8)}
    assert after == pytest.approx([exact[name] for name in program.layout.states], rel=1e-6)
    assert after[program.layout.states.index("emptied")] == pytest.approx(exact["emptied"], rel=1e-12)


def test_the_way_of_the_thread_with_tiny_numbers_is_left_as_it_was():
    program = Program(compose([Kept]))
    none = np.zeros((0, 1, 1))
    fixed = Fixed(np.ones((3, 1, 1)), none, none, np.zeros((1, 1, 1)))
    (slots,) = packed(1, 1, program.kernel.width)
    vectors = Vectors(program, fixed, np.zeros((1, 0, 1)), slots, program.start())
    vectors.observe(vectors.states, Steps(*[np.zeros(1, np.float32)] * len(Steps._fields)))
    assert np.float32(1e-39) * np.float32(0.5) > 0
