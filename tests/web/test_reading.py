"""How pages read on a phone, on paper, by a screen reader, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from plain_words import grade_level

from gutbrain.answers import explore
from gutbrain.answers.article import KINDS, article
from gutbrain.answers.axis_links import nodes
from gutbrain.answers.story import story

GRADE = 8
"""Of school, by Flesch and Kincaid: what is told of the axis is read at the age of twelve or thirteen."""

PHONE = {"width": 390, "height": 844}
QUESTION = "/what-if?person=stressed-adult&sleep=7.5&fibre=35&weeks=4"

TOO_SMALL = """() => [...document.querySelectorAll("main svg text")]
  .filter((text) => text.getBoundingClientRect().width)
  .map((text) => [text.textContent, parseFloat(getComputedStyle(text).fontSize), text.getScreenCTM()])
  .filter(([, size, at]) => size * Math.hypot(at.a, at.b) < 9).map(([said]) => said)"""
"""Words in pictures that are smaller than 9 px."""

BESIDE = """() => [...document.querySelectorAll("main :is(td, th, .verdict, dd, svg text)")]
  .map((part) => [part.textContent.trim().slice(0, 60), part.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.right > innerWidth + 1 || box.left < -1)).map(([said]) => said)"""
"""Cells, verdicts and words in pictures that stick out of the screen."""


def phone(tab, address: str, until: str) -> None:
    tab.set_viewport_size(PHONE)
    tab.goto(address)
    tab.wait_for_selector(until)


def show_all(tab) -> None:
    tab.evaluate("() => document.querySelectorAll('#answer details').forEach((part) => { part.open = true; })")


# ---- words for a reader of twelve


def test_the_story_is_read_by_a_reader_of_twelve(client):
    page = client.get("/").text
    for step in story():
        assert step.text in page
        assert grade_level(f"{step.title}. {step.text}") <= GRADE, step.title
    start = re.search(r'<div data-part="0".*?</div>', page, re.S)
    assert grade_level(plain_text(start[0])) <= GRADE


@pytest.mark.parametrize("name", nodes())
def test_a_part_of_the_map_is_read_by_a_reader_of_twelve(name):
    said = explore.node(name)
    assert said.term
    assert grade_level(said.plain) <= GRADE


@pytest.mark.parametrize("kind", KINDS)
def test_claims_are_read_by_a_reader_of_twelve(kind):
    """Of a kind together: the name of one bacterium makes a single sentence look hard."""
    rows = [row for row in article() if row.kind == kind]
    assert grade_level(" ".join(row.says for row in rows)) <= GRADE
    more = [text for row in rows for text in (row.missing, row.known.unknown, row.not_so and row.not_so.says) if text]
    assert not more or grade_level(" ".join(more)) <= GRADE


def test_what_checks_of_claims_show_is_read_by_a_reader_of_twelve():
    assert grade_level(". ".join(check.shows for row in article() for check in row.checks)) <= GRADE


def plain_text(html: str) -> str:
    """The words of a piece of a page; each item of a list is a sentence."""
    return re.sub(r"<[^>]+>", " ", re.sub(r"</(li|h\d|p|a)>", ". ", html))


# ---- screens


@pytest.mark.parametrize(
    ("address", "until"),
    [
        ("/evidence?outcome=sleep", "#answer .narrow .forest"),
        ("/evidence?strain=B.+longum+1714", "#answer .tests"),
        ("/evidence?q=sleep+trials", "#answer h2"),
        ("/validation", "#answer details"),
        (QUESTION, "#answer .outcome"),
        ("/", "svg.living"),
        ("/?show=all", "svg.living"),
        ("/article/weeks", "#answer .checks"),
    ],
)
def test_on_a_phone_nothing_is_found_by_a_swipe_only(tab, address, until):
    phone(tab, address, until)
    show_all(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert tab.evaluate(BESIDE) == []
    assert tab.evaluate(TOO_SMALL) == []


def test_a_trial_is_read_on_a_phone(tab):
    phone(tab, "/trial?per_arm=20&power=false", "main form")
    tab.click('button:has-text("Carry it out")')
    tab.wait_for_selector("#answer .narrow .effects", state="visible")
    effect = tab.locator('#answer [aria-label="Effects"] td[data-label="effect (95 %)"]').first
    box = effect.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert re.search(r"\d", effect.inner_text())
    assert tab.locator("#answer .broad .consort").is_hidden()
    assert tab.evaluate(BESIDE) == []
    assert tab.evaluate(TOO_SMALL) == []


def test_the_page_of_a_result_is_read_on_a_phone(tab, page):
    tab.set_viewport_size(PHONE)
    tab.set_content(page)
    assert tab.evaluate(BESIDE) == []
    assert tab.evaluate(TOO_SMALL) == []
    tab.set_viewport_size({"width": 1280, "height": 900})
    assert tab.locator("table.stacked thead").first.bounding_box()["height"] > 10


def test_a_table_that_scrolls_says_so(tab):
    tab.set_viewport_size(PHONE)
    tab.goto("/api")
    box = tab.locator("main :is(.scroll, .wide)").first
    assert "gradient" in box.evaluate("(part) => getComputedStyle(part).backgroundImage")


def test_paper_says_who_and_holds_no_forms(tab):
    tab.goto(QUESTION)
    tab.wait_for_selector("#answer .outcome")
    tab.emulate_media(media="print")
    assert tab.locator("#answer .who").inner_text() == "Stressed adult."
    for hidden in ("#what-if", ".check-in", "#options", ".top", "#answer .buttons", "#answer .waiting"):
        assert tab.locator(hidden).first.is_hidden(), hidden
    assert tab.locator(".at-a-glance").first.is_hidden()  # each outcome says it itself
    assert tab.locator(".bottom").get_by_text("not a diagnosis").is_visible()
    paper = tab.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "15mm"))
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) <= 2


def test_a_screen_reader_is_told_a_line_and_not_the_whole_answer(tab):
    tab.goto(QUESTION)
    tab.wait_for_selector("#answer .outcome")
    tab.wait_for_function(
        "() => document.querySelector('#status').textContent.startsWith('Mood: better. Worry: less.')"
    )
    assert len(tab.locator("#status").text_content()) < 250
    assert tab.get_attribute("#status", "role") == "status"
    assert tab.get_attribute("#answer", "aria-live") is None


def test_curves_are_read_by_arrow_keys(tab):
    tab.goto(QUESTION)
    curve = tab.locator("#answer svg.curve").first
    curve.focus()
    assert curve.get_attribute("role") == "slider"
    tab.keyboard.press("Home")
    assert curve.get_attribute("aria-valuetext").startswith("day 0: ")
    tab.keyboard.press("ArrowRight")
    said = curve.get_attribute("aria-valuetext")
    assert re.match(r"day 1: [^ ]+\sSD", said)
    assert tab.locator("#answer .readout").first.inner_text() == said
    tab.keyboard.press("End")
    assert curve.get_attribute("aria-valuetext").startswith("day 28: ")


def test_a_curve_says_which_way_is_better(tab):
    tab.goto(QUESTION)
    card = tab.locator("#answer .outcome").first
    assert card.locator("h3").inner_text().startswith("Low mood")
    assert card.locator("text.side").all_text_contents() == ["↑ worse", "↓ better"]


def test_another_kind_of_person_keeps_what_was_changed(tab):
    tab.goto("/what-if?sleep=8&fibre=35&now_sleep=6&weeks=4&hard_days=3")
    tab.select_option("#person", "stressed-adult")
    tab.wait_for_url("**person=stressed-adult**")
    tab.wait_for_selector("#answer .outcome")
    assert all(part in tab.url for part in ("sleep=8", "fibre=35", "now_sleep=6", "hard_days=3", "weeks=4"))


@pytest.fixture
def plain(chromium, server):
    """A tab without JavaScript."""
    context = chromium.new_context(base_url=server, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_what_if_answers_without_javascript(plain):
    plain.goto(QUESTION)
    assert plain.locator("#answer .waiting").is_hidden()
    assert plain.locator("noscript .note").is_visible()
    plain.click("noscript button")
    assert plain.locator("#answer .who").inner_text() == "Stressed adult."
    assert plain.locator("#answer .at-a-glance").inner_text().startswith("Mood: better")
    assert plain.locator("#answer .waiting").is_hidden()


def test_the_search_answers_without_javascript(plain):
    plain.goto("/evidence?q=psyllium")
    assert plain.locator("#answer h2").first.is_visible()
    assert "What is kept here" not in plain.locator("#answer").inner_text()
    plain.fill("#q", "butyrate")
    plain.click('button:has-text("Search")')
    assert "Claims" in plain.locator("#answer").inner_text()
