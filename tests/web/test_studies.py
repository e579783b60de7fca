"""The page Studies: a gallery, and one study that runs against what was seen."""

from __future__ import annotations

import re

from gutbrain.answers.studies import told
from gutbrain.engine.simulation import read_protocol
from gutbrain.reading import fields

FIRST = 90_000
"""Milliseconds: whoever comes first waits until the findings are read, on a machine that does other things as well."""

HTML = {"accept": "text/html"}


def test_the_gallery_lists_every_study_with_what_was_seen_and_its_verdict(client):
    page = client.get("/studies?whole=1", headers=HTML).text
    for one in told():
        assert f'href="/studies/{one.name}"' in page
    assert page.count('<li class="card">') == len(told())
    assert page.count("<svg class=") > 25
    narrowed = client.get("/api/studies?show=misses&channel=mind").json()["studies"]
    assert narrowed
    assert all("mind" in one["channels"] and one["left_out"]["misses"] for one in narrowed)
    assert client.get("/api/studies?channel=moon").status_code == 400
    assert client.get("/api/studies?show=moon").status_code == 422


def test_pictures_of_the_gallery_speak_the_language_of_the_page_whoever_came_first(client):
    for address, other in (("/de/studies?whole=1", "."), ("/studies?whole=1", ",")):
        pictures = re.findall(r"<svg class=.*?</svg>", client.get(address, headers=HTML).text, re.DOTALL)
        assert len(pictures) > 25
        numbers = [text for one in pictures for text in re.findall(r">([^<]*\d[.,]\d[^<]*)<", one)]
        assert numbers
        assert not any(re.search(rf"\d[{other}]\d", text) for text in numbers)


def test_a_study_stands_whole_without_a_script_and_is_run_by_a_button(client):
    page = client.get("/studies/resistant-starch", headers=HTML).text
    assert "26 g of resistant starch" in page  # the cause of the miss
    assert re.search(r"<noscript><div><button>Run it", page)
    assert "overlay" not in page.partition("<main")[2]
    ran = client.get("/studies/resistant-starch?run=1&finding=walker-2011-bran-scfa", headers=HTML).text
    assert '<svg class="curve overlay"' in ran
    assert "selected>Short-chain fatty acids in stool: ratio" in ran
    assert 'class="seen"' in ran


def test_the_protocol_of_an_arm_can_be_saved(client):
    saved = client.get("/api/studies/stress-test/protocol.yaml?arm=men")
    assert saved.headers["content-disposition"] == 'attachment; filename="stress-test-men.yaml"'
    assert read_protocol(fields.parse_yaml(saved.text)).person.traits["sex"] == "male"
    assert client.get("/api/studies/stress-test/protocol.yaml?arm=x").status_code == 400


def test_a_study_that_is_not_there_is_told_of_and_the_nearest_named(client):
    for address in ("/api/studies/cut-vagos", "/api/studies/cut-vagos/run", "/studies/cut-vagos"):
        answer = client.get(address, headers=HTML)
        assert answer.status_code == 404
        assert "cut-vagus" in answer.text


def test_a_study_is_picked_run_and_opened_in_what_if(tab):
    tab.goto("/studies")
    tab.wait_for_selector(".studies li", timeout=FIRST)
    tab.select_option("#show", "misses")
    tab.wait_for_function(
        "() => location.search === '?show=misses' && document.querySelectorAll('.studies li').length < 25"
    )
    tab.click("text=Fish oil for the well")
    tab.wait_for_selector("#run svg.overlay", timeout=FIRST)
    assert tab.locator("#run .seen").count() == 1
    tab.wait_for_function("() => document.querySelector('#status').textContent.includes('published 0.150')")
    tab.click("text=Open in What if")
    tab.wait_for_selector("#answer .outcome")
    assert tab.input_value("#omega3") == "1.1"


def test_another_finding_of_a_study_gets_its_own_curve_by_keyboard(tab):
    tab.goto("/studies/stress-test", timeout=FIRST)
    tab.wait_for_selector("#run svg.overlay", timeout=FIRST)
    tab.focus("#finding")
    tab.keyboard.press("ArrowDown")
    tab.wait_for_function("() => location.search.includes('miller-2018-tsst-curve-women')")
    tab.wait_for_function("() => document.querySelector('#run').innerText.includes('published 1.26, 1.59')")
