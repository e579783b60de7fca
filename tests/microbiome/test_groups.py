"""Groups of a cohort: what differs, what was adjusted for, whose the samples are, and what was seen before."""

import itertools
import json

import numpy as np
import pandas as pd
import pytest
from tables import real

import gutbrain as gb
from gutbrain.answers.table.columns import column
from gutbrain.answers.table.compositions import aitchison, bray_curtis, closed, clr, without_zeros
from gutbrain.answers.table.design import design
from gutbrain.answers.table.groups import compare, notable
from gutbrain.answers.table.permanova import dispersion, permanova
from gutbrain.answers.table.signatures import NOT_COVERED, agreement, seen_before
from gutbrain.errors import InputError
from gutbrain.evidence.signatures import signatures
from gutbrain.microbiome.metadata import read_metadata
from gutbrain.microbiome.reading import read_table

GENERA = ("Faecalibacterium", "Bacteroides", "Bifidobacterium", "Akkermansia", "Blautia", "Escherichia", "Alistipes")


def cohort(people=40, akkermansia=2.0, seed=1, reads=20000):
    """Reads of a cohort of which the ill half has so many times more Akkermansia; and what is known of it."""
    rng = np.random.default_rng(seed)
    ill = np.arange(people) % 2 == 1
    mean = np.log([0.3, 0.25, 0.05, 0.02, 0.2, 0.01, 0.17])
    logs = mean + 0.5 * rng.standard_normal((people, 7))
    logs[:, 3] += np.log(akkermansia) * ill
    share = np.exp(logs) / np.exp(logs).sum(axis=1, keepdims=True)
    counts = np.array([rng.multinomial(reads, one) for one in share])
    names = [f"S{at}" for at in range(people)]
    told = pd.DataFrame(
        {
            "group": np.where(ill, "ill", "healthy"),
            "Age": rng.integers(20, 60, people),
            "Sex": ["f", "m"] * (people // 2),
        },
        index=names,
    )
    told["Sex"] = rng.permutation(told["Sex"].to_numpy())
    return pd.DataFrame(counts, index=names, columns=GENERA), told


def squares_by_hand(distances, labels):
    """Pseudo-F from sums of squared distances (Anderson 2001)."""
    count = len(labels)
    pairs = list(itertools.combinations(range(count), 2))
    total = sum(distances[i, j] ** 2 for i, j in pairs) / count
    within = sum(
        sum(distances[i, j] ** 2 for i, j in pairs if labels[i] == labels[j] == label) / (labels == label).sum()
        for label in set(labels)
    )
    groups = len(set(labels))
    return ((total - within) / (groups - 1)) / (within / (count - groups)), 1 - within / total


def test_the_pseudo_f_is_that_of_squared_distances():
    rng = np.random.default_rng(0)
    far = bray_curtis(rng.gamma(1.0, size=(20, 6)))
    labels = np.arange(20) % 3
    found = permanova(far, np.array([labels == 1, labels == 2], dtype=float).T)
    assert (found.f, found.r2) == pytest.approx(squares_by_hand(far, labels))


def test_p_is_small_where_groups_differ_and_even_where_they_do_not():
    rng = np.random.default_rng(2)
    labels = (np.arange(24) % 2)[:, None].astype(float)
    apart = rng.standard_normal((24, 4)) + 2 * labels
    assert permanova(aitchison(apart), labels).p == 0.001
    same = [permanova(aitchison(rng.standard_normal((24, 4))), labels, permutations=99).p for _ in range(100)]
    assert 0.35 < np.mean(same) < 0.65
    assert 0.0 < np.mean(np.array(same) <= 0.1) < 0.2


def test_what_a_covariate_explains_is_not_the_groups():
    rng = np.random.default_rng(3)
    age = rng.standard_normal(60)
    group = (age + 0.3 * rng.standard_normal(60) > 0).astype(float)[:, None]
    far = aitchison(np.outer(age, [1.0, 0.5, -1.0]) + 0.5 * rng.standard_normal((60, 3)))
    assert permanova(far, group).p == 0.001
    assert permanova(far, group, age[:, None]).p > 0.05


def test_samples_are_shuffled_within_people_where_these_are_blocks():
    rng = np.random.default_rng(4)
    person = np.repeat(np.arange(12), 2)
    after = (np.arange(24) % 2)[:, None].astype(float)
    logs = 3 * rng.standard_normal((12, 4))[person] + 0.5 * after + 0.2 * rng.standard_normal((24, 4))
    assert permanova(aitchison(logs), after).p > 0.5
    assert permanova(aitchison(logs), after, blocks=person).p <= 0.002


def test_scatter_is_told_apart_from_place():
    rng = np.random.default_rng(5)
    labels = np.repeat([0, 1], 25)
    wide = rng.standard_normal((50, 3)) * np.where(labels == 1, 4.0, 1.0)[:, None]
    assert dispersion(aitchison(wide), labels)[1] < 0.01
    assert dispersion(aitchison(rng.standard_normal((50, 3)) + 5 * labels[:, None]), labels)[1] > 0.05


def test_log_ratios_are_centred_and_zeros_replaced_as_scikit_bio_does():
    shares = closed(np.array([[2.0, 1.0, 1.0], [0.0, 1.0, 3.0]]))
    made = without_zeros(shares)
    assert made[1] == pytest.approx([1 / 9, 0.25 * 8 / 9, 0.75 * 8 / 9])
    assert clr(made).sum(axis=1) == pytest.approx([0, 0])
    assert clr(shares[:1])[0, 0] == pytest.approx(np.log(2) * 2 / 3)
    composition = pytest.importorskip("skbio.stats.composition", reason="scikit-bio is not here")
    assert np.asarray(composition.clr(composition.multi_replace(shares))) == pytest.approx(clr(made))


def test_a_difference_is_found_with_its_size_and_the_others_are_not():
    table, told = cohort(people=120, akkermansia=3.0)
    found = gb.profile(table, metadata=told, group="group", adjust="Age,Sex").groups
    row = found[found.name == "Akkermansia"].iloc[0]
    # a part of one in seven is taken out again by the mean of all
    assert row.low < np.log(3) * 6 / 7 < row.high
    assert row.q < 0.001
    assert row.effect_size == pytest.approx(row.estimate / 0.46, rel=0.2)
    assert notable(found[found.level == "genus"]).name.iloc[0] == "Akkermansia"
    assert set(found.level) == {"community", "dispersion", "diversity", "guild", "genus"}
    assert found[found.level == "community"].p.max() < 0.05


def test_corrected_p_is_false_as_often_as_it_says():
    false = 0
    for seed in range(20):
        table, told = cohort(people=24, akkermansia=1.0, seed=seed)
        made = gb.profile(table)
        found, _ = compare(made, read_metadata(told, made.table.samples), "group", permutations=9)
        false += bool((found[found.level == "genus"].q < 0.05).any())
    assert false <= 4


def test_what_was_not_adjusted_for_is_named():
    table, told = cohort()
    told["BMI"] = np.where(told.group == "ill", 30, 22) + np.arange(40) % 3
    said = " ".join(gb.profile(table, metadata=told, group="group", adjust=["Age"]).remarks)
    assert "Adjusted for Age." in said
    assert "In the metadata and not adjusted for: Sex, BMI (groups differ in it, p below 0.001)." in said
    assert "nobody can adjust for it: stool type or transit, antibiotics, acid blockers, metformin" in said
    assert "differences are from healthy" in said


def test_samples_of_a_person_are_one_row_or_held_against_one_another():
    table, told = cohort(people=40)
    told["subject"] = np.repeat(np.arange(10), 4)
    told["visit"] = np.tile(["before", "after"], 20)
    told["site"] = np.where(told.subject < 5, "Leuven", "Gent")
    samples = tuple(table.index)
    known = read_metadata(told, samples)
    between = design(known, samples, "site")
    assert len(between.rows) == 10
    assert between.blocks is None
    assert any("40 samples are of 10 people (subject)" in one for one in between.said)
    within = design(known, samples, "visit")
    assert (len(within.rows), within.free) == (40, 40 - 10 - 1)
    assert within.terms == ("after - before",)
    assert not any("left out" in one for one in within.said)
    said = " ".join(gb.profile(table, metadata=told, group="visit").remarks)
    assert "Adjusted for what does not change in a person." in said
    assert "body mass index" not in said


def test_a_measure_is_told_for_a_difference_of_one_sd():
    table, told = cohort(people=60)
    told["bmi"] = 25 + 4 * np.log(table.Blautia / table.Alistipes) + np.random.default_rng(0).standard_normal(60)
    found = gb.profile(table, metadata=told, group="bmi").groups
    row = found[found.name == "Blautia"].iloc[0]
    assert row.term == "bmi, 1 SD"
    assert row.estimate > 0
    assert 0.3 < row.effect_low < row.effect_size < row.effect_high < 1
    assert not (found.level == "dispersion").any()


def test_the_rest_is_left_out_and_told():
    table, told = cohort()
    told.loc[["S0", "S1"], "Age"] = None
    table.loc["S3"] = [100, 0, 0, 0, 0, 0, 0]
    said = " ".join(gb.profile(table, metadata=told, group="group", adjust=["Age"]).remarks)
    assert "1 samples with too few reads" in said
    assert "2 of 39 samples are left out: not known is Age of 2." in said


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({"group": "gruop"}, "no column 'gruop'; did you mean 'group'"),
        ({"group": "group", "adjust": ["group"]}, "'group' is what is compared"),
        ({"group": "group", "adjust": ["copy"]}, "cannot be told from what is adjusted for"),
        ({"group": "same"}, "says the same of all"),
        ({"group": "name"}, "has 40 different words"),
        ({"group": "rare"}, "group 'odd' of 'rare' has 1 of 40"),
        ({"group": "empty"}, "says nothing of any sample"),
        ({"adjust": ["Age"]}, "'Age' is for a comparison"),
        ({"group": "group", "person": "nobody"}, "person: the metadata has no column 'nobody'"),
    ],
)
def test_a_comparison_that_cannot_be_made_says_why(named, message):
    table, told = cohort()
    told["copy"] = np.where(told.group == "ill", "a", "b")
    told["same"], told["empty"], told["name"] = "one", "NA", [f"n{at}" for at in range(40)]
    told["rare"] = ["odd"] + ["usual"] * 39
    with pytest.raises(InputError) as error:
        gb.profile(table, metadata=told, **named)
    assert message in str(error.value)


