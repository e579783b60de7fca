"""Long tables, a line for each name and sample, as ``psmelt`` of phyloseq writes them."""

from __future__ import annotations

import numpy as np

from gutbrain.microbiome.names import Taxon, taxon
from gutbrain.microbiome.readers.ranked import rank_columns, ranked
from gutbrain.microbiome.sheet import Sheet
from gutbrain.microbiome.table import Table, finished

NAMES = ("otu", "feature", "featureid", "asv", "taxon")
SAMPLES = ("sample", "sampleid", "sample_id")
AMOUNTS = ("abundance", "count", "reads")


def _at(sheet: Sheet, names: tuple[str, ...]) -> int | None:
    return next((sheet.names.index(name) for name in names if name in sheet.names), None)


def recognises(sheet: Sheet) -> bool:
    """Whether there is a column of names, one of samples and one of numbers."""
    return all(_at(sheet, names) is not None for names in (NAMES, SAMPLES, AMOUNTS))


def read(sheet: Sheet, sample: str) -> Table:
    """The table, samples in alphabetical order: that of the lines means nothing."""
    name, where, amount = (_at(sheet, names) or 0 for names in (NAMES, SAMPLES, AMOUNTS))
    columns = rank_columns(sheet)
    features: dict[str, tuple[int, Taxon]] = {}
    cells = sheet.column(name)
    for row, cell in enumerate(cells):
        if cell not in features:
            made = ranked(cell, sheet.rows[row], columns) if columns else taxon(cell)
            features[cell] = (len(features), made)
    people = sheet.column(where)
    samples = sorted(set(people))
    places = {one: at for at, one in enumerate(samples)}
    values = np.zeros((len(features), len(samples)))
    for cell, person, (number,) in zip(cells, people, sheet.numbers([amount]), strict=True):
        values[features[cell][0], places[person]] += number
    return finished(sheet.file, "long table", [made for _, made in features.values()], samples, values)
