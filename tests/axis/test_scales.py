from functools import cache

import numpy as np
import pytest
from alone import Alone
from scipy.stats import norm

from gutbrain.axis.scales import Scales
from gutbrain.people.noise import measurement_sd

MIDDLE = {"bdi2": 6.2, "phq9": 1.75, "hads_d": 3.3, "stai_s": 34, "gad7": 1.85, "hads_a": 4.1, "pss10": 13.0}
RANGES = {
    "bdi2": (0, 63), "hamd17": (0, 52), "madrs": (0, 60), "phq9": (0, 27), "hads_d": (0, 21), "ces_d": (0, 60),
    "stai_s": (20, 80), "stai_t": (20, 80), "gad7": (0, 21), "hads_a": (0, 21), "ham_a": (0, 56),
    "dass21_depression": (0, 21), "dass21_anxiety": (0, 21), "dass21_stress": (0, 21), "pss10": (0, 40),
    "leids_r": (0, 136), "psqi": (0, 21), "poms_tmd": (-32, 200),
}  # fmt: skip
MDD = {"depression_level": 2.5, "depression": 2.5, "anxiety_level": 1.5, "anxiety": 1.5}


def heard(z: float) -> dict[str, float]:
    return dict.fromkeys(
        ("depression_level", "anxiety_level", "depression", "anxiety", "perceived_stress", "sleep_disturbance"), z
    )


def test_the_person_in_the_middle_has_the_score_of_the_middle():
    rest = Alone(Scales)
    for name, middle in MIDDLE.items():
        assert rest.value(name) == pytest.approx(middle, abs=0.1)


# general population: mean, SD, and the shares with so many points and more, each with what samples differ by
POPULATION = {
    "bdi2": (8, 8, 2, {14: (0.18, 0.05)}),
    "phq9": (2.91, 3.5, 0.5, {10: (0.065, 0.03)}),  # 5.6 % in Germany, 10.8 % in Sweden
    "hads_d": (4.2, 3.3, 0.6, {8: (0.17, 0.06)}),  # 11 % in Britain, 23 % in Germany
    "ces_d": (9, 8.5, 1.7, {16: (0.19, 0.05)}),
    "gad7": (2.95, 3.4, 0.5, {10: (0.05, 0.02), 8: (0.12, 0.03)}),
    "hads_a": (5.2, 3.6, 0.6, {8: (0.23, 0.04)}),  # Germany 4.7 and 21 %, a third in Britain, where the mean is 6.1
    "stai_t": (35, 10, 1.5, {44: (0.18, 0.04)}),
    "dass21_depression": (2.83, 3.87, 0.7, {7: (0.134, 0.04)}),
    "pss10": (14.5, 7, 1.5, {}),
    "psqi": (4.8, 3.1, 0.6, {6: (0.36, 0.05)}),
}


@cache
def at(z: float) -> Alone:
    """A person whose state of mind lies so many SD above the population."""
    return Alone(Scales, before=heard(z))


@pytest.mark.parametrize("name", POPULATION)
def test_mean_spread_and_shares_above_the_cut_offs_of_the_general_population_hold_at_once(name):
    mean, sd, error, shares = POPULATION[name]
    error_of_visit = measurement_sd(name)
    # most answer in a way of their own besides
    z = np.linspace(-3.2, 3.2, 33) * (1 if name == "psqi" else np.hypot(1, Scales.reporting.spread))
    weight = norm.pdf(z / z.max() * 3.2) / norm.pdf(z / z.max() * 3.2).sum()
    score = np.array([at(x).value(name, signals=heard(x)) for x in z])
    middle = weight @ score
    assert middle == pytest.approx(mean, abs=error)
    assert np.sqrt(weight @ (score - middle) ** 2 + error_of_visit**2) == pytest.approx(sd, rel=0.25)
    for points, (share, share_error) in shares.items():
        above = weight @ norm.sf((points - 0.5 - score) / error_of_visit)
        assert above == pytest.approx(share, abs=share_error), points


def test_a_step_of_severity_is_worth_more_points_in_patients_than_in_the_well():
    def step(name, z):
        worse, here = (at(x).value(name, signals=heard(x)) for x in (z + 0.5, z))
        return worse - here

    for name in ("bdi2", "phq9", "gad7", "hamd17"):
        assert step(name, 2.0) > 1.5 * step(name, -0.5)


@pytest.mark.parametrize("z", [-6.0, -1.0, 0.0, 2.5, 12.0])
def test_scores_stay_in_range_and_rise_with_severity(z):
    here, worse = Alone(Scales, before=heard(z)), Alone(Scales, before=heard(z + 0.5))
    for name, (low, high) in RANGES.items():
        score = here.value(name, signals=heard(z))
        assert low <= score <= high
        assert worse.value(name, signals=heard(z + 0.5)) >= score


