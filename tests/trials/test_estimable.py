"""What the data do not determine is missing: never 0, never half of something else, in one trial and in thousands."""

import json
import warnings

import numpy as np
import pytest
from trials.designs import STRAIN, made

from gutbrain.answers import trial_said
from gutbrain.engine.setup import Setup
from gutbrain.report import trial_page
from gutbrain.trials import estimable, mmrm, power, quick
from gutbrain.trials.analysis import analyse, non_inferior, parts
from gutbrain.trials.conduct import conduct
from gutbrain.trials.people import populate
from gutbrain.trials.trial import run


@pytest.fixture(autouse=True)
def _no_raw_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def one(trials=1, **changes):
    design = made(**{"per_arm": 10, "endpoints": ["bdi2"]} | changes)
    return conduct(populate(design, Setup(people=design.people)), trials=trials)


def test_the_inverse_of_what_is_determined_is_the_inverse():
    random = np.random.default_rng(0)
    x = random.normal(size=(3, 30, 4)) * [1, 1e4, 1e-3, 20] + [1, 5e4, 0, 3]
    products = np.einsum("tnp,tnq->tpq", x, x)
    found, determined = estimable.inverse(products)
    assert determined.all()
    np.testing.assert_allclose(found @ products, np.broadcast_to(np.eye(4), (3, 4, 4)), atol=1e-6)


def test_a_column_made_of_others_leaves_them_and_itself_open_and_nothing_else():
    random = np.random.default_rng(0)
    arm, part, baseline = random.random(40) > 0.5, np.ones(40), random.normal(15, 4, 40)
    x = np.stack([np.ones(40), arm, baseline, part, arm * part, np.zeros(40)], axis=1).astype(float)
    _, determined = estimable.inverse(x.T @ x)
    assert determined.tolist() == [False, False, True, False, False, False]


@pytest.mark.parametrize(("criterion", "inside"), [({"age": ">13"}, 20), ({"age": ">104"}, 0)])
def test_a_subgroup_of_everybody_or_nobody_has_no_interaction_anywhere(criterion, inside, tmp_path):
    result = run(made(per_arm=10, endpoints=["bdi2", "crp"], subgroup=criterion), replicates=0)
    assert not [e for e in result.estimates if e.kind == "interaction"]
    assert (result.parts.inside, result.parts.outside, result.parts.compared) == (inside, 20 - inside, False)
    result.save(tmp_path)
    assert "interaction" not in (tmp_path / "summary.csv").read_text(encoding="utf-8")
    told = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert told["subgroup"] == {
        "criterion": str(result.design.subgroup), "inside": inside, "outside": 20 - inside, "compared": False
    }  # fmt: skip
    page = trial_page.render(result)
    assert "interaction" not in page
    assert f"{inside} people in it, {20 - inside} outside: whether the effect is another in them cannot be" in page
    conducted = one(subgroup=criterion)
    assert np.isnan(quick.interaction(conducted, "bdi2", 0, np.full((1, 20), bool(inside))).estimate).all()


def test_a_subgroup_in_one_arm_only_has_no_interaction():
    conducted = one()
    inside = conducted.sequence == 0
    assert np.isnan(quick.interaction(conducted, "bdi2", 0, inside).p).all()


def test_a_true_subgroup_still_has_one():
    conducted = one(subgroup={"age": ">40"}, per_arm=20)
    found = analyse(conducted)
    counted = parts(conducted, found)
    assert counted.compared
    assert counted.inside == (conducted.traits["age"] > 40).sum()
    assert [e.known for e in found if e.kind == "interaction"] == [True]


