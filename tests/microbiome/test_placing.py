"""Names of every database, and where they belong."""

import pytest

from gutbrain.microbiome.names import taxon
from gutbrain.microbiome.placing import GUILDS, genera, place, sources
from gutbrain.microbiome.placing import _known as known


@pytest.mark.parametrize(
    ("name", "guild", "level"),
    [
        ("Lactobacillus reuteri", "lactobacillus", "genus"),
        ("Limosilactobacillus reuteri", "lactobacillus", "genus"),
        ("g__Prevotella_9", "bacteroides", "genus"),
        ("g__Segatella", "bacteroides", "genus"),
        ("Phocaeicola vulgatus", "bacteroides", "genus"),
        ("Escherichia/Shigella", "enterobacteriaceae", "genus"),
        ("g__Escherichia_710834", "enterobacteriaceae", "genus"),
        ("[Eubacterium] hallii group", "butyrate_producers", "species"),
        ("X.Eubacterium..hallii.group", None, "not placed"),
        ("g__Faecalibacterium_A", "butyrate_producers", "genus"),
        ("D_5__Roseburia", "butyrate_producers", "genus"),
        ("Eubacterium rectale et rel.", "butyrate_producers", "species"),
        ("Clostridium difficile et rel.", "protein_fermenters", "species"),
        ("Allistipes et rel.", "protein_fermenters", "genus"),
        ("Candidatus_Cibionibacter", "other_commensals", "species"),
        ("Acidaminococcaceae_Acidaminococcus", "protein_fermenters", "genus"),
        ("Lachnospiraceae_unclassified", "other_commensals", "family"),
        ("Bacteria;Firmicutes;Clostridia;Clostridiales;Lachnospiraceae;Roseburia", "butyrate_producers", "genus"),
        (
            "d__Bacteria;p__Firmicutes;c__Clostridia;o__Oscillospirales;f__Butyricicoccaceae;g__uncultured",
            "butyrate_producers",
            "family",
        ),
        ("k__Bacteria;p__Bacteroidota;c__;o__;f__;g__", "other_commensals", "lineage"),
        ("k__Bacteria;__;__;__", None, "not placed"),
        ("Unassigned;__;__", None, "not placed"),
        ("UNMAPPED", None, "not placed"),
        ("Nonsuch", None, "not placed"),
        ("d__Bacteria; p__Cyanobacteria; c__Cyanobacteriia; o__Chloroplast", None, "removed"),
        ("d__Bacteria; p__Proteobacteria; o__Rickettsiales; f__Mitochondria", None, "removed"),
        ("k__Eukaryota|p__Chordata|c__Mammalia|g__Homo|s__Homo_sapiens", None, "removed"),
        ("d__Bacteria;p__Cyanobacteria;c__Vampirivibrionia;o__Gastranaerophilales", "other_commensals", "lineage"),
    ],
)
def test_a_name_of_any_database_is_placed(name, guild, level):
    where = place(taxon(name))
    assert (where.guild, where.level) == (guild, level)


def test_two_families_with_uncultured_members_are_two_things():
    first = taxon("d__Bacteria;p__A;c__B;o__C;f__Prevotellaceae;g__uncultured")
    other = taxon("d__Bacteria;p__A;c__B;o__C;f__Lachnospiraceae;g__uncultured")
    assert "genus" not in first.ranks
    assert (place(first).guild, place(other).guild) == ("bacteroides", "other_commensals")


def test_every_record_has_a_group_and_sources_that_are_there():
    cited = {ref for genus in known().genera.values() for ref in genus.refs}
    cited |= {ref for species in known().species.values() for ref in species.refs}
    assert cited <= sources().keys()
    assert {genus.guild for genus in known().genera.values()} == set(GUILDS)
    assert len(genera()) == 310


def test_butyrate_is_not_counted_where_none_is_made():
    assert place(taxon("Lachnospira")).guild == place(taxon("Eubacterium eligens")).guild == "other_commensals"
    assert place(taxon("Parabacteroides")).guild == "other_commensals"
