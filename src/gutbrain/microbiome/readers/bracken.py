"""Tables of Bracken: one sample, names without lineages."""

from __future__ import annotations

import numpy as np

from gutbrain.microbiome.names import taxon
from gutbrain.microbiome.sheet import Sheet
from gutbrain.microbiome.table import Table, finished

COLUMNS = {"name", "taxonomy_id", "taxonomy_lvl", "new_est_reads"}


def recognises(sheet: Sheet) -> bool:
    """Whether the columns are those of Bracken."""
    return set(sheet.names) >= COLUMNS


def read(sheet: Sheet, sample: str) -> Table:
    """The table of one sample."""
    at = sheet.names.index("new_est_reads")
    features = [taxon(name) for name in sheet.column(sheet.names.index("name"))]
    values = np.array(sheet.numbers([at])).reshape(-1, 1)
    return finished(sheet.file, "Bracken", features, [sample], values, unit="counts")
