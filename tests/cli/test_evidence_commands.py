import json

import pytest
from evidence import packs


@pytest.fixture
def pack(tmp_path):
    def write(text, name="pack.txt"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_label_says_no_with_its_status(run, pack):
    assert run("label", pack(packs.GOOD))[0] == 0
    status, out, _ = run("label", pack(packs.DRUG_CLAIM))
    assert status == 1
    assert "DRUG CLAIM" in out
    assert "professional" in out
    status, out, err = run("label", pack("", "empty.yaml"))
    assert (status, out) == (2, "")
    assert "is empty" in err
    assert run("label", "nowhere.txt")[0] == 2


def test_a_label_with_gaps_in_its_form_fails_strictly_only(run, pack):
    gaps = "Bifidobacterium longum 1714 1 billion CFU\n1 capsule daily"
    assert run("label", pack(gaps))[0] == 0
    assert run("label", pack(gaps), "--strict")[0] == 1
    assert run("label", pack(packs.GOOD), "--strict")[0] == 0
    status, out, _ = run("label", pack(gaps), "--strict", "--json")
    told = json.loads(out)
    assert (status, told["ok"], told["grade"]["form"], told["grade"]["truth"]) == (1, False, "incomplete", "sound")


def test_what_was_read_is_printed_to_be_corrected(run, pack):
    status, out, _ = run("label", pack(packs.GERMAN), "--form")
    assert status == 0
    assert "cfu: 2.7e9" in out
    corrected = pack(out.replace("cfu: 2.7e9", "cfu: 2.7e5"), "form.yaml")
    status, out, _ = run("label", corrected)
    assert status == 1
    assert "2.7e5 CFU a day" in out
    assert out.index("Read as") < out.index("Grade: form") < out.index("point")
    assert "Trials of these strains" in out


def test_label_in_json(run, pack):
    status, out, _ = run("label", pack(packs.BLEND), "--json")
    assert status == 1
    assert json.loads(out)["ok"] is False


def test_evidence_by_words(run):
    status, out, _ = run("evidence", "butyrate", "barrier")
    assert status == 0
    assert "in-vitro" in out
    assert "Peng" in out
    assert json.loads(run("evidence", "butyrate", "--json")[1])["claims"]
    assert run("evidence", "xyzzy")[0] == 1
    assert run("evidence")[0] == 2


def test_references_are_exported(run):
    assert "@article{peng-2007" in run("evidence", "butyrate barrier", "--export", "bibtex")[1]
    assert json.loads(run("evidence", "butyrate barrier", "--export", "csl")[1])[0]["id"] == "peng-2007"


def test_a_path(run):
    status, out, _ = run("evidence", "--path", "serotonin", "depression")
    assert status == 0
    assert "vagus nerve" in out
    assert json.loads(run("evidence", "--path", "serotonin", "depression", "--json")[1])[0]["weakest"] == "human-trial"
    assert run("evidence", "--path", "depression", "practice")[0] == 1
    assert run("evidence", "--path", "unicorns", "mind")[0] == 2


def test_claims_are_counted(run):
    assert "assumption" in run("evidence", "--count")[1]
    assert json.loads(run("evidence", "--count", "--json")[1])["animal"] > 0


def test_a_strain(run):
    status, out, _ = run("strain", "L. helveticus R0052")
    assert status == 0
    assert "messaoudi-2011" in out
    assert json.loads(run("strain", "LGG", "--json")[1])["species"] == "Lacticaseibacillus rhamnosus"
    assert "nothing is known of it" in run("strain", "L. reuteri QX-9917")[1]
    assert run("strain", "chocolate")[0] == 2


@pytest.mark.parametrize("command", ["label", "evidence", "strain"])
def test_help_has_an_example(run, command):
    status, out, _ = run(command, "--help")
    assert status == 0
    assert f"Example: gutbrain {command}" in " ".join(out.split())
