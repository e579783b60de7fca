"""The page of the evidence, and its part of the API."""

from __future__ import annotations

import json

import pytest

from gutbrain.answers import evidence
from gutbrain.evidence import meta_analyses, trials
from gutbrain.evidence.pooling import effects
from gutbrain.evidence.pooling.meta import meta
from gutbrain.evidence.pooling.meta_question import OUTCOMES
from gutbrain.evidence.query import find
from gutbrain.evidence.strain_facts import about_strain
from gutbrain.report import meta_page
from gutbrain.report.flags import FLAGS, said

HTML = {"accept": "text/html"}


def test_a_search_gives_what_the_command_gives(client) -> None:
    answer = client.get("/api/evidence", params={"q": "butyrate barrier"}).json()
    assert answer == json.loads(json.dumps(find("butyrate barrier").to_dict()))
    page = client.get("/api/evidence", params={"q": "B. longum 1714 <b>"}, headers=HTML).text
    assert "?strain=" in page
    assert "https://doi.org/" in page
    assert "<b>&gt;" not in page


def test_what_is_not_known_is_said_and_escaped(client) -> None:
    page = client.get("/api/evidence", params={"q": "<script>xqzw</script>"}, headers=HTML).text
    assert "Nothing found" in page
    assert "<script>" not in page
    missing, long = client.get("/api/evidence"), client.get("/api/evidence", params={"q": "a" * 1001})
    assert (missing.status_code, long.status_code) == (422, 422)
    assert missing.json()["problems"] == [{"wrong": "is missing", "right": "", "field": "q", "line": None}]
    (told,) = long.json()["problems"]
    assert (told["field"], told["right"]) == ("q", "write at most 1000 letters")


def test_the_page_says_first_what_nothing_is_kept_about(client) -> None:
    asked = {"q": "probiotics for vertigo"}
    assert client.get("/api/evidence", params=asked).json()["nothing_about"] == ["vertigo"]
    page = client.get("/api/evidence", params=asked, headers=HTML).text
    assert page.index("Nothing is kept here about") < page.index("<h2>")


def test_a_strain_gives_what_the_command_gives(client) -> None:
    answer = client.get("/api/strains/L. helveticus R0052").json()
    assert answer == json.loads(json.dumps(about_strain("L. helveticus R0052").to_dict()))
    page = client.get("/api/strains/Lactobacillus", headers=HTML).text
    assert "nothing is known of it" in page
    unknown = client.get("/api/strains/nobody/../knows")
    assert unknown.status_code in (400, 404)
    assert client.get("/api/strains/nobody").status_code == 400


def test_every_strain_has_a_page(client) -> None:
    listed = client.get("/api/strains").json()["strains"]
    assert len(listed) > 100
    assert listed[0]["trials"] >= listed[-1]["trials"]
    for row in listed:
        answer = client.get(f"/api/strains/{row['short']}", headers=HTML)
        assert answer.status_code == 200, row


def test_trials_pooled_are_those_of_the_command(client) -> None:
    from gutbrain.evidence.pooling.meta import meta

    asked = {"outcome": "depression", "population": ["clinical"], "weeks_from": 4}
    answer = client.get("/api/meta", params=asked).json()
    found = meta("depression", population=["clinical"], weeks=(4, float("inf")))
    assert answer == json.loads(json.dumps(found.to_dict()))
    page = client.get("/api/meta", params=asked, headers=HTML).text
    assert 'class="forest"' in page
    assert "a new trial (95 %)" in page
    assert " style=" not in page


def test_what_cannot_be_pooled_is_told(client) -> None:
    wrong = client.get("/api/meta", params={"outcome": "happiness", "population": ["martian"]})
    assert wrong.status_code == 400
    assert {p["field"] for p in wrong.json()["problems"]} == {"outcome", "population"}
    assert client.get("/api/meta", params={"outcome": "sleep", "weeks_from": "nan"}).status_code == 422
    none = client.get("/api/meta", params={"outcome": "sleep", "weeks_from": 900}, headers=HTML)
    assert none.status_code == 200
    assert "No trial" in none.text


@pytest.mark.slow
def test_every_outcome_can_be_pooled_in_everybody() -> None:
    for outcome in OUTCOMES:
        for people in ([], *([kind] for kind in evidence.PEOPLE)):
            found = meta_page.pooled(evidence.MetaAsked(outcome=outcome, population=people))
            assert bool(found.piece) == bool(found.answer.trials), (outcome, people)
            assert " style=" not in found.piece
            json.dumps(found.answer.model_dump(mode="json"), allow_nan=False)


def test_trials_that_tell_no_number_can_be_pooled_too() -> None:
    found = meta_page.pooled(evidence.MetaAsked(outcome="distress", population=["clinical"]))
    assert {trial["made_of"] for trial in found.answer.trials} == {"imputed-null"}
    assert "As printed, the pooled" not in found.piece


def test_two_trials_are_told_to_be_too_few() -> None:
    two = {key: trials.trials()[key] for key in ("romijn-2017", "chahwan-2019")}
    assert "too few to say" in evidence.plain(meta("depression", records=two))


def test_words_of_the_page_cover_what_there_is() -> None:
    assert set(evidence.OUTCOMES) == set(OUTCOMES)
    known = set(trials.FLAGS) | set(meta_analyses.FLAGS)
    known |= {flag for outcome in OUTCOMES for effect in effects.effects(outcome) for flag in effect.flags}
    assert known <= set(FLAGS)
    assert said(("small", "acute")) == "ten people or fewer an arm, a single dose"


@pytest.mark.parametrize(
    "query", ["", "?q=<script>", "?strain=<b>", "?strain=", "?outcome=depression&population=x", "?weeks_from=much"]
)
def test_any_address_gives_a_page(client, query: str) -> None:
    page = client.get(f"/evidence{query}", headers=HTML)
    assert page.status_code == 200
    assert "<script>" not in page.text
    assert "<b>&" not in page.text


def test_search_in_the_browser_and_its_address(tab) -> None:
    tab.goto("/evidence")
    tab.fill("#q", "vagus")
    tab.press("#q", "Enter")
    tab.wait_for_selector("#answer .known")
    assert tab.url.endswith("/evidence?q=vagus")
    tab.reload()
    assert tab.input_value("#q") == "vagus"
    tab.wait_for_selector("#answer .known")


def test_a_strain_in_the_browser_leads_to_its_trials_pooled(tab) -> None:
    tab.goto("/evidence?strain=")
    tab.fill("#strain", "L. helveticus R0052")
    tab.press("#strain", "Enter")
    tab.wait_for_selector("#answer h2:has-text('What came out')")
    tab.click("text=low mood (depression)")
    tab.wait_for_selector("#answer .forest")
    assert tab.input_value("#strain") == "L. helveticus R0052"
    assert "outcome=depression" in tab.url


def test_nothing_is_wider_than_a_phone(tab) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    for address in ("/evidence", "/evidence?strain=B.+longum+1714", "/evidence?outcome=sleep"):
        tab.goto(address)
        tab.wait_for_selector("#answer h2")
        assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
