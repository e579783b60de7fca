"""A result as NetCDF: one variable an observable, with CF attributes."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gutbrain import files

if TYPE_CHECKING:
    from gutbrain.engine.result import Result


def write(result: Result, file: Path) -> Path:
    """Write a result; NetCDF 4, compressed, where h5netcdf is installed, else NetCDF 3.

    Parameters
    ----------
    result
        Of a run.
    file
        Where to.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        Where nothing can be written there.
    """
    files.check_file(file)
    whole = find_spec("h5netcdf") is not None
    packed = {str(name): {"zlib": True, "complevel": 4, "shuffle": True} for name in result.data.data_vars}
    asked: dict[str, Any] = {"engine": "h5netcdf", "encoding": packed} if whole else {"engine": "scipy"}
    with files.temporary(file.parent) as aside, files.writing(file):
        made = aside / "result.nc"
        result.data.to_netcdf(made, **asked)
        made.replace(file)
    return file
