"""Where arms differ in belief, what they show holds belief too: the same trial with equal belief stands beside it."""

import numpy as np
import pytest
from trials.designs import STRAIN, made

from gutbrain.answers import trial_said
from gutbrain.engine.setup import Setup
from gutbrain.report import trial_page
from gutbrain.trials.blinding import BELIEF_OF_RATED, alike, beliefs, visited
from gutbrain.trials.people import populate
from gutbrain.trials.trial import run

KNOWING = {
    "title": "Only knowing",
    "population": "major-depression",
    "arms": {"told": {"events": [], "expectation": 1}, "not": {"events": [], "expectation": 0}},
    "control": "not",
    "blinded": False,
    "per_arm": 20,
    "endpoints": ["madrs", "crp"],
}


@pytest.fixture(scope="module")
def knowing():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gutbrain.trials.power.DRAWS", 40)
        patch.setattr("gutbrain.trials.power.PEOPLE", 6)
        return run(made(**KNOWING), replicates=40)


def test_arms_that_believe_alike_are_only_themselves():
    assert beliefs(made()) == {}
    assert beliefs(made(blinded=False)) == {"active": 1.0, "placebo": 0.0}
    told = {"exposure": "expectation", "amount": 1, "start": 0}
    arms = {"a": {"events": [STRAIN, told], "expectation": 0}, "b": {"events": [], "expectation": 0}}
    design = made(arms=arms)
    assert beliefs(design) == {"a": 1.0, "b": 0.0}
    assert beliefs(alike(design)) == {}
    assert [event.exposure for event in alike(design).arms[0].events] == ["probiotic"]


def test_what_is_belief_alone_is_all_of_the_effect(knowing):
    key = "told against not"
    effect, share = knowing.expected.interval("madrs", key), knowing.belief.share("madrs", key)
    left = knowing.belief.expected.interval("madrs", key)
    # placebo against nothing: 0.14 to 0.37 SD of patients blinded, half as much again where people know (MADRS, SD 8)
    assert -0.37 * 1.5 * 8 < effect[0] < -0.14 * 8 * 0.9  # and chance
    assert share[0] == pytest.approx(effect[0], abs=0.8)
    assert abs(left[0]) < 0.8  # a tenth of the SD of patients, by chance
    assert left[1] < 0 < left[2]
    assert knowing.expected.assurance > 2 * knowing.belief.expected.assurance


def test_people_and_luck_are_the_same_in_both(knowing):
    """Nothing is given and belief does not move the blood: not a bit of CRP differs."""
    assert not np.any(knowing.belief.shares["crp", "told against not"])
    told, even = (
        next(e for e in found if e.endpoint == "crp" and e.adjusted is not None)
        for found in (knowing.estimates, knowing.belief.estimates)
    )
    assert (told.value, told.p) == (even.value, even.p)


def test_headline_table_and_page_say_that_the_effect_holds_belief(knowing):
    left = knowing.belief.even["told against not"].assurance(20)
    chance = f"about {100 * left:.0f} of 100 would succeed"
    share, low, high = knowing.belief.portion("told against not")
    assert share == pytest.approx(1, abs=0.1)
    assert low <= share <= high
    lead = trial_said.lead(knowing)
    assert f"the effect holds belief too: {100 * share:.0f} % ({100 * low:.0f} to {100 * high:.0f}) of it is" in lead
    assert f"Without it {chance}" in lead
    rows = [(row.part, row.endpoint) for row in trial_page.spreads(knowing)]
    assert rows[:3] == [("", "madrs"), ("of which belief", "madrs"), ("if all believed alike", "madrs")]
    page = trial_page.render(knowing)
    for part in ("of which belief", "if all believed alike", "told 1, not 0", chance):
        assert part in page
    told = knowing.as_json()["belief"]
    assert told["arms"] == {"told": 1.0, "not": 0.0}
    assert told["of_which_belief"][0]["median"] < -1.2
    assert told["share_of_effect"] == [{"contrast": "told against not", "belief": share, "low": low, "high": high}]


def test_one_trial_alone_says_it_too():
    result = run(made(**KNOWING), replicates=0)
    main = next(e for e in result.belief.estimates if e.primary)
    assert main.low < 0 < main.high
    assert "if all believed alike: told against not by" in trial_said.lead(result)
    assert "if all believed alike" in trial_page.render(result)


