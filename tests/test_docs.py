"""What the pages of the documentation say is so."""

import doctest
import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import gutbrain
from gutbrain.axis import axis
from gutbrain.cli import app
from gutbrain.engine.simulation import read_protocol
from gutbrain.evidence.label import file as label_file
from gutbrain.exposures import events, protocol
from gutbrain.findings import reading
from gutbrain.findings.form import COMPARE, FINDING
from gutbrain.model import ASSUMPTION
from gutbrain.model.module import Constant
from gutbrain.model.wiring import assumption_share
from gutbrain.reading import fields
from gutbrain.report.lists import LISTS
from gutbrain.trials.form import DESIGN

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MADE = DOCS / "reference"
"""Made anew by every build of the site, and checked by it."""
PAGES = [ROOT / "README.md", *sorted(page for page in DOCS.rglob("*.md") if not page.is_relative_to(MADE))]
WRITING = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")


def blocks(text):
    return re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_what_the_page_of_protocols_shows_can_be_read(tmp_path):
    written, repeated, finding, *bounds = blocks(WRITING)
    repeats = read_protocol(fields.parse_yaml(repeated)).events
    assert {e.exposure for e in repeats} > {"alcohol", "fibre", "ssri", "sleep_irregularity"}
    assert len(repeats) > 4 + 15 + 3 + 21
    read = read_protocol(fields.parse_yaml(written))
    assert len(read.events) == 5
    assert read.saw
    (tmp_path / "finding.yaml").write_text(finding, encoding="utf-8")
    found = reading.read_findings([tmp_path / "finding.yaml"])
    assert not found.problems
    assert not found.warnings
    assert len(found.findings) == 1
    assert len(bounds) == 2
    for shown in bounds:
        arms = "{stressed: {events: []}, all: {events: []}}"
        whole = f"id: shown\nreference: pmid:1\narms: {arms}\ndays: 1\n{shown}"
        (tmp_path / "bounds.yaml").write_text("- " + whole.replace("\n", "\n  "), encoding="utf-8")
        found = reading.read_findings([tmp_path / "bounds.yaml"])
        assert not found.problems
        assert not found.warnings


def test_the_example_of_the_readme_can_be_read():
    (written,) = blocks((ROOT / "README.md").read_text(encoding="utf-8"))
    assert read_protocol(fields.parse_yaml(written)).title


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("protocol", protocol.form(protocol.Observable()).fields),
        ("protocol", events.EVENT.fields),
        ("protocol", FINDING.fields),
        ("protocol", COMPARE.fields),
        ("trials", DESIGN.fields),
        ("evidence", label_file.LABEL.fields),
    ],
)
def test_every_field_that_may_be_written_is_explained(page, names):
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    assert [name for name in names if not re.search(rf"\b{name}\b", text)] == []


def test_every_list_is_named():
    assert [kind for kind in LISTS if not re.search(rf"\b{kind}\b", WRITING)] == []


def commands():
    return typer.main.get_command(app).commands


@pytest.mark.parametrize("command", app.registered_commands, ids=lambda c: c.name)
def test_every_option_is_explained_on_a_page(command):
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert f"gutbrain {command.name}" in text
    options = [[*one.opts, *one.secondary_opts] for one in commands()[command.name].params]
    options = [names for names in options if names[0].startswith("--")]
    assert [names for names in options if not any(re.search(rf"{name}\b", text) for name in names)] == []


