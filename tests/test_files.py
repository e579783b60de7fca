"""What is written is whole, and nothing of anybody else is lost."""

import errno
import os
import re
from pathlib import Path

import pytest

import gutbrain
from gutbrain import files
from gutbrain.errors import InputError

PACKAGE = Path(gutbrain.__file__).parent


def write(path, text="{}"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_result_appears_whole(tmp_path):
    target = tmp_path / "deep" / "result"
    with files.written_aside(target) as aside:
        write(aside / "report.html")
        assert not target.exists()
    assert [p.name for p in target.iterdir()] == ["report.html"]
    assert [p.name for p in target.parent.iterdir()] == ["result"]


def test_nothing_is_left_of_what_fails(tmp_path):
    def fail():
        with files.written_aside(tmp_path / "result") as aside:
            write(aside / "half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_result_is_renewed_and_notes_stay(tmp_path):
    write(tmp_path / "r" / "provenance.json", '{"gutbrain": "0.1"}')
    write(tmp_path / "r" / "result.zarr" / "old")
    write(tmp_path / "r" / "notes.txt")
    files.check_folder(tmp_path / "r")
    with files.written_aside(tmp_path / "r") as aside:
        write(aside / "result.zarr" / "new")
    assert (tmp_path / "r" / "notes.txt").exists()
    assert [p.name for p in (tmp_path / "r" / "result.zarr").iterdir()] == ["new"]


def test_other_things_are_not_touched(tmp_path):
    write(tmp_path / "thesis.doc")
    with pytest.raises(InputError, match="not a result of gutbrain"):
        files.check_folder(tmp_path)
    files.check_folder(tmp_path, force=True)
    with pytest.raises(InputError, match="is a file"):
        files.check_folder(tmp_path / "thesis.doc", force=True)
    files.check_folder(tmp_path / "new")


def test_what_is_there_already_and_is_not_ours_is_kept(tmp_path):
    write(tmp_path / "report.html", "mine")
    write(tmp_path / "result.zarr" / "precious.txt", "mine too")
    for _ in range(2):
        with files.written_aside(tmp_path) as aside:
            write(aside / "report.html")
            write(aside / "result.zarr" / "new")
    assert (tmp_path / "report.html~").read_text() == "mine"
    assert (tmp_path / "result.zarr~" / "precious.txt").read_text() == "mine too"


def test_nothing_is_made_where_nothing_can_be_written(tmp_path):
    write(tmp_path / "file", "mine")
    for place in (tmp_path / "file" / "below", tmp_path / "file" / "further" / "below"):
        with pytest.raises(InputError, match=r"cannot be written \(.*\); name another place"):
            files.check_folder(place)
    with pytest.raises(InputError, match="is a file"):
        files.check_folder(tmp_path / "file")
    with pytest.raises(InputError, match="there is no folder"):
        files.check_file(tmp_path / "no" / "file")
    files.check_folder(tmp_path / "deep" / "new")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.fixture
def full_disk(monkeypatch):
    """A disk on which there is room for half of every file."""

    def write_bytes(self, content):
        with self.open("wb") as stream:
            stream.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", write_bytes)


def test_on_a_full_disk_the_older_file_stays_whole(tmp_path, request):
    files.write_whole(tmp_path / "model.xml", "the older one")
    request.getfixturevalue("full_disk")
    with pytest.raises(InputError, match=r"model\.xml cannot be written \(No space left on device\); make room"):
        files.write_whole(tmp_path / "model.xml", "a new one")
    assert [p.name for p in tmp_path.iterdir()] == ["model.xml"]
    assert (tmp_path / "model.xml").read_text() == "the older one"


def test_on_a_full_disk_no_folder_is_left(tmp_path, full_disk):
    def fail():
        with files.written_aside(tmp_path / "deep" / "result") as aside:
            files.write_whole(aside / "half", "of it")

    with pytest.raises(InputError, match=r"^--out: [^ ]*deep.result cannot be written \(No space left on device\)"):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_another_writes_to_is_not_written_to(tmp_path):
    target, said = tmp_path / "deep" / "r", "another process is making"
    with files.alone(target), pytest.raises(InputError, match=said), files.alone(target):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_below_one_that_is_closed_is_written_to(tmp_path, monkeypatch):
    """On shared machines people have a folder of their own below one that they may not write to."""
    (tmp_path / "mine").mkdir()
    made, opened = Path.mkdir, Path.open

    def closed(work):
        def tried(self, *given, **named):
            if self.parent == tmp_path:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            return work(self, *given, **named)

        return tried

    monkeypatch.setattr(Path, "mkdir", lambda self, *a, **k: self.exists() or closed(made)(self, *a, **k))
    monkeypatch.setattr(Path, "open", closed(opened))
    files.check_folder(tmp_path / "mine")
    with files.alone(tmp_path / "mine"), files.written_aside(tmp_path / "mine") as aside:
        files.write_whole(aside / "report.html", "whole")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["report.html"]
    with pytest.raises(InputError, match="cannot be written"):
        files.check_folder(tmp_path / "new")


def test_nothing_else_writes_files():
    """One helper writes; whoever opens a file to write goes past what it promises."""
    past = re.compile(r"\.write_(text|bytes)\(|to_csv\(\s*[^)\s]*(folder|path|/)|open\([^)]*[\"']w")
    allowed = {"files.py", "web/data.py", "web/trial.py"}  # the two fill folders that are gone with the request
    found = {
        source.relative_to(PACKAGE).as_posix()
        for source in PACKAGE.rglob("*.py")
        if past.search(re.sub(r"(?m)^\s*(>>>|\.\.\.) .*$", "", source.read_text(encoding="utf-8")))  # no example
    }
    assert found <= allowed
