"""The folder of what is kept between runs: whole files, and no more than it may hold."""

import os
import subprocess
import sys

import pytest

from gutbrain import cache


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "folder", lambda: tmp_path)
    return tmp_path


def test_what_is_kept_comes_back(folder):
    cache.keep("a", b"one")
    assert cache.kept("a") == b"one"
    assert cache.kept("b") is None
    assert [file.name for file in folder.iterdir()] == ["a"]


def test_what_was_not_used_for_longest_makes_room(folder, monkeypatch):
    monkeypatch.setattr(cache, "MOST_BYTES", 250)
    monkeypatch.setattr(cache, "LARGE", 100)
    for age, name in ((300, "old"), (200, "used"), (100, "young")):
        cache.keep(name, bytes(100) if name != "young" else bytes(50))
        os.utime(folder / name, (os.path.getmtime(folder / name) - age,) * 2)
    assert cache.kept("used") is not None
    cache.keep("new", bytes(100))
    assert {file.name for file in folder.iterdir()} == {"used", "young", "new"}


def test_a_folder_that_cannot_be_written_keeps_nothing(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "file" / "below")
    cache.keep("a", b"one")
    assert cache.kept("a") is None


def test_no_command_needs_a_home_that_can_be_written(tmp_path):
    """Permissions do not bind everybody: this home is below a file, where nobody can make a folder."""
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "p.yaml").write_text(
        "title: x\nperson: healthy-adult\ndays: 1\nevents: [{exposure: fibre, amount: 30, start: 0}]\n"
    )
    home = str(tmp_path / "file" / "home")
    environment = {key: value for key, value in os.environ.items() if key not in ("GUTBRAIN_CACHE", "XDG_CACHE_HOME")}
    environment |= {"HOME": home, "LOCALAPPDATA": home, "USERPROFILE": home}
    for command in ("simulate p.yaml --draws 1 --no-report", "evidence butyrate", "strain LGG", "export bibtex"):
        words = [sys.executable, "-c", "from gutbrain.cli import main; main()", *command.split()]
        done = subprocess.run(words, env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8")
        assert (done.returncode, done.stderr) == (0, ""), (command, done.stderr)
        assert done.stdout


def test_a_file_of_facts_with_a_date_is_parsed_once(folder, monkeypatch):
    from ruamel.yaml import YAML

    from gutbrain import datafiles

    first = datafiles._parsed(b"fit: {date: 2026-11-02, draws: 4}\n")
    monkeypatch.setattr(YAML, "load", lambda *_: pytest.fail("parsed again"))
    again = datafiles._parsed(b"fit: {date: 2026-11-02, draws: 4}\n")
    assert again == first
    assert again["fit"]["date"].year == 2026
