"""Other values of parameters: ``--set`` and ``parameters=``."""

import json

import pytest

import gutbrain as gb
from gutbrain.axis import axis
from gutbrain.errors import InputError
from gutbrain.world import current, model

NAME = "metabolites.dilution_exponent"
TRANSIT = "gut.fastest_transit"
REST = {"title": "rest", "days": 3, "person": "healthy-adult", "observe": ["faecal_butyrate"]}
FIBRE = REST | {"events": [{"exposure": "fibre", "amount": 40, "start": 0}]}


def quantity(name):
    return next(one for one in model().parameters if one.key == name)


def test_another_value_holds_in_all_draws_and_moves_the_result():
    shipped = quantity(NAME)
    low, high = (
        gb.simulate(FIBRE, draws=2, parameters={NAME: value}).parameters()[NAME].tolist()
        for value in (shipped.low, shipped.high)
    )
    assert (low, high) == (pytest.approx([shipped.low] * 2), pytest.approx([shipped.high] * 2))
    read = [
        gb.simulate(FIBRE, draws=1, parameters={NAME: v}).at("faecal_butyrate", 2).item() for v in (low[0], high[0])
    ]
    assert read[0] > read[1]  # the more it is thinned, the less there is


def test_the_middle_of_one_draw_is_given_back_by_its_own_value():
    rest = gb.simulate(FIBRE, draws=1)
    same = gb.simulate(FIBRE, draws=1, parameters={NAME: float(rest.parameters()[NAME].iloc[0])})
    assert same.at("faecal_butyrate", 2).item() == pytest.approx(rest.at("faecal_butyrate", 2).item(), rel=1e-4)


def test_nothing_is_left_of_it_afterwards_and_the_result_says_so():
    found = gb.simulate(REST, draws=1, parameters={NAME: 0.3})
    assert found.provenance["world"]["parameters"] == {NAME: 0.3}
    assert current().is_shipped
    assert "world" not in gb.simulate(REST, draws=1).provenance
    with pytest.raises(ZeroDivisionError), gb.with_parameters({NAME: 0.3}):
        raise ZeroDivisionError
    assert current().is_shipped


def test_values_may_have_units_of_their_own():
    with gb.with_parameters({TRANSIT: "960 min", NAME: "0.3"}) as values:
        assert values == {TRANSIT: pytest.approx(16), NAME: 0.3}
        assert quantity(TRANSIT).value == pytest.approx(16)
    assert quantity(TRANSIT).value == next(one for one in axis().parameters if one.key == TRANSIT).value


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"metabolites.dilution_exponant": 1}, "did you mean 'metabolites.dilution_exponent'"),
        ({NAME: -1}, "parameters.metabolites.dilution_exponent: -1 is less than"),
        ({NAME: 99}, "more than is plausible"),
        ({TRANSIT: "16 kg"}, "the unit of '16 kg' does not fit; the unit here is h"),
        ({NAME: "much"}, "'much' is not a number"),
        ({NAME: True}, "true is not a number"),
        ({NAME: float("nan")}, "nan is not an amount"),
        (["mind.omega3_mood"], "are not values by name"),
    ],
)
def test_names_units_and_ranges_are_looked_at(given, said):
    with pytest.raises(InputError) as caught:
        gb.simulate(REST, draws=1, parameters=given)
    assert said in str(caught.value)


def test_the_command_sets_them_and_quiet_says_nothing_beside(run, tmp_path):
    (tmp_path / "p.yaml").write_text(json.dumps(FIBRE | {"person": None}), encoding="utf-8")
    asked = ("simulate", tmp_path / "p.yaml", "--draws", 1, "--no-report")
    status, _, err = run(*asked, "--out", tmp_path / "plain")
    assert status == 0
    assert "warning: person is not given" in err
    status, _, err = run(*asked, "--out", tmp_path / "set", "--set", f"{NAME}=0.6")
    assert status == 0
    assert f"{NAME} is 0.6 in place of" in err
    status, out, err = run(*asked, "--out", tmp_path / "quiet", "--set", f"{NAME}=0.6", "--quiet")
    assert (status, err) == (0, "")
    assert "faecal_butyrate" in out
    plain, changed, again = (
        (tmp_path / name / "summary.csv").read_text(encoding="utf-8") for name in ("plain", "set", "quiet")
    )
    assert plain != changed == again
    assert current().is_shipped
    # another value is another run: it does not take the place of the first
    status, _, err = run(*asked, "--out", tmp_path / "plain", "--set", f"{NAME}=0.6")
    assert status == 2
    assert "holds another run" in err
    for wrong in ("nothing", "=3", f"{NAME}="):
        status, _, err = run(*asked, "--set", wrong)
        assert status == 2
        assert "has no name or no value; write mind.omega3_mood=0.1" in err
