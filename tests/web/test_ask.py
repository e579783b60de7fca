"""The search box of every page: a question is answered without JavaScript."""

import re

import pytest


def test_every_page_has_the_box_and_it_leads_to_the_answer(client):
    for address in ("/", "/what-if", "/trial", "/evidence", "/label", "/validation", "/data", "/care", "/api"):
        form = re.search(r'<form class="ask"[^>]*action="([^"]+)"[^>]*><input name="q"', client.get(address).text)
        assert form, address
        assert form[1] == "/ask"


def test_the_page_answers_by_itself(client):
    page = client.get("/ask", params={"q": "Can kefir help with stress?"})
    assert page.status_code == 200
    assert 'class="plainly"' in page.text
    assert "kefir" in page.text
    assert 'value="Can kefir help with stress?"' in page.text
    assert "<noscript><p" not in page.text


def test_the_api_gives_what_the_command_prints(client):
    import gutbrain as gb

    question = "Is 10 billion CFU enough for sleep?"
    assert client.get("/api/ask", params={"q": question}).json() == gb.ask(question).to_dict()


def test_a_piece_of_a_page_for_who_asks_for_html(client):
    piece = client.get("/api/ask", params={"q": "what is a psychobiotic"}, headers={"accept": "text/html"})
    assert piece.text.lstrip().startswith("<section>")


@pytest.mark.parametrize("nothing", ["", "   ", "???"])
def test_an_empty_question_is_no_fault(client, nothing):
    page = client.get("/ask", params={"q": nothing})
    assert page.status_code == 200
    assert 'class="plainly"' not in page.text


def test_the_api_refuses_what_is_no_question(client):
    refused = client.get("/api/ask", params={"q": "???"})
    assert refused.status_code == 400
    assert refused.json()["problems"][0]["field"] == "question"


def test_what_was_typed_is_escaped(client):
    page = client.get("/ask", params={"q": "<script>alert(1)</script> kefir"})
    assert "<script>alert" not in page.text


def test_words_of_danger_come_first(client):
    assert client.get("/api/ask", params={"q": "which probiotic if I want to kill myself"}).status_code == 409
    assert "Talk to someone now" in client.get("/ask", params={"q": "I want to kill myself"}).text
