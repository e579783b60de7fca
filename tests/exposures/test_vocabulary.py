"""The contract's table of exposures."""

import pytest

from gutbrain.exposures import exposures, usual_exposures
from gutbrain.exposures.medicines import activities, named

USUAL = {
    "fibre": ("g/day", 18),
    "starch": ("g/day", 150),
    "free_sugar": ("g/day", 60),
    "protein": ("g/day", 85),
    "saturated_fat": ("g/day", 28),
    "polyphenols": ("mg/day", 900),
    "fermented_food": ("serving/day", 0.5),
    "alcohol": ("g/day", 5),
    "sleep": ("h/night", 7.3),
    "sleep_irregularity": ("h", 0.8),
    "exercise": ("min/day", 25),
    "stress_load": ("1", 1),
    "calm": ("min/day", 0),
    "expectation": ("1", 0),
    "contact": ("1", 0),
}
OTHERS = {
    "supplement": "probiotic inulin gos fos resistant_starch psyllium polydextrose lactulose scfa_capsule omega3",
    "medicine": "antibiotic nsaid ppi ssri anti_tnf dexamethasone hydrocortisone sorbent",
    "laboratory": "exercise_bout circadian_misalignment bowel_lavage stressor endotoxin il6_injection crh_injection "
    "interferon_alpha tryptophan_depletion tryptophan vagus_stimulation mast_cell_blocker germ_free vagotomy "
    "ethylphenol_producer fmt",
}
ANTIBIOTICS = (
    "ciprofloxacin amoxicillin clindamycin vancomycin azithromycin metronidazole minocycline moxifloxacin ofloxacin "
    "levofloxacin cefpodoxime neomycin ampicillin bacitracin doxycycline broad-spectrum"
)


def test_usual_exposures() -> None:
    assert {name: (exposures()[name].unit, level) for name, level in usual_exposures().items()} == USUAL


@pytest.mark.parametrize("kind", OTHERS)
def test_other_exposures(kind: str) -> None:
    assert {name for name, e in exposures().items() if e.kind == kind} == set(OTHERS[kind].split())


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("antibiotic", ANTIBIOTICS),
        ("nsaid", "indomethacin aspirin diclofenac ibuprofen naproxen celecoxib"),
        ("ssri", "paroxetine escitalopram citalopram sertraline fluoxetine"),
        ("stressor", "tsst speech cold-pressor examination restraint water-avoidance social-defeat"),
    ],
)
def test_names(kind: str, names: str) -> None:
    assert set(named(kind)) == set(names.split())


@pytest.mark.parametrize(
    ("drug", "dose", "kill"), [("clindamycin", 600, 1.0), ("bacitracin", 1500, 0.79), ("ampicillin", 2000, 0.18)]
)
def test_kill_that_explains_the_fall_of_short_chain_fatty_acids(drug: str, dose: float, kill: float) -> None:
    effect = activities("antibiotic", drug, dose)
    assert effect["antibiotic_gram_positive"] == effect["antibiotic_anaerobe"] == pytest.approx(kill)


@pytest.mark.parametrize("drug", ["metronidazole", "doxycycline", "ofloxacin", "amoxicillin"])
def test_drugs_that_spare_the_fermenters(drug: str) -> None:
    effect = activities("antibiotic", drug, named("antibiotic")[drug].usual)
    assert max(effect["antibiotic_gram_positive"], effect["antibiotic_anaerobe"]) < 0.05


def test_more_of_an_antibiotic_saturates() -> None:
    assert activities("antibiotic", "clindamycin", 0)["antibiotic_breadth"] == 0
    assert 0.5 < activities("antibiotic", "clindamycin", 6000)["antibiotic_breadth"] < 1.0


def test_other_medicines_go_with_the_dose() -> None:
    assert activities("nsaid", "indomethacin", 75) == {"nsaid_injury": 0.5, "cox_inhibition": 0.5}
    assert activities("ssri", "escitalopram", 15) == {"ssri": 1.5}
    assert activities("antibiotic", "minocycline", 100)["minocycline"] == 0.5