@pytest.mark.parametrize("visits", [60, 66, 130])
def test_missing_visits_are_missing_however_many_visits_there_are(visits, monkeypatch):
    """Half of the people have no last visit: taken as 0 that would cost two fifths of the effect of -5."""
    monkeypatch.setattr(mmrm, "STEPS", 3)
    random = np.random.default_rng(1)
    n = 2 * visits
    arm = np.repeat([0.0, 1.0], n // 2)
    y = random.normal(size=(n, visits)) - 5 * arm[:, None] * np.linspace(0.2, 1, visits) + 30
    gone = random.random(n) < 0.4
    y[gone, -1] = np.nan
    found = mmrm.fit(np.stack([np.ones(n), arm], axis=1)[None], y[None]).beta[0, -1, 1]
    seen = y[:, -1]
    assert found == pytest.approx(np.nanmean(seen[arm == 1]) - np.nanmean(seen[arm == 0]), abs=0.5)


def test_every_pattern_of_missing_visits_is_told_from_every_other():
    random = np.random.default_rng(0)
    seen = random.random((3, 20, 100)) > 0.3
    seen[0, 0], seen[1, :5] = False, seen[1, 5]
    masks, pattern = mmrm.patterns(seen)
    assert pattern[0, 0] == -1
    assert (pattern[1, :6] == pattern[1, 5]).all()
    assert len(masks) == len(np.unique(seen.reshape(-1, 100), axis=0)) - 1
    np.testing.assert_array_equal(masks[pattern[pattern >= 0]], seen[pattern >= 0])


ANALYSES = ("ancova", "t-test", "mmrm")


@pytest.mark.parametrize("changes", [{"dropout": 0.94}, {"missing": 0.999}], ids=["all leave", "all miss"])
def test_a_trial_in_which_nobody_is_left_is_reported_and_has_no_effect(changes, few_sets):
    result = run(made(per_arm=2, endpoints=["bdi2"], non_inferiority={"margin": 2}, **changes), replicates=40)
    assert {e.analysis for e in result.estimates} == {*ANALYSES, "responders"}
    for e in result.estimates:
        assert not e.known
        assert np.isnan([e.value, e.low, e.high, e.p]).all()
        assert "0 of 2 in active and 0 of 2 in placebo can be analysed" in e.why
    assert [one.shown for one in result.non_inferiority] == [None]
    assert result.expected.assurance < 0.1
    assert result.expected.analysed.mean() < 0.3
    told = result.as_json()
    assert told["estimates"][0]["value"] is None
    assert "too few people are left" in trial_said.lead(result)
    page = trial_page.render(result)
    assert "cannot be estimated" in page
    assert "nan" not in page.replace("finance", "")


@pytest.mark.parametrize("analysis", ANALYSES)
def test_many_trials_without_people_have_no_effect_either(analysis):
    conducted = one(trials=40, per_arm=2, dropout=0.94)
    found = quick.primary(conducted, "bdi2", 0, analysis)
    lost = ~np.isfinite(conducted.seen["bdi2"][..., -1]).any(axis=1)
    assert lost.mean() > 0.5
    assert np.isnan(found.estimate[lost]).all()
    assert np.isnan(found.p[lost]).all()
    assert not np.any(found.estimate == 0)


def test_a_crossover_that_nobody_finishes_has_no_effect():
    conducted = one(trials=20, per_arm=2, crossover={"washout": 2}, dropout=0.94)
    found = quick.primary(conducted, "bdi2", 0)
    nobody = ~np.isfinite(conducted.seen["bdi2"][..., -1]).any(axis=1)
    assert nobody.any()
    assert np.isnan(found.estimate[nobody]).all()
    assert "of 4 people finished every period: too few" in next(
        e.why for t in np.flatnonzero(nobody)[:1] for e in analyse(conducted, t)
    )


def test_more_visits_than_people_can_tell_are_not_fitted():
    """Two an arm and three visits: the covariance alone has six unknowns."""
    conducted = one(per_arm=2, weeks=8, visits=[0, 2, 4, 8], analysis="mmrm")
    (main,) = (e for e in analyse(conducted) if e.primary)
    assert not main.known
    assert main.why == "2 of 2 in active and 2 of 2 in placebo can be analysed, for 3 visits: too few"


def test_one_trial_and_many_agree_on_what_can_be_estimated():
    conducted = one(trials=18, per_arm=3, dropout=0.6)
    for analysis in ANALYSES:
        many = quick.primary(conducted, "bdi2", 0, analysis).estimate
        for trial in range(0, 18, 2):
            alone = next(e for e in analyse(conducted, trial) if e.analysis == analysis and e.people == "as randomised")
            assert alone.value == pytest.approx(many[trial], rel=1e-6, nan_ok=True)


def test_the_verdict_on_an_arm_is_read_where_there_is_one():
    conducted = one(per_arm=20, non_inferiority={"margin": 50})
    (fine,) = non_inferior(conducted, analyse(conducted))
    assert fine.shown is True
    said = trial_said.non_inferior(fine, conducted.design)
    assert said.startswith("active against placebo: not worse by 50 in BDI-II: shown; the interval reaches")


def test_a_plan_that_cannot_be_estimated_says_so_in_power():
    design = made(endpoints=["bdi2"], per_arm=2, dropout=0.94)
    found = power.effects(populate(design, Setup(people=12, draws=6)), 0)
    assert found.kept == pytest.approx(0.06, abs=0.02)
    assert np.isnan(found.assurance(2))
    assert np.isfinite(found.assurance(100))
    advice = power._advice(design, found, {})
    assert advice[0] == "the plan cannot be estimated: of 2 people in an arm about 0.1 are left to analyse"


def test_sets_that_cannot_be_analysed_are_no_effect_of_nothing():
    effect = np.array([np.nan, -2.0, -2.0])
    found = power.Effects(effect, np.full(3, 0.05), -1, 0.05)
    assert found.assurance(400) == pytest.approx(1.0)
    nothing = power.Effects(np.full(3, np.nan), np.full(3, np.nan), -1, 0.05)
    assert np.isnan(nothing.assurance(400))
    assert nothing.sample_size() is None


def test_three_arms_are_compared_in_every_row():
    arms = {"low": {"events": [STRAIN]}, "high": {"events": [STRAIN]}, "no": {"events": []}}
    people = populate(made(arms=arms, per_arm=10, endpoints=["bdi2", "crp"]), Setup(people=8, draws=4))
    show = power.expected(people, 40, 0)
    assert list(show.comparisons) == [
        (name, f"{arm} against no") for name in ("bdi2", "crp") for arm in ("low", "high")
    ]  # fmt: skip
    assert show.interval("bdi2") == show.interval("bdi2", "low against no") != show.interval("bdi2", "high against no")
