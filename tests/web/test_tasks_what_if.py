"""Tasks of a person and a counsellor on the page "What if", from the first page to the end, in a real browser."""

import csv
import io
import re
from pathlib import Path

import pytest

PAGES = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture
def tab(tab):
    """A tab that waits longer: the first page of a run finds nothing warm."""
    tab.set_default_timeout(60_000)
    return tab


def answered(tab, text):
    """Wait until the answer holds a text."""
    tab.wait_for_selector(f"#answer:not([aria-busy]) >> text={text}")


def to_what_if(tab):
    tab.goto("/")
    tab.click("nav >> text=What if")
    tab.wait_for_selector("#answer:not([aria-busy]) section")


def takes_ibuprofen(tab):
    tab.click("summary:has-text('What they take now')")
    tab.select_option("#now_medicine_1", "ibuprofen")
    tab.wait_for_selector("#mg_1")
    assert tab.input_value("#now_mg_1") == "1200"


def test_stop_a_daily_medicine(tab):
    to_what_if(tab)
    takes_ibuprofen(tab)
    tab.select_option("#mg_1", "0")
    answered(tab, "ibuprofen stopped (1200")
    assert "Bowel complaints: fewer" in tab.inner_text("#answer .at-a-glance")
    assert "together with whoever prescribed it" in tab.inner_text("#answer .note")
    assert tab.inner_text("#answer .missing .verdict") == "Not in the model"
    assert tab.locator("#answer .change .on-off").count() == 0


def test_an_hour_more_sleep_and_undo_by_keyboard(tab):
    to_what_if(tab)
    tab.focus("#sleep")
    for _ in range(10):
        tab.keyboard.press("ArrowRight")
    assert tab.input_value("#sleep") == "8.3"
    answered(tab, "sleep, 8.3")
    tab.focus("#weeks")
    tab.select_option("#weeks", "4")
    answered(tab, "4 weeks")
    # the line for screen readers is short
    tab.wait_for_function("() => document.querySelector('#status').textContent.startsWith('Mood: ')")
    assert len(tab.inner_text("#status")) < 250
    # ten presses of a key were one step
    for weeks, sleep in (("12", "8.3"), ("12", "7.3")):
        tab.focus("#undo")
        tab.keyboard.press("Enter")
        tab.wait_for_function(
            "([w, s]) => document.querySelector('#weeks').value === w && document.querySelector('#sleep').value === s",
            arg=[weeks, sleep],
        )
    answered(tab, "Nothing is different yet")
    assert tab.is_hidden("#undo")
    tab.go_forward()
    answered(tab, "sleep, 8.3")


def test_two_options_side_by_side_in_five_steps_by_keyboard(tab):
    to_what_if(tab)  # one step
    tab.focus("#sleep")
    tab.keyboard.press("End")
    answered(tab, "sleep, 10")
    tab.focus("[name=add]")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#b_exercise")
    assert tab.evaluate("document.activeElement.textContent") == "Option B"
    tab.focus("#b_exercise")
    tab.keyboard.press("End")
    answered(tab, "movement, 120")
    table = tab.inner_text("#answer .options-table")
    assert "is better" in table
    assert tab.locator("#answer .overlay path.line").count() >= 4
    assert "options=2" in tab.url
    assert "b_exercise=120" in tab.url
    # the first option is as it was
    tab.click("text=Option A")
    tab.wait_for_selector("#sleep")
    assert tab.input_value("#sleep") == "10"
    tab.click("text=Take A out")
    tab.wait_for_function("() => document.querySelector('#exercise')?.value === '120'")
    answered(tab, "movement, 120")
    assert tab.input_value("#sleep") == "7.3"


