"""Reports of Kraken 1 and 2 (with minimizers too): clades by indent; what counts is what stops at each (column 3)."""

from __future__ import annotations

import re

import numpy as np

from gutbrain.microbiome.names import Taxon
from gutbrain.microbiome.sheet import Sheet
from gutbrain.microbiome.table import Table, finished, refuse

RANKS = {
    "D": "domain",
    "P": "phylum",
    "C": "class",
    "O": "order",
    "F": "family",
    "G": "genus",
    "S": "species",
}

_CODE = re.compile(r"(?:[URDKPCOFGS]\d*|-)")


def _rank_column(row: list[str]) -> int | None:
    """Where the code of the rank stands; None where the row is of another kind."""
    at = {6: 3, 8: 5}.get(len(row))
    if at is None or not _CODE.fullmatch(row[at].strip()):
        return None
    return at if all(row[column].strip().isdigit() for column in (1, 2)) else None


def recognises(sheet: Sheet) -> bool:
    """Whether the rows are those of a report."""
    rows = [list(sheet.header), *sheet.rows[:20]]
    return sheet.delimiter == "\t" and sum(_rank_column(row) is not None for row in rows) > 0.9 * len(rows)


def read(sheet: Sheet, sample: str) -> Table:
    """The table of one sample.

    Raises
    ------
    InputError
        Where a row is no clade with its reads.
    """
    path: list[tuple[int, str, str]] = []
    features, reads = [], []
    for number, row in enumerate([list(sheet.header), *sheet.rows]):
        at = _rank_column(row)
        if at is None:
            line = None if not number else sheet.lines[number - 1]
            refuse(sheet.file, "is not a row of a Kraken report", "percent, clade, reads, rank, tax id, name", line)
        name = row[-1]
        depth = len(name) - len(name.lstrip(" "))
        while path and path[-1][0] >= depth:
            path.pop()
        path.append((depth, RANKS.get(row[at].strip(), ""), name.strip()))
        if int(row[2]):
            ranks = {rank: plain for _, rank, plain in path if rank}
            features.append(Taxon(name.strip(), ranks))
            reads.append(float(row[2]))
    values = np.array(reads).reshape(-1, 1)
    return finished(sheet.file, "Kraken report", features, [sample], values, unit="counts")