def test_a_depressed_patient_has_the_scores_of_one():
    patient = Alone(Scales, before=MDD)
    assert 17 <= patient.value("hamd17") <= 24
    assert 20 <= patient.value("bdi2") <= 32
    assert patient.value("madrs") == pytest.approx(1.25 * patient.value("hamd17"))


def after(days, belief=0.0, contact=0.0):
    """A depressed patient whose state of mind stays, under belief and visits."""
    given = {"expectation": belief, "contact": contact}
    return Alone(Scales, before=MDD).run(days * 24, signals=MDD, exposures=given, step=12)


def fallen(scale, days=56, **given):
    return after(0).value(scale) - after(days, **given).value(scale)


def test_without_belief_and_visits_a_state_that_stays_keeps_its_score():
    assert fallen("hamd17") == pytest.approx(0, abs=1e-3)
    assert fallen("bdi2") == pytest.approx(0, abs=1e-3)


def test_belief_takes_as_much_off_what_patients_say_as_off_what_clinicians_see():
    # placebo against nothing, SD of patients (8 points of the BDI, 5.5 of the HAM-D): 0.14 to 0.37
    for contact in (0.0, 1.0):
        said = (fallen("bdi2", belief=0.5, contact=contact) - fallen("bdi2", contact=contact)) / 8
        seen = (fallen("hamd17", belief=0.5, contact=contact) - fallen("hamd17", contact=contact)) / 5.5
        assert 0.14 < said < 0.37
        assert 0.14 < seen < 0.37


def test_placebo_arms_fall_as_published_and_most_of_it_with_visits_on_a_clinicians_scale():
    # -1.4 SD of the HAM-D (Bschor 2024) and -0.67 of self-rated scales (Rief 2009), less a waiting list's course
    assert fallen("hamd17", belief=0.5, contact=1.0) == pytest.approx(4.5, abs=1.2)
    assert fallen("bdi2", belief=0.5, contact=1.0) == pytest.approx(2.8, abs=1.2)
    assert fallen("hamd17", contact=1.0) > 1.5 * fallen("hamd17", belief=0.5)


def test_who_knows_of_the_treatment_gains_little_more_than_who_guesses():
    told, blinded = (fallen("bdi2", belief=belief, contact=1.0) for belief in (1.0, 0.5))
    assert 0.05 < (told - blinded) / 8 < 0.3


def test_placebo_response_is_mostly_there_by_the_second_week():
    two, eight = (fallen("hamd17", days, belief=0.5, contact=1.0) for days in (14, 42))
    assert two / eight == pytest.approx(0.62, abs=0.07)


def test_expectation_does_nothing_where_there_are_no_symptoms():
    healthy = Alone(Scales).run(56 * 24, exposures={"expectation": 1.0}, step=12)
    assert healthy.value("phq9") == pytest.approx(MIDDLE["phq9"], abs=0.1)


def test_stress_over_the_last_month_follows_slowly():
    person = Alone(Scales).run(3 * 24, signals={"perceived_stress": 2.0})
    assert person.value("pss10") < 13 + 0.3 * 14
    person.run(60 * 24, signals={"perceived_stress": 2.0}, step=12)
    assert person.value("pss10") > 13 + 0.9 * 14


def test_the_moment_shows_in_full_where_the_question_is_about_now_and_in_part_elsewhere():
    sick = {"depression": 1.0, "anxiety": 1.0}
    person = Alone(Scales)
    assert person.value("stai_s", signals=sick) > 43
    assert person.value("poms_tmd", signals=sick) > 45
    for scale, sd in {"bdi2": 8, "phq9": 3.5, "hads_d": 3.5, "gad7": 3.4, "hamd17": 6.5}.items():
        assert 0.15 < (person.value(scale, signals=sick) - person.value(scale)) / sd < 0.8
    assert person.value("stai_t", signals=sick) == pytest.approx(person.value("stai_t"), abs=0.1)


def test_under_expectation_a_worse_state_still_has_the_higher_score():
    def score(name, z):
        believing = Alone(Scales, before=heard(z)).run(
            56 * 24, signals=heard(z), exposures={"expectation": 1.0}, step=12
        )
        return believing.value(name, signals=heard(z))

    steps = [-0.5, 0.1, 0.4, 1.0, 2.5]
    for name in ("hamd17", "phq9", "pss10"):
        scores = [score(name, z) for z in steps]
        assert scores == sorted(scores)
