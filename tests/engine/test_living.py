"""Runs in which days differ: what the axis makes of them."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gutbrain as gb
from gutbrain.engine.arms import Arm, carry_arms, plan
from gutbrain.engine.parts import Part
from gutbrain.engine.result import Result
from gutbrain.engine.setup import Setup
from gutbrain.engine.stiff import observables
from gutbrain.engine.streaming import stream
from gutbrain.engine.study import Study
from gutbrain.errors import InputError
from gutbrain.exposures import Protocol

Array = np.ndarray[Any, np.dtype[np.float64]]

EATEN = {"exposure": "fibre", "amount": 40, "start": 7}
STRESSOR = {"exposure": "stressor", "name": "tsst", "amount": 1, "start": 10, "hour": 15, "hours": 0.25}
BUSY = {"person": "healthy-adult", "days": 14, "living": True, "events": [EATEN, STRESSOR]}
SEEN = ("depression", "anxiety", "rmssd", "gi_symptoms", "il6", "shannon", "bdi2")


def protocol(days: float, *events: dict[str, Any], living: bool = True, **others: Any) -> Protocol:
    return gb.load({"person": "healthy-adult", "days": days, "living": living, "events": list(events), **others})


def mornings(result: Result, observable: str) -> Array:
    """At 08:00 of every day: (person, day), in the first draw."""
    at = np.isclose(result.data["time"].to_numpy() % 1, 8 / 24)
    return np.asarray(result.data[observable].to_numpy()[0][:, at], float)


def lag(values: Array) -> float:
    """Correlation of a day with the next, within people."""
    apart = values - values.mean(axis=1, keepdims=True)
    return float((apart[:, 1:] * apart[:, :-1]).mean() / (apart**2).mean())


def test_days_are_alike_unless_a_protocol_says_otherwise() -> None:
    plain = {key: value for key, value in BUSY.items() if key != "living"}
    absent, no = gb.simulate(plain, people=3, draws=2), gb.simulate({**plain, "living": False}, people=3, draws=2)
    assert all((absent.data[name] == no.data[name]).all() for name in absent.data)
    alone = gb.simulate({"days": 10}, draws=1)
    assert np.ptp(mornings(alone, "depression")) < 0.01


def test_days_of_the_typical_person_differ_too() -> None:
    alone = gb.simulate(protocol(28), draws=2, observe=SEEN)
    for name in SEEN[:4]:
        assert mornings(alone, name).std() > 0.02 * abs(mornings(alone, name).mean()), name


def test_living_is_true_or_false() -> None:
    with pytest.raises(InputError, match=r"living: 'maybe' is neither true nor false; write true or false"):
        gb.load({"days": 3, "living": "maybe"})


def test_numbers_do_not_depend_on_how_a_run_is_split(tmp_path: Path) -> None:
    read = gb.load(BUSY)
    study = Study(read, 20, 2, 1, "human", (), (), SEEN, few=True)
    split = stream(study, tmp_path / "parts", "local", size=7)
    whole = gb.simulate(read, people=20, draws=2, seed=1, observe=SEEN)
    for name in SEEN:
        there = whole.data[name].sel(time=split.data["time"].to_numpy(), method="nearest").to_numpy()
        assert (split.data[name].to_numpy() == there).all(), name


def test_a_person_has_the_same_days_whoever_else_is_run() -> None:
    study = Study(gb.load(BUSY), 20, 1, 1, "human", (), (), ("depression",), few=True)
    alone = study.carry(Part(0, 1, 11, 1)).values
    assert (study.carry(study.whole).values[:, 11:12] == alone).all()


def test_arms_of_a_pair_share_their_days() -> None:
    # the day after day difference is that of the same pair in days that do not differ
    def pair(*, living: bool) -> Array:
        arms = [Arm.of(protocol(60, living=living)), Arm.of(protocol(60, EATEN, living=living))]
        run = carry_arms(arms, Setup(people=20, draws=1, coarse=True))
        row = run.observables.index("depression")
        at = np.isclose(run.trajectories.time % 24, 8)
        return np.asarray(run.trajectories.values[at][:, row], float)

    lived, plain = pair(living=True), pair(living=False)
    difference = lived[:, 1] - lived[:, 0]
    assert lived[:, 0].std(axis=0).mean() > 0.3
    assert difference.std(axis=0).mean() < 0.03
    assert difference[-1].mean() == pytest.approx((plain[-1, 1] - plain[-1, 0]).mean(), abs=0.02)


def test_before_an_event_arms_are_the_same_to_the_last_bit() -> None:
    arms = [Arm.of(protocol(10)), Arm.of(protocol(10, EATEN))]
    values = carry_arms(arms, Setup(people=5, draws=1)).trajectories
    before = values.time < 7 * 24
    assert (values.values[before][:, :, 0] == values.values[before][:, :, 1]).all()


def test_an_arm_may_live_beside_one_that_does_not() -> None:
    both = carry_arms([Arm.of(protocol(8)), Arm.of(protocol(8, living=False))], Setup(people=4, draws=1)).trajectories
    for arm, living in enumerate((True, False)):
        alone = carry_arms([Arm.of(protocol(8, living=living))], Setup(people=4, draws=1)).trajectories
        assert both.values[:, :, arm] == pytest.approx(alone.values[:, :, 0], rel=2e-3, abs=1e-3)


def test_what_an_event_sets_varies_as_the_usual_does() -> None:
    made = plan([Arm.of(protocol(3, {"exposure": "sleep", "amount": 0, "start": 1, "days": 1}))], Setup())
    assert made.living is not None
    awake = gb.simulate(protocol(3, {"exposure": "sleep", "amount": 0, "start": 1, "days": 1}), draws=1)
    lost = mornings(awake, "sleep_loss")[0]
    assert lost[1] == pytest.approx(7.3, abs=0.01)
    assert 0 <= lost[2] < 4


def test_life_goes_on_from_before_the_first_day() -> None:
    # nothing starts on day 0: means and spreads of people are there from the beginning
    lived = gb.simulate(protocol(15), people=300, draws=1, observe=SEEN)
    for name in ("depression", "anxiety", "gi_symptoms", "bdi2"):
        seen = mornings(lived, name)
        week = seen[:, :7].mean(axis=1)
        apart = seen[:, 7:14].mean(axis=1) - week
        assert abs(apart.mean()) < 4 * apart.std() / np.sqrt(300), name
        # scores are skewed: the SD of 300 errs by some 6 %
        assert seen[:, 0].std() == pytest.approx(seen[:, 14].std(), rel=0.2), name


def test_an_episode_closes_as_it_does_in_days_that_are_alike() -> None:
    person = {"person": "major-depression", "observe": ["depression"]}
    lived = gb.simulate(protocol(56, **person), people=100, draws=1, observe=["depression"])
    plain = gb.simulate(protocol(56, living=False, **person), people=100, draws=1, observe=["depression"])
    apart = mornings(lived, "depression") - mornings(plain, "depression")
    assert abs(apart[:, :14].mean() - apart[:, 42:].mean()) < 0.06
    assert abs(apart.mean()) < 0.12


@pytest.mark.slow
def test_a_year_of_healthy_people_stays_where_it_is_and_varies_as_measured() -> None:
    lived = gb.simulate(protocol(364), people=100, draws=1, seed=3, observe=[*SEEN, "hassles", "stai_s"])
    plain = gb.simulate(protocol(364, living=False), people=100, draws=1, seed=3, observe=[*SEEN, "stai_s"])

    for name in ("depression", "anxiety", "gi_symptoms"):
        seen, before = mornings(lived, name), mornings(plain, name)
        apart = seen - before
        quarters = apart[:, :364].reshape(100, 4, 91).mean(axis=2)
        assert np.ptp(quarters.mean(axis=0)) < 0.1 * before.mean(axis=1).std(), name
        # nights that differ cost a little, since what is lost is not made good by as much more
        assert abs(apart.mean()) < 0.12, name

    # retest of momentary anxiety 0.4, so the SD within people is at most 0.77 (STAI-S, Spielberger 1983)
    assert 0.35 < (mornings(lived, "anxiety").std(axis=1)).mean() < 0.77
    assert 0.35 < (mornings(lived, "depression").std(axis=1)).mean() < 0.6
    # from one day to the next mood keeps a third to a half
    assert 0.3 < lag(mornings(lived, "depression")) < 0.5
    assert 0.3 < lag(mornings(lived, "anxiety")) < 0.5
    # RMSSD of a person differs by 20 % (sitting at work; Mesquita 2017) from day to day
    tone = np.log(mornings(lived, "rmssd"))
    assert 0.17 < tone.std(axis=1).mean() < 0.29
    assert lag(tone) < 0.35
    # more than half of the days are ordinary, and one in some dozens is twice as hard
    stress = mornings(lived, "hassles")
    stress = stress / stress.mean(axis=1, keepdims=True)
    assert 0.02 < (stress > 2).mean() < 0.1
    weekend = np.isin(np.arange(stress.shape[1]) % 7, (5, 6))
    assert stress[:, weekend].mean() < 0.9 * stress[:, ~weekend].mean()
    # symptoms of healthy people stay low, and those of one day are found again on the next
    symptoms = mornings(lived, "gi_symptoms")
    assert 0.15 < symptoms.std(axis=1).mean() < 0.4
    assert 0.3 < lag(symptoms) < 0.8


def test_a_sensitive_bowel_varies_more() -> None:
    healthy = gb.simulate(protocol(56), people=40, draws=1, observe=["gi_symptoms"])
    ill = gb.simulate(protocol(56, person="ibs"), people=40, draws=1, observe=["gi_symptoms"])
    ratio = mornings(ill, "gi_symptoms").std(axis=1).mean() / mornings(healthy, "gi_symptoms").std(axis=1).mean()
    assert 1.5 < ratio < 4


def test_an_explanation_tells_the_effect_from_luck() -> None:
    effect = {"exposure": "sleep", "amount": 5, "start": 3, "days": 11}
    lived = gb.explain(protocol(14, effect), "depression", day=(4, 13))
    plain = gb.explain(protocol(14, effect, living=False), "depression", day=(4, 13))
    assert lived.total[0] == pytest.approx(plain.total[0], rel=0.45)


def test_a_result_says_that_days_differ_by_luck() -> None:
    assert any("luck" in warning for warning in gb.simulate(protocol(2), draws=1).warnings)
    assert not any("luck" in warning for warning in gb.simulate(protocol(2, living=False), draws=1).warnings)


def test_what_is_carried_is_known_by_its_days() -> None:
    def identity(seed: int, *, living: bool) -> str:
        return plan([Arm.of(protocol(3, living=living))], Setup(seed=seed)).identity

    assert identity(0, living=True) == identity(0, living=True)
    assert len({identity(0, living=True), identity(1, living=True), identity(0, living=False)}) == 3
    assert Arm.of(protocol(3)).identity != Arm.of(protocol(3, living=False)).identity


def test_the_stiff_solver_refuses_days_that_differ() -> None:
    with pytest.raises(ValueError, match="days that differ"):
        observables(plan([Arm.of(protocol(3))], Setup()), np.array([0.0]))
