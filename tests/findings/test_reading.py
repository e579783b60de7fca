"""Files of findings: the project's own, and what is wrong in others'."""

from __future__ import annotations

from pathlib import Path

import pytest

from gutbrain.evidence import references
from gutbrain.findings.reading import own_files, read_findings
from gutbrain.findings.trial_arms import arms_as_run

GOOD = """
findings:
- id: first
  reference: pmid:12689474
  species: human
  design: rct
  person: healthy-adult
  arms:
    active: {events: [{exposure: gos, amount: 5, start: 0, days: 21}]}
    placebo: {events: []}
  days: 22
  compare:
    observable: cortisol
    statistic: smd
    of: {arm: active, day: 21}
    to: {arm: placebo, day: 21}
  observed: {value: -0.2, low: -0.4, high: 0.0}
  verified: read
"""


def read(tmp_path: Path, text: str):
    file = tmp_path / "f.yaml"
    file.write_text(text)
    return read_findings([file])


def test_own_findings_are_whole_and_have_references() -> None:
    found = read_findings(own_files())
    assert not found.problems
    assert not found.warnings
    assert len(found.findings) >= 196
    assert not [f.id for f in found.findings if f.unsupported]
    known = {f"doi:{r.doi.lower()}" for r in references().values()} | {f"pmid:{r.pmid}" for r in references().values()}
    assert not {f.reference for f in found.findings if f.reference.lower() not in known}


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("value: -0.2", "value: minus"), 17, "'minus' is not a number"),
        (("of: {arm: active", "of: {arm: activ"), 15, "there is no arm 'activ'; did you mean 'active'?"),
        (("to: {arm: placebo, day: 21}", "to: {arm: placebo, day: 41}"), 16, "day 41 lies after the end"),
        (("statistic: smd", "statistic: smdd"), 14, "did you mean 'smd'?"),
        (("    to: {arm: placebo, day: 21}\n", ""), 12, "'to' is missing"),
        (("amount: 5,", 'amount: "5 kg",'), 9, "unit"),
        (("amount: 5,", "amount: five,"), 9, "'five' is not a number"),
        (("low: -0.4", "low: 0.4"), 17, "the value lies outside its interval"),
        (("pmid:12689474", "somewhere"), 4, "write doi:10... or pmid:12345"),
        (("species: human", "species: dog"), 5, "'dog' is no species here"),
        (("  days: 22\n", ""), 3, "'days' is missing"),
        (("person: healthy-adult", "person: healthy-adlt"), 7, "did you mean 'healthy-adult'?"),
    ],
)
def test_wrong_findings_are_refused_and_the_others_are_read(
    tmp_path: Path, change: tuple[str, str], line: int | None, said: str
) -> None:
    other = GOOD.replace("findings:\n", "").replace("id: first", "id: second")
    found = read(tmp_path, GOOD.replace(*change) + other)
    assert [f.id for f in found.findings] == ["second"]
    assert said in str(found.problems[0])
    assert line is None or found.problems[0].line == line


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("observable: cortisol", "observable: cortisole"), "no observable 'cortisole'"),
        (("exposure: gos", "exposure: goss"), "goss"),
    ],
)
def test_what_the_model_lacks_is_unsupported_and_told(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    found = read(tmp_path, GOOD.replace(*change))
    assert said in found.findings[0].unsupported
    assert said in str(found.problems[0])


@pytest.mark.parametrize("text", ["", "findings: 3", "findings: [1, 2]", "- just text", "a: [", "\x00"])
def test_nonsense_gives_messages(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text)
    assert not found.findings
    assert found.problems


def test_blinded_arms_believe_by_half_from_day_0(tmp_path: Path) -> None:
    arms = arms_as_run(read(tmp_path, GOOD).findings[0])
    believed = [e for e in arms["placebo"].events if e.exposure == "expectation"]
    assert [(e.start, e.amount) for e in believed] == [(0.0, 0.5)]
    open_label = GOOD.replace("placebo: {events: []}", "placebo: {usual: {expectation: 0}, events: []}")
    arms = arms_as_run(read(tmp_path, open_label).findings[0])
    assert [e.amount for e in arms["placebo"].events if e.exposure == "expectation"] == [0.0]


def test_visits_come_with_a_trial_in_all_its_arms_and_not_with_a_waiting_list(tmp_path: Path) -> None:
    def seen(text: str) -> list[list[float]]:
        arms = arms_as_run(read(tmp_path, text).findings[0])
        return [[e.amount for e in arm.events if e.exposure == "contact"] for arm in arms.values()]

    assert seen(GOOD) == [[1.0], [1.0]]
    one_open = GOOD.replace("placebo: {events: []}", "placebo: {usual: {expectation: 0}, events: []}")
    assert seen(one_open) == [[1.0], [1.0]]
    waiting = one_open.replace("active: {events", "active: {usual: {expectation: 0}, events")
    assert seen(waiting) == [[], []]


def test_what_differs_between_arms_of_a_trial_begins_with_it(tmp_path: Path) -> None:
    text = GOOD.replace(
        "active: {events: [{exposure: gos, amount: 5, start: 0, days: 21}]}",
        "active: {usual: {fibre: 30, protein: 90}, events: []}",
    ).replace("placebo: {events: []}", "placebo: {usual: {protein: 90}, events: []}")
    arms = arms_as_run(read(tmp_path, text).findings[0])
    assert dict(arms["active"].usual) == {"protein": 90}
    assert ("fibre", 0.0, 30) in [(e.exposure, e.start, e.amount) for e in arms["active"].events]
    cohort = arms_as_run(read(tmp_path, text.replace("design: rct", "design: cohort")).findings[0])
    assert dict(cohort["active"].usual) == {"fibre": 30, "protein": 90}


def test_a_person_of_a_finding_is_refused_with_file_and_line(tmp_path: Path) -> None:
    reading = read(tmp_path, GOOD.replace("person: healthy-adult", "person: {traits: {age: 300}}"))
    said = "f.yaml:7: findings[0].person.traits.age: 300 year is more than is plausible; the most is 105 year"
    assert str(reading.problems[0]).endswith(said)


def test_all_that_is_listed_as_an_observable_can_be_compared(tmp_path: Path) -> None:
    reading = read(tmp_path, GOOD.replace("observable: crp", "observable: sleep_debt"))
    assert not reading.problems


def test_a_moment_on_day_0_is_day_0(tmp_path: Path) -> None:
    (finding,) = read(
        tmp_path, GOOD.replace("{arm: placebo, day: 21}", '{arm: placebo, day: 0, hour: "07:30"}')
    ).findings
    assert (finding.compare.to.day, finding.compare.to.hour) == (0.0, 7.5)


@pytest.mark.parametrize(
    ("compare", "said"),
    [
        (
            "statistic: peak\n    of: {arm: active, day: [0, 1]}",
            "the window ends before the last event of arm 'active'",
        ),
        ("statistic: peak\n    window: 0\n    of: {arm: active}", "0 is not more than 0"),
        ("statistic: peak_time\n    window: -3\n    of: {arm: active}", "-3 is not more than 0"),
        ("statistic: recovery_time\n    tolerance: 0\n    of: {arm: active}", "0 is not more than 0"),
    ],
)
def test_a_window_in_which_nothing_can_be_seen_is_refused(tmp_path: Path, compare: str, said: str) -> None:
    text = GOOD.replace("start: 0", "start: 2").replace("    to: {arm: placebo, day: 21}\n", "")
    found = read(tmp_path, text.replace("statistic: smd\n    of: {arm: active, day: 21}", compare))
    assert said in str(found.problems[0])
