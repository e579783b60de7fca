"""Help first on the command line: where words of danger are typed or stand in a file."""

import json
import os

import pytest
import typer

from gutbrain.cli import app

DANGER = "I want to die"

FILES = {
    "protocol.yaml": f"title: {DANGER}\ndays: 1\nevents: []\n",
    "design.yaml": f"# {DANGER}\narms: {{a: {{events: []}}, b: {{events: []}}}}\nweeks: 4\nendpoints: [madrs]\n",
    "findings.yaml": f"findings: []\n# {DANGER}\n",
    "label.txt": f"Calm Daily\n{DANGER}\n",
}

STOP = {
    "simulate": ("simulate", "protocol.yaml"),
    "explain": ("explain", "protocol.yaml", "--observable", "crp"),
    "an observable": ("explain", "--example", "fibre", "--observable", DANGER),
    "export": ("export", "omex", "protocol.yaml"),
    "validate": ("validate", "findings.yaml"),
    "trial": ("trial", "design.yaml"),
    "a published trial": ("trial", "--like", DANGER),
    "label": ("label", "label.txt"),
    "evidence": ("evidence", *DANGER.split()),
    "a path": ("evidence", "--path", "fibre", DANGER),
    "strain": ("strain", DANGER),
    "meta": ("meta", "--outcome", "depression", f"--strain={DANGER}"),
    "list": ("list", DANGER),
    "examples": ("examples", DANGER),
    "no command": (DANGER,),
    "no file": ("simulate", DANGER),
    "a wrong option": ("evidence", DANGER, "--nothing"),
}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("typed", STOP.values(), ids=STOP)
def test_words_of_danger_lead_to_help_and_nothing_else_is_worked_out(run, typed):
    status, out, err = run(*typed)
    assert (status, err) == (1, "")
    assert out.startswith("You matter.")
    assert "Samaritans: 116 123" in out
    assert "--care seen" in out
    assert sorted(os.listdir()) == sorted(FILES)


@pytest.mark.parametrize("typed", [(*STOP["simulate"], "--json"), ("evidence", "--json", DANGER)])
def test_programs_get_json_and_nothing_else(run, typed):
    status, out, err = run(*typed)
    assert (status, err) == (1, "")
    assert set(json.loads(out)) == {"care"}
    care = json.loads(out)["care"]
    assert (care["about"], care["country"], care["emergency"]) == ("suicide", "United Kingdom", ["999", "112"])
    assert care["lines"][0]["name"] == "Samaritans"


@pytest.mark.parametrize("typed", [("--care", "seen"), ("--care=seen",)])
def test_who_has_seen_help_goes_on(run, typed):
    status, out, _ = run("label", "label.txt", *typed)
    assert status == 1  # the label says nothing that a label must
    assert "Calm Daily" in out
    assert "You matter" not in out
    status, out, _ = run("evidence", "butyrate", "suicidal", "ideation", "--json", *typed)
    assert status == 0
    assert json.loads(out)["claims"]
    assert run("label", "label.txt")[1].startswith("You matter")  # for one command


def test_simulate_goes_on(run):
    status, out, err = run("simulate", "protocol.yaml", "--no-report", "--draws", 1, "--care", "seen")
    assert status == 0, err
    assert "results/protocol" in out.replace(os.sep, "/")


def test_only_seen_goes_on(run):
    status, out, err = run("evidence", "butyrate", "--care", "yes")
    assert (status, out) == (2, "")
    assert "seen" in err


@pytest.mark.parametrize(
    "typed",
    [
        ("evidence", "burden", "of", "depression"),
        ("evidence", "suicide inhibition", "butyrate"),
        ("evidence", "mortality", "mice", "butyrate"),
        ("strain", "B. longum 1714"),
        ("meta", "--outcome", "depression", "--population", "clinical"),
        ("list", "exposures"),
        ("examples", "fibre"),
    ],
)
def test_questions_about_research_do_not_stop(run, typed):
    status, out, err = run(*typed)
    assert status == 0
    assert "You matter" not in out
    assert "talk to" not in err


def test_names_of_files_and_folders_are_no_words(run, tmp_path):
    place = tmp_path / "suicidal ideation" / "label.txt"
    place.parent.mkdir()
    place.write_text("Calm Daily\n", encoding="utf-8")
    assert "Calm Daily" in run("label", place)[1]
    out = "suicidal ideation/meta"
    assert "You matter" not in run("meta", "--outcome", "depression", "--out", out)[1]


def test_what_sounds_hard_is_answered_and_beside_it_stands_who_to_talk_to(run):
    _, out, err = run("evidence", "I feel hopeless, sleep")
    assert "You matter" not in out
    assert "This sounds hard" in err
    assert "Samaritans: 116 123" in err


def test_what_is_for_a_doctor_is_answered_and_sent_to_a_doctor(run):
    status, out, err = run("evidence", "butyrate, blood in my stool")
    assert (status, "You matter" in out) == (0, False)
    assert "See a doctor about this" in err
    assert "do not stop a medicine on your own" in err
    assert "This sounds hard" not in err
    _, _, both = run("evidence", "butyrate, I feel hopeless, should I stop my antidepressant")
    assert "See a doctor about this" in both
    assert "This sounds hard" in both


def test_what_sounds_hard_is_heard_where_it_is_no_answer_too(run):
    status, out, err = run("strain", "I feel hopeless")
    assert (status, out) == (2, "")
    assert "Samaritans: 116 123" in err


def test_who_to_talk_to_is_said_once_where_help_comes_first(run):
    status, out, err = run("evidence", "I can't cope. I want to die")
    assert (status, err) == (1, "")
    assert out.count("Samaritans: 116 123") == 1


def test_every_command_that_takes_words_or_files_understands_care():
    for name, command in typer.main.get_command(app).commands.items():
        takes = [one for one in command.params if one.param_type_name == "argument" or one.name in ("strain", "like")]
        has = any("--care" in one.opts for one in command.params)
        assert has == bool(takes or name == "meta"), name
