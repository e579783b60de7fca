"""What is estimated, against statsmodels run by hand on the exported data."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy import stats
from trials.designs import STRAIN, made

from gutbrain.engine.setup import Setup
from gutbrain.trials import mmrm, quick
from gutbrain.trials.analysis import analyse, non_inferior
from gutbrain.trials.conduct import conduct
from gutbrain.trials.dataset import dataset, files
from gutbrain.trials.endpoints import measured
from gutbrain.trials.people import populate


@pytest.fixture(scope="module")
def trial():
    design = made(
        dropout=0.2, missing=0.1, adherence=0.85, responder=0.2, subgroup={"crp": ">1.5"}, non_inferiority={"margin": 3}
    )
    return conduct(populate(design, Setup(people=100, seed=4)), seed=4)


@pytest.fixture(scope="module")
def table(trial, tmp_path_factory):
    """The data as exported, read back."""
    folder = tmp_path_factory.mktemp("trial")
    for name, content in files(dataset(trial)).items():
        (folder / name).write_bytes(content)
    return pd.read_csv(folder / "data.csv")


@pytest.fixture(scope="module")
def found(trial):
    return {(e.endpoint, e.analysis, e.people, e.kind): e for e in analyse(trial)}


def _end(table):
    return table[table["week"] == 4].dropna(subset=["bdi2_change"])


def _same(estimate, fitted, name):
    low, high = fitted.conf_int().loc[name]
    assert estimate.value == pytest.approx(fitted.params[name], rel=1e-3)
    assert (estimate.low, estimate.high) == pytest.approx((low, high), rel=1e-3)
    assert estimate.p == pytest.approx(fitted.pvalues[name], rel=1e-2)


def test_ancova(table, found):
    name = "C(arm, Treatment('placebo'))[T.active]"
    formula = "bdi2_change ~ C(arm, Treatment('placebo')) + bdi2_baseline"
    _same(found["bdi2", "ancova", "as randomised", "difference"], smf.ols(formula, _end(table)).fit(), name)
    kept = _end(table)[lambda t: t["per_protocol"]]
    _same(found["bdi2", "ancova", "per protocol", "difference"], smf.ols(formula, kept).fit(), name)


def test_what_is_skewed_is_a_ratio(table, found):
    fitted = smf.ols("log_crp_change ~ C(arm, Treatment('placebo')) + log_crp_baseline", _end(table)).fit()
    estimate = found["crp", "ancova", "as randomised", "ratio"]
    assert estimate.value == pytest.approx(np.exp(fitted.params.iloc[1]), rel=1e-3)


def test_t_test(table, found):
    end = _end(table)
    one, other = (end.loc[end["arm"] == arm, "bdi2_change"] for arm in ("active", "placebo"))
    estimate = found["bdi2", "t-test", "as randomised", "difference"]
    tested = stats.ttest_ind(one, other)
    assert estimate.p == pytest.approx(tested.pvalue, rel=1e-3)
    interval = tested.confidence_interval()
    assert (estimate.low, estimate.high) == pytest.approx((interval.low, interval.high), rel=1e-3)


def test_responders(table, found):
    end = _end(table)
    good = end["bdi2_change"] <= -0.2 * end["bdi2_baseline"]
    shares = good.groupby(end["arm"]).mean()
    estimate = found["bdi2", "responders", "as randomised", "risk difference"]
    assert estimate.value == pytest.approx(shares["active"] - shares["placebo"], abs=1e-6)
    counts = pd.crosstab(end["arm"], good).to_numpy()
    chi2 = stats.chi2_contingency(counts, correction=False).statistic * (len(end) - 1) / len(end)
    assert estimate.p == pytest.approx(stats.chi2.sf(chi2, 1), rel=1e-3)


def test_interaction(table, found):
    part = table[table["week"] == 0].set_index("participant")["crp"] > 1.5
    end = _end(table).assign(part=lambda t: t["participant"].map(part).astype(float))
    fitted = smf.ols("bdi2_change ~ C(arm, Treatment('placebo')) * part + bdi2_baseline", end).fit()
    _same(
        found["bdi2", "ancova", "as randomised", "interaction"], fitted, "C(arm, Treatment('placebo'))[T.active]:part"
    )


def test_mixed_model_against_a_mixed_model_of_statsmodels(table, found):
    later = table[table["week"] > 0].dropna(subset=["bdi2_change"]).assign(week=lambda t: t["week"].astype(int))
    formula = "bdi2_change ~ 0 + C(week) + C(week):active + C(week):bdi2_baseline"
    later = later.assign(active=(later["arm"] == "active").astype(float))
    fitted = smf.mixedlm(formula, later, groups=later["participant"]).fit(reml=True)
    # two visits: a random intercept has one variance for both; ours is free, so that they agree but roughly
    estimate = found["bdi2", "mmrm", "as randomised", "difference"]
    assert estimate.value == pytest.approx(fitted.params["C(week)[4]:active"], abs=0.15)
    assert (estimate.high - estimate.low) / 3.96 == pytest.approx(fitted.bse["C(week)[4]:active"], rel=0.15)


def test_mixed_model_climbs_to_the_top_of_the_likelihood(trial):
    """The covariance that EM ends with beats its neighbours in the restricted likelihood."""
    what = measured(trial, "bdi2")
    columns = np.stack([np.ones_like(what.start), trial.sequence == 0, what.start], axis=2).astype(float)
    y = what.later - what.start[..., None]
    fit = mmrm.fit(columns, y)
    best = _restricted(fit.covariance[0], columns[0], y[0])
    random = np.random.default_rng(0)
    for _ in range(20):
        shift = 0.05 * random.standard_normal((2, 2))
        scale = np.sqrt(np.diag(fit.covariance[0]))
        other = fit.covariance[0] + (shift + shift.T) * np.outer(scale, scale)
        assert _restricted(other, columns[0], y[0]) < best


def _restricted(covariance, columns, y):
    blocks = []
    for x, row in zip(columns, y, strict=True):
        seen = np.isfinite(row)
        if seen.any():
            blocks.append((np.kron(np.eye(2)[seen], x), row[seen], covariance[np.ix_(seen, seen)]))
    information = sum(x.T @ np.linalg.solve(v, x) for x, _, v in blocks)
    beta = np.linalg.solve(information, sum(x.T @ np.linalg.solve(v, r) for x, r, v in blocks))
    value = -0.5 * np.linalg.slogdet(information)[1]
    for x, r, v in blocks:
        rest = r - x @ beta
        value -= 0.5 * (np.linalg.slogdet(v)[1] + rest @ np.linalg.solve(v, rest))
    return value


def test_without_missing_visits_the_mixed_model_is_the_ancova():
    one = conduct(populate(made(), Setup(people=100)), trials=5)
    mixed, ancova = (quick.primary(one, "bdi2", 0, analysis) for analysis in ("mmrm", "ancova"))
    np.testing.assert_allclose(mixed.estimate, ancova.estimate, rtol=1e-6)
    np.testing.assert_allclose(mixed.se, ancova.se, rtol=1e-4)
    np.testing.assert_allclose(mixed.df, ancova.df)


@pytest.mark.parametrize("analysis", ["ancova", "t-test", "mmrm"])
def test_quick_analyses_are_those_of_one_trial(trial, found, analysis):
    low, high = quick.primary(trial, "bdi2", 0, analysis).interval()
    estimate = found["bdi2", analysis, "as randomised", "difference"]
    assert (low[0], high[0]) == pytest.approx((estimate.low, estimate.high), rel=1e-6)


def test_quick_responders_and_interaction(trial, found):
    difference, p = quick.responders(trial, "bdi2", 0)
    estimate = found["bdi2", "responders", "as randomised", "risk difference"]
    assert (difference[0], p[0]) == pytest.approx((estimate.value, estimate.p), rel=1e-6)
    inside = trial.seen["crp"][..., 0] > 1.5
    estimate = found["bdi2", "ancova", "as randomised", "interaction"]
    assert quick.interaction(trial, "bdi2", 0, inside).estimate[0] == pytest.approx(estimate.value, rel=1e-6)


def test_crossover_by_hand():
    one = conduct(
        populate(made(crossover={"washout": 4}, endpoints=["bdi2"], per_arm=20, dropout=0.1), Setup(people=40))
    )
    table = dataset(one)
    end = table[table["visit"] % 3 == 2].dropna(subset=["bdi2"])
    whole = end.groupby("participant")["period"].transform("size") == 2
    fitted = smf.ols("bdi2 ~ C(arm, Treatment('placebo')) + C(period) + C(participant)", end[whole]).fit()
    (estimate,) = analyse(one)
    _same(estimate, fitted, "C(arm, Treatment('placebo'))[T.active]")
    fast = quick.primary(one, "bdi2", 0)
    assert fast.p[0] == pytest.approx(estimate.p, rel=1e-6)


def test_holm_over_endpoints_and_arms():
    arms = {"low": {"events": [{**STRAIN, "strains": {"B. longum 1714": 1e8}}]}, "high": {"events": [STRAIN]}, "no": {}}
    one = conduct(populate(made(arms=arms, per_arm=20), Setup(people=60)))
    marked = [e for e in analyse(one) if e.adjusted is not None]
    assert len(marked) == 4
    by_hand = sm.stats.multipletests([e.p for e in marked], method="holm")[1]
    assert [e.adjusted for e in marked] == pytest.approx(list(by_hand))
    np.testing.assert_allclose(quick.holm(np.array([[e.p] for e in marked]))[:, 0], by_hand)


def test_non_inferiority_reads_the_right_end(trial):
    estimates = analyse(trial)
    (one,) = non_inferior(trial, estimates)
    main = next(e for e in estimates if e.primary)
    assert one.worst == pytest.approx(main.high)
    assert one.shown == (main.high < 3)
