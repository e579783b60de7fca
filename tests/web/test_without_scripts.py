"""Every form answers where the browser runs no script: it is sent as the browser would send it."""

import html
import re

import pytest

FORMS = {
    "what if": ("/what-if?show=answer&sleep=8", "What would be different"),
    "search": ("/evidence?q=butyrate", "Claims"),
    "one strain": ("/evidence?strain=B.+longum+1714", "The trials"),
    "all strains": ("/evidence?strain=", "strains are known here"),
    "trials together": ("/evidence?outcome=stress&strain=Bifidobacterium+longum&answer=1", "felt stress"),
    "validation": ("/validation?species=mouse&answer=1", "Published and predicted"),
    "a question": ("/ask?q=Do+probiotics+help+with+stress%3F", "Answer"),
    "help": ("/care?country=DE", "TelefonSeelsorge"),
}
"""Addresses to which a form of each page leads by GET, and what is found there."""


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_is_sent_by_get_finds_its_answer(client, name):
    address, expected = FORMS[name]
    page = client.get(address, headers={"accept": "text/html"})
    assert page.status_code == 200
    shown = re.sub(r"<(template|datalist)\b.*?</\1>", "", page.text, flags=re.S)
    assert expected in html.unescape(shown)
    answer = shown.partition('id="answer"')[2].partition("options-part")[0]
    assert 'class="waiting"' not in answer.partition("</section>")[0]


def test_a_label_that_is_sent_by_post_is_checked_and_stays_in_its_box(client):
    text = "Bifidobacterium longum 1714, 1 billion CFU. Helps you to feel calm."
    page = client.post("/label", data={"text": text}, headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "points are fine" in page.text
    assert f">{text}</textarea>" in page.text


def test_words_of_danger_in_a_label_that_is_sent_by_post_lead_to_help(client):
    sent = {"text": "I want to kill myself"}
    page = client.post("/label", data=sent, headers={"accept": "text/html"}, follow_redirects=False)
    assert page.status_code == 303
    assert page.headers["location"].startswith("/care?from=words")
    assert "kill" not in page.headers["location"]


def test_a_label_without_a_text_is_told_what_is_missing(client):
    page = client.post("/label", data={"text": ""}, headers={"accept": "text/html"})
    assert page.status_code == 400
    assert "letters" in page.text


def test_a_protocol_that_is_sent_by_post_leads_to_the_page_of_its_job(client):
    protocol = "person: healthy-adult\ndays: 2\nevents: []\nobserve: [crp]\n"
    fields = {"protocol": (None, protocol), "people": (None, "1"), "draws": (None, "2"), "seed": (None, "")}
    page = client.post("/data", files=fields, headers={"accept": "text/html"}, follow_redirects=False)
    assert page.status_code == 303
    assert re.fullmatch(r"/jobs/[\w-]{16,}", page.headers["location"])


def test_a_protocol_with_words_of_danger_leads_to_help(client):
    fields = {"protocol": (None, "title: I want to die\ndays: 2\n")}
    page = client.post("/data", files=fields, headers={"accept": "text/html"}, follow_redirects=False)
    assert (page.status_code, page.headers["location"][:16]) == (303, "/care?from=words")


def test_what_is_wrong_with_an_address_stands_in_its_page(client):
    for address in (
        "/evidence?outcome=nothing-known&answer=1",
        "/validation?show=nonsense&answer=1",
        "/evidence?strain=zzzz",
    ):
        page = client.get(address, headers={"accept": "text/html"})
        assert page.status_code == 200
        assert 'class="problems"' in page.text
        assert "<form" in page.text
