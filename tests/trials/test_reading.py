from pathlib import Path

import pytest
from trials.designs import STRAIN, made, plain

from gutbrain.errors import InputError
from gutbrain.trials.reading import read_design

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "trials").glob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_can_be_read(path):
    assert read_design(path).endpoints


def test_the_contract_s_example_means_what_it_says():
    design = read_design(Path(__file__).parents[2] / "examples" / "trials" / "older-adults.yaml")
    assert [arm.name for arm in design.arms] == ["active", "placebo"]
    assert design.control == "placebo"
    assert design.primary == "cognition"
    assert design.better == {"cognition": 1, "pss10": -1, "bdnf": 0}
    assert design.visit_days == (0, 28, 56, 84)
    assert {arm.expectation for arm in design.arms} == {0.5}
    assert (design.per_arm, design.dropout, design.analysis) == (30, 0.1, "ancova")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"arms": {}}, "does not hold two arms"),
        ({"arms": {"active": {"events": []}}}, "does not hold two arms"),
        ({"visits": [0, 2, 8]}, "week 8 lies after the end"),
        ({"visits": [0, 0.5, 1, 1.5, 2, 3, 4]}, "do not fit into 4 weeks"),
        ({"visits": [2, 4]}, "needs week 0"),
        ({"endpoints": ["bdi3"]}, "did you mean"),
        ({"endpoints": []}, "names no endpoint"),
        ({"per_arm": 1}, "least is 2"),
        ({"per_arm": 1e9}, "more than is plausible"),
        ({"per_arm": 2.7}, "per_arm: 2.7 is not a whole number; write 3"),
        ({"per_arm": "12.5"}, "per_arm"),
        ({"randomisation": {"block": 4.5}}, r"randomisation.block: 4.5 is not a whole number"),
        ({"better": {"crp2": "lower"}}, "'crp2' is no endpoint of this trial; did you mean 'crp'"),
        ({"better": ["bdi2"]}, "says not which endpoint"),
        ({"title": {}}, "is not a title"),
        ({"rescue": {"when": {"age": ">60"}, "events": [STRAIN]}}, "rescue.when: 'age' does not change in a trial"),
        ({"dropout": 1.5}, "below 0.95"),
        ({"dropout": {"rate": 0.1, "by": "mood"}}, "write chance, symptoms or lack-of-effect"),
        ({"include": {"phq": [1, 2]}}, "cannot be measured"),
        ({"include": {"phq9": [19, 10]}}, "nobody is between"),
        ({"include": {"crp": "many"}}, "is not a criterion"),
        ({"analysis": "magic"}, "write ancova, mmrm or t-test"),
        ({"population": "healthy-adlt"}, "healthy-adult"),
        ({"vists": [0, 4]}, "did you mean 'visits'"),
        ({"randomisation": {"kind": "stratified"}}, "stratify by"),
        ({"randomisation": {"block": 3}}, "cannot hold 2 arms equally"),
        ({"endpoints": ["bdnf"], "non_inferiority": {"margin": 1}}, "which way bdnf counts"),
        ({"arms": {"a": {"events": [{**STRAIN, "start": -5}]}, "b": {}}}, "before randomisation"),
    ],
)
def test_what_cannot_be_done_is_said(changes, said):
    with pytest.raises(InputError, match=said):
        read_design(plain(**changes))


def test_a_dose_out_of_range_names_its_line(tmp_path):
    path = tmp_path / "design.yaml"
    path.write_text(
        "arms:\n"
        "  active: {events: [{exposure: probiotic, strains: {B. longum 1714: 1.0e15}, start: 0}]}\n"
        "  placebo: {}\n"
        "per_arm: 10\nweeks: 4\nendpoints: [bdi2]\n"
    )
    with pytest.raises(InputError) as wrong:
        read_design(path)
    assert "design.yaml:2" in str(wrong.value)
    assert "more than is plausible" in str(wrong.value)


def test_everything_wrong_is_said_at_once():
    with pytest.raises(InputError) as wrong:
        read_design({"title": "nothing"})
    assert len(wrong.value.problems) == 4


def test_what_is_wrong_in_the_parts_of_a_design_is_said_with_the_rest():
    parts = {
        "weeks": -1,
        "include": {"phq": [1, 2]},
        "randomisation": {"block": 4.5},
        "responder": 2,
        "subgroup": {},
        "dropout": {"rate": 0.1, "by": "mood"},
        "control": "nobody",
        "population": {"preset": "helthy-adult"},
    }
    with pytest.raises(InputError) as wrong:
        read_design(plain(**parts))
    told = str(wrong.value)
    assert len(wrong.value.problems) == len(parts)
    assert all(f"{name}" in told for name in parts)
    assert "control: 'nobody' is not an arm; active, placebo" in told


def test_a_crossover_without_washout_is_warned_of():
    assert "washout" in made(crossover=True).warnings[0]
    assert made(crossover={"washout": 4}).warnings == ()


def test_a_crossover_has_the_visits_of_every_period():
    design = made(crossover={"washout": 2})
    assert design.sequences == ((0, 1), (1, 0))
    assert design.visit_days == (0, 14, 28, 42, 56, 70)


