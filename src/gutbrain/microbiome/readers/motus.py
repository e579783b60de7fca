"""Profiles of mOTUs 2 and 3: clusters of species, with an id behind the name, of one sample or merged."""

from __future__ import annotations

import numpy as np

from gutbrain.microbiome.names import taxon
from gutbrain.microbiome.readers.clades import NOT_SAMPLES
from gutbrain.microbiome.sheet import Sheet
from gutbrain.microbiome.table import Table, finished


def recognises(sheet: Sheet) -> bool:
    """Whether a column is that of mOTUs."""
    return "consensus_taxonomy" in sheet.names


def read(sheet: Sheet, sample: str) -> Table:
    """The table of one sample or more."""
    name = sheet.names.index("consensus_taxonomy")
    columns = [
        at
        for at in range(len(sheet.header))
        if at > name and not NOT_SAMPLES.fullmatch(sheet.header[at]) and sheet.is_numeric(at)
    ]
    features = [taxon(cell) for cell in sheet.column(name)]
    samples = [sheet.header[at] or sample for at in columns]
    return finished(sheet.file, "mOTUs", features, samples, np.array(sheet.numbers(columns)))
