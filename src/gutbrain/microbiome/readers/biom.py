"""Tables of BIOM: 1.0 in JSON, sparse or dense, and 2.x in HDF5 (which needs h5py)."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from gutbrain.microbiome.names import Taxon, lineage, taxon
from gutbrain.microbiome.table import Array, Table, finished, refuse

TAXONOMY = ("taxonomy", "taxon", "consensuslineage", "lineage")
LARGEST = 100_000_000
"""Most numbers of a table."""


def read_json(text: str, file: str) -> Table:
    """A table in JSON.

    Raises
    ------
    InputError
        Where it is other JSON, or damaged.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        refuse(file, "begins as JSON, but is damaged", "write it anew with the tool that made it", line)
    if not isinstance(told, dict) or not {"rows", "columns", "data"} <= told.keys():
        if _is_consumer(told):
            refuse(file, "is a report of a company, of which the format is not read", "give its table of counts")
        refuse(file, "is JSON, but no BIOM table", "give a table with rows, columns and data")
    try:
        rows, columns = list(told["rows"]), list(told["columns"])
        samples = [str(column["id"]) for column in columns]
        features = [named(str(row["id"]), row.get("metadata")) for row in rows]
        values = _values(told, len(rows), len(columns))
    except (TypeError, KeyError, ValueError, IndexError, AttributeError, OverflowError):
        refuse(file, "is a damaged BIOM table", "write it anew with the tool that made it")
    if not np.isfinite(values).all():
        refuse(file, "holds numbers that are not finite", "give counts or shares")
    return finished(file, "BIOM 1.0", features, samples, values)


def _values(told: Mapping[str, Any], rows: int, columns: int) -> Array:
    if rows * columns > LARGEST:
        raise ValueError("too large")
    data = told["data"]
    if told.get("matrix_type") == "dense" or (data and len(data) == rows and len(data[0]) == columns != 3):
        dense = np.array(data, dtype=float)
        if dense.shape != (rows, columns):
            raise ValueError("shape")
        return dense
    if set(map(len, data)) - {3}:
        raise ValueError("row, column and value are needed")
    cells = np.fromiter(chain.from_iterable(data), dtype=float).reshape(-1, 3)
    row, column = cells[:, 0], cells[:, 1]
    if ((cells[:, :2] != np.floor(cells[:, :2])) | (cells[:, :2] < 0)).any():
        raise IndexError("row and column are numbers from 0")
    if (row >= rows).any() or (column >= columns).any():
        raise IndexError("outside of the table")
    at = row.astype(np.int64) * columns + column.astype(np.int64)
    # a cell that stands twice counts twice
    added = np.bincount(at, weights=cells[:, 2], minlength=rows * columns)
    return np.asarray(added, dtype=float).reshape(rows, columns)


def _is_consumer(told: Any) -> bool:
    def is_record(value: Any) -> bool:
        return isinstance(value, dict) and "tax_name" in value and "tax_rank" in value

    inner = list(told.values()) if isinstance(told, dict) else [told]
    return any(isinstance(part, list) and part and is_record(part[0]) for part in inner)


def named(name: str, metadata: Any) -> Taxon:
    """A row of a table; its taxonomy may be a list or a string, with quotation marks left in it."""
    found = metadata if isinstance(metadata, Mapping) else {}
    for field, value in found.items():
        if str(field).lower() not in TAXONOMY or not value:
            continue
        return _of_taxonomy(name, value)
    made = taxon(name)
    return made if len(made.ranks) > 1 else Taxon(name, {}, alone=True)


def _of_taxonomy(name: str, value: str | Sequence[Any]) -> Taxon:
    if isinstance(value, str):
        made = taxon(value)
        return Taxon(name, made.ranks, made.alone)
    parts = [str(part).strip().strip("\"'").strip() for part in value]
    if len(parts) == 1:
        return _of_taxonomy(name, parts[0])
    made = lineage(name, parts)
    return Taxon(name, made.ranks)


def read_hdf5(content: bytes, file: str) -> Table:
    """A table in HDF5.

    Raises
    ------
    InputError
        Where h5py is missing, or it is other HDF5.
    """
    try:
        import h5py
    except ImportError:
        refuse(file, "is a table in HDF5 (BIOM 2), which is read with h5py", "install it: pip install h5py")
    try:
        with h5py.File(io.BytesIO(content), "r") as held:
            names = [_text(name) for name in held["observation/ids"][()]]
            samples = [_text(name) for name in held["sample/ids"][()]]
            if len(names) * len(samples) > LARGEST:
                raise ValueError("too large")
            matrix = held["observation/matrix"]
            values = _unpacked(
                matrix["data"][()], matrix["indices"][()], matrix["indptr"][()], len(names), len(samples)
            )
            lineages = held.get("observation/metadata/taxonomy")
            told = [None] * len(names) if lineages is None else [_texts(row) for row in lineages[()]]
            features = [named(name, {"taxonomy": row}) for name, row in zip(names, told, strict=True)]
    except (KeyError, OSError, ValueError, TypeError, IndexError, RuntimeError, UnicodeDecodeError):
        refuse(file, "is HDF5, but no BIOM table that can be read", "write it anew with the tool that made it")
    return finished(file, "BIOM 2", features, samples, values)


def _unpacked(data: Any, indices: Any, starts: Any, rows: int, columns: int) -> Array:
    """Numbers by rows from those above zero, the columns they stand in, and where each row begins."""
    if len(starts) != rows + 1:
        raise ValueError("rows")
    values = np.zeros((rows, columns))
    for row in range(rows):
        part = slice(int(starts[row]), int(starts[row + 1]))
        values[row, indices[part]] = data[part]
    return values


def _text(value: Any) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def _texts(row: Any) -> Any:
    """The ranks of a row; they are filled up with empty ones."""
    if isinstance(row, bytes | str):
        return _text(row)
    return [_text(part) for part in row]
