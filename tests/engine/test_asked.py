"""Arguments of the Python API: checked as fields of files are, and nothing becomes a default in silence."""

import numpy as np
import pytest

import gutbrain
from gutbrain import seeds
from gutbrain.engine.result import Unreadable
from gutbrain.errors import InputError
from gutbrain.evidence import about_strain, check_label, find
from gutbrain.evidence.pooling.meta import meta
from gutbrain.findings.batches import Size
from gutbrain.trials.trial import run

TSST = {
    "days": 2,
    "person": "healthy-adult",
    "events": [{"exposure": "stressor", "amount": 1, "start": 1, "hour": 9}],
}


@pytest.fixture(scope="module")
def result():
    return gutbrain.simulate(TSST, draws=1, observe=["il6", "cortisol"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"species": "Human"},
            "species: 'Human' is not known; did you mean 'human'? known are human, mouse, rat, monkey",
        ),
        ({"species": "unicorn"}, "species: 'unicorn' is not known; known are human, mouse, rat, monkey"),
        ({"draws": 0}, "draws: 0 is not possible here; give a whole number from 1 on"),
        ({"draws": -1}, "draws: -1 is not possible"),
        ({"draws": True}, "draws: True is not a whole number"),
        ({"people": "ten"}, "people: 'ten' is not a whole number"),
        ({"people": np.array([1, 2])}, "people: an array is not a whole number"),
        ({"people": 0}, "people: 0 is not possible"),
        ({"seed": 1.5}, "seed: 1.5 is not a seed"),
        ({"seed": -4}, "seed: -4 is not a seed"),
        ({"seed": 10**23}, f"a whole number from 0 to {seeds.LARGEST}"),
        (
            {"moments": [(99, 8)]},
            "moments[0].day: day 99, 08:00 lies outside the run; it goes from day 0, 00:00 to day 2",
        ),
        ({"moments": [(1, 25)]}, "moments[0].hour: 25 is not possible here; give a number from 0 to 24"),
        ({"moments": [(1.5, 8)]}, "moments[0].day: 1.5 is not a whole day"),
        ({"moments": (1, 8)}, "moments[0]: is not a day with an hour"),
        ({"moments": 3}, "moments: are not moments"),
        ({"observe": "il66"}, "observe: 'il66' is not an observable; did you mean 'il6'?"),
        ({"observe": ["il6", "crpp"]}, "observe: 'crpp' is not an observable; did you mean 'crp'?"),
        ({"observe": 3}, "observe: 3 is not a list of names"),
        ({"without": "mindd"}, "without: 'mindd' is not known; did you mean 'mind'?"),
    ],
)
def test_what_is_wrong_with_an_argument_of_simulate_is_said(given, said):
    with pytest.raises(InputError) as error:
        gutbrain.simulate(TSST, **{"draws": 1, **given})
    assert said in str(error.value)
    assert len(str(error.value).splitlines()) == 1
    assert "--" not in str(error.value)


def test_a_single_text_is_one_name_and_numbers_of_numpy_are_numbers(result):
    one = gutbrain.simulate(
        TSST, people=np.int64(1), draws=np.int32(1), seed=np.uint8(0), observe="il6", moments=np.array([[1, 8]])
    )
    assert list(one.data.data_vars) == ["il6"]
    assert one.at("il6", np.int64(1), np.float32(8)) == result.at("il6", 1)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (("il66", 1), "observable: 'il66' is not in this result; did you mean 'il6'?"),
        (("il6", 99), "day: day 99, 08:00 lies outside the run; it goes from day 0, 00:00 to day 2, 00:00"),
        (("il6", 2), "day 2, 08:00 lies outside the run"),
        (("il6", 1.5, 3), "day: 1.5 is not a whole day"),
        (("il6", 1, 25), "hour: 25 is not possible here"),
        (("il6", True), "day: True is not a number"),
        (("il6", "one"), "day: 'one' is not a number"),
    ],
)
def test_a_moment_that_is_not_in_a_result_is_told_with_what_is(result, moment, said):
    with pytest.raises(InputError) as error:
        result.at(*moment)
    assert said in str(error.value)


def test_a_fraction_of_a_day_counts_from_midnight(result):
    assert result.at("cortisol", 1.5) == result.at("cortisol", 1, 12)
    assert result.at("cortisol", 1.5) != result.at("cortisol", 1)


