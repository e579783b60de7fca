"""The page and the picture of a validation."""

from __future__ import annotations

import pytest

from gutbrain.answers.finding_rows import rows
from gutbrain.findings.finding import Compare, Finding, Observed, When
from gutbrain.findings.validation import NOTHING, Checked, Validation
from gutbrain.findings.verdict import Predicted
from gutbrain.report import agreement
from gutbrain.report.validation_page import write

AT = When("a", 1.0)


def checked(name: str, verdict: str, median: float, observable: str = "il6", statistic: str = "smd") -> Checked:
    finding = Finding(name, "pmid:1", "human", "rct", Compare(observable, statistic, AT, AT), Observed(0.5, 0.3, 0.7))
    predicted = NOTHING if verdict == "unsupported" else Predicted(median, median - 0.1, median + 0.1, 0.06)
    return Checked(finding, predicted, verdict, "because")


VALIDATION = Validation(
    (
        checked("good", "agrees", 0.5),
        checked("small", "direction", 0.1, "depression"),
        checked("<script>", "misses", -3.0, "crp"),
        checked("sign", "agrees", 1.0, "cortisol", "direction"),
        checked("absent", "unsupported", 0.0, "unheard_of"),
    )
)


def test_every_finding_with_a_size_is_a_mark_of_its_own_shape() -> None:
    picture = str(agreement.draw(VALIDATION.checked))
    assert picture.count('class="dot') == 3
    assert picture.count("<circle") == 1
    assert picture.count('class="cross"') == 1
    assert "<script>" not in picture
    published = {d.checked.finding.id: (d.published, d.predicted) for d in agreement.dots(VALIDATION.checked)}
    assert published["good"] == pytest.approx((4.9, 4.9))


def test_the_page_names_what_is_wrong_and_why(tmp_path) -> None:
    page = write(VALIDATION, {"small": "A cause."}, "made up", tmp_path / "p.html").read_text(encoding="utf-8")
    assert "2 of 5 published findings agree" in page
    assert "A cause." in page
    assert "made up" in page
    assert "https://pubmed.ncbi.nlm.nih.gov/1" in page
    assert "<script>" not in page
    assert "right direction, wrong size" in page
    assert "<b>Depressive symptoms: difference, SD</b>" in page
    assert "<b>small</b>" not in page
    assert [row.verdict for row in rows(VALIDATION, {})] == [c.verdict for c in VALIDATION.checked]


def test_shares_and_json() -> None:
    assert VALIDATION.agree_share == 0.4
    assert VALIDATION.direction_share == 0.6
    as_json = VALIDATION.as_json()
    assert (as_json["agrees"], as_json["direction"], as_json["misses"], as_json["unsupported"]) == (2, 1, 1, 1)
    assert as_json["findings"][0]["observed"] == {"value": 0.5, "low": 0.3, "high": 0.7}
    assert as_json["findings"][4]["predicted"] == {"median": None, "low": None, "high": None}


def test_directions_are_words_and_no_numbers() -> None:
    sign = next(row for row in rows(VALIDATION, {}) if row.id == "sign")
    assert (sign.published, sign.predicted) == ("no difference", "higher")
    unknown = Checked(VALIDATION.checked[3].finding, NOTHING, "misses", "because")
    assert rows(Validation((unknown,)), {})[0].predicted == "not known"
