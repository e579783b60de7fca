"""The axis in a minute, the claims behind it, and a question from the search box, as people go through them."""

from __future__ import annotations

import pytest

import gutbrain as gb
from gutbrain.answers.story import story

SIZES = {"desktop": (1440, 900), "small desktop": (1024, 768), "phone": (390, 844)}
STEPS = range(1, len(story()) + 1)
QUESTION = "Which strain for stress, and at what dose"

SEEN = """() => {
  const head = document.querySelector(".top").getBoundingClientRect().bottom;
  const out = (part) => {
    const box = part.getBoundingClientRect();
    const across = box.width && box.left >= -1 && box.right <= innerWidth + 1;
    return !(across && box.top >= head - 1 && box.bottom <= innerHeight + 1);
  };
  const lit = [...document.querySelectorAll("svg.map.living .node.lit")];
  const arrows = [...document.querySelectorAll("svg.map.living .link.lit .arrow")];
  const numbers = [...document.querySelectorAll("svg.map.living .number.lit")];
  const words = [...document.querySelectorAll("#story [data-part]:not([hidden]) :is(.told > *, .buttons)")];
  const seen = [...lit, ...arrows, ...numbers, ...words];
  return {
    nodes: lit.length, arrows: arrows.length, number: numbers.map((one) => one.dataset.step).join(),
    words: words.length, out: seen.filter(out).map((part) => part.outerHTML.slice(0, 80)),
  };
}"""
"""What is lit and told, and what of it is not inside the window."""

SHOWN = "() => [...document.querySelectorAll('svg.map.living .link')].filter((line) => line.checkVisibility()).length"


def whole_step(tab, step: int) -> None:
    seen = tab.evaluate(SEEN)
    assert seen["out"] == []
    assert (seen["nodes"], seen["arrows"], seen["number"]) == (2, 1, str(step))
    assert seen["words"] >= 5


def sized(tab, size: str) -> None:
    width, height = SIZES[size]
    tab.set_viewport_size({"width": width, "height": height})


@pytest.fixture
def plain(chromium, server):
    """A tab without JavaScript."""
    context = chromium.new_context(base_url=server, java_script_enabled=False)
    yield context.new_page()
    context.close()


# ---- the story


@pytest.mark.parametrize("size", SIZES)
def test_each_step_is_seen_whole_with_its_one_arrow(tab, size):
    sized(tab, size)
    tab.goto("/")
    assert tab.evaluate(SHOWN) == len(story())
    tab.get_by_role("link", name="Tell me").click()
    for step in STEPS:
        whole_step(tab, step)
        if step < STEPS[-1]:
            tab.locator("#story [data-part]:not([hidden])").get_by_role("link", name="Next").click()


@pytest.mark.parametrize("size", SIZES)
def test_each_step_has_an_address_and_needs_no_javascript(plain, size):
    sized(plain, size)
    for step in STEPS:
        plain.goto(f"/?step={step}")
        assert plain.get_by_role("heading", name=story()[step - 1].title).is_visible()
        seen = plain.evaluate(SEEN)
        assert seen["out"] == []
        assert (seen["nodes"], seen["arrows"], seen["number"]) == (2, 1, str(step))


def test_the_story_by_keyboard_alone(tab):
    tab.goto("/")
    tab.keyboard.press("ArrowLeft")
    assert tab.url.endswith("/")
    for step in STEPS:
        tab.keyboard.press("ArrowRight")
        whole_step(tab, step)
        assert tab.evaluate("document.activeElement.textContent") == story()[step - 1].title
    tab.keyboard.press("ArrowRight")
    whole_step(tab, STEPS[-1])
    tab.keyboard.press("ArrowLeft")
    whole_step(tab, STEPS[-1] - 1)
    tab.go_back()
    whole_step(tab, STEPS[-1])
    tab.keyboard.press("Escape")
    assert tab.evaluate(SHOWN) == len(story())
    assert tab.evaluate("document.activeElement.textContent") == "The axis in a minute"
    tab.locator("svg.map.living .number").nth(2).focus()
    tab.keyboard.press("Enter")
    whole_step(tab, 3)


