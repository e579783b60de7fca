import re
from pathlib import Path

import pytest

from gutbrain.errors import InputError
from gutbrain.exposures import Moment, ProtocolError
from gutbrain.exposures import load as load_only
from gutbrain.people import read_who
from gutbrain.reading import Field, parse_yaml

CONTRACT = """\
title: Two courses of ciprofloxacin
person: healthy-adult
days: 240
usual: {fibre: 22}                    # changes of the preset's usual exposures
events:
  - {exposure: antibiotic, name: ciprofloxacin, amount: 1000, start: 60, days: 5}
  - {exposure: stressor, name: tsst, amount: 1, start: 90, hour: 15, hours: 0.25}
  - {exposure: probiotic, strains: {"B. longum 1714": 1.0e9}, start: 100, days: 28}
observe: [shannon, faecal_butyrate, cortisol, depression]   # optional: what to show first
"""


def load(source: object, **known: object):
    """Read a protocol as the engine does, people included."""
    return load_only(source, read_who=read_who, **known)


def problems(text: str, **known: object) -> list[str]:
    """What is wrong with a protocol, a line each."""
    with pytest.raises(ProtocolError) as caught:
        load(parse_yaml(text, file="exam.yaml"), **known)
    return str(caught.value).splitlines()


def event(line: str) -> list[str]:
    return problems(f"days: 28\nevents:\n  - {line}\n")


def test_protocol_of_the_contract(tmp_path: Path) -> None:
    path = tmp_path / "two courses.yaml"
    path.write_text(CONTRACT)
    protocol = load(path, known_observables={"shannon", "faecal_butyrate", "cortisol", "depression"})
    assert (protocol.title, protocol.days, protocol.person.preset) == (
        "Two courses of ciprofloxacin",
        240,
        "healthy-adult",
    )
    assert protocol.usual == {"fibre": 22}
    antibiotic, stressor, probiotic = protocol.events
    assert (antibiotic.begins, antibiotic.ends) == (60 * 24, 65 * 24)
    assert (stressor.begins, stressor.ends) == (90 * 24 + 15, 90 * 24 + 15.25)
    assert probiotic.strains == {"B. longum 1714": 1e9}
    assert protocol.observe[-1] == "depression"
    assert protocol.warnings == ()


def test_what_the_study_saw() -> None:
    protocol = load(
        {
            "days": 10,
            "reference": "pmid:1",
            "citation": "Author 2000",
            "saw": [{"observable": "cortisol", "direction": -1, "day": 1, "note": "evening"}],
        }
    )
    assert protocol.reference == "pmid:1"
    assert (protocol.saw[0].observable, protocol.saw[0].direction, protocol.saw[0].note) == ("cortisol", -1, "evening")


def test_amounts_may_carry_units() -> None:
    protocol = load(
        {
            "days": "2 weeks",
            "usual": {"sleep": "450 min/night", "polyphenols": "1 g/day", "fermented_food": "2 servings/day"},
            "person": {
                "traits": {"weight": "70000 g", "age": 40, "sex": "female", "fibre": "25 g/day", "depression": -0.5}
            },
            "events": [
                {"exposure": "fibre", "amount": "40 g/day", "start": "12 h", "days": "1 week"},
                {"exposure": "endotoxin", "amount": "0.002 ug/kg", "start": 1, "hour": 9, "hours": "30 min"},
                {"exposure": "stressor", "amount": "50 %", "start": 1, "hours": "0.5 h"},
                {"exposure": "interferon_alpha", "amount": "3 MIU/day", "start": 0},
                {"exposure": "probiotic", "strains": {"LGG": "1e10 CFU/day"}, "start": 0},
            ],
        }
    )
    assert protocol.days == 14
    assert protocol.usual == pytest.approx({"sleep": 7.5, "polyphenols": 1000, "fermented_food": 2})
    assert protocol.person.traits["weight"] == pytest.approx(70)
    assert protocol.person.traits["depression"] == -0.5
    fibre, endotoxin, stressor, interferon, probiotic = protocol.events
    assert (fibre.amount, fibre.start, fibre.days) == (40, 0.5, 7)
    assert (endotoxin.amount, endotoxin.hours) == pytest.approx((2, 0.5))
    assert (stressor.amount, stressor.name) == (pytest.approx(0.5), "tsst")
    assert interferon.amount == pytest.approx(21)
    assert probiotic.strains == {"L. rhamnosus GG": pytest.approx(1e10)}


