import itertools
import json
import math
import re
from importlib.resources import files

import pytest

from gutbrain.answers import axis_links, explore, strengths
from gutbrain.answers.story import story
from gutbrain.atlas.channels import channels
from gutbrain.atlas.exposures import exposure_of, exposures
from gutbrain.axis import axis
from gutbrain.engine.identity import identity
from gutbrain.evidence.records import claims
from gutbrain.model import GRADES
from gutbrain.model.wiring import arrows
from gutbrain.report import axis_drawing, axis_shape

HTML = {"accept": "text/html"}
SLOW_START = 60_000
"""Milliseconds: the first answer waits for the processes that compute, which may just be starting."""


# ---- words


def test_the_story_rests_on_arrows_of_the_model():
    known = {arrow.claim for arrow in arrows(axis())}
    for step in story():
        assert set(step.claims) <= known & set(claims())


def test_courses_and_lives_can_be_run():
    from gutbrain.engine.simulation import read_protocol

    for name, known in exposures().items():
        read_protocol({"title": name, "days": 28, "events": [{"exposure": name, "start": 0, **known.course}]})
    for life in strengths.everyday_lives():
        read_protocol({"title": "a life", "days": 28, **life})
    for channel in channels().values():
        read_protocol({"title": channel.curve.title, **channel.curve.protocol})


# ---- arrows


def test_every_influence_of_the_model_is_on_the_map():
    drawn = {(i.listener, i.signal) for link in axis_links.links().values() for i in link.influences if not i.exposure}
    inner = {(a.listener, a.signal) for a in arrows(axis()) if not a.giver.startswith("exposure:")}
    assert drawn == inner
    outer = {(i.listener, i.exposure) for link in axis_links.links().values() for i in link.influences if i.exposure}
    asked = {(a.listener, exposure_of(a.signal)) for a in arrows(axis()) if a.giver.startswith("exposure:")}
    # what makes days differ acts on people, but says nothing of anything that they do
    assert outer == {(listener, name) for listener, name in asked if not name.endswith("_fluctuation")}


def test_a_line_for_every_grade_so_that_a_weak_one_never_hides():
    svg = axis_drawing.draw(axis_drawing.Chosen())
    for link in axis_links.links().values():
        for grade in link.grades:
            assert f'data-arrow="{link.key}"' in svg
            assert any(i.grade == grade for i in link.influences)
    assert svg.count('class="hit"') == sum(len(link.grades) for link in axis_links.links().values())


def test_picking_out_a_kind_of_evidence_lights_only_that():
    chosen = axis_drawing.Chosen(show="human-trial")
    for link in axis_links.links().values():
        for grade in link.grades:
            assert chosen.lights(link, grade) == (grade == "human-trial" and not link.from_outside)


def test_up_and_down():
    assert axis_links.goes(axis_links.link("immunity-mind")) == "up"
    assert axis_links.goes(axis_links.link("stress_hormones-gut")) == "down"
    assert axis_links.goes(axis_links.link("habits-mind")) == ""


def test_a_step_of_the_story_is_one_arrow():
    carried = axis_drawing.steps()
    assert sorted(carried.values()) == list(range(1, len(story()) + 1))
    for (key, grade), step in carried.items():
        claim = claims()[story()[step - 1].claims[0]]
        assert claim.grade == grade
        assert any(i.claim == claim for i in axis_links.link(key).influences)
        lit = [(k, g) for k, link in axis_links.links().items() for g in link.grades if chosen(step, link, g)]
        assert lit == [(key, grade)]


def chosen(step, link, grade):
    return axis_drawing.Chosen(step=step).lights(link, grade)


def test_arrows_from_outside_run_over_no_part():
    standing = axis_drawing.places()
    for link in axis_links.links().values():
        if not link.from_outside:
            continue
        for lane in range(len(link.grades)):
            for x, y in points(axis_drawing._curve(link, lane, standing)):
                over = [
                    name
                    for name, (a, b) in standing.items()
                    if abs(x - a) <= axis_shape.HALF_WIDTH and abs(y - b) <= axis_drawing.half_height(name)
                ]
                assert over == [], f"{link.key} at {x:.0f}, {y:.0f}"


def points(road):
    """Points along straight pieces, a few pixels apart; round corners lie inside the straight ones."""
    corners = [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+) (-?[\d.]+)", road)]
    for (x0, y0), (x1, y1) in itertools.pairwise(corners):
        steps = max(1, round(math.dist((x0, y0), (x1, y1)) / 3))
        yield from ((x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps) for i in range(steps + 1))


