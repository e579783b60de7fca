"""What findings and studies are called in prose."""

from __future__ import annotations

from gutbrain.answers.finding_names import measured, study
from gutbrain.evidence.records import references
from gutbrain.findings.finding import Compare, When

AT = When("a", 1.0)


def test_a_finding_is_called_by_what_was_measured() -> None:
    assert measured(Compare("il6", "smd", AT, AT)) == "Interleukin 6: difference, SD"
    assert measured(Compare("il6", "value", AT, AT)) == "Interleukin 6"


def test_a_study_is_called_by_its_first_author_and_year() -> None:
    allen = references()["allen-2016"]
    assert study(f"doi:{allen.doi.upper()}") == allen.short == "Allen AP 2016"
    assert study("pmid:0") == "pmid:0"