def test_a_misspelt_exposure_names_line_field_and_the_right_word() -> None:
    text = CONTRACT.replace("exposure: stressor, name: tsst", "exposure: fiber")
    assert problems(text) == ["exam.yaml:7: events[1].exposure: 'fiber' is not an exposure; did you mean 'fibre'?"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "{exposure: fibre, amont: 3, amount: 30, start: 0}",
            "'amont' is not a field of fibre; did you mean 'amount'?",
        ),
        ("{exposur: fibre, amount: 30, start: 0}", "'exposur' is not a field of an event; did you mean 'exposure'?"),
        ("{amount: 30, start: 0}", "events[0]: exposure is missing"),
        ("{exposure: fibre, start: 0}", "amount is missing; give amount (g/day)"),
        ("{exposure: fibre, amount: 30}", "start is missing; give start (day)"),
        ("{exposure: fibre, amount: -1, start: 0}", "events[0].amount: -1 g/day is negative"),
        ("{exposure: fibre, amount: .nan, start: 0}", "events[0].amount: nan is not an amount"),
        ("{exposure: fibre, amount: .inf, start: 0}", "events[0].amount: inf is not an amount"),
        ("{exposure: fibre, amount: much, start: 0}", "events[0].amount: 'much' is not a number"),
        ("{exposure: fibre, amount: '30', start: 0}", "'30' is text; write a number (g/day) without quotes"),
        ("{exposure: fibre, amount: true, start: 0}", "events[0].amount: true is not a number"),
        ("{exposure: fibre, amount: {a: 1}, start: 0}", "events[0].amount: this is not a number"),
        ("{exposure: fibre, amount: , start: 0}", "events[0].amount: nothing is not a number"),
        ("{exposure: fibre, amount: 500, start: 0}", "500 g/day is more than is plausible; the most is 150 g/day"),
        (
            "{exposure: fibre, amount: 30 mg, start: 0}",
            "events[0].amount: the unit of '30 mg' does not fit; the unit here is g/day",
        ),
        ("{exposure: fibre, amount: 30 g/dy, start: 0}", "the unit here is g/day"),
        ("{exposure: fibre, amount: 9**9**9**9 g, start: 0}", "is not a number"),
        ("{exposure: fibre, amount: 30 g**999999999, start: 0}", "the unit here is g/day"),
        (
            "{exposure: fibre, amount: 30, start: 28}",
            "events[0].start: day 28 is not within the run; the run ends with day 28",
        ),
        ("{exposure: fibre, amount: 30, start: 0, days: 0}", "events[0].days: 0 is not more than 0"),
        (
            "{exposure: fibre, amount: 30, start: 0, hour: 24}",
            "events[0].hour: 24 h is too much; it must be below 24 h",
        ),
        ("{exposure: fibre, amount: 30, start: 0, hours: 3}", "'hours' is not a field of fibre; did you mean 'hour'?"),
        ("{exposure: stressor, amount: 1, start: 0, hours: 3, days: 2}", "days and hours are both given"),
        ("{exposure: stressor, name: trial, amount: 1, start: 0}", "'trial' is not a known stressor"),
        ("{exposure: antibiotic, amount: 500, start: 0}", "name is missing; known are ciprofloxacin"),
        ("{exposure: antibiotic, name: ciprofloxacine, amount: 500, start: 0}", "did you mean 'ciprofloxacin'?"),
        ("{exposure: probiotic, start: 0}", "events[0]: strains is missing; write strains: {"),
        ("{exposure: probiotic, strains: LGG, start: 0}", "events[0].strains: names no strain with its dose"),
        ("{exposure: probiotic, strains: {LGG: 1.0e+15}, start: 0}", "the most is 1e+13 CFU/day"),
        (
            "{exposure: probiotic, strains: {LGG: 1.0e9, L. rhamnosus GG: 1}, start: 0}",
            "is given twice, under two names",
        ),
        ("{exposure: probiotic, strains: {quux: 1.0e9}, start: 0}", "'quux' is not a strain, species or genus"),
        ("{exposure: probiotic, amount: 1, strains: {LGG: 1.0e9}, start: 0}", "'amount' is not a field of probiotic"),
        ("{exposure: germ_free, amount: 0.5, start: 0}", "0.5 is neither 0 nor 1"),
        ("{exposure: fmt, amount: 50, donor: healthy, start: 0}", "did you mean 'healthy-adult'?"),
        (
            "{exposure: scfa_capsule, amount: 50, mix: [1, 2], start: 0}",
            "is not a mix of acetate, propionate and butyrate",
        ),
        ("{exposure: scfa_capsule, amount: 50, mix: 1:2:x, start: 0}", "is not a mix"),
        ("{exposure: exercise_bout, amount: 0.8, start: 0, days: 2}", "'days' is not a field of exercise_bout"),
        ("fibre", "events[0]: is not an event"),
        ("{exposure: fibre, amount: 1, amount: 2, start: 0}", "events[0].amount: stands twice"),
    ],
)
def test_what_is_wrong_with_an_event(line: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load(parse_yaml(f"days: 28\nevents:\n  - {line}\n", file="exam.yaml"))
    assert said in str(caught.value)
    assert all(one.startswith("exam.yaml:3: events[0]") for one in str(caught.value).splitlines())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: x", "exam.yaml:1: days is missing"),
        ("days: 0", "exam.yaml:1: days: 0 is not more than 0"),
        ("days: 1e9", "days: 1e+09 day is more than is plausible"),
        ("days: no", "days: 'no' is not a number"),
        ("days: 2\nevent: []", "exam.yaml:2: event: 'event' is not a field of a protocol; did you mean 'events'?"),
        ("days: 2\nevents: {}", "exam.yaml:2: events: is not a list"),
        ("days: 2\nusual: {inulin: 3}", "'inulin' is not a usual exposure; give it as an event"),
        ("days: 2\nusual: {fibr: 3}", "did you mean 'fibre'?"),
        ("days: 2\nusual:\n  fibre: -3", "exam.yaml:3: usual.fibre: -3 g/day is negative"),
        ("days: 2\nperson: helthy-adult", "did you mean 'healthy-adult'?"),
        ("days: 2\nperson: {preset: ibs, trait: {}}", "did you mean 'traits'?"),
        (
            "days: 2\nperson:\n  traits:\n    aage: 3",
            "exam.yaml:4: person.traits.aage: 'aage' is not a trait; did you mean 'age'?",
        ),
        ("days: 2\nperson: {traits: {sex: yes}}", "'yes' is not a sex here; write female or male"),
        ("days: 2\nperson: {traits: {age: old}}", "person.traits.age: 'old' is not a number"),
        ("days: 2\nobserve: [depresion]", "observe[0]: 'depresion' is not an observable; did you mean 'depression'?"),
        ("days: 2\nobserve: [strain.quux]", "'quux' is not a strain"),
        ("days: 2\nobserve: shannon", "observe: is not a list"),
        ("days: 2\nsaw: [{observable: depression, direction: down, day: 1}]", "'down' is not a direction"),
        ("- 1", "is not a protocol"),
    ],
)
def test_what_is_wrong_with_a_protocol(text: str, said: str) -> None:
    known = {
        "known_observables": ["depression"],
    }
    assert said in "\n".join(problems(text, **known))


