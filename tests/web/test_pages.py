"""What holds for every page: it loads, can be used by all, and fits the screen."""

from importlib.resources import files

import pytest

from gutbrain.web import pages

PAGES = {
    "/": "Explore",
    "/?node=vagus": "Explore",
    "/?step=3": "Explore",
    "/article": "Claims",
    "/article/gaba-microbes": "Claims",
    "/what-if": "What if",
    "/what-if?person=stressed-adult&sleep=8&strain_1=LGG&weeks=4": "What if",
    "/trial": "Trial",
    "/trial?arms=4&layout=clusters&counts=responder&look=50&control=usual-care&grow=1": "Trial",
    "/class?say=Find+out&to=/what-if%3Fperson=ibs": "A task for a class",
    "/task?say=Find+out&to=/trial": "Task",
    "/evidence": "Evidence",
    "/evidence?q=vagus+nerve": "Evidence",
    "/evidence?strain=B.+longum+1714": "Evidence",
    "/ask": "Ask",
    "/ask?q=Can+kefir+help+with+stress%3F": "Ask",
    "/label": "Label",
    "/table": "Table",
    "/studies": "Studies",
    "/studies/food-swap": "Two peoples change plates",
    "/validation": "Validation",
    "/data": "Data",
    "/care?country=DE": "Talk to someone now",
    "/api": "HTTP API",
}

SETTLED = "() => !document.querySelector('[aria-busy=true]')"


@pytest.fixture(scope="module", params=[("light", 1280), ("dark", 360)], ids=["desktop-light", "phone-dark"])
def screen(request, chromium, server):
    """A screen of a size and colour scheme; the policy against foreign scripts is off, so that axe can be put in."""
    scheme, width = request.param
    context = chromium.new_context(
        base_url=server, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    yield context
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("address", PAGES)
def test_nobody_is_shut_out(screen, address):
    axe = files(pytest.importorskip("axe_playwright_python")) / "axe.min.js"
    page = screen.new_page()
    page.goto(address)
    page.wait_for_timeout(300)
    page.wait_for_function(SETTLED, timeout=60_000)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    serious = {v["id"]: v["nodes"][0]["html"] for v in found if v["impact"] in ("serious", "critical")}
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.close()
    assert serious == {}
    assert wide <= 0, f"{wide} pixels wider than the screen"


@pytest.mark.parametrize(("address", "title"), PAGES.items())
def test_a_page_loads_without_complaints(tab, address, title):
    tab.goto(address)
    tab.wait_for_function(SETTLED)
    assert tab.title() == f"{title} · gutbrain"
    assert tab.locator("h1").count() == 1
    assert tab.locator("nav[aria-label=Pages] a").count() == len(pages.PAGES)


def test_the_keyboard_reaches_the_content_first(tab):
    tab.goto("/what-if")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the content"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_paper_shows_the_answer_and_not_the_sliders(tab):
    tab.goto("/what-if?fibre=35&weeks=4")
    tab.wait_for_selector("#answer .outcome")
    tab.emulate_media(media="print")
    assert not tab.is_visible("#fibre")
    assert not tab.is_visible("nav[aria-label=Pages]")
    assert tab.is_visible("#answer .outcome >> nth=0")
