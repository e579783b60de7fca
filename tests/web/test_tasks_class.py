"""Tasks of a class, in a real browser and from end to end: a label, a table, a trial of three arms, fifty at once."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from gutbrain.trials.reading import read_design

EXAMPLES = Path(__file__).parents[2] / "examples"


PATIENCE = 180_000
"""Milliseconds: machines that run tests are busy."""


@pytest.fixture
def tab(tab):
    """A tab that waits long."""
    tab.set_default_timeout(PATIENCE)
    return tab


def status(tab):
    """The line that a screen reader hears."""
    tab.wait_for_function("() => document.querySelector('#status').textContent.trim()")
    return tab.inner_text("#status")


def test_a_label_is_judged_and_what_was_read_is_corrected(tab):
    tab.goto("/label")
    tab.fill("#text", "CalmBelly\nLactobacillus rhamnosus GG\n1 billion CFU a capsule\nHelps against stress")
    tab.click("text=Check >> nth=-1")
    tab.wait_for_selector("#answer h2:has-text('Read as')")
    before = tab.inner_text("#answer table")
    assert "points are fine" in status(tab)
    tab.click("#answer details.form summary")
    tab.click("[data-correct]")
    read = tab.input_value("#text")
    assert YAML(typ="safe").load(read)
    # the pack says ten billion: what was read is put right in its line
    right = re.sub(r"1\.?0*e\+?0?9", "1.0e10", read, count=1)
    assert right != read
    tab.fill("#text", right)
    tab.press("#text", "Tab")
    tab.click("#label-form button:not([type=button])")
    tab.wait_for_function(
        "(before) => ![before, undefined].includes(document.querySelector('#answer table')?.innerText)",
        arg=before,
    )
    assert "10¹⁰" in tab.inner_text("#answer table")


def test_a_table_goes_in_and_the_start_of_a_person_comes_out(tab, tmp_path):
    tab.goto("/table")
    tab.set_input_files("#table", sorted((EXAMPLES / "tables").glob("*.tsv"))[0])
    tab.click("main form button:not([value])")
    tab.wait_for_selector("#answer a[download]")
    with tab.expect_download() as caught:
        tab.click("#answer a[download$='.yaml']")
    caught.value.save_as(tmp_path / "start.yaml")
    start = YAML(typ="safe").load((tmp_path / "start.yaml").read_text(encoding="utf-8"))
    assert "microbiota" in str(start)


@pytest.mark.slow
def test_a_trial_of_three_arms_from_the_form_to_words(tab):
    tab.goto("/trial")
    tab.click("text=Add an arm")
    tab.wait_for_selector("#arm2_beside")
    assert tab.input_value("#strain") == "B. longum 1714"
    tab.select_option("#arm2_beside", "fibre")
    tab.fill("#arm2_amount", "35")
    tab.select_option("#control", "waiting-list")
    tab.select_option("#power", "false")
    # the design as a file goes along with the form
    tab.click("details.beside summary")
    tab.wait_for_function("() => document.querySelector('#written').innerText.includes('waiting-list')")
    design = read_design(YAML(typ="safe").load(tab.inner_text("#written code")))
    assert [(arm.name, [event.exposure for event in arm.events]) for arm in design.arms] == [
        ("active", ["probiotic"]),
        ("active 2", ["fibre"]),
        ("waiting list", []),
    ]
    tab.click("text=Carry it out")
    tab.wait_for_selector("#answer h2")
    # belief comes before what was planned, and words before tables
    tab.wait_for_selector("#answer >> text=Belief first.")
    assert "three arms" in tab.inner_text("#answer .plainly >> nth=0")
    tab.wait_for_selector("#answer .job a")
    tab.goto(tab.get_attribute("#answer .job a", "href"))
    # the job is come back to on a page of its own
    tab.wait_for_selector(".downloads")
    words, tables = (
        tab.evaluate(f"document.querySelector('#answer {what}').getBoundingClientRect().top")
        for what in (".lead", "table")
    )
    assert words < tables
    assert "of 100 such trials" in tab.inner_text("#answer .lead")


@pytest.mark.slow
def test_without_a_script_a_form_grows_and_a_trial_is_carried_out(chromium, server):
    context = chromium.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto("/trial")
    page.click("text=Add an arm")
    page.fill("#arm2_strain", "LGG")
    page.click("text=Add an arm")
    page.fill("#arm3_strain", "BB-12")
    page.click("text=Leave arm 2 out")
    assert page.input_value("#arm2_strain") == "BB-12"
    page.select_option("#power", "false")
    page.click("text=Carry it out")
    assert "three arms" in page.inner_text("#answer")
    page.click("noscript button")  # a search by text leaves out what stands in noscript
    assert "/jobs/" in page.url
    page.click("text=Stop")
    assert "Stopped" in page.inner_text("#answer")
    context.close()


def test_a_task_stands_on_top_and_goes_along(tab):
    tab.goto("/class")
    tab.fill("#say", "Which change helps most?")
    tab.fill("#to", "/trial?arms=3")
    tab.click("text=Make the link")
    tab.goto(tab.get_attribute("[data-link]", "href"))
    tab.click("text=Begin")
    assert tab.inner_text("main .task p") == "Which change helps most?"
    tab.wait_for_selector("#arm2_strain")
    tab.click("nav >> text=Evidence")
    tab.wait_for_selector("main .task")
    assert tab.url.startswith(tab.url.split("#")[0] + "#task=")


def test_a_page_that_must_wait_says_so_and_asks_again_by_itself(chromium, server):
    tab, asked = chromium.new_page(base_url=server), []

    def busy(route):
        asked.append(route.request.headers.get("x-page"))
        if len(asked) == 1:
            said = '<div class="problems"><p>Many questions wait.</p></div>'
            route.fulfill(status=429, headers={"retry-after": "1", "content-type": "text/html"}, body=said)
        else:
            route.continue_()

    tab.route("**/api/trials/form*", busy)
    tab.goto("/trial")
    tab.click("details.beside summary")
    tab.locator("details:has(#name) > summary").last.click()
    tab.fill("#name", "mine")
    tab.wait_for_selector("#written > .again")
    assert tab.inner_text("#written > .again") == "Many questions wait. This page asks again by itself."
    tab.wait_for_function("() => document.querySelector('#written').innerText.includes('mine:')")
    assert len(set(asked)) == 1
    assert re.fullmatch("[0-9a-f]{16}", asked[0])
    tab.close()


@pytest.mark.parametrize("many", [False, True])
def test_where_many_ask_a_first_answer_says_so_and_becomes_the_full_one(client, many):
    pool = client.app.state.workers
    asked = {"accept": "text/html"}
    for page in range(30 if many else 1):
        client.get("/api/what-if?sleep=8&weeks=4", headers=asked | {"x-page": f"{page:08x}"})
    query = f"/api/what-if?sleep=8.5&fibre={30 + many}&weeks=4"
    first = client.get(query, headers=asked | {"x-page": "00000001"}).text
    assert ("data-surer" in first) is (many and pool.many)
    surer = client.get(query, headers=asked | {"x-page": "00000001", "x-surer": "yes"})
    assert surer.status_code == 200
    assert "data-surer" not in surer.text
    # a program gets the full answer, always
    assert client.get(query).json()["basis"]["draws"] == 16
