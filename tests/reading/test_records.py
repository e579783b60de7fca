"""Facts are checked as they are read, and what is wrong is said in words of our own."""

from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

from gutbrain.errors import InputError
from gutbrain.evidence import load_references
from gutbrain.evidence.topics import Topic
from gutbrain.exposures import Exposure
from gutbrain.faults import in_words
from gutbrain.people.cohort import _Row as Correlation
from gutbrain.people.presets import HEALTHY, load_presets
from gutbrain.people.scales import Scale
from gutbrain.reading import parse_yaml
from gutbrain.reading.records import by_name, facts

TEA = {"unit": "g/day", "kind": "supplement", "most": 5, "meaning": "a herb"}
AGE = {"value": 40, "sd": 13, "low": 18, "high": 65, "source": "assumption"}
PRESET = {"title": "A", "meaning": "b", "female": {"value": 0.5, "source": "assumption"}, "traits": {"age": AGE}}


def said(read):
    with pytest.raises(InputError) as caught:
        read()
    return str(caught.value)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "drink"}, "mine.yaml: tea.kind: 'drink' is not known here; write usual, supplement, medicine or lab"),
        ({"kind": "suplement"}, "mine.yaml: tea.kind: 'suplement' is not known here; did you mean 'supplement'?"),
        ({"most": "much"}, "mine.yaml: tea.most: 'much' is not a number; write a number"),
        ({"flavour": "green"}, "mine.yaml: tea.flavour: there is no such field; known here: name, title, group"),
        ({"unit": None}, "mine.yaml: tea.unit: nothing is not text; write text"),
        ({"takes": 5}, "mine.yaml: tea.takes: 5 is not a list; write [ ... ]"),
    ],
)
def test_a_wrong_record_names_file_record_field_and_what_would_be_right(changes, told):
    assert told in said(lambda: by_name(Exposure, {"tea": TEA | changes}, "mine.yaml"))


def test_what_is_missing_is_named():
    short = {name: value for name, value in TEA.items() if name != "unit"}
    assert said(lambda: by_name(Exposure, {"tea": short}, "mine.yaml")) == "mine.yaml: tea.unit: is missing"
    assert (
        said(lambda: by_name(Exposure, {"tea": 3}, "m.yaml"))
        == "m.yaml: tea: 3 is not a set of fields; write {field: value}"
    )
    assert "m.yaml: a list is not a set of names" in said(lambda: by_name(Exposure, [TEA], "m.yaml"))


def test_a_file_that_somebody_wrote_names_the_line_too():
    written = parse_yaml("tea:\n  unit: g/day\n  kind: drink\n  most: 5\n  meaning: a herb\n", file="mine.yaml")
    assert said(lambda: by_name(Exposure, written)).startswith("mine.yaml:3: tea.kind: 'drink' is not known here")
    rows = parse_yaml("- {key: a-1, authors: A, year: 2000, title: T}\n- {key: b-1, authors: B, year: x, title: T}\n")
    assert said(lambda: load_references(rows)).startswith("line 2: b-1.year: 'x' is not a whole number")
    again = parse_yaml("- {key: a-1, authors: A, year: 2000, title: T}\n" * 2, file="r.yaml")
    assert said(lambda: load_references(again)) == "r.yaml:2: a-1: stands twice; keep one"


@pytest.mark.parametrize(
    ("preset", "told"),
    [
        ({"traits": {"aage": AGE}}, "p.yaml: mine.traits.aage: 'aage' does not exist; did you mean 'age'?"),
        (
            {"usual": {"fibr": {"value": 3, "source": "x"}}},
            "mine.usual.fibr: 'fibr' does not exist; did you mean 'fibre'?",
        ),
        ({"female": 0.5}, "p.yaml: mine.female: 0.5 is not a set of fields"),
        ({"title": None}, "p.yaml: mine.title: nothing is not text"),
    ],
)
def test_a_wrong_preset_is_refused(preset, told):
    assert told in said(lambda: load_presets({HEALTHY: PRESET, "mine": PRESET | preset}, "p.yaml"))
    assert "healthy-adult is missing" in said(lambda: load_presets({"mine": PRESET}, "p.yaml"))


def test_records_in_a_list_are_named_by_what_names_them():
    assert said(lambda: facts(list[Scale], [{"id": "own"}], "s.yaml")).startswith("s.yaml: own.name: is missing")
    assert said(lambda: facts(list[Topic], [{"key": "joy"}], "t.yaml")).startswith("t.yaml: joy.title: is missing")
    rows = [{"between": ["age", "bmi"], "r": 1.4, "source": "x"}]
    assert (
        said(lambda: facts(list[Correlation], rows, "c.yaml"))
        == "c.yaml: record 1.r: 1.4 is more than 1; the most is 1"
    )


def test_no_fault_is_told_in_words_of_the_library():
    kinds = get_args(ErrorType)
    assert len(kinds) > 80
    for kind in kinds:
        told = {"type": kind, "loc": ("a",), "input": 7, "msg": "Input should be a valid thing", "ctx": {"limit": 1}}
        wrong, right = in_words(told)
        assert wrong
        assert "Input" not in wrong + right
