import pytest
from alone import Alone

from gutbrain.axis.vagus import Vagus


def test_rest():
    person = Alone(Vagus)
    assert person.value("vagal_tone") == pytest.approx(1)
    assert person.value("rmssd") == pytest.approx(42)
    assert person.value("vagal_afferent") == pytest.approx(1)


def test_acute_stress_withdraws_tone_at_once_and_leaves_the_gut_alone():
    person = Alone(Vagus)
    stressed = {"acute_stress": 1.0}
    assert 25 < person.value("rmssd", signals=stressed) < 35
    assert person.value("vagal_afferent", signals=stressed) == pytest.approx(1)


@pytest.mark.parametrize(
    ("signals", "sign"),
    [
        ({"stress_level": 2.0}, -1),
        ({"distress": 1.0}, -1),
        ({"sleep_strain": 0.3}, -1),
        ({"training": 2.0}, 1),
        ({"practice": 1.0}, 1),
    ],
)
def test_slow_tone_follows_life_over_weeks(signals, sign):
    person = Alone(Vagus)
    person.run(2, signals=signals)
    assert person.value("vagal_tone") == pytest.approx(1, abs=0.005)
    person.run(56 * 24, signals=signals, step=12)
    assert 0.02 < sign * (person.value("vagal_tone") - 1) < 0.2


def test_slow_breathing_raises_tone_on_the_day():
    assert 43 < Alone(Vagus).value("rmssd", exposures={"calm": 20}) < 50


def test_age_lowers_tone():
    assert 25 < Alone(Vagus, traits={"age": 70}).value("rmssd") < 35


def test_a_cut_nerve_reports_nothing_of_the_gut():
    gut = {"colon_serotonin": 2.0, "psychobiotic_drive": 1.0, "scfa_supply": 2.0}
    person = Alone(Vagus)
    assert person.value("vagal_afferent", signals=gut) > 1.2
    assert person.value("vagal_afferent", signals=gut, exposures={"vagotomy": 1}) == 0


def test_strains_excite_the_animal_vagus_more():
    drive = {"psychobiotic_drive": 1.0}
    human = Alone(Vagus).value("vagal_afferent", signals=drive) - 1
    mouse = Alone(Vagus, animal=True).value("vagal_afferent", signals=drive) - 1
    assert human == pytest.approx(0.15)
    assert mouse > 3 * human


def test_without_microbes_traffic_falls_but_stays_positive():
    bare = {"colon_serotonin": 0.49, "scfa_supply": 0.0}
    assert 0.8 < Alone(Vagus).value("vagal_afferent", signals=bare) < 1
    assert 0.3 < Alone(Vagus, animal=True).value("vagal_afferent", signals=bare) < 0.8
