"""Help first, in the application: wherever something is typed, and what stands above an answer."""

import re

import pytest
from jobs_over import finished

from gutbrain.web import packed


@pytest.fixture
def plain_client(client):
    """Does not follow where it is sent."""
    followed, client.follow_redirects = client.follow_redirects, False
    yield client
    client.follow_redirects = followed


def test_a_page_leads_to_help(plain_client):
    answer = plain_client.get("/evidence", params={"q": "suicidal ideation"}, headers={"accept": "text/html"})
    if answer.status_code == 200:  # the page asks the API, which sends it there
        answer = plain_client.get("/api/evidence", params={"q": "suicidal ideation"}, headers={"accept": "text/html"})
        assert answer.headers["x-care"] == "/care?from=words"
    else:
        assert answer.headers["location"].startswith("/care?from=words#to=%2Fevidence%3Fq%3D")


def test_a_program_is_told_where_help_is_and_can_go_on(plain_client):
    question = {"params": {"q": "suicidal ideation"}}
    answer = plain_client.get("/api/evidence", **question)
    assert answer.status_code == 409
    care = answer.json()["care"]
    assert care["page"] == "/care?from=words"
    assert care["lines"]
    assert plain_client.get("/api/evidence", **question, headers={"x-care": "seen"}).status_code == 200


@pytest.mark.parametrize("country", ["DE", "de", "XX", "", "<script>", "\u00df", "D" * 60])
def test_help_is_never_refused(client, country):
    page = client.get("/care", params={"country": country})
    assert page.status_code == 200
    assert "findahelpline.com" in page.text
    lines = client.get("/api/care", params={"country": country})
    assert lines.status_code == 200
    assert lines.json()["lines"]
    assert bool(lines.json()["emergency"]) == (country.lower() == "de")


def test_the_page_is_calm(client):
    page = client.get("/care").text
    assert not re.search("yog|kefir|probiotic|animation", page, re.I)


def test_numbers_can_be_called(tab):
    tab.goto("/care?country=GB")
    assert tab.get_by_role("link", name="Call Samaritans").get_attribute("href") == "tel:116123"
    tab.get_by_label("Where are you?").select_option("DE")
    tab.get_by_role("link", name="Call TelefonSeelsorge, 0800 111 0 111").wait_for()
    assert tab.url.endswith("?country=DE")
    assert tab.locator("#guessed").is_hidden()


def test_the_browsers_language_chooses_a_country(chromium, server):
    context = chromium.new_context(base_url=server, locale="pt-BR")
    page = context.new_page()
    page.goto("/care")
    page.get_by_role("link", name="Call CVV").wait_for(timeout=15_000)
    assert page.locator("#guessed").is_visible()
    context.close()


def test_a_researcher_goes_on_to_where_he_was(tab):
    tab.goto("/care?from=words#to=%2Fevidence%3Fq%3Dsuicidal%2Bideation")
    link = tab.get_by_role("link", name="go on")
    assert link.get_attribute("href") == "/evidence?q=suicidal+ideation&care=seen"


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(tab, to):
    tab.goto(f"/care?from=words#to={to}")
    tab.get_by_role("link", name="findahelpline.com").wait_for()
    assert "elsewhere" not in (tab.locator("#go-on a").get_attribute("href") or "")
    assert "javascript" not in (tab.locator("#go-on a").get_attribute("href") or "")


def test_who_searches_for_research_sees_help_and_goes_on(tab):
    tab.goto("/evidence?q=suicidal+ideation")
    tab.get_by_role("heading", name="You matter").wait_for()
    tab.get_by_role("link", name="go on").click()
    tab.wait_for_url(lambda address: "/evidence" in address)
    tab.wait_for_load_state("networkidle")
    assert tab.get_by_role("heading", name="You matter").count() == 0


# what is asked anywhere, and what is answered

HTML = {"accept": "text/html"}


