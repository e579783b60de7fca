import pytest
from alone import Alone

from gutbrain.axis.habits import Habits

USUAL = {"exercise": 25.0}


def test_rest_is_reference_training_and_no_practice():
    person = Alone(Habits, usual=USUAL)
    assert person.value("training") == pytest.approx(1, abs=0.01)
    assert person.value("practice") == pytest.approx(0, abs=1e-6)


def test_training_is_gained_and_lost_within_weeks():
    person = Alone(Habits, usual=USUAL)
    assert person.run(42 * 24, exposures={"exercise": 50}).value("training") == pytest.approx(2, abs=0.08)
    assert person.run(42 * 24).value("training") == pytest.approx(1, abs=0.08)


def test_a_course_makes_one_and_fades_over_months_not_weeks():
    person = Alone(Habits, usual=USUAL)
    assert person.run(56 * 24, exposures={"calm": 35}).value("practice") == pytest.approx(1, abs=0.03)
    assert 0.3 < person.run(135 * 24).value("practice") < 0.5


def test_endless_practice_stays_bounded():
    assert Alone(Habits, usual=USUAL).run(2000 * 24, exposures={"calm": 600}, step=24).value("practice") < 2


def test_drinking_is_felt_for_hours_and_gone_within_two_days():
    person = Alone(Habits, usual={"alcohol": 5.0}).run(24, exposures={"alcohol": 60.0})
    assert person.value("recent_alcohol") > 55
    assert 15 < person.run(8, exposures={"alcohol": 5.0}).value("recent_alcohol") < 35
    assert person.run(40, exposures={"alcohol": 5.0}).value("recent_alcohol") == pytest.approx(5, abs=0.5)
