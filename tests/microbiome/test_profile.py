"""What a table says of the axis, how sure it is, and what it does not say."""

import json

import numpy as np
import pandas as pd
import pytest
from tables import BACTEROIDES, BUTYRATE, GOOD, KO, biom, metaphlan, rows

import gutbrain as gb
from gutbrain.errors import InputError
from gutbrain.microbiome.diversity import diversity
from gutbrain.microbiome.modules import modules, scores
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.reading import read_content
from gutbrain.microbiome.shares import LOAD, drawn_shares, percentile, placed, reference, shares


def written(tmp_path, content, name="table"):
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def test_shares_are_of_what_is_placed_and_the_rest_is_told(tmp_path):
    found = gb.profile(written(tmp_path, metaphlan())).samples[0]
    assert found.guilds["butyrate_producers"].share == pytest.approx(60 / 90)
    assert found.guilds["bacteroides"].share == pytest.approx(30 / 90)
    assert found.not_placed == pytest.approx(0.1)
    assert [(one.name, one.share) for one in found.unplaced] == [("UNCLASSIFIED", pytest.approx(0.1))]


def test_food_and_host_are_taken_out_and_what_is_not_known_stays(tmp_path):
    text = (
        "#OTU ID\tS1\ttaxonomy\n1\t100\td__Bacteria; p__Cyanobacteria; c__Cyanobacteriia; o__Chloroplast\n"
        "2\t100\td__Bacteria; p__Proteobacteria; o__Rickettsiales; f__Mitochondria\n"
        "3\t500\td__Bacteria; p__Bacteroidota; f__Bacteroidaceae; g__Bacteroides\n4\t300\td__Bacteria; p__Firmicutes\n"
    )
    found = gb.profile(written(tmp_path, text.encode())).samples[0]
    assert found.removed == {"chloroplast": 0.1, "mitochondria": 0.1}
    assert found.guilds["bacteroides"].share == 0.625
    assert found.guilds["other_commensals"].share == 0.375
    assert {check.check: check.verdict for check in found.checks}["chloroplasts and mitochondria"] == "warning"


def test_a_family_without_genera_widens_what_may_make_butyrate(tmp_path):
    text = "Feature\tS1\n" + "".join(
        f"d__Bacteria;p__Firmicutes;c__C;o__O;f__{family};g__{genus}\t{reads}\n"
        for family, genus, reads in [
            ("Lachnospiraceae", "", 20000),
            ("Lachnospiraceae", "Roseburia", 30000),
            ("Lachnospiraceae", "Blautia", 10000),
            ("Bacteroidaceae", "Bacteroides", 40000),
        ]
    )
    share = gb.profile(written(tmp_path, text.encode())).samples[0].guilds["butyrate_producers"]
    assert share.share == pytest.approx(0.3)
    assert share.low == pytest.approx(0.3, abs=0.01)
    assert share.high == pytest.approx(0.3 + 0.2 * 0.75, abs=0.01)  # as three quarters of the named ones


def test_an_interval_of_half_of_the_reads_holds_as_often_as_it_says():
    rng = np.random.default_rng(1)
    names = ["Bifidobacterium", "Bacteroides", "Faecalibacterium", "Escherichia", "Alistipes", "Blautia"]
    true = np.array([0.01, 0.2, 0.3, 0.003, 0.05, 0.437])
    reads = rng.multinomial(4000, true, size=200).T
    text = "genus\t" + "\t".join(f"S{at}" for at in range(200)) + "\n"
    text += "".join(f"{name}\t" + "\t".join(map(str, row)) + "\n" for name, row in zip(names, reads, strict=True))
    made = placed(read_content(text.encode(), "t"))
    inside = []
    for sample in range(200):
        low, high = np.quantile(drawn_shares(made, sample), [0.05, 0.95], axis=0)
        for name, share in zip(["bifidobacterium", "bacteroides", "butyrate_producers"], true, strict=False):
            at = GUILDS.index(name)
            inside.append(low[at] <= share <= high[at])
    assert 0.86 < np.mean(inside) < 0.94


def test_cells_follow_from_a_measured_load_and_else_from_what_people_have():
    made = placed(read_content(biom(), "t"))
    measured, usual = shares(made, 0, load=8e10)["bacteroides"], shares(made, 0)["bacteroides"]
    assert measured.log10_cells == pytest.approx(np.log10(0.3 * 8e10), abs=0.02)
    assert usual.log10_cells == pytest.approx(np.log10(0.3) + LOAD, abs=0.02)
    assert usual.log10_cells_high - usual.log10_cells_low > 5 * (measured.log10_cells_high - measured.log10_cells_low)
    assert shares(made, 0) == shares(made, 0)


def test_a_percentile_is_where_a_share_lies_among_people():
    assert set(reference()) == set(GUILDS)
    for guild in GUILDS:
        known = reference()[guild]
        assert percentile(guild, float(known[10])) == pytest.approx(50, abs=50 if known[10] == 0 else 1e-6)
    assert percentile("bacteroides", 1.0) == 100
    assert percentile("enterobacteriaceae", 0.0) < 50 < percentile("enterobacteriaceae", 0.02)


def test_diversity_is_told_with_its_depth_and_only_of_reads(tmp_path):
    even = diversity(np.array([[500.0, 5000.0], [500.0, 5000.0]]))
    assert (even[0].observed, even[0].depth, even[1].depth) == (2, 1000, 1000)
    assert even[0].shannon == pytest.approx(np.log(2))
    assert even[1].rarefied_shannon == pytest.approx(np.log(2), abs=0.01)
    assert even[1].rarefied_observed == pytest.approx(2)
    assert gb.profile(written(tmp_path, metaphlan())).samples[0].diversity is None
    # a genus that one read of 2000 is of, is seen in half of all draws of 1000
    rare = diversity(np.array([[1999.0, 1000.0], [1.0, 0.0]]))[0]
    assert rare.rarefied_observed == pytest.approx(1.5)


