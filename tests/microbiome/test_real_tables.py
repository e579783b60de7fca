"""Real tables of others, where they are at hand: read as was worked out by hand beside them (``INDEX.yaml``)."""

import numpy as np
import pytest
from ruamel.yaml import YAML
from tables import real

from gutbrain.errors import InputError
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.profile import profile
from gutbrain.microbiome.readers import biom
from gutbrain.microbiome.reading import read_table
from gutbrain.microbiome.shares import placed

TAXONOMIES = {
    "mothur.shared": "mothur.cons.taxonomy",
    "mothur_quoted.shared": "mothur_quoted.cons.taxonomy",
    "dada2_seqtab.csv": "dada2_taxonomy_semicolon.csv",
    "cdi_table.qza": "cdi_taxa.qza",
}
HDF5 = ("cdi_table.qza", "biom21_taxonomy.biom")
MOVED = ("butyrate_producers", "other_commensals")
"""Groups of which the right shares changed after the file was written (Lachnospira); held together here."""

NAMES = (
    "kraken1.report",
    "bracken_species.tsv",
    "metaphlan4_merged_no_header.tsv",
    "kraken2_mpa_counts.tsv",
    "humann3_pathabundance_relab.tsv",
    "metaphlan4_single.txt",
    "metaphlan3_single.txt",
    "motus3.out",
    "mothur.shared",
    "mothur_quoted.shared",
    "cdi_table.qza",
    "dada2_seqtab.csv",
    "phyloseq_psmelt.csv",
    "biom1_rich_sparse.biom",
    "biom1_min_dense.biom",
    "biom21_taxonomy.biom",
    "hmp2_species_fractions.tsv",
    "mocat_speci.tsv",
    "refseq_taxatable.txt",
    "greengenes_taxatable.txt",
    "gtdb_genera_samples_as_rows.tsv",
    "faecal_metabolites.tsv",
    "ko_matrix.tsv",
    "emu_rel-abundance.tsv",
    "qiime2_level-6.csv",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_real_table_is_read_as_was_worked_out_by_hand(name):
    if name in HDF5:
        pytest.importorskip("h5py", reason="HDF5 is read with h5py, which is not here")
    path = real("more", name)
    right = YAML(typ="safe", pure=True).load(real("more", "INDEX.yaml").read_text(encoding="utf-8"))[name]["right"]
    other = TAXONOMIES.get(name)
    table = read_table(path, real("more", other) if other else None)
    assert (len(table.samples), len(table.features)) == (right["samples"], right["features"])
    if "total_min" in right:
        assert table.total[0] == pytest.approx(right["total_first"], abs=1e-4)
        assert table.total.min() == pytest.approx(right["total_min"], abs=1e-4)
        assert table.total.max() == pytest.approx(right["total_max"], abs=1e-4)
        assert (table.values[:, 0] > 0).sum() == right["features_above_zero_first"]
    if "guild_shares_first" not in right:
        return
    made = placed(table)
    shares = {guild: made.sums[guild][0] / table.total[0] for guild in GUILDS}
    for guild, share in right["guild_shares_first"].items():
        if guild not in (*MOVED, "not placed"):
            assert shares[guild] == pytest.approx(share, abs=0.002), guild
    moved = sum(right["guild_shares_first"].get(guild, 0) for guild in MOVED)
    removed = made.levels["removed"][0] / table.total[0]
    assert sum(shares[guild] for guild in MOVED) + removed == pytest.approx(moved, abs=0.002)
    unknown = made.levels["not placed"][0] / table.total[0]
    assert unknown == pytest.approx(right["guild_shares_first"].get("not placed", 0), abs=0.002)


@pytest.mark.parametrize(
    ("parts", "unit", "samples"),
    [
        (("david2014-diet-switch", "genus_counts.tsv"), "counts", 236),
        (("kang2018-autism-metabolites", "genus_counts.tsv"), "counts", 44),
        (("lahti2013-lgg-probiotic", "hitchip_signal.tsv"), "signal", 44),
        (("okeefe2015-dietswap", "hitchip_counts.tsv"), "counts", 222),
        (("sze2019-faecal-scfa", "genus_counts.tsv"), "counts", 480),
        (("tito2024-absolute-abundance", "genus_1e6_cells_per_g.tsv"), "signal", 589),
        (("zhu2020-gut-brain-modules", "genus_counts.tsv"), "counts", 171),
        (("formats", "adhd-fmt-Aggregated_humanization2.biom"), "counts", 27),
    ],
)
def test_nearly_all_of_a_cohort_is_placed(parts, unit, samples):
    table = read_table(real(*parts))
    made = placed(table)
    assert (table.unit, len(table.samples)) == (unit, samples)
    # a microarray has light where there is nothing, in groups that the gut has not
    assert (made.levels["not placed"] / table.total).mean() < (0.10 if samples == 44 and unit == "signal" else 0.03)


def test_a_table_in_hdf5_without_h5py_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "h5py", None)
    with pytest.raises(InputError, match="which is read with h5py"):
        biom.read_hdf5(b"\x89HDF\r\n\x1a\n", "t.biom")


def test_numbers_of_hdf5_are_unpacked_row_by_row():
    data, indices, starts = np.array([5.0, 1.0, 2.0]), np.array([0, 2, 1]), np.array([0, 2, 2, 3])
    assert biom._unpacked(data, indices, starts, 3, 3).tolist() == [[5, 0, 1], [0, 0, 0], [0, 2, 0]]
    with pytest.raises(ValueError, match="rows"):
        biom._unpacked(data, indices, starts, 4, 3)


def test_metadata_of_real_cohorts_is_told_for_what_it_is(run):
    for folder in ("sze2019-faecal-scfa", "kang2018-autism-metabolites", "lahti2013-lgg-probiotic"):
        status, _, err = run("profile", real(folder, "metadata.tsv"))
        assert status == 2
        assert "looks like metadata" in err, err
    assert profile(real("david2014-diet-switch", "genus_counts.tsv"), samples=["DD2"]).samples[0].usable
