"""Where commands write: looked at first, and never over another run."""

import json

import pytest

from gutbrain.files import alone

PROTOCOL = "title: x\nperson: healthy-adult\ndays: 1\nevents: [{exposure: fibre, amount: 30, start: 0}]\n"
DESIGN = (
    "title: x\npopulation: healthy-adult\narms: {a: {events: []}, b: {events: []}}\nper_arm: 4\n"
    "weeks: 1\nendpoints: [pss10]\n"
)
QUICK = ("--draws", 1, "--no-report")
WRITERS = (
    ("simulate", "p.yaml", *QUICK),
    ("simulate", "p.yaml", "--people", 600, "--draws", 1, "--no-report"),
    ("trial", "d.yaml"),
    ("validate",),
    ("meta", "--outcome", "depression"),
    ("calibrate",),
    ("export", "sbml"),
    ("export", "petab"),
    ("export", "bibtex"),
)


@pytest.fixture
def place(tmp_path, monkeypatch):
    (tmp_path / "p.yaml").write_text(PROTOCOL)
    (tmp_path / "d.yaml").write_text(DESIGN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("words", WRITERS, ids=lambda words: " ".join(map(str, words[:3])))
def test_a_place_that_cannot_be_written_is_refused_before_any_work(run, place, monkeypatch, words):
    def worked(*_, **__):
        raise AssertionError("work began")

    for work in (
        "gutbrain.simulate",
        "gutbrain.trials.trial.run",
        "gutbrain.findings.validation.validate",
        "gutbrain.evidence.pooling.meta.meta",
        "gutbrain.findings.calibration.calibrate",
        "gutbrain.export.subject.subject",
        "gutbrain.export.bibliography.bibliography",
        "gutbrain.export.petab.problem.write",
    ):
        monkeypatch.setattr(work, worked, raising=False)
    (place / "file").write_text("mine")
    status, out, err = run(*words, "--out", place / "file" / "below")
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert err.startswith("--out: ")
    assert sorted(p.name for p in place.iterdir()) == ["d.yaml", "file", "p.yaml"]


def test_the_same_run_is_renewed_and_another_goes_beside_it(run, place):
    assert run("simulate", "p.yaml", *QUICK)[0] == 0
    assert run("simulate", "p.yaml", *QUICK)[2] == ""
    assert [p.name for p in (place / "results").iterdir()] == ["p"]
    status, out, err = run("simulate", "p.yaml", *QUICK, "--seed", 1)
    assert status == 0
    assert "another run (seed 0 there, 1 here); this one goes to results/p-2" in err
    assert "results/p-2/summary.csv" in out.replace("\\", "/")
    # a file of the same name in another folder
    (place / "other").mkdir()
    (place / "other" / "p.yaml").write_text(PROTOCOL.replace("30", "40"))
    assert "this one goes to results/p-3" in run("simulate", "other/p.yaml", *QUICK)[2]
    # each has its own place from now on
    assert "results/p-2" in run("simulate", "p.yaml", *QUICK, "--seed", 1)[2]
    assert sorted(p.name for p in (place / "results").iterdir()) == ["p", "p-2", "p-3"]
    seeds = [json.loads((place / "results" / n / "provenance.json").read_text())["seed"] for n in ("p", "p-2", "p-3")]
    assert seeds == [0, 1, 0]


def test_a_named_folder_with_another_run_is_refused_unless_it_may_be_replaced(run, place):
    assert run("simulate", "p.yaml", *QUICK, "--out", "r")[0] == 0
    before = (place / "r" / "summary.csv").read_bytes()
    (place / "p.yaml").write_text(PROTOCOL.replace("30", "40"))
    status, _, err = run("simulate", "p.yaml", *QUICK, "--out", "r")
    assert status == 2
    assert "r holds another run (protocol" in err
    assert "--force" in err
    assert (place / "r" / "summary.csv").read_bytes() == before
    assert run("simulate", "p.yaml", *QUICK, "--out", "r", "--force")[0] == 0
    assert (place / "r" / "summary.csv").read_bytes() != before


def test_two_runs_at_once_do_not_share_a_folder(run, place):
    with alone(place / "results" / "p"), alone(place / "named"):
        assert "goes to results/p-2" in run("simulate", "p.yaml", *QUICK)[2]
        status, _, err = run("simulate", "p.yaml", *QUICK, "--out", "named")
    assert status == 2
    assert "another process is making" in err
    assert [p.name for p in (place / "results").iterdir()] == ["p-2"]


def test_a_file_that_was_not_named_replaces_no_other(run, place):
    assert run("export", "sbml", "p.yaml")[1].strip() == "p.xml"
    assert run("export", "sbml", "p.yaml")[1].strip() == "p.xml"
    first = (place / "p.xml").read_bytes()
    (place / "p.yaml").write_text(PROTOCOL.replace("30", "40"))
    status, out, err = run("export", "sbml", "p.yaml")
    assert (status, out.strip()) == (0, "p-2.xml")
    assert "p.xml is there already" in err
    assert (place / "p.xml").read_bytes() == first


@pytest.mark.parametrize("as_json", [True, False])
def test_findings_of_which_none_can_be_read_give_no_result(run, place, as_json):
    (place / "wrong.yaml").write_text("findings: [{id: x}]\n")
    for name in ("missing.yaml", "wrong.yaml"):
        status, out, err = run("validate", name, *(["--json"] if as_json else []))
        assert (status, out) == (2, "")
        assert name in err
    assert not (place / "results").exists()


@pytest.mark.parametrize("words", [("simulate",), ("trial",), ("label",), ("export", "sbml"), ("explain",)])
def test_a_missing_file_is_told_of_and_leaves_nothing(run, place, words):
    more = ("--observable", "il6") if words == ("explain",) else ()
    status, out, err = run(*words, "missing.yaml", *more)
    assert (status, out) == (2, "")
    assert "missing.yaml" in err
    assert sorted(p.name for p in place.iterdir()) == ["d.yaml", "p.yaml"]


def test_explain_of_a_protocol_without_events_is_a_sentence(run, place):
    (place / "quiet.yaml").write_text("title: t\ndays: 3\n")
    status, out, _ = run("explain", "quiet.yaml", "--observable", "cortisol")
    assert (status, out.count("\n")) == (0, 1)
    assert "no events" in out
    status, out, _ = run("explain", "quiet.yaml", "--observable", "cortisol", "--json")
    assert status == 0
    assert json.loads(out)["rows"] == []
    status, _, err = run("explain", "quiet.yaml", "--observable", "cortisl")
    assert status == 2
    assert "did you mean 'cortisol'?" in err
    status, _, err = run("explain", "p.yaml", "--observable", "crp", "--day", 99)
    assert status == 2
    assert "day: day 99, 08:00 lies outside the run; it goes from day 0, 00:00 to day 1, 00:00" in err
