from collections import Counter

import pytest

from gutbrain.errors import InputError
from gutbrain.evidence import find
from gutbrain.evidence.pooling.effects import at_the_end, effects, left_out
from gutbrain.evidence.pooling.meta_question import ask, populations
from gutbrain.evidence.records import references
from gutbrain.evidence.trials import GROUPS, load_trials, trials, without_provenance
from gutbrain.exposures import resolve

OUTCOMES = ("depression", "anxiety", "stress", "distress", "mood", "sleep", "cognition")


def with_bacteria():
    return [trial for trial in trials().values() if trial.product.kind in ("bacteria", "synbiotic")]


def test_250_trials_with_bacteria_are_kept():
    assert len({trial.people for trial in with_bacteria()}) >= 250


def test_nulls_and_harm_are_kept():
    null = {t.people for t in with_bacteria() if any(o.result == "no-difference" for o in t.outcomes)}
    assert len(null) >= 100
    deaths = trials()["besselink-2008"]
    assert [(a.event, a.active, a.serious) for a in deaths.adverse] == [("bowel ischaemia", (9, 152), True)]
    assert {outcome.scale: outcome.result for outcome in deaths.outcomes}["deaths"] == "worse"


@pytest.mark.parametrize(
    "group",
    [
        "adhd",
        "autism",
        "bipolar",
        "schizophrenia",
        "parkinsons",
        "alzheimers",
        "dialysis",
        "students",
        "athletes",
        "military",
        "children",
        "infants",
        "perinatal",
        "menopause",
        "insomnia",
        "fatigue",
        "cancer",
        "surgery",
        "liver",
    ],
)
def test_a_group_can_be_asked_for(group):
    assert group in populations()
    assert ask("depression", population=group).population == (group,)
    assert any(group in trial.groups for trial in trials().values())


def test_groups_are_words_that_are_known():
    with pytest.raises(InputError, match="did you mean 'autism'"):
        load_trials([{**trials()["mazzone-2024"].model_dump(exclude_defaults=True), "groups": ["autsm"]}], references())
    assert list(GROUPS) == sorted(GROUPS)


def test_a_question_about_an_illness_finds_its_trials():
    found = [hit.record.key for hit in find("probiotics for children with ADHD").trials]
    assert {"skott-2020", "kumperscak-2020", "wang-2024-bf688"} <= set(found)
    assert "dickerson-2018" in [hit.record.key for hit in find("probiotics bipolar mania").trials]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_nobody_is_pooled_twice(outcome):
    pooled = at_the_end(effects(outcome))
    assert not [effect.trial.key for effect in pooled if effect.trial.same_people]
    arms = Counter(effect.trial.people for effect in pooled)
    for effect in pooled:
        shared = "shared-control" in effect.trial.flags and arms[effect.trial.people] > 1
        assert shared or arms[effect.trial.people] == 1, effect.trial.key
    controls = {effect.trial.key: effect.n_control for effect in pooled}
    if outcome == "anxiety":  # 19 people in a control arm that two arms share, half to each
        assert controls["haghighat-2019-synbiotic"] == controls["haghighat-2019-probiotic"] == 9.5


def test_what_a_review_of_a_trial_does_not_print_is_not_told_as_read():
    keys = list(trials())
    late = {key: trials()[key] for key in keys[keys.index("dickerson-2018") :]}
    assert len(late) > 150
    assert not without_provenance(late, references())


def test_a_word_that_memory_holds_is_no_effect():
    assert not [
        effect.trial.key
        for effect in effects()
        if effect.trial.read == "memory" and (effect.kind == "imputed-null" or "p-assumed" in effect.flags)
    ]
    # what memory holds with a number stays in
    assert "kouchaki-2017" in {effect.trial.key for effect in effects("depression")}
    assert "makela-2023" in {out.trial for out in left_out("anxiety") if "nobody read it again" in out.reason}


def test_a_dose_that_is_not_monotone_is_told():
    doses = {key: trials()[key] for key in trials() if key.startswith("whorwell-2006")}
    assert {trial.dose_response for trial in doses.values()} == {"not-monotone"}
    better = [trial.product.dose for trial in doses.values() if trial.outcomes[0].result == "improved"]
    assert better == [1e8]


def test_a_strain_of_these_trials_is_known_without_an_effect_that_nobody_measured():
    strain = resolve("L. reuteri ATCC PTA 6475").strain
    assert (strain.level, strain.deposit) == ("strain", "ATCC PTA 6475")
    assert set(strain.trials) == {"mazzone-2024", "schmitt-2023"}
    assert strain.grade != "human-trial"
    assert strain.own_share == 0
