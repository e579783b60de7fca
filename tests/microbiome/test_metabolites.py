"""Tables of metabolites beside the model, what a table is said to hold, and percentiles among people of one's own."""

import json

import numpy as np
import pandas as pd
import pytest
from tables import KO, biom, real

import gutbrain as gb
from gutbrain.answers.table.metabolites import NO_UNIT, beside_the_model, metabolites, named
from gutbrain.answers.table.reference import quantiles_of
from gutbrain.errors import InputError
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.reading import read_content, read_table
from gutbrain.microbiome.shares import percentile


@pytest.mark.parametrize(
    ("column", "name", "observable", "unit"),
    [
        ("C00246_Butyrate", "butyrate", "faecal_butyrate", ""),
        ("butyrate_mmol_kg", "butyrate", "faecal_butyrate", "mmol/kg"),
        ("Butyric acid (\u00b5mol/g)", "butyrate", "faecal_butyrate", "umol/g"),
        ("plasma tryptophan (uM)", "tryptophan", "plasma_tryptophan", "umol/L"),
        ("serum_kynurenine", "kynurenine", "plasma_kynurenine", ""),
        ("faecal_acetate", "acetate", "faecal_acetate", ""),
        ("HMDB0001858", "p-cresol", "", ""),
        ("4-Aminobutyrate", "GABA", "lumen_gaba", ""),
    ],
)
def test_a_name_is_understood_with_its_unit_and_where_it_was_measured(column, name, observable, unit):
    found = named(column)
    assert found is not None
    assert (found.metabolite.name, found.observable, found.unit) == (name, observable, unit)


def test_other_names_are_not_taken_for_one():
    assert [named(one) for one in ("2-Aminobutyrate", "Butyrylcarnitine", "C00300_Creatine", "butyrate kinase")] == [
        None
    ] * 4
    every = [name for one in metabolites() for name in (*one.names, *one.ids)]
    assert len(every) == len(set(every))


def of(text, unit=None):
    return beside_the_model(read_content(text.encode(), "m"), unit)


def test_amounts_are_in_the_unit_of_the_model_by_the_molar_mass_where_that_is_needed():
    header = (
        "id\tacetate_mmol_kg\tpropionate (mg/g)\tbutyrate (umol/g)\tplasma_tryptophan (mg/L)\tplasma_kynurenine (uM)\n"
    )
    found, _ = of(header + "S1\t44.7\t1\t11.3\t13.77\t1.8\n")
    value = found.set_index("metabolite").model_value
    assert value["acetate_mmol_kg"] == 44.7
    assert value["propionate (mg/g)"] == pytest.approx(1000 / 74.08)
    assert value["butyrate (umol/g)"] == pytest.approx(11.3)
    assert value["plasma_tryptophan (mg/L)"] == pytest.approx(67.4, abs=0.05)
    assert value["kynurenine to tryptophan"] == pytest.approx(1000 * 1.8 / 67.42, rel=1e-3)
    row = found.set_index("metabolite").loc["butyrate (umol/g)"]
    # the healthy adults of the model lie around what is usual, and so does this
    assert row.model_low < 11.3 < row.model_high
    assert 20 < row.model_percentile < 80
    assert (row.published_low, row.published_high, row.published_source) == (2.6, 30.1, "thriene-2025")


def test_without_a_unit_ratios_alone_are_told_and_an_empty_cell_is_not_zero():
    found, said = of("id\tacetate\tpropionate\tbutyrate\tvalerate\nS1\t600\t200\t200\t\nS2\t600\t\t200\t5\n")
    first = found[found["sample"] == "S1"].set_index("metabolite")
    assert first.value["butyrate of the three acids"] == pytest.approx(0.2)
    assert first.published_median["butyrate of the three acids"] == 0.173
    assert first.said["butyrate"] == NO_UNIT
    assert np.isnan(first.model_value["butyrate"])
    assert np.isnan(first.model_median["butyrate"])
    assert "valerate" not in first.index
    second = found[found["sample"] == "S2"]
    assert not second.metabolite.str.contains("three").any()
    assert "propionate" not in set(second.metabolite)
    assert any("--unit says what the numbers are" in one for one in said)
    again, said = of("id\tacetate\tpropionate\tbutyrate\nS1\t60\t20\t20\n", "mmol/kg")
    assert again.set_index("metabolite").model_value["acetate"] == 60
    assert not any("--unit" in one for one in said)


