"""Task 13, "a diary day in a minute": by mouse, by keyboard, on a phone, without JavaScript."""

from datetime import date, timedelta
from importlib.resources import files

import pytest
from diary_days import filled
from serving import serving

from gutbrain import diary

TODAY = date.today()


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("diary") / "me.diary", 42, by_sleep=0.8, gap=(30, 31, 32))


@pytest.fixture(scope="module")
def served(file):
    """The address of ``gutbrain serve --diary`` in a process of its own."""
    with serving("--diary", str(file), "--workers", "1") as (_, address):
        yield address


@pytest.fixture
def on(chromium, served):
    """Open a page of the diary in a browser of some kind; complaints of its console fail the test."""
    contexts, complaints = [], []

    def opened(address, **kind):
        context = chromium.new_context(base_url=served, **{"viewport": {"width": 1100, "height": 900}, **kind})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on("request", lambda r: complaints.append(r.url) if not r.url.startswith(served) else None)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def typed(file, day):
    """What somebody typed of a day."""
    return {one.name: one.value for one in diary.open(file).entries if one.day == day and one.source == "typed"}


def test_by_mouse_what_is_not_touched_stays_empty(on, file):
    page = on("/diary")
    assert page.locator(".field").count() <= 8
    assert {one.input_value() for one in page.locator(".field input[type=number]").all()} == {""}
    mood = page.get_by_role("slider", name="mood")
    box = mood.bounding_box()
    page.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    assert page.locator("[name='v:mood']").input_value() == "8"
    page.get_by_role("button", name="Keep").click()
    page.wait_for_selector("[data-kept]")
    assert typed(file, TODAY) == {"mood": 8}
    assert page.locator("[name='v:mood']").input_value() == "8"
    # said otherwise, and taken back
    page.locator("[name='v:bloating']").fill("2")
    page.get_by_role("button", name="Leave empty: mood").click()
    page.get_by_role("button", name="Keep").click()
    page.wait_for_selector("[data-kept]")
    assert typed(file, TODAY) == {"bloating": 2}


def test_by_keyboard_a_slider_says_that_nothing_is_recorded_until_it_is_moved(on, file):
    page = on("/diary?day=yesterday")
    sleep = page.get_by_role("slider", name="sleep")
    page.locator("[name='v:sleep']").focus()
    page.keyboard.press("Tab")
    assert sleep.evaluate("(e) => e === document.activeElement")
    assert sleep.get_attribute("aria-valuetext") == "not recorded"
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    said = float(page.locator("[name='v:sleep']").input_value())
    assert sleep.get_attribute("aria-valuetext") == f"{said:g}"
    page.locator("[name='v:sleep']").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-kept]")
    assert typed(file, TODAY - timedelta(1)) == {"sleep": said}


def test_on_a_phone_nothing_is_wider_than_the_screen(on):
    for address in ("/diary/timeline", "/diary/try"):
        page = on(address, viewport={"width": 320, "height": 700}, has_touch=True, is_mobile=True, color_scheme="dark")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        assert page.locator("nav[aria-label=Pages] a[aria-current]").text_content() == "Diary"
    page = on("/diary", viewport={"width": 320, "height": 700}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    slider = page.get_by_role("slider", name="mood")
    slider.tap()
    assert page.locator("[name='v:mood']").input_value() != ""


def test_without_a_script_the_form_itself_keeps_the_day_and_foretells(on, file):
    page = on("/diary?day=2025-01-05", java_script_enabled=False)
    page.locator("[name='v:mood']").fill("4")
    page.get_by_role("button", name="Keep").click()
    page.locator("[data-kept]").wait_for()
    assert typed(file, date(2025, 1, 5)) == {"mood": 4}
    diary.delete(file, first=date(2025, 1, 5), last=date(2025, 1, 5))
    page.goto("/diary/next")
    page.get_by_label("if this").select_option("sleep")
    page.get_by_label("were so, every day").fill("+1")
    page.get_by_role("button", name="Foretell").click()
    page.locator("svg.bands").wait_for()
    assert "past week" in page.locator("main").inner_text()


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_nobody_is_shut_out(on, scheme, width):
    axe = files(pytest.importorskip("axe_playwright_python")) / "axe.min.js"
    for address in ("/diary", "/diary/timeline", "/diary/goes", "/diary/try", "/diary/next"):
        page = on(address, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
        page.wait_for_function("() => !document.querySelector('[aria-busy=true], .waiting')", timeout=120_000)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        page.evaluate(axe.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")["violations"]
        serious = {v["id"]: v["nodes"][0]["html"] for v in found if v["impact"] in ("serious", "critical")}
        assert serious == {}, address
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
