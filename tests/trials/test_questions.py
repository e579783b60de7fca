"""What designs ask besides two arms, against libraries and by hand."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy import stats
from statsmodels.duration.survfunc import survdiff
from trials.designs import ILL, STRAIN, made
from trials.error_rates import FACTORS, LOW, THREE

from gutbrain.engine.setup import Setup
from gutbrain.errors import InputError
from gutbrain.reading import fields
from gutbrain.trials import bayes, clusters, endpoints, imputation, mediation, quick, shares, success, survival
from gutbrain.trials.analysis import analyse
from gutbrain.trials.conduct import conduct
from gutbrain.trials.dataset import dataset
from gutbrain.trials.facts import facts
from gutbrain.trials.flow import flow
from gutbrain.trials.people import populate
from gutbrain.trials.reading import read_design
from gutbrain.trials.tables import tables_of_one

PROTOCOLS = sorted((Path(__file__).parent / "protocols").glob("*.yaml"))


def _carried(trials=1, **changes):
    design = made(**{"per_arm": 20, **changes})
    people = populate(design, Setup(people=design.most_people))
    return conduct(people, trials=trials, seed=3)


@pytest.mark.parametrize("path", PROTOCOLS, ids=lambda path: path.stem)
def test_real_protocols_can_be_written(path):
    assert read_design(path).people > 0
    assert len(PROTOCOLS) == 8


def test_every_kind_of_design_that_the_page_shows_runs():
    page = (Path(__file__).parents[2] / "docs" / "trials.md").read_text(encoding="utf-8")
    whole, *parts = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    small = {"weeks": 2, "visits": [0, 1, 2], "per_arm": 12, "endpoints": ["bdi2", "pss10"]}
    base = fields.parse_yaml(whole).value | small
    base = {key: said for key, said in base.items() if key not in ("include", "adherence", "analysis", "dropout")}
    shown = set()
    for part in parts:
        written = base | fields.parse_yaml(part).value
        if "bayes" in written:
            written["bayes"] = {"prior": "vague"}
        design = read_design(written)
        people = populate(design, Setup(people=design.most_people))
        one = conduct(people)
        assert analyse(one)[0].known, part
        shown |= {table.key for table in tables_of_one(one, flow(one, people.screening))}
        assert facts(design)
    assert shown >= {"estimand", "dose_response", "monitoring", "posterior", "mediation", "missing", "feasibility"}


def test_factors_are_answered_as_by_a_model_with_both_and_their_product():
    one = _carried(**FACTORS, endpoints=["bdi2"])
    table = dataset(one)
    end = table[table["week"] == 4].assign(
        strain=lambda t: (t["factor_probiotic"] == "strain") - 0.5, fibre=lambda t: (t["factor_diet"] == "fibre") - 0.5
    )
    fitted = smf.ols("bdi2_change ~ strain * fibre + bdi2_baseline", end).fit()
    found = {e.contrast: e for e in analyse(one) if e.analysis == "ancova" and e.people == "as randomised"}
    assert found["probiotic: strain against none"].value == pytest.approx(fitted.params["strain"], rel=1e-6)
    assert found["diet: fibre against usual"].p == pytest.approx(fitted.pvalues["fibre"], rel=1e-6)
    assert found["interaction"].value == pytest.approx(fitted.params["strain:fibre"], rel=1e-6)
    assert found["interaction"].adjusted is None


def test_arms_named_by_their_levels_are_the_same_factorial_trial():
    fibre = FACTORS["arms"]["fibre"]["events"][0]
    named = {
        "none + usual": {"events": []},
        "none + fibre": {"events": [fibre]},
        "strain + usual": {"events": [STRAIN]},
        "strain + fibre": {"events": [STRAIN, fibre]},
    }
    design = made(arms=named, factorial=FACTORS["factorial"])
    assert [arm.events for arm in design.arms] == [arm.events for arm in made(**FACTORS).arms]
    assert design.family == ("probiotic", "diet")


def test_covariates_strata_and_sites_stand_in_the_model():
    strata = {"kind": "stratified", "by": ["crp"]}
    one = _carried(endpoints=["bdi2"], covariates=["age", "sex"], sites=3, randomisation=strata)
    table = dataset(one)
    first = table[table["week"] == 0].set_index("participant")["crp"]
    high = table["participant"].map((first > first.median()).astype(float))
    end = table.assign(high=high)[table["week"] == 4]
    age = one.traits["age"][0]
    end = end.assign(active=(end["arm"] == "active").astype(float), male=end["sex"] == "male", exact=age)
    fitted = smf.ols("bdi2_change ~ active + bdi2_baseline + exact + male + high + C(site)", end).fit()
    (found,) = (e for e in analyse(one) if e.primary)
    assert (found.value, found.p) == pytest.approx((fitted.params["active"], fitted.pvalues["active"]), rel=1e-5)


def test_dunnett_is_that_of_scipy():
    many = _carried(trials=4, arms={**THREE, "fed": {"events": [LOW]}}, endpoints=["bdi2"], analysis="t-test")
    design = many.design
    found = success.dunnett(many, "bdi2")
    change = endpoints.measured(many, "bdi2").change
    for trial in range(4):
        groups = [change[trial][many.sequence[trial] == arm] for arm in design.contrasts]
        control = change[trial][many.sequence[trial] == design.reference]
        theirs = stats.dunnett(*groups, control=control, random_state=0)
        # theirs pools the error of all arms, ours that of the two: the tail is compared at one t
        for place, arm in enumerate(design.contrasts):
            t = np.array([abs(theirs.statistic[place])])
            people = np.array([len(group) for group in groups])[:, None]
            shared = np.sqrt(people / (people + len(control)))
            df = np.array([len(control) + people.sum() - len(groups) - 1.0])
            assert success.beyond(t, shared, df)[0] == pytest.approx(theirs.pvalue[place], abs=2e-3)
            assert found[arm][trial] >= quick.primary(many, "bdi2", arm).p[trial] - 1e-3


def test_a_dose_is_shown_only_with_its_trend():
    many = _carried(trials=50, arms=THREE, dose_response=True, endpoints=["bdi2"])
    p = success.trend_then_arms(many, "bdi2")
    assert all((p[arm] >= p["trend"]).all() for arm in many.design.contrasts)
    rise = many.design.weights("trend")
    assert np.dot(rise, [0.0, 1.0, 2.0]) == pytest.approx(2.0)  # a straight line gives back its own reach
    assert sum(rise) == pytest.approx(0)


def test_clusters_are_compared_by_their_means():
    one = _carried(endpoints=["bdi2"], per_arm=40, clusters={"number": 8, "icc": 0.2})
    what = endpoints.measured(one, "bdi2")
    frame = pd.DataFrame({"y": what.change[0], "x": what.start[0], "c": one.unit[0], "arm": one.sequence[0]})
    slope = smf.ols("y ~ x", frame).fit().params["x"]
    frame["rest"] = frame["y"] - slope * (frame["x"] - frame["x"].mean())
    mean = frame.groupby("c").agg(rest=("rest", "mean"), arm=("arm", "first"), arms=("arm", "nunique"))
    assert (mean["arms"] == 1).all()
    theirs = stats.ttest_ind(mean["rest"][mean["arm"] == 0], mean["rest"][mean["arm"] == 1])
    found = quick.Quick(*clusters.compared(one, what, one.design.weights(0)))
    assert found.p[0] == pytest.approx(theirs.pvalue, rel=1e-6)


def test_clusters_cross_one_step_after_the_other_and_stay():
    design = made(per_arm=16, stepped_wedge={"clusters": 8, "steps": 4}, endpoints=["bdi2"], visits=[0, 4])
    active, placebo = 0, 1
    assert design.sequences[0] == (placebo, active, active, active, active)
    assert design.sequences[-1] == (placebo, placebo, placebo, placebo, active)
    assert design.people == 64
    assert design.days == 5 * 28


def test_the_exact_test_is_boschloo_s():
    made_ = shares.boschloo(8, 6)
    for x, y in ((0, 3), (2, 5), (7, 1), (8, 0), (4, 3)):
        theirs = stats.boschloo_exact([[x, y], [8 - x, 6 - y]], n=128).pvalue
        assert made_[x, y] == pytest.approx(theirs, abs=2e-3)


def test_the_log_rank_test_is_that_of_statsmodels():
    event = {"endpoint": "bdi2", "as": "time-to-event", "event": {"bdi2": ">=21"}}
    one = _carried(primary=event, visits=[0, 1, 2, 3, 4], dropout=0.2, per_arm=40)
    table = survival.table(one)
    seen = table[table["weeks"] > 0]
    _, p = survdiff(seen["weeks"], seen["event"], seen["arm"])
    found = quick.primary(one, "bdi2", 0)
    assert found.p[0] == pytest.approx(p, rel=1e-6)
    estimate = next(e for e in analyse(one) if e.primary)
    assert estimate.kind == "hazard ratio"
    assert np.log(estimate.value) == pytest.approx(found.estimate[0], abs=0.25)


def test_co_primary_endpoints_must_all_be_shown_and_a_hierarchy_goes_on_only_after_success():
    common = {**ILL, "endpoints": ["madrs", "bdi2"]}
    many = _carried(trials=60, co_primary=["bdi2"], **common)
    single = [success.judging.of(many, name, 0) for name in ("madrs", "bdi2")]
    both = np.all([(p < 0.05) & good for p, good in single], axis=0)
    np.testing.assert_array_equal(success.won(many), both)
    ordered = success.hierarchy(_carried(trials=60, hierarchy=["madrs", "bdi2"], **common))
    assert (ordered["bdi2"] <= ordered["madrs"]).all()


def test_equivalence_is_an_interval_within_the_margin():
    many = _carried(trials=80, equivalence={"margin": 2.0}, endpoints=["bdi2"])
    low, high = quick.primary(many, "bdi2", 0).interval()
    np.testing.assert_array_equal(success.won(many), (low > -2.0) & (high < 2.0))


def test_a_vague_prior_gives_the_one_sided_p_and_a_narrow_one_holds_the_effect():
    vague = _carried(trials=30, bayes={"prior": "vague"}, endpoints=["bdi2"], per_arm=100)
    found, one = bayes.posterior(vague, 0), quick.primary(vague, "bdi2", 0)
    p = np.where(one.estimate < 0, one.p / 2, 1 - one.p / 2)
    np.testing.assert_allclose(1 - found.benefit, p, atol=0.004)
    narrow = _carried(trials=30, bayes={"prior": {"mean": 0, "sd": 0.01}}, endpoints=["bdi2"], per_arm=100)
    assert np.abs(bayes.posterior(narrow, 0).median).max() < 0.01


def test_what_goes_through_a_mediator_is_the_product_of_two_regressions():
    one = _carried(endpoints=["bdi2", "crp"], mediation=["crp"])
    table = dataset(one)
    end = table[table["week"] == 4].assign(active=lambda t: (t["arm"] == "active").astype(float))
    a = smf.ols("log_crp_change ~ active + bdi2_baseline + log_crp_baseline", end).fit()
    b = smf.ols("bdi2_change ~ active + bdi2_baseline + log_crp_baseline + log_crp_change", end).fit()
    found = mediation.mediated(one, "crp", 0)
    assert found.through[0] == pytest.approx(a.params["active"] * b.params["log_crp_change"], rel=1e-5)
    assert found.p[0] == pytest.approx(max(a.pvalues["active"], b.pvalues["log_crp_change"]), rel=1e-5)
    assert found.low[0] < found.through[0] < found.high[0]


def test_jump_to_reference_pulls_an_effect_towards_none_and_at_random_does_not():
    many = _carried(
        trials=10,
        **{**ILL, "visits": [0, 4, 8]},
        per_arm=60,
        dropout={"rate": {"active": 0.5, "placebo": 0.0}},
    )
    seen = quick.primary(many, "madrs", 0).estimate.mean()
    at_random = imputation.imputed(many, "madrs", 0, "multiple-imputation", times=10).estimate.mean()
    jumped = imputation.imputed(many, "madrs", 0, "jump-to-reference", times=10).estimate.mean()
    assert at_random == pytest.approx(seen, abs=0.5)
    assert 0.3 < jumped / seen < 0.75


def test_the_tipping_point_grows_worse_step_by_step():
    found = imputation.tipping(_carried(endpoints=["bdi2"], dropout=0.3), "bdi2", 0)
    assert found.delta[0] == 0
    assert (np.diff(found.estimate) > 0).all()


def test_the_size_is_set_anew_from_the_spread():
    small = _carried(trials=20, reestimate={"share": 0.5, "most": 3}, assume={"bdi2": -8}, endpoints=["bdi2"])
    large = _carried(trials=20, reestimate={"share": 0.5, "most": 3}, assume={"bdi2": -0.5}, endpoints=["bdi2"])
    assert ((small.sequence >= 0).sum(axis=1) == 40).all()
    assert ((large.sequence >= 0).sum(axis=1) == 120).all()


def test_every_attribute_of_an_estimand_is_told():
    one = _carried(
        dropout=0.2, estimand={"population": "people like these", "events": {"discontinuation": "composite"}}
    )
    people = populate(one.design, Setup(people=40))
    (table,) = (t for t in tables_of_one(one, flow(one, people.screening)) if t.key == "estimand")
    said = dict(table.rows)
    assert said["population"] == "people like these"
    assert said["intercurrent events"] == "discontinuation: composite"
    # who left counts as no better than at the start, so that everybody is analysed
    assert np.isfinite(endpoints.measured(one, "bdi2").change).all()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"primary": {"endpoint": "phq9", "as": "responder"}}, "'phq9' is no endpoint of this trial"),
        ({"primary": {"endpoint": "bdi2", "as": "time-to-event"}}, "says not what people wait for"),
        ({"primary": {"endpoint": "bdi2", "as": "respond"}}, "primary.as: 'respond' is not a way to count"),
        ({"factorial": {"a": ["x", "y"]}}, "does not hold two factors"),
        ({"factorial": {"a": ["active", "y"], "b": ["z", "w"]}}, "arms.active: says not which level"),
        ({"dose_response": True}, "2 arms have no dose-response"),
        ({"interim": [{"share": 1.5}]}, "share"),
        ({"interim": [{"share": 0.5, "efficacy": "magic"}]}, "'magic' is not a way to share out the error rate"),
        ({"reestimate": {}}, r"needs the effect that the size is for; add assume: \{bdi2"),
        ({"hierarchy": ["phq9"]}, "'phq9' is no endpoint"),
        ({"clusters": 3}, "clusters"),
        ({"clusters": 90}, "do not fill"),
        ({"sites": 4, "clusters": 8}, "not carried out together"),
        ({"stepped_wedge": {"clusters": 4, "steps": 6}}, "cannot cross at 6 times"),
        ({"challenge": {"exposure": "stressor", "name": "tsst", "visit": [3]}}, "no visit in week 3"),
        ({"challenge": {"exposure": "stresor"}}, "challenge: 'stresor'"),
        ({"ema": {"prompts": 6}}, "days is missing"),
        ({"follow_up": [2]}, "week 2 is not after the end"),
        ({"dropout": {"rate": {"activ": 0.1, "placebo": 0.2}}}, "'activ' is no arm of this trial"),
        ({"estimand": {"events": {"rescue": "hypothetical"}}}, "there is no rescue in this trial"),
        ({"randomisation": {"kind": "matched"}}, "what to match by"),
        ({"bayes": {"success": 2}}, "bayes.success"),
        ({"missing": {"rate": 0.1, "analysis": "guess"}}, "'guess' is not an imputation"),
        ({"mediation": ["mood"]}, "mediation"),
        ({"equivalence": {"margin": 1}, "non_inferiority": {"margin": 1}}, "not carried out together"),
        ({"covariates": ["shoe"]}, "'shoe' is not something to adjust for"),
    ],
)
def test_what_cannot_be_asked_is_said(changes, said):
    with pytest.raises(InputError, match=said):
        made(**changes)
