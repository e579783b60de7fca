"""The claims of the article: each shows what is written of it, and nothing is told better than it is known."""

from __future__ import annotations

import json
import math
import shlex
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from plain_words import grade_level

from gutbrain.answers.article import (
    ABSENT,
    FAILS,
    HOLDS,
    KINDS,
    MEANINGS,
    NOT_SO,
    PART,
    STATES,
    Otherwise,
    Told,
    article,
    told,
)
from gutbrain.answers.article_told import Asked, claim, known_claim, worked
from gutbrain.errors import InputError
from gutbrain.report.article_doc import known, number, render

CLAIMS = (
    "two-way",
    "vagus-hotline",
    "serotonin-gut",
    "gaba-microbes",
    "hormones-join",
    "immune-coach",
    "scfa",
    "4eps",
    "hpa-microbes",
    "social-stress-neurons",
    "barrier-bouncer",
    "anxiety-flora",
    "anxiety-transfer",
    "depression-flora",
    "vicious-circle",
    "low-fibre",
    "sugar-processed",
    "stress-beneficial",
    "antibiotics",
    "nsaid-flora",
    "sleep-loss",
    "sleep-schedule",
    "psychobiotics",
    "multi-strain-trial",
    "cognition-decline",
    "elders-bgn4-bori",
    "not-one-size",
    "not-miracle",
    "plants",
    "polyphenols",
    "fermented",
    "soothers",
    "good-sleep",
    "movement",
    "prudent-medicines",
    "consistency",
    "mix-of-habits",
    "early-symptoms",
    "weeks",
    "how",
    "can",
    "best",
)
"""What the article says, by the names that stay."""

NAMES = [row.id for row in article()]


@pytest.fixture(scope="module")
def every() -> dict[str, Told]:
    return {one.row.id: one for one in told(draws=12)}


def shown(every: dict[str, Told], claim: str, part: str):
    (found,) = (one for one in every[claim].shown if part in one.check.shows)
    return found


def test_every_claim_of_the_article_is_there() -> None:
    assert sorted(NAMES) == sorted(CLAIMS)


@pytest.mark.parametrize("claim", NAMES)
def test_the_model_shows_what_is_written_of_a_claim(every, claim) -> None:
    one = every[claim]
    missed = [f"{s.check.shows}: {number(s)}, {100 * s.sure:.0f} % of the sets" for s in one.shown if not s.met]
    assert not missed
    assert one.state == one.row.state


@pytest.mark.parametrize("row", article(), ids=lambda row: row.id)
def test_a_claim_that_is_not_met_in_full_says_why(row) -> None:
    assert (row.state == HOLDS) == (not row.missing and row.not_so is None)
    assert row.known.claims, "nobody says how much is known"
    if row.kind == "animal":
        assert row.grade == "animal"
    assert row.checks or row.ask


def test_each_check_reads_its_arms_once_and_within_their_days() -> None:
    for row in article():
        for place in range(len(row.checks)):
            finding = row.finding(place)
            assert set(finding.arms) == {when.arm for when in finding.compare.whens}
            assert not finding.unsupported


def test_claims_are_written_in_short_plain_words() -> None:
    """All together: names of bacteria alone would make a single sentence look hard."""
    assert grade_level(" ".join(row.says for row in article())) <= 7.5


# what is worked out of a run


def test_what_the_flora_adds_is_the_run_with_it_less_the_run_without(every) -> None:
    """Of what the flora has no part in nothing is added: a nerve that is cut carries nothing either way."""
    (row,) = (row for row in article() if row.id == "vagus-hotline")
    cut = next(c for c in row.checks if "nerve cut" in c.shows)
    added = cut.model_copy(update={"without": ("mind",), "expect": "same", "least": 1e-3})
    ((one,),) = (t.shown for t in told([row.model_copy(update={"checks": (added,), "missing": ""})], draws=2))
    assert one.met
    assert one.value.median == pytest.approx(0.0, abs=1e-3)
    assert one.curve is None


def test_bacteria_answer_within_days_and_mood_within_weeks(every) -> None:
    bacteria, mood = shown(every, "weeks", "inulin").half, shown(every, "weeks", "depression").half
    assert 1 <= bacteria <= 14 < mood <= 70


def test_the_course_of_a_check_begins_at_nothing_and_ends_at_what_is_told(every) -> None:
    one = shown(every, "scfa", "C-reactive")
    assert one.curve is not None
    at = dict(zip(one.curve.days, one.curve.median, strict=True))
    assert at[0.0] == pytest.approx(1.0, abs=0.01)
    assert 100 * (at[84.0] - 1) == pytest.approx(one.value.median, abs=1.0)
    assert np.all(one.curve.low <= one.curve.median + 1e-9)


