"""Stools from which people start: what is drawn from them, who has which, and what a ready person is."""

import numpy as np
import pytest

from gutbrain.engine.simulation import read_protocol
from gutbrain.errors import InputError
from gutbrain.microbiome.community import Community, read_community
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.profile import profile
from gutbrain.microbiome.start import start_yaml

NAMES = ("Faecalibacterium", "Bacteroides", "Bifidobacterium", "Blautia")
READS = {"S1": (3000, 5000, 500, 1500), "S2": (6000, 1000, 100, 2900), "S3": (1000, 8000, 0, 1000)}
BUTYRATE, BACTEROIDES, BIFIDOBACTERIUM = map(GUILDS.index, ("butyrate_producers", "bacteroides", "bifidobacterium"))


def table(folder, samples=READS, name="table.tsv"):
    rows = ["\t".join(["genus", *samples])]
    rows += ["\t".join([genus, *(str(samples[one][at]) for one in samples)]) for at, genus in enumerate(NAMES)]
    path = folder / name
    path.write_text("\n".join(rows) + "\n")
    return path


def test_the_middle_is_what_was_counted_and_draws_lie_around_it_as_far_as_counting_goes(tmp_path):
    stool = read_community(table(tmp_path), ["S1"])
    middle = stool.middle()
    assert middle.sum() == pytest.approx(1)
    assert middle[[BUTYRATE, BACTEROIDES, BIFIDOBACTERIUM]] == pytest.approx([0.3, 0.5, 0.05], abs=1e-4)
    # without a read there may still be some, below one in ten thousand
    assert 0 < middle[GUILDS.index("akkermansia")] < 1e-4
    drawn = stool.of_draws(np.arange(2000), 0)
    assert drawn.sum(axis=0) == pytest.approx(1)
    assert drawn[BUTYRATE].mean() == pytest.approx(0.3, abs=0.001)
    # as many tosses of a coin
    assert drawn[BUTYRATE].std() == pytest.approx(np.sqrt(0.3 * 0.7 / 10_000), rel=0.1)


def test_few_draws_are_the_first_of_many_and_each_seed_has_its_own(tmp_path):
    stool = read_community(table(tmp_path), ["S1"])
    many = stool.of_draws(np.arange(50), 3)
    assert np.array_equal(stool.of_draws(np.array([7, 20]), 3), many[:, [7, 20]])
    assert np.array_equal(stool.of_people(np.array([7, 20]), 3), many[:, [7, 20]])
    assert not np.allclose(stool.of_draws(np.arange(50), 4), many)


def test_each_person_of_a_cohort_has_a_sample_all_once_before_any_twice(tmp_path):
    stools = read_community(table(tmp_path))
    whose = stools.whose(np.arange(7), 0)
    assert sorted(whose[:3]) == sorted(whose[3:6]) == [0, 1, 2]
    # whoever else is run, a person has the same
    assert np.array_equal(stools.whose(np.array([4, 6]), 0), whose[[4, 6]])
    assert any(not np.array_equal(stools.whose(np.arange(3), seed), whose[:3]) for seed in range(1, 6))
    shares = stools.of_people(np.arange(7), 0)
    right = np.array([READS[f"S{one + 1}"][1] / 10_000 for one in whose])
    assert shares[BACTEROIDES] == pytest.approx(right, abs=0.03)
    # the second time it is another draw of the same stool
    first, again = (np.flatnonzero(whose == 0)[at] for at in (0, 1))
    assert shares[BACTEROIDES, first] != shares[BACTEROIDES, again]


def test_a_typical_person_of_several_samples_is_asked_for_by_name_or_is_their_mean(tmp_path):
    stools = read_community(table(tmp_path))
    with pytest.raises(InputError, match="3 samples, and a person has one"):
        stools.of_draws(np.arange(2), 0)
    assert stools.mean().of_draws(np.arange(8), 0)[BACTEROIDES] == pytest.approx(14 / 30, abs=0.01)
    assert stools.mean().middle()[BACTEROIDES] == pytest.approx(14 / 30, abs=1e-4)


