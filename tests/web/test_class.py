"""A task for a class: a link that holds all of it, and nothing that is kept."""

from urllib.parse import parse_qs, urlsplit

import pytest

from gutbrain.errors import InputError
from gutbrain.web import classroom


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ("/what-if?person=ibs", "/what-if?person=ibs"),
        ("http://127.0.0.1:8710/what-if?person=ibs", "/what-if?person=ibs"),
        ("https://lab.example/gutbrain/de/what-if?person=ibs", "/what-if?person=ibs"),
        ("https://lab.example/gutbrain/de", "/"),
        (" /label#t=abc ", "/label#t=abc"),
    ],
)
def test_an_address_is_taken_without_what_stands_before_it(said, path):
    assert classroom.place(said, "/gutbrain") == path


@pytest.mark.parametrize(
    "said",
    [
        "//evil.example/what-if/x",
        "javascript:alert(1)",
        "/api/jobs/x",
        "/static/../x",
        "\\\\evil",
        "http://[",
        "x" * 7000,
    ],
)
def test_what_is_no_page_here_is_refused(said):
    with pytest.raises(InputError, match="no address of a page"):
        classroom.place(said)


def test_another_site_is_never_led_to():
    # what stands before the path falls away, so that the link stays here
    assert classroom.begin("x", classroom.place("https://evil.example/what-if")) == "/what-if#task=x"


def test_the_link_holds_the_task_and_leads_to_its_page(client):
    page = client.get("/class", params={"say": "How <many> people?", "to": "/trial?arms=3"}).text
    assert "<many>" not in page
    link = next(part for part in page.split('"') if "/task?say=" in part).replace("&amp;", "&")
    assert parse_qs(urlsplit(link).query) == {"say": ["How <many> people?"], "to": ["/trial?arms=3"]}
    first = client.get(link).text
    assert "How &lt;many&gt; people?" in first
    assert 'href="/trial?arms=3#task=How%20%3Cmany%3E%20people%3F"' in first


def test_a_link_that_leads_elsewhere_or_speaks_of_danger_is_stopped(client):
    assert client.get("/task", params={"say": "x", "to": "/api/jobs/x"}).status_code == 400
    stopped = client.get("/task", params={"say": "I want to kill myself", "to": "/"}, follow_redirects=False)
    assert stopped.status_code == 303
    assert "/care" in stopped.headers["location"]


def test_every_task_to_begin_with_leads_to_a_page(client):
    for one in classroom.READY:
        assert classroom.place(one.to) == one.to
        assert client.get(one.to).status_code == 200
