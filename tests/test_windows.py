"""What Windows does otherwise: no POSIX, devices as names, CRLF, other drives, files that another program holds."""

import ast
import os
import sys
from pathlib import Path

import pytest

from gutbrain import files
from gutbrain.cli.folder import claimed
from gutbrain.engine.simulation import read_protocol
from gutbrain.errors import InputError
from gutbrain.evidence import check_label
from gutbrain.examples import examples
from gutbrain.findings.reading import read_findings
from gutbrain.microbiome import start
from gutbrain.trials.reading import read_design
from gutbrain.web.table import _little_memory

SOURCES = sorted((Path(__file__).parents[1] / "src" / "gutbrain").rglob("*.py"))
POSIX = {"fcntl", "grp", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty"}
ONLY_THERE = {
    "fork",
    "forkpty",
    "getuid",
    "geteuid",
    "getpgid",
    "killpg",
    "mkfifo",
    "setsid",
    "umask",
    "SIGKILL",
    "SIGALRM",
}


def test_nothing_of_posix_is_imported_before_it_is_needed_nor_used_without_asking():
    for source in SOURCES:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        for node in tree.body:
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert POSIX.isdisjoint(names), source
        used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert ONLY_THERE.isdisjoint(used), source
        assert not {"fork", "forkserver"} & {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}


def test_without_posix_a_result_is_written_and_a_table_read(tmp_path, monkeypatch):
    for name in POSIX:
        monkeypatch.setitem(sys.modules, name, None)
    with files.alone(tmp_path / "out"), files.written_aside(tmp_path / "out") as aside:
        (aside / "a.txt").write_text("a", encoding="utf-8")
    assert [one.name for one in tmp_path.rglob("*")] == ["out", "a.txt"]
    with _little_memory("table.tsv"):
        pass


@pytest.mark.parametrize(
    ("name", "anywhere"),
    [
        ("fibre", "fibre"),
        ("con", "con-"),
        ("AUX", "AUX-"),
        ("nul.final", "nul.final-"),
        ("com1", "com1-"),
        ("console", "console"),
        ("my diet. ", "my diet"),
        ("a:b?c*", "a-b-c-"),
        ('x\\y/"z"', "x-y--z-"),
        ("...", "-"),
        ("Diät ☕", "Diät ☕"),
    ],
)
def test_a_folder_gets_a_name_that_every_system_takes(name, anywhere):
    assert files.name_anywhere(name) == anywhere


def test_a_protocol_that_is_called_like_a_device_leaves_its_result_beside_it(tmp_path):
    assert claimed(None, tmp_path / "con", {}, force=False) == tmp_path / "con-"


def test_a_result_of_which_another_program_holds_a_file_open_stays_as_it_was(tmp_path, monkeypatch):
    out, rename = tmp_path / "out", Path.rename

    def run(said):
        with files.written_aside(out) as aside:
            for name in ("a.csv", "summary.csv"):
                (aside / name).write_text(said, encoding="utf-8")
            files.sign(aside, {"gutbrain": said})

    run("old")
    monkeypatch.setattr(Path, "rename", lambda old, new: held(old) or rename(old, new))
    with pytest.raises(InputError, match=r"cannot be written \(Access is denied\)"):
        run("new")
    left = {file.name: file.read_text(encoding="utf-8") for file in out.iterdir()}
    assert (left.pop("a.csv"), left.pop("summary.csv")) == ("old", "old")
    assert list(left) == [files.PROVENANCE]
    assert files.provenance(out) == {"gutbrain": "old"}
    monkeypatch.undo()
    run("new")
    assert (out / "summary.csv").read_text(encoding="utf-8") == "new"
    assert len(list(out.iterdir())) == 3


def held(file):
    """A spreadsheet has it open."""
    if file.name == "summary.csv" and file.parent.name == "out":
        raise PermissionError(13, "Access is denied")


READERS = {
    "protocol": read_protocol,
    "trial": read_design,
    "label": check_label,
    "finding": lambda file: read_findings([file]),
}


def test_files_with_windows_line_ends_and_its_mark_say_the_same(tmp_path):
    tried = set()
    for example in examples().values():
        if example.kind not in READERS or example.kind in tried:
            continue
        tried.add(example.kind)
        text = example.path.read_text(encoding="utf-8")
        told = []
        for name, content in (("unix", text), ("windows", "\ufeff" + text.replace("\n", "\r\n"))):
            place = tmp_path / name
            place.mkdir(exist_ok=True)
            file = place / example.path.name
            file.write_bytes(content.encode("utf-8"))
            told.append(repr(READERS[example.kind](file)).replace(str(place), ""))
        assert told[0] == told[1]
    assert tried == READERS.keys()


def test_a_table_on_another_drive_is_named_whole(monkeypatch):
    def other_drive(file, folder):
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", other_drive)
    assert start._from("results", "table.tsv") == (Path.cwd() / "table.tsv").as_posix()


@pytest.mark.parametrize("file", [r"C:\Users\Zoë\diet.yaml", "C:diet.yaml", r"\\server\share\diet.yaml", "con.yaml"])
def test_a_path_of_windows_that_is_not_there_is_told_in_a_sentence(file):
    with pytest.raises(InputError) as refused:
        read_protocol(file)
    assert file in str(refused.value)
