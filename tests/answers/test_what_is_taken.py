"""What is taken now, and options side by side: the question, its file, and the answer by every road."""

import json

import pytest
from typer.testing import CliRunner

import gutbrain
from gutbrain.answers.asked import plan
from gutbrain.answers.question import Question
from gutbrain.answers.question_opened import opened
from gutbrain.answers.question_protocol import protocol
from gutbrain.answers.several import answer as side_by_side
from gutbrain.answers.several_question import SeveralQuestion, plans, single
from gutbrain.answers.what_if import answer
from gutbrain.cli import app
from gutbrain.engine.simulation import read_protocol
from gutbrain.errors import InputError
from gutbrain.web.downloads import as_yaml

TAKES = {
    "person": "ibs",
    "days": 29,
    "events": [
        {"exposure": "nsaid", "name": "ibuprofen", "amount": 1200, "start": -84},
        {"exposure": "probiotic", "strains": {"LGG": 1.0e9, "B. longum 1714": 1.0e9}, "start": -84},
        {"exposure": "omega3", "amount": 2, "start": -84},
    ],
}


@pytest.fixture(scope="module")
def together():
    question = {"weeks": 4, "now_medicine_1": "ibuprofen", "now_sleep": 6, "options": 2, "mg_1": 0, "b_sleep": 8}
    asked = SeveralQuestion(**question, b_mg_1=0)
    return asked, side_by_side(asked)


def test_stopping_is_better_for_the_bowel_and_says_nothing_of_what_is_not_in_the_model():
    found = answer(Question(weeks=4, now_medicine_1="ibuprofen", mg_1=0))
    assert found.who == "healthy adult; takes ibuprofen, 1200\N{NO-BREAK SPACE}mg/day"
    assert found.changes == ["ibuprofen stopped (1200\N{NO-BREAK SPACE}mg/day until now)"]
    (bowel,) = found.outcomes
    assert (bowel.name, bowel.glance, bowel.on_off) == ("gi_symptoms", "fewer", None)
    assert bowel.change.high < 0
    assert "depression" in [one.name for one in found.not_in_model]
    assert any("whoever prescribed it" in line for line in found.warnings)


def test_a_lower_dose_of_an_antidepressant_loses_less_than_stopping_it():
    asked = {"person": "major-depression", "weeks": 8, "now_medicine_1": "sertraline", "now_mg_1": 100}
    lower, stopped = (answer(Question(**asked, mg_1=dose)).outcomes[0].change for dose in (25, 0))
    assert 0 < lower.median < stopped.median
    # what goes on as it is changes nothing
    assert answer(Question(**asked)).changes == []
    assert answer(Question(**asked, mg_1=100)).changes == []


@pytest.mark.parametrize(
    ("changes", "ends", "begins"),
    [
        ({"ibuprofen": 0}, ["ibuprofen"], []),
        ({"ibuprofen": "-800"}, ["ibuprofen"], [("ibuprofen", 400)]),
        ({"LGG": 0}, ["L. rhamnosus GG"], []),
        ({"LGG": 1e10}, ["L. rhamnosus GG"], [("L. rhamnosus GG", 1e10)]),
        ({"omega3": "+1"}, ["omega3"], [("omega3", 3)]),
        ({"sertraline": 50, "L. paracasei Shirota": 1e9}, [], [("sertraline", 50), ("L. paracasei Shirota", 1e9)]),
    ],
)
def test_a_change_ends_what_is_taken_under_that_name_and_leaves_the_rest(changes, ends, begins):
    planned = plan(TAKES, changes)
    names = [(e.name or " ".join(e.strains) or e.exposure, e) for e in planned.events]
    assert [name for name, e in names if e.begins < 0 and e.ends == 0] == ends
    assert [(name, sum(e.strains.values()) or e.amount) for name, e in names if e.begins == 0] == begins
    # everything was taken until day 0, whatever becomes of it
    before = {s: d for e in planned.events if e.begins < 0 for s, d in e.strains.items()}
    assert before == {"L. rhamnosus GG": 1e9, "B. longum 1714": 1e9}


