"""Files as people have them: other encodings and kinds, too large, too deep."""

import time

import pytest

from gutbrain.errors import InputError
from gutbrain.evidence.label.check import check_label
from gutbrain.exposures import ProtocolError, load
from gutbrain.people import read_who
from gutbrain.reading import parse_yaml

PLAN = "title: Föhn\ndays: 3\nperson: healthy-adult\n"


def read(tmp_path, content: bytes):
    file = tmp_path / "plan.yaml"
    file.write_bytes(content)
    return load(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_that_tells_its_encoding_is_read(tmp_path, encoding):
    assert read(tmp_path, PLAN.encode(encoding)).title == "Föhn"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PLAN.encode("utf-16-le"), "this is UTF-16 without its mark; write plain text, and save it as UTF-8"),
        (PLAN.encode("latin-1"), "plan.yaml:1: is not text in UTF-8; save it as UTF-8"),
        (b"%PDF-1.7\n%\xe2\xe3", "is not a text file: this is a PDF"),
        (b"PK\x03\x04word", "this is a ZIP archive, as Word and Excel write"),
        (b"\x89PNG\r\n", "this is a picture (PNG)"),
        (b"days: 3\0", "is not text in UTF-8"),
    ],
)
def test_what_is_no_text_is_named(tmp_path, content, said):
    with pytest.raises(ProtocolError) as error:
        read(tmp_path, content)
    assert said in str(error.value)


@pytest.mark.parametrize("name", ["label.txt", "label.yaml"])
def test_a_pdf_is_no_label(tmp_path, name):
    file = tmp_path / name
    file.write_bytes(b"%PDF-1.4\nCalm Daily")
    with pytest.raises(InputError, match="is not a text file: this is a PDF"):
        check_label(file)


def test_signs_of_word_processors_are_understood():
    protocol = load(parse_yaml("title: “Fibre, more”\ndays:\u00a03\nperson: “healthy-adult”\n"))
    assert (protocol.title, protocol.days, protocol.person.preset) == ("Fibre, more", 3, "healthy-adult")
    strains = load(parse_yaml("days: 3\nevents: [{exposure: probiotic, start: 0, strains: {“LGG”: 1.0e9}}]"))
    assert strains.events[0].strains == {"L. rhamnosus GG": 1e9}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: x\ndays: 7\nevents: []\nx: [" + "[]," * 300_000 + "[]]", "lines and parts of lists; the most is"),
        ("x: " + "[" * 90_000, "is nested too deeply; the most is 100 levels"),
        ("x: " + "{a: " * 90_000, "is nested too deeply"),
        ("\n" * 900_000, "lines and parts of lists"),
        ("a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n" + "".join(
            f"{k}: &{k} [{', '.join([f'*{j}'] * 9)}]\n" for j, k in zip("abcdefg", "bcdefgh", strict=True)
        ), "has more than 200000 values"),
    ],
)  # fmt: skip
def test_what_would_take_long_is_refused_at_once(text, said):
    began = time.process_time()
    with pytest.raises(InputError) as error:
        parse_yaml(text)
    assert said in str(error.value)
    assert time.process_time() - began < 5


def test_ten_thousand_events_are_within_the_limits():
    event = "- {exposure: stressor, name: tsst, amount: 1, start: 0, hour: 9, hours: 0.25}"
    assert parse_yaml(f"days: 3\nevents:\n{(event + chr(10)) * 2000}")
    assert 10_000 * (event.count(",") + event.count("{") + 1) < 100_000


@pytest.mark.parametrize(
    "text",
    [
        "observe: [" + ", ".join(f"crpx{i}" for i in range(3_000)) + "]",
        "\n".join(f"dayz{i}: 3" for i in range(3_000)),
        "events: [{exposure: probiotic, start: 0, strains: {" + ", ".join(f"B{i} q: 1" for i in range(3_000)) + "}}]",
        "person: {traits: {" + ", ".join(f"agee{i}: 1" for i in range(3_000)) + "}}",
        "events: [{exposure: " + "x" * 900_000 + ", amount: 1, start: 0}]",
        "events: [{exposure: ssri, name: " + "x" * 900_000 + ", amount: 1, start: 0}]",
    ],
)
def test_what_is_wrong_throughout_is_told_in_short(text):
    document = parse_yaml(f"days: 3\n{text}")
    began = time.process_time()
    with pytest.raises(ProtocolError) as error:
        load(document, known_observables=["crp", "il6"], read_who=read_who)
    assert time.process_time() - began < 5
    assert len(str(error.value)) < 100_000
    assert len(error.value.problems) <= 100
