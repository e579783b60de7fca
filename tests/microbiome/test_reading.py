"""Tables are told by their content, and read as what they are."""

import numpy as np
import pytest
from tables import (
    BACTEROIDES,
    BUTYRATE,
    ENTEROBACTERIA,
    GOOD,
    IDS,
    KO,
    KRAKEN,
    LINEAGES,
    TAXONOMY,
    biom,
    metaphlan,
    qza,
    rows,
)

from gutbrain.errors import InputError
from gutbrain.microbiome.placing import place
from gutbrain.microbiome.reading import read_content, read_table


def shares(table):
    """Shares of groups of all that is in each sample."""
    found = {}
    for feature, row in zip(table.features, table.values, strict=True):
        where = place(feature)
        name = where.guild or where.level
        found[name] = found.get(name, 0) + row / table.total
    return found


@pytest.mark.parametrize("name", GOOD)
def test_a_table_is_read_as_what_it_is_whatever_it_is_called(name):
    table = read_content(GOOD[name], "a file")
    assert table.samples == ("S1", "S2")
    assert table.unit == "counts"
    np.testing.assert_allclose(table.total, [1000, 1000])
    found = shares(table)
    np.testing.assert_allclose(found["butyrate_producers"], BUTYRATE)
    np.testing.assert_allclose(found["bacteroides"], BACTEROIDES)
    np.testing.assert_allclose(found["enterobacteriaceae"], ENTEROBACTERIA)


def test_only_one_rank_of_metaphlan_is_added_and_species_tell_more_than_genera():
    table = read_content(metaphlan(), "profile")
    assert table.kind == "MetaPhlAn"
    np.testing.assert_allclose(table.total, [100, 100])
    np.testing.assert_allclose(shares(table)["butyrate_producers"], [0.6, 0.1])
    np.testing.assert_allclose(shares(table)["not placed"], [0.1, 0])


def test_reads_that_stop_at_a_rank_of_kraken_belong_to_it():
    table = read_content(KRAKEN, "folder/mine.report.txt")
    assert table.samples == ("mine.report",)
    assert table.total[0] == 1000
    assert shares(table)["bacteroides"][0] == pytest.approx(0.6)
    assert shares(table)["butyrate_producers"][0] == pytest.approx(0.34)
    assert shares(table)["not placed"][0] == pytest.approx(0.06)


def test_parts_of_a_function_are_not_counted_again():
    table = read_content(KO, "ko.tsv")
    assert (table.content, table.samples) == ("functions", ("S1", "S2"))
    assert dict(zip([one.given for one in table.features], table.values.tolist(), strict=True)) == {
        "UNMAPPED": [500, 400],
        "K00929": [30, 0],
        "K01667": [12, 8],
    }


def test_a_mothur_file_ends_its_lines_with_a_tab_and_has_its_names_elsewhere(tmp_path):
    (tmp_path / "a.shared").write_text(
        "label\tGroup\tnumOtus\tOtu1\tOtu2\t\n0.03\t2003650\t2\t60\t40\t\n0.03\t007\t2\t10\t90\t\n", encoding="utf-8"
    )
    (tmp_path / "a.taxonomy").write_text(
        'OTU\tSize\tTaxonomy\nOtu1\t7\t"Bacteria(100);Firmicutes(100);Clostridia(99);Clostridiales(9);Lachnospiraceae(9);Roseburia(9);"\n'
        "Otu2\t7\tBacteria(100);Bacteroidetes(100);Bacteroidia(99);Bacteroidales(9);Bacteroidaceae(9);unclassified(9);\n",
        encoding="utf-8",
    )
    table = read_table(tmp_path / "a.shared", tmp_path / "a.taxonomy")
    assert table.samples == ("2003650", "007")
    np.testing.assert_allclose(shares(table)["butyrate_producers"], [0.6, 0.1])
    np.testing.assert_allclose(shares(table)["bacteroides"], [0.4, 0.9])


@pytest.mark.parametrize("content", [TAXONOMY, qza("FeatureData[Taxonomy]", "taxonomy.tsv", TAXONOMY)])
def test_names_in_a_file_of_their_own_are_joined_by_ids(tmp_path, content):
    (tmp_path / "table").write_bytes(rows("#OTU ID\tS1\tS2", IDS))
    (tmp_path / "names").write_bytes(content)
    np.testing.assert_allclose(shares(read_table(tmp_path / "table", tmp_path / "names"))["bacteroides"], BACTEROIDES)


def test_the_taxonomy_of_another_run_is_refused_and_one_that_lacks_much_is_told(tmp_path):
    (tmp_path / "table").write_bytes(rows("#OTU ID\tS1\tS2", IDS))
    (tmp_path / "names").write_text("Feature ID\tTaxon\nzz\tk__Bacteria\n", encoding="utf-8")
    with pytest.raises(InputError, match="no feature of the table is in it"):
        read_table(tmp_path / "table", tmp_path / "names")
    (tmp_path / "names").write_text(f"Feature ID\tTaxon\na2\t{LINEAGES[1]}\n", encoding="utf-8")
    assert "only 1 of 3 features" in read_table(tmp_path / "table", tmp_path / "names").notes[-1]


