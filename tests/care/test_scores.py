"""Which answers to questionnaires lead to help."""

import pytest

from gutbrain.care import CareNeeded
from gutbrain.care.scores import check_scores
from gutbrain.errors import InputError
from gutbrain.people.scales import scales


@pytest.mark.parametrize(
    "scores",
    [
        {"phq9": 20},
        {"phq9": 3, "phq9_item9": 1},
        {"gad7": 15},
        {"bdi2": 29},
        {"hamd17": 24},
        {"madrs": 35},
        {"hads_d": 16},
    ],
)
def test_severe_answers_lead_to_help(scores):
    with pytest.raises(CareNeeded) as caught:
        check_scores(scores, scales())
    assert caught.value.source == "answers"


def test_answers_that_are_not_severe_do_not():
    check_scores({"phq9": 19, "phq9_item9": 0, "gad7": 14}, scales())
    check_scores({"psqi": 21}, scales())  # a scale without such a band
    check_scores({}, scales())


@pytest.mark.parametrize(
    ("scores", "said"), [({"phq9": 28}, "0 to 27"), ({"phq8": 3}, "phq9"), ({"gad7": float("nan")}, "0 to 21")]
)
def test_scores_that_cannot_be_are_told(scores, said):
    with pytest.raises(InputError, match=said):
        check_scores(scores, scales())