def test_open_arms_know_what_they_get():
    design = made(blinded=False)
    assert [arm.expectation for arm in design.arms] == [1.0, 0.0]


def test_arms_that_get_the_same_are_warned_of():
    assert "the same" in made(arms={"a": {"events": []}, "b": {"events": []}}).warnings[0]


@pytest.mark.parametrize("count", [2, 2.0, 1e2])
def test_a_whole_number_is_one_however_it_is_written(count):
    assert made(per_arm=count).per_arm == int(count)


FED = {"events": [{"exposure": "fibre", "amount": 30, "start": 0}]}


@pytest.mark.parametrize(
    ("arms", "control", "said"),
    [
        ({"low": FED, "middle": FED, "high": FED}, "high", "no arm is without events, and 'high' is taken"),
        ({"placebo": FED, "active": FED}, "placebo", "no arm is without events, and 'placebo' is taken"),
        ({"active": FED, "nothing": {}}, "nothing", ""),
        ({"told": {}, "not": {}}, "told", "told, not have no events, and 'told' is taken"),
        ({"strain": FED, "no pill": {}, "placebo": {}}, "placebo", "no pill, placebo have no events, and 'placebo'"),
    ],
)
def test_which_arm_is_the_control_is_said_where_it_is_not_plain(arms, control, said):
    design = made(arms=arms)
    assert design.control == control
    warned = [line for line in design.warnings if line.startswith("control:")]
    assert (warned != []) == bool(said)
    assert not said or said in warned[0]
    assert not any(line.startswith("control:") for line in made(arms=arms, control=control).warnings)


def test_what_a_crossover_does_not_use_is_said():
    said = made(crossover={"washout": 4}, subgroup={"crp": ">3"}, analysis="mmrm", responder=0.3).warnings
    assert [line.partition(":")[0] for line in said] == ["subgroup", "responder", "analysis"]


def test_a_trial_that_is_not_looked_at_to_its_end_says_so():
    assert "the last one is in week 2 of 4" in made(visits=[0, 2]).warnings[0]
    assert made().warnings == ()


@pytest.mark.parametrize(
    ("population", "said"),
    [
        ("{preset: {}}", "design.yaml:2: population.preset: is not a person preset; known are healthy-adult, "),
        ("{preset: [ibs]}", "design.yaml:2: population.preset: is not a person"),
        ("[ibs]", "design.yaml:2: population: is not a person"),
        (
            "{traits: {age: 300}}",
            "design.yaml:2: population.traits.age: 300 year is more than is plausible",
        ),
        ("{traits: {microbiota: a.tsv}}", "a.tsv: cannot be read"),
    ],
)
def test_who_is_let_in_is_read_as_a_person_of_a_protocol_is(tmp_path, population, said):
    file = tmp_path / "design.yaml"
    file.write_text(f"title: t\npopulation: {population}\nweeks: 4\nper_arm: 10\nendpoints: [bdi2]\n")
    with pytest.raises(InputError) as error:
        read_design(file)
    assert said in str(error.value)


def test_a_design_says_nothing_of_a_person_that_is_not_named_in_its_events():
    assert not any("person" in warning for warning in made().warnings)


def test_what_everybody_takes_is_held_against_the_limit_with_what_an_arm_gets(tmp_path):
    sertraline = "{exposure: ssri, name: sertraline, amount: 600, start: 0}"
    file = tmp_path / "design.yaml"
    file.write_text(
        f"arms:\n  active: {{events: [{sertraline}]}}\n  placebo: {{events: []}}\nbackground: [{sertraline}]\n"
        "per_arm: 10\nweeks: 4\nendpoints: [bdi2]\n"
    )
    with pytest.raises(InputError) as error:
        read_design(file)
    said = "design.yaml:2: arms.active.events[0]: background[0] and arms.active.events[0] give 1200 mg/day of ssri"
    assert said in str(error.value)


def test_what_is_wrong_in_the_background_is_found_there(tmp_path):
    file = tmp_path / "design.yaml"
    file.write_text(
        "arms: {a: {events: []}, b: {}}\nper_arm: 10\nweeks: 4\nendpoints: [bdi2]\n"
        "background:\n- {exposure: ssri, name: sertraline, amount: 6000, start: 0}\n"
    )
    with pytest.raises(
        InputError, match=r"design\.yaml:6: background.0.\.amount: 6000 mg/day is more than is plausible"
    ):
        read_design(file)


def test_an_arm_that_expects_nothing_expects_nothing():
    arms = {"open": {"events": [STRAIN], "expectation": 0}, "none": {"events": []}}
    assert [arm.expectation for arm in made(arms=arms, blinded=False).arms] == [0.0, 0.0]


def test_an_effect_that_is_not_in_the_model_is_said_to_be_so():
    drunk = {"events": [{"exposure": "alcohol", "amount": 60, "start": 0}]}
    (said,) = made(arms={"active": drunk, "none": {}}, endpoints=["gad7", "permeability"]).warnings
    assert said.startswith("arms.active: the effect of alcohol on gad7 is not in the model")
