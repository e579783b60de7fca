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
    assert person().run(7 * 24, exposures=drunk).value("barrier_leak", exposures=drunk) < 1.05
    shifted = person().run(7 * 24, exposures=drunk).value("barrier_leak", signals={"circadian_strain": 1.0})
    assert shifted > 1.3


def test_heavy_drinking_lets_endotoxin_in_within_hours_and_few_drinks_hardly_do():
    def month(grams, start=5.0):
        return Alone(Gut, usual=USUAL | {"alcohol": start}).run(31 * 24, exposures={"alcohol": grams})

    few, many, most = (month(grams).value("plasma_lps") for grams in (20.0, 60.0, 120.0))
    assert few < 1.1
    assert 1.5 < many < most < 4
    assert month(0.0, start=0.0).value("plasma_lps") == pytest.approx(1)
    # sugars pass little better (Parlesak 2000: small probes as in controls, large ones twice as much)
    assert 1 < month(120.0).value("barrier_leak") < 1.3
    binge = person().run(12, exposures={"alcohol": 75.0})
    assert binge.value("plasma_lps") > 1.3
    assert binge.run(36).value("plasma_lps") > 1.05
    assert binge.run(14 * 24).value("plasma_lps") == pytest.approx(1, abs=0.01)


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


def test_endotoxin_comes_from_the_colon_and_with_fat_not_through_the_openings_that_sugars_find():
    stressed = person().run(1, signals={"acute_stress": once(0, 0.25)}, step=0.05)
    run = person().run(1, exposures={"exercise_bout": 0.8}, step=0.05)
    for opened in (stressed, run):
        assert opened.value("barrier_leak") > 1.8
        assert opened.value("plasma_lps") < 1.15
    both = {"nsaid_injury": 1.0, "saturated_fat": 70.0}
    assert person().run(14 * 24, exposures=both).value("plasma_lps") < 2.6
    assert person().run(24, exposures={"saturated_fat": 60.0}).value("plasma_lps") > 1.5


def test_fibre_and_psyllium_shorten_transit():
    def after(days=14, **eaten):
        return person().run(days * 24, exposures=eaten).value("transit_time")

    assert after(fibre=40.0) < 25
    assert after(psyllium=15.0) < 27
    assert after(fibre=0.0) > 40


def test_what_is_eaten_takes_a_transit_to_change_the_bowel():
    fed = {"fibre": 45.0}
    person_now = person()
    rest = person_now.value("transit_time")
    settled = rest - person().run(30 * 24, exposures=fed).value("transit_time")
    assert rest - person_now.run(1, exposures=fed, step=0.25).value("transit_time") < 0.1 * settled
    later = rest - person_now.run(29, exposures=fed, step=0.25).value("transit_time")
    assert later / settled == pytest.approx(0.7, abs=0.12)


@pytest.mark.parametrize(("own", "per_gram", "within"), [(60.0, 0.78, 0.2), (30.0, 0.28, 0.12), (13.0, 0.0, 0.01)])
def test_fibre_speeds_the_slow_and_not_the_fast(own, per_gram, within):
    # de Vries 2015: 0.78 h per gram of wheat fibre where transit was above 48 h, nothing found below it
    def transit(fibre):
        bowel = Alone(Gut, usual=USUAL | {"fibre": fibre}, parameters={"gut.resting_transit": own})
        return bowel.value("transit_time")

    assert (transit(18.0) - transit(28.0)) / 10 == pytest.approx(per_gram, abs=within)


def test_without_microbes_mice_pass_food_slowly_and_people_hardly():
    without = {"microbial_presence": 0.0}
    assert person(animal=True, before=without).value("transit_time") > 45
    assert 30 < person(before=without).value("transit_time") < 37


def test_gas_of_small_doses_is_got_used_to_within_three_weeks_and_that_of_large_ones_in_part():
    def felt(gas, days, **who):
        fresh = person(**who)
        rest = fresh.value("gi_symptoms")
        return fresh.run(days * 24, signals={"bowel_gas": gas}, step=2).value("gi_symptoms") - rest

    assert felt(1.2, 21) < 0.4 * felt(1.2, 3)
    assert 0.4 < felt(2.3, 56) / felt(2.3, 3) < 0.85
    # a diet low in fermentables still helps after four weeks
    assert felt(0.5, 28) < 0.4 * felt(0.5, 3) < 0


def test_a_sensitive_gut_feels_gas_more():
    def felt(sensitivity):
        gut = person(traits={"visceral_sensitivity": sensitivity})
        rest = gut.value("gi_symptoms")
        return gut.run(3 * 24, signals={"bowel_gas": 1.5}).value("gi_symptoms") - rest

    assert felt(1.0) > 2.5 * felt(0.0)


def test_a_probiotic_may_give_gas_in_the_first_week_and_no_more_in_the_third():
    taken = person()
    rest = taken.value("gi_symptoms")
    first = taken.run(5 * 24, signals={"psychobiotic_exposure": 1.0}).value("gi_symptoms") - rest
    third = taken.run(16 * 24, signals={"psychobiotic_exposure": 1.0}).value("gi_symptoms") - rest
    assert 0.002 < first < 0.1
    assert third < 0.35 * first


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
