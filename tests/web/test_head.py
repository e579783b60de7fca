"""The head of every page: the menu, the search box, the languages, and help, at every size and in every language."""

from __future__ import annotations

import re

import pytest

from gutbrain.language import LANGUAGES
from gutbrain.web.pages import PAGES

CUT = """() => {
  const nav = document.querySelector("nav[aria-label]");
  // as many as there may be, one of them with a long name
  while (nav.children.length < 12) nav.append(nav.children[nav.children.length - 7].cloneNode(true));
  const parts = [...document.querySelectorAll(".top :is(a, input, summary)")].filter((part) => part.checkVisibility());
  const cut = (part) => {
    const box = part.getBoundingClientRect();
    return box.left < -1 || box.right > innerWidth + 1 || part.scrollWidth > part.clientWidth + 1;
  };
  return [parts.length, parts.filter(cut).map((part) => part.textContent)];
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_and_help_stays_in_sight(tab, language):
    tab.goto(f"/{language}/article")
    for width in (320, 390, 768, 1024, 1440):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.evaluate("scrollTo(0, 0)")
        if tab.locator(".menu > summary").is_visible():
            tab.evaluate("document.querySelector('.menu').open = true")
        count, cut = tab.evaluate(CUT)
        assert cut == [], width
        assert count >= 12 + len(LANGUAGES) + 3
        tab.evaluate("document.querySelector('.menu').open = false; scrollTo(0, 1500)")
        tab.wait_for_function("() => scrollY > 100")
        box = tab.locator(".top .help").bounding_box()
        assert 0 <= box["y"] < 120, width
        assert box["x"] + box["width"] <= width


def test_the_menu_of_a_phone_opens_without_javascript(chromium, server):
    context = chromium.new_context(
        base_url=server, java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="en"
    )
    page = context.new_page()
    page.goto("/label")
    links = page.locator("nav[aria-label=Pages] a")
    assert links.count() == len(PAGES)
    assert not links.first.is_visible()
    page.get_by_text("Menu", exact=True).click()
    boxes = [link.bounding_box() for link in links.all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    page.locator("nav[aria-label=Pages]").get_by_role("link", name="Data").click()
    assert page.url.endswith("/data")
    context.close()


def test_the_menu_closes_by_escape_and_gives_back_the_focus(tab):
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto("/")
    tab.get_by_text("Menu", exact=True).focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Explore"
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.textContent") == "Menu"
    assert not tab.locator("nav[aria-label=Pages] a").first.is_visible()


# ---- languages


def switches(page: str) -> dict[str, str]:
    found = re.findall(r'<a href="([^"]*)" lang="(\w\w)"', page)
    return {code: address.replace("&amp;", "&") for address, code in found}


@pytest.mark.parametrize(
    ("address", "german"),
    [
        ("/", "/de/"),
        ("/what-if?sleep=8&strain_1=B.+longum+1714", "/de/what-if?sleep=8&strain_1=B.+longum+1714"),
        ("/fr/ask?q=caf%C3%A9+%26+%22", "/de/ask?q=caf%C3%A9+%26+%22"),
        ("/de/article/scfa", "/de/article/scfa"),
        ("/en", "/de/"),
    ],
)
def test_the_same_page_in_another_language(client, address, german):
    page = client.get(address)
    assert page.status_code == 200
    assert switches(page.text).keys() == LANGUAGES.keys()
    assert switches(page.text)["de"] == german
    assert client.get(german).status_code == 200


def test_links_keep_the_language_and_the_prefix_of_a_proxy():
    from fastapi.testclient import TestClient

    from gutbrain.web.app import create

    behind = TestClient(create(), base_url="http://127.0.0.1", root_path="/tools/gut")
    page = behind.get("/tools/gut/de/label?x=1")
    assert page.status_code == 200
    assert switches(page.text)["fr"] == "/tools/gut/fr/label?x=1"
    assert 'href="/tools/gut/de/care"' in page.text
    assert switches(behind.get("/tools/gut/label").text)["es"] == "/tools/gut/es/label"


def test_what_a_page_shows_by_now_is_kept_in_another_language(tab):
    tab.goto("/")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowRight")
    tab.locator(".languages a[lang=fr]").click()
    tab.wait_for_url("**/fr/?step=2")
    assert tab.evaluate("document.documentElement.lang") == "fr"


def test_a_script_in_an_address_stays_an_address(client):
    page = client.get('/ask?q="><script>alert(1)</script>').text
    assert "<script>alert" not in page
    assert client.get('/"><script>alert(1)</script>').text.count("<script>alert") == 0
