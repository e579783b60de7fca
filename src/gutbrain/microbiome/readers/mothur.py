"""Shared files of mothur: a sample a row, a group of sequences a column; every line may end with a tab."""

from __future__ import annotations

import numpy as np

from gutbrain.errors import listed
from gutbrain.microbiome.names import Taxon
from gutbrain.microbiome.sheet import Sheet
from gutbrain.microbiome.table import Table, finished, refuse

COLUMNS = ("label", "group", "numotus")


def recognises(sheet: Sheet) -> bool:
    """Whether the columns are those of a shared file."""
    return sheet.names[:3] == COLUMNS


def read(sheet: Sheet, sample: str) -> Table:
    """The table of its samples.

    Raises
    ------
    InputError
        Where it holds groups at more than one distance.
    """
    labels = list(dict.fromkeys(sheet.column(0)))
    if len(labels) > 1:
        refuse(sheet.file, f"holds groups at {len(labels)} distances ({listed(labels)})", "keep the rows of one label")
    columns = [at for at in range(3, len(sheet.header)) if sheet.header[at]]
    features = [Taxon(sheet.header[at], {}, alone=True) for at in columns]
    values = np.array(sheet.numbers(columns)).T.copy()
    return finished(sheet.file, "mothur shared file", features, sheet.column(1), values, unit="counts")
