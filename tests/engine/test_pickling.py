"""Results go from process to process."""

import pickle
import subprocess
import sys

import numpy as np
import pytest

import gutbrain
from gutbrain.axis import axis

PROTOCOL = {
    "title": "t",
    "days": 1,
    "person": "ibs",
    "usual": {"fibre": 20},
    "events": [{"exposure": "probiotic", "strains": {"B. longum 1714": 1e9}, "start": 0}],
}


@pytest.mark.parametrize("streamed", [False, True])
def test_a_result_is_the_same_on_the_other_side(tmp_path, streamed):
    where = {"out": tmp_path / "out"} if streamed else {}
    result = gutbrain.simulate(PROTOCOL, draws=2, seed=1, without=["vagus"], **where)
    again = pickle.loads(pickle.dumps(result))
    assert list(again.data.data_vars) == list(result.data.data_vars)
    assert all(np.array_equal(again.data[name], result.data[name]) for name in result.data.data_vars)
    assert again.summary().equals(result.summary())
    assert (again.provenance, again.warnings, again.failures) == (result.provenance, result.warnings, result.failures)
    assert again.protocol == result.protocol
    assert again.model == result.model
    assert again.model.without == ("vagus",)


def test_another_process_reads_it(tmp_path):
    result = gutbrain.simulate(PROTOCOL, draws=1)
    (tmp_path / "result").write_bytes(pickle.dumps(result))
    code = "import pickle, sys; print(pickle.load(open(sys.argv[1], 'rb')).at('crp', 0)[0, 0])"
    read = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "result"], capture_output=True, encoding="utf-8", check=True
    )
    assert float(read.stdout) == pytest.approx(float(result.at("crp", 0)[0, 0]), rel=1e-6)


@pytest.mark.parametrize("slots", [1, 4, 6])
def test_the_axis_is_the_same_with_any_number_of_strains(slots):
    again = pickle.loads(pickle.dumps(axis(slots)))
    assert again == axis(slots)
    assert [p.key for p in again.parameters] == [p.key for p in axis(slots).parameters]
