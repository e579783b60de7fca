"""Tables with a column for each rank: Emu, and tables of phyloseq or QIIME 2 that were joined with their taxonomy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from gutbrain.microbiome.names import RANKS, Taxon, lineage
from gutbrain.microbiome.sheet import Sheet
from gutbrain.microbiome.table import Table, finished, refuse

SAME = {"superkingdom": "domain", "kingdom": "domain"}
NOT_SAMPLES = ("tax_id", "taxid", "otu", "asv", "feature id", "featureid", "sequence", "confidence", "")


def rank_columns(sheet: Sheet) -> Mapping[int, str]:
    """Columns that are named after a rank."""
    found = {at: rank_of(name) for at, name in enumerate(sheet.names)}
    return {at: rank for at, rank in found.items() if rank}


def rank_of(name: str) -> str:
    """The rank that a column is named after; empty where it is none."""
    rank = SAME.get(name.lower(), name.lower())
    return rank if rank in RANKS and rank != "strain" else ""


def ranked(given: str, row: Sequence[str], columns: Mapping[int, str]) -> Taxon:
    """A name of which the ranks stand in columns.

    Parameters
    ----------
    given
        The name, or id, as it stands.
    row
        Cells of its row.
    columns
        Columns that hold ranks.
    """
    at = [column for column in sorted(columns, key=lambda column: RANKS.index(columns[column])) if column < len(row)]
    return lineage(given, [row[column] for column in at], [columns[column] for column in at])


def recognises(sheet: Sheet) -> bool:
    """Whether two ranks or more have columns, and others hold numbers."""
    return len(rank_columns(sheet)) > 1 and bool(_samples(sheet))


def _samples(sheet: Sheet) -> list[int]:
    ranks = rank_columns(sheet)
    every = [
        at
        for at, name in enumerate(sheet.names)
        if at not in ranks and name not in NOT_SAMPLES and at and sheet.is_numeric(at) and any(sheet.column(at))
    ]
    counts = [at for at in every if sheet.names[at] == "estimated counts"]
    return counts or every


def read(sheet: Sheet, sample: str) -> Table:
    """The table of one sample or more.

    Raises
    ------
    InputError
        Where numbers are none.
    """
    columns = rank_columns(sheet)
    at = _samples(sheet)
    if not at:
        refuse(sheet.file, "has ranks, but no column of numbers", "give the table, and this with --taxonomy")
    alone = len(at) == 1 and sheet.names[at[0]] in ("abundance", "estimated counts")
    lowest = max(columns, key=lambda column: RANKS.index(columns[column]))
    features = [ranked(_given(row, lowest), row, columns) for row in sheet.rows]
    names = [sample] if alone else [sheet.header[column] for column in at]
    kind = "Emu" if "tax_id" in sheet.names and "superkingdom" in sheet.names else "table with a column a rank"
    return finished(sheet.file, kind, features, names, np.array(sheet.numbers(at)))


def _given(row: Sequence[str], lowest: int) -> str:
    name = row[lowest].strip() if lowest < len(row) else ""
    return name or (row[0] if row else "")
