"""Someone who has only the site can: the pages of tutorials and how-tos, followed to the word in an empty folder."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pages_run
import pytest

DOCS = Path(__file__).parents[1] / "docs"
TUTORIALS = sorted(
    page for page in (DOCS / "tutorials").glob("*.md") if pages_run.BLOCK.search(page.read_text("utf-8"))
)
HOW_TOS = sorted((DOCS / "how-to").glob("*.md"))
SLOW = {"own-channel", "curves", "read-a-result", "cite", "change-a-parameter", "a-trial", "diet-for-a-client"}
"""Pages that make the model anew, or write much."""


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=[pytest.mark.slow] if page.stem in SLOW else [], id=f"{page.parent.name}-{page.stem}")
        for page in [*TUTORIALS, *HOW_TOS]
    ],
)
def test_what_a_page_tells_to_do_does_what_it_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pages_run.run(page, tmp_path)


def test_every_page_is_on_the_list_of_its_kind():
    for folder in ("tutorials", "how-to"):
        index = (DOCS / folder / "index.md").read_text(encoding="utf-8")
        pages = {page.name for page in (DOCS / folder).glob("*.md")} - {"index.md"}
        assert pages == set(re.findall(r"\]\(([\w-]+\.md)\)", index))


def test_links_between_pages_lead_somewhere():
    for page in DOCS.glob("*/*.md"):
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_page_of_installing_names_the_extras_that_there_are():
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (DOCS / "how-to" / "install.md").read_text(encoding="utf-8")
    named = {name for group in re.findall(r"\[([a-z,]+)\]'", text) for name in group.split(",")}
    told = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert named <= set(project["optional-dependencies"])
    assert told == set(project["optional-dependencies"])
    lowest, highest = re.search(r"Python (3\.\d+) to (3\.\d+)", text).groups()
    assert project["requires-python"].startswith(f">={lowest}")
    assert highest == "3.13"


def test_the_worksheet_fits_the_pages_that_it_names():
    from gutbrain.web.pages import PAGES

    named = set(re.findall(r"page (\w[\w ]*?)[,)]", (DOCS / "tutorials" / "worksheet.md").read_text(encoding="utf-8")))
    assert named <= {title for _, _, title in PAGES}
    assert named == {"Explore", "What if", "Studies", "Trial"}
