"""What a study would be expected to print: sampling errors and intervals, worked by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtr

from gutbrain.findings import design_bias
from gutbrain.findings.batches import Between, Outcome
from gutbrain.findings.design_bias import bias, design_of
from gutbrain.findings.discrepancy import Discrepancy
from gutbrain.findings.finding import Compare, Finding, Observed, When
from gutbrain.findings.misses import Miss, discrepancy_of, misses
from gutbrain.findings.published import Published, held, numbers, published, verdict_published
from gutbrain.findings.reading import read_findings
from gutbrain.findings.sampling import published_error, sampling_error
from gutbrain.findings.scale import scale_of
from gutbrain.findings.shape_verdict import QuantilesCheck
from gutbrain.findings.shapes import Quantiles
from gutbrain.findings.statistics import NO_EFFECT, Effect
from gutbrain.findings.validation import Checked
from gutbrain.findings.verdict import Predicted

OF, TO = When("a", 9.0), When("b", 9.0)
ALONE = ("value", "sd", "cv", "share")

BEYOND = Discrepancy(
    {},
    {"factor": {"all": 0.1, "immune": 0.2}, "spread": {"all": 0.15}, "people": {"all": 0.3}},
    {"blinded trial": (0.5, 0.3)},
)


def study(statistic: str, seen: Observed | float = 1.0, observable: str = "cortisol", **more: object) -> Finding:
    to = None if statistic in ALONE else TO
    observed = seen if isinstance(seen, Observed) else Observed(seen)
    compare = Compare(observable, statistic, OF, to, above=1.0 if statistic == "share" else None)
    given = {"n": {"a": 25.0, "b": 25.0}} | more
    return Finding("x", "pmid:1", "human", given.pop("design", "rct"), compare, observed, **given)  # type: ignore[arg-type]


def alike(mean: float, sd: float, log_sd: float = math.nan) -> dict[When, Between]:
    return {when: Between(mean, sd, log_sd) for when in (OF, TO, OF.on_day_zero(), TO.on_day_zero())}


def error_of(finding: Finding, middle: float, between: dict[When, Between], spread: float = 10.0) -> float:
    scale = scale_of(finding.compare, spread)
    assert scale is not None
    return sampling_error(finding, scale, middle, between)


@pytest.mark.parametrize(
    ("finding", "middle", "between", "expected"),
    [
        # a mean of 100 +- 10 in 25 people errs by 2, a fiftieth
        (study("value"), 100.0, alike(100, 10), 0.02),
        # of a skewed observable by its logarithm: 0.5 / 5
        (study("value", observable="crp"), 2.0, alike(2, 3, 0.5), 0.1),
        # half a log10 among 25 people: 0.1 log10
        (study("value", observable="bifidobacterium"), 9.0, alike(9, 0.5), 0.1 * math.log(10)),
        # sqrt(1 / 25 + 1 / 25) SD
        (study("difference"), 5.0, alike(100, 10), 0.282843),
        # the same people: sqrt(2 (1 - 0.6) / 25)
        (study("difference", design="crossover"), 5.0, alike(100, 10), 0.178885),
        # changes of two arms: sqrt(2 x 2 (1 - 0.6) / 25)
        (study("change_difference"), 5.0, alike(100, 10), 0.252982),
        # Hedges: sqrt(40 / 400 + 0.25 / 80)
        (study("smd", n={"a": 20.0, "b": 20.0}), 0.5, {}, 0.321131),
        # sqrt(0.8 / 20 + 0.25 / 40)
        (study("smd", n={"a": 20.0, "b": 20.0}, design="crossover"), 0.5, {}, 0.215058),
        # sqrt(0.8 x (1 / 20 + 1 / 20) + 0.25 / 80)
        (study("change_smd", n={"a": 20.0, "b": 20.0}), 0.5, {}, 0.288314),
        # the delta method: sqrt(0.2^2 / 16 + 0.3^2 / 36)
        (
            study("ratio", n={"a": 16.0, "b": 36.0}),
            1.2,
            {OF: Between(10, 2, 0.2), TO: Between(10, 3, 0.3)},
            0.0707107,
        ),
        (
            study("percent_change", n={"a": 16.0, "b": 36.0}),
            20.0,
            {OF: Between(10, 2, 0.2), TO: Between(10, 3, 0.3)},
            0.0707107,
        ),
        # each change has 2 x 0.25 x 0.4 = 0.2: sqrt(0.2 / 20 + 0.2 / 20)
        (study("ratio_of_changes", n={"a": 20.0, "b": 20.0}), 1.0, alike(10, 5), 0.141421),
        # binomial 0.045826, divided by the height of the normal curve at -0.5244, 0.347693
        (study("share", n={"a": 100.0}), 0.3, {}, 0.131800),
        # Fisher: 1 / sqrt(103 - 3)
        (study("correlation", n={"a": 103.0, "b": 103.0}), 0.4, {}, 0.1),
        # chi-square: 1 / sqrt(2 x 50)
        (study("sd", n={"a": 51.0}), 4.0, {}, 0.1),
        # and of the mean: sqrt(0.01 + 0.09 / 51)
        (study("cv", n={"a": 51.0}), 0.3, {}, 0.108465),
    ],
)
def test_sampling_errors(finding: Finding, middle: float, between: dict[When, Between], expected: float) -> None:
    assert error_of(finding, middle, between) == pytest.approx(expected, rel=1e-4)


def test_studies_that_differ_make_a_pooled_number_less_sure() -> None:
    pooled = study("smd", n={"a": 20.0, "b": 20.0}, design="meta-analysis", i2=0.75)
    assert error_of(pooled, 0.5, {}) == pytest.approx(2 * 0.321131, rel=1e-5)
    # where it is not printed how they differ, the interval tells it
    untold = replace(pooled, i2=None, observed=Observed(0.5, 0.108, 0.892))
    assert error_of(untold, 0.5, {}) == pytest.approx(0.2)


def test_without_people_the_interval_tells_the_error_or_the_rule_of_the_contract() -> None:
    ratio = study("ratio", Observed(2.0, 1.0, 4.0), n={})
    assert error_of(ratio, 2.0, alike(10, 1)) == pytest.approx(math.log(4) / 3.92)
    # half of (ln 1.25 - ln 0.75)
    assert error_of(study("ratio", 2.0, n={}), 2.0, {}) == pytest.approx(math.log(1.25 / 0.75) / 2)
    assert error_of(study("smd", 0.4, n={}), 0.4, {}) == pytest.approx(0.15)
    # a loss of 97 % by rule errs by 24.25 %, which is more than is left: up to a loss of 72.75 %
    assert error_of(study("percent_change", -97.0, n={}), -97.0, {}) == pytest.approx(math.log(27.25 / 3))
    scale = scale_of(study("ratio").compare, 1.0)
    assert scale is not None
    assert math.isfinite(published_error(study("ratio", Observed(1.0, 0.0, 2.0)), scale))


def outcome(draws: list[float], between: dict[When, Between]) -> Outcome:
    return Outcome(Effect.plain(np.array(draws)), math.nan, 0, between=between)


def test_the_interval_adds_all_that_is_unsure() -> None:
    # ln 2 +- 0.1 over draws, 0.02 by chance, and the discrepancy: a normal on the logarithm
    draws = [2 * math.exp(-0.1), 2.0, 2 * math.exp(0.1)]
    found = published(study("value", 2.0), outcome(draws, alike(100, 10)), BEYOND)[0]
    sd = math.hypot(0.1, 0.02, BEYOND.sd_of("factor", "cortisol"))
    assert found.median == pytest.approx(2.0)
    assert (found.low, found.high) == pytest.approx((2 * math.exp(-1.644854 * sd), 2 * math.exp(1.644854 * sd)))
    assert found.inner == pytest.approx((2 * math.exp(-0.67449 * sd), 2 * math.exp(0.67449 * sd)))


def test_a_larger_study_prints_what_is_nearer_to_the_truth() -> None:
    for n in (10.0, 1000.0):
        found = published(study("smd", 0.3, n={"a": n, "b": n}), outcome([0.3, 0.3], {}), BEYOND)[0]
        # a bias of 0.5 +- 0.3 standard errors, as clear as the effect is
        error = math.sqrt(2 / n + 0.09 / (4 * n))
        lean = math.tanh(0.3 / error) * error
        assert found.median == pytest.approx(0.3 + 0.5 * lean)
        sd = math.hypot(error, 0.3 * lean, BEYOND.sd_of("spread", "cortisol"))
        assert found.high - found.low == pytest.approx(2 * 1.644854 * sd)


def test_a_quantile_of_n_people_errs_by_their_number() -> None:
    ranked = np.arange(1.0, 1001.0)
    at = Compare("il6", "quantiles", OF)
    seen = Finding("x", "pmid:1", "human", "cohort", at, Observed.of_many(quantiles=((0.5, 400.0),)), n={"a": 100.0})
    shape = Quantiles((Effect.plain(np.array([500.0, 500.0])),), (0.4,), ranked)
    found = published(seen, Outcome(NO_EFFECT, math.nan, 0, shape, alike(500, 290)), BEYOND)[0]
    # the share of people errs by sqrt(0.25 / 100) = 0.05, which is 0.1253 normal deviates, and by what the model is off
    low, high = ndtr(np.array([-1, 1]) * math.hypot(0.1253314, BEYOND.sd_of("people", "il6")))
    sd = math.log((1 + 999 * high) / (1 + 999 * low)) / 2
    assert found.high == pytest.approx(500 * math.exp(1.644854 * sd), rel=1e-3)


def test_quantiles_are_missed_by_the_share_of_people_below_them() -> None:
    observed = Observed.of_many(quantiles=((0.5, 400.0), (0.75, 800.0)))
    seen = Finding("x", "pmid:1", "human", "cohort", Compare("il6", "quantiles", OF), observed, n={"a": 64.0})
    nothing = Predicted(math.nan, math.nan, math.nan, math.nan)
    shape = QuantilesCheck((nothing, nothing), (0.84134475, 0.75), (False, True))
    found = misses([Checked(seen, nothing, shape.verdict, "", shape)], {})
    assert [miss.kind for miss in found] == ["people", "people"]
    assert [miss.off for miss in found] == pytest.approx([-1.0, 0.0], abs=1e-6)
    assert found[0].variance == pytest.approx(0.25 / 64 * 2 * math.pi)
    # together they are one finding
    assert sum(miss.weight for miss in found) == 1.0


def test_trials_of_what_is_told_lean_to_what_was_hoped_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(design_bias, "known", lambda: {"blinded trial": (1.0, 0.5)})
    trial = study("smd", observable="bdi2")
    # one standard error of 0.3, whatever the effect is; lower is better, of thinking higher is
    assert bias(trial, 0.2, 0.3) == pytest.approx((-0.3, 0.15))
    assert bias(study("smd", observable="cognition"), 0.2, 0.3)[0] == pytest.approx(0.3)


def test_other_studies_lean_to_where_the_effect_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(design_bias, "known", lambda: {"case-control": (1.0, 0.5)})
    compared = study("smd", observable="il6", design="case-control")
    assert [bias(compared, effect, 0.1)[0] for effect in (1.0, -1.0)] == pytest.approx([0.1, -0.1])
    # half an error is no clear side, and nothing has none
    assert bias(compared, 0.05, 0.1)[0] == pytest.approx(0.1 * math.tanh(0.5))
    assert bias(compared, 0.0, 0.1) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"design": "rct", "blinded": True}, "blinded trial"),
        ({"design": "crossover"}, "blinded trial"),
        ({"design": "before-after"}, "before-after"),
        ({"design": "case-control"}, "case-control"),
        ({"design": "meta-analysis", "i2": 0.8}, "heterogeneous pool"),
        ({"design": "meta-analysis", "i2": 0.5}, "pool"),
        ({"design": "meta-analysis"}, "pool"),
        ({"design": "cohort"}, None),
        ({"design": "challenge"}, None),
    ],
)
def test_kinds_of_design(given: dict[str, object], expected: str | None) -> None:
    assert design_of(study("smd", observable="bdi2", **given)) == expected
    assert design_of(study("value", observable="bdi2", **given)) is None
    if expected is None:
        assert bias(study("smd", observable="bdi2", **given), 0.5, 0.3) == (0.0, 0.0)


def test_a_bias_that_was_not_fitted_has_its_prior(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(design_bias, "known", dict)
    mean, sd = design_bias.PRIOR
    assert bias(study("smd", observable="bdi2"), 0.0, 0.5) == pytest.approx((-mean * 0.5, sd * 0.5))


def test_belief_that_is_simulated_is_no_bias_besides(tmp_path: Path) -> None:
    text = """
