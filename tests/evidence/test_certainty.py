"""GRADE and risk of bias: rules worked by hand on small examples."""

import csv
import io
from dataclasses import replace

import pytest

from gutbrain.errors import InputError
from gutbrain.evidence import references
from gutbrain.evidence.pooling.certainty import Body, certainty, smallest_important
from gutbrain.evidence.pooling.effects import effects
from gutbrain.evidence.pooling.meta import meta
from gutbrain.evidence.pooling.meta_question import ask
from gutbrain.evidence.pooling.random_effects import Pool, Slope
from gutbrain.evidence.pooling.selection import Interval, Selected
from gutbrain.evidence.pooling.summary import COLUMNS, as_csv, summary_of_findings, traffic_lights
from gutbrain.evidence.risk_of_bias import DOMAINS, risk_of_bias
from gutbrain.evidence.trials import load_trials, trials, without_provenance
from gutbrain.report import meta_page, summary_page

OUTCOME = {
    "scale": "BDI", "observable": "bdi2", "measures": "depression", "week": 8, "comparison": "between-arm",
    "result": "improved", "p": 0.02, "primary": True,
}  # fmt: skip
TRIAL = {
    "key": "some-2020", "reference": "walden-2023", "registration": "NCT00000000", "design": "rct",
    "population": "people", "severity": "healthy", "preset": "healthy-adult", "weeks": 8, "blinding": "double",
    "n": {"total": 100, "active": 48, "control": 48}, "comparator": "placebo", "read": "read",
    "product": {"strains": [{"name": "B. longum 1714", "cfu": 1e9}]}, "outcomes": [OUTCOME],
}  # fmt: skip


def trial(**changes):
    return load_trials([{**TRIAL, **changes}], references())["some-2020"]


def risks(**changes):
    found = trial(**changes)
    judged = risk_of_bias(found, found.outcomes[0])
    return "".join(judged.domains[domain].risk[0] for domain in DOMAINS), judged.overall


def test_a_trial_as_it_should_be_has_a_low_risk():
    assert risks() == ("lllll", "low")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # who knows what they took, and tells how they feel: deviations and measurement
        ({"blinding": "open"}, ("shlhl", "high")),
        ({"flags": ["unblinded"]}, ("shlhl", "high")),
        ({"blinding": "single"}, ("sslsl", "some")),
        ({"blinding": ""}, ("sslsl", "some")),
        # 96 of 100, 95 of 100, 94 of 100, 80 of 100 and 79 of 100 analysed
        ({"n": {"total": 100, "active": 48, "control": 47}}, ("lllll", "low")),
        ({"n": {"total": 100, "active": 47, "control": 47}}, ("llsll", "some")),
        ({"n": {"total": 100, "active": 40, "control": 40}}, ("llsll", "some")),
        ({"n": {"total": 100, "active": 40, "control": 39}}, ("llhll", "high")),
        ({"n": {"active": 48, "control": 48}}, ("llsll", "some")),
        ({"n": {"total": 100, "active": 48, "control": 48}, "flags": ["high-dropout"]}, ("llhll", "high")),
        # an arm of three: the people of the third are not lost
        ({"n": {"total": 150, "active": 48, "control": 48}, "flags": ["shared-control"]}, ("llsll", "some")),
        ({"design": "crossover", "n": {"total": 50, "active": 48, "control": 48}}, ("lllll", "low")),
        ({"flags": ["confounded"]}, ("lhlll", "high")),
        ({"flags": ["not-randomised"]}, ("hllll", "high")),
        ({"design": "before-after"}, ("hllll", "high")),
        ({"flags": ["baseline-imbalance"]}, ("sllll", "some")),
        ({"flags": ["narrow-sd"]}, ("lllls", "some")),
        ({"flags": ["implausible"]}, ("llllh", "high")),
        ({"registration": ""}, ("lllls", "some")),
        ({"outcomes": [{**OUTCOME, "primary": False}]}, ("lllls", "some")),
        ({"blinding": "", "registration": ""}, ("sslss", "high")),
        # what a review judged stands
        ({"bias": {"source": "nikolova-2021", "missing": "high"}}, ("llhll", "high")),
    ],
)
def test_each_rule_of_the_risk_of_bias(changes, expected):
    assert risks(**changes) == expected


def test_a_review_that_does_not_exist_judges_nothing():
    with pytest.raises(InputError, match="there is no reference 'nobody-1900'"):
        trial(bias={"source": "nobody-1900", "missing": "low"})


def effect(people=300, se=0.1, **changes):
    half = people // 2
    found = trial(n={"total": people, "active": half, "control": half}, **changes)
    (made,) = effects(records={"some-2020": found})
    return replace(made, se=se)


def body(effects_, low, high, *, i2=0.0, new=None, asked=None, **more):
    middle = (low + high) / 2
    pool = Pool(len(effects_), middle, 0.1, low, high, 0.01, 0.0, i2, new or (low, high))
    return Body(asked or ask("depression"), effects_, pool, -1, **more)


def steps(found):
    return {step.reason: step.down for step in found.steps if step.down}


