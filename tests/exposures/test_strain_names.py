import pytest

from gutbrain.datafiles import read
from gutbrain.exposures import UnknownStrain, present_name, resolve, strains


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("B. longum 1714", "B. longum 1714"),
        ("Bifidobacterium longum 1714", "B. longum 1714"),
        ("bifidobacterium  LONGUM 1714®", "B. longum 1714"),
        ("B.longum 1714", "B. longum 1714"),
        ("Bifidobacterium longum subsp. longum 1714", "B. longum 1714"),
        ("LGG", "L. rhamnosus GG"),
        ("L. rhamnosus GG", "L. rhamnosus GG"),
        ("Lactobacillus rhamnosus GG", "L. rhamnosus GG"),
        ("Lacticaseibacillus rhamnosus (LGG®)", "L. rhamnosus GG"),
        ("Lactobacillus casei Shirota", "L. paracasei Shirota"),
        ("Lactobacillus casei strain Shirota", "L. paracasei Shirota"),
        ("Lb. plantarum 299v", "L. plantarum 299v"),
        ("Bifidobacterium animalis ssp. lactis BB12", "B. lactis BB-12"),
        ("Bifidobacterium lactis HN019", "B. lactis HN019"),
        ("BB536", "B. longum BB536"),
        ("NCC3001", "B. longum NCC3001"),
        ("L. helveticus Rosell-52", "L. helveticus R0052"),
        ("DSM 9843", "L. plantarum 299v"),
    ],
)
def test_names_of_known_strains(written: str, short: str) -> None:
    found = resolve(written)
    assert (found.strain.short, found.strain.level, found.warning) == (short, "strain", None)


def test_every_strain_is_found_by_its_own_names() -> None:
    for strain in strains():
        assert resolve(strain.name).strain is strain
        assert resolve(strain.short).strain is strain


def test_unknown_strain_of_a_known_species_borrows_nothing_from_its_sisters() -> None:
    found = resolve("B. longum 1741")
    assert (found.strain.level, found.strain.short) == ("species", "B. longum 1741")
    assert found.strain.trials == ()
    assert found.strain.potency_sd > resolve("B. longum 1714").strain.potency_sd
    assert "did you mean '1714'?" in str(found.warning)


def test_species_and_genus_alone_are_accepted_with_a_warning() -> None:
    assert resolve("Lactobacillus reuteri").strain.species == "Limosilactobacillus reuteri"
    assert "names no strain" in str(resolve("Lactobacillus reuteri").warning)
    genus = resolve("Lactobacillus sp. ABC1")
    assert (genus.strain.level, genus.strain.lactobacillus) == ("genus", 1.0)
    assert genus.warning


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Bifidobacterium longim 1714", "did you mean 'Bifidobacterium longum'"),
        ("B. longom 1714", "did you mean 'B. longum 1714'"),
        ("nonsense", "write it as in"),
        ("", "write it as in"),
    ],
)
def test_nonsense(written: str, said: str) -> None:
    with pytest.raises(UnknownStrain, match=said):
        resolve(written)


def test_what_a_strain_is_taken_to_do() -> None:
    assert resolve("JB-1").strain.vagal == 1
    assert resolve("PRL2019").strain.gaba == 1
    assert resolve("L. brevis W63").strain.gaba == 0.5
    assert (resolve("LGG").strain.lactobacillus, resolve("LGG").strain.bifidobacterium) == (1, 0)
    assert (resolve("LGG").strain.grade, resolve("B. longum BB536").strain.grade) == ("human-trial", "assumption")
    assert resolve("B. longum 1714").strain.grade == "human-trial"
    assert 0 < resolve("LGG").strain.potency_mean < 1


def test_present_name() -> None:
    assert present_name("Lactobacillus casei") == "Lacticaseibacillus casei"
    assert present_name("Lactobacillus gasseri") == "Lactobacillus gasseri"


UNTRIED = (
    "Lactobacillus",
    "B. longum",
    "B. longum XYZ-9",
    "L. brevis",
    "S. boulardii CNCM I-745",
    "E. coli Nissle 1917",
)


@pytest.mark.parametrize("name", UNTRIED)
def test_of_what_nobody_tried_not_even_the_sign_is_known(name: str) -> None:
    unknown, known = resolve(name).strain, resolve("B. longum 1714").strain
    assert (unknown.tried, unknown.potency_mean, unknown.gaba, unknown.grade) == (False, 0.0, 0.0, "assumption")
    # as large as that of a new strain among those that are tried, to either side
    tried = read("gutbrain.exposures", "potency.yaml")["population"]
    assert unknown.potency_sd == pytest.approx((tried["mean"] ** 2 + tried["sd"] ** 2) ** 0.5)
    assert unknown.potency_sd > known.potency_sd


def test_tried_strains_keep_what_trials_say_of_them() -> None:
    fitted = {row["name"]: (row["mean"], row["sd"]) for row in read("gutbrain.exposures", "potency.yaml")["strains"]}
    for name in ("B. longum 1714", "LGG", "299v", "R0052"):
        strain = resolve(name).strain
        assert (strain.tried, (strain.potency_mean, strain.potency_sd)) == (True, fitted[strain.name]), name


def test_a_trial_that_says_next_to_nothing_is_no_ground() -> None:
    assert resolve("35624").strain.own_share < 0.01
    assert resolve("35624").strain.grade == "assumption"
    assert resolve("L. rhamnosus HN001").strain.own_share > 0.2


def test_the_nameless_strain_of_a_trial_is_as_strains_that_are_tried() -> None:
    found = resolve("Lactobacillus acidophilus (as tried)")
    assert (found.strain.short, found.strain.tried) == ("L. acidophilus (as tried)", True)
    (species,) = (
        s for s in read("gutbrain.exposures", "potency.yaml")["species"] if s["name"] == "Lactobacillus acidophilus"
    )
    assert (found.strain.potency_mean, found.strain.potency_sd) == (species["mean"], species["sd"])
    assert "a trial did not name" in str(found.warning)
    assert resolve(found.strain.short).strain == found.strain
    assert resolve("L. brevis (as tried)").strain.gaba == 0.5
    # a code is a claim of its own
    assert not resolve("L. acidophilus XY-1 (as tried)").strain.tried


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("L. rhamnosis GG", "did you mean 'L. rhamnosus GG'?"),
        ("B longm 1714", "did you mean 'B. longum 1714'?"),
        ("L. imaginarius XX1", "write it as in 'B. longum 1714', and a product by the strains that its label names"),
        ("VSL#3", "write it as in 'B. longum 1714', and a product by the strains that its label names"),
    ],
)
def test_a_slip_is_told_from_another_strain_and_from_a_product(name, right):
    with pytest.raises(UnknownStrain) as refused:
        resolve(name)
    assert str(refused.value).endswith(right)
