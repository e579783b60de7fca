"""Tables that are given in Python rather than in a file: AnnData, and what is made as ``biom.Table``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from gutbrain.microbiome.contents import Contents
from gutbrain.microbiome.names import Taxon, lineage, taxon
from gutbrain.microbiome.readers.biom import TAXONOMY, named
from gutbrain.microbiome.readers.ranked import rank_of
from gutbrain.microbiome.table import Table, finished, refuse

NAME = "table"
"""What stands for the name of a file in messages."""


def read_given(table: Any) -> Any:
    """An AnnData or a table of biom as a table that was read; names of files and DataFrames as they are.

    Parameters
    ----------
    table
        A file, or one in memory; a DataFrame of pandas; an AnnData (samples are its observations, names and ranks stand
        in ``var``); or a table made as ``biom.Table`` and ``skbio.Table`` are.

    Raises
    ------
    InputError
        Where it is none of these, or holds no numbers.
    """
    if all(hasattr(table, name) for name in ("X", "obs_names", "var_names", "var")):
        return _of_anndata(table)
    if all(hasattr(table, name) for name in ("ids", "metadata", "matrix_data")):
        return _of_biom(table)
    if not isinstance(table, str | Path | Contents | Table) and not hasattr(table, "to_csv"):
        right = "give a file, a DataFrame, an AnnData, or a table of biom or scikit-bio"
        refuse(NAME, f"{type(table).__name__} is no table that is known here", right)
    return table


def _of_anndata(table: Any) -> Table:
    names = [str(name) for name in table.var_names]
    lineages = next((column for column in table.var.columns if str(column).lower() in TAXONOMY), None)
    ranks = [(column, rank) for column in table.var.columns if (rank := rank_of(str(column)))]
    if lineages is not None:
        features = [taxon(str(one)) for one in table.var[lineages]]
    elif ranks:
        told = [rank for _, rank in ranks]
        rows = table.var[[column for column, _ in ranks]].astype(object).itertuples(index=False)
        features = [
            lineage(name, ["" if cell is None or cell != cell else str(cell) for cell in row], told)
            for name, row in zip(names, rows, strict=True)
        ]
    else:
        features = [taxon(name) for name in names]
    return _made("AnnData", features, [str(name) for name in table.obs_names], _dense(table.X).T)


def _of_biom(table: Any) -> Table:
    names = [str(name) for name in table.ids(axis="observation")]
    every = table.metadata(axis="observation") or [None] * len(names)
    features = [
        made if (made := named(name, record)).ranks else taxon(name) for name, record in zip(names, every, strict=True)
    ]
    return _made("biom table", features, [str(name) for name in table.ids()], _dense(table.matrix_data))


def _made(kind: str, features: list[Taxon], samples: list[str], values: Any) -> Table:
    if values.shape != (len(features), len(samples)):
        refuse(NAME, f"holds {values.shape} numbers for {len(features)} names and {len(samples)} samples")
    return finished(NAME, kind, features, samples, np.ascontiguousarray(values))


def _dense(values: Any) -> Any:
    full = values.toarray() if hasattr(values, "toarray") else values
    try:
        made = np.asarray(full, dtype=float)
    except (TypeError, ValueError):
        made = np.array([np.nan])
    if not np.isfinite(made).all():
        refuse(NAME, "holds what is no number", "give counts or shares")
    return made


def given_metadata(table: Any, metadata: Any) -> Any:
    """What is known of samples: as it is given, or ``obs`` of an AnnData where there is something in it."""
    own: Any = getattr(table, "obs", None)
    return own if metadata is None and hasattr(own, "to_csv") and len(own.columns) else metadata
