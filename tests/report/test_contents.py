"""Headings with ids, and the list of sections."""

from __future__ import annotations

import re

from gutbrain.report.contents import PLACE, with_contents


def test_every_heading_can_be_linked_to_and_the_sections_are_listed() -> None:
    made = with_contents(f"<h1>All</h1>{PLACE}<h2>What &amp; when?</h2><h3>Butyrate</h3><h2 class='x'>Über uns</h2>")
    assert '<h2 id="what-when">What &amp; when?</h2><h3 id="butyrate">' in made
    assert "<h2 id=\"uber-uns\" class='x'>" in made
    assert re.findall(r'<a href="(#[^"]*)">([^<]*)</a>', made) == [
        ("#what-when", "What &amp; when?"),
        ("#uber-uns", "Über uns"),
    ]


def test_equal_headings_have_different_ids_and_given_ids_stay() -> None:
    made = with_contents("<h2>One</h2><h2>One</h2><h2 id='mine'>One</h2>")
    assert made == '<h2 id="one">One</h2><h2 id="one-2">One</h2><h2 id=\'mine\'>One</h2>'


def test_the_page_of_a_result_leads_from_its_top_to_help(page: str) -> None:
    top = page[: page.index("</header>")]
    assert 'href="#what-this-is-not"' in top
    assert 'href="#over-time"' in top
    note = page[page.index('id="what-this-is-not"') :]
    assert "should seek help now" in note
