"""Clades with ``|`` between their ranks: MetaPhlAn 2 to 4 and Kraken's mpa style, of one sample or merged.

Every rank adds up to the whole, and a strain (``t__``) repeats its species: what is added are the rows that have
nothing below them, strains left out. Where reads are counted and clades hold more than what
stands below them, the rest counts as theirs.
"""

from __future__ import annotations

import re

import numpy as np

from gutbrain.microbiome.names import Taxon, lineage, taxon
from gutbrain.microbiome.sheet import Sheet
from gutbrain.microbiome.table import Array, Table, finished, refuse

REST = 0.005
"""Share of all that may stop at clades with others below before it is counted as theirs; rounding is less."""

NOT_SAMPLES = re.compile(
    r".*tax_?id.*|taxid|additional_species|coverage|average_genome_length.*|estimated_number_of_reads.*", re.IGNORECASE
)
_CLADE = re.compile(r"[dk]__[^|]*(?:\|[dkpcofgst]__.*)?")


def recognises(sheet: Sheet) -> bool:
    """Whether the first column holds clades."""
    first = [row[0].strip() for row in sheet.rows[:200]]
    good = sum(bool(_CLADE.fullmatch(cell)) for cell in first)
    return good >= max(1, 0.6 * len(first)) and any("|" in cell or len(first) < 3 for cell in first)


def read(sheet: Sheet, sample: str) -> Table:
    """The table of one sample or more.

    Raises
    ------
    InputError
        Where there is no column of numbers.
    """
    columns, samples, percent = _columns(sheet, sample)
    if not columns:
        refuse(sheet.file, "holds clades, but no column of abundances")
    values = np.array(sheet.numbers(columns))
    paths = [tuple(part.strip() for part in row[0].strip().split("|")) for row in sheet.rows]
    mpa = any(line.startswith("#mpa_") or "etaphlan" in line for line in sheet.remarks)
    counts = bool((values == np.floor(values)).all()) and not (percent or mpa)
    values, features, notes = _leaves(paths, values, counts)
    kind = "clades with their reads (Kraken)" if counts else "MetaPhlAn"
    return finished(sheet.file, kind, features, samples, values, notes=notes)


def _columns(sheet: Sheet, sample: str) -> tuple[list[int], list[str], bool]:
    if "relative_abundance" in sheet.names:
        return [sheet.names.index("relative_abundance")], [sample], True
    at = [
        column
        for column in range(1, len(sheet.header))
        if not NOT_SAMPLES.fullmatch(sheet.header[column]) and sheet.header[column] and sheet.is_numeric(column)
    ]
    if not at and len(sheet.header) > 1:  # old ones have no header: what was taken for it is a row
        refuse(sheet.file, "has no names of samples", "give the header line with the names of the columns", 1)
    return at, [sheet.header[column] for column in at], False


def _leaves(paths: list[tuple[str, ...]], values: Array, counts: bool) -> tuple[Array, list[Taxon], list[str]]:
    known = set(paths)
    taken = [at for at, path in enumerate(paths) if not (path[-1].startswith("t__") and path[:-1] in known)]
    parents = {paths[at][:-1] for at in taken}
    inner = [at for at in taken if paths[at] in parents]
    leaves = [at for at in taken if paths[at] not in parents]
    if not counts and (species := _whole_species(paths, values)):
        leaves, inner = species, []
    rows = values[leaves]
    features = [_taxon(paths[at]) for at in leaves]
    notes = [f"{len(leaves)} clades with nothing below them are counted, of {len(paths)} rows"]
    below = {paths[at]: np.zeros(values.shape[1]) for at in inner}
    for at in taken:
        if paths[at][:-1] in below:
            below[paths[at][:-1]] += values[at]
    rest = np.array([np.maximum(values[at] - below[paths[at]], 0) for at in inner]).reshape(-1, values.shape[1])
    total = rows.sum()
    if counts and total and rest.sum() > REST * total:
        rows = np.vstack([rows, rest])
        features += [_taxon(paths[at]) for at in inner]
        notes.append(f"{rest.sum() / (rest.sum() + total):.1%} stops at clades above and is counted as theirs")
    return rows, features, notes


def _whole_species(paths: list[tuple[str, ...]], values: Array) -> list[int]:
    """Rows of species and of what is not known, where they are the whole: versions name classes in two ways at once."""
    nothing = [at for at, path in enumerate(paths) if len(path) == 1 and "__" not in path[0]]
    species = [at for at, path in enumerate(paths) if path[-1].startswith("s__")]
    domains = [at for at, path in enumerate(paths) if len(path) == 1 and "__" in path[0]]
    whole = values[domains].sum(axis=0)
    return nothing + species if domains and (values[species].sum(axis=0) > 0.98 * whole - 1e-9).all() else []


def _taxon(path: tuple[str, ...]) -> Taxon:
    return lineage("|".join(path), path) if len(path) > 1 or "__" in path[0] else taxon(path[0])
