import math

import pytest
from alone import Alone

from gutbrain.axis.immunity import Immunity

USUAL = {"polyphenols": 900.0, "fermented_food": 0.5}
YOUNG_MAN = {"male": 1.0, "age": 25.0}


def person(**changes) -> Alone:
    return Alone(Immunity, usual=USUAL, **changes)


def bolus(name: str, amount: float, at: float = 0.0):
    return {name: lambda hour: amount / 0.1 if at <= hour < at + 0.1 else 0.0}


def cortisol(hour: float) -> float:
    """Glucocorticoid effect as it follows 2 ng/kg of endotoxin."""
    return 1 + 2.7 * math.exp(-(((hour - 2.7) / 1.6) ** 2))


def challenged(dose: float, hours: float, traits=None, signals=None, **changes) -> Alone:
    signals = {"glucocorticoid_effect": cortisol} | (signals or {})
    subject = person(traits=traits or YOUNG_MAN, **changes)
    return subject.run(hours, signals=signals, exposures=bolus("endotoxin", dose), step=0.05)


def test_rest_is_at_the_reference_values():
    rest = person()
    expected = {"il6": 0.79, "tnf": 1.1, "il10": 0.3, "crp": 0.55, "sickness": 5.8, "ido_activity": 1}
    for name, value in expected.items():
        assert rest.value(name) == pytest.approx(value, rel=1e-2), name
    assert rest.value("chronic_inflammation") == pytest.approx(0, abs=0.01)


def test_endotoxin_gives_the_measured_curves():
    at_two = challenged(2, 2)
    assert 210 < at_two.value("tnf") < 460
    assert 600 < at_two.value("il6") < 960
    assert 14 < at_two.value("sickness") < 22
    assert 35 < challenged(2, 3).value("il10") < 62
    assert 15 < challenged(2, 6).value("il6") < 46


def test_the_answer_to_endotoxin_is_graded():
    low, high = challenged(0.5, 2), challenged(2, 2)
    assert 7 < high.value("tnf") / low.value("tnf") < 17
    assert 5 < challenged(0.3, 2).value("tnf") < 18


def test_daily_endotoxin_is_tolerated_tnf_more_than_il6():
    first = challenged(2, 2)
    daily = {"endotoxin": lambda hour: 20.0 if hour % 24 < 0.1 else 0.0}
    fifth = person(traits=YOUNG_MAN).run(4 * 24 + 2, exposures=daily, step=0.05)
    tnf, il6 = fifth.value("tnf") / first.value("tnf"), fifth.value("il6") / first.value("il6")
    assert tnf < il6 < 0.25
    assert tnf < 0.1


def test_women_answer_more_strongly():
    woman = challenged(0.4, 2, traits={"male": 0.0, "age": 25.0})
    man = challenged(0.4, 2, traits=YOUNG_MAN)
    assert woman.value("il6") > 1.2 * man.value("il6")
    assert woman.value("il10") < 1.1 * man.value("il10")


def test_cortisol_cuts_tnf_at_once_spares_il6_and_raises_il10():
    plain, dosed = challenged(2, 2), challenged(2, 2, signals={"glucocorticoid_effect": 10.0})
    assert dosed.value("tnf") < 0.6 * plain.value("tnf")
    assert dosed.value("il6") == pytest.approx(plain.value("il6"), rel=0.2)
    assert dosed.value("il10") > 1.5 * plain.value("il10")


def test_the_vagal_reflex_is_strong_in_animals_only():
    def ratio(animal: bool) -> float:
        dose = 500 if animal else 2  # rodents need 250 times the dose
        tnf = [challenged(dose, 2, animal=animal, signals={"vagal_tone": tone}).value("tnf") for tone in (1.5, 1.0)]
        return (tnf[0] - 1.1) / (tnf[1] - 1.1)

    assert ratio(animal=False) > 0.95
    assert ratio(animal=True) < 0.9


def test_crp_follows_by_a_day_and_body_fat_counts_more_in_women():
    levels = [challenged(0.8, hours).value("crp") for hours in (8, 22, 72)]
    assert levels[1] > levels[0]
    assert levels[1] > 2 * levels[2]
    lean, obese = (person(traits={"male": 0.0, "bmi": bmi}).value("crp") for bmi in (22.0, 33.0))
    assert lean == pytest.approx(0.44, abs=0.08)
    assert obese == pytest.approx(3.6, abs=0.8)
    assert person(traits={"male": 1.0, "bmi": 33.0}).value("crp") == pytest.approx(1.16, abs=0.3)


def test_injected_il6_raises_il10_and_crp_but_not_tnf():
    injected = person().run(2, exposures=bolus("il6_injection", 3.0), step=0.05)
    assert 100 < injected.value("il6") < 250
    assert injected.value("il10") > 0.5
    assert injected.value("tnf") < 1.2
    assert injected.run(20, step=0.5).value("crp") > 2


def test_a_tnf_antibody_helps_only_where_something_is_raised():
    inflamed = person(traits={"inflammatory_load": 1.0})
    before = inflamed.value("il6")
    assert inflamed.run(14 * 24, exposures=bolus("anti_tnf", 5.0), step=0.1).value("il6") < 0.75 * before
    healthy = person().run(14 * 24, exposures=bolus("anti_tnf", 5.0), step=0.1)
    assert healthy.value("il6") == pytest.approx(0.79, rel=0.05)


def test_sleep_debt_stress_fat_and_endotoxin_raise_il6_and_training_lowers_it():
    rest = person().value("il6")
    for raised in ({"sleep_debt": 6.0}, {"stress_level": 2.0}, {"lps_influx": 2.0}, {"training": 0.4}):
        assert person(before=raised).value("il6") > 1.03 * rest, raised
    assert person(traits={"bmi": 32.0}).value("il6") > 1.1 * rest


def test_acute_stress_raises_il6_over_an_hour():
    stressed = person().run(1.75, signals={"acute_stress": lambda hour: 1.0 if hour < 0.25 else 0.0}, step=0.05)
    assert 0.2 < stressed.value("il6") - 0.79 < 0.6


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