@pytest.mark.parametrize(
    "asked",
    [
        {
            "person": "ibs",
            "age": 44,
            "sex": "female",
            "weeks": 8,
            "now_sleep": 6.2,
            "fibre": 30,
            "gos": 5,
            "now_medicine_1": "ibuprofen",
            "mg_1": 0,
            "now_medicine_2": "ppi",
            "now_mg_2": 40,
            "mg_2": 20,
            "now_strain_1": "B. longum 1714",
            "cfu_1": 0,
            "strain_1": "LGG",
            "dose_1": 1e9,
            "medicine": "sertraline",
            "now_omega3": 2,
            "omega3": 0,
            "nsaid": "naproxen",
            "nsaid_mg": 500,
            "hard_days": 7,
            "hard_day": 3,
        },
        {"options": 3, "sleep": 8, "now_medicine_1": "fluoxetine", "b_mg_1": 0, "c_fibre": 40, "now_inulin": 4},
    ],
)
def test_what_was_saved_opens_as_the_same_question(asked):
    question = SeveralQuestion(**asked)
    made = {label: read_protocol(one) for label, one in plans(question).items()}
    again = opened(made)
    assert {label: read_protocol(one) for label, one in plans(again).items()} == made
    assert as_yaml(again) == as_yaml(question)


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([{"exposure": "endotoxin", "amount": 1, "start": 3, "hour": 9}], "is not asked here"),
        ([{"exposure": "ppi", "amount": 20, "start": -30}], "was begun 84 days before"),
        ([{"exposure": "fibre", "amount": 40, "start": 7}], "is not asked here"),
    ],
)
def test_what_the_page_cannot_ask_is_told_and_not_left_out(events, said):
    with pytest.raises(InputError, match=said):
        opened({"A": read_protocol({"days": 29, "events": events})})


def test_each_option_is_the_answer_of_what_if_alone(together):
    asked, found = together
    for one in found.options:
        assert one.answer == answer(single(asked, one.label))
    mood = next(one for one in found.apart if one.outcome == "depression")
    # of stopping ibuprofen alone nothing is known there
    assert (mood.difference, mood.said) == (None, "A: not in the model")
    bowel = next(one for one in found.apart if one.outcome == "gi_symptoms")
    # both stop it, and nights do nothing to the bowel in the model: paired, nothing is left
    assert bowel.difference.low == bowel.difference.high == 0
    assert bowel.said == "A and B about the same"


def test_side_by_side_is_one_answer_by_file_command_and_python(together, tmp_path):
    asked, found = together
    file = tmp_path / "asked.yaml"
    file.write_text(as_yaml(asked), encoding="utf-8")
    assert gutbrain.side_by_side(file) == found
    done = CliRunner().invoke(app, ["what-if", str(file), "--json"], catch_exceptions=False)
    assert json.loads(done.stdout) == found.model_dump(mode="json")
    told = CliRunner().invoke(app, ["what-if", str(file)], catch_exceptions=False).stdout
    assert "A: ibuprofen stopped" in told
    assert "A and B about the same" in told


def test_options_are_of_one_person_as_now():
    base = protocol(Question(weeks=4))
    with pytest.raises(InputError, match="another person"):
        gutbrain.answers.several.of_plans(
            {"A": read_protocol(base), "B": read_protocol({**base, "person": "ibs"})},
        )
    with pytest.raises(InputError, match="1 options"):
        gutbrain.side_by_side("healthy-adult", {"A": {"sleep": 8}})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("days: 29\noptions: {A: {events: []}}\n", "two to 3 options"),
        ("days: 29\nevents: []\noptions: {A: {events: []}, B: {events: []}}\n", "stands beside options"),
        (
            "days: 29\noptions:\n  A: {events: []}\n  B:\n    events:\n    - {exposure: fiber, amount: 3, start: 0}\n",
            "6",
        ),
    ],
)
def test_what_is_wrong_in_a_file_with_options_is_told_with_its_line(tmp_path, text, said):
    file = tmp_path / "options.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        gutbrain.side_by_side(file)
