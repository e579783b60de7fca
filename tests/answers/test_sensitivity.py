"""What a number hangs on."""

import json
import re

import numpy as np
import pytest

import gutbrain as gb
from gutbrain.answers.sensitivity import Space, first_order
from gutbrain.engine.ensemble import shipped
from gutbrain.engine.simulation import read_protocol
from gutbrain.errors import InputError

pytest.importorskip("SALib")

FIBRE = {
    "title": "fibre",
    "days": 15,
    "person": "healthy-adult",
    "events": [{"exposure": "fibre", "amount": 40, "start": 0}],
}
STRAIN = {"exposure": "probiotic", "strains": {"B. longum 1714": 1e9}, "start": 0}


@pytest.fixture(scope="module")
def found():
    return gb.sensitivity(FIBRE, "faecal_butyrate", lanes=1000)


def test_indices_are_those_that_are_known_by_heart():
    rng = np.random.default_rng(0)
    x = rng.uniform(-np.pi, np.pi, (4000, 3))
    ishigami = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    share, half = first_order(x, ishigami)
    assert share == pytest.approx([0.3139, 0.4424, 0.0], abs=0.05)
    assert all(0 < half[place] < 0.1 for place in range(3))
    z = rng.standard_normal((4000, 3))
    assert first_order(z, z @ [3.0, 2.0, 0.0])[0] == pytest.approx([9 / 13, 4 / 13, 0], abs=0.03)


def test_the_largest_index_is_that_of_a_run_in_which_only_this_parameter_is_drawn(found):
    """Where the rest does not act together with it, the variance that a parameter makes by itself is its share."""
    from gutbrain.answers import sensitivity as room

    read = read_protocol(FIBRE)
    space = Space.of(read)
    first = found.factors[0]
    place = space.names.index(first.name)
    alone = np.repeat(space.middle[:, None], 300, axis=1)
    alone[place] = space.deviates(300, seed=1)[place]
    carried = room._carried(space, alone, [read, room.as_now(read)], "faecal_butyrate", 14 * 24 + 8.0, None)
    own = np.nanvar((carried[0] - carried[1])[:300])
    whole = ((found.high - found.low) / (2 * 1.645)) ** 2
    assert first.first_order == pytest.approx(own / whole, abs=0.2)


def test_slopes_and_bars_are_what_the_model_does(found):
    factor = next(one for one in found.factors if one.name == "metabolites.dilution_exponent")
    assert factor.low < factor.middle < factor.high
    moved = [
        gb.simulate(one, draws=1, parameters={factor.name: value}).at("faecal_butyrate", 14).item()
        for value in (factor.low, factor.high)
        for one in (FIBRE, FIBRE | {"events": []})
    ]
    # one draw is the middle of the ensemble, and steps here are of half an hour
    assert factor.at_low == pytest.approx(moved[0] - moved[1], rel=0.03)
    assert factor.at_high == pytest.approx(moved[2] - moved[3], rel=0.03)
    assert (factor.slope > 0) == (factor.at_high > factor.at_low) == (factor.elasticity > 0)


def test_all_free_parameters_are_in_it_over_their_calibrated_ranges(found):
    assert len(found.factors) > 500
    space = Space.of(read_protocol(FIBRE))
    name = "metabolites.dilution_exponent"
    z = space.deviates(2000, seed=0)[space.names.index(name)]
    assert z.mean() == pytest.approx(shipped().deviates[name].mean(), abs=0.01)
    assert z.std() == pytest.approx(shipped().deviates[name].std(), rel=0.02)
    assert sum(1 for one in found.acting) < len(found.factors)
    assert 0.5 < found.additive < 1.2
    assert found.low < found.median < found.high


def test_the_luck_of_a_strain_counts_among_them():
    found = gb.sensitivity(FIBRE | {"events": [STRAIN]}, "depression", lanes=500)
    assert "potency of B. longum 1714" in [factor.name for factor in found.acting[:3]]


def test_without_events_it_is_the_level():
    found = gb.sensitivity({"days": 2, "person": "healthy-adult"}, "crp", lanes=500)
    assert not found.change
    assert found.middle == pytest.approx(gb.simulate({"days": 2}, draws=1).at("crp", 1).item(), rel=0.02)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"observable": "il66"}, "did you mean 'il6'?"),
        ({"observable": "il10"}, "the effect of fibre on il10 is not in the model; name another observable"),
        ({"observable": "crp", "day": 99}, "lies outside the run"),
        ({"observable": "crp", "lanes": 10}, "from 500 to 50000"),
    ],
)
def test_what_cannot_be_told_says_why(asked, said):
    with pytest.raises(InputError, match=re.escape(said)):
        gb.sensitivity(FIBRE, **asked)


def test_without_the_library_a_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr("gutbrain.extras.find_spec", lambda name: None)
    monkeypatch.setattr("gutbrain.extras.install", lambda extra: f"pip install {extra}")
    with pytest.raises(InputError, match="SALib is not installed; pip install sensitivity"):
        gb.sensitivity(FIBRE, "crp")


def test_the_command_leaves_a_tornado_and_all_factors(run, tmp_path):
    (tmp_path / "fibre.yaml").write_text(json.dumps(FIBRE), encoding="utf-8")
    asked = ("sensitivity", tmp_path / "fibre.yaml", "--observable", "faecal_butyrate", "--lanes", 500)
    status, out, _ = run(*asked, "--out", tmp_path / "out")
    assert status == 0
    assert "metabolites.dilution_exponent" in out
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count('class="at-low"') == 14
    assert len((tmp_path / "out" / "sensitivity.csv").read_text(encoding="utf-8").splitlines()) > 500