def test_a_blinded_trial_does_not_speak_of_belief(few_sets):
    result = run(made(per_arm=6, endpoints=["bdi2"]), replicates=40)
    assert result.belief is None
    assert "belie" not in trial_said.lead(result) + trial_said.sure(result)
    assert "belief" not in trial_page.render(result)


def _open(kind, **changes):
    arms = {
        "diet": {"events": [{"exposure": "fibre", "amount": 35, "start": 0}]},
        "other": {"events": [], "kind": kind},
    }
    changes = {"endpoints": ["madrs"], "visits": [0, 4], "per_arm": 12, **changes}
    return made(population="major-depression", arms=arms, control="other", **changes)


@pytest.mark.parametrize(
    ("kind", "blinded", "believed", "visits"),
    [
        ("placebo", True, {"diet": 0.5, "other": 0.5}, 1),
        ("attention", True, {"diet": 0.5, "other": 0.5}, 1),
        ("usual-care", False, {"diet": 1, "other": 0}, 1),
        ("waiting-list", False, {"diet": 1, "other": 0}, 0),
    ],
)
def test_the_kind_of_a_control_says_who_believes_and_who_is_seen(kind, blinded, believed, visits):
    design = _open(kind)
    assert design.blinded is blinded
    assert {arm.name: arm.expectation for arm in design.arms} == believed
    assert [visited(arm) for arm in design.arms] == [1, visits]


def test_nobody_takes_a_waiting_list_for_the_treatment_whatever_the_design_says():
    design = _open("waiting-list", blinded=True)
    assert not design.blinded
    assert any("nobody takes a waiting list" in line for line in design.warnings)


def test_an_open_trial_of_a_diet_against_a_waiting_list_is_told_as_what_it_is(few_sets):
    result = run(_open("waiting-list"), replicates=40)
    lead = trial_said.lead(result)
    assert lead.startswith("This is an open trial against a waiting list")
    assert "of it is belief and attention" in lead
    assert result.belief.portion("diet against other")[0] > 0.3
    # a waiting list falls by 0.27 to 0.74 SD in eight weeks, placebo arms by more: attention is more than belief alone
    usual = run(_open("usual-care"), replicates=40)
    assert -result.sizes[0].effect[0] > -usual.sizes[0].effect[0]
    assert result.belief.even["diet against other"].effect == pytest.approx(
        usual.belief.even["diet against other"].effect
    )


def test_raters_who_do_not_know_see_less_of_belief_on_their_own_scale_alone(few_sets):
    said = dict(KNOWING, endpoints=["madrs", "bdi2"], visits=[0, 4], per_arm=6)
    seen = {}
    for raters in ("open", "blinded"):
        told = run(made(**said, raters=raters), replicates=40).expected
        seen[raters] = {name: np.median(told.comparisons[name, "told against not"]) for name in ("madrs", "bdi2")}
    assert seen["blinded"]["bdi2"] == pytest.approx(seen["open"]["bdi2"])
    left = seen["blinded"]["madrs"] / seen["open"]["madrs"]
    # 0.23 SD of the 0.2 to 0.3 that knowing is worth is the rater's: what is left is little, and not the reverse
    assert 0 <= left < 0.5


def test_what_knowing_is_worth_to_a_rater_is_that_of_the_scales():
    from gutbrain import world

    relief = next(p for p in world.model().parameters if p.key == "scales.belief_relief")
    assert pytest.approx(3.0 * 1.0 / (1.0 + 1.0) * relief.value) == BELIEF_OF_RATED


def test_the_first_visit_is_read_before_anything_of_the_arm_has_begun():
    told = {"exposure": "expectation", "amount": 1, "start": 0}
    arms = {"a": {"events": [told, {"exposure": "fibre", "amount": 60, "start": 0}]}, "b": {"events": []}}
    people = populate(made(arms=arms, visits=[0, 4], endpoints=["madrs", "faecal_butyrate"]), Setup(people=8))
    first, last = (people.values["faecal_butyrate"][..., place] for place in (0, -1))
    assert np.array_equal(first[0], first[1])
    assert not np.array_equal(last[0], last[1])
    assert np.array_equal(people.values["madrs"][0, ..., 0], people.values["madrs"][1, ..., 0])