def test_large_sound_trials_that_agree_are_high():
    found = certainty(body([effect()] * 3, -0.5, -0.3))
    assert (found.level, steps(found)) == ("high", {})
    assert str(found) == "high: no reason to doubt it"


def test_the_smallest_important_difference_by_hand():
    # 3.5/8, 3/6.5, 1.9/8, 1.7/3.5, 1.4/3.5: the middle one is that of the BDI-II
    assert smallest_important("depression") == pytest.approx(3.5 / 8)
    assert smallest_important("cognition") == 0.5


def test_half_of_the_weight_decides_on_the_risk_of_bias():
    sound, doubtful, bad = effect(), effect(registration=""), effect(blinding="open")
    assert steps(certainty(body([sound, sound, doubtful], -0.5, -0.3))) == {}
    assert steps(certainty(body([sound, doubtful, doubtful], -0.5, -0.3))) == {"risk of bias": 1}
    assert steps(certainty(body([sound, bad, bad], -0.5, -0.3))) == {"risk of bias": 2}
    # weights are 100, 25 and 25: a third of the trials, two thirds of the weight
    small = effect(se=0.2, blinding="open")
    assert steps(certainty(body([sound, small, small], -0.5, -0.3))) == {}


@pytest.mark.parametrize(
    ("i2", "new", "down"),
    [
        (20, (-0.9, 0.5), 0),
        (40, (-0.9, -0.1), 0),
        (40, (-0.4, 0.1), 0),
        (40, (-0.9, 0.1), 1),
        (60, (-0.9, -0.1), 1),
        (80, (-0.9, 0.1), 1),
        (80, (-0.9, 0.5), 2),
    ],
)
def test_trials_that_disagree(i2, new, down):
    found = certainty(body([effect()] * 3, -0.5, -0.3, i2=i2, new=new))
    assert steps(found).get("inconsistency", 0) == down


@pytest.mark.parametrize(
    ("low", "high", "people", "down"),
    [
        (-0.5, -0.3, 300, 0),
        (-0.5, -0.3, 120, 1),
        (-0.5, 0.1, 300, 1),
        (-0.2, 0.2, 300, 0),
        (-0.1, 0.6, 300, 1),
        (-0.5, 0.5, 300, 2),
    ],
)
def test_an_interval_against_what_matters(low, high, people, down):
    found = certainty(body([effect(people)] * 3, low, high))
    assert steps(found).get("imprecision", 0) == down


def test_two_trials_are_not_precise():
    pool = Pool(2, -0.4, None, None, None, None, None, None, None)
    found = certainty(Body(ask("depression"), [effect()] * 2, pool, -1))
    assert steps(found) == {"imprecision": 2}
    assert found.level == "low"


def test_what_is_asked_and_what_was_tried():
    three = [effect()] * 3
    assert steps(certainty(body(three, -0.5, -0.3, people_differ=0.01))) == {"indirectness": 1}
    healthy = ask("depression", population="healthy")
    assert steps(certainty(body(three, -0.5, -0.3, people_differ=0.01, asked=healthy))) == {}
    longum = ask("depression", "B. longum")
    assert steps(certainty(body(three, -0.5, -0.3, asked=longum))) == {"indirectness": 1}
    short = [effect(weeks=2)] * 3
    assert steps(certainty(body(short, -0.5, -0.3))) == {"indirectness": 1}
    mixture = {"strains": [{"name": "B. longum 1714"}, {"name": "B. longum R0175"}]}
    mixed = [effect(product=mixture)] * 3
    assert steps(certainty(body(mixed, -0.5, -0.3, asked=ask("depression", "B. longum 1714")))) == {"indirectness": 1}


def corrected(estimate, low, high):
    return Selected(10, estimate, low, high, Interval(0.1, 0, 0.2), Interval(0.5, 0.1, 1), (low, high))


@pytest.mark.parametrize(
    ("trials_", "small", "selected", "down"),
    [
        (10, Slope(10, -2, -3, -1, 0.01, 0.1), None, 1),
        (10, Slope(10, 2, 1, 3, 0.01, 0.1), None, 0),
        (10, Slope(10, -2, -5, 1, 0.2, 0.1), None, 0),
        (9, Slope(9, -2, -3, -1, 0.01, 0.1), None, 0),
        (10, None, corrected(-0.2, -0.3, -0.1), 1),
        (10, None, corrected(-0.3, -0.4, 0.1), 1),
        (10, None, corrected(-0.35, -0.4, -0.3), 0),
    ],
)
def test_trials_that_may_be_missing(trials_, small, selected, down):
    found = certainty(body([effect()] * trials_, -0.5, -0.3, small=small, corrected=selected))
    assert steps(found).get("publication", 0) == down


def test_steps_add_up_and_end_at_very_low():
    bad = [effect(40, blinding="open", weeks=2)] * 3
    found = certainty(body(bad, -0.5, 0.5, i2=80, new=(-2, 2)))
    assert steps(found) == {"risk of bias": 2, "inconsistency": 2, "indirectness": 1, "imprecision": 2}
    assert found.level == "very low"
    assert str(found).startswith("very low, because of risk of bias: 100 % of the weight at high risk")


