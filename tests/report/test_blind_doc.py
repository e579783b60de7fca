"""The document of what the model predicted before it knew."""

from __future__ import annotations

import math
from dataclasses import replace

from gutbrain.findings.finding import STATISTICS, Compare, Finding, Observed, When
from gutbrain.findings.published import Published
from gutbrain.findings.validation import NOTHING, Checked, Validation
from gutbrain.findings.verdict import Predicted
from gutbrain.report.blind_doc import KINDS, render

AT = When("a", 1.0)


def checked(name: str, observable: str, statistic: str, verdict: str, **more: object) -> Checked:
    finding = Finding(name, "pmid:1", "human", "cohort", Compare(observable, statistic, AT), Observed(1.0))
    predicted = Predicted(1.1, 1.0, 1.2, 0.1) if verdict != "unsupported" else NOTHING
    return Checked(finding, predicted, verdict, "because", **more)  # type: ignore[arg-type]


IN, OUT = (Published(1.1, low, 1.5, (1.05, 1.15)) for low in (0.8, 1.05))


def test_every_statistic_is_of_one_kind() -> None:
    assert sorted(name for members in KINDS.values() for name in members) == sorted(STATISTICS)


def test_counts_and_coverage_by_channel_and_kind() -> None:
    found = Validation(
        (
            checked("one", "il6", "value", "agrees", published=(IN,)),
            checked("two", "il6", "sd", "direction", published=(OUT,)),
            checked("three", "bdi2", "direction", "misses", verdict_n="agrees"),
            checked("four", "bdi2", "smd", "unsupported"),
        )
    )
    text = render(found, {"model": "abc"})
    assert "| all | 4 | 25 % | 50 % | 1 | 1 | 50 % | 0 % | 2 |" in text
    assert "| immune | 2 | 50 % | 100 % | 0 | 0 | 50 % | 0 % | 2 |" in text
    assert "| mind | 2 | 0 % | 0 % | 1 | 1 |  |  | 0 |" in text
    assert "| spread | 1 | 0 % | 100 % | 0 | 0 | 0 % | 0 % | 1 |" in text
    assert "Of 1 directions it is known in how many people they were seen: by that rule 1 agree," in text
    assert "model abc" in text


def test_coverage_is_null_where_nothing_has_a_size() -> None:
    only = Validation((checked("three", "bdi2", "direction", "misses"),))
    assert only.as_json()["coverage"] == {"50": None, "90": None, "of": 0}
    assert math.isnan(only.coverage.most)


def test_what_was_fitted_is_told_apart() -> None:
    one = checked("one", "il6", "value", "agrees")
    seen = replace(one, finding=replace(one.finding, fitted=True))
    parts = Validation((one, seen)).parts()
    assert [len(part.checked) for part in parts.values()] == [1, 1]
    assert list(parts) == ["The parameters were fitted to these", "The parameters were not fitted to these"]
    assert len(Validation((one,)).parts()) == 1
