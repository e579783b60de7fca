import math

import pytest

from gutbrain.errors import InputError
from gutbrain.evidence import references
from gutbrain.evidence.meta_analyses import load_meta_analyses, meta_analyses
from gutbrain.evidence.pooling import effect_sizes
from gutbrain.evidence.pooling.effects import at_the_end, effects, left_out
from gutbrain.evidence.trials import load_trials, trials
from gutbrain.exposures import strains

TRIAL = {
    "key": "some-2020", "reference": "walden-2023", "design": "rct", "population": "people", "severity": "healthy",
    "preset": "healthy-adult", "weeks": 8, "n": {"active": 20, "control": 20}, "comparator": "placebo", "read": "read",
    "product": {"strains": [{"name": "B. longum 1714", "cfu": 1e9}]},
    "outcomes": [
        {"scale": "BDI", "measures": "depression", "week": 8, "comparison": "between-arm", "result": "no-difference"},
    ],
}  # fmt: skip
META = {
    "key": "pool-2020", "reference": "liu-2019", "intervention": "probiotic", "comparison": "placebo",
    "population": "all", "severity": "mixed", "outcome": "depression", "measures": "depression", "at": "end",
    "read": "read", "effect": {"kind": "smd", "value": -0.24, "low": -0.4, "high": -0.1},
}  # fmt: skip


def load(outcome=None, **changes):
    row = {**TRIAL, **changes}
    if outcome is not None:
        row["outcomes"] = [{**TRIAL["outcomes"][0], **outcome}]
    return load_trials([row], references())


def effect(outcome, products=("bacteria",), **changes):
    (found,) = effects(records=load(outcome, **changes), products=products)
    return found


def test_the_shipped_trials_are_sound():
    assert len(trials()) >= 170
    assert {trial.reference for trial in trials().values()} <= references().keys()
    assert all(trial.same_people in trials() for trial in trials().values() if trial.same_people)
    assert all(trial.outcomes or "no-results" in trial.flags for trial in trials().values())


def test_the_shipped_pooled_effects_are_sound():
    assert len(meta_analyses()) >= 100
    assert {record.reference for record in meta_analyses().values()} <= references().keys()
    assert meta_analyses()["liu-2019-probiotics-depression"].effect.value == -0.24


def test_strains_and_trials_name_one_another():
    given = {}
    for trial in trials().values():
        for strain in trial.strains:
            if strain.level == "strain":
                given.setdefault(strain.name, set()).add(trial.key)
    assert {strain.name: set(strain.trials) for strain in strains() if strain.trials} == given


def test_no_publication_stands_twice():
    for name in ("doi", "pmid"):
        seen = [getattr(r, name).lower() for r in references().values() if getattr(r, name)]
        assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reference": "walden-2032"}, "did you mean 'walden-2023'?"),
        ({"flags": ["unblind"]}, "did you mean 'unblinded'?"),
        ({"product": {"strains": [{"name": "Magic bacterium"}]}}, "is not a strain"),
        ({"same_people": "nobody-1900"}, "there is no trial 'nobody-1900'"),
        ({"severity": "sad"}, "some-2020.severity"),
        ({"wks": 8}, "there is no such field"),
        ({"key": "Some 2020"}, "cannot be a key"),
    ],
)
def test_a_wrong_trial_is_an_error(changes, said):
    with pytest.raises(InputError) as caught:
        load(**changes)
    assert said in str(caught.value)


def test_a_wrong_outcome_is_an_error():
    for wrong in ({"bound": "<"}, {"events": {"active": [1, 20], "control": [2, 20]}}, {"comparison": "before-after"}):
        with pytest.raises(InputError, match="some-2020"):
            load(wrong)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reference": "nobody-1900"}, "there is no reference"),
        ({"flags": ["direction-only"]}, "exclude one another"),
        ({"effect": {"kind": "smd", "value": 1, "low": -0.4, "high": -0.1}}, "outside its interval"),
    ],
)
def test_a_wrong_pooled_effect_is_an_error(changes, said):
    with pytest.raises(InputError, match=said):
        load_meta_analyses([{**META, **changes}], references())