def test_numbers_of_steps_stand_apart_and_over_no_part():
    svg = str(axis_drawing.draw(axis_drawing.Chosen()))
    found = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)]
    assert len(found) == len(story())
    for one, other in itertools.combinations(found, 2):
        assert math.dist(one, other) > 2 * axis_drawing.NUMBER
    for x, y in found:
        for name in axis_links.channels():
            a, b = axis_drawing.places()[name]
            assert abs(x - a) > axis_shape.HALF_WIDTH or abs(y - b) > axis_drawing.HALF_HEIGHT


# ---- strengths


def test_shipped_strengths_are_of_this_model():
    made = json.loads((files("gutbrain.answers") / "data" / "strengths.json").read_text(encoding="utf-8"))
    assert made["model"] == identity(axis()), "run: python -m gutbrain.answers.strengths"
    assert all(i.strength for link in axis_links.links().values() for i in link.influences)


def test_strengths_of_another_model_are_not_shown(monkeypatch):
    monkeypatch.setattr("gutbrain.engine.identity.identity", lambda _: "another")
    strengths.shipped.cache_clear()
    try:
        assert strengths.shipped() is None
    finally:
        strengths.shipped.cache_clear()


def test_strength_in_words():
    assert [strengths.called(size) for size in (0.0, 0.05, 0.2, 3.0)] == ["hardly any", "weak", "medium", "strong"]


@pytest.mark.slow
def test_shipped_strengths_are_what_the_model_gives():
    measured, shipped = strengths.measure(), strengths.shipped()
    assert measured.keys() == shipped.keys()
    for key, strength in measured.items():
        assert strength.change == pytest.approx(shipped[key].change, rel=0.05, abs=0.01), key


# ---- the API


def test_the_whole_map(client):
    answer = client.get("/api/axis").json()
    assert {node["name"] for node in answer["nodes"]} == set(axis_links.nodes())
    assert {arrow["key"] for arrow in answer["arrows"]} == set(axis_links.links())
    assert set(answer["grades"]) == set(GRADES)
    assert "standard deviation" in answer["strength_means"]


@pytest.mark.parametrize("name", axis_links.nodes())
def test_a_part(client, name):
    answer = client.get(f"/api/axis/channels/{name}").json()
    assert answer["title"]
    assert answer["plain"]
    assert all(arrow["listener"] == name for arrow in answer["hears"])
    assert all(arrow["giver"] == name for arrow in answer["acts_on"])
    assert client.get(f"/api/axis/channels/{name}", headers=HTML).status_code == 200


def test_every_arrow_with_its_papers(client):
    for key in axis_links.links():
        answer = client.get(f"/api/axis/arrows/{key}").json()
        assert answer["influences"]
        for influence in answer["influences"]:
            evidence = influence["evidence"]
            if evidence and evidence["grade"] != "assumption":
                assert evidence["papers"]
                assert all(paper["cited"] for paper in evidence["papers"])
        assert client.get(f"/api/axis/arrows/{key}", headers=HTML).status_code == 200


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("/api/axis/channels/vagal", "vagus"),
        ("/api/axis/channels/gut wal", "gut wall"),
        ("/api/axis/arrows/gut-imunity", "gut-immunity"),
        ("/api/axis/channels/vagu/equations", "vagus"),
        ("/api/axis/channels/food/response", "one of"),
    ],
)
def test_what_is_not_there_is_said_with_the_nearest(client, address, near):
    answer = client.get(address)
    assert answer.status_code == 404
    assert near in answer.json()["problems"][0]["right"]


def test_equations_and_their_numbers(client):
    answer = client.get("/api/axis/channels/vagus/equations").json()
    found = {equation["name"]: equation for equation in answer["equations"]}
    assert {"resting_vagal_tone", "momentary_withdrawal", "vagal_tone", "rmssd", "vagal_afferent"} <= set(found)
    assert found["rmssd"]["formula"] == "rmssd = norm*vagal_tone"
    assert found["resting_vagal_tone"]["kind"] == "rate"
    assert "<mi>vagal tone</mi>" in found["rmssd"]["mathml"]
    norm = next(p for p in answer["parameters"] if p["name"] == "norm")
    assert (norm["value"], norm["grade"], norm["constant"]) == (42.0, "human-observation", False)
    guess = next(p for p in answer["parameters"] if p["name"] == "stimulation_weight")
    assert (guess["grade"], guess["source"], guess["after"]) == ("assumption", "assumption", "lv-2019")
    assert next(p for p in answer["parameters"] if p["name"] == "age_40")["constant"]
    assert norm["url"].startswith("https://")


