"""The gallery of published studies: what is told, and that the rest follows from findings and validation."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

import gutbrain as gb
from gutbrain.answers import studies
from gutbrain.answers.question import Question
from gutbrain.answers.question_protocol import protocol
from gutbrain.answers.studies import Asked, told
from gutbrain.answers.study_run import Asked as RunAsked
from gutbrain.answers.study_run import run
from gutbrain.engine.simulation import read_protocol
from gutbrain.errors import InputError
from gutbrain.findings.kept import kept
from gutbrain.reading import fields

GALLERY = studies.studies()


def test_at_least_twenty_studies_span_the_axis_and_include_clear_misses():
    every = studies.listed().studies
    assert len(every) >= 25
    assert {"microbiota", "metabolites", "gut", "immune", "neurotransmitters", "stress hormones", "mind"} == {
        channel for one in every for channel in one.channels
    }
    assert sum(one.fitted.misses > 0 for one in every) >= 8
    assert sum(one.verdict == "misses" for one in every) >= 4
    assert {species for one in every for species in one.species} == {"human", "mouse", "rat"}


def test_a_study_is_one_publication_and_tells_no_number_that_is_worked_out():
    known = {checked.finding.id: checked.finding for checked in kept().fitted.checked}
    assert len({one.name for one in told()}) == len(told())
    for one in told():
        assert len({known[identity].reference for identity in one.findings}) == 1, one.name
        assert len(set(one.findings)) == len(one.findings)
        text = " ".join((one.title, one.done, one.look, one.why))
        assert not re.search(r"\d", re.sub("interleukin (6|10)", "", text, flags=re.IGNORECASE)), one.name
        # what was done is told in two or three plain sentences
        assert 2 <= len(re.findall(r"[.?]( |$)", one.done)) <= 3, one.name


def test_numbers_and_verdicts_are_those_of_the_validation():
    fitted = {checked.finding.id: checked for checked in kept().fitted.checked}
    left_out = {checked.finding.id: checked for checked in kept().left_out.checked}
    for one in GALLERY.values():
        for finding in one.answer.findings:
            assert finding.verdict == fitted[finding.id].verdict
            assert finding.left_out.verdict == left_out[finding.id].verdict
        counts = one.answer.left_out
        assert counts.total == len(one.answer.findings)
        assert counts.misses == sum(left_out[f.id].verdict == "misses" for f in one.answer.findings)


def test_a_miss_tells_its_cause_where_one_is_known():
    swap, starch = (
        {finding.id: finding for finding in GALLERY[name].answer.findings} for name in ("food-swap", "resistant-starch")
    )
    assert starch["walker-2011-resistant-butyrate"].verdict != "agrees"
    assert "26 g of resistant starch" in starch["walker-2011-resistant-butyrate"].cause
    assert swap["okeefe-2015-western-enterobacteriaceae"].why


VARIED = ("stress-test", "meat-for-five-days", "cooking-against-depression", "strain-in-mice", "transplant-and-mood")
"""Studies with traits, clock hours, levels that begin with a trial, strains, boluses, starts before day 0."""


@pytest.mark.parametrize("name", VARIED)
def test_an_arm_can_be_taken_away_and_is_read_as_it_was_run(name):
    one = GALLERY[name]
    assert len({arm.name for arm in one.answer.arms}) == len(one.protocols)
    for arm, run_as in zip(one.answer.arms, one.protocols.values(), strict=True):
        assert replace(read_protocol(fields.parse_yaml(arm.protocol)), warnings=()) == run_as, arm.name


def test_arms_of_one_name_that_differ_stay_apart():
    doses = [p.events[0].amount for p in GALLERY["sugar-chains-by-dose"].protocols.values()]
    assert sorted(doses) == [2.5, 7.5, 10.0]


def test_what_can_be_asked_in_what_if_is_asked_there_and_the_rest_is_not():
    asked = {f"{n}/{arm.name}": arm.what_if for n, one in GALLERY.items() for arm in one.answer.arms}
    assert asked["fish-oil-and-worry/omega3"] == "person=healthy-adult&weeks=26&omega3=1.1"
    assert asked["endotoxin-anxiety/lps"] == asked["fish-oil-and-worry/placebo"] == ""
    assert asked["meat-for-five-days/animal"] == ""  # it ends, and the page would let it go on
    assert not any(query for name, query in asked.items() if name.startswith(("strain-in-mice", "without-microbes")))
    said = dict(part.split("=") for part in asked["antibiotics-and-acids/all"].split("&"))
    (event,) = protocol(Question(**said))["events"]
    assert (event["name"], event["start"], event["days"]) == ("clindamycin", 1, 6)
    assert sum(map(bool, asked.values())) >= 10


def test_the_list_is_narrowed_by_channel_and_verdict_and_says_what_there_is():
    gut = studies.listed(Asked(channel="gut")).studies
    assert [one.name for one in gut] == ["speech-and-gut-wall"]
    assert all(one.left_out.misses for one in studies.listed(Asked(show="misses")).studies)
    with pytest.raises(InputError, match="one of: microbiota"):
        studies.listed(Asked(channel="moon"))
    with pytest.raises(InputError, match="did you mean 'stress-test'"):
        gb.studies()["stress-tset"]


def test_a_run_holds_the_curve_against_what_was_seen():
    stress = run(RunAsked(name="stress-test"))
    (arm,) = stress.arms
    peak = arm.days[int(np.argmax(arm.median[20:])) + 20]
    # the jury sits from 15:00 on the second day; saliva follows within the hour
    assert 1.63 < peak < 1.67
    assert arm.given[0][0] == pytest.approx(1.625)
    assert stress.placed == "ratio"
    assert [len(stress.seen), stress.unit] == [6, "nmol/L"]
    assert all(low <= middle <= high for low, middle, high in zip(arm.low, arm.median, arm.high, strict=True))
    # published as ratios to the sample before, so the dots keep their ratios
    seen = [dot.value for dot in stress.seen]
    finding = GALLERY["stress-test"].checked[0].finding
    published = [point.value for point in finding.observed.points]
    assert np.allclose(np.array(seen) / seen[0], np.array(published) / published[0])


def test_what_was_published_in_sds_is_placed_by_how_people_differ():
    transplant = run(RunAsked(name="transplant-and-mood"))
    (dot,) = transplant.seen
    control = next(arm for arm in transplant.arms if arm.name == "control")
    # mood is counted in SDs of the population: the dot lies about the published effect from the other arm
    assert dot.value - np.interp(dot.day, control.days, control.median) == pytest.approx(-0.56, abs=0.15)
    assert dot.day == pytest.approx(28 + 8 / 24)
    assert transplant.placed == "change_smd"


def test_what_has_no_place_in_a_curve_has_no_dot():
    assert run(RunAsked(name="interferon-depression")).seen == []
    two = run(RunAsked(name="strain-in-mice"))
    assert two.seen == []
    assert [arm.name for arm in two.arms] == ["jb1", "broth"]
    # mice, in whom the strain acts
    assert two.arms[0].median[-1] < two.arms[1].median[-1] - 0.1
    with pytest.raises(InputError, match="no finding 'x'"):
        run(RunAsked(name="cut-vagus", finding="x"))
