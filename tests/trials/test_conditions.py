"""How trials run: who comes into which arm, who leaves, and when something is read."""

import numpy as np
import pytest
from trials.designs import ILL, SSRI, made

from gutbrain.engine.setup import Setup
from gutbrain.trials import endpoints, quick
from gutbrain.trials.conduct import conduct
from gutbrain.trials.people import populate


def _many(trials=40, people=60, **changes):
    design = made(**changes)
    return conduct(populate(design, Setup(people=max(people, design.people))), trials=trials, seed=2)


def test_two_come_to_one_arm_for_each_in_the_other():
    many = _many(allocation={"active": 2, "placebo": 1}, per_arm=15)
    assert (np.sum(many.sequence == 0, axis=1) == 20).all()


def test_matched_people_are_more_alike_than_drawn_ones():
    apart = []
    for randomisation in ({"kind": "matched", "by": ["sex", "age"]}, "block"):
        many = _many(per_arm=10, trials=100, randomisation=randomisation, population="older-adult", covariates=["age"])
        age = many.traits["age"]
        means = [np.where(many.sequence == arm, age, 0).sum(axis=1) / 10 for arm in (0, 1)]
        apart.append(np.abs(means[0] - means[1]).mean())
    assert apart[0] < 0.6 * apart[1]


def test_people_of_a_cluster_are_alike_as_much_as_is_said():
    many = _many(per_arm=60, trials=200, endpoints=["bdi2"], clusters={"number": 12, "icc": 0.3})
    first = many.seen["bdi2"][..., 0]
    member = many.unit[0][:, None] == np.arange(12)
    means = np.stack([first[:, member[:, c]].mean(axis=1) for c in range(12)], axis=1)
    within = np.stack([first[:, member[:, c]].var(axis=1, ddof=1) for c in range(12)], axis=1).mean()
    between = means.var(axis=1, ddof=1).mean() - within / 10
    assert between / (between + within) == pytest.approx(0.3, abs=0.04)


def test_arms_lose_as_many_as_each_should():
    for reason in ("chance", "symptoms", "lack-of-effect"):
        many = _many(per_arm=50, trials=60, dropout={"rate": {"active": 0.4, "placebo": 0.1}, "by": reason})
        gone = many.left < 3
        shares = [(gone & (many.sequence == arm)).sum() / (many.sequence == arm).sum() for arm in (0, 1)]
        assert shares == pytest.approx([0.4, 0.1], abs=0.02)


def test_who_gets_no_better_leaves_sooner():
    many = _many(**{**ILL, "visits": [0, 4, 8]}, per_arm=50, trials=60, dropout={"rate": 0.3, "by": "lack-of-effect"})
    change = many.seen["madrs"][..., 1] - many.seen["madrs"][..., 0]
    left, stayed = many.left == 2, many.left == 3
    assert change[left].mean() > change[stayed].mean() + 1


def test_controls_who_get_the_treatment_dilute_its_effect():
    effect = [quick.primary(_many(**ILL, contamination=share), "madrs", 0).estimate.mean() for share in (0.0, 0.5)]
    assert effect[1] == pytest.approx(effect[0] / 2, rel=0.2)


def test_a_part_of_the_people_has_a_treatment_besides():
    both = {"share": 0.5, "events": [SSRI]}
    many = _many(**{**ILL, "arms": made().arms and {"a": {"events": []}, "b": {"events": [], "expectation": 0.4}}},
                 background=both, randomisation={"kind": "stratified", "by": ["background"]})  # fmt: skip
    assert many.takes.mean() == pytest.approx(0.5, abs=0.1)
    end = many.seen["madrs"][..., 1]
    assert end[many.takes].mean() < end[~many.takes].mean() - 1


def test_visits_after_the_end_move_nothing_before_it():
    plain, longer = _many(endpoints=["bdi2"]), _many(endpoints=["bdi2"], follow_up=[8, 12])
    # the run is longer, so that its numbers may be rounded otherwise
    np.testing.assert_allclose(longer.seen["bdi2"][..., :3], plain.seen["bdi2"], rtol=1e-4)
    assert longer.seen["bdi2"].shape[2] == 5
    assert longer.design.end == 2
    found = quick.primary(longer, "bdi2", 0)
    np.testing.assert_allclose(found.estimate, quick.primary(plain, "bdi2", 0).estimate, atol=1e-3)


def test_under_a_challenge_more_is_felt_and_secreted():
    common = {"endpoints": ["cortisol", "stai_s"], "population": "healthy-adult", "per_arm": 20}
    calm = _many(**common)
    test = {"exposure": "stressor", "name": "tsst", "visit": "last", "read": 0.4, "measures": ["cortisol", "stai_s"]}
    stressed = _many(**common, challenge=test)
    for name in common["endpoints"]:
        np.testing.assert_allclose(stressed.seen[name][..., 0].mean(), calm.seen[name][..., 0].mean(), rtol=0.02)
    assert stressed.seen["stai_s"][..., -1].mean() > calm.seen["stai_s"][..., -1].mean() + 2
    afternoon = _many(**common, challenge={**test, "name": "tsst", "amount": 0.01})
    assert stressed.seen["cortisol"][..., -1].mean() > 1.2 * afternoon.seen["cortisol"][..., -1].mean()


def test_more_prompts_make_the_mean_surer():
    def error(**ema):
        return populate(made(endpoints=["anxiety"], ema=ema), Setup(people=40)).error_sd["anxiety"]

    assert error(prompts=6, days=7) < error(prompts=6, days=2) < error(prompts=1, days=1)


def test_what_comes_after_a_rescue_counts_as_the_estimand_says():
    rescue = {"when": {"madrs": ">10"}, "events": [SSRI]}
    common = {**ILL, "visits": [0, 4, 8], "rescue": rescue, "per_arm": 40}
    plain = _many(**common)
    hit = plain.rescued < 3
    assert hit.any()
    policies = {}
    for how in ("hypothetical", "composite", "while-on-treatment"):
        many = _many(**common, estimand={"events": {"rescue": how}})
        policies[how] = endpoints.measured(many, "madrs").change
    assert np.isnan(policies["hypothetical"][hit]).all()
    np.testing.assert_array_equal(policies["composite"][hit], 0.0)
    seen = plain.seen["madrs"]
    np.testing.assert_allclose(policies["while-on-treatment"][hit], (seen[..., 1] - seen[..., 0])[hit])


def test_one_of_two_criteria_is_enough():
    def screened(include):
        return populate(made(include=include), Setup(people=60)).screening

    either = screened({"any": {"crp": ">2", "il6": ">2"}})
    assert list(either.failed) == ["crp > 2 or il6 > 2"]
    assert either.screened < min(screened({"crp": ">2"}).screened, screened({"il6": ">2"}).screened)
