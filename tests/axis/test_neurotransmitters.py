import pytest
from alone import Alone

from gutbrain.axis.neurotransmitters import Neurotransmitters


def bolus(amount: float):
    return lambda hour: amount / 0.1 if hour < 0.1 else 0.0


def test_rest_is_where_the_literature_puts_it():
    rest = Alone(Neurotransmitters).run(48)
    assert rest.value("plasma_tryptophan") == pytest.approx(67.4, abs=0.1)
    assert rest.value("kyn_trp_ratio") == pytest.approx(26.7, abs=1.0)
    assert rest.value("platelet_serotonin") == pytest.approx(4.04, abs=0.02)
    for name in ("colon_serotonin", "brain_serotonin", "brain_gaba", "tryptophan_supply", "kynurenine_ratio"):
        assert rest.value(name) == pytest.approx(1.0, abs=1e-3)


def test_a_depletion_drink_empties_plasma_within_seven_hours_and_refills_in_a_day():
    person = Alone(Neurotransmitters)
    troughs = []
    for hour in range(8):
        person.run(1, exposures={"tryptophan_depletion": bolus(100.0)}, step=0.05, start=hour)
        troughs.append(person.value("plasma_tryptophan") / 67.4)
    assert min(troughs) == pytest.approx(0.04, abs=0.02)
    assert person.value("brain_serotonin") < 0.7
    person.run(24)
    assert person.value("plasma_tryptophan") > 55


def test_a_load_raises_tryptophan_and_brain_serotonin_less():
    person = Alone(Neurotransmitters).run(2, exposures={"tryptophan": bolus(1.0)}, step=0.05)
    assert 2 < person.value("plasma_tryptophan") / 67.4 < 4
    assert 1 < person.value("tryptophan_supply") < person.value("plasma_tryptophan") / 67.4


def test_paroxetine_empties_platelets_in_18_days():
    person = Alone(Neurotransmitters).run(18 * 24, exposures={"ssri": 1.0})
    assert person.value("platelet_serotonin") / 4.04 == pytest.approx(0.07, abs=0.03)
    assert 0.7 <= person.value("ssri_occupancy", exposures={"ssri": 1.0}) <= 0.9


def test_blocked_uptake_lifts_free_serotonin_until_platelets_are_empty():
    person, drug = Alone(Neurotransmitters), {"ssri": 1.0}
    before = person.value("plasma_serotonin")
    first = person.run(24, exposures=drug).value("plasma_serotonin", exposures=drug)
    assert first / before == pytest.approx(1.3, abs=0.1)
    last = person.run(40 * 24, exposures=drug, step=12).value("plasma_serotonin", exposures=drug)
    assert last / before == pytest.approx(1.0, abs=0.03)


def test_men_have_more_tryptophan_and_kynurenine_and_the_same_ratio():
    man, woman = (Alone(Neurotransmitters, traits={"male": male}) for male in (1.0, 0.0))
    for name in ("plasma_tryptophan", "plasma_kynurenine"):
        assert man.value(name) / woman.value(name) == pytest.approx(1.13, abs=0.02)
    for name in ("kyn_trp_ratio", "brain_serotonin"):
        assert man.value(name) == pytest.approx(woman.value(name), rel=1e-3)


def test_amino_acids_hold_a_load_back():
    def highest(**drink: float) -> float:
        person, levels = Alone(Neurotransmitters), []
        for hour in range(7):
            person.run(1, exposures={name: bolus(grams) for name, grams in drink.items()}, step=0.05, start=hour)
            levels.append(person.value("plasma_tryptophan") / 67.4)
        return max(levels)

    assert highest(tryptophan=10.3, tryptophan_depletion=100.0) < 0.5 * highest(tryptophan=10.3)


def test_kynurenine_falls_before_it_rises_after_a_surge_of_cytokines():
    surge = {
        "inflammatory_il6": lambda hour: 0.8 + 150 * (hour < 4),
        "ido_activity": lambda hour: 1 + 0.05 * min(hour, 8),
    }
    person, before = Alone(Neurotransmitters), Alone(Neurotransmitters).value("plasma_kynurenine")
    assert person.run(4, signals=surge, step=0.1).value("plasma_kynurenine") < 0.99 * before
    assert person.run(10, signals=surge, step=0.1, start=4).value("plasma_kynurenine") > 1.05 * before


def test_ordinary_protein_intake_lies_on_the_plateau():
    usual = Alone(Neurotransmitters).value("plasma_tryptophan")
    rich = Alone(Neurotransmitters, usual={"protein": 150.0}).value("plasma_tryptophan")
    none = Alone(Neurotransmitters, usual={"protein": 0.0}).value("plasma_tryptophan")
    assert rich == pytest.approx(usual, rel=0.02)
    assert 0.4 * usual < none < 0.8 * usual


def test_germ_free_mice():
    without = {"microbial_presence": 0.0, "scfa_supply": 0.0}
    mouse = Alone(Neurotransmitters, animal=True).run(60 * 24, signals=without, step=4)
    person = Alone(Neurotransmitters).run(60 * 24, signals=without, step=4)
    assert mouse.value("colon_serotonin") == pytest.approx(0.49, abs=0.03)
    assert mouse.value("brain_serotonin") > 1.15
    # Wikoff 2009: 1.67 times the tryptophan where no microbes eat of it
    assert mouse.value("plasma_tryptophan") / 67.4 == pytest.approx(1.67, abs=0.15)
    assert person.value("plasma_tryptophan") / 67.4 == pytest.approx(1.0, abs=0.05)
    assert person.value("brain_serotonin") == pytest.approx(1.0, abs=0.05)


def test_inflammation_turns_tryptophan_into_kynurenine():
    person = Alone(Neurotransmitters).run(24, signals={"ido_activity": 1.5})
    assert person.value("kyn_trp_ratio") > 1.4 * 26.6
    assert person.value("plasma_tryptophan") < 67


def test_cortisol_induces_the_liver_to_make_kynurenine_though_it_lowers_tryptophan():
    # Altman 1966: hydrocortisone raises the enzyme of the liver and the kynurenine that comes of tryptophan
    person = Alone(Neurotransmitters).run(72, signals={"cortisol_daily_mean": 3.0})
    assert person.value("plasma_tryptophan") < 0.85 * 67.4
    assert person.value("kyn_trp_ratio") > 1.05 * 26.6
    assert person.value("plasma_kynurenine") > 0.85 * 1.79


def test_distress_lowers_tryptophan_and_gaba_by_half_an_sd():
    patient = Alone(Neurotransmitters, before={"distress": 1.0})
    assert (patient.value("plasma_tryptophan") - 67.4) / 10.2 == pytest.approx(-0.5, abs=0.15)
    assert (patient.value("brain_gaba") - 1) / 0.14 == pytest.approx(-0.52, abs=0.15)
