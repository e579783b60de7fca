"""The folder of what is kept between runs: whole files, and no more than it may hold."""

import os

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
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "absent")
    cache.keep("a", b"one")
    assert cache.kept("a") is None
