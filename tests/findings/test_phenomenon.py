"""What a finding is about, and which findings are left out together."""

from __future__ import annotations

from pathlib import Path

import pytest

from gutbrain.findings.phenomenon import phenomenon
from gutbrain.findings.reading import own_files, read_findings

FINDING = """
findings:
- id: one
  reference: pmid:1
  arms: {arms}
  days: 28
  compare: {{observable: {observable}, statistic: smd, of: {{arm: a, day: 28}}, to: {{arm: b, day: {day}}}}}
  observed: {{value: 0.3}}
"""
GOS = "{exposure: gos, amount: 5, start: 0}"
TSST = "{exposure: stressor, name: tsst, amount: 1, start: 1, hour: 9}"


@pytest.mark.parametrize(
    ("arms", "observable", "expected"),
    [
        (f"{{a: {{events: [{GOS}]}}, b: {{events: []}}}}", "bifidobacterium", "prebiotics on microbiota"),
        # what both arms have is no phenomenon of the comparison
        (f"{{a: {{events: [{GOS}, {TSST}]}}, b: {{events: [{TSST}]}}}}", "cortisol", "prebiotics on stress hormones"),
        ("{a: {usual: {sleep: 5}, events: []}, b: {events: []}}", "il6", "nights on immune"),
        ("{a: {person: major-depression, events: []}, b: {events: []}}", "il6", "people on immune"),
        ("{a: {usual: {expectation: 1}, events: []}, b: {events: []}}", "bdi2", "expectation on mind"),
        (
            f"{{a: {{usual: {{expectation: 1}}, events: [{GOS}]}}, b: {{events: []}}}}",
            "bdi2",
            "prebiotics on mind",
        ),
        ("{a: {events: []}, b: {events: []}}", "bdi2", "rest on mind"),
    ],
)
def test_what_acted_on_what(tmp_path: Path, arms: str, observable: str, expected: str) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(FINDING.format(arms=arms, observable=observable, day=28), encoding="utf-8")
    read = read_findings([file])
    assert not read.problems
    assert phenomenon(read.findings[0]) == expected


def test_one_arm_is_about_what_happened_in_it(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    text = FINDING.format(arms=f"{{a: {{events: [{TSST}]}}}}", observable="cortisol", day=0)
    file.write_text(text.replace("to: {arm: b", "to: {arm: a"), encoding="utf-8")
    assert phenomenon(read_findings([file]).findings[0]) == "stress on stress hormones"


def test_phenomena_hold_siblings_of_several_studies() -> None:
    findings = read_findings(own_files()).findings
    by_phenomenon: dict[str, set[str]] = {}
    for finding in findings:
        by_phenomenon.setdefault(phenomenon(finding), set()).add(finding.study)
    assert 20 < len(by_phenomenon) < len({finding.study for finding in findings})
    assert len(by_phenomenon["laboratory on immune"]) > 3