def test_together_habits_do_more_than_any_of_them_and_less_than_their_sum(every) -> None:
    whole, *alone = (one.value.median for one in every["mix-of-habits"].shown)
    single = [whole - more for more in alone]
    assert whole < min(single)
    assert all(one <= 0.005 for one in single)


def test_a_week_with_gas_is_followed_by_weeks_without(every) -> None:
    first, later = (shown(every, "early-symptoms", part).value.median for part in ("third day", "three weeks"))
    assert 0 < first < 0.2
    assert abs(later) < max(first, 0.02)


# states


def test_one_check_that_is_not_met_fails_the_claim(every) -> None:
    one = every["scfa"]
    broken = (*one.shown[1:], replace(one.shown[0], met=False))
    assert Told(one.row, broken).state == FAILS


def test_what_people_show_otherwise_is_said(every) -> None:
    one = every["scfa"]
    otherwise = Otherwise(says="It is not so.", references=("sanada-2020",))
    for whole, state in ((False, PART), (True, NOT_SO)):
        row = one.row.model_copy(update={"not_so": otherwise.model_copy(update={"whole": whole})})
        assert Told(row, one.shown).state == state


def test_what_is_not_simulated_is_not_in_the_model(every) -> None:
    row = every["scfa"].row.model_copy(update={"checks": ()})
    assert Told(row, ()).state == ABSENT
    assert Told(row.model_copy(update={"ask": ("gutbrain model",)}), ()).state == HOLDS


def test_a_check_that_reads_after_the_end_is_told_with_its_claim() -> None:
    (row,) = (row for row in article() if row.id == "scfa")
    with pytest.raises(InputError, match=r"article\.yaml: scfa.*the arms last 10 days"):
        row.model_copy(update={"days": 10.0}).finding(0)


# the document


def test_the_document_tells_every_claim_with_its_number_and_what_is_known(every) -> None:
    text = render(tuple(every.values()), {"ensemble": "of a test"})
    for one in every.values():
        assert f"### {one.row.id}: {STATES[one.state]}" in text
        assert one.row.says in text
        for s in one.shown:
            assert f"| {s.check.shows} | {number(s)} |" in text
    assert "of a test" in text
    assert STATES[FAILS] not in text


def test_what_is_known_counts_people_and_animals_apart() -> None:
    (row,) = (row for row in article() if row.id == "4eps")
    assert "trials in people" in known(row)
    assert "animals only (" in known(row)
    assert row.grade == "animal"


def test_kinds_and_states_have_words() -> None:
    assert {row.kind for row in article()} == set(KINDS)
    assert set(MEANINGS) == set(STATES)


def test_the_document_that_ships_is_that_of_these_claims() -> None:
    text = (Path(__file__).parents[2] / "docs" / "article.md").read_text(encoding="utf-8")
    for row in article():
        assert f"### {row.id}: {STATES[row.state]}" in text
        assert row.says in text


@pytest.mark.parametrize("command", sorted({command for row in article() for command in row.ask}))
def test_what_one_is_told_to_look_up_answers(command, run) -> None:
    program, *words = shlex.split(command)
    assert program == "gutbrain"
    status, out, _ = run(*words)
    assert status <= (1 if words[0] == "label" else 0)  # a label of which something is wrong
    assert len(out) > 200


def test_a_claim_goes_to_a_page_whole() -> None:
    found = worked(Asked(claim="scfa"))
    answer = claim(known_claim("scfa"), found).model_dump()
    assert json.loads(json.dumps(answer, allow_nan=False))["state"] == "holds"
    assert answer["grade"] == "human-observation"
    assert answer["steps"] == [1]
    first = answer["shown"][0]
    assert first["low"] <= first["value"] <= first["high"]
    assert first["unit"] == first["curve"]["unit"] == "%"
    at = dict(zip(first["curve"]["days"], first["curve"]["median"], strict=True))
    assert at[0] == pytest.approx(0.0, abs=0.1)
    assert at[84] == pytest.approx(first["value"], rel=0.02)
    assert len(first["curve"]["low"]) == len(first["curve"]["days"]) > 80


def test_what_is_known_stands_by_grade_with_each_paper_once() -> None:
    answer = claim(known_claim("gaba-microbes"))
    assert answer.shown is None
    assert answer.not_so
    assert [paper.key for paper in answer.otherwise] == list(known_claim("gaba-microbes").not_so.references)
    for one in answer.known:
        assert one.statements
        assert len({paper.key for paper in one.papers}) == len(one.papers)
    assert sum(len(one.statements) for one in answer.known) == len(known_claim("gaba-microbes").known.claims)


def test_halves_of_what_does_not_last_are_not_told(every) -> None:
    assert math.isnan(shown(every, "not-miracle", "HAM-D").half)
