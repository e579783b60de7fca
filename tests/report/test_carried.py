import fake_result as made

from gutbrain import words
from gutbrain.engine.changes import Interval
from gutbrain.report import carried


def bars(explanation, claims):
    return carried.bars(explanation.observable, explanation.rows, Interval(*explanation.direct), claims, ())


def test_what_did_it_is_named_and_a_gap_has_no_number():
    explanation = made.fake_explanation()
    explanation.not_in_model = ("alcohol",)
    assert words.did(explanation) == [
        ("B. longum 1714", Interval(-0.1, -0.19, -0.02)),
        ("Trier Social Stress Test", Interval(-0.01, -0.02, 0.001)),
        ("alcohol", None),
    ]


def test_a_bar_for_each_channel_and_the_direct_part():
    explanation = made.fake_explanation()
    svg = bars(explanation, made.fake_claims())
    assert svg.count('class="share') == len(explanation.rows) + 1
    assert "acts directly" in svg


def test_small_parts_are_added_up():
    explanation = made.fake_explanation()
    explanation.rows += [
        made.Record(channel=c, title=c, contribution=1e-4, low=0, high=2e-4, claims=()) for c in ("sleep", "habits")
    ]
    svg = bars(explanation, {})
    assert "2 others together" in svg


def test_evidence_is_counted_best_first():
    row = made.Record(claims=("a", "b", "c"))
    claims = {"a": made.Record(grade="animal"), "b": made.Record(grade="human-trial")}
    assert carried.evidence(row, claims).words == "1 trials in people, 1 animals only, 1 assumption"
    assert carried.evidence(row, claims, {"a"}).best == "animal"
