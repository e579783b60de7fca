import json

import fake_result as made
import pytest

import gutbrain
from gutbrain.errors import InputError, Problem
from gutbrain.evidence.trials import trials


@pytest.fixture
def engine(monkeypatch, result):
    """A made-up engine; notes what it was asked."""
    asked = []

    def simulate(protocol, **given):
        asked.append(given)
        given["progress"](1.0)
        return result

    def explain(protocol, observable, **given):
        names = [observable] if isinstance(observable, str) else observable or ["depression"]
        made_up = [made.fake_explanation(n) for n in names]
        return made_up[0] if isinstance(observable, str) else made_up

    monkeypatch.setattr(gutbrain, "simulate", simulate, raising=False)
    monkeypatch.setattr(gutbrain, "explain", explain, raising=False)
    trials()  # read with the true references
    for place in ("gutbrain.evidence", "gutbrain.evidence.records"):
        monkeypatch.setattr(f"{place}.claims", made.fake_claims)
        monkeypatch.setattr(f"{place}.references", made.fake_references)
    return asked


@pytest.mark.parametrize(
    "command", ["simulate", "explain", "reference", "model", "validate", "calibrate", "version", "what-if", "options"]
)
def test_help_has_an_example(run, command):
    status, out, _ = run(command, "--help")
    assert status == 0
    assert f"Example: gutbrain {command}" in " ".join(out.split())


def test_simulate_writes_a_page_and_says_where(run, engine, tmp_path):
    status, out, err = run("simulate", "any.yaml", "--people", 3, "--seed", 7, "--out", tmp_path / "r")
    assert status == 0, err
    assert engine[0] | {"progress": None} == {"people": 3, "draws": None, "seed": 7, "progress": None}
    assert "faecal_butyrate" in out
    assert "report.html" in out
    assert "warning: B. longum 1714 was studied in men only." in err
    assert "<h1>Four weeks" in (tmp_path / "r" / "report.html").read_text(encoding="utf-8")


def test_simulate_tells_the_largest_change_in_json(run, engine, tmp_path):
    status, out, err = run("simulate", "any.yaml", "--out", tmp_path / "r", "--json")
    assert (status, err) == (0, "")
    told = json.loads(out)
    butyrate = next(change for change in told["changes"] if change["observable"] == "faecal_butyrate")
    assert butyrate["largest"]["median"] > 2 * butyrate["change"]["median"]
    assert butyrate["largest"]["low"] > 0
    assert butyrate["largest_day"] == pytest.approx(28, abs=0.5)
    assert told["folder"] == str(tmp_path / "r")
    assert told["warnings"] == ["B. longum 1714 was studied in men only."]


def test_simulate_goes_to_results_by_default(run, engine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("simulate", "fibre.yaml", "--no-report")[0] == 0
    assert [p.name for p in (tmp_path / "results" / "fibre").iterdir()] == ["provenance.json"]


def test_simulate_does_not_run_where_it_may_not_write(run, engine, tmp_path):
    (tmp_path / "thesis.doc").touch()
    status, out, err = run("simulate", "any.yaml", "--out", tmp_path)
    assert (status, out, engine) == (2, "", [])
    assert "--force" in err


def test_bad_input_ends_in_its_message(run, monkeypatch, tmp_path):
    def refuse(protocol, **given):
        raise InputError([Problem("'fibr' is not an exposure", "did you mean 'fibre'?", file="p.yaml", line=4)])

    monkeypatch.setattr(gutbrain, "simulate", refuse, raising=False)
    monkeypatch.setattr(gutbrain, "explain", refuse, raising=False)
    status, out, err = run("simulate", "p.yaml", "--out", tmp_path / "r")
    assert (status, out) == (2, "")
    assert "p.yaml:4: 'fibr' is not an exposure; did you mean 'fibre'?" in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_explain_prints_json_alone(run, engine):
    status, out, _ = run("explain", "any.yaml", "--observable", "depression", "--json")
    assert status == 0
    assert json.loads(out)["observable"] == "depression"


def test_explain_prints_parts_with_intervals(run, engine):
    status, out, _ = run("explain", "any.yaml", "--observable", "depression")
    assert status == 0
    assert "vagus nerve" in out
    assert "-0.070 to -0.032" in out.replace("\N{MINUS SIGN}", "-")


@pytest.mark.parametrize("ok", [True, False])
def test_reference_says_no_with_its_status(run, monkeypatch, ok):
    import dataclasses

    fields = (
        "observable",
        "hour",
        "unit",
        "published_low",
        "published_median",
        "published_high",
        "model",
        "ok",
        "source",
    )
    check = dataclasses.make_dataclass("Check", fields)
    row = check("cortisol", 8.0, "nmol/L", 300.0, 400.0, 600.0, 410.0 if ok else 900.0, ok, "weitzman-1971")
    monkeypatch.setattr(gutbrain, "reference_check", lambda: [row], raising=False)
    status, out, _ = run("reference")
    assert status == (0 if ok else 1)
    assert "300 to 600" in out
    status, out, _ = run("reference", "--json")
    assert json.loads(out)[0]["ok"] is ok


def test_model_tells_what_it_is_made_of(run, engine):
    status, out, _ = run("model", "--json")
    assert status == 0
    assert json.loads(out)["states"] > 0
    status, out, _ = run("model", "--wiring", "--json")
    assert {"giver", "listener", "signal", "claim"} <= set(json.loads(out)[0])


def test_version(run):
    status, out, _ = run("version")
    assert status == 0
    assert out.strip().count(".") >= 1


def test_explain_says_which_exposure_did_what(run, engine):
    status, out, _ = run("explain", "any.yaml", "--observable", "depression")
    assert status == 0
    assert out.index("what did it") < out.index("B. longum 1714") < out.index("through")