def test_g_of_means_by_hand():
    # 20 and 20 people, difference -4.2, SDs 6.4 and 4.8: pooled 5.6569, J = 1 - 3 / 151
    found = effect(
        {
            "result": "improved",
            "active": {"change": {"mean": -5.7, "sd": 6.4}},
            "control": {"change": {"mean": -1.5, "sd": 4.8}},
        }
    )
    assert found.g == pytest.approx(-0.7277, abs=1e-4)
    assert found.se == pytest.approx(math.sqrt(0.1 + 0.7277**2 / 80), abs=1e-4)
    assert (found.kind, found.difference, "change-sd" in found.flags) == ("numbers", pytest.approx(-4.2), True)


@pytest.mark.parametrize("conflict", [False, True])
def test_a_result_told_to_be_null_never_enters_as_significant(conflict):
    # 20 and 20 people, SD 4: a gap of 2 is g 0.49 with an error of 0.32, one of 4 is significant
    gap = 4 if conflict else 2
    found = effect({"active": {"end": {"mean": 10, "sd": 4}}, "control": {"end": {"mean": 10 + gap, "sd": 4}}})
    assert ("p-conflict" in found.flags) is conflict
    assert found.kind == ("imputed-null" if conflict else "numbers")
    assert found.g == (0 if conflict else pytest.approx(-0.49, abs=0.01))
    assert abs(found.g) < 1.96 * found.se


def test_no_shipped_result_contradicts_its_numbers():
    every = effects(products=("bacteria", "synbiotic", "prebiotic", "other"))
    null = [e for e in every if e.outcome.result == "no-difference"]
    assert not [e.trial.key for e in null if "p-conflict" in e.flags and "p-conflict" not in e.trial.flags]


def test_a_percentage_is_no_point_of_the_scale():
    change = {"active": {"change": {"mean": -32}}, "control": {"change": {"mean": -17}}, "observable": "bdi2"}
    assert "sd-of-scale" in effect({**change, "result": "improved"}).flags
    assert effect({**change, "unit": "%"}).kind == "imputed-null"
    assert trials()["berding-2023"].outcomes[0].unit == "%"


def test_an_average_with_something_from_memory_is_from_memory():
    scales = [
        {"scale": name, "measures": "depression", "week": 8, "comparison": "between-arm", "result": "no-difference"}
        for name in ("BDI", "HAM-D")
    ]
    (read,) = at_the_end(effects(records=load(outcomes=scales)))
    (memory,) = at_the_end(effects(records=load(outcomes=[scales[0], {**scales[1], "read": "memory"}])))
    assert (read.read, memory.read) == ("read", "memory")


def test_records_that_were_put_right():
    def of(key, measures="depression"):
        (found,) = at_the_end(effects(measures, records={key: trials()[key]}))
        return found

    # what its record calls no difference at week 8 lies half-way between nothing and the other scale
    nikolova = of("nikolova-2023")
    assert nikolova.g == pytest.approx(-0.64 / 2)
    assert nikolova.g + 1.96 * nikolova.se > 0
    assert nikolova.read == "memory"
    noorwali = of("noorwali-2025", "stress")
    assert (noorwali.people, noorwali.outcome.subgroup) == (66, "")
    assert noorwali.g < 0
    assert {o.subgroup: o.result for o in trials()["noorwali-2025"].outcomes if o.measures == "stress"} == {
        "": "improved",
        "men": "improved",
        "women": "no-difference",
    }
    # 0.35 (0.9) in 20 and -0.29 (1.1) in 18: 0.64 / 0.9996, J = 1 - 3 / 143
    assert of("inoue-2018", "cognition").g == pytest.approx(0.627, abs=0.001)
    assert not of("inoue-2018", "cognition").g > 1.96 * of("inoue-2018", "cognition").se
    assert "p-conflict" in of("akkasheh-2016").flags
    assert trials()["arifdjanova-2021"].n.total == 119
    assert {trials()[f"lorenzo-zuniga-2014-{dose}"].funding for dose in ("high", "low")} == {"mixed"}
    assert "double-publication" in trials()["slykerman-2022-press"].flags