def test_what_the_model_has_not_is_said_and_no_number_stands_beside_it():
    found, said = of("id\tacetate\tbutyrate\tindole\tp-cresol\tglucose\nS1\t1\t1\t1\t1\t1\n", "mmol/kg")
    row = found.set_index("metabolite").loc["p-cresol"]
    assert row.said == "in stool not in the model; the model has 4-ethylphenyl sulfate, which other microbes make"
    assert np.isnan(row.model_median)
    assert "4 of 5 metabolites" in said[0]
    found, _ = of("id\tacetate\tbutyrate\tGABA\nS1\t1\t1\t1\n", "mmol/L")
    assert found.said[0] == "mmol/L does not become mmol/kg: give it as mmol/kg"


def test_a_table_of_metabolites_is_told_from_the_command_line(tmp_path, run):
    (tmp_path / "m.csv").write_text("id,acetate,propionate,butyrate\nS1,60,20,12\nS2,50,10,\n", encoding="utf-8")
    status, out, err = run("profile", tmp_path / "m.csv", "--unit", "mmol/kg")
    assert status == 0, err
    assert "From metabolites no groups can be read" in out
    status, out, _ = run("profile", tmp_path / "m.csv", "--unit", "mmol/kg", "--json")
    told = json.loads(out)
    assert (status, told["content"], told["usable"]) == (0, "metabolites", False)
    assert told["metabolites"][0]["model_value"] == 60
    assert run("profile", tmp_path / "m.csv", "--unit", "smoots")[0] == 2


def test_a_kind_is_told_by_the_content_and_may_be_said(tmp_path):
    odd = b"id\tcompound one\tcompound two\nS1\t1\t2\nS2\t3\t4\n"
    assert read_content(odd, "t", "metabolites").content == "metabolites"
    assert read_content(odd, "t").content == "taxa"
    assert read_content(KO, "t", "functions").content == "functions"
    for content, kind, message in (
        (biom(), "metabolites", "is a BIOM 1.0, which holds taxa; leave out the kind, or say taxa"),
        (odd, "functions", "which holds taxa"),
        (odd, "tax", "'tax' is no kind of table; did you mean 'taxa'"),
    ):
        with pytest.raises(InputError, match=message):
            read_content(content, "t", kind)


def people(count, seed=0):
    """Reads of so many people as a file."""
    rng = np.random.default_rng(seed)
    names = ["Faecalibacterium", "Bacteroides", "Bifidobacterium", "Akkermansia", "Escherichia", "Alistipes", "Blautia"]
    share = rng.dirichlet([3, 3, 1, 0.3, 0.2, 1, 3], size=count)
    counts = np.array([rng.multinomial(20000, one) for one in share]).T
    return pd.DataFrame(counts, index=names, columns=[f"P{at}" for at in range(count)])


def test_percentiles_are_among_the_people_of_a_file_and_even_among_themselves(tmp_path):
    own = people(101)
    own.to_csv(tmp_path / "cohort.tsv", sep="\t")
    found = gb.profile(own, reference=tmp_path / "cohort.tsv")
    for guild in ("bacteroides", "butyrate_producers", "other_commensals"):
        ranks = sorted(one.guilds[guild].percentile for one in found.samples)
        assert ranks == pytest.approx(np.linspace(0, 100, 101), abs=2)
    assert found.remarks == ("Percentiles are among 101 samples of cohort.tsv, and hold for its people and method.",)
    shipped = gb.profile(own, reference="tito").samples[0].guilds["bacteroides"]
    assert shipped.percentile == percentile("bacteroides", shipped.share)