@pytest.mark.parametrize(
    ("method", "path", "asked"),
    [
        ("POST", "/api/check-in", {"json": {"words": "I want to die"}}),
        ("GET", "/api/evidence", {"params": {"q": "I want to die"}}),
        ("GET", "/api/strains/I want to die", {}),
        ("GET", "/api/meta", {"params": {"outcome": "depression", "strain": "I want to die"}}),
        ("GET", "/api/what-if", {"params": {"strain_1": "I want to die"}}),
        ("GET", "/api/what-if/options", {"params": {"strain_1": "I want to die"}}),
        ("GET", "/api/what-if/report.html", {"params": {"strain_2": "I want to die"}}),
        ("GET", "/api/trials/preview", {"params": {"title": "I want to die"}}),
        ("GET", "/api/validation", {"params": {"channel": "I want to die"}}),
        ("GET", "/api/axis/channels/I want to die", {}),
        ("POST", "/api/label", {"json": {"text": "calm\n" * 2000 + "I want to die"}}),
        ("POST", "/api/protocols/check", {"json": {"protocol": "days: 3\n# I want to die\nevents: []\n"}}),
        ("POST", "/api/protocols/check", {"json": {"protocol": 'title: "I want to \\u0064ie"\ndays: 3\nevents: []\n'}}),
        ("POST", "/api/simulations", {"json": {"protocol": "days: 3\nnote: I want to die\n"}}),
        ("POST", "/api/trials/preview", {"json": {"design": "title: x\n# I want to die\n"}}),
        ("POST", "/api/trials", {"json": {"design": "title: x\n# I want to die\n"}}),
    ],
)
def test_help_comes_first_wherever_something_is_typed(client, method, path, asked):
    answer = client.request(method, path, **asked)
    assert answer.status_code == 409
    assert answer.json()["care"]["about"] == "suicide"
    seen = client.request(method, path, **asked, headers={"x-care": "seen"})
    assert seen.status_code != 409


@pytest.mark.parametrize("page", ["/data?protocol=", "/trial?design="])
def test_a_link_with_words_of_danger_leads_to_help(plain_client, page):
    answer = plain_client.get(page + packed.pack("title: x\n# I want to die\n"))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/care?from=words#to=")


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("I took all my pills", "overdose"),
        ("my husband hits me", "violence"),
        ("the voices tell me to jump", "voices"),
        ("I am going to hurt my children", "harm"),
    ],
)
def test_help_fits_what_was_said(client, words, about):
    care = client.post("/api/check-in", json={"words": words}).json()["care"]
    assert care["about"] == about
    page = client.get(care["page"]).text
    assert {
        "overdose": "call the emergency number now, even if you feel well",
        "violence": "it is not your fault",
        "voices": "You do not have to do what they say",
        "harm": "Nobody has to be hurt",
    }[about] in page


def test_where_violence_was_spoken_of_lines_for_it_stand_first_and_else_last(client):
    lines = client.get("/api/care", params={"country": "DE", "about": "violence"}).json()["lines"]
    assert lines[0]["phone"] == "116 016"
    usual = [line["about"] for line in client.get("/api/care", params={"country": "DE"}).json()["lines"]]
    assert usual[0] is None
    care = client.get("/api/evidence?q=my+husband+hits+me", headers={"accept-language": "en-GB"}).json()["care"]
    assert care["lines"][0]["phone"] == "0808 2000 247"


LOW = {
    "check-in": ("POST", "/api/check-in", {"json": {"words": "I feel hopeless"}}),
    "evidence": ("GET", "/api/evidence", {"params": {"q": "I feel hopeless"}}),
    "evidence, nothing found": ("GET", "/api/evidence", {"params": {"q": "hopeless"}}),
    "strain": ("GET", "/api/strains/I feel hopeless", {}),
    "what if": ("GET", "/api/what-if", {"params": {"strain_1": "I feel hopeless"}}),
    "label": ("POST", "/api/label", {"json": {"text": "Lactobacillus. I feel hopeless"}}),
    "protocol": ("POST", "/api/protocols/check", {"json": {"protocol": "title: I feel hopeless\ndays: 3\nevents: []"}}),
}


