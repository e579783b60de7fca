"""The page of a microbiome table: what it shows, and what it does not claim."""

import re

import pandas as pd
import pytest
from html_reader import read

import gutbrain as gb
from gutbrain.answers import profile_said as said
from gutbrain.answers.profile_follows import follows, known_channels
from gutbrain.answers.profile_predicted import predicted
from gutbrain.evidence.records import claims, references
from gutbrain.examples import named
from gutbrain.report import profile_pictures as pictures
from gutbrain.report.profile_page import render
from gutbrain.world import model

EXAMPLE = named("made-up-stool", "table").path


@pytest.fixture(scope="module")
def found():
    return gb.profile(EXAMPLE)


@pytest.fixture(scope="module")
def page(found):
    return render(found)


def table(**samples):
    return gb.profile(pd.DataFrame(samples, index=["Faecalibacterium", "Bacteroides", "Escherichia", "Nonsuchium"]))


def test_the_page_is_whole_and_needs_no_network(page):
    reader = read(page)
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    within = {f"#{identity}" for identity in reader.ids}
    assert all(
        tag == "a" and (value.startswith("https://doi.org/") or value in within) for tag, _, value in reader.links
    )
    assert "<script" not in page
    assert not re.search(r"url\((?!#)|@import", page)


def test_the_page_says_what_it_is_not(page):
    assert "no diagnosis" in page
    for thing in said.NOBODY_CAN_SAY:
        assert thing[1:] in page
    assert "acetate and propionate" in page.lower()
    # neither a product nor an advice
    assert not re.search(r"\b(buy|take a|you should|healthy gut|dysbiosis|imbalance)\b", page, re.IGNORECASE)


def test_every_group_stands_with_its_share_and_its_place(page, found):
    for guild, one in found.samples[0].guilds.items():
        assert f"g-{guild}" in page
        assert said.percent(one.share) in page
        assert said.among(one) in page


def test_a_name_from_a_table_is_text(tmp_path):
    file = tmp_path / "x.tsv"
    file.write_text("genus\t<b>S1</b>\nBlautia\t6000\n<script>alert(1)</script>\t1000\n", encoding="utf-8")
    assert "<script" not in render(gb.profile(file))
    assert "&lt;b&gt;S1" in render(gb.profile(file))


def test_what_is_known_of_channels_has_its_sources():
    for one in known_channels():
        assert set(one.references) <= set(references())
        assert set(one.claims) <= set(claims())
        assert set(one.observables) <= set(model().observables)
        assert one.claims
    assert [one.channel for one in follows()] == [one.name for one in known_channels()]
    assert {one.channel for one in follows() if one.reads == "weakly"} == {"metabolites"}


def test_the_model_says_little_of_the_mind_and_what_a_study_left_open_of_butyrate():
    few, many = table(S1=[300, 9000, 700, 10]), table(S1=[6000, 3900, 100, 10])
    low, high = (predicted(one, one.samples[0]) for one in (few, many))
    assert {*low} == {one.name for one in known_channels()}
    butyrate, more = low["metabolites"][0], high["metabolites"][0]
    assert butyrate.clear
    assert butyrate.own.median < butyrate.typical.median < more.own.median
    assert butyrate.typical == more.typical
    # 90 % of people whose logarithm has an SD of 0.68
    assert butyrate.one.high / butyrate.one.low >= 2.718281828 ** (2 * 1.645 * 0.68) * 0.999
    assert not low["mind"][0].clear
    assert "less than anybody could measure" in low["mind"][0].said


def test_nobody_starts_from_a_bad_sample():
    bad = table(S1=[20, 30, 5, 100])
    assert predicted(bad, bad.samples[0]) == {}
    page = render(bad)
    assert "No simulated person can start" in page
    assert "In the model" not in page


def test_dots_are_as_many_as_shares():
    sample = table(S1=[5000, 2500, 2499, 1]).samples[0]
    counts = {name: dots for name, _, dots in pictures.in_dish(sample)}
    assert counts == {"butyrate_producers": 200, "bacteroides": 100, "enterobacteriaceae": 100}
    assert str(pictures.dish(sample)).count("<circle") == pictures.DOTS + 2
    for parts in ({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}, {"a": 1e-9, "b": 1.0}, {"a": 0.0}):
        assert sum(pictures.apportioned(parts, 400).values()) == (400 if sum(parts.values()) else 0)


def test_several_samples_stand_side_by_side_and_a_table_of_kos_shows_its_paths(tmp_path):
    page = render(table(S1=[5000, 2500, 100, 1], S2=[100, 20, 5, 1]))
    assert page.count('class="row"') == 2
    assert "1 of them can be the start" in page
    kos = tmp_path / "ko.tsv"
    kos.write_text("# Gene Family\tS1\nK00929\t30\nK01667\t12\n", encoding="utf-8")
    page = render(gb.profile(kos))
    assert "not measurable from this table" in page
    assert "no simulated person can start" in page
    assert "Who lives there" not in page


@pytest.mark.parametrize(
    ("share", "told"), [(0, "0 %"), (0.0001, "under 0.1 %"), (0.0123, "1.2 %"), (0.25, "25 %"), (1, "100 %")]
)
def test_shares_are_told_with_the_digits_that_count(share, told):
    assert said.percent(share) == told
