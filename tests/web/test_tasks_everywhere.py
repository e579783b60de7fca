"""Tasks end to end in a real browser: "I feel hopeless", by keyboard alone, at 200 %, on a phone, in German."""

import pytest

PAGES = ("care", "label", "table", "evidence", "validation", "data", "ask?q=sleep")
LABEL = "Bifidobacterium longum 1714, 1 billion CFU a capsule until the end of shelf life. Helps you to feel calm."
WIDTH = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture
def opened(chromium, server):
    """Opens a tab of a size and language; what its console complains of fails the test."""
    contexts, complaints = [], []

    def open_(width=1280, height=900, locale="en-GB", **more):
        context = chromium.new_context(
            base_url=server, viewport={"width": width, "height": height}, locale=locale, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.set_default_timeout(60_000)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def test_who_feels_hopeless_finds_somebody_to_talk_to(opened):
    page = opened(locale="de-AT")
    page.goto("/de/label")
    page.fill("form.ask input[name=q]", "I feel hopeless")
    page.press("form.ask input[name=q]", "Enter", no_wait_after=True)
    support = page.locator(".support")
    support.wait_for()
    assert "Das klingt schwer." in support.inner_text()
    # a number of the country, without another step
    assert "142" in support.inner_text()
    support.get_by_role("link", name="Jemand zum Reden").click()
    page.wait_for_url("**/de/care?*")
    assert page.locator("#lines a[href='tel:142']").is_visible()
    assert page.locator("#country").input_value() == "AT"


def test_who_speaks_of_danger_is_led_to_help_at_once_and_can_come_back(opened):
    page = opened()
    page.goto("/label")
    page.fill("#text", "I want to end my life")
    page.get_by_role("button", name="Check", exact=True).click()
    page.wait_for_url("**/care?from=words*")
    assert "You matter" in page.locator("h1").inner_text()
    assert "end my life" not in page.url
    page.locator("#go-on a").click()
    page.wait_for_url("**/label?care=seen")


def test_a_label_is_judged_by_keyboard_alone_and_a_screen_reader_hears_one_line(opened):
    page = opened()
    page.goto("/label")
    page.locator("#text").focus()
    page.keyboard.type(LABEL)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check"
    page.keyboard.press("Enter")
    page.locator("#answer .checked").wait_for()
    page.wait_for_function("() => document.querySelector('#status').textContent.includes('points are fine')")
    assert len(page.locator("#status").inner_text()) < 200
    # correcting what was read: the box by keyboard, too
    page.locator("details.form summary").focus()
    page.keyboard.press("Enter")
    page.locator("[data-correct]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"
    assert "product:" in page.locator("#text").input_value() or "strains:" in page.locator("#text").input_value()


def test_the_evidence_is_searched_by_keyboard_alone(opened):
    page = opened()
    page.goto("/evidence")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#q").focus()
    page.keyboard.type("butyrate")
    page.keyboard.press("Enter")
    page.locator("#answer h2", has_text="Claims").wait_for()
    page.wait_for_function("() => document.querySelector('#status').textContent.startsWith('Found')")


@pytest.mark.parametrize(
    ("width", "height", "scale"), [(640, 450, 2), (320, 568, 1)], ids=["at 200 %", "on a phone of 320 px"]
)
def test_every_page_fits_and_is_in_german_from_the_menu_on(opened, width, height, scale):
    page = opened(width, height, "de-DE", device_scale_factor=scale)
    for name in PAGES:
        page.goto(f"/de/{name}")
        assert page.evaluate("document.documentElement.lang") == "de", name
        assert page.evaluate(WIDTH), name
        assert "Hilfe" in page.locator("header a.help").inner_text(), name
    page.goto("/de/care")
    page.select_option("#country", "CH")
    page.locator("#lines a[href='tel:143']").wait_for()
    assert page.evaluate(WIDTH)


def test_without_scripts_the_pages_promise_nothing_that_does_not_come(opened):
    page = opened(java_script_enabled=False, locale="fr-FR")
    for name in ("label", "evidence?outcome=depression", "validation", "data", "table", "care"):
        page.goto(f"/fr/{name}")
        assert page.locator(".waiting:visible").count() == 0, name
        assert "JavaScript" not in page.locator("main").inner_text(), name
    page.goto("/fr/label")
    page.fill("#text", LABEL)
    page.get_by_role("button", name="Vérifier", exact=True).click()
    assert "sont bien" in page.locator("#answer .checked").inner_text()