def test_groups_need_metadata_and_taxa(tmp_path, run):
    table, told = cohort()
    with pytest.raises(InputError, match="give metadata"):
        gb.profile(table, group="group")
    table.to_csv(tmp_path / "t.csv")
    told.to_csv(tmp_path / "m.csv")
    renamed = told.rename(index=lambda name: f"X{name}")
    renamed.to_csv(tmp_path / "x.csv")
    status, _, err = run("profile", tmp_path / "t.csv", "--metadata", tmp_path / "x.csv", "--group", "group")
    assert (status, "no sample of the table is in it" in err) == (2, True)
    pd.concat([told, told]).to_csv(tmp_path / "twice.csv")
    status, _, err = run("profile", tmp_path / "t.csv", "--metadata", tmp_path / "twice.csv", "--group", "group")
    assert (status, "twice.csv:42: sample 'S0' stands twice" in err) == (2, True), err
    status, out, _ = run("profile", tmp_path / "t.csv", "--metadata", tmp_path / "m.csv", "--group", "group", "--json")
    told = json.loads(out)
    assert status == 0
    assert {row["level"] for row in told["groups"]} >= {"community", "genus"}
    assert told["signatures"] is not None
    status, out, _ = run("profile", tmp_path / "t.csv", "--metadata", tmp_path / "m.csv", "--group", "group")
    assert "Whole communities (PERMANOVA)" in out
    assert "Not in the metadata, so that nobody can adjust for it" in out


