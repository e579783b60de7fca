import math

import numpy as np
import pytest
from alone import Alone

import gutbrain
from gutbrain.axis.immunity import Immunity

USUAL = {"polyphenols": 900.0, "fermented_food": 0.5}
YOUNG_MAN = {"male": 1.0, "age": 25.0}


def person(**changes) -> Alone:
    return Alone(Immunity, usual=USUAL, **changes)


def bolus(name: str, amount: float, at: float = 0.0):
    return {name: lambda hour: amount / 0.1 if at <= hour < at + 0.1 else 0.0}


def cortisol(hour: float) -> float:
    """Glucocorticoid effect, against the daily mean, as it follows 2 ng/kg of endotoxin at 09:00."""
    return float(np.interp(hour, [0, 1, 1.5, 2, 3, 4, 5, 6, 8], [2.0, 2.0, 3.9, 4.9, 4.0, 3.3, 2.4, 1.4, 0.9]))


def challenged(dose, hours, traits=None, signals=None, infused=0.1, step=0.01, **changes) -> Alone:
    signals = {"glucocorticoid_effect": cortisol} | (signals or {})
    subject = person(traits=traits or YOUNG_MAN, **changes)
    given = {"endotoxin": lambda hour: dose / infused if hour < infused else 0.0}
    return subject.run(hours, signals=signals, exposures=given, step=step)


def at(subject: Alone, *names: str) -> list[float]:
    return [subject.value(name) for name in names]


def test_rest_is_at_the_reference_values():
    rest = person()
    expected = {"steady_il6": 0.79, "tnf": 1.1, "il10": 0.3, "crp": 0.55, "sickness": 5.8, "ido_activity": 1}
    for name, value in expected.items():
        assert rest.value(name) == pytest.approx(value, rel=1e-2), name
    assert rest.value("chronic_inflammation") == pytest.approx(0, abs=0.01)


def test_endotoxin_gives_the_measured_curves():
    at_two = challenged(2, 2)
    assert 210 < at_two.value("tnf") < 460
    assert 450 < at_two.value("steady_il6") < 960
    assert 14 < at_two.value("sickness") < 22
    assert 35 < challenged(2, 3).value("il10") < 62
    assert 15 < challenged(2, 6).value("steady_il6") < 46
    assert challenged(2, 1).value("steady_il6") < 0.2 * at_two.value("steady_il6")


def test_an_infusion_is_answered_later_than_the_same_dose_at_once_and_not_more_weakly():
    # 2 ng/kg over four hours: TNF 14, 208, 532, 362, 87 and IL-6 1, 26, 348, 707, 123 pg/mL at 1, 2, 3, 4 and 6 h
    hours = (1, 2, 3, 4, 6)
    slow = np.array([at(challenged(2, hour, infused=4), "tnf", "steady_il6") for hour in hours])
    fast = np.array([at(challenged(2, hour), "tnf", "steady_il6") for hour in (1.5, 2, 3)])
    assert slow[0, 0] < 30 < fast[:, 0].min()
    assert slow[:, 0].max() > 0.8 * fast[:, 0].max()
    assert hours[int(slow[:, 0].argmax())] >= 3
    assert 0.6 < slow[:, 1].max() / 707 < 1.6
    assert slow[-1, 0] < 0.5 * slow[:, 0].max()


def test_the_answer_to_endotoxin_is_graded():
    low, high = challenged(0.5, 2), challenged(2, 2)
    assert 7 < high.value("tnf") / low.value("tnf") < 17
    assert 5 < challenged(0.3, 2).value("tnf") < 24
    # so little leaves cortisol about where it is in the morning
    assert 20 < challenged(0.5, 3, signals={"glucocorticoid_effect": 2.0}).value("steady_il6") < 120


def test_the_loop_through_tnf_never_starts_without_endotoxin():
    inflamed = person(traits={"inflammatory_load": 2.0})
    before = inflamed.value("tnf")
    assert inflamed.run(30 * 24, step=1).value("tnf") == pytest.approx(before, rel=1e-3)


def test_daily_endotoxin_is_tolerated():
    # five days of 2 ng/kg left 3 % of the TNF and 12 % of the IL-6 (Draisma 2009)
    daily = {"endotoxin": lambda hour: 20.0 if hour % 24 < 0.1 else 0.0}
    first, fifth = (person(traits=YOUNG_MAN).run(hours, exposures=daily, step=0.02) for hours in (2, 4 * 24 + 2))
    assert fifth.value("tnf") < 0.12 * first.value("tnf")
    assert fifth.value("steady_il6") < 0.2 * first.value("steady_il6")


def test_women_answer_more_strongly():
    woman = challenged(0.4, 2, traits={"male": 0.0, "age": 25.0})
    man = challenged(0.4, 2, traits=YOUNG_MAN)
    assert woman.value("steady_il6") > 1.2 * man.value("steady_il6")
    assert woman.value("il10") < 1.1 * man.value("il10")