def test_links_between_pages_lead_somewhere():
    for page in [*PAGES, ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            place = (page.parent / target).resolve()
            assert "://" in target or place.exists() or place.is_relative_to(MADE), f"{page.name}: {target}"


def test_files_of_data_point_at_pages_that_are_there():
    named = re.compile(r"\b(docs|design)/[\w-]+\.md")
    for file in (ROOT / "src").rglob("*.yaml"):
        for found in named.finditer(file.read_text(encoding="utf-8")):
            assert (ROOT / found[0]).exists(), f"{file.name}: {found[0]}"


SESSIONS = {
    page.relative_to(DOCS if page.is_relative_to(DOCS) else ROOT).as_posix(): "\n".join(found)
    for page in PAGES
    if (found := re.findall(r"^```pycon\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
}
"""What is typed and seen on a page, from top to bottom."""


def test_the_python_interface_has_a_page_of_examples():
    assert len(doctest.DocTestParser().get_examples(SESSIONS["python.md"])) > 50


@pytest.mark.parametrize("page", SESSIONS)
def test_what_is_typed_on_a_page_gives_what_it_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    typed = doctest.DocTestParser().get_doctest(SESSIONS[page], {}, page, None, None)
    assert not doctest.DocTestRunner().run(typed).failed


SHOWN = [
    (page, line)
    for page in PAGES
    for language, block in re.findall(r"^```([^\n`]*)\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
    if language in ("", "sh", "console", "text")
    for line in re.findall(r"^(?:\$ )?gutbrain (.*)", block.replace("\\\n", " "), re.MULTILINE)
]
"""Commands that pages show, without ``gutbrain``."""


def typed(line):
    """The words of a command up to where its output goes."""
    words = shlex.split(line, comments=True)
    ends = [words.index(mark) for mark in ("|", ">", "&&") if mark in words]
    return words[: min(ends, default=len(words))]


def test_every_command_that_is_shown_can_be_typed():
    refused, whole = [], typer.main.get_command(app)
    for page, line in SHOWN:
        command, name, words = whole, "gutbrain", typed(line)
        while getattr(command, "commands", {}) and words and words[0] in command.commands:
            command, name, words = command.commands[words[0]], words[0], words[1:]
        try:
            command.make_context(name, words)
        except Exception as error:  # whatever it says of the words
            refused.append(f"{page.name}: gutbrain {line}: {error}")
    assert len(SHOWN) > 50
    assert refused == []


def test_what_the_page_of_evidence_shows_is_printed():
    text = (DOCS / "evidence.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    shown = [
        part.partition("\n") for block in blocks for part in re.split(r"^\$ gutbrain ", block, flags=re.MULTILINE)[1:]
    ]
    shown = [(typed(line), said.split()) for line, _, said in shown if said.split()]
    assert len(shown) > 7
    for words, said in shown:
        printed = CliRunner().invoke(app, words).output.split()
        assert [word for word in said if word not in printed and word != "..."] == [], words


def test_the_python_page_names_what_can_be_called():
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    assert [name for name in gutbrain.__all__ if f"`gb.{name}`" not in text] == []


@pytest.mark.slow
def test_the_python_of_the_readme_runs_in_an_empty_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (written,) = re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    exec(compile(written, "README.md", "exec"), {})
    assert (tmp_path / "results" / "endotoxin" / "report.html").stat().st_size > 10_000
    assert "crp" in capsys.readouterr().out


def test_the_readme_counts_the_numbers_of_the_model_and_the_guesses_among_them():
    told = re.search(
        r"About (\d+) free parameters and (\d+) constants in (\d+) channels.*?"
        r"assumptions \((\d+) % now: (\d+) parameters, (\d+)\s+constants\)",
        (ROOT / "README.md").read_text("utf-8"),
        re.DOTALL,
    )
    model = axis()
    constants = [number for number in model.parameters if isinstance(number, Constant)]
    free = [number for number in model.parameters if not isinstance(number, Constant)]
    guesses = [sum(number.grade == ASSUMPTION for number in numbers) for numbers in (free, constants)]
    share = round(100 * assumption_share(model))
    # the first two are told in tens
    assert [round(len(numbers), -1) for numbers in (free, constants)] == [int(told[1]), int(told[2])]
    assert [int(number) for number in told.groups()[2:]] == [len(model.modules), share, *guesses]
