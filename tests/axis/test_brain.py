import math

import pytest
from alone import Alone

from gutbrain.axis.brain import Brain


def test_rest_is_one():
    rest = Alone(Brain).run(48)
    for name in ("bbb_leak", "microglia", "myelination"):
        assert rest.value(name) == pytest.approx(1.0, abs=1e-3)
    assert rest.value("bdnf") == pytest.approx(32.7, abs=0.05)


def test_microglia_answer_to_an_acute_rise_of_cytokines_and_calm_down():
    def il6(hour: float) -> float:
        return 0.8 + 150 * (hour / 2.5) ** 2 * math.exp(2 * (1 - hour / 2.5))

    person = Alone(Brain).run(4, signals={"inflammatory_il6": il6}, step=0.1)
    assert person.value("microglia") == pytest.approx(1.45, abs=0.12)
    person.run(44, signals={"inflammatory_il6": il6}, step=0.1, start=4)
    assert person.value("microglia") < 1.05


def test_microglia_between_inflammation_and_minocycline():
    inflamed = Alone(Brain, before={"chronic_inflammation": 0.7})
    treated = Alone(Brain, before={"chronic_inflammation": 0.7}).run(56 * 24, exposures={"minocycline": 1.0}, step=12)
    assert inflamed.value("microglia") > 1.05
    assert treated.value("microglial_tone") < 0.85 * inflamed.value("microglial_tone")


def test_bdnf_in_depression_treatment_training_and_on_a_probiotic():
    healthy, depressed = Alone(Brain).value("bdnf"), Alone(Brain, before={"distress": 1.0})
    assert (depressed.value("bdnf") - healthy) / 8.3 == pytest.approx(-0.47, abs=0.15)
    before = depressed.value("bdnf")
    depressed.run(56 * 24, signals={"ssri_occupancy": 0.8, "distress": 0.8}, step=12)
    assert 0.3 < (depressed.value("bdnf") - before) / 8.3 < 0.9
    trained = Alone(Brain).run(84 * 24, signals={"training": 2.0}, step=12)
    assert 0.5 < trained.value("bdnf") - healthy < 4
    probiotic = Alone(Brain).run(56 * 24, signals={"psychobiotic_drive": 0.7}, step=12)
    assert 0.05 < probiotic.value("bdnf") - healthy < 0.35


def test_a_bout_of_exercise_lifts_bdnf_for_less_than_two_hours():
    person = Alone(Brain).run(0.5, exposures={"exercise_bout": 0.7}, step=0.05)
    assert (person.value("bdnf") - 32.7) / 8.3 == pytest.approx(0.46, abs=0.15)
    assert person.run(1.5, step=0.05).value("bdnf") == pytest.approx(32.7, rel=0.01)


def test_what_is_known_from_animals_is_strong_there_and_slight_in_people():
    without = {"microbial_presence": 0.0, "scfa_supply": 0.0, "plasma_4eps": 7.0}
    mouse = Alone(Brain, animal=True).run(60 * 24, signals=without, step=12)
    person = Alone(Brain).run(60 * 24, signals=without, step=12)
    assert mouse.value("bbb_leak") > 1.3
    assert mouse.value("microglia") < 0.75
    assert mouse.value("myelination") < 0.9
    for name in ("bbb_leak", "microglia", "myelination"):
        assert person.value(name) == pytest.approx(1.0, abs=0.06)