def test_where_an_arrow_stands_in_the_equations(client):
    answer = client.get("/api/axis/channels/vagus/equations", params={"signal": "colon_serotonin"}).json()
    assert [equation["name"] for equation in answer["equations"]] == ["vagal_afferent"]
    assert '<mi class="heard">colon serotonin</mi>' in answer["equations"][0]["mathml"]


def test_a_response(client):
    answer = client.get("/api/axis/channels/gut/response").json()
    assert answer["observable"] == "permeability"
    assert len(answer["days"]) == len(answer["median"]) == len(answer["low"]) == len(answer["high"])
    assert max(answer["median"]) > 1.2 * answer["median"][0]
    assert "<svg" in client.get("/api/axis/channels/gut/response", headers=HTML).text


def test_courses_lead_to_what_if(client):
    assert explore.try_it("fibre") == "/what-if?fibre=30"
    assert explore.try_it("endotoxin") == ""
    for name in exposures():
        address = explore.try_it(name)
        if address:
            page = client.get(address, headers=HTML)
            assert page.status_code == 200
            assert "problems" not in page.text, address


# ---- the page


def test_the_page_without_scripts(client):
    page = client.get("/", params={"node": "vagus", "show": "up"}, headers=HTML).text
    assert "tenth cranial nerve" in page
    assert 'data-arrow="metabolites-vagus"' in page
    arrow = client.get("/", params={"arrow": "gut-immunity"}, headers=HTML).text
    assert claims()["gut-endotoxin-raises-inflammation"].statement in arrow


@pytest.mark.parametrize("query", ["node=liver", "arrow=a-b", "show=all-of-it", "step=9", "step=x"])
def test_an_unknown_address_still_shows_the_map(client, query):
    page = client.get(f"/?{query}", headers=HTML)
    assert page.status_code == 404
    assert 'role="alert"' in page.text
    assert "<svg" in page.text


def test_choosing_a_part_opens_it_and_can_be_shared(tab):
    tab.goto("/")
    tab.locator("svg.living a[data-node=vagus]").click()
    tab.get_by_role("heading", name="Vagus nerve").wait_for()
    assert tab.url.endswith("/?node=vagus")
    assert tab.evaluate("document.activeElement.textContent") == "Vagus nerve"
    tab.locator("#panel svg.curve").wait_for(timeout=SLOW_START)
    tab.locator("#panel").get_by_role("link", name="Mind").first.click()
    tab.get_by_role("heading", name="Vagus nerve → mind").wait_for()
    shared = tab.url
    tab.go_back()
    tab.get_by_role("heading", name="Vagus nerve", exact=True).wait_for()
    tab.goto(shared)
    tab.get_by_role("heading", name="Vagus nerve → mind").wait_for()
    assert tab.locator("svg.living .link.lit").count() >= 1


def test_keyboard_alone(tab):
    tab.goto("/")
    tab.locator("svg.living a.node").first.focus()
    assert tab.evaluate("document.activeElement.dataset.node") == "microbiota"
    assert tab.locator("svg.living .link.lit[data-arrow*=microbiota]").count() > 3
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="Gut bacteria").wait_for()


def test_the_story_goes_on_and_back(tab):
    tab.goto("/")
    tab.get_by_role("link", name="Tell me").click()
    for step in range(1, 7):
        assert tab.get_by_text(f"Step {step} of 6").is_visible()
        assert tab.locator("svg.living .link.lit").count() >= 1
        if step < 6:
            tab.locator("#story").get_by_role("link", name="Next").click()
    assert tab.url.endswith("?step=6")
    tab.locator("#story").get_by_role("link", name="Back", exact=True).click()
    assert tab.get_by_text("Step 5 of 6").is_visible()


def test_only_what_trials_show(tab):
    tab.goto("/")
    tab.get_by_text("Pick out").click()
    tab.locator(".shows").get_by_role("link", name="trials in people").click()
    assert tab.url.endswith("?show=human-trial")
    grades = tab.locator("svg.living .link.lit").evaluate_all(
        "all => all.map(a => a.classList.contains('human-trial'))"
    )
    assert grades
    assert all(grades)


def test_the_flow_can_be_stopped(tab):
    tab.goto("/")
    tab.get_by_role("button", name="Pause the flow").click()
    state = tab.locator("svg.living .flow").first.evaluate("flow => getComputedStyle(flow).animationPlayState")
    assert state == "paused"


def test_equations_open_when_asked(tab):
    tab.goto("/?node=vagus")
    tab.get_by_text("The equations").click()
    tab.locator("#panel math").first.wait_for(timeout=SLOW_START)


def test_phone(tab):
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto("/?arrow=stress_hormones-gut")
    assert tab.evaluate("document.documentElement.scrollWidth") == 360
