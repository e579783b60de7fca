"""The page of the label check, and its part of the API."""

from __future__ import annotations

import pytest

from gutbrain.answers.label import EXAMPLE, MOST_SIGNS, POINTS
from gutbrain.evidence.label.check import check_label
from gutbrain.evidence.label.file import read_label_text

HTML = {"accept": "text/html"}
FIELDS = """\
product: Calm Daily
strains:
- {name: Bifidobacterium longum 1714, cfu: 1.0e9}
cfu_at: end-of-shelf-life
claims: [Treats depression]
"""


def test_a_pasted_text_is_judged_as_by_the_command(client, tmp_path) -> None:
    answer = client.post("/api/label", json={"text": EXAMPLE}).json()
    file = tmp_path / "label.txt"
    file.write_text(EXAMPLE, encoding="utf-8")
    expected = check_label(file).to_dict()
    assert answer["checks"] == expected["checks"]
    assert [claim["verdict"] for claim in answer["claims"]] == [claim["verdict"] for claim in expected["claims"]]
    assert answer["strains"][0] == {
        "name": "Bifidobacterium longum 1714",
        "cfu": None,
        "known": "B. longum 1714",
        "least": None,
        "alive": True,
    }
    assert (answer["total"], answer["unit"], answer["count_at"]) == (1e10, "CFU", "manufacture")
    assert any(claim["drug_claim"] for claim in answer["claims"])


def test_what_was_read_comes_first_and_can_be_corrected(client) -> None:
    pack = "Bifidobacterium longum 1714 1 billion CFU per capsule, vitamin D\n1 to 3 capsules daily. Reduces stress."
    answer = client.post("/api/label", json={"text": pack}).json()
    assert (answer["total"], answer["least_total"], answer["per"]) == (3e9, 1e9, "day")
    assert (answer["grade"]["form"], answer["grade"]["truth"]) == ("incomplete", "doubtful")
    assert answer["others"] == ["vitamin D"]
    assert "allen-2016" in {formula["trial"] for formula in answer["formulas"]}
    again = client.post("/api/label", json={"text": answer["form"]}).json()
    assert [again[name] for name in ("checks", "claims", "grade")] == [
        answer[name] for name in ("checks", "claims", "grade")
    ]
    page = client.post("/api/label", json={"text": pack}, headers=HTML).text
    assert page.index("Read as") < page.index("Correct it here") < page.index("What it says")
    assert "1 \u00d7 10\u2079 to 3 \u00d7 10\u2079" in page
    assert "vitamin D" in page
    assert "Form: incomplete" in page


def test_fields_are_read_as_fields(client) -> None:
    assert read_label_text(FIELDS).cfu_at == "end-of-shelf-life"
    assert read_label_text("Storage: keep cool\nB. longum 1714 1e9 CFU").storage
    wrong = client.post("/api/label", json={"text": FIELDS + "total_cfu: [many"})
    assert wrong.status_code == 400
    assert wrong.json()["problems"][0]["line"] == 6


def test_the_piece_tells_verdicts_in_plain_words(client) -> None:
    page = client.post("/api/label", json={"text": EXAMPLE + "\n<img src=x onerror=alert(1)>"}, headers=HTML).text
    assert "Missing or wrong" in page
    assert "drug claim" in page
    assert "/evidence?strain=B.%20longum%201714" in page
    assert "<img" not in page
    assert page.index("Fine") < page.index("Missing or wrong")
    report = check_label(read_label_text(EXAMPLE))
    assert {check.point for check in report.checks} <= set(POINTS)


@pytest.mark.parametrize("text", ["", " \n ", "a" * (MOST_SIGNS + 1)])
def test_what_is_no_label_is_refused(client, text: str) -> None:
    assert client.post("/api/label", json={"text": text}).status_code in (400, 422)


@pytest.mark.parametrize("text", ["9" * 5000, "[" * 5000, "product: &a [*a]\nclaims: *a", "\0\ud7ff", "- " * 9000])
def test_anything_typed_is_answered(client, text: str) -> None:
    assert client.post("/api/label", json={"text": text}).status_code in (200, 400, 422)


def test_an_example_in_the_browser_is_shared_by_its_address(tab) -> None:
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto("/label")
    tab.click("#example")
    tab.wait_for_selector(".checked")
    tab.click("#copy")
    tab.wait_for_url("**/label#t=*")
    address, typed = tab.url, tab.input_value("#text")
    tab.goto("about:blank")
    tab.goto(address)
    tab.wait_for_selector(".checked")
    assert tab.input_value("#text") == typed
    assert not any("t=" in url.split("#")[0] for url in asked)


def test_what_was_read_is_put_into_the_box(tab) -> None:
    tab.goto("/label")
    tab.click("#example")
    tab.wait_for_selector(".checked", timeout=60_000)
    tab.click("details.form summary")
    tab.click("[data-correct]")
    assert "name: Bifidobacterium longum 1714" in tab.input_value("#text")


def test_a_damaged_or_a_huge_address_is_told(tab) -> None:
    tab.goto("/label#t=%%%")
    tab.wait_for_selector("#said:has-text('damaged')")
    # ten megabytes of one letter
    bomb = tab.evaluate(
        """async () => {
        const packed = new Blob(["a".repeat(1e7)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
        const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
        let text = ""; for (const byte of bytes) text += String.fromCharCode(byte);
        return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
        }"""
    )
    tab.goto("/label")
    tab.evaluate("(code) => { location.hash = 't=' + code; }", bomb)
    tab.wait_for_selector("#said:has-text('damaged')")


def test_a_file_is_read_in_the_browser(tab, tmp_path) -> None:
    file = tmp_path / "pack.yaml"
    file.write_text(FIELDS, encoding="utf-8")
    tab.goto("/label")
    tab.set_input_files("#file", str(file))
    tab.wait_for_selector(".checked h2:has-text('Calm Daily')")
