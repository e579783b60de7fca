"""A score beside a table: what could be found, is found, is predicted by the axis, and a path with its assumptions."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import gutbrain as gb
from gutbrain.answers.table import said
from gutbrain.answers.table.groups import Amounts
from gutbrain.answers.table.mediation import ASSUMPTIONS, through
from gutbrain.answers.table.predicted import correlations_of, observable_of, predicted
from gutbrain.answers.table.score import ask, people_needed, power_of, smallest_r
from gutbrain.errors import InputError
from gutbrain.microbiome.metadata import read_metadata

GENERA = ("Faecalibacterium", "Bacteroides", "Bifidobacterium", "Akkermansia", "Blautia", "Escherichia", "Alistipes")
SMALL = {"people": 120, "draws": 2}
"""A cohort of the model that is quickly carried."""


def cohort(people=60, slope=0.0, group_slope=0.0, seed=1):
    """Reads, and a score that goes with the share of Faecalibacterium, which goes with a group."""
    rng = np.random.default_rng(seed)
    ill = np.arange(people) % 2
    logs = np.log([0.3, 0.25, 0.05, 0.02, 0.2, 0.01, 0.17]) + 0.4 * rng.standard_normal((people, 7))
    logs[:, 0] += group_slope * ill
    share = np.exp(logs) / np.exp(logs).sum(axis=1, keepdims=True)
    counts = np.array([rng.multinomial(20000, one) for one in share])
    told = pd.DataFrame({"group": np.where(ill, "ill", "healthy"), "age": rng.integers(20, 60, people)})
    told.index = [f"S{at}" for at in range(people)]
    told["PHQ-9 total"] = np.clip(np.round(8 + slope * logs[:, 0] + rng.standard_normal(people)), 0, 27)
    return pd.DataFrame(counts, index=told.index, columns=GENERA), told


@pytest.fixture(scope="module")
def found():
    table, told = cohort(slope=4.0)
    placed = gb.profile(table)
    return ask(placed, read_metadata(told, placed.table.samples), "PHQ-9 total", ["age"], **SMALL)


def test_people_and_correlations_are_those_of_the_tables():
    # Cohen 1988: 783 people for r 0.1, 85 for 0.3, with a power of 80 %
    assert (people_needed(0.1), people_needed(0.3)) == (783, 85)
    assert smallest_r(783) == pytest.approx(0.1, abs=1e-3)
    assert power_of(0.1, 783) == pytest.approx(0.8, abs=1e-3)
    assert power_of(0.0, 100) == pytest.approx(0.05)
    assert people_needed(np.sqrt(0.002)) == pytest.approx(3923, abs=2)
    assert people_needed(0.1, tests=100) > 2 * people_needed(0.1)
    assert np.isnan(people_needed(0.0))
    assert np.isnan(smallest_r(3))


def test_the_power_is_that_of_studies_that_were_made():
    rng = np.random.default_rng(0)
    n, r = 60, 0.35
    x = rng.standard_normal((3000, n))
    y = r * x + np.sqrt(1 - r**2) * rng.standard_normal((3000, n))
    x, y = x - x.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    seen = (x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    t = seen * np.sqrt((n - 2) / (1 - seen**2))
    assert np.mean(np.abs(t) > 2.0017) == pytest.approx(power_of(r, n), abs=0.03)


def test_what_is_there_is_found_and_the_others_are_not(found):
    table, _ = found
    own = table[(table.level == "guild") & (table.name == "butyrate_producers")].iloc[0]
    assert own.low > 0.4
    assert own.q < 0.001
    genus = table[(table.level == "genus") & (table.name == "Faecalibacterium")].iloc[0]
    assert genus.r > 0.5
    assert np.isnan(genus.predicted_r)  # the axis has groups, no genera


def test_what_so_many_people_could_show_is_told_for_one_test_and_for_all(found):
    table, said = found
    least = table[table.level == "power"].set_index("name").smallest_r
    assert least["one association"] < least["all groups"]
    assert least["all groups"] == pytest.approx(smallest_r(60, 8, 1))
    small = table.set_index("name").loc["2 per mille of variance, one association"]
    assert (small.people_needed, small.power) == (
        people_needed(np.sqrt(0.002), 1, 1),
        power_of(np.sqrt(0.002), 60, 1, 1),
    )
    assert any("Adjusted for age." in one for one in said)


def test_the_axis_predicts_with_an_interval_and_says_where_it_comes_from(found):
    table, said = found
    rows = table[table.predicted_r.notna()]
    assert len(rows) == 8
    assert (rows.predicted_low < rows.predicted_r).all()
    assert (rows.predicted_r < rows.predicted_high).all()
    # of 120 people chance alone is so wide
    assert ((rows.predicted_high - rows.predicted_low) > 1.9 * 1.96 / np.sqrt(117) * 0.95).all()
    assert rows[(rows.predicted_low < 0) & (rows.predicted_high > 0)].people_needed.isna().all()
    assert any("not what a change of the microbiota would do" in one and "cirstea-2020" in one for one in said)


def test_a_score_has_the_error_of_a_visit_and_a_wish_for_more_people_is_met():
    mood, scale = predicted("depression", **SMALL), predicted("phq9", **SMALL)
    assert predicted("phq9", **SMALL) is scale
    assert abs(scale["butyrate_producers"].r) < 0.95 * abs(mood["butyrate_producers"].r) + 0.05
    few = predicted("phq9", people=60, draws=2)
    width = [one["bacteroides"].high - one["bacteroides"].low for one in (few, scale)]
    assert width[1] < width[0]


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("phq9", "phq9"),
        ("PHQ-9_total", "phq9"),
        ("BDI-II", "bdi2"),
        ("GAD7 baseline", "gad7"),
        ("Faecal butyrate", "faecal_butyrate"),
        ("hads", None),
        ("favourite colour", None),
    ],
)
def test_a_column_is_understood_as_a_scale_or_not_at_all(column, name):
    assert observable_of(column) == name


def test_what_is_no_scale_of_the_model_is_not_covered_and_what_could_be_found_is_told():
    table, told = cohort()
    told["joy"] = np.arange(60) % 7
    found = gb.profile(table, metadata=told, score="joy")
    assert found.score.predicted_r.isna().all()
    assert any("what the axis predicts is not covered here" in one for one in found.remarks)
    before = gb.profile(table, score="joy")
    assert before.score[before.score.level == "power"].n.unique().tolist() == [60]
    assert before.score.r.isna().all()
    assert any("before anybody is asked" in one for one in before.remarks)


def test_ties_are_those_that_people_are_given():
    assert correlations_of("phq9") == (
        "depression with microbiota.butyrate_producers_affinity, r -0.10 (cirstea-2020)",
    )
    assert correlations_of("gad7") == ()


def test_a_path_is_found_where_it_was_made_and_told_with_its_assumptions():
    table, told = cohort(people=200, slope=3.0, group_slope=1.0)
    placed = gb.profile(table)
    known, amounts = read_metadata(told, placed.table.samples), Amounts.of(placed)
    rows = through(known, placed.table.samples, amounts, "group", "PHQ-9 total", ["age"], times=300)
    own = {row["name"]: row for row in rows}["butyrate_producers"]
    assert own["through_low"] > 0
    # in the table the share itself goes with the score, a little less than its logarithm alone does
    assert own["through"] == pytest.approx(3.0, rel=0.3)
    table, told = cohort(people=200, slope=0.0, group_slope=1.0)
    placed = gb.profile(table)
    known, amounts = read_metadata(told, placed.table.samples), Amounts.of(placed)
    rows = through(known, placed.table.samples, amounts, "group", "PHQ-9 total", times=300)
    assert all(row["through_low"] < 0 < row["through_high"] for row in rows if row["name"] == "butyrate_producers")
    _, said = ask(placed, known, "PHQ-9 total", group="group", **SMALL)
    assert ASSUMPTIONS in said


def test_a_score_that_is_none_is_refused():
    table, told = cohort()
    told["word"], told["same"] = "sad", 3
    for score, message in (("word", "is no score: it says 'sad'"), ("same", "the same in all"), ("phq", "no column")):
        with pytest.raises(InputError, match=message):
            gb.profile(table, metadata=told, score=score)


def test_what_is_told_in_words_is_the_same_in_the_terminal_and_on_the_page():
    table, told = cohort(people=40, slope=2.0)
    placed = gb.profile(table, metadata=told, group="group")
    scored, _ = ask(placed, read_metadata(told, placed.table.samples), "PHQ-9 total", group="group", **SMALL)
    parts = said.told(replace(placed, score=scored))
    assert {part.name for part in parts} >= {"groups", "score"}
    for part in parts:
        assert part.rows
        assert all(len(row) == len(part.headings) for row in part.rows)
    found = next(part for part in parts if part.title == "Groups of the model")
    own = scored[(scored.level == "guild") & (scored.name == "bacteroides")].iloc[0]
    row = next(row for row in found.rows if row[0] == "bacteroides")
    assert row[1] == f"{own.r:+.2f} ({own.low:+.2f} to {own.high:+.2f})"