def test_what_has_no_reads_lies_below_the_smallest_number_that_was_seen(tmp_path):
    cells = {"S1": (3e10, 5e10, 1e7, 0)}
    stool = read_community(table(tmp_path, cells), ["S1"], unit="cells")
    drawn = stool.of_draws(np.arange(500), 0)
    unseen = drawn[GUILDS.index("akkermansia")] * 8e10
    assert unseen.min() > 0
    assert unseen.max() < 1.5e7
    assert np.log(drawn[BUTYRATE] / drawn[BACTEROIDES]).std() == pytest.approx(0.2 * np.sqrt(2), rel=0.15)


def test_a_named_sample_that_is_no_start_is_refused_and_others_are_left_out(tmp_path):
    path = table(tmp_path, {**READS, "few": (30, 50, 5, 15)})
    with pytest.raises(InputError, match=r"no start for a person.*few: reads") as refused:
        read_community(path, ["few"])
    assert len(refused.value.problems) == 1
    stools = read_community(path)
    assert [one.sample for one in stools.stools] == ["S1", "S2", "S3"]
    assert stools.left_out == ("few",)
    assert any("left out: few" in text for text in stools.warnings)
    # one usable sample of a table that has two is not taken for the only one
    one = read_community(table(tmp_path, {"S1": READS["S1"], "few": (30, 50, 5, 15)}, "two.tsv"))
    with pytest.raises(InputError, match="2 samples"):
        one.of_draws(np.arange(2), 0)


def test_half_of_the_mouth_is_no_stool(tmp_path):
    path = tmp_path / "tongue.tsv"
    path.write_text("genus\ttongue\nStreptococcus\t5000\nNeisseria\t3000\nBacteroides\t2000\n")
    with pytest.raises(InputError, match="no stool"):
        read_community(path)


def test_a_table_of_genes_or_metabolites_is_no_start(tmp_path):
    genes = tmp_path / "ko.tsv"
    genes.write_text("KO\tS1\nK00789\t10\nK02863\t20\nK02950\t30\n")
    with pytest.raises(InputError, match="no person can start"):
        read_community(genes)


def test_a_changed_file_is_read_anew(tmp_path):
    path = table(tmp_path)
    before = read_community(path, ["S1"])
    table(tmp_path, {"S1": (9000, 500, 250, 250)})
    assert read_community(path, ["S1"]).digest != before.digest


def test_two_readings_of_one_sample_are_the_same(tmp_path):
    first, again = (read_community(table(tmp_path, name=name), ["S1"]) for name in ("a.tsv", "b.tsv"))
    assert first == again
    assert hash(first) == hash(again)
    assert first != read_community(table(tmp_path), ["S2"])
    assert first != read_community(table(tmp_path), ["S1"], load=8e10)


@pytest.mark.parametrize("names", [("001",), ("1e5",), ("no",), ("001", "no")])
def test_a_ready_person_is_read_as_the_sample_whatever_its_name(tmp_path, names):
    path = table(tmp_path, dict(zip(("001", "1e5", "no"), READS.values(), strict=True)))
    folder = tmp_path / "results" / "profile"
    folder.mkdir(parents=True)
    made = start_yaml(profile(path, samples=names), folder=folder, samples=names, load=8e10)
    (folder / "start.yaml").write_text(made)
    person = read_protocol(folder / "start.yaml").person
    assert tuple(one.sample for one in person.microbiota.stools) == names
    assert person.microbiota.load == 8e10
    assert str(tmp_path) not in made


def test_a_ready_cohort_is_all_that_are_usable(tmp_path):
    path = table(tmp_path)
    made = start_yaml(profile(path), folder=tmp_path)
    assert "gutbrain simulate start.yaml --people 3" in made
    (tmp_path / "start.yaml").write_text(made)
    assert len(read_protocol(tmp_path / "start.yaml").person.microbiota.stools) == 3


def test_a_ready_person_has_the_load_of_the_profile(tmp_path):
    assert "load: 90000000000.0" in start_yaml(profile(table(tmp_path), samples=["S1"], load="9e10"), samples=["S1"])
    assert "load" not in start_yaml(profile(table(tmp_path), samples=["S1"]), samples=["S1"]).split("traits:")[1]


def test_a_table_in_memory_is_a_community_but_no_file_that_could_be_named():
    pandas = pytest.importorskip("pandas")
    found = profile(pandas.DataFrame({"S1": [3000.0, 7000.0]}, index=["Faecalibacterium", "Bacteroides"]))
    assert Community.of(found).middle()[BACTEROIDES] == pytest.approx(0.7, abs=1e-3)
    with pytest.raises(InputError, match="is no file"):
        start_yaml(found)
