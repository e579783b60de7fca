import math

import pytest
from alone import Alone

from gutbrain.axis.gut import Gut

USUAL = {"fibre": 18.0, "saturated_fat": 28.0, "free_sugar": 60.0, "alcohol": 5.0}


def person(**changes) -> Alone:
    return Alone(Gut, usual=USUAL, **changes)


def once(at: float, hours: float, height: float = 1.0):
    return lambda hour: height if at <= hour < at + hours else 0.0


def test_rest_is_at_the_reference_values():
    rest = person()
    expected = {"transit_time": 30, "mucus": 1, "permeability": 0.03, "plasma_lps": 1, "lbp": 6, "calprotectin": 16}
    for name, value in expected.items():
        assert rest.value(name) == pytest.approx(value, rel=1e-3), name
    assert rest.value("gi_symptoms") == pytest.approx(1.6, abs=0.01)


def test_a_speech_opens_the_barrier_through_mast_cells_and_it_closes_again():
    speech = {"acute_stress": once(0, 0.25)}
    opened = person().run(1, signals=speech, step=0.05)
    assert opened.value("barrier_leak") == pytest.approx(2.0, abs=0.15)
    assert opened.run(72, step=1).value("barrier_leak") < 1.1
    blocked = person().run(1, signals=speech, exposures={"mast_cell_blocker": 1.0}, step=0.05)
    assert blocked.value("barrier_leak") < 1.1


def test_an_nsaid_opens_the_small_bowel_within_a_day_and_inflames_it_over_days():
    treated = person().run(12, exposures={"nsaid_injury": 1.0}, step=0.5)
    assert treated.value("barrier_leak") > 1.5
    assert treated.value("calprotectin") < 25
    treated.run(14 * 24, exposures={"nsaid_injury": 1.0})
    assert treated.value("barrier_leak") == pytest.approx(1.9, abs=0.05)
    assert 40 < treated.value("calprotectin") < 65
    assert treated.run(14 * 24).value("calprotectin") < 20


def test_a_hard_run_opens_the_gut_for_an_hour_and_a_walk_does_not():
    runner = person().run(1, exposures={"exercise_bout": 0.8}, step=0.05)
    assert runner.value("barrier_leak") > 1.9
    assert runner.run(2, step=0.05).value("barrier_leak") < 1.05
    assert person().run(1, exposures={"exercise_bout": 0.4}, step=0.05).value("barrier_leak") < 1.1


def test_drinks_open_the_gut_only_against_the_body_clock():
    drunk = {"alcohol": 35.0}
    assert person().run(24, exposures=drunk).value("barrier_leak", exposures=drunk) < 1.05
    shifted = person().value("barrier_leak", signals={"circadian_strain": 1.0}, exposures=drunk)
    assert shifted > 1.3


def test_sugar_opens_the_gut_of_animals_only():
    sugar = {"free_sugar": 300.0}
    mouse = person(animal=True).run(84 * 24, exposures=sugar, step=12)
    human = person().run(84 * 24, exposures=sugar, step=12)
    assert mouse.value("barrier_leak") > 1.3
    assert human.value("barrier_leak") < 1.05


def test_fat_and_gram_negatives_raise_endotoxin_and_no_microbes_mean_none():
    western = person().run(31 * 24, signals={"gram_negative_load": 1.5}, exposures={"saturated_fat": 38.0})
    assert 1.3 < western.value("plasma_lps") < 2.0
    assert person(before={"gram_negative_load": 0.0}).value("plasma_lps") == pytest.approx(0, abs=1e-6)


def test_fibre_and_psyllium_shorten_transit():
    assert person().value("transit_time", exposures={"fibre": 40.0}) < 25
    assert person().value("transit_time", exposures={"psyllium": 15.0}) < 27
    assert person().value("transit_time", exposures={"fibre": 0.0}) > 40


def test_a_sensitive_gut_has_the_symptoms_of_ibs_and_stress_adds_to_them():
    ibs = person(traits={"visceral_sensitivity": 1.0}, before={"stress_level": 1.4, "distress": 0.3})
    assert 2.8 < ibs.value("gi_symptoms") < 3.6
    assert person(before={"stress_level": 2.0}).value("gi_symptoms") > 1.75


def test_extreme_input_stays_finite():
    signals = {"bowel_gas": 0.0, "fibre_supply": 0.0, "bifidobacterium_ratio": 0.0, "butyrate_supply": 0.0}
    signals |= {"stress_level": 8.0, "gram_negative_load": 100.0}
    extreme = person().run(72, signals=signals, exposures=dict.fromkeys(USUAL, 0.0))
    for name in extreme.model.givers:
        assert math.isfinite(extreme.value(name, signals=signals, exposures=dict.fromkeys(USUAL, 0.0))), name
    assert 1 <= extreme.value("gi_symptoms") <= 7