def test_a_steroid_before_endotoxin_nearly_ends_tnf_cuts_il6_and_spares_il10():
    names = "tnf", "steady_il6", "il10"
    plain = at(challenged(2, 2), *names)
    dosed = at(challenged(2, 2, signals={"glucocorticoid_effect": 10.0}), *names)
    assert dosed[0] < 0.2 * plain[0]
    assert dosed[1] < 0.5 * plain[1]
    assert dosed[2] > 5 * plain[2] * dosed[0] / plain[0]


def test_a_steroid_hardly_moves_what_rests():
    names = "tnf", "steady_il6", "il10"
    before = at(person(), *names)
    dosed = person().run(24, signals={"glucocorticoid_effect": 20.0})
    assert at(dosed, *names) == pytest.approx(before, rel=0.02)


def test_the_same_endotoxin_gives_more_when_cortisol_is_low():
    night, morning = (challenged(0.8, 2, signals={"glucocorticoid_effect": level}) for level in (0.3, 2.3))
    assert 1.15 < night.value("tnf") / morning.value("tnf") < 3


def test_the_vagal_reflex_is_strong_in_animals_only():
    def ratio(animal: bool) -> float:
        dose = 500 if animal else 2  # rodents need 250 times the dose
        tnf = [challenged(dose, 2, animal=animal, signals={"vagal_tone": tone}).value("tnf") for tone in (1.5, 1.0)]
        return (tnf[0] - 1.1) / (tnf[1] - 1.1)

    assert ratio(animal=False) > 0.95
    assert ratio(animal=True) < 0.9


def test_crp_follows_by_a_day_and_body_fat_counts_more_in_women():
    levels = [challenged(0.8, hours, step=0.05).value("crp") for hours in (8, 22, 72)]
    assert levels[1] > levels[0]
    assert levels[1] > 2 * levels[2]
    lean, obese = (person(traits={"male": 0.0, "bmi": bmi}).value("crp") for bmi in (22.0, 33.0))
    assert lean == pytest.approx(0.44, abs=0.08)
    assert obese == pytest.approx(3.6, abs=0.8)
    assert person(traits={"male": 1.0, "bmi": 33.0}).value("crp") == pytest.approx(1.16, abs=0.3)


def test_injected_il6_raises_il10_and_crp_but_not_tnf():
    injected = person().run(2, exposures=bolus("il6_injection", 3.0), step=0.05)
    assert 100 < injected.value("steady_il6") < 250
    assert injected.value("il10") > 0.5
    assert injected.value("tnf") < 1.2
    assert injected.run(20, step=0.5).value("crp") > 2


def test_a_tnf_antibody_helps_only_where_something_is_raised():
    inflamed = person(traits={"inflammatory_load": 1.0})
    before = inflamed.value("steady_il6")
    assert inflamed.run(14 * 24, exposures=bolus("anti_tnf", 5.0), step=0.5).value("steady_il6") < 0.75 * before
    healthy = person().run(14 * 24, exposures=bolus("anti_tnf", 5.0), step=0.5)
    assert healthy.value("steady_il6") == pytest.approx(0.79, rel=0.05)


def test_sleep_debt_stress_fat_and_endotoxin_raise_il6_and_training_lowers_it():
    rest = person().value("steady_il6")
    for raised in ({"sleep_debt": 6.0}, {"stress_level": 2.0}, {"lps_influx": 2.0}, {"training": 0.4}):
        assert person(before=raised).value("steady_il6") > 1.03 * rest, raised
    assert person(traits={"bmi": 32.0}).value("steady_il6") > 1.1 * rest


def test_acute_stress_raises_tnf_within_minutes_and_il6_over_an_hour():
    signals = {"acute_stress": lambda hour: 1.0 if hour < 0.25 else 0.0}
    early, late, over = (person().run(hours, signals=signals, step=0.05) for hours in (0.25, 1.75, 4))
    assert 1.03 < early.value("tnf") / 1.1 < 1.2
    assert late.value("tnf") < early.value("tnf")
    assert over.value("tnf") == pytest.approx(1.1, rel=0.01)
    assert 0.2 < late.value("steady_il6") - 0.79 < 0.6


def test_muscles_release_il6_in_hours_of_hard_exercise_and_little_in_half_an_hour():
    def fold(hours: float, effort: float = 0.7) -> float:
        return person().run(hours, exposures={"exercise_bout": effort}, step=0.05).value("steady_il6") / 0.79

    # 10-fold takes about 1.9 h (Fischer 2006); 9-fold after 6 h at 60 %, 14-fold after 12 and 24 h (Wallberg 2011), and
    # 30-fold after a run of 24 h
    assert fold(0.5) < 2
    assert 5 < fold(1.9) < 17
    assert 18 < fold(6) < 100
    assert 7 < fold(6, 0.6) < fold(12, 0.6) < 30
    assert fold(24, 0.6) == pytest.approx(fold(12, 0.6), rel=0.2)
    assert fold(1.9, effort=0.35) < 3