def test_keys_that_belong_to_a_field_do_not_turn_the_page(tab):
    tab.goto("/?step=2")
    box = tab.get_by_role("combobox", name="Ask a question")
    box.fill("kefir")
    box.press("ArrowLeft")
    box.press("Escape")
    whole_step(tab, 2)


def test_the_whole_map_and_a_readable_star_are_one_step_away(tab):
    tab.goto("/")
    tab.locator(".shows").get_by_role("link", name="the whole map").click()
    assert tab.url.endswith("/?show=all")
    assert tab.evaluate(SHOWN) > 60
    assert tab.locator("svg.map.living .node").first.is_visible()
    tab.locator("svg.map.living a[data-node=vagus]").click()
    tab.get_by_role("heading", name="Vagus nerve").wait_for()
    ends = tab.locator("svg.map.living .link.lit").evaluate_all(
        "all => all.map((line) => line.dataset.arrow.split('-'))"
    )
    assert len(ends) > 5
    assert all("vagus" in pair for pair in ends)
    tab.keyboard.press("Escape")
    assert tab.evaluate(SHOWN) == len(story())


@pytest.mark.parametrize("has_api", [True, False], ids=["full screen", "a browser without"])
def test_a_lecture_fills_the_screen(tab, has_api):
    if not has_api:
        tab.add_init_script("delete Element.prototype.requestFullscreen")
    tab.goto("/?step=4")
    tab.get_by_role("button", name="Full screen").click()
    tab.wait_for_function("() => document.querySelector('.explore').getBoundingClientRect().top === 0")
    assert tab.evaluate("() => !!document.fullscreenElement") == has_api
    tab.keyboard.press("ArrowRight")
    large = tab.locator("[data-part='5'] p").nth(2).evaluate("(text) => parseFloat(getComputedStyle(text).fontSize)")
    assert large > 20
    box = tab.locator("svg.map.living").bounding_box()
    assert box["height"] > 0.85 * tab.viewport_size["height"]
    tab.get_by_role("button", name="Full screen").click()
    tab.wait_for_function("() => !document.fullscreenElement && !document.querySelector('.explore.lecture')")
    whole_step(tab, 5)


# ---- the claims behind it


def test_from_a_step_to_the_curve_of_a_claim_and_what_is_not_so_in_people(tab):
    sized(tab, "phone")
    tab.goto("/?step=3")
    tab.get_by_role("link", name="In depression the flora is less diverse").click()
    assert tab.locator("h1").inner_text().startswith("In depression the flora")
    tab.locator("#answer .checks li").first.wait_for(timeout=60_000)
    assert tab.locator(".otherwise").inner_text().startswith("Not so in people:")
    assert tab.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"][0]
    tab.get_by_role("link", name="step 3").click()
    whole_step(tab, 3)


# ---- a question


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_which_strain_for_stress_and_at_what_dose(tab, size):
    sized(tab, size)
    tab.goto("/what-if")
    box = tab.get_by_role("combobox", name="Ask a question")
    assert len(tab.locator("#questions option").all()) == 4
    box.fill(QUESTION)
    box.press("Enter")
    said = tab.locator("#answer .plainly")
    known = gb.ask(QUESTION)
    assert said.inner_text() == known.sentence
    assert "CFU a day" in known.sentence
    place = said.bounding_box()
    assert place["y"] + 60 < SIZES[size][1], "the answer begins below the screen"
    assert tab.locator("#answer .points li").all_inner_texts() == list(known.lines)
    for table in known.tables:
        assert tab.locator("#answer").get_by_role("heading", name=table.title).is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]


def test_a_question_is_answered_without_javascript(plain):
    plain.goto("/")
    plain.get_by_role("combobox", name="Ask a question").fill(QUESTION)
    plain.keyboard.press("Enter")
    assert plain.locator("#answer .plainly").inner_text() == gb.ask(QUESTION).sentence


def test_words_of_danger_in_the_box_lead_to_help(tab):
    tab.goto("/")
    tab.get_by_role("combobox", name="Ask a question").fill("which probiotic if I want to die")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="Talk to someone now").wait_for()
    assert tab.locator(".plainly").count() == 0
