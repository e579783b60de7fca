import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from gutbrain.cli import app
from gutbrain.engine.simulation import read_protocol
from gutbrain.evidence.label.check import check_label
from gutbrain.examples import examples, named, worlds
from gutbrain.findings.reading import read_findings
from gutbrain.microbiome.profile import profile
from gutbrain.trials.reading import read_design

ROOT = Path(__file__).parents[2]

READ = {
    "protocol": read_protocol,
    "trial": read_design,
    "label": check_label,
    "finding": lambda path: found(path),
    "table": profile,
}


def found(path):
    reading = read_findings([path])
    assert not reading.problems
    assert not [finding.unsupported for finding in reading.findings if finding.unsupported]
    return reading


@pytest.mark.parametrize("example", examples().values(), ids=lambda e: e.name)
def test_an_example_can_be_read_and_says_what_it_shows(example):
    READ[example.kind](example.path)
    assert example.title
    assert example.shows


def test_there_are_examples_of_every_kind_and_the_repository_shows_the_same():
    assert {example.kind for example in examples().values()} == READ.keys()
    every = [path for path in (ROOT / "examples").rglob("*") if path.suffix in (".yaml", ".txt", ".tsv")]
    files = [path for path in every if not {"worlds", "starts"} & {*path.parts}]
    assert {path.resolve() for path in files} == {example.path.resolve() for example in examples().values()}
    assert len(files) == len(examples())  # no name stands for two


def test_an_example_world_can_be_copied_and_is_short(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, _ = run("examples", "caffeine", "--copy")
    assert (status, out.strip()) == (0, "caffeine")
    copied = {path.relative_to(tmp_path / "caffeine") for path in (tmp_path / "caffeine").rglob("*.*")}
    assert copied == {path.relative_to(worlds()["caffeine"]) for path in worlds()["caffeine"].rglob("*.*")}
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "caffeine").rglob("*.*")]
    assert sum(bool(line.strip()) for text in texts for line in text.splitlines()) < 60
    assert run("examples", "caffeine", "--copy")[0] == 2


def test_examples_are_listed_and_printed(run):
    status, out, _ = run("examples")
    assert status == 0
    assert all(name in out for name in examples())
    status, out, _ = run("examples", "fibre")
    assert (status, out) == (0, named("fibre").text)
    status, out, _ = run("examples", "--json")
    assert [row["name"] for row in json.loads(out)] == list(examples())


def test_a_copy_never_falls_on_another_file(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, _ = run("examples", "fibre", "--copy")
    assert (status, out) == (0, "fibre.yaml\n")
    Path("fibre.yaml").write_text("mine", encoding="utf-8")
    status, out, err = run("examples", "fibre", "--copy")
    assert (status, out) == (2, "")
    assert "fibre.yaml is there already" in err
    # all of them: not one is written where one would fall on another
    assert run("examples", "--copy")[0] == 2
    assert [path.name for path in Path().iterdir()] == ["fibre.yaml"]
    assert Path("fibre.yaml").read_text(encoding="utf-8") == "mine"
    assert run("examples", "fibre", "--copy", "--force")[0] == 0
    assert Path("fibre.yaml").read_text(encoding="utf-8") == named("fibre").text
    status, out, _ = run("examples", "low-mood", "--copy", "new/folder")
    assert (status, out) == (0, f"{Path('new/folder/low-mood.yaml')}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("examples", "endotoxn"), "did you mean 'endotoxin'?"),
        (("examples", "fibre", "here"), "add --copy"),
        (("examples", "fibre", "--force"), "add --copy"),
        (("examples", "fibre", "--copy", "taken/below"), "cannot be written"),
        (("simulate",), "--example NAME"),
        (("simulate", "--example", "low-mood"), "no example of a protocol with the name 'low-mood'"),
        (("simulate", "mine.yaml", "--example", "fibre"), "name one of them"),
        (("explain", "--observable", "il6"), "--example NAME"),
        (("label",), "--example NAME"),
        (("trial",), "--example NAME"),
        (("trial", "--example", "fibre"), "no example of a trial"),
        (("validate", "--example", "calm-daily"), "no example of a finding"),
    ],
)
def test_what_cannot_be_an_example_is_refused(run, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    Path("taken").touch()
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert [path.name for path in Path().iterdir()] == ["taken"]


def test_a_label_and_a_finding_are_taken_from_the_examples(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, _ = run("label", "--example", "calm-daily", "--json")
    assert status == 1
    assert json.loads(out)["product"] == "Calm Daily"
    status, out, _ = run("label", "--example", "daily-duo")
    assert status == 0
    assert "Nothing fails" in out


SHORT = {
    "simulate": ["--draws", "1", "--people", "2", "--no-report"],
    "trial": ["--replicates", "0"],
    "sensitivity": ["--lanes", "500"],
}
"""Less work; the options that stand in the help come before these and are read, the last one counts."""
LONG = {"calibrate", "serve", "reference", "meta", "fit"}
"""Read as printed, and not carried out here: hours, for ever, of days only a person has, or tested where they are."""


def commands():
    return {command.name: command.epilog for command in app.registered_commands}


@pytest.mark.parametrize("command", commands())
def test_the_example_of_the_help_runs_as_printed_in_an_empty_folder(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    line = commands()[command]
    assert line.startswith(f"Example: gutbrain {command}")
    arguments = shlex.split(line.removeprefix("Example: gutbrain "))
    if command in LONG:
        import typer

        group = typer.main.get_command(app)
        group.commands[command].make_context(command, arguments[1:])
        return
    arguments = [a for a in arguments if a != "--power"] + SHORT.get(command, [])
    status, out, err = run(*arguments)
    assert status == (1 if command == "label" else 0), err
    assert out


def test_version_and_help_are_where_people_look_for_them():
    def said(*arguments):
        command = [sys.executable, "-m", "gutbrain", *arguments]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout + done.stderr

    assert said("--version") == said("version")
    assert said("-h") == said("--help")
    assert said("-h")[0] == 0
    assert "simulate" in said()[1]
    for command in commands():
        assert f"Example: gutbrain {command}" in " ".join(said(command, "-h")[1].split())
    assert said("--show-completion", "bash")[0] == 0


@pytest.mark.parametrize(
    ("line", "offered"),
    [("gutbrain list sca", "scales"), ("gutbrain simulate --example fib", "fibre"), ("gutbrain expl", "explain")],
)
def test_the_shell_completes_commands_kinds_and_examples(line, offered):
    asked = {"_GUTBRAIN_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)}
    run = "import sys; sys.argv = ['gutbrain']; from gutbrain.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", run], capture_output=True, encoding="utf-8", env=os.environ | asked, check=False
    )
    assert done.stdout.split() == [offered]
