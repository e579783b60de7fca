"""Where arms differ in belief, what they show holds belief too: the same trial with equal belief stands beside it."""

import numpy as np
import pytest
from trials.designs import STRAIN, made

from gutbrain.answers import trial_said
from gutbrain.report import trial_page
from gutbrain.trials.belief import alike, beliefs
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
    assert -0.37 * 1.5 * 8 < effect[0] < -0.14 * 8
    assert share[0] == pytest.approx(effect[0], abs=0.5)
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
    chance = f"{100 * knowing.belief.expected.assurance:.0f} of 100 would succeed"
    assert f"the effect holds belief too: if all believed alike, about {chance}" in trial_said.lead(knowing)
    rows = [(row.part, row.endpoint) for row in trial_page.spreads(knowing)]
    assert rows[:3] == [("", "madrs"), ("of which belief", "madrs"), ("if all believed alike", "madrs")]
    page = trial_page.render(knowing)
    for part in ("of which belief", "if all believed alike", "told 1, not 0", f"about {chance}"):
        assert part in page
    told = knowing.as_json()["belief"]
    assert told["arms"] == {"told": 1.0, "not": 0.0}
    assert told["of_which_belief"][0]["median"] < -1.2


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