def test_what_can_not_be_read_is_a_lookup_error_too(result):
    with pytest.raises(LookupError):
        result.at("il6", 9)
    assert issubclass(Unreadable, InputError)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"day": 99}, "day: day 99, 08:00 lies outside the run"),
        ({"day": 1, "hour": 24.5}, "hour: 24.5 is not possible"),
        ({"hour": 3}, "hour: an hour without a day says no moment"),
        ({"species": "Human"}, "did you mean 'human'?"),
        ({"draws": 0}, "draws: 0 is not possible"),
        ({"orders": 0}, "orders: 0 is not possible"),
        ({"seed": 1.5}, "seed: 1.5 is not a seed"),
        ({"observable": "il66"}, "observable: 'il66' is not an observable; did you mean 'il6'?"),
    ],
)
def test_what_is_wrong_with_an_argument_of_explain_is_said(given, said):
    with pytest.raises(InputError) as error:
        gutbrain.explain(TSST, **{"observable": "il6", **given})
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: gutbrain.validate(seed=-1), "seed: -1"),
        (lambda: gutbrain.validate(42), "sources: 42 is not a file"),
        (lambda: gutbrain.validate([42]), "sources: 42 is not a file"),
        (lambda: Size(0, 8), "draws: 0 is not possible"),
        (lambda: Size(4, 2.5), "people: 2.5 is not a whole number"),
        (lambda: run(42), "42 is not a file; name a file, or give a mapping"),
        (lambda: run({}, seed=0.5), "seed: 0.5"),
        (lambda: run({}, replicates=-1), "replicates: -1"),
        (lambda: meta(5), "outcome: 5 is not text"),
        (lambda: meta("depression", weeks=("a", 2)), "weeks: 'a' is not a number"),
        (lambda: find(42), "query: 42 is not text"),
        (lambda: about_strain(None), "name: None is not text"),
        (lambda: check_label(42), "42 is not a file"),
        (lambda: gutbrain.simulate(TSST, out=42), "out: 42 is not a file"),
        (lambda: gutbrain.simulate(42), "42 is not a file; name a file, or give a mapping"),
        (lambda: gutbrain.simulate(None), "None is not a file"),
        (lambda: gutbrain.load(b"days: 3"), "is not a file"),
        (lambda: gutbrain.simulate("days: 3\nevents: []"), "looks like the text of a file, not like its name"),
        (lambda: gutbrain.simulate("{days: 3}"), "read it first, with gutbrain.reading.parse_yaml(text)"),
    ],
)
def test_other_functions_check_alike(ask, said):
    with pytest.raises(InputError) as error:
        ask()
    assert said in str(error.value)


def test_a_single_file_of_findings_is_one_file(tmp_path):
    file = tmp_path / "none.yaml"
    file.write_text("findings: []\n", encoding="utf-8")
    assert gutbrain.validate(str(file)).checked == ()


def test_numbers_of_numpy_in_a_mapping_are_those_of_a_file():
    event = {"exposure": "fibre", "amount": np.float32(30), "start": np.int64(1)}
    protocol = gutbrain.load({"days": np.int64(3), "person": {"traits": {"age": np.int64(50)}}, "events": [event]})
    assert (protocol.days, protocol.events[0].amount, protocol.events[0].start) == (3, 30, 1)
    assert protocol.person.traits["age"] == 50


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"days": np.array([1, 2])}, "days: an array is neither a number nor text"),
        ({"events": [{"exposure": "fibre", "amount": np.array([3.0]), "start": 0}]}, "events[0].amount: an array"),
        ({"saw": [{"observable": "crp", "direction": np.array([1, 2]), "day": 0}]}, "saw[0].direction: an array"),
        ({"days": np.bool_(True)}, "days: true is not a number"),
        ({"title": object()}, "title: <object object"),
    ],
)
def test_what_no_file_could_hold_is_refused_in_one_line(change, said):
    with pytest.raises(InputError) as error:
        gutbrain.load({"days": 3, **change})
    assert said in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_a_mapping_that_contains_itself_is_refused():
    endless: dict = {"days": 3}
    endless["title"] = endless
    with pytest.raises(InputError, match="contains itself"):
        gutbrain.load(endless)