def test_every_problem_is_told_at_once() -> None:
    assert len(problems("days: 1\nperson: 3\nusual: {a: 1}\nevents: [{exposure: b}, {exposure: fibre, start: x}]")) == 5


def test_strains_may_be_observed() -> None:
    assert load({"days": 1, "observe": ["strain.LGG"]}, known_observables=["crp"]).observe == ("strain.LGG",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ":1: is empty"),
        (b"# nothing\n", ":1: is empty"),
        (b"title: x\ndays: [1, 2\n", "(in what begins in line 2)"),
        (b"days: 1\n\tevents: []", ":2: is not YAML"),
        (b"days: 1\ndays: 2\n", ":2: days: stands twice (first in line 1)"),
        (b"days: 1\n--- \ndays: 2\n", "is not YAML"),
        (b"days: \xff\xfe", ":1: is not text in UTF-8"),
        (b"a: &a [*a]", "contains itself"),
        (b"days: !!python/object:os.system x", "means nothing here"),
        (b"#" * 1_000_001, "is larger than 1 MB"),
        (b"days: 1\nevents: [" + b"{}, " * 10_001 + b"]", "10001 events are more than can be run; the most is 10000"),
    ],
    ids=range(11),
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "exam.yaml"
    path.write_bytes(content)
    with pytest.raises(ProtocolError, match=re.escape(said)):
        load(path)


