import numpy as np
import pytest
from trials.designs import STRAIN, made

from gutbrain.engine.setup import Setup
from gutbrain.exposures import Event
from gutbrain.trials import like, power
from gutbrain.trials.design import Arm
from gutbrain.trials.information import learned
from gutbrain.trials.people import populate


@pytest.fixture(scope="module")
def crowd():
    return populate(made(endpoints=["bdi2"], weeks=8, visits=[0, 8], per_arm=60), Setup(people=16, draws=24))


def test_the_smooth_chance_of_success_is_that_of_simulated_trials(crowd):
    smooth = power.effects(crowd, 0).assurance(60)
    simulated = power.expected(crowd, 2400, 1).assurance
    assert smooth == pytest.approx(simulated, abs=0.04)


def test_more_people_never_hurt_and_the_size_is_where_it_says(crowd):
    found = power.effects(crowd, 0)
    shares = [found.assurance(n) for n in (10, 40, 160, 640)]
    assert shares == sorted(shares)
    size = found.sample_size(0.5)
    assert size is not None
    assert found.assurance(size) >= 0.5 > found.assurance(size - 2)


def test_what_does_nothing_is_not_reachable():
    found = power.Effects(np.zeros(50), np.full(50, 0.3), -1, 0.05)
    assert found.sample_size() is None
    assert found.assurance(100) == pytest.approx(0.025, abs=0.002)


def test_a_ceiling_comes_from_sets_without_effect():
    effect = np.where(np.arange(90) < 30, 0.0, -2.0)
    found = power.Effects(effect, np.full(90, 0.3), -1, 0.05)
    assert found.assurance(5000) == pytest.approx(2 / 3, abs=0.02)


def test_non_inferiority_of_what_does_nothing_can_be_shown():
    found = power.Effects(np.zeros(50), np.full(50, 0.3), -1, 0.05, margin=1.5)
    assert found.sample_size() is not None


def test_doses():
    arm = Arm("active", (Event("probiotic", 0.0, strains={"B. longum 1714": 1e9}),), 0.5)
    assert power.dosed(arm, 10).events[0].strains["B. longum 1714"] == 1e10
    assert power.dosed(arm, 1e5) is None
    assert power.dosed(Arm("diet", (Event("fibre", 0.0, 40.0),), 0.5), 10) is None


def test_longer_trials_go_on_with_what_lasted_to_the_end():
    design = made(arms={"a": {"events": [STRAIN, {"exposure": "gos", "amount": 5, "start": 0, "days": 7}]}, "b": {}})
    first, second = power.longer(design, 2).arms[0].events
    assert first.days is None
    assert second.days == 7


def test_a_marker_that_follows_what_is_not_known_teaches_it():
    random = np.random.default_rng(1)
    truth = random.standard_normal(200)
    follows, noise = truth + 0.1 * random.standard_normal(200), random.standard_normal(200)
    near, far = (learned(truth, x[:, None], np.array([0.3]), 0) for x in (follows, noise))
    assert near > 0.7
    assert far < 0.05


def test_published_trials_become_designs():
    found = like.every()
    exact = [one for one in found if one.exact]
    assert len(exact) >= 30
    assert {one.effect.outcome.result for one in exact} >= {"improved", "no-difference"}
    walden = like.published("walden-2023").design
    assert walden.weeks == 6
    assert walden.per_arm == 35
    assert len(walden.arms[0].events[0].strains) == 4


def test_an_unknown_trial_is_said():
    from gutbrain.errors import InputError

    with pytest.raises(InputError, match="did you mean"):
        like.published("walden-2032")


def test_where_nothing_varies_there_is_no_effect_or_a_sure_one():
    none = power.Effects(np.zeros(4), np.zeros(4), side=-1, alpha=0.05)
    assert none.sample_size() is None
    assert (none.success(20) < 0.05).all()
    sure = power.Effects(np.full(4, -1.0), np.zeros(4), side=-1, alpha=0.05)
    assert sure.sample_size() == 4


def test_a_published_trial_is_judged_by_its_primary_outcome_and_its_whole_control():
    one = like.published("freijy-2023-probiotic")
    assert one.role == "primary"
    assert one.effect.outcome.scale == "POMS-SF total mood disturbance"
    assert (one.effect.n_active, one.effect.n_control) == (30, 30)
    assert like.published("wauters-2022").role == "secondary"


def test_synbiotics_diets_and_medicines_are_simulated_as_what_they_are():
    given = {key: [e.exposure for e in like.published(key).design.arms[0].events] for key in like.given()}
    assert given["freijy-2023-synbiotic"] == ["probiotic", "inulin"]
    assert given["raison-2013"] == ["anti_tnf"] * 3
    assert "fibre" in given["jacka-2017"]
    assert like.published("brinkmann-2020-mindfulness").design.arms[1].kind == "waiting-list"
