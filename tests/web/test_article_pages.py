"""The claims of the article as pages, and over the API."""

from __future__ import annotations

import pytest

from gutbrain.answers.article import STATES, article

HTML = {"accept": "text/html"}


def test_the_list_holds_every_claim_and_where_people_show_otherwise(client):
    page = client.get("/article").text
    for row in article():
        assert f'href="/article/{row.id}"' in page
    assert page.count("Not so in people:") == sum(row.not_so is not None for row in article())
    answer = client.get("/api/article").json()
    assert [one["id"] for one in answer["claims"]] == [row.id for row in article()]
    assert {one["state"] for one in answer["claims"]} <= set(answer["states"])


def test_each_claim_has_a_page_with_its_evidence(client):
    for row in article():
        page = client.get(f"/article/{row.id}")
        assert page.status_code == 200
        assert f'data-load="/api/article/{row.id}"' in page.text
        assert STATES[row.state] in page.text
        assert ("Not so in people:" in page.text) == (row.not_so is not None)
        for reference in row.references:
            assert reference.url in page.text or not reference.url


def test_a_claim_over_the_api_is_worked_out(client):
    answer = client.get("/api/article/scfa").json()
    assert answer["state"] == "holds"
    assert all(one["met"] for one in answer["shown"])
    assert answer["shown"][0]["curve"]["median"][-1] == pytest.approx(0.0, abs=0.5)
    piece = client.get("/api/article/scfa", headers=HTML).text
    assert piece.count("<svg") == 4
    assert "<html" not in piece


def test_without_javascript_the_page_works_it_out(client):
    page = client.get("/article/scfa?show=1").text
    assert page.count('class="curve"') == 4
    assert "data-load" not in page
    assert "Working out" not in page


def test_what_the_flora_adds_is_a_number_without_a_curve(client):
    shown = client.get("/api/article/vicious-circle").json()["shown"]
    alone = [one for one in shown if "adds" in one["shows"]]
    assert len(alone) == 2
    assert all(one["curve"] is None and one["low"] <= one["value"] <= one["high"] for one in alone)


@pytest.mark.parametrize("start", ["/article/", "/api/article/"])
def test_a_name_that_is_none_gets_the_nearest(client, start):
    answer = client.get(f"{start}scfaa")
    assert answer.status_code == 404
    assert "scfa" in answer.text
    assert client.get(f"{start}{'x' * 300}").status_code in (404, 422)


def test_steps_of_the_story_lead_to_claims_and_back(client):
    page = client.get("/?step=1").text
    assert 'href="/article/scfa"' in page
    assert 'href="/?step=1"' in client.get("/article/scfa").text
