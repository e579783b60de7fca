"""What is known of harm: the same rules at every door, no advice to stop a treatment, and nothing silent."""

import json
import re

import pytest

from gutbrain.care import CareNeeded
from gutbrain.errors import InputError
from gutbrain.evidence import about_strain, check_label, read_label_text, references, safety
from gutbrain.evidence.label.rules import cautions
from gutbrain.evidence.safety_rules import LEVELS, kind_of, rules, rules_for
from gutbrain.exposures.strains import resolve


def found(about, beside=""):
    return {rule.key: rule for rule in safety(about, with_=beside).rules}


@pytest.mark.parametrize(
    ("about", "beside", "key", "level"),
    [
        ("S. boulardii", "fluconazole", "antifungals", "avoid"),
        ("S. boulardii CNCM I-745", "a central venous line", "central-line", "avoid"),
        ("S. boulardii", "amoxicillin", "antibiotics-and-yeast", "know"),
        ("LGG", "amoxicillin", "antibiotics", "apart"),
        ("LGG", "omeprazole", "acid-blockers", "know"),
        ("probiotics", "chemotherapy", "immune-suppression", "avoid"),
        ("probiotics", "tacrolimus", "immune-suppression", "avoid"),
        ("probiotics", "pregnancy", "pregnancy", "ask"),
        ("probiotics", "Zoloft", "antidepressants", "know"),
        ("probiotics", "lithium", "antipsychotics-and-lithium", "know"),
        ("kefir", "phenelzine", "mao-inhibitors", "avoid"),
        ("kimchi", "Parnate", "mao-inhibitors", "avoid"),
        ("faecal transplant", "", "stool-transplant", "avoid"),
        ("preterm infants", "", "preterm-infants", "avoid"),
        ("intensive care", "", "critical-illness", "avoid"),
        ("short bowel", "", "short-gut", "ask"),
    ],
)
def test_what_is_asked_for_with_what(about, beside, key, level):
    assert found(about, beside)[key].level == level


def test_bacteria_are_not_touched_by_what_kills_a_yeast():
    answer = safety("LGG", with_="fluconazole")
    assert answer.rules == ()
    assert answer.nothing_about == ("LGG with fluconazole",)
    assert "mao-inhibitors" not in found("LGG", "phenelzine")


def test_numbers_of_propatria_and_of_yeast_in_the_blood():
    said = rules()["critical-illness"].happened
    assert all(number in said for number in ("24 of 152", "9 of 144", "2.53, 1.22 to 5.25", "nine had bowel ischaemia"))
    assert "73 had taken S. boulardii" in rules()["boulardii-blood-infection"].happened


def test_what_is_not_kept_is_not_safe():
    answer = safety("probiotics", with_="unobtainium")
    assert answer.nothing_about == ("unobtainium",)
    assert not answer.rules
    assert "not the same as safe" in answer.said_first[0]
    assert safety("gravel").nothing_about == ("gravel",)


def test_each_of_several_medicines_is_answered_or_said_not_to_be_kept():
    answer = safety("LGG", with_="omeprazole and unobtainium, sertraline")
    assert {rule.key for rule in answer.rules} == {"acid-blockers", "antidepressants"}
    assert answer.nothing_about == ("unobtainium",)
    assert [rule.key for rule in safety("phenelzine", with_="kefir").rules] == ["mao-inhibitors"]


def test_every_rule_has_its_sources_and_tells_nobody_to_stop():
    for rule in rules().values():
        assert rule.references or rule.grade == "reasoning", rule.key
        assert set(rule.references) <= references().keys()
        advised = re.sub(r"(do not|never|nor) (stop|change)[^.]*", "", rule.say, flags=re.IGNORECASE)
        if rule.sort == "medicine":
            assert "stop" not in advised, rule.key
    assert [rule.level for rule in rules().values()] == sorted(
        (rule.level for rule in rules().values()), key=list(LEVELS).index
    )


def test_people_at_risk_are_those_of_the_label_check():
    assert {rule.caution for rule in rules().values()} - {""} == {caution.key for caution in cautions()}


@pytest.mark.parametrize("name", ["LGG", "S. boulardii CNCM I-745"])
def test_strains_and_labels_hear_the_same_rules(name):
    strain = resolve(name).strain
    asked = [rule for rule in rules_for(kind_of(strain)) if rule.sort == "person" and not (rule.who and rule.caution)]
    assert all(rule.title in about_strain(name).safety[-1] for rule in asked)
    report = check_label(read_label_text(f"{name} 5 billion CFU at end of shelf life, 1 capsule a day"))
    named = {caution.who for caution in report.cautions}
    assert {rule.title for rule in asked if rule.level in ("avoid", "ask")} <= named
    assert ("medicines against fungi" in named) == (name != "LGG")


def test_the_same_people_are_named_once():
    report = check_label(read_label_text("S. boulardii CNCM I-745 5 billion CFU, 1 capsule a day"))
    who = [caution.who for caution in report.cautions]
    assert len(who) == len(set(who))
    assert not [one for one in who if "in hospital" in one]
    # the name of the yeast on its label is no word of people at risk
    assert not [caution for caution in report.cautions if caution.named]
    assert about_strain("S. boulardii CNCM I-745").safety[-1].count("intensive care") == 1


def test_unwanted_effects_over_trials():
    pulse = {event.trial: event for event in safety("S. boulardii").events}["karbownik-2020"]
    assert pulse.worse == ("pulse rate rise (1/min) (p = 0.0018)",)
    every = safety()
    assert {event.trial for event in every.events} >= {"karbownik-2020", "kazemi-2019", "boehme-2023"}
    assert every.silent > 0
    assert len(every.rules) == len(rules())


def test_words_of_danger_stop_and_other_things_are_refused():
    with pytest.raises(CareNeeded):
        safety("I want to die")
    with pytest.raises(CareNeeded):
        safety("LGG", with_="I want to die")
    assert safety("LGG", care="seen").rules
    with pytest.raises(InputError, match="is not text"):
        safety(7)


def test_the_command(run):
    status, out, _ = run("safety", "S. boulardii", "--with", "fluconazole")
    assert status == 0
    assert "medicines against fungi" in out
    assert "Do not stop or change a treatment" in " ".join(out.split())
    plain = json.loads(run("safety", "kefir", "--with", "phenelzine", "--json")[1])
    assert [rule["key"] for rule in plain["rules"]] == ["mao-inhibitors"]
    status, out, _ = run("safety", "probiotics", "--with", "unobtainium")
    assert status == 1
    assert out.startswith("Nothing is kept here about 'unobtainium'")
    status, out, _ = run("safety", "I want to die", "--json")
    assert status == 1
    assert "care" in json.loads(out)


@pytest.mark.parametrize(
    ("about", "beside", "key"),
    [
        ("kefir", "pregnancy", "ferments-in-pregnancy"),
        ("raw milk cheese", "schwanger", "ferments-in-pregnancy"),
        ("kombucha", "my newborn", "ferments-for-infants"),
        ("sauerkraut", "chemotherapy", "raw-ferments-and-weak-immunity"),
        ("kimchi", "histamine intolerance", "histamine"),
    ],
)
def test_ferments_have_rules_for_those_whom_they_can_harm(about, beside, key):
    found = safety(about, with_=beside)
    assert key in [rule.key for rule in found.rules]
    assert not found.nothing_about


def test_rules_of_ferments_are_not_told_of_capsules():
    assert [rule.key for rule in safety("probiotics", with_="pregnancy").rules] == ["pregnancy"]