def test_names_of_samples_stay_text():
    table = read_content(b"genus\t001\t002\t10e1\nFaecalibacterium\t30\t10\t5\nBacteroides\t170\t190\t95\n", "t")
    assert table.samples == ("001", "002", "10e1")


def test_numbers_of_a_spreadsheet_may_have_commas():
    text = "\ufeffGenus;Probe 1;Probe 2\r\nFaecalibacterium;12,5;3\r\nBacteroides;87,5;97\r\n;;\r\n"
    table = read_content(text.encode(), "t.csv")
    assert (table.samples, table.unit) == (("Probe 1", "Probe 2"), "percent")
    np.testing.assert_allclose(table.values, [[12.5, 3], [87.5, 97]])


SEQUENCES = ["ACGT" * 20, "TTGA" * 20]

REFUSED = {
    b"": "is empty",
    b"sample\tage\tsex\tgroup\nS1\t40\tmale\tA\nS2\t50\tfemale\tB\n": "looks like metadata",
    b"sample_id\tSubject\tBMI\nS1\t1\t20\nS2\t2\t21\n": "looks like metadata",
    b"genus\tS1\tS2\nFaecalibacterium\t1\tn/a\nBacteroides\t2\t3\n"
    + b"Roseburia\t1\t2\n" * 20: "column S2: 'n/a' is no number",
    b"genus\tS1\nFaecalibacterium\t-1.5\nBacteroides\t2\n": "negative values (S1: Faecalibacterium -1.5)",
    b"genus\tS1\tS1\nFaecalibacterium\t1\t2\nBacteroides\t2\t3\n": "'S1' stands twice",
    b"genus\tS1\tS2\nFaecalibacterium\t0\t0\nBacteroides\t0\t0\n": "every sample is empty",
    b"just words\nand more of them\n": "nothing parts the cells",
    b'{"rows": 3}': "is JSON, but no BIOM table",
    b'{"rows": [': "is damaged",
    b'{"rows": [], "columns": [], "data": []}': "holds no numbers",
    b'{"rows": [{"id": "a"}], "columns": [{"id": "b"}], "data": [[5, 0, 1]]}': "damaged BIOM",
    b"label\tGroup\tnumOtus\tOtu1\n0.03\tA\t1\t5\n0.05\tA\t1\t5\n": "at 2 distances (0.03, 0.05)",
    b"\x1f\x8bnothing": "damaged gzip",
    b"PK\x03\x04nothing": "damaged archive",
    qza("Visualization", "index.html", b""): "QIIME 2 picture",
    qza("FeatureData[Taxonomy]", "taxonomy.tsv", TAXONOMY): "holds FeatureData[Taxonomy], not a table",
    TAXONOMY.replace(b"\tConfidence", b"").replace(b"\t0.99", b""): "is a taxonomy",
    b"%PDF-1.4": "this is a PDF",
    b'[{"tax_name": "Bacteria", "tax_rank": "superkingdom", "count": 5}]': "report of a company",
}


@pytest.mark.parametrize(("content", "message"), REFUSED.items())
def test_what_is_no_table_is_refused_in_one_sentence(content, message):
    with pytest.raises(InputError) as refused:
        read_content(content, "mine.tsv")
    assert message in str(refused.value)
    assert len(refused.value.problems) == 1
    assert str(refused.value).startswith("mine.tsv")


def test_a_wrong_number_is_told_with_its_line():
    text = b"genus\tS1\tS2\n" + b"Roseburia\t1\t2\n" * 20 + b"Bacteroides\t1\tx\n"
    with pytest.raises(InputError, match=r"mine.tsv:22: column S2: 'x' is no number"):
        read_content(text, "mine.tsv")


def test_samples_that_are_asked_for_are_there_or_near_ones_are_named():
    table = read_content(biom(), "t")
    assert table.picked(["S2"]).total.tolist() == [1000]
    with pytest.raises(InputError, match="did you mean 'S1'"):
        table.picked(["S11"])


@pytest.mark.parametrize(
    "cell", ["[-1, 0, 5]", "[0.5, 0, 5]", "[3, 0, 5]", "[0, 9, 5]", "[0, 0]", '[0, 0, "x"]', "null"]
)
def test_a_cell_outside_of_a_sparse_table_is_refused(cell):
    text = '{"rows": [{"id": "a"}], "columns": [{"id": "S1"}], "data": [[0, 0, 5], CELL]}'
    with pytest.raises(InputError, match="damaged BIOM"):
        read_content(text.replace("CELL", cell).encode(), "t")
    assert read_content(text.replace("CELL", "[0, 0, 2]").encode(), "t").values.tolist() == [[7.0]]