def test_il6_of_muscles_makes_nobody_ill():
    run = person().run(3, exposures={"exercise_bout": 0.7}, step=0.05)
    assert run.value("steady_il6") > 10
    assert run.value("inflammatory_il6") == pytest.approx(0.79, rel=0.02)
    assert run.value("sickness") == pytest.approx(5.8, abs=0.1)
    assert run.value("crp") == pytest.approx(person().run(3).value("crp"), rel=0.2)


def test_people_feel_well_again_while_il6_is_still_high():
    # 0.6 ng/kg: 10.5 points over placebo at 1.5 h and about one at 4.5 h (Karshikoff 2015)
    morning = {"glucocorticoid_effect": 2.0}
    early, late = (challenged(0.6, hours, traits={"age": 28.0}, signals=morning) for hours in (1.5, 4.5))
    assert early.value("sickness") - 5.8 == pytest.approx(10.5, abs=3)
    assert late.value("sickness") - 5.8 < 4.3
    assert late.value("steady_il6") > 4


def test_one_to_three_drinks_leave_il6_alone_and_heavy_drinking_raises_it():
    def il6(alcohol: float) -> float:
        return person().run(30 * 24, exposures={"alcohol": alcohol}, step=6).value("steady_il6") / 0.79

    assert il6(0) == pytest.approx(1, abs=1e-3)
    assert il6(35) < 1.05
    assert 1.1 < il6(100) < 1.6


def test_low_mood_raises_il6_a_little():
    assert 1.01 < person(before={"distress": 1.0}).value("steady_il6") / 0.79 < 1.1


def test_animals_without_microbes_answer_less_and_people_on_antibiotics_as_before():
    bare = {"microbial_presence": 0.0, "propionate_supply": 0.0, "lps_influx": 0.0}

    def ratio(name: str, animal: bool, hours: float = 2) -> float:
        dose = 500 if animal else 2
        without = challenged(dose, hours, animal=animal, before=bare if animal else {"microbial_presence": 0.1})
        return without.value(name) / challenged(dose, hours, animal=animal).value(name)

    assert ratio("tnf", animal=True) < 0.7
    assert ratio("tnf", animal=False) > 0.9
    germ_free, usual = person(animal=True, before=bare), person(animal=True)
    assert 0.3 < germ_free.value("steady_il6") / usual.value("steady_il6") < 0.9
    assert 0.5 < germ_free.value("il10") / usual.value("il10") < 1


def test_one_lost_night_adds_less_il6_than_a_week_of_short_ones():
    def owed(nights: dict[int, float], days: int) -> float:
        return (
            person()
            .run(24 * days, signals={"sleep_debt": lambda hour: nights[int(hour // 24)]}, step=1)
            .value("steady_il6")
        )

    same_morning = owed({0: 8.0}, 1)
    assert same_morning / 0.79 < 1.12
    week = owed(dict(enumerate((2.5, 3.5, 4.2, 4.8, 5.2, 5.5, 5.7))), 7)
    assert week > same_morning
    paid_back = owed(dict(enumerate((2.5, 3.5, 4.2, 4.8, 5.2, 5.5, 5.7, 1.0))), 8)
    assert paid_back == pytest.approx(0.79, rel=0.03)


def test_regulation_follows_propionate_over_weeks():
    fed = person().run(3 * 24, signals={"propionate_supply": 1.5}, step=6)
    early = fed.value("immune_regulation")
    later = fed.run(60 * 24, signals={"propionate_supply": 1.5}, step=6).value("immune_regulation")
    assert 1 < early < 1.05 < later


def test_interferon_makes_sick_and_turns_on_ido():
    treated = person().run(28 * 24, exposures={"interferon_alpha": 9.0}, step=2)
    assert treated.value("sickness") > 7
    assert treated.value("ido_activity") > 1.2
    assert treated.value("chronic_inflammation") > 0.05


def test_extreme_input_stays_finite():
    signals = {"lps_influx": 0.0, "propionate_supply": 0.0, "sleep_debt": 40.0, "stress_level": 8.0, "training": 0.0}
    signals |= {"glucocorticoid_effect": 0.0, "psychobiotic_drive": -3.0}
    none = dict.fromkeys(USUAL, 0.0)
    extreme = person().run(48, signals=signals, exposures=none | bolus("endotoxin", 40.0), step=0.1)
    for name in extreme.model.givers:
        assert math.isfinite(extreme.value(name, signals=signals, exposures=none)), name
    assert extreme.value("sickness") <= 30


def test_fermented_food_comes_to_act_over_weeks_and_is_forgotten_over_weeks() -> None:
    eaten = {"exposure": "fermented_food", "amount": 4, "start": 0, "days": 42}
    result = gutbrain.simulate({"days": 84, "events": [eaten]}, draws=1)
    before, day, weeks, after, long_after = (float(result.at("il6", d)[0, 0]) for d in (0, 1, 41, 43, 83))
    assert weeks < 0.92 * before
    assert before - day < 0.2 * (before - weeks)
    assert after - weeks < 0.3 * (before - weeks)
    assert long_after == pytest.approx(before, rel=0.02)