findings:
- id: opened
  reference: pmid:1
  design: rct
  blinded: false
  arms:
    a: {events: [], usual: {expectation: 1}}
    b: {events: [], usual: {expectation: 0}}
  days: 28
  compare: {observable: bdi2, statistic: smd, of: {arm: a, day: 28}, to: {arm: b, day: 28}}
  observed: {value: -0.5}
"""
    (tmp_path / "opened.yaml").write_text(text, encoding="utf-8")
    finding = read_findings([tmp_path / "opened.yaml"]).findings[0]
    assert design_of(finding) == design_of(replace(finding, blinded=True)) == "blinded trial"


def test_the_verdict_on_what_was_to_be_printed() -> None:
    found = (Published(0.3, 0.1, 0.5, (0.2, 0.4)),)
    told = [verdict_published(study("smd", x), found, has_direction=False) for x in (0.45, 0.6, -0.1)]
    assert told == ["agrees", "direction", "misses"]
    assert verdict_published(study("direction", 1.0), (), has_direction=True) is None
    assert [held(study("smd", 0.45), found, nominal) for nominal in (0.5, 0.9)] == [0.0, 1.0]


def test_of_a_curve_a_tenth_of_the_points_may_lie_outside() -> None:
    moments = tuple((When("a", float(day)), None) for day in range(10))
    curve = Compare("il6", "curve", OF, moments=moments)
    found = (Published(1.0, 0.5, 1.5, (0.8, 1.2)),) * 10
    for outside, expected in ((1, "agrees"), (2, "direction")):
        points = tuple(Observed(9.0 if i < outside else 1.0) for i in range(10))
        seen = Finding("x", "pmid:1", "human", "cohort", curve, Observed.of_many(points=points))
        assert numbers(seen) == tuple(point.value for point in points)
        assert verdict_published(seen, found, has_direction=True) == expected


def made_up(count: int, factor: float, sd: float, group: str = "mind", error: float = 0.02) -> list[Miss]:
    """Misses of effects between -1 and 1 that are off by a factor, and by something besides."""
    luck = np.random.default_rng(1)
    effects = luck.uniform(-1, 1, count)
    off = effects * factor * luck.standard_normal(count) + np.hypot(sd, error) * luck.standard_normal(count)
    return [Miss("spread", group, float(x), error**2, float(e)) for x, e in zip(off, effects, strict=True)]


@pytest.mark.parametrize(("factor", "sd"), [(0.5, 0.1), (0.0, 0.3), (0.4, 0.0)])
def test_the_discrepancy_tells_a_factor_from_what_is_off_besides(factor: float, sd: float) -> None:
    found = discrepancy_of(made_up(2000, factor, sd), {})
    # under Student's t, as wide as a normal with its 90 % interval: a tenth more than the SD of normal misses
    assert found.factor["mind"] == pytest.approx(1.1 * factor, abs=0.08)
    assert found.sd["spread"]["mind"] == pytest.approx(1.1 * sd, abs=0.06)


def test_a_group_with_few_findings_is_drawn_towards_all() -> None:
    many, few = made_up(400, 0.2, 0.05), made_up(2, 1.4, 0.05, group="vagus")
    found = discrepancy_of([*many, *few], {})
    assert found.factor["mind"] == pytest.approx(found.factor["all"], abs=0.03)
    assert found.factor["all"] <= found.factor["vagus"] < 1.0
    assert found.factor_of("community_distance") == found.factor["all"]


def test_where_nothing_is_missed_nothing_is_off() -> None:
    found = discrepancy_of([Miss("factor", "gut", 0.01, 0.09, 0.5)] * 9, {})
    assert (found.factor["gut"], found.sd["factor"]["gut"]) == (0.0, 0.0)
    assert discrepancy_of([], {}).factor == {"all": 0.0}