def test_what_has_no_genus_is_a_part_that_says_so_and_is_no_genus_that_was_seen():
    table, told = cohort()
    names = {
        "Blautia": "k__Bacteria; p__Firmicutes; f__Lachnospiraceae; g__",
        "Alistipes": "k__Bacteria; p__Bacteroidetes",
    }
    others = {name: f"k__Bacteria; p__P; f__F; g__{name}" for name in table.columns if name not in names}
    found = gb.profile(table.rename(columns=names | others), metadata=told, group="group").groups
    genera = set(found[found.level == "genus"].name)
    assert {"Bacteria;Firmicutes;Lachnospiraceae (no genus)", "Bacteria;Bacteroidetes (no genus)"} < genera
    assert seen_before(pd.DataFrame([difference("Bacteria;Bacteroidetes (no genus)", 1.0)])).seen.tolist() == [
        NOT_COVERED
    ]


def test_numbers_of_rows_are_no_ids_where_a_column_has_them():
    frame = pd.DataFrame({"sample": ["2", "1", "0"], "age": [22, 21, 20]})
    assert read_metadata(frame, ("0", "1", "2"))["0"] == {"sample": "0", "age": "20"}
    assert read_metadata(frame.set_index("sample"), ("0", "1"))["1"]["age"] == "21"


def test_numbers_that_name_groups_are_told_with_their_column():
    table, told = cohort()
    told["visit"] = np.arange(40) % 2 + 1
    found = gb.profile(table, metadata=told, group="visit")
    assert found.groups.term.iloc[-1] == "visit 2 - 1"
    assert found.remarks[0] == "Compared by visit (20 with 1, 20 with 2); differences are from visit 1."


