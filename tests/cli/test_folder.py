import pytest

from gutbrain.cli import folder
from gutbrain.errors import InputError


def write(path, text="{}"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_result_appears_whole(tmp_path):
    target = tmp_path / "deep" / "result"
    with folder.written_aside(target) as aside:
        write(aside / "report.html")
        assert not target.exists()
    assert [p.name for p in target.iterdir()] == ["report.html"]
    assert [p.name for p in target.parent.iterdir()] == ["result"]


def test_nothing_is_left_of_what_fails(tmp_path):
    def fail():
        with folder.written_aside(tmp_path / "result") as aside:
            write(aside / "half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_result_is_renewed_and_notes_stay(tmp_path):
    write(tmp_path / "r" / "provenance.json", '{"gutbrain": "0.1"}')
    write(tmp_path / "r" / "result.zarr" / "old")
    write(tmp_path / "r" / "notes.txt")
    folder.check(tmp_path / "r", force=False)
    with folder.written_aside(tmp_path / "r") as aside:
        write(aside / "result.zarr" / "new")
    assert (tmp_path / "r" / "notes.txt").exists()
    assert [p.name for p in (tmp_path / "r" / "result.zarr").iterdir()] == ["new"]


def test_other_things_are_not_touched(tmp_path):
    write(tmp_path / "thesis.doc")
    with pytest.raises(InputError, match="not a result of gutbrain"):
        folder.check(tmp_path, force=False)
    folder.check(tmp_path, force=True)
    with pytest.raises(InputError, match="is a file"):
        folder.check(tmp_path / "thesis.doc", force=True)
    folder.check(tmp_path / "new", force=False)
