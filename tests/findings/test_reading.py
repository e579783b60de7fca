"""Files of findings: the project's own, and what is wrong in others'."""

from __future__ import annotations

from pathlib import Path

import pytest

from gutbrain.evidence import references
from gutbrain.findings.finding import Observed, When
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


NOT_IN_THE_MODEL_YET = ("attention",)
"""Observables of the contract that findings ask for and the model lacks: such a finding is kept, counted as missed."""


def test_own_findings_are_whole_and_have_references() -> None:
    found = read_findings(own_files())
    gaps = {f"the model has no observable '{name}'" for name in NOT_IN_THE_MODEL_YET}
    assert {problem.wrong for problem in found.problems} <= gaps
    assert {f.unsupported for f in found.findings if f.unsupported} <= gaps
    assert not found.warnings
    assert len(found.findings) >= 196
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
        (("species: human", "species: dog"), 5, "'dog' is not a species"),
        (("  days: 22\n", ""), 3, "days is missing"),
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


CURVE = """
findings:
- id: curve
  reference: pmid:12689474
  design: challenge
  n: {stressed: 30, calm: 20}
  arms:
    stressed: {events: [{exposure: stressor, name: tsst, amount: 1, start: 0, hour: 15, hours: 0.25}]}
    calm: {events: []}
  days: 1
  compare:
    observable: salivary_cortisol
    statistic: curve
    as: ratio
    of: {arm: stressed}
    to: {arm: calm}
  observed:
    points:
    - {day: 0, hour: 15.4, value: 1.9, low: 1.6, high: 2.2}
    - {day: 0, hour: "16:00", value: 1.5}
"""


def test_a_curve_is_held_against_another_arm_moment_by_moment_or_against_one_moment(tmp_path: Path) -> None:
    found = read(tmp_path, CURVE)
    assert not found.problems
    finding = found.findings[0]
    assert finding.compare.moments == tuple((When("stressed", 0.0, h), When("calm", 0.0, h)) for h in (15.4, 16.0))
    assert finding.observed.points == (Observed(1.9, 1.6, 2.2), Observed(1.5))
    assert finding.n == {"stressed": 30, "calm": 20}
    fixed = read(tmp_path, CURVE.replace("to: {arm: calm}", "to: {arm: stressed, day: 0, hour: 14.9}")).findings[0]
    assert [to for _, to in fixed.compare.moments] == [When("stressed", 0.0, 14.9)] * 2


QUANTILES = """
findings:
- id: quantiles
  reference: pmid:12689474
  design: before-after
  within: 0.5
  i2: 0.87
  blinded: false
  arms: {all: {events: []}}
  days: 1
  compare: {observable: enterobacteriaceae_share, statistic: quantiles, of: {arm: all, day: 0}}
  n: 129
  observed: {quantiles: {0.5: 0.0001, 0.25: 0.00001, "0.95": 0.01}, detection: 0.0001}
"""


def test_quantiles_and_what_is_told_of_the_study(tmp_path: Path) -> None:
    found = read(tmp_path, QUANTILES)
    assert not found.problems
    finding = found.findings[0]
    assert finding.observed.quantiles == ((0.25, 0.00001), (0.5, 0.0001), (0.95, 0.01))
    assert finding.observed.detection == 0.0001
    assert (finding.n, finding.within, finding.i2, finding.blinded) == ({"all": 129}, 0.5, 0.87, False)
    bare = read(tmp_path, GOOD).findings[0]
    assert (bare.n, bare.within, bare.i2, bare.blinded) == ({}, 0.6, None, None)


@pytest.mark.parametrize(
    ("text", "change", "line", "said"),
    [
        (CURVE, ("as: ratio", "as: ratios"), 14, "did you mean 'ratio'?"),
        (CURVE, ("    to: {arm: calm}\n", ""), 11, "'to' is missing: curve as ratio compares two"),
        (CURVE, ("    as: ratio\n", ""), 15, "curve compares nothing; write as: ratio"),
        (CURVE, ("to: {arm: calm}", "to: {arm: stressed}"), 16, "is the arm itself"),
        (CURVE, ("value: 1.5", "value: 0"), 20, "a ratio and its interval lie above 0"),
        (CURVE, ("value: 1.5", "value: high"), 20, "'high' is not a number"),
        (CURVE, ('{day: 0, hour: "16:00", value: 1.5}', "{day: 3, value: 1.5}"), 20, "day 3 lies after the end"),
        (CURVE, ('    - {day: 0, hour: "16:00", value: 1.5}\n', ""), 18, "it takes two points or more"),
        (CURVE, ('hour: "16:00"', "hour: 15.4"), 18, "names a moment twice"),
        (CURVE, ("calm: 20}", "quiet: 20}"), 6, "there is no arm 'quiet'"),
        (CURVE, ("calm: 20}", "calm: 0}"), 6, "0 is"),
        (QUANTILES, ("0.5: 0.0001", "0.5: 0.5"), 13, "of a larger share of people the value is larger, too"),
        (QUANTILES, ("0.5: 0.0001", "50: 0.0001"), 13, "'50' is no share of people"),
        (QUANTILES, ("0.5: 0.0001", "half: 0.0001"), 13, "'half' is no share of people"),
        (QUANTILES, ("{quantiles: {", "{quantile: {"), 13, "did you mean 'quantiles'?"),
        (QUANTILES, ("within: 0.5", "within: 1.5"), 6, "1.5 is"),
        (QUANTILES, ("i2: 0.87", "i2: 87"), 7, "87 is"),
        (QUANTILES, ("blinded: false", "blinded: open"), 8, "is neither true nor false"),
        (GOOD, ("statistic: smd", "statistic: share"), 12, "or fall: 0.5"),
        (GOOD, ("statistic: smd", "statistic: smd\n    fall: 0.5"), 15, "it belongs to share"),
        (GOOD, ("statistic: smd", "statistic: share\n    fall: 1.5"), 15, "1.5 is"),
        (GOOD, ("statistic: smd", "statistic: correlation\n    observable_2: crp"), 12, "a correlation needs two"),
        (GOOD, ("statistic: smd", "statistic: sd"), 16, "sd compares nothing"),
        (GOOD, ("statistic: smd", "statistic: ratio_of_changes"), 17, "-0.2 is no ratio_of_changes; it is at least 0"),
        (GOOD, ("smd", "correlation"), 17, "-20 is no correlation; it lies between -1 and 1"),
    ],
)
def test_wrong_curves_quantiles_and_fields_are_refused(
    tmp_path: Path, text: str, change: tuple[str, str], line: int, said: str
) -> None:
    assert change[0] in text
    text = text.replace(*change)
    if "correlation;" in said:
        text = text.replace("value: -0.2, low: -0.4, high: 0.0", "value: -20")
    found = read(tmp_path, text)
    assert not found.findings
    assert said in str(found.problems[0])
    assert found.problems[0].line == line


def test_a_study_that_says_whether_it_was_blinded_is_believed(tmp_path: Path) -> None:
    opened = GOOD.replace("design: rct", "design: rct\n  blinded: false")
    assert not [e for e in arms_as_run(read(tmp_path, opened).findings[0])["active"].events if e.exposure != "gos"]
    before_after = GOOD.replace("design: rct", "design: before-after")
    assert not [
        e for e in arms_as_run(read(tmp_path, before_after).findings[0])["active"].events if e.exposure != "gos"
    ]


def test_the_fitted_findings_are_told_from_the_others(tmp_path: Path) -> None:
    own = read_findings(own_files()).findings
    assert all(f.fitted for f in own)
    assert not read(tmp_path, GOOD).findings[0].fitted