@pytest.mark.parametrize(("method", "path", "asked"), LOW.values(), ids=LOW)
def test_distress_is_answered_and_above_the_answer_stands_who_to_talk_to(client, method, path, asked):
    answer = client.request(method, path, **asked, headers={**HTML, "accept-language": "de-AT, en;q=0.5"})
    assert answer.status_code in (200, 400)
    assert answer.text.startswith('<div class="note support"')
    assert "/care?from=low&amp;about=hopeless" in answer.text
    assert "142" in answer.text  # of Austria
    told = client.request(method, path, **asked)
    assert told.json()["support"]["about"] == ["hopeless"]
    assert told.json()["support"]["lines"]
    seen = client.request(method, path, **asked, headers={"x-care": "seen"})
    assert "support" not in seen.json()


@pytest.mark.parametrize(
    ("words", "hard"), [("blood in my stool", False), ("I feel hopeless, blood in my stool", True)]
)
def test_what_is_for_a_doctor_is_sent_to_a_doctor_and_is_not_called_hard(client, words, hard):
    piece = client.get("/api/evidence", params={"q": words}, headers=HTML).text
    assert "See a doctor about this" in piece
    assert ("This sounds hard" in piece) == hard
    told = client.get("/api/evidence", params={"q": words}).json()["support"]
    assert told["doctor"].startswith("See a doctor")
    assert ("about=hopeless" in told["page"]) == hard


def test_a_question_like_any_other_has_nothing_above_its_answer(client):
    answer = client.get("/api/evidence", params={"q": "burden of depression"}, headers=HTML)
    assert "support" not in answer.text[:200]
    assert "support" not in client.get("/api/evidence", params={"q": "stress"}).json()


def test_a_job_remembers_that_somebody_has_a_hard_time(client):
    job = client.post(
        "/api/simulations", json={"protocol": "title: I feel hopeless\ndays: 2\nevents: []\n", "draws": 1}
    )
    assert job.json()["support"]
    end = finished(client, job.json()["id"])
    assert end["support"]["about"] == ["hopeless"]


@pytest.mark.parametrize(
    ("scores", "heard"),
    [
        ({"phq9": 15}, True),
        ({"phq9": 19, "gad7": 2}, True),
        ({"gad7": 10}, True),
        ({"gad7": 14}, True),
        ({"phq9": 14, "gad7": 9}, False),
    ],
)
def test_scores_just_below_severe_are_told_of_help(client, scores, heard):
    answer = client.post("/api/check-in", json=scores).json()
    assert ("support" in answer) == heard
    assert answer["person"]


@pytest.mark.parametrize(
    "answers", [{}, {"words": "I feel hopeless"}, {"words": "sleep"}, {"phq9": 2}, {"gad7": 0}, {"phq9_item9": 0}]
)
def test_nobody_is_called_healthy_without_both_scores(client, answers):
    assert client.post("/api/check-in", json=answers).json()["person"] is None
    piece = client.post("/api/check-in", json=answers, headers=HTML).text
    assert "did not give both scores" in piece
    assert "healthy" not in piece


def test_who_has_a_hard_time_is_not_called_healthy_whatever_the_scores(client):
    answers = {"words": "I can't cope any more", "phq9": 1, "gad7": 1}
    assert client.post("/api/check-in", json=answers).json()["person"] is None
    assert client.post("/api/check-in", json={"phq9": 1, "gad7": 1}).json()["person"] == "healthy-adult"


def test_help_is_at_the_top_of_every_page(tab):
    for width in (1280, 360):
        tab.set_viewport_size({"width": width, "height": 740})
        for page in ("/what-if", "/evidence", "/data", "/care"):
            tab.goto(page)
            link = tab.locator("header").get_by_role("link", name="Help")
            box = link.bounding_box()
            assert box["y"] + box["height"] < 80
            assert box["x"] + box["width"] <= width
            assert box["height"] >= 24
        tab.goto("/what-if")
        link.click()
        tab.get_by_role("heading", name="You matter").wait_for()


def test_the_check_in_tells_of_help_in_the_browser(tab):
    tab.goto("/what-if")
    tab.get_by_text("Not sure where to begin?").click()
    tab.get_by_label("What would you like to be different?").fill("I feel hopeless")
    tab.get_by_role("button", name="Where to begin").click()
    tab.get_by_role("note").get_by_text("This sounds hard.").wait_for()
    tab.get_by_role("link", name="Somebody to talk to", exact=True).click()
    tab.get_by_role("heading", name="You matter").wait_for()
