"""The exported model, run by other simulators, does what ours does."""

from pathlib import Path

import numpy as np
import pytest

from gutbrain.axis import axis
from gutbrain.engine import stiff
from gutbrain.engine.arms import Arm, carry_arms, plan
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import read_protocol
from gutbrain.export.equations import equations
from gutbrain.export.hubs import MOST, hubs
from gutbrain.export.sbml import sbml
from gutbrain.export.subject import settled

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
SLOW = ("depression_level", "adrenal_mass", "training", "bdnf", "myelination", "bifidobacterium_mass")
RELATIVE, ABSOLUTE = 1e-7, 1e-9


def roadrunner(text, times, names):
    engine = pytest.importorskip("roadrunner").RoadRunner(text)
    engine.timeCourseSelections = list(names)
    engine.integrator.relative_tolerance = RELATIVE
    # a single number would be scaled with the initial value: nothing would be left where that is zero
    states = len(engine.integrator.getAbsoluteToleranceVector())
    engine.integrator.absolute_tolerance = [ABSOLUTE] * states
    engine.integrator.maximum_num_steps = 200_000
    return np.array(engine.simulate(times=list(times)))


def copasi(text, times, names):
    basico = pytest.importorskip("basico")
    model = basico.load_model_from_string(text)
    found = basico.run_time_course(
        values=list(times), r_tol=RELATIVE, a_tol=ABSOLUTE, max_steps=1_000_000, use_sbml_id=True, update_model=False
    )
    basico.remove_datamodel(model)
    return found[list(names)].to_numpy()


def moments(run, edges):
    """Kept moments at which nothing jumps: ours reads before, others after an event."""
    kept = run.trajectories.time
    jumps = np.isclose(kept[:, None], edges[None], atol=1e-3).any(axis=1) if len(edges) else np.zeros(len(kept), bool)
    still = np.flatnonzero(~jumps & (kept > kept[0]))
    return still[np.unique(np.linspace(0, len(still) - 1, 100).astype(int))]


def worst(names, units, reference, found):
    """Largest error of each observable as a share of its largest value (of one SD, for what crosses zero)."""
    floor = np.array([1.0 if unit in ("z", "1") else 1e-3 for unit in units])
    error = np.abs(found - reference).max(axis=0) / np.maximum(np.abs(reference).max(axis=0), floor)
    return dict(zip(names, error, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("engine", [roadrunner, copasi])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_other_simulators_give_the_same_trajectories(example, engine):
    protocol = read_protocol(example)
    arm, given = Arm.of(protocol), Setup()
    run, made = carry_arms([arm], given), plan([arm], given)
    at = moments(run, made.drive.edges)
    units = [run.model.observables[name].unit for name in run.observables]
    times = run.trajectories.time[at]
    # time is 0 at the start of the protocol there
    asked = np.concatenate([[0.0], times - run.table.start])
    found = engine(sbml(settled(protocol, made)), asked, run.observables)[1:]
    ours = worst(run.observables, units, run.trajectories.values[at, :, 0, 0].astype(float), found)
    exact = worst(run.observables, units, stiff.observables(made, times), found)
    assert max(ours.values()) < 0.01, max(ours, key=ours.get)
    assert max(ours[name] for name in SLOW if name in ours) < 0.001
    assert max(exact.values()) < 0.001, max(exact, key=exact.get)


LONG = {
    "title": "a probiotic each morning, a stress test each week",
    "days": 84,
    "events": [
        *(
            {"exposure": "probiotic", "strains": {"B. longum 1714": 1e9}, "start": d + 1 / 3, "days": 0.25}
            for d in range(84)
        ),
        *(
            {"exposure": "stressor", "name": "tsst", "amount": 1, "start": 7 * w + 3, "hour": 15, "hours": 0.25}
            for w in range(12)
        ),
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("engine", [roadrunner, copasi])
def test_one_file_of_a_long_protocol_runs_everywhere(engine):
    """Read in the last week, among it an hour after a stress test; measured times are in docs/export.md."""
    names = ["cortisol", "faecal_butyrate", "depression", "strain_1"]
    protocol = read_protocol(LONG)
    arm, given = Arm.of(protocol), Setup()
    run, made = carry_arms([arm], given), plan([arm], given)
    at = np.searchsorted(run.trajectories.time, [24.0 * 77 + 12, 24.0 * 80 + 16, 24.0 * 83 + 6])
    times = run.trajectories.time[at]
    found = engine(sbml(settled(protocol, made)), np.concatenate([[0.0], times]), names)[1:]
    places = [run.observables.index(name) for name in names]
    ours = run.trajectories.values[at][:, places, 0, 0].astype(float)
    units = [run.model.observables[name].unit for name in names]
    assert max(worst(names, units, ours, found).values()) < 0.01


def test_no_tool_has_more_to_write_out_than_it_can_hold():
    """What libRoadRunner makes of the rules: 250 million operations if no output were a state."""
    written = equations(axis(), settles=False, before=True)
    cut = hubs(written)
    assert 0 < len(cut) < 40
    assert operations_left(written, cut) <= MOST < operations_left(written, frozenset()) / 1000


def operations_left(written, cut):
    """Operations when every rule is written out where it is read."""
    size = {}

    def of(term):
        if term.operation == "name" and term.value in written.values and term.value not in cut:
            return whole(term.value)
        return 1 + sum(map(of, term.arguments))

    def whole(name):
        if name not in size:
            size[name] = of(written.values[name])
        return size[name]

    return sum(map(whole, written.values)) + sum(map(of, written.rates.values()))