@pytest.fixture(scope="module")
def stress():
    return meta("stress", population="healthy")


def test_every_meta_analysis_says_how_sure_it_is(stress, run):
    said = stress.to_dict()
    assert said["certainty"]["level"] in ("very low", "low", "moderate", "high")
    assert [step["reason"] for step in said["certainty"]["steps"]] == [
        "risk of bias", "inconsistency", "indirectness", "imprecision", "publication",
    ]  # fmt: skip
    assert all(set(DOMAINS) < row["risk_of_bias"].keys() for row in said["trials"])
    assert "risk of bias:" in meta_page.piece(stress)
    assert f"Certainty: {stress.certainty.level}." in meta_page.piece(stress)
    status, out, _ = run("meta", "--outcome", "stress", "--population", "healthy")
    assert status == 0
    assert f"certainty: {stress.certainty.level}, because of risk of bias" in " ".join(out.split())


def test_traffic_lights_have_a_row_for_every_arm(stress):
    rows = list(csv.DictReader(io.StringIO(traffic_lights(stress))))
    assert [row["Study"] for row in rows] == [effect.trial.key for effect in stress.effects]
    assert sum(float(row["Weight"]) for row in rows) == pytest.approx(100, abs=0.1)
    assert {row["Overall"] for row in rows} <= {"Low", "Some concerns", "High"}


def test_a_table_for_a_guideline_group(stress):
    rows = summary_of_findings("stress", population="healthy")
    first = rows[0]
    assert first.outcome == "stress"
    assert (first.arms, first.people) == (len(stress.effects), stress.people)
    assert first.g == pytest.approx(stress.estimates.imputed.estimate)
    # the scale's standard deviation is 7
    assert first.scale == "Perceived Stress Scale, 10 items"
    assert first.points == pytest.approx(7 * first.g)
    assert len({row.outcome for row in rows}) == len(rows) > 3
    table = list(csv.DictReader(io.StringIO(as_csv(rows))))
    assert tuple(table[0]) == COLUMNS
    assert float(table[0]["g"]) == pytest.approx(first.g, abs=5e-4)
    page = summary_page.page(rows, "Bacteria and the mind")
    assert all(f"{row.outcome}: {row.certainty}" in page for row in rows if row.certainty)


def test_of_a_hundred_people_by_hand():
    # 84 of 100 lie below one standard deviation above the mean
    row = {**TRIAL, "outcomes": [{
        **OUTCOME, "p": None, "active": {"end": {"mean": 10, "sd": 4}}, "control": {"end": {"mean": 14, "sd": 4}},
    }]}  # fmt: skip
    (found,) = summary_of_findings("depression", records=load_trials([row], references()))
    assert found.g == pytest.approx(-0.992, abs=0.001)
    assert found.better_of_100 == 84


@pytest.mark.parametrize("name", ["table.csv", "page.html"])
def test_the_command_writes_the_table(run, tmp_path, name):
    asked = ("meta", "--outcome", "stress", "--population", "older", "--summary-of-findings", tmp_path / name)
    run(*asked)
    assert "cognition" in (tmp_path / name).read_text(encoding="utf-8")


def test_a_table_of_another_kind_is_an_error(run, tmp_path):
    status, out, err = run("meta", "--outcome", "stress", "--summary-of-findings", tmp_path / "table.doc")
    assert (status, out) == (2, "")
    assert "a file that ends in .csv or .html" in err


def test_no_shipped_record_is_without_provenance():
    assert not without_provenance(trials(), references(), "trials.yaml")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reference": "hagatun-2018"}, "has no DOI or PMID"),
        ({"reference": "omnibiotic-sleep"}, "has no year"),
        ({"reference": "andreasson-2017"}, "was not"),
        ({"read": "memory", "outcomes": [{**OUTCOME, "read": "read"}]}, "in a record from memory"),
    ],
)
def test_a_record_without_provenance_is_refused(changes, said):
    records = load_trials([{**TRIAL, **changes}], references())
    assert any(said in str(problem) for problem in without_provenance(records, references()))
    excused = load_trials([{**TRIAL, **changes, "flags": ["reference-incomplete"]}], references())
    assert (not without_provenance(excused, references())) == ("has no" in said)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"adverse": [{"event": "nausea", "active": [5, 4]}]}, "nausea: 5 of 4 people"),
        ({"washout": 2}, "a washout in a trial that is rct"),
        ({"dose_response": "bell"}, "dose_response"),
    ],
)
def test_wrong_fields_are_errors(changes, said):
    with pytest.raises(InputError, match=said):
        trial(**changes)


def test_when_a_publication_was_checked_for_retraction():
    some = references()["walden-2023"]
    assert replace(some, checked=None).standing == "not checked for retraction"
    concern = references()["akbari-2016"]
    assert concern.checked.found == "concern"
    assert concern.standing == "checked for retraction 2026-11-30 (the publisher's page): concern"
    flagged = {trial.reference for trial in trials().values() if "expression-of-concern" in trial.flags}
    assert flagged == {
        key for key, source in references().items() if source.checked and source.checked.found == "concern"
    }
