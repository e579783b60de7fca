"""A seed is refused or taken alike at every door."""

import numpy as np
import pytest

import gutbrain
from gutbrain import seeds
from gutbrain.errors import InputError

WRONG = [-1, seeds.LARGEST + 1, 99999999999999999999999, 1.5, "1", True, None, np.float64(1)]
PROTOCOL = {"title": "t", "days": 1, "events": [{"exposure": "fibre", "amount": 30, "start": 0}]}
DESIGN = {
    "title": "t",
    "population": "healthy-adult",
    "arms": {"a": {"events": []}, "b": {"events": []}},
    "per_arm": 4,
    "weeks": 1,
    "endpoints": ["pss10"],
}


@pytest.mark.parametrize("seed", WRONG)
def test_every_door_refuses_what_is_no_seed(seed):
    from gutbrain.findings.calibration import calibrate
    from gutbrain.trials.trial import run

    doors = (
        lambda: gutbrain.simulate(PROTOCOL, seed=seed),
        lambda: gutbrain.explain(PROTOCOL, "crp", seed=seed),
        lambda: gutbrain.validate(seed=seed),
        lambda: run(DESIGN, seed=seed),
        lambda: calibrate([], seed=seed),
    )
    for door in doors:
        with pytest.raises(InputError, match=r"is not a seed; a whole number from 0 to 2147483647"):
            door()


def test_the_largest_seed_and_those_of_numpy_are_taken():
    given = {"draws": 3, "people": 2}
    largest = gutbrain.simulate(PROTOCOL, seed=np.int64(seeds.LARGEST), **given)
    assert largest.provenance["seed"] == seeds.LARGEST
    assert np.isfinite(largest.at("crp", 0)).all()


@pytest.mark.parametrize("seed", ["-1", "99999999999999999999999", "1.5"])
@pytest.mark.parametrize(
    "command", ["simulate p.yaml", "explain p.yaml --observable crp", "trial d.yaml", "validate", "calibrate"]
)
def test_every_command_refuses_it_too(run, command, seed):
    status, out, err = run(*command.split(), "--seed", seed)
    assert (status, out) == (2, "")
    assert "--seed" in err
    assert {"-1": "equal to 0", "1.5": "integer"}.get(seed, "2147483647") in err