def test_a_missing_file() -> None:
    with pytest.raises(ProtocolError, match=r"nowhere\.yaml: cannot be read: No such file"):
        load("nowhere.yaml")


def test_an_arm_takes_from_its_study_what_it_does_not_say() -> None:
    study = parse_yaml("days: 3\narms:\n  a: {events: [{exposure: fibre, amount: 1, start: 4}]}\n", file="f.yaml")
    with pytest.raises(ProtocolError, match=r"f.yaml:3: arms.a.events\[0\].start: day 4 is not within the run"):
        load(study["arms"]["a"], defaults={"days": study["days"].value})
    assert load(Field({}), defaults={"days": 3, "person": "ibs"}).person.preset == "ibs"


def test_less_than_a_known_strain_is_a_warning() -> None:
    strains = {"B. longum": 1e9, "LGG": 1e9}
    event = {"exposure": "probiotic", "strains": strains, "start": 0}
    protocol = load({"days": 3, "person": "ibs", "events": [event]})
    assert len(protocol.warnings) == 1


def test_days_of_a_bolus_are_a_warning() -> None:
    event = {"exposure": "dexamethasone", "amount": 1, "start": 0, "hour": 23, "days": 2}
    protocol = load({"days": 3, "person": "ibs", "events": [event]})
    assert "is given once" in protocol.warnings[0]
    assert protocol.events[0].days is None


def test_what_is_given_in_an_instant_is_refused_with_the_least_duration() -> None:
    said = event("{exposure: endotoxin, amount: 0.8, start: 1, hour: 9, hours: 1.0e-8}")
    assert said == ["exam.yaml:3: events[0].hours: 1e-08 h is less than 0.001; the least is 0.001 h"]
    assert "is less than" in event("{exposure: fibre, amount: 30, start: 1, days: 1.0e-9}")[0]


def test_an_hour_makes_the_fraction_of_the_start_void_which_is_told() -> None:
    stressor = {"exposure": "stressor", "amount": 1, "start": 1.625, "hour": 9, "hours": 0.25}
    protocol = load({"days": 3, "person": "ibs", "events": [stressor]})
    (warning,) = protocol.warnings
    said = "with hour 9 it begins on day 1, the fraction of start is not used"
    assert warning == f"events[0]: start is 1.625; {said}"
    assert protocol.events[0].begins == 33


@pytest.mark.parametrize("hour", ['"15:30"', "15:30", "15.5"])
def test_an_hour_may_be_written_as_a_time(hour: str) -> None:
    text = f"days: 3\nevents: [{{exposure: stressor, amount: 1, start: 1, hour: {hour}}}]"
    assert load(parse_yaml(text)).events[0].begins == 39.5


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{exposure: fibre, amount: "30,5", start: 0}', "'30,5' is not a number; write a decimal point: 30.5"),
        ("{exposure: fibre, amount: 30,5, start: 0}", "a comma parts two fields: write numbers with a decimal point"),
        ('{exposure: fibre, amount: "1,000 g/day", start: 0}', "1.000 (or 1000 for thousands)"),
        ("{exposure: probiotic, strains: {LGG: 10 billion}, start: 0}", "write the number out: 1.0e10"),
        ("{exposure: probiotic, strains: {LGG: 2.5 Mrd. CFU}, start: 0}", "write the number out: 2.5e9 CFU"),
        ("{exposure: fibre, amount: 30, start: 0, days: 15:30}", "a clock hour goes into hour"),
        ("{exposure: stressor, amount: 1, start: 0, hour: 25:10}", "'25:10' is no time of day; write it as in 15:30"),
        ("{exposure: scfa_capsule, amount: 20, start: 0, mix: '²:1:1'}", "is not a mix of acetate"),
        ("{exposure: scfa_capsule, amount: 20, start: 0, mix: '1:1'}", "is not a mix of acetate"),
    ],
)
def test_numbers_as_people_write_them_get_their_remedy(line: str, said: str) -> None:
    assert said in event(line)[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{exposure: antibiotic, name: penicillin V, amount: 500, start: 0}", "known are ciprofloxacin, moxifloxacin"),
        ("{exposure: antibiotic, name: norfloxacin, amount: 500, start: 0}", "known are ciprofloxacin, moxifloxacin"),
        ("{exposure: ssri, name: vilazodone, amount: 5, start: 0}", "known are "),
        ("{exposure: snri, amount: 5, start: 0}", "another is not one of them under another name"),
        ("{exposure: cortisone, amount: 5, start: 0}", "a milligram of one is not a milligram of another"),
        ("{exposure: interferon_beta, amount: 5, start: 0}", "known are fibre, starch"),
        ("{exposure: ibuprofen, amount: 400, start: 0}", "write exposure: nsaid, name: ibuprofen"),
        ("{exposure: antibiotics, amount: 400, start: 0}", "did you mean 'antibiotic'?"),
    ],
)
def test_no_other_medicine_is_suggested_because_it_is_spelt_alike(line: str, said: str) -> None:
    (problem,) = event(line)
    assert said in problem


