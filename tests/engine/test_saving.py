"""The folder of a result: its rights, what other tools make of it, and what of others it leaves alone."""

import os
import warnings

import numpy as np
import pytest

import gutbrain
from gutbrain.errors import InputError

PROTOCOL = {"title": "a day", "days": 1, "events": [{"exposure": "fibre", "amount": 30, "start": 0}]}


@pytest.fixture(scope="module")
def whole():
    """Ten people, kept in memory."""
    return gutbrain.simulate(PROTOCOL, people=10, draws=1)


def test_saving_deletes_nothing_of_somebody_else(tmp_path, whole):
    (tmp_path / "result.zarr").mkdir()
    (tmp_path / "result.zarr" / "precious.txt").write_text("mine")
    with pytest.raises(InputError, match="not a result of gutbrain"):
        whole.save(tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["result.zarr", "precious.txt"]


def test_other_tools_read_the_array_without_a_word(tmp_path, whole):
    xarray = pytest.importorskip("xarray")
    whole.save(tmp_path / "out")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read = xarray.open_zarr(tmp_path / "out" / "result.zarr")
    assert np.array_equal(read["value"].sel(observable="cortisol").to_numpy(), whole.data["cortisol"].to_numpy())


def test_what_is_made_in_memory_is_what_would_be_written(tmp_path, whole):
    folder = whole.save(tmp_path / "out")
    written = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert whole.files() == written


@pytest.mark.parametrize("umask", [0o077, 0o022, 0o002])
def test_folders_have_the_rights_that_the_user_wants(tmp_path, whole, umask):
    before = os.umask(umask)
    try:
        whole.save(tmp_path / "few")
        gutbrain.simulate(PROTOCOL, people=10, draws=1, out=tmp_path / "many")
    finally:
        os.umask(before)
    for place in ("few", "many", "few/result.zarr", "many/result.zarr"):
        assert (tmp_path / place).stat().st_mode & 0o777 == 0o777 & ~umask, place
    assert (tmp_path / "few" / "summary.csv").stat().st_mode & 0o777 == 0o666 & ~umask