def test_samples_that_were_left_out_before_are_told_where_nothing_is_left_to_compare():
    table, told = cohort()
    told["body-site"] = np.where(told.group == "ill", "gut", "tongue")
    with pytest.raises(InputError, match=r"says the same of all: ill; name another \(20 samples with too few reads"):
        gb.profile(table, metadata=told, group="group")


def test_numbers_of_columns_are_those_of_people():
    told = {"a": {"x": "1,5", "y": "n/a"}, "b": {"x": "2.5", "y": "w"}, "c": {"x": "Missing: Not provided", "y": "v"}}
    made = column(told, ("a", "b", "c"), "X", "group")
    assert made.numbers is not None
    assert made.numbers[:2].tolist() == [1.5, 2.5]
    assert made.known.tolist() == [True, True, False]
    assert column(told, ("a", "b", "c"), "y", "group").levels == ("v", "w")


def difference(name, estimate, level="genus", p=0.001):
    return {"level": level, "name": name, "term": "ill - healthy", "estimate": estimate, "p": p, "q": p}


def test_a_difference_is_held_against_studies_of_the_same_genus_under_all_its_names():
    known = signatures()["parkinson/Akkermansia"]
    frame = pd.DataFrame(
        [difference("Akkermansia", 1.0), difference("Nonsuch", 1.0), difference("Blautia", 1.0, p=0.5)]
    )
    seen = seen_before(frame)
    row = seen[(seen.topic == "parkinson") & (seen.name == "Akkermansia")].iloc[0]
    assert (row.seen, row.same, row.opposite, row.of) == ("same", len(known.up), len(known.down), known.of)
    assert row.studies_same.split() == sorted(known.up)
    assert seen[seen.name == "Nonsuch"].seen.tolist() == [NOT_COVERED]
    assert "Blautia" not in set(seen.name)
    turned = seen_before(pd.DataFrame([difference("Verrucomicrobia;Akkermansia", -1.0)]))
    assert turned[turned.topic == "parkinson"].seen.tolist() == ["opposite"]
    assert agreement(seen).set_index("topic").loc["parkinson", "same"] == 1


def test_a_group_is_held_against_its_members_and_a_study_counts_once():
    seen = seen_before(pd.DataFrame([difference("butyrate_producers", -1.0, "guild")]))
    row = seen[(seen.topic == "depression") & (seen.who == "people")].iloc[0]
    members = [one for one in signatures().values() if one.topic == "depression" and one.guild == "butyrate_producers"]
    members = [one for one in members if one.who == "people"]
    up = {study for one in members for study in one.up}
    down = {study for one in members for study in one.down}
    assert (row.same, row.opposite, row.both) == (len(down - up), len(up - down), len(up & down))


def test_numbers_of_published_cohorts_are_reproduced():
    folder = "okeefe2015-dietswap"
    table = read_table(real(folder, "hitchip_counts.tsv"))
    told = read_metadata(real(folder, "metadata.tsv"), table.samples)
    first = [name for name in table.samples if told[name]["timepoint"] == "1"]
    some = table.picked(first)
    group = np.array([told[name]["nationality"] == "AFR" for name in first], dtype=float)[:, None]
    found = permanova(bray_curtis(some.values.T), group)
    assert (len(first), found.p) == (38, 0.001)
    assert found.f == pytest.approx(12.235, abs=1e-3)
    table = read_table(real("kang2018-autism-metabolites", "genus_counts.tsv"))
    told = read_metadata(real("kang2018-autism-metabolites", "metadata.tsv"), table.samples)
    group = np.array([told[name]["Study.Group"] == "Autistic" for name in table.samples], dtype=float)[:, None]
    found = permanova(bray_curtis(closed(table.values.T)), group)
    assert found.f == pytest.approx(0.999, abs=1e-3)
    assert found.p == pytest.approx(0.44, abs=0.06)
    table = read_table(real("zhu2020-gut-brain-modules", "genus_counts.tsv"))
    told = read_metadata(real("zhu2020-gut-brain-modules", "metadata.tsv"), table.samples)
    ill = np.array([told[name]["Group"] == "schizophrenia" for name in table.samples])
    logs = clr(without_zeros(closed(table.values.T)))
    more = dict(
        zip((one.given for one in table.features), logs[ill].mean(axis=0) - logs[~ill].mean(axis=0), strict=True)
    )
    assert more["Akkermansiaceae_Akkermansia"] == pytest.approx(0.989, abs=1e-3)
    assert more["Bifidobacteriaceae_Bifidobacterium"] == pytest.approx(0.655, abs=1e-3)
    assert more["Ruminococcaceae_Faecalibacterium"] == pytest.approx(-0.045, abs=1e-3)
