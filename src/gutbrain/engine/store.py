"""The Zarr array of a result: written part by part, read observable by observable.

Each part of a run is one file (a shard), in which each observable lies by itself.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain.engine.contents import DIMENSIONS, Contents
from gutbrain.engine.parts import Part, largest

if TYPE_CHECKING:
    import xarray as xr
    from zarr.core.buffer import Buffer
    from zarr.storage import MemoryStore

ARRAY = "value"
METADATA = "zarr.json"

ASIDE = ".part-"
"""How folders begin in which something is half-written."""

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
    labels = xr.Dataset(coords=contents.coordinates() | {"observable": ("observable", names)})
    labels.to_zarr(store, mode="w", consolidated=False)
    part = (*largest(contents.people, contents.draws, size), *contents.shape[2:])
    told: dict[str, Any] = {
        key: {name: about[key] for name, about in contents.observables.items()} for key in ("unit", "meaning", "module")
    }
    zarr.create_array(
        store=str(store) if isinstance(store, Path) else store,
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


def write(store: Path, part: Part, values: np.ndarray) -> None:
    """Write a part, (draw, person, observable, time); its file appears whole or not at all, and is written once.

    Parts may be written at the same time, by any process that sees the folder.
    """
    import zarr

    array = store / ARRAY
    with tempfile.TemporaryDirectory(prefix=ASIDE, dir=store.parent) as aside:
        shutil.copy(array / METADATA, aside)
        made: Any = zarr.open_array(aside, mode="r+", config=WRITE_ALL)
        made[part.places] = values
        (file,) = (file for file in Path(aside).rglob("*") if file.is_file() and file.name != METADATA)
        place = array / file.relative_to(aside)
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)


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


def write_whole(file: Path, text: str) -> None:
    """Write a text so that it appears whole or not at all."""
    with tempfile.TemporaryDirectory(prefix=ASIDE, dir=file.parent) as aside:
        made = Path(aside) / file.name
        made.write_text(text, encoding="utf-8")
        made.replace(file)


def opened(store: Path) -> xr.Variable:
    """The array of a store; numbers are read when they are asked for, and not kept."""
    import xarray as xr

    read = xr.open_dataset(
        store, engine="zarr", chunks=None, cache=False, consolidated=False, mask_and_scale=False, decode_times=False
    )
    return read[ARRAY].variable


def _compressor() -> Any:
    from zarr.codecs import BloscCodec

    return BloscCodec(cname="lz4", clevel=5, shuffle="shuffle")
