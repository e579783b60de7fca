"""The Zarr array of a result: written part by part, read observable by observable.

Each part of a run is one file (a shard), in which each observable lies by itself.
"""

from __future__ import annotations

import math
import shutil
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain import files
from gutbrain.engine.contents import DIMENSIONS, Contents
from gutbrain.engine.parts import Part, largest
from gutbrain.errors import InputError, Problem

if TYPE_CHECKING:
    import xarray as xr
    from zarr.core.buffer import Buffer
    from zarr.storage import MemoryStore

ARRAY = "value"
METADATA = "zarr.json"

WRITE_ALL = {"write_empty_chunks": True}
"""A part in which nothing is a number is there as well."""


def create(store: Path | MemoryStore, contents: Contents, size: int) -> None:
    """Make a store without any part yet; missing numbers are NaN.

    Parameters
    ----------
    store
        Its folder, in which what was there is replaced, or memory.
    contents
        What it will hold; unit, meaning and module of the observables go into the attributes of the array.
    size
        Draws times people in a part.
    """
    import xarray as xr
    import zarr

    names = np.array(list(contents.observables), dtype=object)
    place = str(store) if isinstance(store, Path) else store
    labels = xr.Dataset(coords=contents.coordinates() | {"observable": ("observable", names)})
    labels.to_zarr(store, mode="w", consolidated=False)
    part = (*largest(contents.people, contents.draws, size), *contents.shape[2:])
    told: dict[str, Any] = {
        key: {name: about[key] for name, about in contents.observables.items()} for key in ("unit", "meaning", "module")
    }
    zarr.create_array(
        store=place,
        name=ARRAY,
        shape=contents.shape,
        shards=part,
        chunks=(*part[:2], 1, part[3]),
        dtype=np.float32,
        fill_value=np.nan,
        compressors=_compressor(),
        dimension_names=DIMENSIONS,
        attributes=told,
    )
    # readers find all arrays at once then; zarr says of this that not every tool knows it yet
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        zarr.consolidate_metadata(place)


def write(store: Path, part: Part, values: np.ndarray) -> None:
    """Write a part, (draw, person, observable, time); its file appears whole or not at all, and is written once.

    Parts may be written at the same time, by any process that sees the folder.

    Parameters
    ----------
    store
        Folder of the Zarr store.
    part
        Which draws and people they are.
    values
        (draw, person, observable, time).
    """
    import zarr

    array = store / ARRAY
    with files.temporary(store.parent) as aside:
        shutil.copy(array / METADATA, aside)
        made: Any = zarr.open_array(aside, mode="r+", config=WRITE_ALL)
        made[part.places] = values
        (file,) = (file for file in aside.rglob("*") if file.is_file() and file.name != METADATA)
        place = array / file.relative_to(aside)
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)


def holds(store: Path, contents: Contents) -> bool:
    """Whether a store can be read and is labelled as it should be, parts aside."""
    import xarray as xr
    import zarr

    try:
        array = zarr.open_array(str(store / ARRAY), mode="r")
        labels = xr.open_zarr(store, consolidated=False, decode_times=False).coords
        same = {axis: labels[axis].to_numpy().tolist() for axis in DIMENSIONS}
    except (OSError, ValueError, KeyError):
        return False
    wanted = {
        axis: np.asarray(values[1] if isinstance(values, tuple) else values).tolist()
        for axis, values in contents.coordinates().items()
    }
    return array.shape == contents.shape and same == wanted | {"observable": list(contents.observables)}


def lacks(store: Path, every: Sequence[Part]) -> list[Part]:
    """Parts of a store whose files are not there, or are damaged (cut off, for example)."""
    import zarr

    array = zarr.open_array(str(store / ARRAY), mode="r")
    shape = array.shards or array.chunks
    there = {file.relative_to(store / ARRAY).parts[1:3] for file in _shards(store) if file.stat().st_size}

    def is_there(part: Part) -> bool:
        if (str(part.draw // shape[0]), str(part.person // shape[1])) not in there:
            return False
        try:
            return array[part.draw, part.person, 0, 0] is not None
        except (ValueError, OSError):  # its checksum is not right
            return False

    return [part for part in every if not is_there(part)]


def _shards(store: Path) -> Iterator[Path]:
    return (file for file in (store / ARRAY / "c").rglob("*") if file.is_file())


def in_memory(contents: Contents, size: int, values: Iterable[tuple[Part, np.ndarray]]) -> dict[str, bytes]:
    """The files of a store with its parts, by their names in its folder; nothing is written to disk.

    Parameters
    ----------
    contents, size
        As for :func:`create`.
    values
        Every part, (draw, person, observable, time).
    """
    import zarr

    held: dict[str, Buffer] = {}
    store = zarr.storage.MemoryStore(held)
    create(store, contents, size)
    array: Any = zarr.open_array(store, path=ARRAY, mode="r+", config=WRITE_ALL)
    for part, of_part in values:
        array[part.places] = of_part
    return {name: content.to_bytes() for name, content in held.items()}


def days(store: Path) -> np.ndarray:
    """The moments of a store, in days."""
    import xarray as xr

    with xr.open_zarr(store, consolidated=False, decode_times=False) as read:
        return np.asarray(read["time"].to_numpy(), float)


def opened(store: Path) -> xr.Variable:
    """The array of a store; numbers are read when they are asked for, and not kept.

    Raises
    ------
    InputError
        Where parts of it are gone: they would be read as missing numbers.
    """
    import xarray as xr
    import zarr

    array = zarr.open_array(str(store / ARRAY), mode="r")
    wanted = math.prod(
        -(-length // part) for length, part in zip(array.shape, array.shards or array.chunks, strict=True)
    )
    there = sum(1 for file in _shards(store) if file.stat().st_size)
    if there < wanted:
        right = "start the run again that made it, or take it from a copy"
        raise InputError([Problem(f"{store} lacks {wanted - there} of its {wanted} parts", right)])
    read = xr.open_dataset(
        store, engine="zarr", chunks=None, cache=False, consolidated=False, mask_and_scale=False, decode_times=False
    )
    return read[ARRAY].variable


def _compressor() -> Any:
    from zarr.codecs import BloscCodec

    return BloscCodec(cname="lz4", clevel=5, shuffle="shuffle")