def test_too_few_reads_and_too_much_unknown_are_no_start(tmp_path, run):
    text = "genus\tS1\tS2\tS3\nFaecalibacterium\t300\t3000\t10000\nNonsuch\t100\t3000\t100\n"
    found = gb.profile(written(tmp_path, text.encode()))
    assert [one.usable for one in found.samples] == [False, False, True]
    status, out, _ = run("profile", tmp_path / "table")
    assert status == 1
    assert "No start for a person (2): S1, S2" in out
    assert run("profile", tmp_path / "table", "--sample", "S3")[0] == 0


def test_modules_are_present_absent_or_not_measurable():
    found = {one.module: one for one in scores(read_content(KO, "ko"))[0]}
    assert (found["tryptophan-to-indole"].verdict, found["tryptophan-to-indole"].value) == ("present", 12)
    assert found["butyrate-acetyl-coa"].verdict == "not measurable"
    whole = [f"K{number:05d}" for number in range(40000) if number % 17 == 0]
    whole += ["K00789", "K02863", "K02950", "K03043", "K03046", "K02355"]
    text = "KO\tS1\tS2\n" + "".join(f"{ko}\t5\t5\n" for ko in dict.fromkeys(whole) if ko != "K01667")
    judged = {one.module: one.verdict for one in scores(read_content(text.encode(), "ko"))[0]}
    assert judged["tryptophan-to-indole"] == "absent"
    assert judged["indole-lactate-propionate"] != "absent"  # a step of it has no KO of its own


def test_modules_have_steps_and_sources():
    assert len(modules()) == 43
    for module in modules().values():
        kos = [ko for step in module.steps for one in step for ko in one]
        assert all(ko.startswith("K") and len(ko) == 6 for ko in kos)
        assert module.source
    assert {one.id for one in modules().values() if one.housekeeping} >= {"acetate-overflow", "glutamate-synthesis"}


def test_json_holds_everything_and_no_number_that_is_none(tmp_path, run):
    status, out, _ = run("profile", written(tmp_path, GOOD["lineages"]), "--json")
    told = json.loads(out)
    assert (status, told["kind"], told["unit"], told["samples"][1]["sample"]) == (
        0,
        "table with lineages",
        "counts",
        "S2",
    )
    assert told["samples"][0]["guilds"]["butyrate_producers"]["share"] == BUTYRATE[0]


def test_frames_of_pandas_are_taken_either_way_up():
    frame = pd.DataFrame({"S1": [600, 300], "S2": [100, 900]}, index=["Faecalibacterium", "Bacteroides"])
    for table in (frame, frame.T):
        found = gb.profile(table)
        assert [one.sample for one in found.samples] == ["S1", "S2"]
        assert found.frame().query("guild == 'butyrate_producers'").share.round(3).tolist() == [0.667, 0.1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"ID\tS1\nPWY-101\t1\nPWY-6305\t3\nPWY-7219\t3\n", "MetaCyc pathways, no taxa"),
        (rows("#OTU ID\tS1\tS2", ("ab", "cd", "ef")), "3 features, none named"),
        (rows("#OTU ID\tS1\tS2", [base * 60 for base in "ACG"]), "DNA sequences); give --taxonomy"),
    ],
)
def test_what_tells_nothing_of_groups_is_refused(tmp_path, run, content, message):
    status, _, err = run("profile", written(tmp_path, content))
    assert (status, message in err) == (2, True), err


def test_metadata_is_joined_by_ids_alone_and_tells_other_places(tmp_path, run):
    table = written(tmp_path, b"genus\t001\t002\nFaecalibacterium\t30000\t10000\nBacteroides\t70000\t90000\n")
    meta = written(tmp_path, b"sample\tage\tbody-site\n001\t40\tgut\n002\t50\ttongue\n", "meta")
    assert [one.usable for one in gb.profile(table, metadata=meta).samples] == [True, False]
    status, _, err = run("profile", table, "--metadata", written(tmp_path, b"sample,age\nX001,40\n2,50\n", "mangled"))
    assert status == 2
    assert "X001 resembles 001, 2 resembles 002" in err


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({"load": 8.0}, "no number of bacteria"),
        ({"unit": "litres"}, "is no unit"),
        ({"samples": ["S9"]}, "has no sample"),
    ],
)
def test_a_wrong_choice_is_told(tmp_path, named, message):
    with pytest.raises(InputError, match=message):
        gb.profile(written(tmp_path, biom()), **named)


def test_shares_of_two_samples_are_those_of_the_table(tmp_path):
    found = gb.profile(written(tmp_path, biom()))
    assert [one.guilds["bacteroides"].share for one in found.samples] == list(BACTEROIDES)


def test_what_methods_do_is_wider_than_counting_and_does_not_shrink_with_reads():
    few, many = (
        gb.profile(pd.DataFrame({"S1": [300 * times, 700 * times]}, index=["Faecalibacterium", "Bacteroides"]))
        for times in (10, 1000)
    )
    few, many = (found.samples[0].guilds["butyrate_producers"] for found in (few, many))
    assert many.high - many.low < (few.high - few.low) / 5
    # two groups: the log10 odds have an SD of 0.2 * sqrt(2), so 90 % is 1.645 times that either way
    half = 1.645 * 0.2 * 2**0.5
    for end, sign in ((many.methods_low, -1), (many.methods_high, 1)):
        odds = 3 / 7 * 10 ** (sign * half)
        assert end == pytest.approx(odds / (1 + odds), abs=0.04)
    assert few.methods_low <= few.low <= few.share <= few.high <= few.methods_high
