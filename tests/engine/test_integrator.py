"""The fast integrator: exact where it must be, in step with an adaptive stiff solver, never stepped over."""

from pathlib import Path

import numpy as np
import pytest

from gutbrain.engine import grid as grids
from gutbrain.engine.arms import Arm, carry_arms, plan
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import read_protocol

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


@pytest.mark.parametrize(("start", "length"), [(30.013, 0.25), (30.0, 0.01), (35.99, 0.1)])
def test_no_event_slips_between_steps(start, length):
    edges = np.array([start, start + length])
    grid = grids.build(start=0.0, end=72.0, edges=edges, acute=edges[:1])
    ends = grid.time + grid.width
    for edge in edges:
        assert np.min(np.abs(ends - edge)) < 1e-6
    assert grid.width[(grid.time >= start - 1e-9) & (grid.time < start + 1)].max() <= 1 / 60 + 1e-9
    assert ends[:-1] == pytest.approx(grid.time[1:], abs=1e-6)


def test_every_kept_moment_ends_a_step():
    grid = grids.build(start=-48.0, end=240.0, edges=np.array([-48.0, 3.3]), acute=np.array([3.3]))
    assert (grid.time + grid.width)[grid.kept_step] == pytest.approx(grid.kept[1:], abs=1e-6)
    assert grid.kept[0] == -48.0


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_fast_integrator_agrees_with_a_stiff_solver(example):
    """Within 1 % on every observable over every example (of the largest value, for what crosses zero of one SD)."""
    from gutbrain.engine import stiff

    arm = Arm.of(read_protocol(example))
    given = Setup()
    fast = carry_arms([arm], given)
    index = np.unique(np.linspace(0, len(fast.trajectories.time) - 1, 60).astype(int))
    slow = stiff.observables(plan([arm], given), fast.trajectories.time[index])
    values = fast.trajectories.values[index, :, 0, 0].astype(float)
    units = [fast.model.observables[name].unit for name in fast.observables]
    scale = np.maximum(np.abs(slow).max(axis=0), [1.0 if unit in ("z", "1") else 1e-3 for unit in units])
    error = np.abs(values - slow).max(axis=0) / scale
    worst = {fast.observables[i]: round(float(error[i]), 4) for i in np.argsort(-error)[:3]}
    assert error.max() < 0.01, worst
