"""Help first at every door of Python: words of danger stop, other words do not, and who has seen help goes on."""

import pickle
import subprocess
import sys
from contextlib import suppress

import pytest

import gutbrain
from gutbrain import care, evidence
from gutbrain.care.words import heard
from gutbrain.errors import InputError
from gutbrain.evidence.pooling.meta import meta
from gutbrain.examples import examples
from gutbrain.export.subject import subject
from gutbrain.findings.validation import validate
from gutbrain.reading import parse_yaml
from gutbrain.trials.reading import read_design
from gutbrain.trials.trial import run

DANGER, HARMLESS = "I want to die", "fibre to die for"

PROTOCOL = "title: {said}\ndays: 1\nevents: []\n"
DESIGN = "title: {said}\narms: {{a: {{events: []}}, b: {{events: []}}}}\nweeks: 4\nendpoints: [madrs]\nper_arm: 10\n"
FINDING = "findings: []\n# {said}\n"
LABEL = "Calm Daily\nBifidobacterium longum 1714, 1e9 CFU\n{said}\n"


@pytest.fixture(autouse=True)
def anew():
    care.start_anew()
    yield
    care.start_anew()


@pytest.fixture
def file(tmp_path):
    def write(text, name):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def in_a_file(reader, text, name):
    return lambda said, file, **more: reader(file(text.format(said=said), name), **more)


DOORS = {
    "load, a file": in_a_file(gutbrain.load, PROTOCOL, "p.yaml"),
    "load, a comment": in_a_file(gutbrain.load, "# {said}\ndays: 1\nevents: []\n", "p.yaml"),
    "load, a mapping": lambda said, file, **more: gutbrain.load({"title": said, "days": 1}, **more),
    "simulate": lambda said, file, **more: gutbrain.simulate({"title": said, "days": 1}, draws=1, **more),
    "explain": lambda said, file, **more: gutbrain.explain({"title": said, "days": 1}, "crp", draws=1, **more),
    "export": lambda said, file, **more: subject({"title": said, "days": 1}, **more),
    "a design": in_a_file(read_design, DESIGN, "d.yaml"),
    "findings": in_a_file(validate, FINDING, "f.yaml"),
    "a label in a file": in_a_file(evidence.check_label, LABEL, "l.txt"),
    "a label in YAML": in_a_file(evidence.read_label, "product: Calm\nclaims: ['{said}']\n", "l.yaml"),
    "a label as text": lambda said, file, **more: evidence.read_label_text(LABEL.format(said=said), **more),
    "evidence": lambda said, file, **more: evidence.find(said, **more),
    "safety": lambda said, file, **more: evidence.safety(said, **more),
    "safety with": lambda said, file, **more: evidence.safety("LGG", with_=said, **more),
    "a strain": lambda said, file, **more: evidence.about_strain(f"B. longum 1714 {said}", **more),
    "a path": lambda said, file, **more: evidence.paths_between("fibre", said, **more),
    "meta": lambda said, file, **more: meta("depression", strain=said, **more),
}


def gone_on(door, said, file, **more):
    """Through a door; what is no word of the model may be told so."""
    with suppress(InputError):
        door(said, file, **more)


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_words_of_danger_stop_at_every_door_and_who_has_seen_help_goes_on(door, file):
    with pytest.raises(gutbrain.CareNeeded):
        door(DANGER, file)
    gone_on(door, DANGER, file, care="seen")
    with pytest.raises(gutbrain.CareNeeded):  # for one call
        door(DANGER, file)


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_other_words_do_not_stop(door, file):
    gone_on(door, HARMLESS, file)


def test_a_trial_stops_before_anything_is_worked_out(file):
    told = []
    with pytest.raises(gutbrain.CareNeeded):
        run(file(DESIGN.format(said=DANGER), "d.yaml"), replicates=0, progress=told.append)
    assert told == []


def test_letters_that_are_written_as_numbers_are_heard():
    with pytest.raises(gutbrain.CareNeeded):
        parse_yaml('title: "I want to \\u0064ie"\n')


def test_a_text_in_place_of_a_file_is_heard():
    for text in (DANGER, f"title: {DANGER}\ndays: 3\n"):
        with pytest.raises(gutbrain.CareNeeded):
            gutbrain.load(text)


@pytest.mark.parametrize("said", ["yes", True, "", "SEEN"])
def test_only_seen_goes_on(said):
    with pytest.raises(InputError, match=r"care: .*is not understood.*seen"):
        evidence.find("butyrate", care=said)


def test_help_comes_first_though_a_file_is_wrong():
    with pytest.raises(gutbrain.CareNeeded):
        parse_yaml(f"title: {DANGER}\ndays: [3\n")


def test_the_exception_has_the_sentence_and_lines_of_the_country_of_the_machine(monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_AT.UTF-8")
    with pytest.raises(gutbrain.CareNeeded) as caught:
        evidence.find("my husband hits me")
    needed = caught.value
    assert not isinstance(needed, InputError)
    assert (needed.source, needed.about) == ("words", "violence")
    assert "not your fault" in needed.message
    assert needed.country.name == "Austria"
    assert needed.lines[0].phone == "0800 222 555"
    assert needed.lines[-1] in care_lines()
    assert "142" in str(needed)
    assert "husband" not in repr(needed) + str(needed) + str(needed.__dict__)
    assert pickle.loads(pickle.dumps(needed)).about == "violence"


def care_lines():
    from gutbrain.care.help import shipped

    return shipped().international


@pytest.mark.parametrize("language", ["C", "C.UTF-8", "en", "xx_XX", "POSIX"])
def test_without_a_known_country_the_international_lines_are_given(language, monkeypatch):
    monkeypatch.setenv("LC_ALL", language)
    needed = gutbrain.CareNeeded("words")
    assert needed.country is None
    assert needed.lines == care_lines()
    assert needed.to_dict()["emergency"] == []
    assert "findahelpline.com" in str(needed)


def test_distress_does_not_stop_and_is_noted():
    evidence.find("I feel hopeless")
    assert care.low() == ("hopeless",)


def test_what_ships_with_the_package_is_not_listened_to(monkeypatch):
    asked = []
    monkeypatch.setattr("gutbrain.care.words.heard", lambda text: asked.append(text) or heard(""))
    gutbrain.load(examples()["fibre"].path)
    assert asked == []
    gutbrain.load({"title": "mine", "days": 1})
    assert len(asked) == 1


def test_no_example_stops_once_it_is_somebodys_own():
    assert [name for name, one in examples().items() if heard(one.text).danger] == []


RESEARCH = [
    "butyrate barrier",
    "depression",
    "burden of depression",
    "suicide inhibition of an enzyme",
    "mortality of mice",
    "Zung SDS",
    "Beck hopelessness scale",
    "apoptosis of colonocytes",
]


@pytest.mark.parametrize("question", RESEARCH)
def test_questions_about_research_do_not_stop(question):
    evidence.find(question)


def test_no_word_is_read_before_the_first_text():
    code = (
        "import sys, gutbrain, gutbrain.care\n"
        "assert not {'gutbrain.care.words', 'gutbrain.care.help', 'pydantic'} & set(sys.modules)\n"
        "import gutbrain.reading.fields, gutbrain.cli\n"
        "assert not {'gutbrain.care.words', 'gutbrain.care.help'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
