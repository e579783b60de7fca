"""Taxonomies in files of their own: of QIIME 2, mothur, DADA2 and others; put to the names of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from gutbrain.microbiome.names import RANKS, Taxon, taxon
from gutbrain.microbiome.readers.plain import TAXONOMY
from gutbrain.microbiome.readers.ranked import rank_columns, ranked
from gutbrain.microbiome.sheet import Sheet, sheet
from gutbrain.microbiome.table import Table, refuse


def read_taxonomy(text: str, file: str) -> Mapping[str, Taxon]:
    """Names by the ids of their features.

    Parameters
    ----------
    text
        What stands in the file.
    file
        Its name, for messages.

    Raises
    ------
    InputError
        Where it is no taxonomy.
    """
    made = sheet(text, file)
    told = next((at for at, name in enumerate(made.names) if at and name in TAXONOMY), None)
    if told is not None:
        return _pairs(made, [(row[0].strip(), made.column(told)[at]) for at, row in enumerate(made.rows)])
    columns = rank_columns(made)
    if len(columns) > 1:
        return _by_columns(made, columns)
    if len(made.header) in (2, 3) and ";" in made.header[1]:
        rows = [list(made.header), *made.rows]
        return _pairs(made, [(row[0].strip(), row[1]) for row in rows if len(row) > 1])
    refuse(file, "is no taxonomy", "give a file with a column of ids and one of lineages, or one for each rank")


def _pairs(made: Sheet, rows: list[tuple[str, str]]) -> Mapping[str, Taxon]:
    return {name: _named(name, taxon(text)) for name, text in rows if name}


def _named(name: str, made: Taxon) -> Taxon:
    return replace(made, given=name)


def _by_columns(made: Sheet, columns: Mapping[int, str]) -> Mapping[str, Taxon]:
    others = [at for at in range(len(made.header)) if at not in columns]
    if others:
        # ids differ from row to row; numbers of lines, which do as well, only where nothing else does
        differ = [len(set(made.column(at))) for at in others]
        numbered = [all(cell.isdigit() for cell in made.column(at)) for at in others]
        best = max(range(len(others)), key=lambda number: (differ[number] > 1, not numbered[number], differ[number]))
        own = others[best]
    else:
        own = max(columns, key=lambda at: RANKS.index(columns[at]))
    names = made.column(own)
    return {name: ranked(name, row, columns) for name, row in zip(names, made.rows, strict=True) if name}


def named_by(table: Table, taxonomy: Mapping[str, Taxon], file: str) -> Table:
    """A table of which the features have their names from a taxonomy.

    Parameters
    ----------
    table
        The table.
    taxonomy
        Names by ids.
    file
        Where they stand, for messages.

    Raises
    ------
    InputError
        Where no feature stands in it.
    """
    if not any(one.given in taxonomy for one in table.features) and taxonomy.keys() & set(table.samples):
        turned = tuple(Taxon(name, {}, alone=True) for name in table.samples)
        names = tuple(one.given for one in table.features)
        table = replace(table, features=turned, samples=names, values=table.values.T.copy())
    found = [taxonomy.get(feature.given) for feature in table.features]
    if not any(found):
        first, other = table.features[0].given[:40], next(iter(taxonomy), "")[:40]
        wrong = f"no feature of the table is in it (the table has '{first}', this file '{other}')"
        refuse(file, wrong, "give the taxonomy of the same run")
    there = np.array([one is not None for one in found])
    notes = list(table.notes)
    if not there.all():
        reads = table.values[there].sum() / table.values.sum()
        lacks = f"only {int(there.sum())} of {len(found)} features are in {file} ({reads:.0%} of all)"
        notes.append(f"{lacks}: is it of the same run?")
    features = tuple(
        one if one is not None else Taxon(old.given, {}, alone=True)
        for one, old in zip(found, table.features, strict=True)
    )
    return replace(table, features=features, notes=tuple(notes))
