"""The site of the documentation as it is built (`sphinx docs build/site`): by itself, whole, for everybody."""

import os
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

SITE = Path(os.environ.get("GUTBRAIN_SITE", Path(__file__).parents[2] / "build" / "site")).resolve()
pytestmark = pytest.mark.skipif(
    not (SITE / "index.html").is_file(),
    reason="no site is built: python -m sphinx -W --keep-going -n -q docs build/site",
)

LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "embed": "src",
    "object": "data",
}
"""What a page loads, and by which attribute; besides, links other than to pages that are the same elsewhere."""

FIRST = [
    "index.html",
    "explanation/intervals.html",
    "reference/exposures/fibre.html",
    "reference/channels/gut.html",
    "reference/python/gutbrain.html",
    "reference/commands/simulate.html",
    "search.html",
]
"""Pages of each kind, which are looked at in a browser."""


class Page(HTMLParser):
    """What a page loads, where it leads, and where it can be led to."""

    def __init__(self, path):
        super().__init__()
        self.loads, self.leads, self.places = [], [], set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        self.places.update(said[key] for key in ("id", "name") if said.get(key))
        if tag in LOADS and said.get(LOADS[tag]):
            self.loads.append(said[LOADS[tag]])
        if tag == "link" and "canonical" not in said.get("rel", ""):
            self.loads.append(said["href"])
        if tag == "a" and said.get("href"):
            self.leads.append(said["href"])


@cache
def page(path):
    return Page(path)


def every():
    return sorted(SITE.rglob("*.html"))


def is_elsewhere(address):
    return bool(re.match(r"([a-z][a-z0-9+.-]*:)?//", address, re.I))


def test_no_page_loads_anything_from_elsewhere():
    assert len(every()) > 150
    assert {(p.name, a) for p in every() for a in page(p).loads if is_elsewhere(a)} == set()


def test_no_style_loads_anything_from_elsewhere():
    sheets = list(SITE.rglob("*.css"))
    asked = r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^'\")]+)"
    assert sheets
    assert {(s.name, a) for s in sheets for a in re.findall(asked, s.read_text(encoding="utf-8"))} == set()


def test_every_link_between_pages_leads_to_its_place():
    broken = set()
    for path in every():
        for address in page(path).leads:
            split = urlsplit(address)
            if split.scheme or split.netloc:
                continue
            there = (path.parent / unquote(split.path)).resolve() if split.path else path
            is_there = there.is_file()
            place = unquote(split.fragment)
            if is_there and place and there.suffix == ".html" and place not in {*page(there).places, "top"}:
                is_there = False
            if not is_there:
                broken.add((path.relative_to(SITE).as_posix(), address))
    assert broken == set()


@pytest.fixture(scope="module")
def browser(chromium):
    """A tab that complains of what a page asks elsewhere."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    tab, asked = context.new_page(), []
    tab.on("request", lambda r: asked.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
    tab.on("pageerror", lambda e: asked.append(str(e)))
    yield tab
    context.close()
    assert asked == []


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(browser, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    browser.set_viewport_size({"width": width, "height": 900})
    found = set()
    for name in FIRST:
        browser.goto((SITE / name).as_uri())
        for one in axe.run(browser).response["violations"]:
            if one["impact"] in ("serious", "critical"):
                found.add((name, one["id"], one["nodes"][0]["html"][:200]))
        if browser.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            found.add((name, "wider than the screen"))
    assert found == set()


def test_the_search_finds_without_a_network(browser):
    browser.set_viewport_size({"width": 1280, "height": 900})
    browser.goto(f"{(SITE / 'search.html').as_uri()}?q=butyrate")
    browser.wait_for_selector("#search-results li a")
    assert browser.locator("#search-results li a").count() > 3