def test_g_of_an_interval_by_hand():
    # -0.58 (-1.15 to -0.02), 30 and 30 people: t = -0.58 / (1.13 / (2 * 2.0017)) = -2.0548
    found = effect(
        {"result": "improved", "effect": {"kind": "difference", "value": -0.58, "low": -1.15, "high": -0.02}},
        n={"active": 30, "control": 30},
    )
    assert found.g == pytest.approx(-0.5236, abs=1e-3)
    assert found.kind == "published-effect"


def test_g_of_p_by_hand():
    # p = 0.02 of 20 and 20 people: t = 2.4286
    found = effect({"p": 0.02, "result": "improved"})
    assert found.g == pytest.approx(-2.4286 * math.sqrt(0.1) * (1 - 3 / 151), abs=1e-3)
    assert found.kind == "p-value"
    assert effect({"p": 0.02, "result": "worse"}).g == -found.g


def test_g_of_events_by_hand():
    # odds ratio (14 * 15) / (8 * 7) = 3.75, times sqrt(3) / pi
    found = effect(
        {"result": "improved", "events": {"active": [14, 22], "control": [7, 22]}, "event": "response", "good": True}
    )
    assert found.g == pytest.approx(-math.log(3.75) * math.sqrt(3) / math.pi, abs=1e-4)
    assert found.se == pytest.approx(0.351, abs=1e-3)


def test_what_is_only_said_to_be_null_is_a_zero_with_its_error():
    found = effect({})
    assert (found.kind, found.g, found.se) == ("imputed-null", 0, pytest.approx(math.sqrt(0.1)))
    assert not effects(records=load({}), nulls=False)


def test_a_bound_is_taken_at_its_smallest_effect():
    bound, word = effect({"p": 0.05, "bound": "<", "result": "improved"}), effect({"result": "improved"})
    assert bound.g == word.g == pytest.approx(-effect_sizes.t_of_p(0.05, 38) * math.sqrt(0.1) * (1 - 3 / 151))
    assert "p-bound" in bound.flags
    assert "p-assumed" in word.flags


def test_one_sign_for_all_scales():
    higher = {"active": {"end": {"mean": 12, "sd": 4}}, "control": {"end": {"mean": 10, "sd": 4}}}
    assert effect(higher).g > 0
    assert effect({**higher, "better": "higher"}).g < 0
    assert effect({**higher, "measures": "cognition"}).g > 0
    assert effect({**higher, "measures": "cognition", "better": "lower"}).g < 0
    assert effect({"measures": "cognition", "result": "improved"}).g > 0
    assert effect({"better": "higher", "result": "improved"}).g < 0


def test_standard_errors_are_made_standard_deviations():
    found = effect({"active": {"end": {"mean": 8, "se": 1}}, "control": {"end": {"mean": 10, "se": 1}}})
    assert found.sd == pytest.approx(math.sqrt(20))
    assert "se-converted" in found.flags
    exact = {"active": {"end": {"mean": 8, "sd": 1}}, "control": {"end": {"mean": 10, "sd": 1}}}
    exact |= {"p": 0.2, "result": "improved"}
    assert effect(exact).kind == "numbers"
    assert effect(exact, flags=["se-sd-unclear"]).kind == "p-value"


def test_a_narrow_spread_is_flagged():
    tiny = {
        "result": "improved",
        "observable": "bdi2",
        "active": {"end": {"mean": 8, "sd": 1}},
        "control": {"end": {"mean": 9, "sd": 1}},
    }
    assert "narrow-sd" in effect(tiny).flags
    assert {"ghorbani-2018", "ostadmohammadi-2019"} <= {
        e.trial.key for e in effects("depression") if "narrow-sd" in e.flags
    }