def test_a_moment_on_day_0_is_read_as_day_0() -> None:
    saw = {"observable": "crp", "direction": 1, "day": 2, "versus": {"day": 0}}
    protocol = load({"days": 3, "saw": [saw, {**saw, "versus": {"day": 1, "hour": 0}}, {**saw, "day": 0}]})
    assert [one.versus for one in protocol.saw[:2]] == [Moment(0.0, None), Moment(1.0, 0.0)]
    assert protocol.saw[2].day == 0.0


@pytest.mark.parametrize(
    ("saw", "said"),
    [
        ("{observable: crp, direction: 1, day: 300}", "exam.yaml:3: saw[0].day: day 300, 08:00 lies outside the run"),
        ("{observable: crp, direction: 1, day: 3}", "saw[0].day: day 3, 08:00 lies outside the run"),
        ("{observable: crp, direction: 1, day: 3, hour: 0.5}", "day 3, 00:30 lies outside the run"),
        ("{observable: crp, direction: 1, day: 1, versus: {day: 9}}", "saw[0].versus.day: day 9, 08:00 lies outside"),
        ("{observable: crp, direction: 1, day: 1, versus: {day: -2}}", "it goes from day 0, 00:00 to day 3, 00:00"),
        ("{observable: crp, direction: 1, day: 1.5, hour: 9}", "saw[0].day: 1.5 is not a whole day"),
    ],
)
def test_what_a_study_saw_must_lie_within_the_run(saw: str, said: str) -> None:
    assert said in problems(f"days: 3\nsaw:\n- {saw}\n")[0]


def test_a_run_that_ends_before_eight_says_what_it_is_compared_with() -> None:
    said = problems("days: 0.25\nsaw:\n- {observable: crp, direction: 1, day: 0, hour: 5}\n")
    assert "says not what it is compared with; write versus: {day: 0, hour: 0}" in said[0]


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("{traits: {age: 300}}", "exam.yaml:2: person.traits.age: 300 year is more than is plausible; the most is 105"),
        ("{traits: {age: 8}}", "exam.yaml:2: person.traits.age: 8 year is less than 12"),
        ("{traits: {depression: 900}}", "the most is 6"),
        (
            "{traits: {microbiota: x.tsv}}",
            "exam.yaml:2: person.traits.microbiota: x.tsv: cannot be read",
        ),
        ("{preset: {}}", "exam.yaml:2: person.preset: is not a person"),
        ("[ibs]", "exam.yaml:2: person: is not a person"),
    ],
)
def test_a_person_is_refused_with_file_and_line(person: str, said: str) -> None:
    assert said in problems(f"days: 3\nperson: {person}\n")[0]


@pytest.mark.parametrize("written", ["dexametasone", "hydrocortizone", "sssri"])
def test_what_is_spelt_like_a_medicine_is_answered_with_all_there_is(written: str) -> None:
    with pytest.raises(ProtocolError) as error:
        load({"title": "t", "days": 2, "events": [{"exposure": written, "amount": 1, "start": 0}]})
    assert "did you mean" not in str(error.value)
    assert "known are fibre" in str(error.value)
