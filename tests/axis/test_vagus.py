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


def test_tone_comes_back_within_the_hour_after_a_stressor_and_not_at_once():
    def in_the_test(hour):
        return float(hour < 0.25)

    person = Alone(Vagus).run(0.25, signals={"acute_stress": in_the_test}, step=0.05)
    course = [person.value("rmssd")]
    for _ in range(6):
        course.append(person.run(1 / 3, step=1 / 12).value("rmssd"))
    assert course == sorted(course)
    assert course[0] < 33  # after 20 min still low (the persistent effect of acute stress, 2019), after two hours back
    assert 0.75 < course[1] / 42 < 0.93
    assert course[-1] == pytest.approx(42, abs=0.5)


@pytest.mark.parametrize(
    ("signals", "least", "most"),
    [
        ({"sleep_loss": 7.3}, 0.82, 0.95),
        ({"sleep_strain": 0.5}, 0.8, 0.96),
        ({"sickness": 20.8}, 0.3, 0.6),  # 2 ng/kg of endotoxin: the heart goes by a half faster
        ({"recent_alcohol": 43.0}, 0.8, 0.9),  # 5.7 of some 40 ms (Pietila 2018)
        ({"recent_alcohol": 80.0}, 0.65, 0.8),  # 12.9 of some 40 ms
        ({"recent_alcohol": 15.0}, 0.92, 0.98),
    ],
    ids=lambda x: next(iter(x)) if isinstance(x, dict) else "",
)
def test_tone_hears_last_night_inflammation_and_drink_within_hours(signals, least, most):
    person = Alone(Vagus)
    assert least < person.value("vagal_tone", signals=signals) < most
    assert person.run(3, signals=signals).value("vagal_tone") == pytest.approx(1, abs=0.005)


def test_the_ear_hardly_moves_the_heart_at_rest():
    assert Alone(Vagus).value("rmssd", exposures={"vagus_stimulation": 1}) == pytest.approx(42, rel=0.03)


def test_slow_breathing_raises_tone_on_the_day():
    assert 43 < Alone(Vagus).value("rmssd", exposures={"calm": 20}) < 50


def test_age_lowers_tone():
    # 24 ms over a day (Umetani 1998), 15 or 16 beyond 75 years in ten seconds (Tegegne 2019)
    assert 17 < Alone(Vagus, traits={"age": 70}).value("rmssd") < 30


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