def test_means_without_a_spread_count_by_the_scale():
    found = effect({"observable": "bdi2", "active": {"end": {"mean": 8}}, "control": {"end": {"mean": 10}}})
    assert found.g == pytest.approx(-2 / 8 * (1 - 3 / 151))
    assert "sd-of-scale" in found.flags


def test_people_of_a_crossover_are_counted_once():
    crossed = effect({}, design="crossover")
    assert crossed.se == pytest.approx(math.sqrt(1 / 20))
    assert "paired-assumed" in crossed.flags


@pytest.mark.parametrize(
    ("outcome", "changes", "why"),
    [
        ({"comparison": "within-arm"}, {}, "within an arm"),
        ({"comparison": "unclear"}, {}, "not clear"),
        ({"subgroup": "men"}, {}, "men"),
        ({"result": "changed"}, {}, "which way"),
        ({}, {"n": {}}, "sizes of the arms"),
        ({}, {"design": "controlled"}, "not randomised"),
        ({}, {"flags": ["expression-of-concern"]}, "concern"),
        ({}, {"flags": ["implausible"]}, "cannot be right"),
    ],
)
def test_what_is_left_out_says_why(outcome, changes, why):
    records = load(outcome, **changes)
    assert not effects(records=records)
    (out,) = left_out(records=records)
    assert why in out.reason


def test_people_and_control_arms_count_once():
    first = {**TRIAL, "key": "arm-a", "cohort": "one-2020"}
    second = {**TRIAL, "key": "arm-b", "cohort": "one-2020"}
    again = {**TRIAL, "key": "again-2021", "same_people": "arm-a"}
    records = load_trials([first, second, again], references())
    found = effects(records=records)
    assert [e.trial.key for e in found] == ["arm-a", "arm-b"]
    assert [e.n_control for e in found] == [10, 10]
    assert found[0].se == pytest.approx(math.sqrt(1 / 20 + 1 / 10))
    assert "counted in arm-a" in left_out(records=records)[0].reason


def test_every_outcome_is_used_or_left_out_for_a_reason():
    for measured in ("depression", "anxiety", "stress", "sleep", "cognition"):
        total = sum(o.measures == measured for t in trials().values() for o in t.outcomes)
        every = ("bacteria", "synbiotic", "prebiotic", "other")
        assert len(effects(measured, products=every)) + len(left_out(measured, products=every)) == total


def test_no_people_are_in_twice():
    cohorts = [e.trial.people for e in at_the_end(effects("depression"))]
    arms = [e.trial.key for e in at_the_end(effects("depression"))]
    assert len(arms) == len(set(arms))
    assert not {"kreuzer-2022", "yamanbaeva-2023"} & set(arms)
    assert cohorts.count("schaub-2022") == 1
    assert not {"akbari-2016", "moludi-2022-synbiotic", "akhgarjand-2022"} & set(arms)


def test_one_effect_for_a_trial_at_the_end():
    outcomes = [
        {**TRIAL["outcomes"][0], "week": 4, "result": "improved", "p": 0.001},
        {**TRIAL["outcomes"][0], "week": 8, "result": "improved", "p": 0.02},
        {**TRIAL["outcomes"][0], "week": 8, "scale": "HAM-D"},
        {**TRIAL["outcomes"][0], "week": 20},
    ]
    (found,) = at_the_end(effects(records=load(outcomes=outcomes)))
    single = effect({"p": 0.02, "result": "improved"})
    assert found.g == pytest.approx(single.g / 2)
    assert found.se < single.se
    assert found.kind == "p-value"


def test_products_are_told_apart():
    assert trials()["kazemi-2019"].product.kind == "bacteria"
    assert trials()["kazemi-2019-gos"].product.kind == "prebiotic"
    assert trials()["jacka-2017"].product.kind == "other"
    assert trials()["freijy-2023-synbiotic"].product.kind == "synbiotic"
    assert all(e.trial.product.kind == "bacteria" for e in effects(products=("bacteria",)))