def test_save_close_come_back_and_share_with_a_colleague(tab, tmp_path):
    tab.goto("/what-if?weeks=4&now_medicine_1=ibuprofen&sleep=8&options=2&b_mg_1=0")
    answered(tab, "Side by side")
    table = tab.inner_text("#answer .options-table")
    with tab.expect_download() as waiting:
        tab.click("text=Save (YAML)")
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    assert saved.name == "what-if-healthy-adult-a-sleep-8-b-no-ibuprofen.yaml"
    assert "on any machine" in tab.inner_text("#answer")
    # a colleague, who has the file alone
    tab.goto("about:blank")
    tab.goto("/what-if")
    tab.click("summary:has-text('Open a saved question')")
    tab.set_input_files("#file", saved)
    tab.click("text=Open it")
    answered(tab, "Side by side")
    assert tab.inner_text("#answer .options-table") == table
    assert tab.input_value("#sleep") == "8"
    # the very file again
    with tab.expect_download() as waiting:
        tab.click("text=Save (YAML)")
    assert Path(waiting.value.path()).read_bytes() == saved.read_bytes()


def test_the_address_says_that_it_opens_on_this_machine_only(tab):
    tab.goto("/what-if?weeks=4&sleep=8")
    answered(tab, "sleep, 8")
    tab.click("text=Copy the address")
    tab.wait_for_function("() => document.querySelector('[data-told]').textContent.includes('on this machine only')")


@pytest.mark.parametrize(
    "question",
    [
        "person=stressed-adult&now_sleep=5.5&now_medicine_1=ibuprofen&mg_1=0&sleep=7&hard_days=20&hard_day=5",
        "now_medicine_1=ibuprofen&options=2&mg_1=0&b_sleep=8&b_fibre=35",
    ],
)
def test_hand_over_one_printed_page(tab, question):
    tab.goto(f"/what-if?weeks=4&{question}")
    tab.wait_for_selector("#answer:not([aria-busy]) >> text=What this is not")
    assert len(PAGES.findall(tab.pdf(prefer_css_page_size=True))) == 1
    tab.emulate_media(media="print")
    shown = tab.inner_text("body")
    parts = ["takes ibuprofen", "ibuprofen stopped", "gainst as now", "What this is not", "of 100"]
    for part in parts:
        assert part.lower() in shown.lower()
    for control in ("#what-if", ".options-part", ".at-a-glance", "[data-copy-address]", "nav"):
        assert tab.is_hidden(f"{control} >> nth=0")


def test_the_data_behind_a_curve(tab):
    tab.goto("/what-if?weeks=4&sleep=8")
    answered(tab, "sleep, 8")
    tab.wait_for_function("() => !document.querySelector('#answer [data-surer]')")
    card = tab.locator("#answer .outcome").first
    card.locator("summary").click()
    rows = card.locator("tbody tr")
    assert rows.locator("th").all_inner_texts() == ["0", "7", "14", "21", "28"]
    with tab.expect_download() as waiting:
        tab.click("text=Curves (CSV)")
    table = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8"))))
    last = next(row for row in table if (row["observable"], row["day"]) == ("depression", "28"))
    shown = rows.last.locator("td").first.inner_text().replace("\N{MINUS SIGN}", "-")
    assert float(shown) == pytest.approx(float(last["median"]), abs=0.006)


def test_another_kind_of_person_keeps_what_makes_sense_and_says_what_went(tab):
    tab.goto("/what-if?weeks=4&person=stressed-adult&sleep=7&fibre=35&now_medicine_1=ibuprofen")
    answered(tab, "sleep, 7")
    tab.select_option("#person", "healthy-adult")
    # seven hours are more for who is stressed, and less for who is not
    tab.wait_for_selector("#went")
    assert tab.inner_text("#went").endswith("Sleep 7.")
    answered(tab, "fibre, 35")
    assert "Sleep" not in tab.inner_text("#answer .done")
    assert tab.input_value("#now_medicine_1") == "ibuprofen"
    assert "was=" not in tab.url


def test_nothing_scrolls_inside_the_form_and_sleep_is_before_food(tab):
    tab.goto("/what-if?weeks=4&sleep=8")
    answered(tab, "sleep, 8")
    assert tab.evaluate("(f => f.scrollHeight <= f.clientHeight + 1)(document.querySelector('#what-if'))")
    names = tab.locator("#different input[type=range]").evaluate_all("all => all.map(one => one.name)")
    assert names.index("stress_load") < names.index("fibre")
    tab.set_viewport_size({"width": 390, "height": 844})
    assert tab.locator("#what-if").bounding_box()["height"] < 1500
    # the answer in a line is on the screen, and leads there
    assert tab.locator(".at-a-glance").bounding_box()["y"] < 844
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
