"""The page of the validation, and its part of the API."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from gutbrain.answers import validation
from gutbrain.answers.validation import channels
from gutbrain.engine.ensemble import PRIOR, shipped
from gutbrain.findings import kept as kept_module
from gutbrain.findings.kept import basis, kept, written
from gutbrain.findings.reading import own_files, read_findings

HTML = {"accept": "text/html"}


def test_the_kept_validation_is_of_this_model_and_of_all_findings() -> None:
    assert dict(kept().basis) == basis(shipped())
    own = {finding.id for finding in read_findings(own_files()).findings}
    assert {one.finding.id for one in kept().fitted.checked} == own
    assert {one.finding.id for one in kept().left_out.checked} == own
    assert {brief.channel for brief in validation.found(validation.Asked()).findings} == set(channels())


def test_what_is_written_is_read_again() -> None:
    text = written(kept().fitted, kept().left_out, PRIOR, by="study")
    content = json.loads(text)
    assert content["basis"]["ensemble"] == PRIOR.provenance["name"]
    known = {finding.id: finding for finding in read_findings(own_files()).findings}
    again = kept_module._checked(content["fitted"], known)
    assert [(c.verdict, c.predicted.low) for c in again] == [
        (c.verdict, c.predicted.low) for c in kept().fitted.checked
    ]


@pytest.mark.slow
def test_a_validation_run_now_gives_what_is_kept() -> None:
    from gutbrain.findings.validation import validate

    now = {one.finding.id: one for one in validate().checked}
    for one in kept().fitted.checked:
        other = now[one.finding.id]
        assert other.verdict == one.verdict, one.finding.id
        assert other.predicted.median == pytest.approx(one.predicted.median, rel=0.01, abs=0.01, nan_ok=True)


def test_the_list_and_its_filters(client) -> None:
    every = client.get("/api/validation").json()
    assert every["current"]
    counted = Counter(one["verdict"] for one in every["findings"])
    assert counted == {name: number for name, number in every["fitted"].items() if number}
    misses = client.get("/api/validation?show=misses&channel=mind").json()["findings"]
    assert misses
    assert {(one["verdict"], one["channel"]) for one in misses} == {("misses", "mind")}
    assert {one["species"] for one in client.get("/api/validation?species=animal").json()["findings"]} == {
        "mouse",
        "rat",
    }
    left_out = client.get("/api/validation?score=left_out").json()
    assert Counter(one["verdict"] for one in left_out["findings"])["agrees"] == left_out["left_out"]["agrees"]
    assert client.get("/api/validation?show=nothing").status_code == 422
    assert client.get("/api/validation?channel=moon").status_code == 400


def test_the_first_number_is_what_was_predicted_without_its_phenomenon(client) -> None:
    page = client.get("/api/validation", headers=HTML).text
    score = client.get("/api/validation").json()["left_out"]
    first = page[page.index("<li><b>") + len("<li><b>") :]
    share = f"{100 * score['agrees'] / sum(score[verdict] for verdict in ('agrees', 'direction', 'misses')):.0f}"
    assert first.startswith(share)
    assert first.partition("<span>")[2].startswith("agree when predicted without that phenomenon")


def test_misses_stand_first_with_their_cause(client) -> None:
    page = client.get("/api/validation", headers=HTML).text
    for one in client.get("/api/validation?show=misses").json()["findings"]:
        assert page.index(one["id"]) < page.index("Published and predicted")
        assert one["cause"] or one["why"]
    assert " style=" not in page


def test_every_finding_can_be_looked_at(client) -> None:
    for one in client.get("/api/validation").json()["findings"]:
        page = client.get(f"/api/validation/{one['id']}", headers=HTML)
        assert page.status_code == 200, one["id"]
        assert "published" in page.text
    assert client.get("/api/validation/nothing").status_code == 400


def test_numbers_of_another_model_are_called_old(client, monkeypatch) -> None:
    monkeypatch.setattr(validation, "is_current", lambda: False)
    assert "These numbers are old" in client.get("/api/validation", headers=HTML).text
    assert not client.get("/api/validation").json()["current"]


def test_the_basis_changes_with_the_findings(monkeypatch, tmp_path) -> None:
    file = tmp_path / "findings.yaml"
    file.write_text("findings: []\n", encoding="utf-8")
    before = basis(PRIOR)
    monkeypatch.setattr(kept_module, "own_files", lambda: (file,))
    assert basis(PRIOR)["findings"] != before["findings"]


def test_a_mark_is_reached_by_keyboard_and_its_address_restores(tab) -> None:
    tab.goto("/validation?channel=immune")
    tab.wait_for_selector(".agreement a")
    tab.focus(".agreement a[tabindex='0']")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#finding dl")
    told = tab.inner_text("#finding")
    assert "finding=" in tab.url
    tab.reload()
    tab.wait_for_selector("#finding dl")
    assert tab.inner_text("#finding") == told
    assert tab.locator(".agreement a[aria-current]").count() == 1
    assert tab.input_value("#channel") == "immune"


def test_nothing_is_wider_than_a_phone(tab) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto("/validation")
    tab.wait_for_selector(".agreement")
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
