"""A person or a cohort that starts from a table, through the commands."""

import json

import pytest

TABLE = "genus\tS1\tS2\nFaecalibacterium\t3000\t100\nBacteroides\t7000\t9900\n"


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Writes a protocol beside a table, and works elsewhere."""
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "table.tsv").write_text(TABLE)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")

    def write(microbiota, events="[]"):
        path = folder / "person.yaml"
        path.write_text(
            f"title: Mine\nperson: {{traits: {{microbiota: {microbiota}}}}}\ndays: 8\nevents: {events}\n"
            "observe: [faecal_butyrate, bacteroides_share]\n"
        )
        return str(path)

    return write


def test_a_run_of_one_person_says_in_every_leaf_where_it_starts(run, start, tmp_path):
    path = start("{file: table.tsv, sample: S1, load: 8.0e10}")
    status, out, _ = run("simulate", path, "--draws", "2", "--out", "result", "--json")
    assert status == 0
    told = json.loads(out)
    assert any("simulated load" in text and "what was measured" in text for text in told["warnings"])
    assert told["provenance"]["microbiota"]["samples"] == ["S1"]
    written = json.loads((tmp_path / "work" / "result" / "provenance.json").read_text())
    assert written["microbiota"]["taken_for"] == "table"
    page = (tmp_path / "work" / "result" / "report.html").read_text(encoding="utf-8")
    assert "Where this person starts" in page
    assert "70 (69 to 71)" in page


def test_a_cohort_of_a_table_is_explained_by_its_mean(run, start, tmp_path):
    path = start("table.tsv", "[{exposure: inulin, amount: 12, start: 0}]")
    status, _, err = run("simulate", path, "--people", "4", "--draws", "1", "--out", "result")
    assert status == 0
    assert "2 samples (table.tsv)" in err
    page = (tmp_path / "work" / "result" / "report.html").read_text(encoding="utf-8")
    assert "Where people start" in page


@pytest.mark.parametrize("command", ["simulate", "what-if", "options", ("explain", "--observable", "faecal_butyrate")])
def test_a_person_of_two_samples_ends_in_one_line(run, start, command):
    name, *more = (command,) if isinstance(command, str) else command
    path = start("table.tsv", "[{exposure: inulin, amount: 12, start: 0}]")
    if name in ("what-if", "options"):
        more = ["--weeks", "3"]
    status, out, err = run(name, path, *more)
    assert (status, out) == (2, "")
    assert "table.tsv" in err
    assert "has 2 samples, and a person has one (S1, S2); say which with sample: ID" in err
    assert "Traceback" not in err


def test_an_export_is_of_the_persons_own_community(run, start, tmp_path):
    pytest.importorskip("libsbml")
    path = start("{file: table.tsv, sample: S2}")
    status, _, _ = run("export", "sbml", path, "--out", "person.xml")
    assert status == 0
    text = (tmp_path / "work" / "person.xml").read_text(encoding="utf-8")
    assert 'id="set_point_bacteroides"' in text


def test_the_load_of_a_profile_may_be_a_column_of_the_metadata(run, start, tmp_path):
    table = tmp_path / "given" / "table.tsv"
    told = tmp_path / "metadata.csv"
    told.write_text("id,cells,site\nS1,1e11,stool\nS2,,stool\n")
    found = {}
    for load in ("1e11", "cells"):
        status, out, _ = run("profile", str(table), "--metadata", str(told), "--load", load, "--json")
        assert status == 0
        found[load] = [one["guilds"]["bacteroides"]["log10_cells"] for one in json.loads(out)["samples"]]
    assert found["cells"][0] == found["1e11"][0]
    # not measured there: as people have it
    assert found["cells"][1] == pytest.approx(found["1e11"][1] - 0.11, abs=0.01)
    for load, wrong in (("cell", "did you mean 'cells'?"), ("site", "'stool' is no number"), ("11", "cells per gram")):
        status, _, err = run("profile", str(table), "--metadata", str(told), "--load", load)
        assert status == 2
        assert wrong in err