def test_a_reference_that_is_none_is_refused(tmp_path):
    own = people(30)
    people(5).to_csv(tmp_path / "few.tsv", sep="\t")
    (tmp_path / "ko.tsv").write_bytes(KO)
    for reference, message in (
        ("tuto", "no reference that ships, and no file; did you mean 'tito'"),
        (tmp_path / "few.tsv", "has 5 samples of which three quarters are placed; 20 are needed"),
        (tmp_path / "ko.tsv", "holds functions; a reference is a table of taxa"),
        (tmp_path / "none.tsv", "cannot be read"),
    ):
        with pytest.raises(InputError, match=message):
            gb.profile(own, reference=reference)


def test_the_people_who_ship_are_found_again_in_their_table():
    table = read_table(real("tito2024-absolute-abundance", "genus_1e6_cells_per_g.tsv"))
    told = real("tito2024-absolute-abundance", "metadata.tsv").read_text(encoding="utf-8").splitlines()
    healthy = [line.split("\t")[0] for line in told if line.split("\t")[1] == "CTL"]
    quantiles, count = quantiles_of(table.picked(healthy))
    assert count == len(healthy) == 205
    from gutbrain.microbiome.shares import reference

    for guild in GUILDS:
        assert quantiles[guild][::5] == pytest.approx(reference()[guild], abs=2e-3)


def test_the_acids_of_a_cohort_are_read_and_lie_among_people_of_the_model():
    found, _ = beside_the_model(read_table(real("sze2019-faecal-scfa", "scfa.tsv")))
    own = found[found.metabolite == "butyrate_mmol_kg"]
    assert own.model_value.median() == pytest.approx(10.2, abs=0.1)
    assert 30 < own.model_percentile.median() < 60
    # isobutyrate was not measured in all, which is not 0
    assert 0 < (found.understood == "isobutyrate").sum() < 480


def test_tables_of_anndata_and_biom_are_taken_as_they_are():
    reads = np.array([[600, 300, 100], [100, 800, 100]])
    anndata = pytest.importorskip("anndata", reason="anndata is not here")
    names = pd.DataFrame(
        {
            "Family": ["Ruminococcaceae", "Bacteroidaceae", "Enterobacteriaceae"],
            "Genus": ["Faecalibacterium", "Bacteroides", np.nan],
        },
        index=["a", "b", "c"],
    )
    told = pd.DataFrame({"body-site": ["gut", "tongue"]}, index=["S1", "S2"])
    made = gb.profile(anndata.AnnData(reads.astype(float), obs=told, var=names))
    assert [one.guilds["butyrate_producers"].share for one in made.samples] == [0.6, 0.1]
    assert [one.guilds["enterobacteriaceae"].share for one in made.samples] == [0.1, 0.1]
    assert [one.sample for one in made.samples if any(check.check == "place" for check in one.checks)] == ["S2"]


class LikeBiom:
    """A table as biom and scikit-bio make them."""

    matrix_data = np.array([[600.0, 100], [300, 800], [100, 100]])

    def ids(self, axis="sample"):
        return np.array(["a", "b", "c"] if axis == "observation" else ["S1", "S2"])

    def metadata(self, axis="sample"):
        lineages = (
            "f__Ruminococcaceae; g__Faecalibacterium",
            "f__Bacteroidaceae; g__Bacteroides",
            "f__Enterobacteriaceae; g__",
        )
        return tuple({"taxonomy": one.split("; ")} for one in lineages) if axis == "observation" else None


def test_a_table_like_that_of_biom_needs_no_file_and_what_is_none_is_refused():
    made = gb.profile(LikeBiom())
    assert [one.guilds["bacteroides"].share for one in made.samples] == [0.3, 0.8]
    with pytest.raises(InputError, match="list is no table that is known here"):
        gb.profile([1, 2])
    broken = LikeBiom()
    broken.matrix_data = np.array([[np.nan, 1], [1, 1], [1, 1]])
    with pytest.raises(InputError, match="holds what is no number"):
        gb.profile(broken)
