import pytest
from alone import Alone

from gutbrain.axis.sleep import Sleep

USUAL = {"sleep": 7.3, "sleep_irregularity": 0.8}


def nights(hours):
    """Carry a young sleeper of 8 h through nights of the given lengths."""
    person = Alone(Sleep, traits={"age": 25}, usual={"sleep": 8.0, "sleep_irregularity": 0.8})
    person.run(24 * len(hours), exposures={"sleep": lambda hour: hours[min(int(hour // 24), len(hours) - 1)]})
    return person


def test_rest_is_a_debt_of_one_hour_and_nothing_else():
    person = Alone(Sleep, usual=USUAL)
    assert person.value("sleep_debt") == pytest.approx(1, abs=0.01)
    for name in ("sleep_loss", "circadian_strain", "sleep_strain", "sleep_disturbance"):
        assert person.value(name) == pytest.approx(0, abs=0.01)


def test_loss_is_against_the_own_usual_night():
    short_sleeper = Alone(Sleep, usual=USUAL | {"sleep": 5.5})
    assert short_sleeper.value("sleep_loss") == pytest.approx(0, abs=0.01)
    assert short_sleeper.value("sleep_loss", exposures={"sleep": 4}) == pytest.approx(1.5, abs=0.01)


def test_three_long_nights_pay_most_of_a_week_of_six_hours():
    week = nights([6] * 6).value("sleep_debt")
    assert 3.5 < week < 6
    assert nights([6] * 6 + [10] * 3).value("sleep_debt") < 0.3 * week


def test_strain_goes_on_rising_after_recovery_nights_begin():
    assert nights([4] * 5 + [8] * 2).value("sleep_strain") > nights([4] * 5).value("sleep_strain")


def test_need_falls_with_age():
    assert Alone(Sleep, usual=USUAL, traits={"age": 70}).value("sleep_debt") < 0.5


@pytest.mark.parametrize(
    "signals", [{"stress_level": 2.0}, {"distress": 1.0}, {"chronic_inflammation": 1.0}], ids=lambda s: next(iter(s))
)
def test_what_disturbs_sleep(signals):
    person = Alone(Sleep, usual=USUAL).run(28 * 24, signals=signals, step=6)
    assert 0.1 < person.value("sleep_disturbance") < 1


def test_no_sleep_at_all_stays_finite_and_shifted_sleep_is_bounded():
    exposures = {"sleep": 0.0, "sleep_irregularity": 24.0, "circadian_misalignment": 24.0}
    person = Alone(Sleep, usual=USUAL).run(30 * 24, exposures=exposures, step=6)
    assert person.value("sleep_debt") < 25
    assert person.value("circadian_strain", exposures=exposures) < 3


def disturbed(signals=None, exposures=None, days=56, before=None):
    """SD by which sleep is more disturbed after some weeks."""
    person, control = Alone(Sleep, usual=USUAL, before=before), Alone(Sleep, usual=USUAL, before=before)
    person.run(days * 24, signals=signals, exposures=exposures, step=6)
    control.run(days * 24, step=6)
    return person.value("sleep_disturbance") - control.value("sleep_disturbance")


def test_irregular_hours_disturb_sleep_as_rotating_shifts_do():
    assert disturbed(exposures={"sleep_irregularity": 2.5}) == pytest.approx(0.38, abs=0.14)


def test_much_alcohol_disturbs_sleep_and_a_glass_or_two_do_not():
    one, two, six = (disturbed({"recent_alcohol": grams}) for grams in (12.0, 24.0, 72.0))
    assert 0 < one < 0.05
    assert two < 0.1
    assert 0.2 < six < 0.6


def test_strains_help_poor_sleepers_a_little_and_good_sleepers_not_at_all():
    strains = {"psychobiotic_drive": 1.0}
    assert disturbed(strains) == pytest.approx(0, abs=0.01)
    assert -0.3 < disturbed(strains, before={"stress_level": 3.0, "distress": 1.0}) < -0.05
