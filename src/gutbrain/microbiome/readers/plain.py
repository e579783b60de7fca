"""Tables of names and numbers, either way up: features by samples or samples by features, with a lineage or without.

This is what QIIME, phyloseq, DADA2, USEARCH, spreadsheets, ``level-6.csv`` of a bar plot and most supplements hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from gutbrain.errors import listed
from gutbrain.microbiome.names import Taxon, is_hash, is_lineage, is_sequence, names_nothing, taxon
from gutbrain.microbiome.placing import place
from gutbrain.microbiome.sheet import Sheet
from gutbrain.microbiome.table import Table, finished, refuse

TAXONOMY = ("taxonomy", "taxon", "consensuslineage", "consensus lineage", "lineage", "classification")
NO_SAMPLES = ("ncbi_tax_id", "taxid", "tax_id", "taxonomy_id", "size", "length", "confidence")
METADATA = re.compile(
    r"(?:host[_ ])?(?:age|sex|gender|bmi|weight|height|day|days?[_-].*|week|visit|time(?:point)?|year|month"
    r"|subject.*|reads|depth|group|country|ph|.*body[_-]?(?:site|mass).*|barcode.*|treatment|diagnosis|smok.*|sample[_-]?type|description|.*_total)",
    re.IGNORECASE,
)
_ID = re.compile(r"(?:z?otu|asv|sv|feature|denovo|sp|seq)[_-]?\d+(?:;size=\d+;?)?|gg_otu.*", re.IGNORECASE)

LOOKED_AT = 400
"""Names from which is told what they are."""


def likeness(names: Sequence[str]) -> float:
    """Share of names that are those of microbes, or ids of sequences."""
    some = [name for name in names[:LOOKED_AT] if name.strip()]
    return sum(map(_is_feature, some)) / len(some) if some else 0.0


def _is_feature(name: str) -> bool:
    if is_sequence(name) or is_hash(name) or _ID.fullmatch(name):
        return True
    made = taxon(name)
    if is_lineage(name):
        return bool(made.ranks) or "__" in name
    return place(made).guild is not None


def read(sheet: Sheet, sample: str) -> Table:
    """The table, whichever way up it is.

    Raises
    ------
    InputError
        Where it is a file of metadata or a taxonomy, or where what should be a number is none.
    """
    columns = [at for at in range(1, len(sheet.header)) if sheet.header[at].strip()]
    numeric = [at for at in columns if sheet.is_numeric(at) and sheet.names[at] not in NO_SAMPLES]
    told = next((at for at in range(len(sheet.header)) if sheet.names[at] in TAXONOMY and at not in numeric), None)
    by_rows = likeness(sheet.column(0)) if told is None else 1.0
    by_columns = likeness([sheet.header[at] for at in columns])
    if max(by_rows, by_columns) < 0.05:
        # ids that say nothing are no harm: a taxonomy may name them
        _refuse_metadata(sheet, columns, numeric)
    if told is not None and not [at for at in numeric if at != told]:
        refuse(sheet.file, "this is a taxonomy", "give the table, and this with --taxonomy")
    if not numeric:
        refuse(sheet.file, "has no column of numbers", "give counts or shares, a sample a column or a row")
    return (
        _samples_as_rows(sheet, columns, numeric) if by_columns > by_rows else _as_columns(sheet, numeric, told, sample)
    )


def _samples_as_rows(sheet: Sheet, columns: Sequence[int], numeric: Sequence[int]) -> Table:
    lineages = [at for at in numeric if is_lineage(sheet.header[at]) or is_sequence(sheet.header[at])]
    if lineages:
        lineages = [at for at in numeric if at in set(lineages) or names_nothing(sheet.header[at])]
    # with lineages among them, what has none is something else about the samples
    taken = lineages or [at for at in numeric if not METADATA.fullmatch(sheet.header[at])]
    left = [sheet.header[at] for at in columns if at not in set(taken)]
    notes = [f"columns that are no microbes are left out: {listed(left, 6)}"] if left else []
    features = [_taxon(sheet.header[at]) for at in taken]
    rows = [at for at, cell in enumerate(sheet.column(0)) if not cell.startswith("#q2:")]
    samples = [sheet.column(0)[at] for at in rows]
    values = np.array(sheet.numbers(taken, rows)).T.copy()
    return finished(sheet.file, "table, samples as rows", features, samples, values, notes=notes)


def _as_columns(sheet: Sheet, numeric: Sequence[int], told: int | None, sample: str) -> Table:
    left = [
        sheet.header[at]
        for at in range(1, len(sheet.header))
        if at not in set(numeric) and at != told and sheet.header[at].strip()
    ]
    notes = [f"columns without numbers are left out: {listed(left, 6)}"] if left else []
    names = sheet.column(0)
    if told is not None:
        features = [_taxon(cell, name) for cell, name in zip(sheet.column(told), names, strict=True)]
        numeric = [at for at in numeric if at != told]
    else:
        features = [_taxon(name) for name in names]
    samples = [sheet.header[at] or sample for at in numeric]
    kind = "table with lineages" if told is not None or any(is_lineage(name) for name in names[:20]) else "table"
    return finished(sheet.file, kind, features, samples, np.array(sheet.numbers(numeric)), notes=notes)


def _taxon(name: str, given: str = "") -> Taxon:
    if not given and (is_sequence(name) or is_hash(name) or _ID.fullmatch(name)):
        return Taxon(name.split(";size=")[0], {}, alone=True)
    made = taxon(name)
    return Taxon(given, made.ranks, made.alone) if given else made


def _refuse_metadata(sheet: Sheet, columns: Sequence[int], numeric: Sequence[int]) -> None:
    described = [sheet.header[at] for at in columns if METADATA.fullmatch(sheet.header[at])]
    words = [sheet.header[at] for at in columns if at not in numeric]
    if len(described) + len(words) >= 0.3 * len(columns):
        told = listed(described or words, 3)
        refuse(sheet.file, f"this looks like metadata (columns {told})", "give it with --metadata, and the table first")
